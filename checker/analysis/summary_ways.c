/* summary_ways.c - from the worlds in which a run returned to a summary: merged to a few ways, compared with what was known,
 * and widened when a recursion keeps adding to it. */
#include "analysis/engine.h"

#include <string.h>

/* Ways of one summary before they are joined with loss: with a task to follow, or known numbers (who asks so closely wants them told apart), and without. `from <= n && n < to` has
 * three. */
enum { MOST_WAYS = 12, MOST_PLAIN_WAYS = 4 };

/* How many numbers the ways return, each another: which slot was free, or that none was. No two of these are joined as long as they are few. */
enum { MOST_NUMBERS_RETURNED = 18 };

static uint32_t count_numbers_returned(WorldContext *context, const GPtrArray *exits)
{
    const Value result = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    GHashTable *numbers = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < exits->len; i++) {
        const Value returned = world_get(exits->pdata[i], result);
        int64_t number;
        if (returned != VALUE_NONE && value_is_const(context->values, returned, &number))
            g_hash_table_add(numbers, GUINT_TO_POINTER(returned));
    }
    const uint32_t count = g_hash_table_size(numbers);
    g_hash_table_destroy(numbers);
    return count;
}

/* What a key can hold; INTSET_FULL: nothing is known. */
static IntSet set_at(WorldContext *context, const World *world, Value key)
{
    Env env;
    env_from_world(&env, world);
    Value value = world_get(world, key);
    IntSet set = INTSET_FULL;
    if (value != VALUE_NONE)
        set = env_set_of(context, &env, value);
    else if (world->has_rests && env_rest(context->values, &env, key) == REST_ZERO)
        set = intset_range(context->sets, 0, 0);
    env_clear(&env);
    return set;
}

/* What `a` says of a key and `b` of the one that means the same there. */
static bool are_apart_at(WorldContext *context, const World *a, const World *b, Value key, Value counterpart)
{
    return intset_intersect(context->sets, set_at(context, a, key), set_at(context, b, counterpart)) == INTSET_EMPTY;
}

/* A pointer that is returned and not just NULL; what it leads to is for callers to test. */
static bool is_some_pointer(const Values *values, Value value)
{
    const ValueNode *node = value_node(values, value);
    return value_is_address(values, value) || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER);
}

/* By what is returned: a number, a pointer or NULL, or the members of a struct that `a` has something to say of. */
static bool result_of_first_differs(WorldContext *context, const World *a, const World *b)
{
    Value result = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    if (world_get(a, result) == value_const(context->values, 0) && is_some_pointer(context->values, world_get(b, result)))
        return true;
    for (uint32_t i = 0; i < a->cell_count; i++)
        if (value_root(context->values, a->cells[i].key) == result && are_apart_at(context, a, b, a->cells[i].key, a->cells[i].key))
            return true;
    return false;
}

static bool results_are_apart(WorldContext *context, const World *a, const World *b)
{
    return result_of_first_differs(context, a, b) || result_of_first_differs(context, b, a);
}

static bool is_kept(WorldContext *context, const World *world)
{
    Value task = value_task(context->values);
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (world->cells[i].value == task)
            return true;
    return false;
}

/* The place in `b` that is `place` in `a`: the same, or behind the pointer that came in as the same parameter. */
static Value same_place(WorldContext *context, const Run *run, const World *a, const World *b, Value place)
{
    Values *values = context->values;
    Value root = value_root(values, place);
    if (value_node(values, root)->kind != VALUE_SYMBOL)
        return place;
    for (uint32_t p = 0; p < run->info->function->param_count; p++) {
        Value key = value_key(values, VALUE_KEY_INITIAL, value_local(values, p), 0), here = world_get(a, key), there = world_get(b, key);
        if (value_root(values, here) == root && there != VALUE_NONE && value_rebase(values, here, root, value_root(values, there)) == there)
            return value_rebase(values, place, root, value_root(values, there));
    }
    return VALUE_NONE;
}

static bool mentions_only(const Values *values, Value value, Value symbol)
{
    const ValueNode *node = value_node(values, value);
    if (!node->has_symbols || value == symbol)
        return true;
    return node->kind != VALUE_SYMBOL && mentions_only(values, node->left, symbol) && (node->right == VALUE_NONE || mentions_only(values, node->right, symbol));
}

/* Whether `b` says of one unknown what `a` rules out of its own: a bit, a remainder, what else an expression tells. */
static bool facts_are_apart(WorldContext *context, const World *a, const World *b, Value own, Value other)
{
    if (value_node(context->values, own)->kind != VALUE_SYMBOL || value_node(context->values, other)->kind != VALUE_SYMBOL)
        return false;
    Env env;
    env_from_world(&env, a);
    bool is_possible = true;
    for (uint32_t i = 0; i < b->fact_count && is_possible; i++)
        if (mentions_only(context->values, b->facts[i].atom, other))
            is_possible = env_assume(context, &env, value_renamed(context->values, b->facts[i].atom, other, own), b->facts[i].set);
    env_clear(&env);
    return !is_possible;
}

/* Whether something that came in tells two ways apart: a global, or an argument and what is behind it. */
static SummarySplit split_by_input(WorldContext *context, const Run *run, const World *live, const World *consumed)
{
    Values *values = context->values;
    SummarySplit split = SPLIT_UNTOLD;
    for (uint32_t i = 0; i < live->cell_count && split != SPLIT_BY_GLOBAL; i++) {
        const ValueNode key = *value_node(values, live->cells[i].key);
        if (key.kind != VALUE_KEY || key.op != VALUE_KEY_INITIAL)
            continue;
        Value there = same_place(context, run, live, consumed, key.left);
        Value counterpart = there == VALUE_NONE ? VALUE_NONE : value_key(values, VALUE_KEY_INITIAL, there, 0);
        if (counterpart == VALUE_NONE || (!are_apart_at(context, live, consumed, live->cells[i].key, counterpart) &&
                                          !facts_are_apart(context, live, consumed, live->cells[i].value, world_get(consumed, counterpart))))
            continue;
        split = value_node(values, value_root(values, key.left))->kind == VALUE_GLOBAL ? SPLIT_BY_GLOBAL : SPLIT_BY_PARAM;
    }
    return split;
}

static SummarySplit find_split(WorldContext *context, const Run *run, GPtrArray *exits)
{
    SummarySplit split = SPLIT_NONE;
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = 0; j < exits->len; j++) {
            const World *live = exits->pdata[i], *consumed = exits->pdata[j];
            bool handed_on = consumed->state == TASK_CONSUMED || (consumed->state == TASK_LIVE && is_kept(context, consumed));
            if (live->state != TASK_LIVE || is_kept(context, live) || !handed_on)
                continue;
            SummarySplit pair = results_are_apart(context, live, consumed) ? SPLIT_BY_RETURN : split_by_input(context, run, live, consumed);
            split = MAX(split, pair);
        }
    return split;
}

bool summary_callers_are_known(const FunctionInfo *info, SummarySplit split)
{
    bool is_enough = split == SPLIT_BY_GLOBAL || (split == SPLIT_BY_PARAM && info->function->linkage == IR_LINKAGE_INTERNAL);
    return is_enough && !info->linked->is_address_taken;
}

static void remove_world(GPtrArray *worlds, uint32_t at)
{
    g_ptr_array_remove_index(worlds, at);
}

/* In how many places callers get the task that was followed. */
static uint32_t count_places(const WorldContext *context, const GPtrArray *exits)
{
    GHashTable *places = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < exits->len; i++) {
        const World *exit = exits->pdata[i];
        for (uint32_t c = 0; c < exit->cell_count; c++)
            if (exit->cells[c].value == value_task(context->values))
                g_hash_table_add(places, GUINT_TO_POINTER(exit->cells[c].key));
    }
    uint32_t count = g_hash_table_size(places);
    g_hash_table_destroy(places);
    return count;
}

uint32_t summary_tasks_given(WorldContext *context, const World *world)
{
    Values *values = context->values;
    uint32_t count = 0;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        Cell cell = world->cells[i];
        const ValueNode *held = value_node(values, cell.value), *key = value_node(values, cell.key);
        bool is_place = key->kind != VALUE_KEY || key->op == VALUE_KEY_RETURN;
        count += is_place && held->kind == VALUE_SYMBOL && held->type.kind == IR_TYPE_TASK &&
                 world_get(world, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) != cell.value;
    }
    return count;
}

enum { SOME_FORGOTTEN = 16, ALL_FORGOTTEN = 1000 };

/* How unlike two ways are: what tells callers most, the result, counts most; but a task that only one of them hands over would be forgotten. */
static uint32_t way_distance(WorldContext *context, const World *a, const World *b)
{
    uint32_t given = summary_tasks_given(context, a), others = summary_tasks_given(context, b);
    uint32_t forgotten = given == others ? 0 : given == 0 || others == 0 ? ALL_FORGOTTEN : SOME_FORGOTTEN;
    return world_distance(context, a, b) + (results_are_apart(context, a, b) ? 8 : 0) + forgotten;
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

/* What a way tells callers of numbers and of where the task is; alike: the same is told. */
static uint32_t what_is_told(const WorldContext *context, const World *way)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const Cell cell = way->cells[i];
        const ValueNode *key = value_node(context->values, cell.key), *held = value_node(context->values, cell.value);
        if ((key->kind != VALUE_KEY || key->op == VALUE_KEY_RETURN) && (held->kind == VALUE_CONST || held->kind == VALUE_TASK))
            told = told * 31 + cell.key * 31 + cell.value;
    }
    return told;
}

/* Of single paths, which are too many, those that came first of each that tell the same, then the second ones. */
static void keep_some_of_each(const WorldContext *context, GPtrArray *exits, uint32_t most)
{
    uint32_t *told = g_new(uint32_t, exits->len + 1), *earlier = g_new0(uint32_t, exits->len + 1);
    for (uint32_t i = 0; i < exits->len; i++) {
        told[i] = what_is_told(context, exits->pdata[i]);
        for (uint32_t j = 0; j < i; j++)
            earlier[i] += told[j] == told[i];
    }
    GPtrArray *kept = g_ptr_array_new();
    for (uint32_t rank = 0; rank < exits->len; rank++)
        for (uint32_t i = 0; i < exits->len && kept->len < most; i++)
            if (earlier[i] == rank)
                g_ptr_array_add(kept, exits->pdata[i]);
    g_ptr_array_set_size(exits, 0);
    g_ptr_array_extend(exits, kept, NULL, NULL);
    g_ptr_array_free(kept, TRUE);
    g_free(earlier);
    g_free(told);
}

void summary_merge(Run *run, GPtrArray *exits)
{
    WorldContext *context = &run->context;
    uint32_t most = run->entry->state != TASK_NONE || engine_names_number(run->engine, run->entry) ? MOST_WAYS : MOST_PLAIN_WAYS;
    const uint32_t numbers = exits->len > most ? count_numbers_returned(context, exits) : 0;
    if (numbers <= MOST_NUMBERS_RETURNED)
        most = MAX(most, numbers);
    if (run->gives) /* who gets the task asks for those with it in one place */
        most = MOST_WAYS * MAX(count_places(context, exits), 1);
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = i + 1; j < exits->len;) {
            const World *joined = world_are_apart(context, exits->pdata[i], exits->pdata[j])
                ? NULL : world_join(context, exits->pdata[i], exits->pdata[j], WORLD_JOIN_EXACT, NULL);
            if (joined == NULL) {
                j++;
                continue;
            }
            exits->pdata[i] = (gpointer)(uintptr_t)joined;
            remove_world(exits, j);
            j = i + 1;
        }
    if (run->giving_as == GIVING_BOUNDED)
        keep_some_of_each(context, exits, most);
    while (exits->len > most && merge_closest(context, exits))
        continue;
}

enum { MOST_TRACE = 24 };

/* The path of a way, newest steps only. Paths inside callees come from their summaries, so they live as long and are shared. */
static const Trace *copy_trace(BaseArena *arena, const Trace *trace)
{
    const Trace *first = NULL;
    Trace *last = NULL;
    uint32_t count = 0;
    for (; trace != NULL && count < MOST_TRACE; trace = trace->previous, count++) {
        Trace *copy = BASE_NEW(arena, Trace);
        *copy = *trace;
        copy->previous = NULL;
        if (copy->step.name != NULL)
            copy->step.name = base_arena_strdup(arena, copy->step.name);
        if (last == NULL)
            first = copy;
        else
            last->previous = copy;
        last = copy;
    }
    for (Trace *copy = (Trace *)(uintptr_t)first; copy != NULL; copy = (Trace *)(uintptr_t)copy->previous)
        copy->length = count--;
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

Summary summary_make(Engine *engine, Run *run, GPtrArray *exits, bool *is_same)
{
    summary_merge(run, exits);
    g_ptr_array_sort(exits, compare_worlds);
    *is_same = says_the_same(run, &run->summary, exits);
    if (*is_same)
        return run->summary;
    Summary summary = {.count = exits->len};
    if (run->param != IR_NONE)
        summary.split = find_split(&run->context, run, exits);
    summary.worlds = BASE_NEW_ARRAY(engine->arena, const World *, exits->len);
    for (uint32_t i = 0; i < exits->len; i++) {
        const World *exit = exits->pdata[i];
        summary.worlds[i] = world_keep(engine->arena, exit, copy_trace(engine->arena, exit->trace));
    }
    return summary;
}

/* The sign of what a set holds, as a set: seven of them are all there is. */
static IntSet sign_of(IntSets *sets, IntSet set)
{
    static const struct {
        int64_t low, high;
    } signs[] = {{INT64_MIN, -1}, {0, 0}, {1, INT64_MAX}};
    IntSet sign = INTSET_EMPTY;
    for (uint32_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        IntSet part = intset_range(sets, signs[i].low, signs[i].high);
        if (intset_intersect(sets, set, part) != INTSET_EMPTY)
            sign = intset_union(sets, sign, part);
    }
    return sign;
}

/* Of a number that is returned its sign is left; 0 and 1, the truth values, as they are. That tells callers what happened. */
static void bare_result(WorldContext *context, Env *env, IntSet before)
{
    Value key = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0), value = env_get(env, key);
    const ValueNode node = *value_node(context->values, value);
    bool is_truth = node.kind == VALUE_CONST && (node.number == 0 || node.number == 1);
    bool is_number = node.kind == VALUE_CONST || node.kind == VALUE_EXPRESSION || (node.kind == VALUE_SYMBOL && ir_is_number(node.type));
    if (is_truth || !is_number)
        return;
    IntSet sign = sign_of(context->sets, before);
    IrType type = node.kind == VALUE_CONST ? IR_INT(64, true) : node.type;
    Value fresh = env_fresh(context, env, type);
    env_set(env, key, fresh);
    env_assume(context, env, fresh, sign);
}

/* Without facts and remembered numbers, but for whether what is returned is pending: what is left, near as it is, has finitely many forms. */
static const World *bare_world(WorldContext *context, const World *world)
{
    Value result = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    Value returned = world_get(world, result), pending = value_pending(context->values, returned);
    IntSet set = set_at(context, world, result);
    Env env;
    env_from_world(&env, world);
    IntSet is_pending = env_fact(&env, pending);
    env.fact_count = 0;
    if (is_pending != INTSET_FULL)
        env_set_fact(&env, pending, is_pending);
    for (uint32_t i = env.cell_count; i-- > 0;) {
        const ValueNode *key = value_node(context->values, env.cells[i].key), *value = value_node(context->values, env.cells[i].value);
        bool is_number = value->kind == VALUE_CONST || value->kind == VALUE_EXPRESSION;
        if (is_number && key->kind != VALUE_KEY) /* it has changed */
            env_set(&env, env.cells[i].key, env_fresh(context, &env, IR_INT(64, true)));
        else if (is_number && (key->op == VALUE_KEY_INITIAL || key->op == VALUE_KEY_REST))
            env_set(&env, env.cells[i].key, key->op == VALUE_KEY_REST ? value_const(context->values, 0) : VALUE_NONE);
    }
    if (returned != VALUE_NONE)
        bare_result(context, &env, set);
    const World *bare = world_from_env(context, &env, NULL, NULL);
    env_clear(&env);
    return bare;
}

/* Repetitions before ranges are widened, and before only the bare worlds are kept. In large components sooner: there, numbers
 * go round through many hands, and every repetition is one of each function. */
static const struct {
    uint32_t component, often, very_often;
} repetitions[] = {{50, 3, 6}, {1000, 1, 2}, {UINT32_MAX, 0, 0}};

static uint32_t repetitions_of(const Run *run)
{
    uint32_t i = 0;
    while (run->info->component_size > repetitions[i].component)
        i++;
    return i;
}

bool summary_is_to_widen(const Run *run)
{
    return run->times > repetitions[repetitions_of(run)].often;
}

/* Whether only one of two ways gives callers any task: joined, there would be none. */
static bool forgets_tasks(WorldContext *context, const World *a, const World *b)
{
    return (summary_tasks_given(context, a) == 0) != (summary_tasks_given(context, b) == 0);
}

void summary_widen(Run *run, GPtrArray *exits)
{
    WorldContext *context = &run->context;
    for (uint32_t i = 0; i < run->summary.count; i++)
        g_ptr_array_insert(exits, (gint)i, (gpointer)(uintptr_t)run->summary.worlds[i]);
    for (uint32_t i = 0; i < exits->len; i++)
        exits->pdata[i] = (gpointer)(uintptr_t)summary_without_far(context, exits->pdata[i]);
    run->is_bare = run->times > repetitions[repetitions_of(run)].very_often;
    if (run->is_bare)
        for (uint32_t i = 0; i < exits->len; i++)
            exits->pdata[i] = (gpointer)(uintptr_t)bare_world(context, exits->pdata[i]);
    for (uint32_t i = 0; i < exits->len; i++)
        for (uint32_t j = i + 1; j < exits->len;) {
            const World *joined = forgets_tasks(context, exits->pdata[i], exits->pdata[j])
                ? NULL : world_join(context, exits->pdata[i], exits->pdata[j], WORLD_JOIN_WIDEN, NULL);
            if (joined == NULL) {
                j++;
                continue;
            }
            exits->pdata[i] = (gpointer)(uintptr_t)joined;
            remove_world(exits, j);
        }
}
