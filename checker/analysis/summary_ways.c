/* summary_ways.c - from the worlds in which a run returned to a summary: merged to a few ways, compared with what was known,
 * and widened when a recursion keeps adding to it. */
#include "analysis/engine.h"

#include <string.h>

/* Ways of one summary before they are joined with loss: with a task to follow, without, and of functions that have
 * nothing to do with tasks. */
enum { MOST_WAYS = 12, MOST_PLAIN_WAYS = 4, MOST_OTHER_WAYS = 2 };

static IntSet set_in_world(WorldContext *context, const World *world, Value value)
{
    Env env;
    env_from_world(&env, world);
    IntSet set = env_set_of(context, &env, value);
    env_clear(&env);
    return set;
}

static bool are_apart(WorldContext *context, const World *a, const World *b, Value key)
{
    Value left = world_get(a, key), right = world_get(b, key);
    if (left == VALUE_NONE || right == VALUE_NONE)
        return false;
    IntSet x = set_in_world(context, a, left), y = set_in_world(context, b, right);
    return intset_intersect(context->sets, x, y) == INTSET_EMPTY;
}

static bool is_kept(WorldContext *context, const World *world)
{
    Value task = value_task(context->values);
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (world->cells[i].value == task)
            return true;
    return false;
}

static SummarySplit find_split(WorldContext *context, const Run *run, GPtrArray *exits)
{
    Value result = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    SummarySplit split = SPLIT_NONE;
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = 0; j < exits->len; j++) {
            const World *live = exits->pdata[i], *consumed = exits->pdata[j];
            bool handed_on = consumed->state == TASK_CONSUMED || (consumed->state == TASK_LIVE && is_kept(context, consumed));
            if (live->state != TASK_LIVE || is_kept(context, live) || !handed_on)
                continue;
            SummarySplit pair = SPLIT_UNTOLD;
            if (are_apart(context, live, consumed, result))
                pair = SPLIT_BY_RETURN;
            for (uint32_t p = 0; p < run->info->function->param_count && pair == SPLIT_UNTOLD; p++)
                if (are_apart(context, live, consumed,
                              value_key(context->values, VALUE_KEY_INITIAL, value_local(context->values, p), 0)))
                    pair = SPLIT_BY_PARAM;
            split = MAX(split, pair);
        }
    return split;
}

static void remove_world(GPtrArray *worlds, uint32_t at)
{
    g_ptr_array_remove_index(worlds, at);
}

/* How unlike two ways are: what tells callers most, the result, counts most. */
static uint32_t way_distance(WorldContext *context, const World *a, const World *b)
{
    Value key = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    return world_distance(context, a, b) + (are_apart(context, a, b, key) ? 8 : 0);
}

static bool merge_closest(WorldContext *context, GPtrArray *exits)
{
    uint32_t least = UINT32_MAX, at = 0, with = 0;
    const World *best = NULL;
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = i + 1; j < exits->len; j++) {
            uint32_t distance = way_distance(context, exits->pdata[i], exits->pdata[j]);
            const World *joined = distance >= least ? NULL : world_join(context, exits->pdata[i], exits->pdata[j], WORLD_JOIN_LOSSY, NULL);
            if (joined == NULL)
                continue;
            least = distance;
            best = joined;
            at = i;
            with = j;
        }
    if (best == NULL)
        return false;
    exits->pdata[at] = (gpointer)(uintptr_t)best;
    remove_world(exits, with);
    return true;
}

/* Merges exit worlds: exactly where possible, then with loss while there are too many. */
static void merge_exits(WorldContext *context, GPtrArray *exits, uint32_t most)
{
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = i + 1; j < exits->len;) {
            const World *joined = world_join(context, exits->pdata[i], exits->pdata[j], WORLD_JOIN_EXACT, NULL);
            if (joined == NULL) {
                j++;
                continue;
            }
            exits->pdata[i] = (gpointer)(uintptr_t)joined;
            remove_world(exits, j);
            j = i + 1;
        }
    while (exits->len > most && merge_closest(context, exits))
        continue;
}

enum { MOST_TRACE = 24, DEEPEST_TRACE = 5 };

static const Trace *copy_trace(BaseArena *arena, const Trace *trace, int depth)
{
    const Trace *first = NULL;
    Trace *last = NULL;
    for (uint32_t count = 0; trace != NULL && depth < DEEPEST_TRACE && count < MOST_TRACE; trace = trace->previous, count++) {
        Trace *copy = BASE_NEW(arena, Trace);
        *copy = *trace;
        copy->previous = NULL;
        copy->inner = trace->inner == NULL ? NULL : copy_trace(arena, trace->inner, depth + 1);
        if (copy->step.name != NULL)
            copy->step.name = base_arena_strdup(arena, copy->step.name);
        if (last == NULL)
            first = copy;
        else
            last->previous = copy;
        last = copy;
    }
    return first;
}

static gint compare_worlds(gconstpointer a, gconstpointer b)
{
    const World *left = *(const World *const *)a, *right = *(const World *const *)b;
    if (left->state != right->state)
        return left->state < right->state ? -1 : 1;
    return left->hash < right->hash ? -1 : left->hash > right->hash;
}

static bool says_the_same(const Run *run, const Summary *summary, GPtrArray *exits)
{
    if (!run->has_run || summary->count != exits->len)
        return false;
    for (uint32_t i = 0; i < exits->len; i++)
        if (!world_equal(summary->worlds[i], exits->pdata[i]))
            return false;
    return true;
}

Summary summary_make(Engine *engine, const Run *run, GPtrArray *exits, bool *is_same)
{
    WorldContext context = run->context;
    merge_exits(&context, exits, run->entry->state != TASK_NONE ? MOST_WAYS : run->info->is_relevant ? MOST_PLAIN_WAYS : MOST_OTHER_WAYS);
    g_ptr_array_sort(exits, compare_worlds);
    *is_same = says_the_same(run, &run->summary, exits);
    if (*is_same)
        return run->summary;
    Summary summary = {.count = exits->len};
    if (run->param != IR_NONE)
        summary.split = find_split(&context, run, exits);
    summary.worlds = BASE_NEW_ARRAY(engine->arena, const World *, exits->len);
    for (uint32_t i = 0; i < exits->len; i++) {
        const World *exit = exits->pdata[i];
        summary.worlds[i] = world_keep(engine->arena, exit, copy_trace(engine->arena, exit->trace, 0));
    }
    return summary;
}

/* Without facts and remembered numbers: what is left has finitely many forms. */
static const World *bare_world(WorldContext *context, const World *world)
{
    Env env;
    env_from_world(&env, world);
    env.fact_count = 0;
    for (uint32_t i = env.cell_count; i-- > 0;) {
        const ValueNode *key = value_node(context->values, env.cells[i].key), *value = value_node(context->values, env.cells[i].value);
        bool is_number = value->kind == VALUE_CONST || value->kind == VALUE_EXPRESSION;
        if (key->kind == VALUE_KEY && key->op == VALUE_KEY_RETURN && value->kind == VALUE_CONST && (value->number == 0 || value->number == 1))
            continue; /* a truth value tells callers what happened to the task, and there are only two */
        if (is_number && (key->kind != VALUE_KEY || key->op == VALUE_KEY_INITIAL || key->op == VALUE_KEY_RETURN))
            env_remove(&env, env.cells[i].key);
    }
    const World *bare = world_from_env(context, &env, NULL, NULL);
    env_clear(&env);
    return bare;
}

enum { VERY_OFTEN = 6 };

void summary_widen(Run *run, GPtrArray *exits)
{
    WorldContext *context = &run->context;
    for (uint32_t i = 0; i < run->summary.count; i++)
        g_ptr_array_insert(exits, (gint)i, (gpointer)(uintptr_t)run->summary.worlds[i]);
    if (run->times > VERY_OFTEN)
        for (uint32_t i = 0; i < exits->len; i++)
            exits->pdata[i] = (gpointer)(uintptr_t)bare_world(context, exits->pdata[i]);
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = i + 1; j < exits->len;) {
            const World *joined = world_join(context, exits->pdata[i], exits->pdata[j], WORLD_JOIN_WIDEN, NULL);
            if (joined == NULL) {
                j++;
                continue;
            }
            exits->pdata[i] = (gpointer)(uintptr_t)joined;
            remove_world(exits, j);
        }
}
