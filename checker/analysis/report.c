/* report.c - from a world's path to an event: the steps in order, calls opened where they matter. */
#include "analysis/run.h"

#include <string.h>

enum { MOST_STEPS_OF_EVENT = 200 };

/* --- names --- */

static const IrInst *definition_of(const IrFunction *function, IrReg reg)
{
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].result == reg)
                return &function->blocks[b].insts[i];
    return NULL;
}

const char *report_stored_name(const IrModule *module, const IrFunction *function, const IrInst *inst, BaseArena *arena)
{
    IrReg address = inst->op == IR_OP_STORE ? inst->as.store.address : inst->op == IR_OP_ZERO ? inst->as.copy.destination : IR_NONE;
    if (address == IR_NONE)
        return NULL;
    /* The reader's name of the place is what a load from it would be called. */
    const char *name = ir_describe(module, function, address, arena);
    return name != NULL && name[0] == '&' ? name + 1 : name;
}

/* What of a block is behind an instruction stores a register; NULL: nothing. */
static const IrInst *store_behind(const IrBlock *block, const IrInst *behind, IrReg value)
{
    for (uint32_t i = 0; i < block->inst_count; i++)
        if (block->insts[i].op == IR_OP_STORE && block->insts[i].as.store.value == value && (behind == NULL || &block->insts[i] > behind))
            return &block->insts[i];
    return NULL;
}

/* The variable that the result of a call is stored into, in any case: a small function may store what it is given, or not. */
static const char *name_of_result(const IrModule *module, const IrFunction *function, const IrInst *call, uint32_t block, BaseArena *arena)
{
    const IrInst *store = call->result == IR_NONE ? NULL : store_behind(&function->blocks[block], call, call->result);
    const IrInst *end = ir_end_of(function, block);
    while (call->result != IR_NONE && store == NULL && end->op == IR_OP_JUMP && end->as.jump.target > block) {
        block = end->as.jump.target;
        end = ir_end_of(function, block);
        store = store_behind(&function->blocks[block], NULL, call->result);
    }
    const IrInst *address = store == NULL ? NULL : definition_of(function, store->as.store.address);
    if (address == NULL || (address->op == IR_OP_LOCAL && function->locals[address->as.local].name == NULL))
        return NULL;
    return report_stored_name(module, function, store, arena);
}

const char *report_type_name(const IrModule *module, IrType type)
{
    return type.kind == IR_TYPE_TASK && type.record < module->record_count ? module->records[type.record].name : NULL;
}

/* --- steps --- */

static void append_steps(GArray *steps, const Trace *trace, uint32_t depth, BaseArena *arena)
{
    GPtrArray *reversed = g_ptr_array_new();
    for (; trace != NULL; trace = trace->previous)
        g_ptr_array_add(reversed, (gpointer)(uintptr_t)trace);
    for (uint32_t i = reversed->len; i-- > 0 && steps->len < MOST_STEPS_OF_EVENT;) {
        const Trace *one = reversed->pdata[i];
        TraceStep step = one->step;
        step.depth = depth;
        if (step.name != NULL)
            step.name = base_arena_strdup(arena, step.name);
        g_array_append_val(steps, step);
        if (one->inner != NULL && depth < 8)
            append_steps(steps, one->inner, depth + 1, arena);
    }
    g_ptr_array_free(reversed, TRUE);
}

TraceStep *report_steps(const Trace *trace, BaseArena *arena, uint32_t *count)
{
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    append_steps(steps, trace, 0, arena);
    TraceStep *kept = BASE_NEW_ARRAY(arena, TraceStep, steps->len);
    if (steps->len > 0)
        memcpy(kept, steps->data, sizeof(TraceStep) * steps->len);
    *count = steps->len;
    g_array_free(steps, TRUE);
    return kept;
}

bool report_is_same_place(const AnalysisEvent *a, const AnalysisEvent *b)
{
    return a->kind == b->kind && a->span.file == b->span.file && a->span.line == b->span.line && a->span.column == b->span.column;
}

void report_add(GArray *events, const AnalysisEvent *event)
{
    for (uint32_t i = 0; i < events->len; i++) {
        AnalysisEvent *known = &g_array_index(events, AnalysisEvent, i);
        if (!report_is_same_place(known, event))
            continue;
        bool is_better = known->doubt != event->doubt ? known->doubt > event->doubt : event->step_count < known->step_count; /* the shortest path explains best */
        if (is_better)
            g_array_remove_index(events, i);
        else
            return;
        break;
    }
    g_array_append_val(events, *event);
}

AnalysisDoubt report_most_doubt(const GArray *events)
{
    AnalysisDoubt most = ANALYSIS_CERTAIN;
    for (uint32_t i = 0; i < events->len; i++)
        most = MAX(most, g_array_index(events, AnalysisEvent, i).doubt);
    return most;
}

/* The store that keeps what a call gives, in its block or, as blocks are cut behind calls, in the one behind; *block: where. */
static const IrInst *store_of(const IrFunction *function, uint32_t at, const IrInst *call, const IrBlock **block)
{
    for (int i = 0; i < 2; i++) {
        *block = &function->blocks[at];
        for (uint32_t k = 0; k < (*block)->inst_count; k++)
            if ((*block)->insts[k].op == IR_OP_STORE && (*block)->insts[k].as.store.value == call->result)
                return &(*block)->insts[k];
        const IrInst *last = ir_end_of(function, at);
        if (last->op != IR_OP_JUMP)
            break;
        at = last->as.jump.target;
    }
    return NULL;
}

/* Whether the task is put into an element of unknown number: what a loss has left of the others, before there was a task, says little of what lies beside it. */
static bool is_put_into_element(const Run *run)
{
    const IrFunction *function = run->info->function;
    const IrBlock *block;
    const IrInst *store = run->site == NULL ? NULL : store_of(function, run->site->block, &function->blocks[run->site->block].insts[run->site->inst], &block);
    const IrInst *place = store == NULL ? NULL : ir_definition_in(block, store->as.store.address);
    while (place != NULL && place->op == IR_OP_FIELD)
        place = ir_definition_in(block, place->as.field.base);
    const IrInst *index = place != NULL && place->op == IR_OP_INDEX && place->as.index.index != IR_NONE ? ir_definition_in(block, place->as.index.index) : NULL;
    return index != NULL && index->op != IR_OP_CONST;
}

AnalysisDoubt report_doubt(const Run *run, bool is_loose, bool is_loose_since_task)
{
    if (!is_loose)
        return ANALYSIS_CERTAIN;
    return is_loose_since_task || is_put_into_element(run) ? ANALYSIS_DOUBTED : ANALYSIS_LOOSE;
}

void report_event(Exec *exec, AnalysisEvent event, const Trace *trace, AnalysisDoubt doubt)
{
    Run *run = exec->run;
    Engine *engine = exec->engine;
    if (!run->info->is_reported || run->is_probing || run->gives) /* gives: its own run reports it */
        return;
    if (run->made != NULL)
        trail_note(run->made);
    event.module = exec->module;
    event.function = exec->function;
    event.is_parameter = run->param != IR_NONE;
    event.doubt = doubt;
    event.steps = report_steps(trace, engine->arena, &event.step_count);
    if (event.task != NULL)
        event.task = base_arena_strdup(engine->arena, event.task);
    report_add(run->events, &event);
}

/* How the last name of the task went away. */
static AnalysisLoss loss_of(const Trace *trace, AnalysisLoss otherwise)
{
    for (; trace != NULL; trace = trace->previous)
        switch (trace->step.kind) {
        case TRACE_OVERWRITTEN: return ANALYSIS_LOSS_OVERWRITTEN;
        case TRACE_FREED: return ANALYSIS_LOSS_FREED;
        case TRACE_SCOPE_END: return ANALYSIS_LOSS_SCOPE_END;
        case TRACE_FUNCTION_END: return ANALYSIS_LOSS_RETURN;
        default: break;
        }
    return otherwise;
}

const char *report_site_name(const Run *run, const Site *site)
{
    if (site->out_key != VALUE_NONE)
        return site->name;
    const IrInst *call = &run->info->function->blocks[site->block].insts[site->inst];
    if (site->is_found)
        return call->result == IR_NONE ? NULL : ir_describe(run->info->module, run->info->function, call->result, run->context.arena);
    return name_of_result(run->info->module, run->info->function, call, site->block, run->context.arena);
}

void report_lost(Exec *exec, const Env *env, const Trace *trace, AnalysisLoss loss)
{
    Run *run = exec->run;
    if ((env->flags & WORLD_EXCUSED) || run->site == NULL)
        return;
    const IrInst *call = &exec->function->blocks[run->site->block].insts[run->site->inst];
    AnalysisEvent event = {.kind = ANALYSIS_NEVER_CONSUMED, .span = call->span, .use = ANALYSIS_USE_CALL};
    event.block = run->site->block;
    event.task = report_site_name(run, run->site);
    if (run->site->out_key == VALUE_NONE)
        event.type_name = report_type_name(exec->module, call->type);
    event.callee = ir_called_name(exec->module, call);
    bool is_dropped = run->site->out_key == VALUE_NONE && call->as.call.result_unused;
    event.loss = is_dropped ? ANALYSIS_LOSS_DROPPED : loss_of(trace, loss);
    run->losses++;
    report_event(exec, event, trace, report_doubt(run, env->is_loose, env->is_loose_since_task));
}

void report_partial_parameter(Run *run, const World *lost)
{
    const IrParam *param = &run->info->function->params[run->param];
    Exec exec = {.run = run, .engine = run->engine, .module = run->info->module, .function = run->info->function};
    AnalysisEvent event = {.kind = ANALYSIS_NEVER_CONSUMED, .span = param->span, .block = IR_NONE, .task = param->name,
                           .type_name = report_type_name(run->info->module, param->type), .loss = ANALYSIS_LOSS_SOME_PATHS};
    report_event(&exec, event, lost->trace, report_doubt(run, lost->is_loose, lost->is_loose_since_task));
}
