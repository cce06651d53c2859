/* engine.c - the order in which questions are answered: summaries to a fixpoint, callees first, then the tasks of every
 * function. See engine.h for the idea.
 *
 * The queue is a heap: summaries before tasks, then callees first (the order in which a depth-first search of the call graph
 * leaves its functions; inside a cycle that follows the calls backwards as far as a cycle allows). A run is repeated when a summary it used has changed; summaries only grow richer, and a
 * run that was repeated MOST_REPEATS times keeps what it has (said as a limit). */
#include "analysis/watch.h"
#include "ir/dominators.h"
#include "ir/loops.h"

#include <string.h>

enum {
    MOST_REPEATS = 60,
    MOST_REPEATS_ALONE = 2000, /* where nothing goes in circles: once for each new question, at most */
    MOST_NESTING = 100         /* the stack is not endless; what is further down waits its turn */
};

/* --- queue --- */

static bool comes_before(const Run *a, const Run *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind;
    if (a->info->order != b->info->order)
        return a->info->order < b->info->order;
    return a->number < b->number;
}

void engine_queue(Run *run)
{
    if (run->is_queued || run->is_given_up)
        return;
    if (run->times > (run->info->is_recursive ? MOST_REPEATS : MOST_REPEATS_ALONE)) {
        g_hash_table_insert(run->engine->limits, run->info, (gpointer)(uintptr_t)"its recursion does not settle");
        return;
    }
    run->is_queued = true;
    GPtrArray *heap = run->engine->queue;
    g_ptr_array_add(heap, run);
    uint32_t at = heap->len - 1;
    while (at > 0 && comes_before(heap->pdata[at], heap->pdata[(at - 1) / 2])) {
        gpointer keep = heap->pdata[at];
        heap->pdata[at] = heap->pdata[(at - 1) / 2];
        heap->pdata[(at - 1) / 2] = keep;
        at = (at - 1) / 2;
    }
}

static Run *take_first(Engine *engine)
{
    GPtrArray *heap = engine->queue;
    Run *first = heap->pdata[0];
    heap->pdata[0] = heap->pdata[heap->len - 1];
    g_ptr_array_set_size(heap, (gint)heap->len - 1);
    for (uint32_t at = 0;;) {
        uint32_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < heap->len && comes_before(heap->pdata[left], heap->pdata[least]))
            least = left;
        if (right < heap->len && comes_before(heap->pdata[right], heap->pdata[least]))
            least = right;
        if (least == at)
            break;
        gpointer keep = heap->pdata[at];
        heap->pdata[at] = heap->pdata[least];
        heap->pdata[least] = keep;
        at = least;
    }
    return first;
}

static void execute(Run *run)
{
    run->is_queued = false;
    run->is_running = true;
    run_execute(run);
    run->is_running = false;
}

/* All summaries that somebody waits for, recursion included; as far as the runs under way allow. */
static void answer_summaries(Engine *engine)
{
    while (engine->queue->len > 0 && ((const Run *)engine->queue->pdata[0])->kind == RUN_ENTRY) {
        Run *run = take_first(engine);
        if (run->is_queued)
            execute(run);
    }
}

void engine_answer_now(Run *run, const Run *asker)
{
    Engine *engine = run->engine;
    bool is_in_circle = run->is_running || run->info->component == asker->info->component;
    if (run->has_run || watch_looks_at(run))
        return;
    if (asker->kind == RUN_SITES) { /* nobody waits for that one */
        answer_summaries(engine);
    } else if (!is_in_circle && engine->nesting < MOST_NESTING) {
        engine->nesting++;
        execute(run);
        engine->nesting--;
    }
}

void engine_ask(Run *run, Run *asker)
{
    engine_answer_now(run, asker);
    engine_depend(run, asker);
    asker->is_waiting = asker->is_waiting || !run->has_run;
}

void engine_depend(Run *on, Run *dependent)
{
    for (uint32_t i = 0; i < on->dependents->len; i++)
        if (on->dependents->pdata[i] == dependent)
            return;
    g_ptr_array_add(on->dependents, dependent);
}

/* --- runs --- */

static guint hash_run(gconstpointer key)
{
    const Run *run = key;
    return run->entry->hash * 31u + GPOINTER_TO_UINT(run->info);
}

static gboolean equal_runs(gconstpointer a, gconstpointer b)
{
    const Run *left = a, *right = b;
    return left->info == right->info && world_equal(left->entry, right->entry);
}

static Run *new_run(Engine *engine, FunctionInfo *info, RunKind kind, const World *entry)
{
    Run *run = g_new0(Run, 1);
    run->engine = engine;
    run->info = info;
    run->kind = kind;
    run->entry = entry;
    run->number = engine->all_runs->len;
    run->dependents = g_ptr_array_new();
    run->events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
    run->param = IR_NONE;
    run->asked = &info->asked;
    g_ptr_array_add(engine->all_runs, run);
    return run;
}

/* The parameter that alone holds the followed task by value. */
static uint32_t task_parameter(const Engine *engine, const FunctionInfo *info, const World *entry)
{
    uint32_t param = IR_NONE;
    for (uint32_t i = 0; i < entry->cell_count; i++) {
        if (value_node(engine->values, entry->cells[i].value)->kind != VALUE_TASK)
            continue;
        const ValueNode *key = value_node(engine->values, entry->cells[i].key);
        if (param != IR_NONE || key->kind != VALUE_LOCAL || key->number >= info->function->param_count)
            return IR_NONE;
        param = (uint32_t)key->number;
    }
    return param;
}

/* A function, or a table of them. */
static bool names_function(const Engine *engine, const World *entry)
{
    for (uint32_t i = 0; i < entry->cell_count; i++) {
        int kind = value_node(engine->values, entry->cells[i].value)->kind;
        if (kind == VALUE_FUNCTION || kind == VALUE_GLOBAL)
            return true;
    }
    return false;
}

bool engine_is_number(const Engine *engine, Value value)
{
    const ValueNode *node = value_node(engine->values, value);
    return node->kind == VALUE_CONST || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_INT);
}

bool engine_names_number(const Engine *engine, const World *entry)
{
    for (uint32_t i = 0; i < entry->cell_count; i++)
        if (value_node(engine->values, entry->cells[i].key)->kind != VALUE_KEY && engine_is_number(engine, entry->cells[i].value))
            return true;
    return false;
}

Run *engine_known_run(const Engine *engine, FunctionInfo *info, const World *entry)
{
    Run key = {.info = info, .entry = entry};
    return g_hash_table_lookup(engine->runs, &key);
}

Run *engine_entry_run(Engine *engine, FunctionInfo *info, const World *entry)
{
    Run *run = engine_known_run(engine, info, entry);
    if (run != NULL)
        return run;
    run = new_run(engine, info, RUN_ENTRY, world_keep(engine->arena, entry, NULL));
    run->param = task_parameter(engine, info, entry);
    info->function_entries += names_function(engine, entry);
    if (engine_names_number(engine, entry))
        info->numbered_entries++;
    else
        info->task_entries += entry->state != TASK_NONE;
    g_hash_table_add(engine->runs, run);
    engine_queue(run);
    if (names_function(engine, run->entry) && run->entry->state == TASK_NONE && info->is_relevant && info->is_reported)
        engine_queue(new_run(engine, info, RUN_SITES, run->entry)); /* what becomes of its tasks is up to these functions */
    return run;
}

Run *engine_giving_run(Run *run, Giving as)
{
    Run **giving = &run->giving[as];
    if (*giving == NULL) {
        *giving = new_run(run->engine, run->info, RUN_ENTRY, run->entry);
        (*giving)->gives = true;
        (*giving)->giving_as = as;
        engine_queue(*giving);
    }
    return *giving;
}

IrEffect engine_effect(const FunctionInfo *callee, uint32_t argument)
{
    if (callee == NULL || argument >= callee->function->param_count)
        return IR_EFFECT_UNSPECIFIED;
    return callee->linked->effects[argument];
}

bool engine_is_shown(const FunctionInfo *callee, uint32_t argument)
{
    return callee != NULL && argument < callee->function->param_count && callee->function->params[argument].points_to_const;
}

bool engine_is_trusted(const FunctionInfo *callee)
{
    if (callee == NULL)
        return false;
    const IrFunction *function = callee->function;
    return function->is_api || function->is_pure_library || function->is_allocator || (!function->is_defined && (function->is_pure || function->is_constant));
}

bool engine_dominates(FunctionInfo *info, uint32_t block, uint32_t other)
{
    if (info->dominators == NULL) {
        info->dominators = g_new0(IrDominators, 1);
        *info->dominators = ir_dominators(info->function);
    }
    return ir_dominates(info->dominators, block, other);
}

static const IrLoops *loops_of(FunctionInfo *info)
{
    if (info->loops == NULL) {
        info->loops = g_new0(IrLoops, 1);
        *info->loops = ir_loops(info->function);
    }
    return info->loops;
}

bool engine_leaves_loop(FunctionInfo *info, uint32_t from, uint32_t to, uint32_t other)
{
    return ir_leaves_loop(loops_of(info), from, to, other);
}

uint32_t engine_loop_of(FunctionInfo *info, uint32_t block)
{
    return loops_of(info)->innermost[block];
}

uint32_t engine_loop_around(FunctionInfo *info, uint32_t head)
{
    return loops_of(info)->around[head];
}

FunctionInfo *engine_callee(Engine *engine, uint32_t module_index, uint32_t function)
{
    return &engine->infos[engine->program->function_of[module_index][function]];
}

/* --- the program, looked at once --- */

static bool is_checked(const IrModule *module, const IrFunction *function)
{
    uint32_t file = function->span.file;
    return file != IR_NONE && file < module->file_count &&
           (module->files[file].role == IR_FILE_MAIN || module->files[file].role == IR_FILE_USER);
}

static void look_at_functions(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    GHashTable *indices = g_hash_table_new(NULL, NULL);
    for (uint32_t m = 0; m < program->module_count; m++)
        g_hash_table_insert(indices, (gpointer)(uintptr_t)program->modules[m], GUINT_TO_POINTER(m));
    engine->infos = BASE_NEW_ARRAY(engine->arena, FunctionInfo, program->function_count);
    for (uint32_t i = 0; i < program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        info->linked = &program->functions[i];
        info->module = info->linked->module;
        info->function = info->linked->function;
        info->module_index = GPOINTER_TO_UINT(g_hash_table_lookup(indices, info->module));
        info->is_reported = is_checked(info->module, info->function) && !info->function->is_api && !info->linked->is_context;
        if (!info->function->is_defined || info->function->is_api || info->function->degraded != NULL ||
            info->function->block_count == 0)
            continue;
        info->is_relevant = ir_touches_tasks(info->module, info->function);
        info->is_analysable = true;
    }
    g_hash_table_destroy(indices);
    call_graph_order(engine);
    for (uint32_t i = 0; i < program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        info->is_reached = info->is_reached && info->is_analysable;
        if (!info->is_reached)
            continue;
        if (info->is_relevant)
            info->function = small_functions_inline(engine, info);
        info->function = body_cut(info->module, info->function, engine->arena);
        info->body = body_new(info->module, info->function, engine->arena);
    }
}

/* --- questions --- */

static const World *plain_entry(Engine *engine)
{
    WorldContext context = {.values = engine->values, .sets = engine->sets, .arena = engine->arena, .keeps_outside = true};
    Env env;
    env_init(&env);
    const World *world = world_from_env(&context, &env, NULL, NULL);
    env_clear(&env);
    return world;
}

static Run *ask(Engine *engine, FunctionInfo *info, Value key, Value value, Value key2, Value value2)
{
    BaseArena *scratch = base_arena_new();
    WorldContext context = {.values = engine->values, .sets = engine->sets, .arena = scratch, .keeps_outside = true};
    Env env;
    env_init(&env);
    env.symbol_count = 1;
    env.state = TASK_LIVE;
    env_set(&env, key, value);
    if (key2 != VALUE_NONE)
        env_set(&env, key2, value2);
    Run *run = engine_entry_run(engine, info, world_from_env(&context, &env, NULL, NULL));
    run->is_general = true;
    env_clear(&env);
    base_arena_free(scratch);
    return run;
}

Run *engine_parameter_run(Engine *engine, FunctionInfo *info, uint32_t parameter)
{
    return ask(engine, info, value_local(engine->values, parameter), value_task(engine->values), VALUE_NONE, VALUE_NONE);
}

/* Tasks that come in: by value, behind pointers, in the globals that the body reads. */
static void ask_about_parameters(Engine *engine, FunctionInfo *info)
{
    Value task = value_task(engine->values), pointer = value_symbol(engine->values, 0, IR_POINTER);
    for (uint32_t i = 0; i < info->function->param_count && i < info->function->local_count; i++) {
        const IrParam *param = &info->function->params[i];
        Value local = value_local(engine->values, i);
        bool is_task = param->type.kind == IR_TYPE_TASK, is_pointer = param->type.kind == IR_TYPE_POINTER && param->points_to_task;
        if (is_task)
            engine_parameter_run(engine, info, i);
        else if (is_pointer)
            ask(engine, info, local, pointer, pointer, task);
    }
    GHashTable *asked = g_hash_table_new(NULL, NULL);
    for (uint32_t b = 0; b < info->function->block_count; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &info->function->blocks[b].insts[i];
            if (inst->op != IR_OP_GLOBAL)
                continue;
            uint32_t linked = engine->program->global_of[info->module_index][inst->as.global];
            const IrGlobal *global = engine->program->globals[linked].global;
            if (global->type.kind == IR_TYPE_TASK && g_hash_table_add(asked, GUINT_TO_POINTER(linked + 1)))
                ask(engine, info, value_global(engine->values, linked), task, VALUE_NONE, VALUE_NONE);
        }
    g_hash_table_destroy(asked);
}

static void ask_everything(Engine *engine)
{
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        if (!info->is_reached || info->linked->is_context || (!info->is_relevant && !engine->asks_all)) /* who calls it asks */
            continue;
        engine->stats.functions += info->is_relevant;
        if ((info->may_return_pending && info->is_reported && !info->linked->is_table_target) || engine->asks_all) /* is it always asynchronous? */
            info->base = engine_entry_run(engine, info, engine->plain);
        if (info->is_relevant)
            ask_about_parameters(engine, info);
        if (info->is_relevant && info->hands_pointers_tasks && info->hands_out_functions) /* its callees' tasks go to these */
            engine_entry_run(engine, info, engine->plain);
        if (info->is_relevant && info->is_reported) {
            info->sites = new_run(engine, info, RUN_SITES, engine->plain);
            engine_queue(info->sites);
        }
    }
}

void engine_answer(Engine *engine)
{
    ask_everything(engine);
    while (engine->queue->len > 0) {
        Run *run = take_first(engine);
        if (run->is_queued)
            execute(run);
    }
    for (uint32_t i = 0; i < engine->all_runs->len; i++)
        engine->stats.tasks += ((const Run *)engine->all_runs->pdata[i])->tasks;
}

/* --- the whole --- */

Engine *engine_new(const AnalysisProgram *program)
{
    Engine *engine = g_new0(Engine, 1);
    engine->program = program;
    engine->arena = base_arena_new();
    engine->site_arena = base_arena_new();
    engine->values = values_new();
    engine->sets = intsets_new();
    engine->runs = g_hash_table_new(hash_run, equal_runs);
    engine->all_runs = g_ptr_array_new();
    engine->queue = g_ptr_array_new();
    engine->limits = g_hash_table_new(NULL, NULL);
    engine->small_functions = g_hash_table_new(NULL, NULL);
    fields_find(engine);
    look_at_functions(engine);
    engine->indirect_callees = g_ptr_array_new();
    for (uint32_t i = 0; i < program->function_count; i++)
        if (asked_is_called_indirectly(&engine->infos[i]))
            g_ptr_array_add(engine->indirect_callees, &engine->infos[i]);
    constant_arguments_find(engine);
    unseen_writes_find(engine);
    asked_find(engine);
    engine->plain = plain_entry(engine);
    return engine;
}

void engine_free(Engine *engine)
{
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        if (engine->infos[i].dominators != NULL)
            ir_dominators_clear(engine->infos[i].dominators);
        g_free(engine->infos[i].dominators);
        if (engine->infos[i].loops != NULL)
            ir_loops_clear(engine->infos[i].loops);
        g_free(engine->infos[i].loops);
        task_counts_free(&engine->infos[i]);
        g_free(engine->infos[i].numbers_of_bits);
        if (engine->infos[i].own_counts != NULL)
            g_array_free(engine->infos[i].own_counts, TRUE);
        if (engine->infos[i].own_walked != NULL)
            g_array_free(engine->infos[i].own_walked, TRUE);
        if (engine->infos[i].own_links != NULL)
            g_array_free(engine->infos[i].own_links, TRUE);
        if (engine->infos[i].counted_in != NULL)
            g_array_free(engine->infos[i].counted_in, TRUE);
        if (engine->infos[i].own_bounds != NULL)
            g_array_free(engine->infos[i].own_bounds, TRUE);
        if (engine->infos[i].own_addresses != NULL)
            g_array_free(engine->infos[i].own_addresses, TRUE);
        g_free(engine->infos[i].own_definitions);
        if (engine->infos[i].fields_set != NULL)
            g_array_free(engine->infos[i].fields_set, TRUE);
        if (engine->infos[i].own_marks != NULL)
            g_hash_table_destroy(engine->infos[i].own_marks);
        if (engine->infos[i].followed_pointers != NULL)
            g_hash_table_destroy(engine->infos[i].followed_pointers);
    }
    for (uint32_t i = 0; i < engine->all_runs->len; i++) {
        Run *run = engine->all_runs->pdata[i];
        g_ptr_array_free(run->dependents, TRUE);
        g_array_free(run->events, TRUE);
        g_free(run);
    }
    g_ptr_array_free(engine->all_runs, TRUE);
    g_ptr_array_free(engine->queue, TRUE);
    g_ptr_array_free(engine->indirect_callees, TRUE);
    g_hash_table_destroy(engine->runs);
    g_hash_table_destroy(engine->limits);
    g_hash_table_destroy(engine->small_functions);
    g_hash_table_destroy(engine->asked_again);
    g_hash_table_destroy(engine->likenesses);
    g_hash_table_destroy(engine->copied);
    g_hash_table_destroy(engine->of_first);
    base_arena_free(engine->site_arena);
    values_free(engine->values);
    intsets_free(engine->sets);
    g_free(engine);
}

static void free_all(Engine *engine)
{
    BaseArena *arena = engine->arena;
    engine_free(engine);
    base_arena_free(arena);
}

void analysis_dump_summaries(const AnalysisProgram *program, const char *function, GString *out)
{
    Engine *engine = engine_new(program);
    engine->asks_all = true;
    engine_answer(engine);
    engine_dump_summaries(engine, function, out);
    free_all(engine);
}

void analysis_dump_states(const AnalysisProgram *program, const char *function, GString *out)
{
    Engine *engine = engine_new(program);
    engine->asks_all = true;
    engine->state_dump = out;
    engine->dumped = function;
    engine_answer(engine);
    free_all(engine);
}

AnalysisResult *analysis_run(const AnalysisProgram *program)
{
    gint64 start = g_get_monotonic_time();
    Engine *engine = engine_new(program);
    engine_answer(engine);
    AnalysisResult *result = BASE_NEW(engine->arena, AnalysisResult);
    result->arena = engine->arena;
    result->program = program;
    results_collect(engine, result);
    result->stats = engine->stats;
    result->stats.seconds = (double)(g_get_monotonic_time() - start) / 1e6;
    engine_free(engine);
    return result;
}

void analysis_result_free(AnalysisResult *result)
{
    if (result != NULL)
        base_arena_free(result->arena);
}
