/* tables.c - what is read from an array by an index that is one of few, where it is known what stands there.
 *
 * The array is a global that nothing ever writes (initials.c), or one of which the path knows what each of these elements holds: a table in a local
 * variable, flags that a loop has computed. There is one path for each value that the index may find, with the indices that find it, so that what is
 * decided by the value and what is decided by the index agree. So there is for an unknown that a variable
 * holds, too, as in `bool on[] = {a, b};`: that variable may be asked as well. For values that are other unknowns, or many, one path goes on
 * that knows what there is and that the index finds none of the others, but not where. */
#include "analysis/engine.h"

enum {
    MOST_INDICES = 64,
    MOST_FORKED = 16 /* values that are followed one by one */
};

/* What an element of unknown number can hold, and the numbers with which it does. */
typedef struct Way {
    Value held; /* VALUE_NONE: not known */
    IntSet indices;
} Way;

/* The address with this number in the place of the unknown one of the element that it lies in. */
static Value with_index(Values *values, Value address, Value element, int64_t at)
{
    return value_rebase(values, address, element, value_element(values, value_node(values, element)->left, value_const(values, at)));
}

/* Whether what has a cell in this array, and is no element by a known number, lies elsewhere. */
static bool is_told_by_number(Exec *exec, const Env *env, Value address)
{
    const Values *values = exec->engine->values;
    bool is_apart = true;
    for (uint32_t i = 0; i < env->cell_count && is_apart; i++) {
        Value key = env->cells[i].key;
        bool is_place = value_root(values, key) == value_root(values, address) && value_node(values, key)->kind != VALUE_KEY;
        is_apart = !is_place || !overlap_is_doubtful(exec, key) || !overlap_may_be_same(exec, env, key, address);
    }
    return is_apart;
}

/* What the path knows of a place in an object that it alone knows. */
static Value held_here(Exec *exec, const Env *env, Value place)
{
    Value held = env_get(env, place);
    bool is_zero = held == VALUE_NONE && memory_rest(exec, env, place) == REST_ZERO;
    if (is_zero)
        return value_const(exec->engine->values, 0);
    const ValueNode *node = value_node(exec->engine->values, held);
    bool is_task = node->kind == VALUE_TASK || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_TASK); /* its bytes, as something else */
    return is_task ? VALUE_NONE : held;
}

static void add_way(IntSets *sets, GArray *ways, Way way)
{
    uint32_t at = 0;
    while (at < ways->len && g_array_index(ways, Way, at).held != way.held)
        at++;
    if (at == ways->len)
        g_array_append_val(ways, way);
    else
        g_array_index(ways, Way, at).indices = intset_union(sets, g_array_index(ways, Way, at).indices, way.indices);
}

/* Way; NULL: the address lies in no such element, or what number it has is not known. */
static GArray *find_ways(Exec *exec, const Env *env, Value address, Value element)
{
    WorldContext *context = &exec->run->context;
    Value root = value_root(context->values, address), index = value_node(context->values, element)->right;
    bool is_kept = initials_are_kept(exec, root);
    bool is_own = memory_is_private(exec, env, root) && (exec->run->first_look == FIRST_LOOK_NONE || first_look_knows(exec->run, address));
    if (!is_kept && !is_own)
        return NULL;
    int64_t indices[MOST_INDICES];
    uint32_t count = intset_members(context->sets, env_set_of(context, env, index), indices, MOST_INDICES);
    if (count == 0 || (!is_kept && !is_told_by_number(exec, env, address)))
        return NULL;
    GArray *ways = g_array_new(FALSE, FALSE, sizeof(Way));
    bool is_known = true;
    for (uint32_t i = 0; i < count && is_known; i++) {
        Value place = with_index(context->values, address, element, indices[i]);
        Value held = place == VALUE_NONE ? VALUE_NONE : is_kept ? initials_value(exec, place) : held_here(exec, env, place);
        add_way(context->sets, ways, (Way){held, intset_range(context->sets, indices[i], indices[i])});
        is_known = is_kept || held != VALUE_NONE;
    }
    if (is_known)
        return ways;
    g_array_free(ways, TRUE);
    return NULL;
}

static bool is_one_number(const Exec *exec, Way way)
{
    return way.held != VALUE_NONE && !value_node(exec->engine->values, way.held)->has_symbols;
}

/* Whether what stands there is made of what a variable holds, too: who asks that variable asks for this element. */
static bool is_held_elsewhere(const Exec *exec, const Env *env, Way way, Value array)
{
    Values *values = exec->engine->values;
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && way.held != VALUE_NONE && !is; i++) {
        const Cell cell = env->cells[i];
        is = value_node(values, cell.value)->kind == VALUE_SYMBOL && value_node(values, cell.key)->kind == VALUE_LOCAL && cell.key != array &&
             value_renamed(values, way.held, cell.value, value_const(values, 0)) != way.held;
    }
    return is;
}

/* Takes out the ways whose values are not known one by one, or all where there are too many to be followed so; the indices with which the path finds these. */
static GArray *take_others(const Exec *exec, const Env *env, GArray *ways, Value array, IntSet *indices)
{
    GArray *others = g_array_new(FALSE, FALSE, sizeof(Way));
    bool are_many = ways->len > MOST_FORKED;
    *indices = INTSET_EMPTY;
    for (uint32_t i = ways->len; i-- > 0;) {
        Way way = g_array_index(ways, Way, i);
        if (!are_many && (is_one_number(exec, way) || is_held_elsewhere(exec, env, way, array)))
            continue;
        g_array_append_val(others, way);
        *indices = intset_union(exec->engine->sets, *indices, way.indices);
        g_array_remove_index(ways, i);
    }
    return others;
}

/* All numbers that may stand there. */
static IntSet numbers_of(Exec *exec, const Env *env, const GArray *ways)
{
    IntSet set = INTSET_EMPTY;
    for (uint32_t i = 0; i < ways->len && set != INTSET_FULL; i++) {
        Value held = g_array_index(ways, Way, i).held;
        set = held == VALUE_NONE ? INTSET_FULL : intset_union(exec->engine->sets, set, env_set_of(&exec->run->context, env, held));
    }
    return set;
}

static void follow(Exec *exec, const Env *env, const IrInst *load, uint32_t next, Value index, Way way, IntSet numbers)
{
    WorldContext *context = &exec->run->context;
    Path path = {.next = next};
    env_copy(&path.env, env);
    if (index != VALUE_NONE && !unchanged_assume(exec, &path.env, index, way.indices)) {
        env_clear(&path.env);
        return;
    }
    if (way.held == VALUE_NONE) {
        way.held = memory_load(exec, &path.env, exec_register(exec, &path.env, load->as.load.address), load->type, false);
        env_assume(context, &path.env, way.held, numbers);
    }
    exec_set_register(exec, &path.env, load->result, way.held);
    g_array_append_val(exec->pending, path);
}

bool tables_fork_load(Exec *exec, Env *env, const IrInst *load, uint32_t next)
{
    Values *values = exec->engine->values;
    Value address = exec_register(exec, env, load->as.load.address);
    bool is_scalar = load->type.kind == IR_TYPE_INT || load->type.kind == IR_TYPE_POINTER;
    Value element = is_scalar && !load->as.load.is_volatile && address != VALUE_NONE ? value_unknown_element(values, address) : VALUE_NONE;
    GArray *ways = element == VALUE_NONE ? NULL : find_ways(exec, env, address, element);
    if (ways == NULL)
        return false;
    IntSet indices;
    GArray *others = take_others(exec, env, ways, value_root(values, address), &indices);
    Value index = value_node(values, element)->right;
    for (uint32_t i = 0; i < ways->len; i++)
        follow(exec, env, load, next, index, g_array_index(ways, Way, i), INTSET_FULL);
    if (others->len > 0) {
        IntSet numbers = load->type.kind == IR_TYPE_INT ? numbers_of(exec, env, others) : INTSET_FULL;
        follow(exec, env, load, next, index, (Way){VALUE_NONE, indices}, numbers);
    }
    g_array_free(others, TRUE);
    g_array_free(ways, TRUE);
    return true;
}
