/* waits.c - whether a loop waits for a change that code out of sight makes.
 *
 * `while (!conn->closed) step();` does: what was tested may be another each time (unchanged.c). Not so a loop that compares an index with a bound, or asks what an element
 * holds; nor one that stores itself what it asks, as a machine does that goes from state to state. */
#include "analysis/engine.h"

/* Where a number is kept, by field or by global; both IR_NONE: elsewhere. */
typedef struct Home {
    uint32_t field, global;
} Home;

static Home home_of(const IrBlock *block, IrReg address)
{
    const IrInst *inst = ir_definition_in(block, address);
    return (Home){inst != NULL && inst->op == IR_OP_FIELD ? inst->as.field.field : IR_NONE, inst != NULL && inst->op == IR_OP_GLOBAL ? inst->as.global : IR_NONE};
}

static bool is_stored_in_loop(const Exec *exec, Home home)
{
    const IrFunction *function = exec->function;
    bool is_stored = false;
    for (uint32_t b = 0; b < function->block_count && !is_stored && (home.field != IR_NONE || home.global != IR_NONE); b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && exec->run->info->body->is_in_loop[b] && !is_stored; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            Home other = inst->op == IR_OP_STORE ? home_of(&function->blocks[b], inst->as.store.address) : (Home){IR_NONE, IR_NONE};
            is_stored = other.field == home.field && other.global == home.global;
        }
    return is_stored;
}

/* Whether a condition asks nothing but numbers that loops of the function store. */
static bool asks_own(const Exec *exec, IrReg condition)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    const IrInst *inst = ir_definition_in(block, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_CONST: return true;
    case IR_OP_CAST: return asks_own(exec, inst->as.cast.operand);
    case IR_OP_UNARY: return asks_own(exec, inst->as.unary.operand);
    case IR_OP_BINARY: return asks_own(exec, inst->as.binary.left) && asks_own(exec, inst->as.binary.right);
    case IR_OP_LOAD: return is_stored_in_loop(exec, home_of(block, inst->as.load.address));
    default: return false;
    }
}

bool waits_for_change(const Exec *exec, const IrInst *branch)
{
    IrReg asked = branch->as.branch.condition;
    return branch->as.branch.kind == IR_BRANCH_LOOP && !elements_are_asked(&exec->function->blocks[exec->block], asked) && !exec->run->info->body->counts[exec->block] &&
           !asks_own(exec, asked);
}
