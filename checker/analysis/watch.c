/* watch.c - answers a question about one line; see watch.h and explain.h.
 *
 * The analysis runs as ever. When a run of the watched function has reached its fixpoint, the worlds of the blocks in which
 * the line begins are executed once more, without effect, and each way the task stands there is written down. */
#include "analysis/watch.h"

#include <string.h>

/* --- where the line begins --- */

/* 0: on no line, as what only ties statements together. */
static uint32_t line_of(const Watch *watch, const IrInst *inst)
{
    if (inst->op == IR_OP_JUMP || inst->op == IR_OP_BEGIN_SCOPE || inst->op == IR_OP_END_SCOPE)
        return 0;
    return inst->span.file == watch->file ? inst->span.line : 0;
}

/* The line of what comes before an instruction; 0: nothing that has a line. */
static uint32_t line_before(const Watch *watch, const IrBlock *block, uint32_t inst)
{
    while (inst > 0) {
        uint32_t line = line_of(watch, &block->insts[--inst]);
        if (line != 0)
            return line;
    }
    return 0;
}

/* Whether the block is entered from another line. */
static bool comes_from_elsewhere(const Watch *watch, uint32_t target)
{
    const IrFunction *function = watch->info->function;
    if (target == 0)
        return true;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            if (ir_successor(block, k) == target && line_before(watch, block, block->inst_count) != watch->line)
                return true;
    }
    return false;
}

/* The first line from `line` on that does something. */
static uint32_t find_line(const Watch *watch, uint32_t line)
{
    const IrFunction *function = watch->info->function;
    uint32_t least = UINT32_MAX;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            uint32_t one = line_of(watch, &function->blocks[b].insts[i]);
            if (one >= line)
                least = MIN(least, one);
        }
    return least != UINT32_MAX ? least : line;
}

static void mark_starts(Watch *watch)
{
    const IrFunction *function = watch->info->function;
    watch->is_start = g_new0(bool *, function->block_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        watch->is_start[b] = g_new0(bool, block->inst_count + 1);
        for (uint32_t i = 0; i < block->inst_count; i++) {
            uint32_t before = line_before(watch, block, i);
            if (line_of(watch, &block->insts[i]) == watch->line && before != watch->line)
                watch->is_start[b][i] = before != 0 || comes_from_elsewhere(watch, b);
        }
    }
}

static void free_task(gpointer data)
{
    WatchedTask *task = data;
    g_array_free(task->beliefs, TRUE);
    g_free(task);
}

Watch *watch_new(FunctionInfo *info, uint32_t file, uint32_t line)
{
    Watch *watch = g_new0(Watch, 1);
    watch->info = info;
    watch->file = file;
    watch->line = find_line(watch, line);
    watch->tasks = g_ptr_array_new_with_free_func(free_task);
    mark_starts(watch);
    return watch;
}

void watch_free(Watch *watch)
{
    if (watch == NULL)
        return;
    g_ptr_array_free(watch->tasks, TRUE);
    for (uint32_t b = 0; b < watch->info->function->block_count; b++)
        g_free(watch->is_start[b]);
    g_free(watch->is_start);
    g_free(watch);
}

/* --- the tasks of a run --- */

static Watch *watch_of(const Run *run)
{
    Watch *watch = run->engine->watch;
    return watch != NULL && watch->info == run->info ? watch : NULL;
}

bool watch_looks_at(const Run *run)
{
    return watch_of(run) != NULL;
}

void watch_begin_run(Run *run)
{
    Watch *watch = watch_of(run);
    if (watch == NULL)
        return;
    watch->current = NULL;
    for (uint32_t i = watch->tasks->len; i-- > 0;)
        if (((WatchedTask *)watch->tasks->pdata[i])->run == run)
            g_ptr_array_remove_index(watch->tasks, i);
}

/* The parameter through which the followed task comes in: itself, or a pointer to it. */
static const IrParam *parameter_of(const Run *run)
{
    const Values *values = run->engine->values;
    for (uint32_t i = 0; i < run->entry->cell_count; i++) {
        const ValueNode *key = value_node(values, run->entry->cells[i].key);
        if (key->kind == VALUE_LOCAL && key->number < run->info->function->param_count)
            return &run->info->function->params[key->number];
    }
    return NULL;
}

static void name_parameter(const Run *run, AnalysisTaskBelief *belief)
{
    const IrParam *param = parameter_of(run);
    belief->is_parameter = true;
    belief->span = param->span;
    if (param->name != NULL)
        belief->name = param->type.kind == IR_TYPE_POINTER ? base_arena_printf(run->engine->arena, "*%s", param->name) : param->name;
}

static void name_site(const Run *run, const Site *site, AnalysisTaskBelief *belief)
{
    const IrInst *call = &run->info->function->blocks[site->block].insts[site->inst];
    const char *name = report_site_name(run, site);
    belief->span = call->span;
    belief->name = name != NULL ? base_arena_strdup(run->engine->arena, name) : NULL;
    belief->is_found = site->is_found;
    if (!site->is_found)
        belief->maker = ir_called_name(run->info->module, call);
}

void watch_begin_task(Run *run, const Site *site)
{
    Watch *watch = watch_of(run);
    if (watch == NULL)
        return;
    watch->current = NULL;
    if (site == NULL && (!run->is_general || parameter_of(run) == NULL))
        return;
    WatchedTask *task = g_new0(WatchedTask, 1);
    task->run = run;
    task->first_event = run->events->len;
    task->beliefs = g_array_new(FALSE, TRUE, sizeof(AnalysisBelief));
    if (site != NULL)
        name_site(run, site, &task->belief);
    else
        name_parameter(run, &task->belief);
    g_ptr_array_add(watch->tasks, task);
    watch->current = task;
}

static void keep_events(Run *run, WatchedTask *task)
{
    AnalysisTaskBelief *belief = &task->belief;
    belief->event_count = run->events->len - MIN(task->first_event, run->events->len);
    belief->events = BASE_NEW_ARRAY(run->engine->arena, AnalysisEvent, belief->event_count);
    for (uint32_t i = 0; i < belief->event_count; i++)
        belief->events[i] = g_array_index(run->events, AnalysisEvent, task->first_event + i);
}

static bool has_start(const Watch *watch, uint32_t block)
{
    for (uint32_t i = 0; i < watch->info->function->blocks[block].inst_count; i++)
        if (watch->is_start[block][i])
            return true;
    return false;
}

static void look_at_worlds(Run *run, uint32_t block, const GPtrArray *worlds, bool seeking)
{
    for (uint32_t i = 0; worlds != NULL && i < worlds->len; i++)
        exec_block(run, block, worlds->pdata[i], seeking);
}

void watch_end_task(Run *run, const BlockState *plain)
{
    Watch *watch = watch_of(run);
    if (watch == NULL || watch->current == NULL)
        return;
    keep_events(run, watch->current);
    run->is_probing = true;
    for (uint32_t b = 0; b < watch->info->function->block_count; b++) {
        if (!has_start(watch, b))
            continue;
        look_at_worlds(run, b, run->blocks[b].worlds, false);
        if (plain != NULL && run->site->block == b)
            look_at_worlds(run, b, plain[b].worlds, true);
    }
    run->is_probing = false;
    watch->current = NULL;
}

void watch_given_up(Run *run, const IrInst *inst)
{
    Watch *watch = watch_of(run);
    if (watch == NULL || watch->current == NULL || watch->current->belief.given_up_at.line != 0)
        return;
    AnalysisTaskBelief *belief = &watch->current->belief;
    belief->is_given_up = true;
    if (inst == NULL)
        return;
    belief->given_up_at = inst->span;
    if (inst->op == IR_OP_CALL)
        belief->given_up_to = ir_called_name(run->info->module, inst);
}

static unsigned end_of(const Run *run, const World *world)
{
    Values *values = run->engine->values;
    Value task = value_task(values);
    if (world->state == TASK_CONSUMED)
        return ANALYSIS_END_CONSUMED;
    if (world->state != TASK_LIVE)
        return 0;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        if (world->cells[i].value != task)
            continue;
        const ValueNode *root = value_node(values, value_root(values, world->cells[i].key));
        return root->kind == VALUE_KEY && root->op == VALUE_KEY_RETURN ? ANALYSIS_END_RETURNED : ANALYSIS_END_HANDED_ON;
    }
    return run->site == NULL ? ANALYSIS_END_KEPT : 0;
}

void watch_exit(Run *run, const World *world)
{
    Watch *watch = watch_of(run);
    if (watch == NULL || watch->current == NULL)
        return;
    watch->current->belief.ends |= end_of(run, world);
    if (world->state == TASK_ESCAPED)
        watch->current->belief.is_given_up = true;
}

/* --- one way the task stands --- */

typedef struct Teller {
    Exec *exec;
    const Env *env;
    const char **symbols; /* names of unknowns */
    BaseArena *arena;
} Teller;

static const ValueNode *node_of(const Teller *teller, Value value)
{
    return value_node(teller->exec->engine->values, value);
}

/* "t", "pair.first", "count": the source's name of a place; NULL: it has none. */
static const char *name_of_place(const Teller *teller, Value place)
{
    const ValueNode *root = node_of(teller, value_root(teller->exec->engine->values, place));
    bool is_local = root->kind == VALUE_LOCAL && teller->exec->function->locals[root->number].name != NULL;
    if (!is_local && root->kind != VALUE_GLOBAL)
        return NULL;
    GString *text = g_string_new(NULL);
    engine_append_value(teller->exec->engine, teller->exec->function, teller->symbols, place, text);
    const char *name = base_arena_strdup(teller->arena, text->str + 1); /* without the & of its address */
    g_string_free(text, TRUE);
    return name;
}

static void name_symbols(Teller *teller)
{
    const Values *values = teller->exec->engine->values;
    for (uint32_t i = 0; i < teller->env->cell_count; i++) {
        const Cell *cell = &teller->env->cells[i];
        const ValueNode *value = node_of(teller, cell->value), *key = node_of(teller, cell->key);
        if (value->kind == VALUE_SYMBOL && value->number < teller->env->symbol_count && key->kind != VALUE_KEY &&
            teller->symbols[value->number] == NULL)
            teller->symbols[value->number] = name_of_place(teller, cell->key);
    }
    /* What a parameter was, where the parameter has changed since. */
    for (uint32_t i = 0; i < teller->env->cell_count; i++) {
        const Cell *cell = &teller->env->cells[i];
        const ValueNode *value = node_of(teller, cell->value), *key = node_of(teller, cell->key);
        if (value->kind != VALUE_SYMBOL || value->number >= teller->env->symbol_count || teller->symbols[value->number] != NULL ||
            key->kind != VALUE_KEY || key->op != VALUE_KEY_INITIAL || value_node(values, key->left)->kind != VALUE_LOCAL)
            continue;
        const char *name = name_of_place(teller, key->left);
        if (name != NULL)
            teller->symbols[value->number] = base_arena_printf(teller->arena, "%s (as passed)", name);
    }
}

static bool has_names(const Teller *teller, Value value)
{
    const ValueNode *node = node_of(teller, value);
    if (node->kind == VALUE_SYMBOL)
        return node->number < teller->env->symbol_count && teller->symbols[node->number] != NULL;
    return (node->left == VALUE_NONE || has_names(teller, node->left)) && (node->right == VALUE_NONE || has_names(teller, node->right));
}

/* "(a < b)" needs no parentheses where it stands alone. */
static const char *bare(const Teller *teller, const char *text)
{
    size_t length = strlen(text);
    bool is_wrapped = text[0] == '(' && text[length - 1] == ')' && strchr(text + 1, '(') == NULL;
    return is_wrapped ? base_arena_printf(teller->arena, "%.*s", (int)length - 2, text + 1) : text;
}

/* The set as a condition on `what`. */
static const char *condition_text(const Teller *teller, const char *what, Value value, IntSet set)
{
    IntSets *sets = teller->exec->engine->sets;
    BaseArena *arena = teller->arena;
    const IrType type = node_of(teller, value)->type;
    IntSet all = intset_type(sets, type);
    IntSet rest = intset_intersect(sets, all, intset_complement(sets, set));
    int64_t one, low = intset_min(sets, set), high = intset_max(sets, set);
    bool is_pointer = type.kind == IR_TYPE_POINTER;
    if (value_is_truth(teller->exec->engine->values, value) && intset_single(sets, set, &one) && node_of(teller, value)->kind == VALUE_EXPRESSION)
        return one != 0 ? bare(teller, what) : base_arena_printf(arena, "!%s", what);
    if (is_pointer && set == intset_range(sets, 0, 0))
        return base_arena_printf(arena, "%s == NULL", what);
    if (is_pointer && !intset_contains(sets, set, 0))
        return base_arena_printf(arena, "%s != NULL", what);
    if (intset_single(sets, set, &one))
        return base_arena_printf(arena, "%s == %" G_GINT64_FORMAT, what, one);
    if (intset_single(sets, rest, &one))
        return base_arena_printf(arena, "%s != %" G_GINT64_FORMAT, what, one);
    if (set == intset_range(sets, low, high)) {
        if (high >= intset_max(sets, all))
            return base_arena_printf(arena, "%s >= %" G_GINT64_FORMAT, what, low);
        if (low <= intset_min(sets, all))
            return base_arena_printf(arena, "%s <= %" G_GINT64_FORMAT, what, high);
    }
    return base_arena_printf(arena, "%s is %s", what, intset_describe(sets, set, arena));
}

enum { MOST_CONDITIONS = 8 };

static void add_condition(GPtrArray *conditions, const char *text)
{
    if (text != NULL && conditions->len < MOST_CONDITIONS)
        g_ptr_array_add(conditions, (gpointer)(uintptr_t)text);
}

static const char *conditions_of(const Teller *teller)
{
    const Engine *engine = teller->exec->engine;
    GPtrArray *conditions = g_ptr_array_new();
    for (uint32_t i = 0; i < teller->env->fact_count; i++) {
        const Fact *fact = &teller->env->facts[i];
        if (!has_names(teller, fact->atom) || fact->set == INTSET_EMPTY || fact->set == INTSET_FULL ||
            intset_is_subset(engine->sets, intset_type(engine->sets, node_of(teller, fact->atom)->type), fact->set))
            continue;
        GString *what = g_string_new(NULL);
        engine_append_value(engine, teller->exec->function, teller->symbols, fact->atom, what);
        add_condition(conditions, condition_text(teller, base_arena_strdup(teller->arena, what->str), fact->atom, fact->set));
        g_string_free(what, TRUE);
    }
    for (uint32_t i = 0; i < teller->env->cell_count; i++) {
        int64_t number;
        const Cell *cell = &teller->env->cells[i];
        const char *name = node_of(teller, cell->key)->kind == VALUE_KEY || !value_is_const(engine->values, cell->value, &number)
                               ? NULL : name_of_place(teller, cell->key);
        if (name != NULL)
            add_condition(conditions, base_arena_printf(teller->arena, "%s == %" G_GINT64_FORMAT, name, number));
    }
    g_ptr_array_add(conditions, NULL);
    char *joined = g_strjoinv(", ", (char **)conditions->pdata);
    const char *kept = conditions->len > 1 ? base_arena_strdup(teller->arena, joined) : NULL;
    g_free(joined);
    g_ptr_array_free(conditions, TRUE);
    return kept;
}

static const char *holders_of(const Teller *teller)
{
    Value task = value_task(teller->exec->engine->values);
    GString *names = g_string_new(NULL);
    for (uint32_t i = 0; i < teller->env->cell_count; i++) {
        const Cell *cell = &teller->env->cells[i];
        const char *name = cell->value == task && node_of(teller, cell->key)->kind != VALUE_KEY ? name_of_place(teller, cell->key) : NULL;
        if (name != NULL)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", name);
    }
    const char *kept = names->len > 0 ? base_arena_strdup(teller->arena, names->str) : NULL;
    g_string_free(names, TRUE);
    return kept;
}

static const TraceStep *consumption_of(const AnalysisBelief *belief)
{
    for (uint32_t i = belief->step_count; i-- > 0;)
        if (belief->steps[i].kind == TRACE_CONSUMED && belief->steps[i].depth == 0)
            return &belief->steps[i];
    return NULL;
}

static bool says_the_same(const AnalysisBelief *a, const AnalysisBelief *b)
{
    const TraceStep *first = consumption_of(a), *second = consumption_of(b);
    uint32_t line = first != NULL ? first->span.line : 0, other = second != NULL ? second->span.line : 0;
    return a->standing == b->standing && line == other && g_strcmp0(a->holders, b->holders) == 0 && g_strcmp0(a->conditions, b->conditions) == 0;
}

static const AnalysisStanding standings[] = {
    [TASK_LIVE] = ANALYSIS_STANDING_LIVE, [TASK_CONSUMED] = ANALYSIS_STANDING_CONSUMED, [TASK_REPORTED] = ANALYSIS_STANDING_REPORTED,
};

void watch_see(Exec *exec, const Env *env, uint32_t inst)
{
    const Watch *watch = watch_of(exec->run);
    if (watch == NULL || watch->current == NULL || !watch->is_start[exec->block][inst] || env->state == TASK_NONE || env->state == TASK_ESCAPED)
        return;
    Teller teller = {exec, env, g_new0(const char *, env->symbol_count + 1), exec->engine->arena};
    name_symbols(&teller);
    AnalysisBelief belief = {.standing = standings[env->state], .holders = holders_of(&teller), .conditions = conditions_of(&teller)};
    belief.steps = report_steps(env->trace, teller.arena, &belief.step_count);
    g_free(teller.symbols);
    GArray *beliefs = watch->current->beliefs;
    for (uint32_t i = 0; i < beliefs->len; i++)
        if (says_the_same(&g_array_index(beliefs, AnalysisBelief, i), &belief))
            return;
    g_array_append_val(beliefs, belief);
}
