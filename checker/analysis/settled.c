/* settled.c - tasks about which there is nothing to find out.
 *
 * A task is settled when the call that makes it makes a new one, when it is read once and then consumed for certain, and when every path from
 * the one to the other passes through neither of them twice: `vt_int_await(make(), &x)`, or `vt_int t = make(); ... vt_int_await(t, &x);` with
 * whatever code between that does not leave the function. Such code is most of what is written. No condition matters to such a
 * task, so none is remembered for its sake, and no run follows it.
 *
 * Blocks are in reverse postorder, so that the code between is a range of blocks; the check is that no edge enters it but from the call
 * that makes the task, and none leaves it but to the one that consumes it. */
#include "analysis/engine.h"

enum { LONGEST_RANGE = 2000 }; /* blocks; so that many tasks that live long do not make this quadratic */

/* Where a task-typed register is handed to a call, and what is done with a task-typed local. */
typedef struct Use {
    uint32_t count, block, argument;
    const IrInst *call; /* NULL: the last use was something else */
} Use;

typedef struct Home {
    uint32_t uses, stores, loads; /* of its address; as address of a store, a load */
    uint32_t fresh_stores, returns; /* stores of a new task; loads of what is returned */
    uint32_t store_block;
    const IrInst *store, *load;
    uint32_t load_block;
} Home;

typedef struct Settling {
    Engine *engine;
    FunctionInfo *info;
    const IrInst **definition; /* per register */
    uint32_t *block_of;        /* per register */
    Use *uses;                 /* per register */
    Home *homes;               /* per local */
    uint32_t *first_from, *last_from; /* per block: its predecessors lie between these */
} Settling;

static const FunctionInfo *callee_of(const Settling *settling, const IrInst *call)
{
    return call->as.call.function == IR_NONE ? NULL : engine_callee(settling->engine, settling->info->module_index, call->as.call.function);
}

/* Whether the call makes a task of its own, which nobody consumed, and does nothing else with tasks. */
static bool makes_new_task(const Settling *settling, const IrInst *call)
{
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        if (call->as.call.arguments[i].type.kind == IR_TYPE_TASK)
            return false;
    const FunctionInfo *callee = callee_of(settling, call);
    return callee != NULL && (!callee->is_analysable || (callee->returns_fresh && !callee->reaches_tasks));
}

static bool consumes_for_certain(const Settling *settling, const Use *use)
{
    const FunctionInfo *callee = use->call == NULL ? NULL : callee_of(settling, use->call);
    return callee != NULL && !callee->is_analysable &&
           (use->argument >= callee->function->param_count || callee->linked->effects[use->argument] != IR_EFFECT_OBSERVES);
}

/* --- what there is --- */

static void count_use(IrReg reg, void *data)
{
    Settling *settling = data;
    settling->uses[reg].count++;
    settling->uses[reg].call = NULL;
    const IrInst *made = settling->definition[reg];
    if (made != NULL && made->op == IR_OP_LOCAL)
        settling->homes[made->as.local].uses++;
}

static Home *home_of(Settling *settling, const IrInst *inst, IrReg address)
{
    const IrInst *made = settling->definition[address];
    return inst->type.kind == IR_TYPE_TASK && made != NULL && made->op == IR_OP_LOCAL ? &settling->homes[made->as.local] : NULL;
}

static void look_at(Settling *settling, const IrInst *inst, uint32_t block)
{
    if (inst->result != IR_NONE) {
        settling->definition[inst->result] = inst;
        settling->block_of[inst->result] = block;
    }
    ir_visit_operands(inst, count_use, settling);
    Home *home;
    switch (inst->op) {
    case IR_OP_CALL:
        for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
            Use *use = &settling->uses[inst->as.call.arguments[i].reg];
            *use = (Use){use->count, block, i, inst};
        }
        break;
    case IR_OP_STORE:
        home = home_of(settling, inst, inst->as.store.address);
        if (home != NULL) {
            home->stores++;
            home->store = inst;
            home->store_block = block;
        }
        break;
    case IR_OP_LOAD:
        home = home_of(settling, inst, inst->as.load.address);
        if (home != NULL) {
            home->loads++;
            home->load = inst;
            home->load_block = block;
        }
        break;
    default: break;
    }
}

static void look_at_edges(Settling *settling)
{
    const IrFunction *function = settling->info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        settling->first_from[b] = UINT32_MAX;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++) {
            uint32_t target = ir_successor(&function->blocks[b], k);
            settling->first_from[target] = MIN(settling->first_from[target], b);
            settling->last_from[target] = MAX(settling->last_from[target], b);
        }
}

/* --- the check --- */

/* Whether what passes instruction `first` passes `second` next, before either of them again, and nothing else does. */
static bool is_straight(const Settling *settling, const IrInst *first, uint32_t from, const IrInst *second, uint32_t to)
{
    const IrFunction *function = settling->info->function;
    if (from == to)
        return first < second;
    if (from > to || to - from > LONGEST_RANGE)
        return false;
    for (uint32_t b = from; b < to; b++) {
        const IrBlock *block = &function->blocks[b];
        IrOp last = ir_end_of(function, b)->op;
        if (last == IR_OP_RETURN)
            return false;
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            if (ir_successor(block, k) <= from || ir_successor(block, k) > to)
                return false;
    }
    for (uint32_t b = from + 1; b <= to; b++)
        if (settling->first_from[b] < from || (settling->last_from[b] >= to && b < to) || (b == to && settling->last_from[b] >= to))
            return false;
    return true;
}

/* The consuming call of a register, where it is its only use and follows its definition. */
static bool ends_well(const Settling *settling, IrReg reg)
{
    const Use *use = &settling->uses[reg];
    return use->count == 1 && consumes_for_certain(settling, use) &&
           is_straight(settling, settling->definition[reg], settling->block_of[reg], use->call, use->block);
}

static void settle_local(const Settling *settling, uint32_t local)
{
    const Home *home = &settling->homes[local];
    FunctionInfo *info = settling->info;
    if (info->function->locals[local].type.kind != IR_TYPE_TASK || info->function->locals[local].is_volatile || info->is_pointed[local] ||
        local < info->function->param_count || home->stores != 1 || home->loads != 1 || home->uses != 2)
        return;
    IrReg made = home->store->as.store.value, read = home->load->result;
    const IrInst *call = settling->definition[made];
    if (call == NULL || call->op != IR_OP_CALL || settling->uses[made].count != 1 || !makes_new_task(settling, call) || !ends_well(settling, read))
        return;
    const Use *end = &settling->uses[read];
    uint32_t block = settling->block_of[made];
    if (!is_straight(settling, call, block, home->store, home->store_block) ||
        !is_straight(settling, home->store, home->store_block, home->load, home->load_block) ||
        !is_straight(settling, call, block, end->call, end->block))
        return;
    info->is_settled[made] = info->is_settled[read] = info->is_settled_local[local] = true;
}

/* --- what a function returns --- */

static bool is_fresh(const Settling *settling, IrReg reg)
{
    const IrInst *made = settling->definition[reg];
    return made != NULL && made->op == IR_OP_CALL && settling->uses[reg].count == 1 && makes_new_task(settling, made);
}

static void count_fresh(Settling *settling, const IrInst *inst)
{
    if (inst->op == IR_OP_STORE) {
        Home *home = home_of(settling, inst, inst->as.store.address);
        if (home != NULL && is_fresh(settling, inst->as.store.value))
            home->fresh_stores++;
    } else if (inst->op == IR_OP_RETURN && inst->as.return_.value.type.kind == IR_TYPE_TASK) {
        IrReg reg = inst->as.return_.value.reg;
        const IrInst *load = settling->definition[reg];
        Home *home = load != NULL && load->op == IR_OP_LOAD && settling->uses[reg].count == 1 ? home_of(settling, load, load->as.load.address) : NULL;
        if (home != NULL)
            home->returns++;
    }
}

/* Whether the task is a new one that nothing was done with: straight from a call, or from a variable that is only written with such and
 * only read to be returned. */
static bool returns_fresh(Settling *settling, const IrInst *inst)
{
    IrReg reg = inst->as.return_.value.reg;
    if (is_fresh(settling, reg))
        return true;
    const IrInst *load = settling->definition[reg];
    const Home *home = load != NULL && load->op == IR_OP_LOAD ? home_of(settling, load, load->as.load.address) : NULL;
    if (home == NULL)
        return false;
    uint32_t local = (uint32_t)(home - settling->homes);
    return local >= settling->info->function->param_count && !settling->info->is_pointed[local] && home->stores == home->fresh_stores &&
           home->loads == home->returns && home->uses == home->stores + home->loads;
}

static void find_returns(Settling *settling)
{
    const IrFunction *function = settling->info->function;
    bool is_fresh_always = function->return_type.kind == IR_TYPE_TASK;
    for (uint32_t b = 0; b < function->block_count && is_fresh_always; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            count_fresh(settling, &function->blocks[b].insts[i]);
    for (uint32_t b = 0; b < function->block_count && is_fresh_always; b++) {
        const IrInst *last = ir_end_of(function, b);
        if (last->op == IR_OP_RETURN)
            is_fresh_always = last->as.return_.value.type.kind == IR_TYPE_TASK && returns_fresh(settling, last);
    }
    settling->info->returns_fresh = is_fresh_always;
}

void settled_find(Engine *engine, FunctionInfo *info)
{
    const IrFunction *function = info->function;
    uint32_t registers = function->register_count + 1;
    Settling settling = {.engine = engine, .info = info};
    settling.definition = g_new0(const IrInst *, registers);
    settling.block_of = g_new0(uint32_t, registers);
    settling.uses = g_new0(Use, registers);
    settling.homes = g_new0(Home, function->local_count + 1);
    settling.first_from = g_new0(uint32_t, function->block_count + 1);
    settling.last_from = g_new0(uint32_t, function->block_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            look_at(&settling, &function->blocks[b].insts[i], b);
    look_at_edges(&settling);
    find_returns(&settling);
    for (uint32_t reg = 0; reg < function->register_count; reg++) {
        const IrInst *call = settling.definition[reg];
        if (call != NULL && call->op == IR_OP_CALL && call->type.kind == IR_TYPE_TASK && makes_new_task(&settling, call) && ends_well(&settling, reg))
            info->is_settled[reg] = true;
    }
    for (uint32_t local = 0; local < function->local_count; local++)
        settle_local(&settling, local);
    g_free(settling.definition);
    g_free(settling.block_of);
    g_free(settling.uses);
    g_free(settling.homes);
    g_free(settling.first_from);
    g_free(settling.last_from);
}
