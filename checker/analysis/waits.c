/* waits.c - whether a loop waits for a change that code out of sight makes.
 *
 * `while (!conn->closed) step();` does: what was tested may be another each time (unchanged.c). Not so a loop that compares an index with a bound, or asks what an element
 * holds; nor one that walks along a list or an array, and asks another place each turn; nor one that stores itself what it asks, as a machine does that goes from state to state. */
#include "analysis/engine.h"

typedef struct Asking {
    const FunctionInfo *info;
    const IrInst **definition; /* per register */
} Asking;

static const IrInst *definition_of(const Asking *asking, IrReg reg)
{
    const IrInst *inst = reg == IR_NONE ? NULL : asking->definition[reg];
    while (inst != NULL && inst->op == IR_OP_CAST)
        inst = inst->as.cast.operand == IR_NONE ? NULL : asking->definition[inst->as.cast.operand];
    return inst;
}

/* Where a number is kept, by field or by global; both IR_NONE: elsewhere. */
typedef struct Home {
    uint32_t field, global;
} Home;

static Home home_of(const Asking *asking, IrReg address)
{
    const IrInst *inst = definition_of(asking, address);
    return (Home){inst != NULL && inst->op == IR_OP_FIELD ? inst->as.field.field : IR_NONE, inst != NULL && inst->op == IR_OP_GLOBAL ? inst->as.global : IR_NONE};
}

static bool is_stored_in_loop(const Asking *asking, Home home)
{
    const IrFunction *function = asking->info->function;
    bool is_stored = false;
    for (uint32_t b = 0; b < function->block_count && !is_stored && (home.field != IR_NONE || home.global != IR_NONE); b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && asking->info->body->is_in_loop[b] && !is_stored; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            Home other = inst->op == IR_OP_STORE ? home_of(asking, inst->as.store.address) : (Home){IR_NONE, IR_NONE};
            is_stored = other.field == home.field && other.global == home.global;
        }
    return is_stored;
}

/* Whether a condition asks nothing but numbers that loops of the function store. */
static bool asks_own(const Asking *asking, IrReg condition)
{
    const IrInst *inst = definition_of(asking, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_CONST: return true;
    case IR_OP_UNARY: return asks_own(asking, inst->as.unary.operand);
    case IR_OP_BINARY: return asks_own(asking, inst->as.binary.left) && asks_own(asking, inst->as.binary.right);
    case IR_OP_LOAD: return is_stored_in_loop(asking, home_of(asking, inst->as.load.address));
    default: return false;
    }
}

/* Whether a condition compares an index with something, `i < list_count(list)`: it waits for nothing but its own end. */
static bool counts(const Asking *asking, IrReg condition)
{
    const IrInst *compared = asking->definition[condition];
    const IrInst *load = compared != NULL && compared->op == IR_OP_BINARY && compared->as.binary.op >= IR_EQ ? definition_of(asking, compared->as.binary.left) : NULL;
    uint32_t local = load != NULL && load->op == IR_OP_LOAD ? asking->info->body->local_of[load->as.load.address] : IR_NONE;
    return local != IR_NONE && asking->info->body->is_index[local];
}

/* The local by whose value a number or pointer is found, `p` of `p`, `p->next`, `*p[1].name`; IR_NONE: there is none. */
static uint32_t found_by(const Asking *asking, IrReg reg)
{
    for (const IrInst *inst = definition_of(asking, reg); inst != NULL;) {
        switch (inst->op) {
        case IR_OP_LOAD:
            if (asking->info->body->local_of[inst->as.load.address] != IR_NONE)
                return asking->info->body->local_of[inst->as.load.address];
            inst = definition_of(asking, inst->as.load.address);
            break;
        case IR_OP_FIELD: inst = definition_of(asking, inst->as.field.base); break;
        case IR_OP_INDEX: inst = definition_of(asking, inst->as.index.base); break;
        default: return IR_NONE;
        }
    }
    return IR_NONE;
}

/* Whether a local goes on from what it was in loops of the function: `p = p->next`, `p++`. */
static bool walks(const Asking *asking, uint32_t local)
{
    const IrFunction *function = asking->info->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && asking->info->body->is_in_loop[b] && !does; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            does = inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_POINTER && asking->info->body->local_of[inst->as.store.address] == local &&
                   found_by(asking, inst->as.store.value) == local;
        }
    return does;
}

/* Whether a condition asks whether there is one more, of a list or an array that is walked along: each turn it asks another place. */
static bool asks_for_more(const Asking *asking, IrReg condition)
{
    const IrInst *inst = definition_of(asking, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_CONST: return true;
    case IR_OP_UNARY: return asks_for_more(asking, inst->as.unary.operand);
    case IR_OP_BINARY: return asks_for_more(asking, inst->as.binary.left) && asks_for_more(asking, inst->as.binary.right);
    case IR_OP_LOAD: {
        uint32_t local = found_by(asking, condition);
        return local != IR_NONE && walks(asking, local);
    }
    default: return false;
    }
}

/* Per block, once for each function that comes to such a loop. */
static bool *find_waits(Engine *engine, const FunctionInfo *info)
{
    const IrFunction *function = info->function;
    Asking asking = {info, ir_definitions(function)};
    bool *waits = BASE_NEW_ARRAY(engine->arena, bool, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrInst *branch = &function->blocks[b].insts[function->blocks[b].inst_count - 1];
        IrReg asked = branch->op == IR_OP_BRANCH && branch->as.branch.kind == IR_BRANCH_LOOP ? branch->as.branch.condition : IR_NONE;
        waits[b] = asked != IR_NONE && !elements_are_asked(&function->blocks[b], asked) && !counts(&asking, asked) && !asks_own(&asking, asked) && !asks_for_more(&asking, asked);
    }
    g_free(asking.definition);
    return waits;
}

bool waits_for_change(Exec *exec)
{
    FunctionInfo *info = exec->run->info;
    if (info->waits == NULL)
        info->waits = find_waits(exec->engine, info);
    return info->waits[exec->block];
}
