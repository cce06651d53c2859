/* asked.c - what a path has to remember: a program slice (Weiser, ICSE 1981) on what happens to tasks.
 *
 * A counter that nobody tests makes worlds differ for nothing, and so does a flag that is tested where no task is concerned. What
 * matters is what is done with tasks: where they are made, moved, consumed, lost. Backward from there this marks the branches that
 * decide whether such an instruction is reached (control.c), the locals, fields and globals whose numbers or pointers can reach
 * one of these conditions, the stores that give them their values, the branches that decide about these stores, and so on,
 * through arithmetic, parameters and results, over the whole program and without regard to order. Numbers in
 * unmarked places are forgotten at the borders of blocks; so are pointers of which nothing is known, where no task can be behind
 * them. Branches that were not marked are gone through both ways, and no path mentions them.
 *
 * Places that a pointer may lead to besides their own name share one mark (`behind_pointers`).
 *
 * A task of which nothing decides is *settled* (settled.c): it matters to nothing, and is not followed at all.
 *
 * Known limit: a loop is taken to end some time. Code that is unreachable only because a loop before it, without a task
 * in it, never ends, is judged as if it were reached. */
#include "analysis/control.h"
#include "analysis/slice.h"

#include <string.h>

bool asked_is_called_indirectly(const FunctionInfo *info)
{
    return info->linked->is_address_taken || info->linked->is_table_target;
}

bool asked_is_argument_asked(const Engine *engine, const FunctionInfo *callee, uint32_t argument)
{
    if (!callee->is_analysable || argument >= callee->function->param_count)
        return false;
    return callee->is_pointed[argument] ? engine->asked.behind_pointers : callee->asked.locals[argument];
}

/* --- records --- */

bool asked_is_record_asked(const Engine *engine, const FunctionInfo *info, IrType type)
{
    return type.kind == IR_TYPE_AGGREGATE && type.record != IR_NONE && engine->asked.records_asked[info->module_index][type.record];
}

bool asked_may_hold_tasks(const Engine *engine, const FunctionInfo *info, IrType type)
{
    return type.record == IR_NONE || engine->asked.records_with_tasks[info->module_index][type.record];
}

/* Marks records by a property of their fields, those inside which such records lie included. */
static void mark_records(const Engine *engine, uint32_t m, bool by_tasks, bool *records)
{
    const IrModule *module = engine->program->modules[m];
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t f = 0; f < module->field_count; f++) {
            const IrField *field = &module->fields[f];
            if (records[field->record])
                continue;
            uint32_t id = engine->field_ids[m][f];
            bool own = by_tasks ? field->holds_task || field->type.kind == IR_TYPE_TASK
                                : engine->asked.fields[id] || (engine->asked.behind_pointers && engine->asked.pointed_fields[id]);
            bool inner = field->type.kind == IR_TYPE_AGGREGATE && field->type.record != IR_NONE && records[field->type.record];
            changed = changed || own || inner;
            records[field->record] = own || inner;
        }
    }
}

static bool **new_record_marks(Engine *engine)
{
    bool **marks = BASE_NEW_ARRAY(engine->arena, bool *, engine->program->module_count);
    for (uint32_t m = 0; m < engine->program->module_count; m++)
        marks[m] = BASE_NEW_ARRAY(engine->arena, bool, engine->program->modules[m]->record_count + 1);
    return marks;
}

/* --- one function, before anything is asked --- */

typedef struct Survey {
    Engine *engine;
    FunctionInfo *info;
    const IrInst **definition;
} Survey;

/* The address is kept or computed with: others may read and write there under another name. */
static void note_pointed(Survey *survey, IrReg reg)
{
    Engine *engine = survey->engine;
    FunctionInfo *info = survey->info;
    for (;;) {
        const IrInst *inst = reg == IR_NONE ? NULL : survey->definition[reg];
        if (inst == NULL)
            return;
        switch (inst->op) {
        case IR_OP_LOCAL: {
            IrType type = info->function->locals[inst->as.local].type;
            info->is_pointed[inst->as.local] = true;
            info->reaches_tasks = info->reaches_tasks || type.kind == IR_TYPE_TASK ||
                                  (type.kind == IR_TYPE_AGGREGATE && type.record != IR_NONE && asked_may_hold_tasks(engine, info, type));
            return;
        }
        case IR_OP_FIELD: engine->asked.pointed_fields[memory_field_id(engine, info->module_index, inst->as.field.field)] = true; return;
        case IR_OP_GLOBAL: engine->asked.pointed_globals[engine->program->global_of[info->module_index][inst->as.global]] = true; return;
        case IR_OP_INDEX: reg = inst->as.index.base; break;
        default: return;
        }
    }
}

static void note_operand(IrReg reg, void *data)
{
    note_pointed(data, reg);
}

static bool is_local(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    return inst != NULL && inst->op == IR_OP_LOCAL;
}

static bool is_task_local(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    return is_local(survey, address) && survey->info->function->locals[inst->as.local].type.kind == IR_TYPE_TASK;
}

static void survey_call(Survey *survey, const IrInst *inst)
{
    FunctionInfo *info = survey->info;
    const FunctionInfo *callee = inst->as.call.function == IR_NONE
        ? NULL : engine_callee(survey->engine, info->module_index, inst->as.call.function);
    info->runs_unseen = info->runs_unseen || callee == NULL || (!callee->is_analysable && !engine_is_trusted(callee));
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
        IrOperand argument = inst->as.call.arguments[i];
        if (callee == NULL || callee->is_analysable || is_task_local(survey, argument.reg))
            note_pointed(survey, argument.reg);
        bool is_effect_behind = argument.type.kind == IR_TYPE_POINTER && engine_effect(callee, i) != IR_EFFECT_UNSPECIFIED;
        info->hands_tasks_on = info->hands_tasks_on || is_effect_behind;
        info->reaches_tasks = info->reaches_tasks || is_effect_behind ||
                              (argument.type.kind == IR_TYPE_AGGREGATE && argument.type.record != IR_NONE &&
                               asked_may_hold_tasks(survey->engine, info, argument.type));
    }
    if (inst->type.kind == IR_TYPE_AGGREGATE && inst->type.record != IR_NONE && asked_may_hold_tasks(survey->engine, info, inst->type))
        info->reaches_tasks = true;
}

/* A pointer in a field leads to an array. */
static void note_array(Survey *survey, IrReg base)
{
    const IrInst *load = base == IR_NONE ? NULL : survey->definition[base];
    const IrInst *field = load == NULL || load->op != IR_OP_LOAD ? NULL : survey->definition[load->as.load.address];
    if (field != NULL && field->op == IR_OP_FIELD)
        survey->engine->array_fields[memory_field_id(survey->engine, survey->info->module_index, field->as.field.field)] = true;
}

static void survey_inst(Survey *survey, const IrInst *inst)
{
    FunctionInfo *info = survey->info;
    switch (inst->op) {
    case IR_OP_LOAD:
        info->reaches_tasks = info->reaches_tasks || (inst->type.kind == IR_TYPE_TASK && !is_task_local(survey, inst->as.load.address));
        break;
    case IR_OP_STORE:
        info->reaches_tasks = info->reaches_tasks || (inst->type.kind == IR_TYPE_TASK && !is_task_local(survey, inst->as.store.address));
        info->links_objects = info->links_objects || (inst->type.kind == IR_TYPE_POINTER && !is_local(survey, inst->as.store.address));
        note_pointed(survey, inst->as.store.value);
        break;
    case IR_OP_COPY: case IR_OP_ZERO:
        info->reaches_tasks = info->reaches_tasks || (inst->type.kind == IR_TYPE_AGGREGATE && inst->type.record != IR_NONE &&
                                                      asked_may_hold_tasks(survey->engine, info, inst->type));
        break;
    case IR_OP_MEMBER: {
        bool is_own = inst->as.member.task != IR_NONE || is_task_local(survey, inst->as.member.task_address);
        info->opens_tasks = info->opens_tasks || is_own;
        info->reaches_tasks = info->reaches_tasks || !is_own;
        break;
    }
    case IR_OP_BINARY:
        info->takes_bits = info->takes_bits || inst->as.binary.op == IR_AND;
        ir_visit_operands(inst, note_operand, survey);
        break;
    case IR_OP_FUNCTION: info->hands_out_functions = true; break;
    case IR_OP_GLOBAL:
        if (!initials_have_functions(survey->engine, survey->engine->program->global_of[info->module_index][inst->as.global]))
            break;
        info->hands_out_functions = info->hands_tasks_on = true;
        break;
    case IR_OP_CALL: survey_call(survey, inst); break;
    case IR_OP_INDEX: note_array(survey, inst->as.index.base); break;
    case IR_OP_FIELD: break; /* what is done with the result counts */
    default: ir_visit_operands(inst, note_operand, survey); break;
    }
}

static void survey_function(Engine *engine, FunctionInfo *info)
{
    const IrFunction *function = info->function;
    Survey survey = {.engine = engine, .info = info};
    survey.definition = ir_definitions(function);
    for (uint32_t p = 0; p < function->param_count; p++)
        info->reaches_tasks = info->reaches_tasks || function->params[p].points_to_task ||
                              (function->params[p].type.kind == IR_TYPE_AGGREGATE && function->params[p].type.record != IR_NONE &&
                               asked_may_hold_tasks(engine, info, function->params[p].type));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            survey_inst(&survey, &function->blocks[b].insts[i]);
    g_free(survey.definition);
}

/* Whether some block leads to no return. */
static bool has_dead_end(const IrFunction *function)
{
    bool *returns = g_new0(bool, function->block_count + 1);
    uint32_t count = 0;
    for (uint32_t before = UINT32_MAX; count != before;) {
        before = count;
        for (uint32_t b = function->block_count; b-- > 0;) {
            const IrBlock *block = &function->blocks[b];
            bool does = ir_end_of(function, b)->op == IR_OP_RETURN;
            for (uint32_t k = 0; k < ir_successor_count(block) && !does && !returns[b]; k++)
                does = returns[ir_successor(block, k)];
            count += does && !returns[b];
            returns[b] = returns[b] || does;
        }
    }
    g_free(returns);
    return count != function->block_count;
}

/* --- the call graph --- */

static void visit_calls(Engine *engine, FunctionInfo *info, void (*visit)(FunctionInfo *caller, FunctionInfo *callee, void *data), void *data)
{
    for (uint32_t b = 0; b < info->function->block_count; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &info->function->blocks[b].insts[i];
            if (inst->op == IR_OP_CALL)
                visit(info, inst->as.call.function == IR_NONE ? NULL : engine_callee(engine, info->module_index, inst->as.call.function), data);
        }
}

typedef struct Gathering {
    Engine *engine;
    GArray *pairs; /* callee, caller */
} Gathering;

static void gather_call(FunctionInfo *caller, FunctionInfo *callee, void *data)
{
    Gathering *gathering = data;
    if (callee == NULL || !callee->is_analysable)
        return;
    uint32_t pair[2] = {(uint32_t)(callee - gathering->engine->infos), (uint32_t)(caller - gathering->engine->infos)};
    g_array_append_vals(gathering->pairs, pair, 2);
}

static Callers find_callers(Engine *engine)
{
    uint32_t count = engine->program->function_count;
    Gathering gathering = {engine, g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    for (uint32_t i = 0; i < count; i++)
        if (engine->infos[i].is_reached)
            visit_calls(engine, &engine->infos[i], gather_call, &gathering);
    const uint32_t *pairs = (const uint32_t *)(const void *)gathering.pairs->data;
    Callers callers = {g_new0(uint32_t, count + 3), g_new(uint32_t, gathering.pairs->len / 2 + 1)};
    for (uint32_t i = 0; i < gathering.pairs->len; i += 2)
        callers.first[pairs[i] + 2]++;
    for (uint32_t i = 0; i < count; i++)
        callers.first[i + 2] += callers.first[i + 1];
    for (uint32_t i = 0; i < gathering.pairs->len; i += 2)
        callers.list[callers.first[pairs[i] + 1]++] = pairs[i + 1];
    g_array_free(gathering.pairs, TRUE);
    return callers;
}

void asked_spread_to_callers(Engine *engine, const Callers *callers, size_t at)
{
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        if (*((bool *)&engine->infos[i] + at))
            g_array_append_val(work, i);
    for (uint32_t next = 0; next < work->len; next++) {
        uint32_t callee = g_array_index(work, uint32_t, next);
        for (uint32_t k = callers->first[callee]; k < callers->first[callee + 1]; k++) {
            uint32_t caller = callers->list[k];
            bool *flag = (bool *)&engine->infos[caller] + at;
            if (*flag)
                continue;
            *flag = true;
            g_array_append_val(work, caller);
        }
    }
    g_array_free(work, TRUE);
}

static void note_indirect(FunctionInfo *caller, FunctionInfo *callee, void *data)
{
    const Engine *engine = data;
    if (callee != NULL)
        return;
    caller->meets_tasks = caller->meets_tasks || engine->asked.indirect.reaches_tasks;
    caller->may_not_return = caller->may_not_return || engine->asked.indirect.may_not_return;
    caller->goes_around = caller->goes_around || engine->asked.indirect.goes_around;
}

/* Calls through pointers by which a task goes, or from which one comes; or a pointer goes that may lead to one. */
static void find_tasks_by_pointers(FunctionInfo *info)
{
    for (uint32_t b = 0; b < info->function->block_count && info->calls_pointers; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *call = &info->function->blocks[b].insts[i];
            if (call->op != IR_OP_CALL || call->as.call.function != IR_NONE)
                continue;
            bool may = info->meets_tasks || call->type.kind == IR_TYPE_TASK;
            for (uint32_t k = 0; k < call->as.call.argument_count; k++)
                may = may || call->as.call.arguments[k].type.kind == IR_TYPE_TASK;
            info->hands_pointers_tasks = info->hands_pointers_tasks || may;
        }
}

static void spread_properties(Engine *engine, const Callers *callers)
{
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, goes_around));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, calls_pointers));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, runs_unseen));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, hands_tasks_on));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, links_objects));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, takes_bits));
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        if (engine->infos[i].body != NULL)
            engine->infos[i].body->has_masks = engine->infos[i].takes_bits;
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, reaches_tasks));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, may_not_return));
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        const FunctionInfo *info = &engine->infos[i];
        if (!asked_is_called_indirectly(info))
            continue;
        engine->asked.indirect.reaches_tasks = engine->asked.indirect.reaches_tasks || info->reaches_tasks;
        engine->asked.indirect.may_not_return = engine->asked.indirect.may_not_return || info->may_not_return;
        engine->asked.indirect.goes_around = engine->asked.indirect.goes_around || info->goes_around;
    }
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        if (engine->infos[i].is_reached)
            visit_calls(engine, &engine->infos[i], note_indirect, engine);
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, meets_tasks));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, may_not_return));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, goes_around));
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        engine->infos[i].reaches_tasks = engine->infos[i].reaches_tasks || engine->infos[i].opens_tasks;
        engine->infos[i].meets_tasks = engine->infos[i].meets_tasks || engine->infos[i].reaches_tasks;
        if (engine->infos[i].is_reached)
            find_tasks_by_pointers(&engine->infos[i]);
    }
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, hands_pointers_tasks));
}

/* --- calls that may not come back --- */

static void find_stops(Engine *engine, FunctionInfo *info)
{
    const IrFunction *function = info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op != IR_OP_CALL)
                continue;
            const FunctionInfo *callee = inst->as.call.function == IR_NONE ? NULL : engine_callee(engine, info->module_index, inst->as.call.function);
            if (callee == NULL ? !engine->asked.indirect.may_not_return : !callee->is_analysable || !callee->may_not_return)
                continue;
            if (info->may_stop == NULL)
                info->may_stop = BASE_NEW_ARRAY(engine->arena, bool, function->block_count);
            info->may_stop[b] = true;
        }
}

/* --- the whole program --- */

/* Members of a union, and what lies inside: it has other names in the other members. */
static void note_union_members(Engine *engine)
{
    for (uint32_t m = 0; m < engine->program->module_count && engine->has_unions; m++) {
        const IrModule *module = engine->program->modules[m];
        bool *is_inside = g_new0(bool, module->record_count + 1); /* records */
        for (bool changed = true; changed;) {
            changed = false;
            for (uint32_t f = 0; f < module->field_count; f++) {
                const IrField *field = &module->fields[f];
                uint32_t id = engine->field_ids[m][f];
                bool is_struct = field->type.kind == IR_TYPE_AGGREGATE && field->type.record != IR_NONE;
                if (!is_inside[field->record] && !engine->fields[id].is_shared)
                    continue;
                engine->asked.pointed_fields[id] = true;
                changed = changed || (is_struct && !is_inside[field->type.record]);
                is_inside[is_struct ? field->type.record : module->record_count] = true;
            }
        }
        g_free(is_inside);
    }
}

static void prepare(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    engine->asked.fields = BASE_NEW_ARRAY(engine->arena, bool, engine->field_count);
    engine->asked.pointed_fields = BASE_NEW_ARRAY(engine->arena, bool, engine->field_count);
    engine->array_fields = BASE_NEW_ARRAY(engine->arena, bool, engine->field_count);
    engine->asked.globals = BASE_NEW_ARRAY(engine->arena, bool, program->global_count + 1);
    engine->asked.pointed_globals = BASE_NEW_ARRAY(engine->arena, bool, program->global_count + 1);
    engine->asked.records_asked = new_record_marks(engine);
    engine->asked.records_with_tasks = new_record_marks(engine);
    for (uint32_t m = 0; m < program->module_count; m++)
        mark_records(engine, m, true, engine->asked.records_with_tasks[m]);
    for (uint32_t i = 0; i < program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        const IrFunction *function = info->function;
        uint32_t locals = MAX(function->local_count, function->param_count);
        info->asked.locals = BASE_NEW_ARRAY(engine->arena, bool, locals + 1);
        info->is_pointed = BASE_NEW_ARRAY(engine->arena, bool, locals + 1);
        if (!info->is_reached)
            continue;
        info->asked.decides = BASE_NEW_ARRAY(engine->arena, bool, function->block_count);
        info->is_settled = BASE_NEW_ARRAY(engine->arena, bool, function->register_count + 1);
        info->is_settled_local = BASE_NEW_ARRAY(engine->arena, bool, locals + 1);
        info->may_not_return = has_dead_end(function);
        /* A function that is given a task may say by its result whether it consumed it. */
        for (uint32_t p = 0; p < function->param_count; p++)
            info->is_result_asked = info->is_result_asked || function->params[p].type.kind == IR_TYPE_TASK;
    }
    note_union_members(engine);
    for (uint32_t i = 0; i < program->function_count; i++)
        if (engine->infos[i].is_analysable)
            survey_function(engine, &engine->infos[i]);
}

typedef struct Rounds {
    Engine *engine;
    Callers callers;
    GArray *work;    /* functions to be sliced */
    bool *is_waiting;
} Rounds;

static void enqueue(Rounds *rounds, uint32_t function)
{
    if (rounds->is_waiting[function] || !rounds->engine->infos[function].is_reached)
        return;
    rounds->is_waiting[function] = true;
    g_array_append_val(rounds->work, function);
}

/* What functions that are called through pointers have in common. Whether there is more of it than before. */
static bool join_indirect(Engine *engine)
{
    AskedIndirect *indirect = &engine->asked.indirect, before = *indirect;
    bool changed = false;
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        if (!info->is_reached || !asked_is_called_indirectly(info))
            continue;
        indirect->has_effect = indirect->has_effect || info->is_effect_asked;
        for (uint32_t p = 0; p < info->function->param_count; p++)
            indirect->asks_arguments = indirect->asks_arguments || asked_is_argument_asked(engine, info, p);
        changed = changed || (indirect->is_exit_asked && !info->is_exit_asked);
        info->is_exit_asked = info->is_exit_asked || indirect->is_exit_asked;
    }
    return changed || before.has_effect != indirect->has_effect || before.asks_arguments != indirect->asks_arguments;
}

/* One function from the queue; whether something that all functions see was marked. */
static bool slice_next(Rounds *rounds, uint32_t function)
{
    FunctionInfo *info = &rounds->engine->infos[function];
    SliceNews news = {.callees = g_ptr_array_new()};
    slice_function(rounds->engine, info, NULL, &info->asked, &news);
    for (uint32_t i = 0; i < news.callees->len; i++)
        enqueue(rounds, (uint32_t)((FunctionInfo *)news.callees->pdata[i] - rounds->engine->infos));
    if (news.own_parameters || news.own_effect)
        for (uint32_t k = rounds->callers.first[function]; k < rounds->callers.first[function + 1]; k++)
            enqueue(rounds, rounds->callers.list[k]);
    g_ptr_array_free(news.callees, TRUE);
    return news.any_shared;
}

static void slice_program(Rounds *rounds)
{
    Engine *engine = rounds->engine;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t m = 0; m < engine->program->module_count; m++)
            mark_records(engine, m, false, engine->asked.records_asked[m]);
        for (uint32_t i = 0; i < engine->program->function_count; i++)
            enqueue(rounds, i);
        for (uint32_t next = 0; next < rounds->work->len; next++) {
            uint32_t function = g_array_index(rounds->work, uint32_t, next);
            rounds->is_waiting[function] = false;
            changed = slice_next(rounds, function) || changed;
        }
        g_array_set_size(rounds->work, 0);
        changed = join_indirect(engine) || changed;
    }
}

void asked_find(Engine *engine)
{
    prepare(engine);
    uint32_t count = engine->program->function_count;
    Rounds rounds = {engine, find_callers(engine), g_array_new(FALSE, FALSE, sizeof(uint32_t)), g_new0(bool, count + 1)};
    spread_properties(engine, &rounds.callers);
    FunctionInfo **ordered = g_new(FunctionInfo *, count + 1);
    for (uint32_t i = 0; i < count; i++)
        ordered[engine->infos[i].order] = &engine->infos[i];
    for (uint32_t i = 0; i < count; i++)
        if (ordered[i]->is_reached) {
            settled_find(engine, ordered[i]);
            find_stops(engine, ordered[i]);
        }
    pending_find(engine, ordered, count);
    answers_find(engine, &rounds.callers);
    slice_program(&rounds);
    reads_find(engine, ordered);
    g_free(ordered);
    for (uint32_t i = 0; i < count; i++) {
        control_free(engine->infos[i].control);
        engine->infos[i].control = NULL;
    }
    g_free(rounds.callers.first);
    g_free(rounds.callers.list);
    g_array_free(rounds.work, TRUE);
    g_free(rounds.is_waiting);
}

/* --- what is forgotten --- */

static bool is_number(const ValueNode *node)
{
    return node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || (node->kind == VALUE_SYMBOL && ir_is_number(node->type));
}

/* A pointer to memory from outside, in a function to which no task can be behind it. Unknown code gets at that memory anyway; what
 * lies on the stack or was allocated here it knows only by a pointer that must not be forgotten. */
static bool is_idle_pointer(const Run *run, const Env *env, Value value)
{
    const Values *values = run->engine->values;
    Value root = value_root(values, value);
    const ValueNode *node = value_node(values, root);
    bool is_outside = node->kind == VALUE_GLOBAL || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER);
    if (!is_outside || run->info->meets_tasks || run->entry->state != TASK_NONE)
        return false;
    return env_get(env, value_key(run->engine->values, VALUE_KEY_HEAP, root, 0)) == VALUE_NONE;
}

/* A pointer that was put into memory from outside: callers may have a task behind it, and others find it there. */
static bool is_put_outside(const Run *run, const Env *env, Value key, Value value)
{
    Values *values = run->engine->values;
    return run->context.keeps_outside && value_is_outside(values, key) && value_node(values, value)->kind == VALUE_SYMBOL &&
           env_get(env, value_key(values, VALUE_KEY_INITIAL, key, 0)) != value && env_get(env, value_key(values, VALUE_KEY_SEEN, key, 0)) != value;
}

bool asked_is_at(const Run *run, Value address)
{
    const Engine *engine = run->engine;
    for (;;) {
        const ValueNode *node = value_node(engine->values, address);
        switch (node->kind) {
        case VALUE_FIELD:
            return engine->asked.pointed_fields[node->number] ? engine->asked.behind_pointers : engine->asked.fields[node->number];
        case VALUE_GLOBAL:
            return engine->asked.pointed_globals[node->number] ? engine->asked.behind_pointers : engine->asked.globals[node->number];
        case VALUE_LOCAL: return run->info->is_pointed[node->number] ? engine->asked.behind_pointers : run->asked->locals[node->number];
        case VALUE_ELEMENT: case VALUE_ELEMENT_AT: address = node->left; break;
        case VALUE_KEY: return node->op != VALUE_KEY_RETURN || run->info->is_result_asked;
        default: return engine->asked.behind_pointers;
        }
    }
}

/* Whether other members of a union lie at a place: what is known of it says something of them. */
static bool has_other_names(const Engine *engine, Value place)
{
    for (; value_root(engine->values, place) != place; place = value_node(engine->values, place)->left) {
        const ValueNode *node = value_node(engine->values, place);
        if (node->kind == VALUE_FIELD && engine->fields[node->number].is_shared)
            return true;
    }
    return false;
}

/* Whether a place is in another element of the array in one of which the followed task lies, or was when nobody could say any more whether it is this one. */
static bool is_beside_task(const Run *run, const Env *env, Value place)
{
    Values *values = run->engine->values;
    Value number, other, array = value_array(values, place, &number);
    bool is_beside = false, is_any = env->state == TASK_ESCAPED;
    for (uint32_t i = 0; i < env->cell_count && !is_beside; i++)
        is_beside = env->cells[i].value == value_task(values) && value_node(values, env->cells[i].key)->kind != VALUE_KEY &&
                    value_array(values, env->cells[i].key, &other) == array && other != number &&
                    (is_any || (value_node(values, other)->kind == VALUE_CONST && value_node(values, number)->kind == VALUE_CONST));
    return is_beside;
}

/* In a function that is entered with a task: another one of the array, or that it was found there, or consumed. Not in a recursion, which settles by what it has consumed. */
static bool is_idle_beside(const Run *run, const Env *env, Value key, Value value)
{
    Values *values = run->engine->values;
    const ValueNode node = *value_node(values, key);
    Value task = node.kind == VALUE_KEY && node.op == VALUE_KEY_CONSUMED ? node.left : value;
    const ValueNode *held = value_node(values, task);
    if (run->kind != RUN_ENTRY || run->gives || run->info->is_recursive || env->state == TASK_NONE || held->kind != VALUE_SYMBOL || held->type.kind != IR_TYPE_TASK ||
        env_get(env, value_key(values, VALUE_KEY_COMPLETED, task, 0)) != VALUE_NONE)
        return false;
    if (task == value)
        return (node.kind != VALUE_KEY || node.op == VALUE_KEY_INITIAL || node.op == VALUE_KEY_SEEN) && is_beside_task(run, env, node.kind != VALUE_KEY ? key : node.left);
    bool is_beside = false;
    for (uint32_t i = 0; i < env->cell_count && !is_beside; i++)
        is_beside = env->cells[i].value == task && value_node(values, env->cells[i].key)->kind != VALUE_KEY && is_beside_task(run, env, env->cells[i].key);
    return is_beside;
}

/* Another task than the one that is followed: nobody will ask for it, but for whether it is there yet. So an array of tasks of which some were made is, while one of
 * them is followed, an array that says nothing of the others: each flag beside one of them is a number of its own, and no two worlds differ in a task and its flag
 * at once. As long as none is followed, what lies in memory from outside is known to be no task that is found there. */
static bool is_idle_task(const Run *run, const Env *env, Value key, Value value)
{
    Values *values = run->engine->values;
    const ValueNode *held = value_node(values, value);
    if (!run_follows_sites(run) || held->kind != VALUE_SYMBOL || held->type.kind != IR_TYPE_TASK ||
        env_get(env, value_key(values, VALUE_KEY_COMPLETED, value, 0)) != VALUE_NONE)
        return false;
    Value root = value_root(values, key);
    bool is_own = run->gives || value_node(values, root)->kind == VALUE_LOCAL || env_get(env, value_key(values, VALUE_KEY_HEAP, root, 0)) != VALUE_NONE;
    return (is_own || env->state != TASK_NONE) && !has_other_names(run->engine, key);
}

bool asked_is_forgotten(const Run *run, const Env *env, Value key, Value value)
{
    const Values *values = run->engine->values;
    if (is_idle_task(run, env, key, value) || is_idle_beside(run, env, key, value))
        return true;
    bool is_idle = is_number(value_node(values, value)) || (is_idle_pointer(run, env, value) && !is_put_outside(run, env, key, value));
    if (!is_idle)
        return false;
    const ValueNode *node = value_node(values, key);
    if (node->kind != VALUE_KEY)
        return !asked_is_at(run, key);
    if (node->op == VALUE_KEY_INITIAL || node->op == VALUE_KEY_SEEN || node->op == VALUE_KEY_BEFORE || node->op == VALUE_KEY_OPEN || node->op == VALUE_KEY_DOUBTED)
        return !asked_is_at(run, node->left);
    return node->op == VALUE_KEY_RETURN && !run->info->is_result_asked;
}
