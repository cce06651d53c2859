/* pending.c - functions that may return a pending task at all.
 *
 * Whether a function is always asynchronous takes a run that follows no task to find out, and such a run knows all that decides about what is returned. Most functions
 * return nothing but results, whatever path they take: `return vt_int_from_result(n)`. Those are not asked. Without regard to order, what is
 * returned comes straight from a call, or from a local that only tasks from calls are stored to. Of anything else nobody knows. */
#include "analysis/engine.h"

typedef struct Pending {
    const Engine *engine;
    const FunctionInfo *info;
    const IrInst **definition;
    bool *locals; /* per local: it may hold a pending task */
} Pending;

static bool call_may_be_pending(const Pending *pending, const IrInst *call)
{
    if (call->as.call.function == IR_NONE)
        return true;
    const FunctionInfo *callee = engine_callee((Engine *)(uintptr_t)pending->engine, pending->info->module_index, call->as.call.function);
    return callee->is_reached ? callee->may_return_pending : callee->linked->completion != IR_COMPLETION_SYNC;
}

static bool register_may_be_pending(const Pending *pending, IrReg reg)
{
    const IrInst *made = reg == IR_NONE ? NULL : pending->definition[reg];
    if (made == NULL || (made->op != IR_OP_CALL && made->op != IR_OP_LOAD))
        return true;
    if (made->op == IR_OP_CALL)
        return call_may_be_pending(pending, made);
    const IrInst *address = pending->definition[made->as.load.address];
    return address == NULL || address->op != IR_OP_LOCAL || pending->locals[address->as.local];
}

/* The local that is written otherwise than by the result of a call which is there already; IR_NONE: none is. */
static uint32_t spoilt_local(const Pending *pending, const IrInst *inst)
{
    bool is_store = inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_TASK;
    if ((!is_store && inst->op != IR_OP_COPY) || (is_store && !register_may_be_pending(pending, inst->as.store.value)))
        return IR_NONE;
    const IrInst *address = pending->definition[is_store ? inst->as.store.address : inst->as.copy.destination];
    return address != NULL && address->op == IR_OP_LOCAL ? address->as.local : IR_NONE;
}

static bool spoil_locals(Pending *pending)
{
    const IrFunction *function = pending->info->function;
    bool changed = false;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            uint32_t local = spoilt_local(pending, &function->blocks[b].insts[i]);
            changed = changed || (local != IR_NONE && !pending->locals[local]);
            if (local != IR_NONE)
                pending->locals[local] = true;
        }
    return changed;
}

static bool may_return_pending(const Engine *engine, const FunctionInfo *info)
{
    const IrFunction *function = info->function;
    Pending pending = {engine, info, ir_definitions(function), g_new0(bool, function->local_count + 1)};
    for (uint32_t i = 0; i < function->local_count; i++)
        pending.locals[i] = i < function->param_count || info->is_pointed[i] || function->locals[i].is_volatile;
    while (spoil_locals(&pending))
        ;
    bool may = false;
    for (uint32_t b = 0; b < function->block_count && !may; b++) {
        const IrInst *last = ir_end_of(function, b);
        may = last->op == IR_OP_RETURN && register_may_be_pending(&pending, last->as.return_.value.reg);
    }
    g_free(pending.definition);
    g_free(pending.locals);
    return may;
}

void pending_find(Engine *engine, FunctionInfo *const *ordered, uint32_t count)
{
    for (bool changed = true; changed;) { /* callees come first: once more for each circle that calls go in */
        changed = false;
        for (uint32_t i = 0; i < count; i++) {
            FunctionInfo *info = ordered[i];
            if (!info->is_reached || info->may_return_pending || info->function->return_type.kind != IR_TYPE_TASK || !may_return_pending(engine, info))
                continue;
            info->may_return_pending = changed = true;
        }
    }
}
