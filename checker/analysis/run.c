/* run.c - the fixpoint of one run: blocks with the worlds that reach them, in reverse postorder until nothing new comes.
 *
 * Worlds that arrive at a block are merged there (run_merge.c), and bounded, so that every run ends.
 *
 * A run that would report something in worlds that were joined with loss alone is run again with more worlds (run_take_second_look): what is
 * reported both times is reported, since each time all that can happen is followed, and more. A finding that a loss made up does not survive
 * it. What a world shows that no loss went into is certain the first time. A bounded look (sites.c) follows such worlds alone. */
#include "analysis/run.h"
#include "analysis/watch.h"

#include <string.h>

static const char too_long[] = "it takes too long to follow";

/* --- what is forgotten at the border of a block --- */

typedef struct BlockFilter {
    const Run *run;
    const Env *env;
    uint32_t block;
    bool keeps_task; /* a live task is kept where it is until it is lost, and so is what leads there: that is to be seen */
    const GArray *holders;
} BlockFilter;

/* Whether some variable, or place in memory, holds a number. */
static bool is_held(const Env *env, const Values *values, Value number)
{
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && !is; i++)
        is = env->cells[i].value == number && value_node(values, env->cells[i].key)->kind != VALUE_KEY && value_node(values, number)->kind != VALUE_CONST;
    return is;
}

static bool is_dead(Value key, Value value, const void *data)
{
    const BlockFilter *filter = data;
    const Values *values = filter->run->engine->values;
    const ValueNode *node = value_node(values, key);
    if (filter->run->first_look != FIRST_LOOK_NONE && !first_look_keeps(filter->run, key, value))
        return true;
    if (node->kind == VALUE_KEY && node->op == VALUE_KEY_REGISTER)
        return !body_register_is_live(filter->run->info->body, filter->block, (IrReg)node->number);
    if (node->kind == VALUE_KEY && node->op == VALUE_KEY_LOWEST)
        return !is_held(filter->env, values, node->left);
    if (node->kind == VALUE_KEY && node->op == VALUE_KEY_WAS && value_node(values, node->left)->kind == VALUE_CONST) /* what it has turned out to be was compared then */
        return true;
    bool is_kept = filter->keeps_task && (value_node(values, value)->kind == VALUE_TASK || holders_have(filter->holders, value_root(values, value)));
    if (node->kind == VALUE_LOCAL && !is_kept && !body_local_is_live(filter->run->info->body, filter->block, (uint32_t)node->number))
        return true;
    return reads_forget(filter->run->engine, filter->run->reads, filter->block, key, value) || asked_is_forgotten(filter->run, filter->env, key, value);
}

static bool world_holds_task(const Run *run, const World *world)
{
    Value task = value_task(run->engine->values);
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (world->cells[i].value == task)
            return true;
    return false;
}

/* --- arriving at a block --- */

/* Whether all that a world says is in locals that nobody else knows: code in which nothing matters then leaves it as it is. */
static bool is_untouchable(const Run *run, const World *world)
{
    const Values *values = run->engine->values;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        const ValueNode *key = value_node(values, world->cells[i].key), *value = value_node(values, world->cells[i].value);
        bool is_own = (key->kind == VALUE_LOCAL && run->info->body->local_slot[key->number] != IR_NONE) ||
                      (key->kind == VALUE_KEY && (key->op == VALUE_KEY_REGISTER || key->op == VALUE_KEY_HAVOC));
        bool is_plain = value->kind == VALUE_TASK || value->kind == VALUE_CONST || value->kind == VALUE_EXPRESSION ||
                        (value->kind == VALUE_SYMBOL && ir_is_number(value->type));
        if (!is_own || !is_plain)
            return false;
    }
    return true;
}

/* The world of an env at a block or, where that may be, at the next one in which something matters. */
static const World *arrive(Run *run, uint32_t *target, const Env *env, const GArray *holders)
{
    BlockFilter filter = {run, env, *target, env->state == TASK_LIVE || run->kind == RUN_ENTRY, holders};
    uint32_t next = run->asked->next == NULL || env->state == TASK_ESCAPED || run->engine->watch != NULL ? IR_NONE : run->asked->next[*target];
    if (next != IR_NONE && next > *target) { /* not backwards: turns of loops are told */
        filter.block = next;
        run->context.at_loop_head = run->info->body->is_loop_head[next] && run->bounded_looks == 0;
        const World *world = world_from_env(&run->context, env, is_dead, &filter);
        if (is_untouchable(run, world)) {
            *target = next;
            return world;
        }
        filter.block = *target;
    }
    run->context.at_loop_head = run->info->body->is_loop_head[*target] && run->bounded_looks == 0;
    return world_from_env(&run->context, env, is_dead, &filter);
}

static uint32_t count_outside(const Run *run, const Cell *cells, uint32_t count)
{
    Value task = value_task(run->engine->values);
    uint32_t places = 0;
    for (uint32_t i = 0; i < count; i++)
        places += cells[i].value == task && value_is_outside(run->engine->values, cells[i].key);
    return places;
}

/* Whether one of the places of a task that is still held here has no name any more, and others find it there. */
static bool is_also_elsewhere(const Run *run, const Env *env, const World *world)
{
    return run->kind == RUN_SITES && env->state == TASK_LIVE && !(env->flags & WORLD_EXCUSED) && world_holds_task(run, world) &&
           count_outside(run, env->cells, env->cell_count) > count_outside(run, world->cells, world->cell_count) && holders_are_lasting(run, env);
}

void run_reach(Run *run, uint32_t target, const Env *env)
{
    if (run->is_probing || (run->leads != NULL && !run->leads[target]))
        return;
    run->ends++;
    if (run->bounded_looks > 0 && env->is_loose) { /* it came of a callee's loss: what it shows counts for nothing, and it would make others uncertain */
        run->has_left_out = true;
        return;
    }
    GArray *holders = env->state == TASK_NONE ? NULL : holders_of_task(run, env);
    const World *world = arrive(run, &target, env, holders);
    if (is_also_elsewhere(run, env, world)) {
        Env excused = *env;
        excused.flags |= WORLD_EXCUSED;
        world = arrive(run, &target, &excused, holders);
    }
    holders_free(holders);
    run->context.at_loop_head = false;
    bool is_followed = world->state != TASK_NONE;
    if (run_follows_sites(run) && world->state == TASK_ESCAPED) {
        run->gave_up = true;
        if (run->made != NULL) /* who knows more may see it go wrong from here on */
            trail_note(run->made);
        watch_given_up(run, NULL);
        return;
    }
    if (is_followed && !world_holds_task(run, world)) {
        /* A lost task is reported once; what is left matters only for the summary of a parameter. */
        if (run->kind == RUN_SITES) {
            coarse_look_note_end(run, world);
            watch_exit(run, world);
            if (world->state == TASK_LIVE && !holders_are_lasting(run, env)) {
                Exec exec = {.run = run, .engine = run->engine, .module = run->info->module, .function = run->info->function};
                report_lost(&exec, env, env->trace, ANALYSIS_LOSS_SCOPE_END);
            }
            return;
        }
        if (run->gives)
            return;
    }
    if (run->made != NULL)
        trail_reach(run->made, target, world);
    if (!run->is_final && (run->trail == NULL || trail_leads(run->trail, target, world)))
        run_add_world(run, target, world);
}

/* --- leaving the function --- */

typedef struct ExitFilter {
    const Run *run;
    const Env *env;
} ExitFilter;

/* Whether something is remembered of what lies behind a pointer. */
static bool leads_to_news(const ExitFilter *filter, Value pointer)
{
    const Values *values = filter->run->engine->values;
    bool leads = false;
    for (uint32_t i = 0; i < filter->env->cell_count && !leads; i++) {
        const ValueNode *key = value_node(values, filter->env->cells[i].key);
        leads = key->kind == VALUE_KEY && key->op == VALUE_KEY_BEFORE && value_root(values, key->left) == pointer;
    }
    return leads;
}

/* Whether callers are to hear what lay there before unseen code ran: a number, or what was found there. They know links that were stored for what was put there, and what came in, but
 * for pointers by which they come to what they are to hear. */
static bool is_news(const ExitFilter *filter, Value place, Value before)
{
    Values *values = filter->run->engine->values;
    bool came_in = env_get(filter->env, value_key(values, VALUE_KEY_INITIAL, place, 0)) == before;
    bool is_asked_again = engine_is_number(filter->run->engine, before) || env_get(filter->env, value_key(values, VALUE_KEY_SEEN, place, 0)) == before;
    return value_is_outside(values, place) && (came_in ? leads_to_news(filter, before) : is_asked_again);
}

static bool is_inside(Value key, Value value, const void *data)
{
    const ExitFilter *filter = data;
    const Run *run = filter->run;
    const Values *values = run->engine->values;
    const ValueNode *node = value_node(values, key);
    if (node->kind == VALUE_KEY)
        switch (node->op) {
        case VALUE_KEY_REGISTER: case VALUE_KEY_PRIVATE: case VALUE_KEY_WAS: case VALUE_KEY_OPEN: case VALUE_KEY_DOUBTED: case VALUE_KEY_LOWEST: return true;
        case VALUE_KEY_BEFORE: return !is_news(filter, node->left, value) || asked_is_forgotten(run, filter->env, key, value);
        case VALUE_KEY_LEAKED: case VALUE_KEY_HEAP: return value_node(values, node->left)->kind != VALUE_SYMBOL;
        case VALUE_KEY_KEPT: /* of what was made here the cell that holds it tells callers */
            return value_node(values, node->left)->kind != VALUE_SYMBOL ||
                   env_get(filter->env, value_key(run->engine->values, VALUE_KEY_HEAP, node->left, 0)) != VALUE_NONE;
        case VALUE_KEY_REST: return value_node(values, value_root(values, node->left))->kind == VALUE_LOCAL;
        default: return asked_is_forgotten(run, filter->env, key, value);
        }
    Value root = value_root(values, key);
    const ValueNode *root_node = value_node(values, root);
    if (root_node->kind == VALUE_LOCAL)
        return true;
    return asked_is_forgotten(run, filter->env, key, value);
}

/* Whether callers find the task in what they have. */
static bool holds_outside(const Run *run, const World *world)
{
    bool holds = false;
    for (uint32_t i = 0; i < world->cell_count && !holds; i++)
        holds = world->cells[i].value == value_task(run->engine->values) && value_node(run->engine->values, world->cells[i].key)->kind != VALUE_KEY;
    return holds;
}

void run_exit(Run *run, const Env *env)
{
    if (run->is_probing)
        return;
    run->ends++;
    ExitFilter filter = {run, env};
    const World *world = world_from_env(&run->context, env, is_inside, &filter);
    watch_exit(run, world);
    coarse_look_note_end(run, world);
    if (run->kind == RUN_SITES) {
        run->gave_up = run->gave_up || world->state == TASK_ESCAPED;
        if (world->state == TASK_LIVE && !world_holds_task(run, world) && !holders_are_lasting(run, env)) {
            Exec exec = {.run = run, .engine = run->engine, .module = run->info->module, .function = run->info->function};
            report_lost(&exec, env, env->trace, ANALYSIS_LOSS_RETURN);
        }
        return;
    }
    if (run->gives && (world->state == TASK_ESCAPED || !holds_outside(run, world)))
        return;
    run->puts_tasks = run->puts_tasks || summary_tasks_given(&run->context, world) > (run->info->function->return_type.kind == IR_TYPE_TASK);
    for (uint32_t i = 0; i < run->exits->len; i++)
        if (world_equal(run->exits->pdata[i], world))
            return;
    if (run->exits->len >= MOST_PLACES)
        summary_merge(run, run->exits);
    if (run->exits->len < MOST_PLACES)
        g_ptr_array_add(run->exits, (gpointer)(uintptr_t)world);
    else
        run->limit = "it returns in too many different ways";
}

/* --- the fixpoint --- */

static void wait_for_none(Run *run)
{
    run->waiting = 0;
    run->first_waiting = UINT32_MAX;
    depth_forget(run);
}

void run_begin_blocks(Run *run)
{
    run->blocks = g_new0(BlockState, run->info->function->block_count);
    run->touched = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    wait_for_none(run);
}

/* Leaves them as they were in the beginning, at the cost of those that were reached. */
static void clear_blocks(Run *run)
{
    for (uint32_t i = 0; i < run->touched->len; i++) {
        BlockState *state = &run->blocks[g_array_index(run->touched, uint32_t, i)];
        g_ptr_array_set_size(state->worlds, 0);
        state->growth = 0;
        state->is_queued = false;
    }
    g_array_set_size(run->touched, 0);
    wait_for_none(run);
}

void run_free_blocks(Run *run, BlockState *blocks)
{
    for (uint32_t b = 0; b < run->info->function->block_count; b++)
        if (blocks[b].worlds != NULL)
            g_ptr_array_free(blocks[b].worlds, TRUE);
    g_free(blocks);
}

void run_end_blocks(Run *run)
{
    run_free_blocks(run, run->blocks);
    g_array_free(run->touched, TRUE);
    run->blocks = NULL;
    run->touched = NULL;
}

static void take_from_queue(Run *run, BlockState *state)
{
    run->waiting -= state->is_queued;
    state->is_queued = false;
}

/* Executes worlds that came to the block and were not executed yet. The set may change under our hands: merging
 * replaces worlds, and a loop may come back to this very block. */
static void process_block(Run *run, uint32_t block)
{
    BlockState *state = &run->blocks[block];
    take_from_queue(run, state);
    for (uint32_t i = 0; i < state->worlds->len;) {
        World *world = state->worlds->pdata[i];
        if (world->is_processed) {
            i++;
            continue;
        }
        world->is_processed = true;
        if (run->made != NULL)
            trail_enter(run->made, block, world);
        exec_block(run, block, world, false);
        i = 0;
        if (budget_is_spent(run) || !first_look_goes_on(run))
            return;
    }
    take_from_queue(run, state);
}

/* In the order of blocks; back to the first one that a loop brought something to. A bounded look that has spent half of its work goes on from the last: what it has followed so far is
 * to come to its end, before there are more turns. */
static uint32_t next_block(Run *run)
{
    uint32_t last = run->info->function->block_count - 1;
    if (run->bounded_looks > 0 && budget_is_half_spent(run)) {
        while (!run->blocks[last].is_queued)
            last--;
        return last;
    }
    while (!run->blocks[run->first_waiting].is_queued)
        run->first_waiting++;
    return run->first_waiting++;
}

static void fixpoint(Run *run)
{
    if (run->depth != NULL)
        depth_follow(run);
    while (run->depth == NULL && run->waiting > 0 && !budget_is_spent(run) && first_look_goes_on(run))
        process_block(run, next_block(run));
    if (budget_is_spent(run)) /* here, or before: paths were left out */
        run->limit = too_long;
}

/* Where pointers led and where the task was, for the summary: its world numbers unknowns in its own way. */
static void remember_entry(Run *run, Env *env)
{
    Values *values = run->engine->values;
    for (uint32_t i = 0; i < run->entry->cell_count; i++) {
        Cell cell = run->entry->cells[i];
        int kind = value_node(values, cell.value)->kind;
        if (value_node(values, cell.key)->kind == VALUE_KEY)
            continue;
        if (kind == VALUE_TASK)
            env_set(env, value_key(values, VALUE_KEY_CAME_IN, cell.key, 0), value_const(values, 1));
        else
            env_set(env, value_key(values, VALUE_KEY_INITIAL, cell.key, 0), cell.value);
    }
}

/* The numbers and pointers in a struct that is passed by value, where it matters what they are. What shares its place with others is left
 * out: it may be a task. */
static void open_record(Run *run, Env *env, Value object, uint32_t record)
{
    const Engine *engine = run->engine;
    const uint32_t m = run->info->module_index;
    for (uint32_t f = record == IR_NONE ? IR_NONE : engine->first_field[m][record]; f != IR_NONE; f = engine->next_field[m][f]) {
        IrType type = run->info->module->fields[f].type;
        uint32_t id = memory_field_id(engine, m, f);
        Value address = value_field(engine->values, object, id);
        if (type.kind == IR_TYPE_AGGREGATE) {
            open_record(run, env, address, type.record);
        } else if (ir_is_plain(type) && env_get(env, address) == VALUE_NONE &&
                   asked_is_at(run, address) && !engine->fields[id].is_shared) {
            Value value = env_fresh(&run->context, env, type);
            env_set(env, address, value);
            env_set(env, value_key(engine->values, VALUE_KEY_INITIAL, address, 0), value);
        }
    }
}

/* The values that parameters come with, remembered so that the summary can speak of them. */
static const World *opened_entry(Run *run)
{
    Values *values = run->engine->values;
    const IrFunction *function = run->info->function;
    Env env;
    env_from_world(&env, run->entry);
    for (uint32_t i = 0; i < function->param_count && i < function->local_count; i++) {
        IrType type = function->locals[i].type;
        Value local = value_local(values, i);
        Value value = env_get(&env, local);
        if (type.kind == IR_TYPE_AGGREGATE && run->kind == RUN_ENTRY && !function->locals[i].is_volatile)
            open_record(run, &env, local, type.record);
        if (!ir_is_scalar(type))
            continue;
        if (value == VALUE_NONE) {
            if (function->locals[i].is_volatile)
                continue;
            const ConstantArgument *known = run->info->constants == NULL ? NULL : &run->info->constants[i];
            value = env_fresh(&run->context, &env, type);
            if (known != NULL && known->is_known && type.kind == IR_TYPE_INT)
                env_assume(&run->context, &env, value, known->numbers);
            env_set(&env, local, value);
        }
        if (run->kind == RUN_ENTRY && value_node(values, value)->kind != VALUE_TASK)
            env_set(&env, value_key(values, VALUE_KEY_INITIAL, local, 0), value);
    }
    if (run->kind == RUN_ENTRY)
        remember_entry(run, &env);
    env.state = run->entry->state;
    if (run->param != IR_NONE && env.state == TASK_LIVE) {
        TraceStep step = {.kind = TRACE_PARAMETER, .module = run->info->module,
                             .span = function->params[run->param].span, .name = function->params[run->param].name};
        env.trace = trace_add(run->context.arena, env.trace, step);
    }
    const World *world = world_from_env(&run->context, &env, NULL, NULL);
    env_clear(&env);
    return world;
}

void run_from_entry(Run *run)
{
    run_begin_blocks(run);
    run_add_world(run, 0, opened_entry(run));
    fixpoint(run);
}

/* --- the two kinds of runs --- */

void run_dump(Run *run, const char *title, const IrInst *inst)
{
    Engine *engine = run->engine;
    if (engine->state_dump == NULL || (engine->dumped != NULL && !g_str_equal(engine->dumped, run->info->function->name)))
        return;
    char *text = inst == NULL ? g_strdup(title) : g_strdup_printf("%s: %u", title, inst->span.line);
    engine_dump_worlds(engine, run, text, engine->state_dump);
    g_free(text);
}

/* Whether to begin again because something was reported that a loss may have made up; *seen is what was reported. */
bool run_take_second_look(Run *run, GArray **seen)
{
    if (report_most_doubt(run->events) == ANALYSIS_CERTAIN)
        return false;
    *seen = g_array_copy(run->events);
    g_array_set_size(run->events, 0);
    run->is_second_look = true;
    run->is_joined = false;
    run->steps = 0;
    watch_begin_run(run);
    return true;
}

void run_keep_seen_twice(Run *run, GArray *seen)
{
    for (uint32_t i = run->events->len; i-- > 0;) {
        const AnalysisEvent *event = &g_array_index(run->events, AnalysisEvent, i);
        bool is_seen = false;
        for (uint32_t k = 0; k < seen->len && !is_seen; k++)
            is_seen = report_is_same_place(event, &g_array_index(seen, AnalysisEvent, k));
        if (!is_seen)
            g_array_remove_index(run->events, i);
    }
    for (uint32_t k = 0; k < seen->len; k++)
        if (g_array_index(seen, AnalysisEvent, k).doubt == ANALYSIS_CERTAIN)
            report_add(run->events, &g_array_index(seen, AnalysisEvent, k));
    g_array_free(seen, TRUE);
}

void run_drop_doubted(Run *run)
{
    for (uint32_t i = run->events->len; i-- > 0 && (run->is_short || run->bounded_looks > 0);)
        if (g_array_index(run->events, AnalysisEvent, i).doubt > ANALYSIS_CERTAIN) {
            g_array_remove_index(run->events, i);
            run->limit = run->is_short ? too_long : run->limit;
        }
}

/* To the ways in which the function returns. */
static void find_exits(Run *run)
{
    GArray *seen;
    watch_begin_task(run, NULL);
    budget_begin(run, 4);
    run_from_entry(run);
    if (!run->is_waiting && run_take_second_look(run, &seen)) {
        g_ptr_array_set_size(run->exits, 0);
        run_end_blocks(run);
        watch_begin_task(run, NULL);
        budget_begin(run, 3);
        run_from_entry(run);
        run_drop_doubted(run);
        run_keep_seen_twice(run, seen);
    }
    watch_end_task(run, NULL);
    run_dump(run, run->param == IR_NONE ? "as called" : "with a task as parameter", NULL);
    run_end_blocks(run);
}

/* Who uses the answer is to know that it has changed. */
static void tell_dependents(const Run *run)
{
    for (uint32_t i = 0; i < run->dependents->len; i++)
        engine_queue(run->dependents->pdata[i]);
}

/* The ways that were found are not all that there are. */
static void give_up(Run *run)
{
    run->is_given_up = true;
    run->summary = (Summary){.count = 0};
    tell_dependents(run);
}

static void make_summary(Run *run)
{
    if (summary_is_to_widen(run))
        summary_widen(run, run->exits);
    bool is_same;
    Summary summary = summary_make(run->engine, run, run->exits, &is_same);
    if (run->param != IR_NONE && run->info->is_reported)
        for (uint32_t i = 0; i < run->exits->len && summary.split == SPLIT_UNTOLD; i++) {
            const World *lost = run->exits->pdata[i];
            if (lost->state == TASK_LIVE && !world_holds_task(run, lost)) {
                report_partial_parameter(run, lost);
                break;
            }
        }
    if (!is_same) {
        run->summary = summary;
        tell_dependents(run);
    }
}

static void run_entry(Run *run)
{
    run->exits = g_ptr_array_new();
    if (run->gives)
        sites_follow_given(run);
    else
        find_exits(run);
    if (run->limit != NULL)
        give_up(run);
    else
        make_summary(run);
    g_ptr_array_free(run->exits, TRUE);
    run->exits = NULL;
}

void run_follow(Run *run, const Site *site, const World *const *before, uint32_t count)
{
    run->site = site;
    run->run_arena = run->context.arena;
    if (!run->gives) /* its exits are wanted, and who asked it may be following a task */
        run->context.arena = run->engine->site_arena;
    for (uint32_t i = 0; i < count; i++) {
        if (run->made != NULL)
            trail_enter(run->made, site->block, before[i]);
        exec_block(run, site->block, before[i], true);
    }
    fixpoint(run);
}

void run_forget(Run *run)
{
    clear_blocks(run);
    run->site = NULL;
    if (!run->gives)
        base_arena_reset(run->context.arena);
    run->context.arena = run->run_arena;
}

void run_execute(Run *run)
{
    Engine *engine = run->engine;
    run->context = (WorldContext){.values = engine->values, .sets = engine->sets, .arena = base_arena_new(), .keeps_outside = run->kind == RUN_ENTRY,
                                  .keeps_memories = run->kind == RUN_ENTRY && !run->info->is_recursive,
                                  .function = run->info->function, .thresholds = run->info->body->thresholds,
                                  .stops = run->info->body->stops, .body = run->info->body,
                                  .field_ids = engine->field_ids[run->info->module_index],
                                  .global_ids = engine->program->global_of[run->info->module_index], .layouts = engine->layouts,
                                  .array_fields = engine->array_fields};
    run->steps = 0;
    run->tasks = 0;
    run->limit = NULL;
    run->is_joined = run->has_trusted = run->has_lost_element = run->has_given_up = run->is_second_look = run->is_waiting = false;
    run->times++;
    g_array_set_size(run->events, 0);
    watch_begin_run(run);
    if (run->kind == RUN_ENTRY)
        run_entry(run);
    else
        sites_run(run);
    budget_end(run);
    run->has_run = true;
    run->blocks = NULL;
    engine->stats.runs++;
    engine->stats.worlds = MAX(engine->stats.worlds, run->most_worlds);
    if (run->limit != NULL)
        g_hash_table_insert(engine->limits, run->info, (gpointer)(uintptr_t)run->limit);
    base_arena_free(run->context.arena);
    run->context.arena = NULL;
}
