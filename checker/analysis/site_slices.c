/* site_slices.c - slices for one task each, in functions whose tasks stay in locals and registers.
 *
 * There tasks fall into classes: what is copied into each other, or may come back from a call that got it, is one
 * class (union-find: Tarjan, JACM 22(2), 1975). Only instructions that touch the class of a site's task matter to it, so that the flags
 * that guard its neighbours are forgotten while it is followed. */
#include "analysis/control.h"
#include "analysis/slice.h"

/* Instructions looked at in all slices of one function; past that, the slice for all tasks has to do. */
enum { MOST_LOOKED_AT = 40 * 1000 * 1000 };

struct SiteSlices {
    Engine *engine;
    FunctionInfo *info;
    uint32_t *class_of; /* registers, then locals; NULL: tasks are not told apart */
    AskedSlice slice;
    uint32_t current;   /* the class that `slice` is of; IR_NONE: of none yet */
    uint64_t instructions, looked_at;
};

static uint32_t find(uint32_t *parent, uint32_t element)
{
    while (parent[element] != element)
        element = parent[element] = parent[parent[element]];
    return element;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    parent[find(parent, a)] = find(parent, b);
}

static void join_call(const SiteSlices *slices, uint32_t *parent, const IrInst *call)
{
    const FunctionInfo *callee = call->as.call.function == IR_NONE
        ? NULL : engine_callee(slices->engine, slices->info->module_index, call->as.call.function);
    if (call->result == IR_NONE || call->type.kind != IR_TYPE_TASK || (callee != NULL && !callee->is_analysable))
        return;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        if (call->as.call.arguments[i].type.kind == IR_TYPE_TASK)
            join(parent, call->result, call->as.call.arguments[i].reg);
}

static void find_classes(SiteSlices *slices)
{
    const IrFunction *function = slices->info->function;
    uint32_t registers = function->register_count, count = registers + function->local_count;
    uint32_t *parent = slices->class_of = g_new(uint32_t, count + 1);
    uint32_t *local_of = g_new(uint32_t, registers + 1); /* register -> local whose address it is */
    for (uint32_t i = 0; i < count; i++)
        parent[i] = i;
    for (uint32_t i = 0; i < registers; i++)
        local_of[i] = IR_NONE;
    for (uint32_t b = 0; b < function->block_count; b++) {
        slices->instructions += function->blocks[b].inst_count;
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_LOCAL)
                local_of[inst->result] = inst->as.local;
            else if (inst->op == IR_OP_CALL)
                join_call(slices, parent, inst);
            else if (inst->op == IR_OP_LOAD && inst->type.kind == IR_TYPE_TASK && local_of[inst->as.load.address] != IR_NONE)
                join(parent, inst->result, registers + local_of[inst->as.load.address]);
            else if (inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_TASK && local_of[inst->as.store.address] != IR_NONE)
                join(parent, inst->as.store.value, registers + local_of[inst->as.store.address]);
        }
    }
    for (uint32_t i = 0; i < count; i++)
        parent[i] = find(parent, i);
    g_free(local_of);
}

SiteSlices *site_slices_new(Engine *engine, FunctionInfo *info)
{
    SiteSlices *slices = g_new0(SiteSlices, 1);
    slices->engine = engine;
    slices->info = info;
    slices->current = IR_NONE;
    if (!info->reaches_tasks)
        find_classes(slices);
    return slices;
}

static void clear_slice(AskedSlice *slice)
{
    g_free(slice->locals);
    g_free(slice->decides);
    g_free(slice->next);
}

const AskedSlice *site_slices_get(SiteSlices *slices, const Site *site)
{
    FunctionInfo *info = slices->info;
    const IrInst *call = &info->function->blocks[site->block].insts[site->inst];
    if (slices->class_of == NULL || site->out_key != VALUE_NONE || call->result == IR_NONE || slices->looked_at > MOST_LOOKED_AT)
        return &info->asked;
    uint32_t task_class = slices->class_of[call->result];
    if (task_class == slices->current)
        return &slices->slice;
    clear_slice(&slices->slice);
    slices->slice = (AskedSlice){g_new0(bool, info->function->local_count + 1), g_new0(bool, info->function->block_count + 1),
                                 g_new(uint32_t, info->function->block_count + 1)};
    slices->current = task_class;
    slices->looked_at += slices->instructions * 4;
    SliceTasks tasks = {slices->class_of, task_class};
    SliceNews news = {.callees = NULL};
    slice_function(slices->engine, info, &tasks, &slices->slice, &news);
    return &slices->slice;
}

void site_slices_free(SiteSlices *slices)
{
    control_free(slices->info->control);
    slices->info->control = NULL;
    g_free(slices->class_of);
    clear_slice(&slices->slice);
    g_free(slices);
}
