/* results.c - what a finished fixpoint has to say: the events of checked code in the order of their places, each once, and the functions in which a
 * bound was hit. */
#include "analysis/engine.h"

#include <string.h>

/* --- events --- */

static bool is_pending_result(Engine *engine, const World *world)
{
    BaseArena *scratch = base_arena_new();
    WorldContext context = {.values = engine->values, .sets = engine->sets, .arena = scratch, .keeps_outside = true};
    Value value = world_get(world, value_key(engine->values, VALUE_KEY_RETURN, VALUE_NONE, 0));
    bool pending = false;
    if (value != VALUE_NONE) {
        Env env;
        env_from_world(&env, world);
        IntSet set = env_set_of(&context, &env, value_pending(engine->values, value));
        pending = set == intset_range(engine->sets, 1, 1);
        env_clear(&env);
    }
    base_arena_free(scratch);
    return pending;
}

static void append_returns(const FunctionInfo *info, GArray *steps)
{
    for (uint32_t b = 0; b < info->function->block_count; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &info->function->blocks[b].insts[i];
            if (inst->op != IR_OP_RETURN || inst->as.return_.value.reg == IR_NONE)
                continue;
            TraceStep step = {.kind = TRACE_RETURN_PENDING, .module = info->module, .span = inst->span};
            g_array_append_val(steps, step);
        }
}

static void add_always_async(Engine *engine, GArray *events)
{
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        if (info->base == NULL || !info->is_reported || info->function->return_type.kind != IR_TYPE_TASK ||
            info->linked->is_table_target || info->base->summary.count == 0)
            continue;
        bool always = !info->base->is_supposing;
        for (uint32_t w = 0; w < info->base->summary.count && always; w++)
            always = is_pending_result(engine, info->base->summary.worlds[w]);
        if (!always)
            continue;
        GArray *steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
        append_returns(info, steps);
        TraceStep *kept = BASE_NEW_ARRAY(engine->arena, TraceStep, steps->len);
        if (steps->len > 0)
            memcpy(kept, steps->data, sizeof(TraceStep) * steps->len);
        AnalysisEvent event = {.kind = ANALYSIS_ALWAYS_ASYNC, .module = info->module, .function = info->function,
                               .span = info->function->span, .steps = kept, .step_count = steps->len,
                               .type_name = report_type_name(info->module, info->function->return_type)};
        g_array_append_val(events, event);
        g_array_free(steps, TRUE);
    }
}

/* A function that nobody here calls, from a header that other files may include. */
static bool may_be_called_elsewhere(const Engine *engine, const FunctionInfo *info)
{
    const IrModule *module = info->module;
    uint32_t file = info->function->span.file;
    bool is_called = info->is_split_decided || info->is_split_undecided;
    return engine->program->is_part && !is_called && file < module->file_count && module->files[file].role == IR_FILE_USER;
}

/* A parameter that another argument or a global decides about: reported unless every call decides (contract §2). */
static void add_split_parameters(Engine *engine)
{
    for (uint32_t i = 0; i < engine->all_runs->len; i++) {
        Run *run = engine->all_runs->pdata[i];
        const FunctionInfo *info = run->info;
        SummarySplit split = run->summary.split;
        if (run->param == IR_NONE || (split != SPLIT_BY_GLOBAL && split != SPLIT_BY_PARAM) || !info->is_reported)
            continue;
        /* Whoever sets the global may be out of sight; a call that leaves it open is not. */
        bool may_be_decided = info->is_split_decided || (split == SPLIT_BY_GLOBAL && info->function->linkage != IR_LINKAGE_INTERNAL);
        bool callers_decide = summary_callers_are_known(info, split) &&
                              ((may_be_decided && !info->is_split_undecided) || may_be_called_elsewhere(engine, info));
        for (uint32_t w = 0; w < run->summary.count && !callers_decide; w++)
            if (run->summary.worlds[w]->state == TASK_LIVE) {
                run->context = (WorldContext){.values = engine->values, .sets = engine->sets, .arena = engine->arena, .keeps_outside = true};
                report_partial_parameter(run, run->summary.worlds[w]);
                break;
            }
    }
}

static const char *path_of(const AnalysisEvent *event)
{
    return event->span.file < event->module->file_count ? event->module->files[event->span.file].path : "";
}

static int compare_spans(const AnalysisEvent *a, const AnalysisEvent *b)
{
    int order = strcmp(path_of(a), path_of(b));
    if (order != 0)
        return order;
    if (a->span.line != b->span.line)
        return a->span.line < b->span.line ? -1 : 1;
    if (a->span.column != b->span.column)
        return a->span.column < b->span.column ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

static gint compare_events(gconstpointer a, gconstpointer b)
{
    const AnalysisEvent *left = a, *right = b;
    int order = compare_spans(left, right);
    if (order != 0)
        return order;
    return left->step_count < right->step_count ? -1 : left->step_count > right->step_count;
}

/* --- alternatives --- */

/* Whether one of two blocks is executed behind the other, loops left aside. Blocks are in reverse postorder. */
static bool is_behind(const IrFunction *function, uint32_t first, uint32_t second)
{
    bool *reached = g_new(bool, function->block_count);
    ir_find_behind(function, first, reached);
    bool is_reached = reached[second];
    g_free(reached);
    return is_reached;
}

/* Whether two tasks are lost by one mistake: they are made in one line, by one path or the other, and have one name or none. */
static bool are_alternatives(const AnalysisEvent *a, const AnalysisEvent *b)
{
    return a->kind == ANALYSIS_NEVER_CONSUMED && b->kind == a->kind && a->function == b->function && a->loss == b->loss && a->block != IR_NONE &&
           b->block != IR_NONE && a->span.file == b->span.file && a->span.line == b->span.line && g_strcmp0(a->task, b->task) == 0 &&
           !is_behind(a->function, MIN(a->block, b->block), MAX(a->block, b->block));
}

/* Puts the event to one of those before it that it is an alternative to, and to all that have been put there. */
static bool add_alternative(Engine *engine, AnalysisResult *result, const AnalysisEvent *event)
{
    for (uint32_t i = result->event_count; i-- > 0 && result->events[i].span.line == event->span.line;) {
        AnalysisEvent *last = &result->events[i];
        bool is_one = are_alternatives(last, event);
        for (; is_one && last->other != NULL; last = (AnalysisEvent *)(uintptr_t)last->other)
            is_one = are_alternatives(last->other, event);
        if (!is_one)
            continue;
        AnalysisEvent *other = BASE_NEW(engine->arena, AnalysisEvent);
        *other = *event;
        last->other = other;
        return true;
    }
    return false;
}

/* Files of checked modules; NULL: of all. */
static GHashTable *checked_files(const AnalysisProgram *program)
{
    GHashTable *paths = NULL;
    for (uint32_t m = 0; m < program->module_count; m++)
        if (program->is_context[m])
            paths = paths != NULL ? paths : g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t m = 0; m < program->module_count && paths != NULL; m++)
        for (uint32_t f = 0; f < program->modules[m]->file_count && !program->is_context[m]; f++)
            g_hash_table_add(paths, (gpointer)(uintptr_t)program->modules[m]->files[f].path);
    return paths;
}

static void collect_events(Engine *engine, AnalysisResult *result)
{
    GArray *events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
    add_split_parameters(engine);
    for (uint32_t i = 0; i < engine->all_runs->len; i++) {
        const Run *run = engine->all_runs->pdata[i];
        if (run->info->is_reported)
            g_array_append_vals(events, run->events->data, run->events->len);
    }
    add_always_async(engine, events);
    storage_report(engine, events);
    g_array_sort(events, compare_events);
    GHashTable *paths = checked_files(engine->program);
    result->events = BASE_NEW_ARRAY(engine->arena, AnalysisEvent, events->len);
    for (uint32_t i = 0; i < events->len; i++) {
        const AnalysisEvent *event = &g_array_index(events, AnalysisEvent, i);
        if (paths != NULL && !g_hash_table_contains(paths, path_of(event)))
            continue; /* declared in a file that is not checked */
        bool is_new = result->event_count == 0 || compare_spans(&result->events[result->event_count - 1], event) != 0;
        if (is_new && !add_alternative(engine, result, event))
            result->events[result->event_count++] = *event;
    }
    if (paths != NULL)
        g_hash_table_unref(paths);
    g_array_free(events, TRUE);
}

/* --- limits --- */

/* Worlds that were joined for lack of time may have cost a verdict where something was reported or a task given up, in the run itself or in
 * one that used its answer, directly or not; joined worlds admit more than there is, so that silence elsewhere holds. */
static void add_doubts(Engine *engine)
{
    uint32_t count = engine->all_runs->len;
    GPtrArray **used = g_new0(GPtrArray *, count + 1); /* per run: runs whose answers it used */
    bool *is_doubtful = g_new0(bool, count + 1);
    GPtrArray *work = g_ptr_array_new();
    for (uint32_t i = 0; i < count; i++) {
        Run *run = engine->all_runs->pdata[i];
        for (uint32_t k = 0; k < run->dependents->len; k++) {
            GPtrArray **list = &used[((Run *)run->dependents->pdata[k])->number];
            *list = *list != NULL ? *list : g_ptr_array_new();
            g_ptr_array_add(*list, run);
        }
        if (run->events->len == 0 && !run->has_given_up)
            continue;
        is_doubtful[i] = true;
        g_ptr_array_add(work, run);
    }
    for (uint32_t next = 0; next < work->len; next++) {
        const Run *run = work->pdata[next];
        if (run->is_joined && !g_hash_table_contains(engine->limits, run->info))
            g_hash_table_insert(engine->limits, run->info, (gpointer)(uintptr_t)"it has so many paths that what they had learnt was joined");
        GPtrArray *list = used[run->number];
        for (uint32_t k = 0; list != NULL && k < list->len; k++) {
            Run *callee = list->pdata[k];
            if (is_doubtful[callee->number])
                continue;
            is_doubtful[callee->number] = true;
            g_ptr_array_add(work, callee);
        }
    }
    for (uint32_t i = 0; i < count; i++)
        if (used[i] != NULL)
            g_ptr_array_free(used[i], TRUE);
    g_free(used);
    g_free(is_doubtful);
    g_ptr_array_free(work, TRUE);
}

static gint compare_limits(gconstpointer a, gconstpointer b)
{
    const AnalysisLimit *left = a, *right = b;
    return strcmp(left->function->symbol, right->function->symbol);
}

static void collect_limits(Engine *engine, AnalysisResult *result)
{
    add_doubts(engine);
    GArray *limits = g_array_new(FALSE, FALSE, sizeof(AnalysisLimit));
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, engine->limits);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const FunctionInfo *info = key;
        AnalysisLimit limit = {info->module, info->function, value, info->is_relevant};
        g_array_append_val(limits, limit);
    }
    g_array_sort(limits, compare_limits);
    result->limits = BASE_NEW_ARRAY(engine->arena, AnalysisLimit, limits->len);
    if (limits->len > 0)
        memcpy(result->limits, limits->data, sizeof(AnalysisLimit) * limits->len);
    result->limit_count = limits->len;
    g_array_free(limits, TRUE);
}

void results_collect(Engine *engine, AnalysisResult *result)
{
    collect_events(engine, result);
    collect_limits(engine, result);
}
