/* env.c - a world under construction: its cells and facts; see world.h. What follows from facts: infer.c. */
#include "worlds/world.h"

#include <string.h>

void env_init(Env *env)
{
    memset(env, 0, sizeof *env);
}

void env_clear(Env *env)
{
    g_free(env->cells);
    g_free(env->facts);
    g_free(env->registers);
    env_init(env);
}

static void reserve_cells(Env *env, uint32_t count)
{
    if (count > env->cell_capacity) {
        env->cell_capacity = MAX(count, env->cell_capacity * 2);
        env->cells = g_renew(Cell, env->cells, env->cell_capacity);
    }
}

static void reserve_facts(Env *env, uint32_t count)
{
    if (count > env->fact_capacity) {
        env->fact_capacity = MAX(count, env->fact_capacity * 2);
        env->facts = g_renew(Fact, env->facts, env->fact_capacity);
    }
}

void env_from_world(Env *env, const World *world)
{
    env_init(env);
    reserve_cells(env, world->cell_count + 16);
    reserve_facts(env, world->fact_count + 8);
    if (world->cell_count > 0)
        memcpy(env->cells, world->cells, sizeof(Cell) * world->cell_count);
    if (world->fact_count > 0)
        memcpy(env->facts, world->facts, sizeof(Fact) * world->fact_count);
    env->cell_count = world->cell_count;
    env->fact_count = world->fact_count;
    env->symbol_count = world->symbol_count;
    env->state = world->state;
    env->flags = world->flags;
    env->is_loose = world->is_loose;
    env->is_loose_since_task = world->is_loose_since_task;
    env->trace = world->trace;
}

void env_copy(Env *to, const Env *from)
{
    *to = *from;
    to->cells = g_memdup2(from->cells, sizeof(Cell) * from->cell_capacity);
    to->facts = g_memdup2(from->facts, sizeof(Fact) * from->fact_capacity);
    to->registers = g_memdup2(from->registers, sizeof(Value) * from->register_count);
}

static uint32_t cell_position(const Cell *cells, uint32_t count, Value key)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (cells[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Value env_get(const Env *env, Value key)
{
    uint32_t at = cell_position(env->cells, env->cell_count, key);
    return at < env->cell_count && env->cells[at].key == key ? env->cells[at].value : VALUE_NONE;
}

bool env_is_as_found(Values *values, const Env *env, Cell cell)
{
    return env_get(env, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) == cell.value || env_get(env, value_key(values, VALUE_KEY_SEEN, cell.key, 0)) == cell.value;
}

Value world_get(const World *world, Value key)
{
    uint32_t at = cell_position(world->cells, world->cell_count, key);
    return at < world->cell_count && world->cells[at].key == key ? world->cells[at].value : VALUE_NONE;
}

void env_remove(Env *env, Value key)
{
    uint32_t at = cell_position(env->cells, env->cell_count, key);
    if (at >= env->cell_count || env->cells[at].key != key)
        return;
    memmove(&env->cells[at], &env->cells[at + 1], sizeof(Cell) * (env->cell_count - at - 1));
    env->cell_count--;
}

void env_set(Env *env, Value key, Value value)
{
    if (key == VALUE_NONE)
        return;
    if (value == VALUE_NONE) {
        env_remove(env, key);
        return;
    }
    uint32_t at = cell_position(env->cells, env->cell_count, key);
    if (at < env->cell_count && env->cells[at].key == key) {
        env->cells[at].value = value;
        return;
    }
    reserve_cells(env, env->cell_count + 1);
    memmove(&env->cells[at + 1], &env->cells[at], sizeof(Cell) * (env->cell_count - at));
    env->cells[at] = (Cell){key, value};
    env->cell_count++;
}

Value env_fresh(WorldContext *context, Env *env, IrType type)
{
    return value_symbol(context->values, env->symbol_count++, type);
}

bool env_holds_task(WorldContext *context, const Env *env)
{
    Value task = value_task(context->values);
    for (uint32_t i = 0; i < env->cell_count; i++)
        if (env->cells[i].value == task)
            return true;
    return false;
}

/* --- objects --- */

static bool is_one_object(Values *values, const Env *env, Value root)
{
    int kind = value_node(values, root)->kind;
    return kind == VALUE_LOCAL || kind == VALUE_GLOBAL || kind == VALUE_FUNCTION ||
           (kind == VALUE_SYMBOL && (env_get(env, value_key(values, VALUE_KEY_HEAP, root, 0)) != VALUE_NONE ||
                                     env_get(env, value_key(values, VALUE_KEY_PRIVATE, root, 0)) == value_const(values, 2)));
}

bool env_are_apart(Values *values, const Env *env, Value root, Value other)
{
    return root != other && is_one_object(values, env, root) && is_one_object(values, env, other);
}

/* --- names --- */

typedef struct Renaming {
    Value symbol, by;
} Renaming;

static Value renamed_symbol(Values *values, Value symbol, void *data)
{
    (void)values;
    const Renaming *renaming = data;
    return symbol == renaming->symbol ? renaming->by : symbol;
}

Value value_renamed(Values *values, Value value, Value symbol, Value by)
{
    Renaming renaming = {symbol, by};
    return value_replace(values, value, renamed_symbol, &renaming);
}

/* What is remembered of a whole object speaks of the one around it now. */
static Value renamed_key(Values *values, Value key, Value symbol, Value by)
{
    const ValueNode node = *value_node(values, key);
    bool is_of_object = node.kind == VALUE_KEY && node.left == symbol && (node.op == VALUE_KEY_HEAP || node.op == VALUE_KEY_PRIVATE ||
                                                                        node.op == VALUE_KEY_LEAKED || node.op == VALUE_KEY_KEPT);
    return is_of_object ? value_key(values, node.op, value_root(values, by), node.number) : value_renamed(values, key, symbol, by);
}

void env_rename(Values *values, Env *env, Value symbol, Value by)
{
    Env old = *env;
    env->cells = NULL;
    env->facts = NULL;
    env->cell_count = env->cell_capacity = env->fact_count = env->fact_capacity = 0;
    reserve_cells(env, old.cell_capacity);
    reserve_facts(env, old.fact_capacity);
    for (uint32_t i = 0; i < old.cell_count; i++)
        env_set(env, renamed_key(values, old.cells[i].key, symbol, by), value_renamed(values, old.cells[i].value, symbol, by));
    for (uint32_t i = 0; i < old.fact_count; i++) {
        Value atom = value_renamed(values, old.facts[i].atom, symbol, by);
        int kind = value_node(values, atom)->kind;
        if (kind == VALUE_SYMBOL || kind == VALUE_EXPRESSION)
            env_set_fact(env, atom, old.facts[i].set);
    }
    for (uint32_t i = 0; i < env->register_count; i++)
        env->registers[i] = value_renamed(values, env->registers[i], symbol, by);
    g_free(old.cells);
    g_free(old.facts);
}

/* --- objects that were filled --- */

static Value rest_of_object(Values *values, const Env *env, Value object, bool is_array)
{
    return env_get(env, value_key(values, VALUE_KEY_REST, object, is_array));
}

Rest env_rest(Values *values, const Env *env, Value address)
{
    bool is_beside = false; /* not inside the first element of the array */
    for (Value object = address;; object = value_node(values, object)->left) {
        Value rest = is_beside ? VALUE_NONE : rest_of_object(values, env, object, false);
        if (rest == VALUE_NONE)
            rest = rest_of_object(values, env, object, true);
        if (rest != VALUE_NONE)
            return rest == value_const(values, 1) ? REST_ZERO : REST_UNKNOWN;
        int kind = value_node(values, object)->kind;
        if (kind != VALUE_FIELD && kind != VALUE_ELEMENT && kind != VALUE_ELEMENT_AT)
            return REST_AS_IT_WAS;
        is_beside = kind != VALUE_FIELD;
    }
}

void env_set_rest(Values *values, Env *env, Value object, bool is_array, Rest rest)
{
    Value key = value_key(values, VALUE_KEY_REST, object, is_array);
    env_set(env, key, rest == REST_AS_IT_WAS ? VALUE_NONE : value_const(values, rest == REST_ZERO));
}

/* --- facts --- */

static uint32_t fact_position(const Env *env, Value atom)
{
    uint32_t low = 0, high = env->fact_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (env->facts[middle].atom < atom)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

IntSet env_fact(const Env *env, Value atom)
{
    uint32_t at = fact_position(env, atom);
    return at < env->fact_count && env->facts[at].atom == atom ? env->facts[at].set : INTSET_FULL;
}

void env_set_fact(Env *env, Value atom, IntSet set)
{
    uint32_t at = fact_position(env, atom);
    if (at < env->fact_count && env->facts[at].atom == atom) {
        env->facts[at].set = set;
        return;
    }
    reserve_facts(env, env->fact_count + 1);
    memmove(&env->facts[at + 1], &env->facts[at], sizeof(Fact) * (env->fact_count - at));
    env->facts[at] = (Fact){atom, set};
    env->fact_count++;
}
