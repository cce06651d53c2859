/* env.c - a world under construction: cells, facts and what follows from them; see world.h. */
#include "analysis/world.h"

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

static IntSet fact_of(const Env *env, Value atom)
{
    uint32_t at = fact_position(env, atom);
    return at < env->fact_count && env->facts[at].atom == atom ? env->facts[at].set : INTSET_FULL;
}

static void set_fact(Env *env, Value atom, IntSet set)
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

static IntSet truth_values(WorldContext *context)
{
    return intset_range(context->sets, 0, 1);
}

/* What a comparison can yield, from what its operands can be. */
static IntSet set_of_comparison(WorldContext *context, const Env *env, const ValueNode *node)
{
    IntSets *sets = context->sets;
    IntSet left = env_set_of(context, env, node->left), right = env_set_of(context, env, node->right);
    if (left == INTSET_EMPTY || right == INTSET_EMPTY)
        return truth_values(context);
    int64_t bound;
    if (intset_single(sets, right, &bound)) {
        IntSet true_part = intset_intersect(sets, left, intset_compare(sets, (IrBinary)node->op, bound));
        if (true_part == INTSET_EMPTY)
            return intset_range(sets, 0, 0);
        return true_part == left ? intset_range(sets, 1, 1) : truth_values(context);
    }
    if (node->op == IR_LT) {
        if (intset_max(sets, left) < intset_min(sets, right))
            return intset_range(sets, 1, 1);
        if (intset_min(sets, left) >= intset_max(sets, right))
            return intset_range(sets, 0, 0);
    }
    if (node->op == IR_EQ && intset_intersect(sets, left, right) == INTSET_EMPTY)
        return intset_range(sets, 0, 0);
    return truth_values(context);
}

/* The result of arithmetic: unsigned wraps round; signed overflow does not happen in a defined program. */
static IntSet within_type(WorldContext *context, IrType type, IntSet set)
{
    IntSet range = intset_type(context->sets, type);
    if (!type.is_signed && type.kind == IR_TYPE_INT && !intset_is_subset(context->sets, set, range))
        return range;
    return intset_intersect(context->sets, set, range);
}

static IntSet set_of_sum(WorldContext *context, const Env *env, const ValueNode *node)
{
    return within_type(context, node->type, intset_shift(context->sets, env_set_of(context, env, node->left), node->number));
}

static IntSet set_of_expression(WorldContext *context, const Env *env, const ValueNode *node)
{
    IntSets *sets = context->sets;
    int64_t mask;
    if (node->op >= IR_EQ && node->op <= IR_GE)
        return set_of_comparison(context, env, node);
    switch (node->op) {
    case VALUE_OP_NOT: {
        IntSet inner = env_set_of(context, env, node->left);
        if (!intset_contains(sets, inner, 0))
            return intset_range(sets, 0, 0);
        return inner == intset_range(sets, 0, 0) ? intset_range(sets, 1, 1) : truth_values(context);
    }
    case VALUE_OP_PENDING: return truth_values(context);
    case VALUE_OP_CAST: {
        IntSet inner = env_set_of(context, env, node->left), range = intset_type(sets, node->type);
        return intset_is_subset(sets, inner, range) ? inner : range;
    }
    case IR_ADD:
        if (node->right == VALUE_NONE)
            return set_of_sum(context, env, node);
        break;
    case IR_SUB:
        if (value_is_const(context->values, node->left, &mask))
            return within_type(context, node->type,
                               intset_shift(sets, intset_negate(sets, env_set_of(context, env, node->right)), mask));
        break;
    case IR_AND:
        if (value_is_const(context->values, node->right, &mask) && mask >= 0)
            return intset_range(sets, 0, mask);
        break;
    case IR_REM:
        if (value_is_const(context->values, node->right, &mask) && mask > 0) {
            IntSet left = env_set_of(context, env, node->left);
            return intset_range(sets, left != INTSET_EMPTY && intset_min(sets, left) >= 0 ? 0 : -(mask - 1), mask - 1);
        }
        break;
    default: break;
    }
    return intset_type(sets, node->type);
}

IntSet env_implied_set(WorldContext *context, const Env *env, Value expression)
{
    const ValueNode node = *value_node(context->values, expression);
    return set_of_expression(context, env, &node);
}

IntSet env_set_of(WorldContext *context, const Env *env, Value value)
{
    const ValueNode node = *value_node(context->values, value);
    IntSets *sets = context->sets;
    switch (node.kind) {
    case VALUE_CONST: return intset_range(sets, node.number, node.number);
    case VALUE_SYMBOL: return intset_intersect(sets, fact_of(env, value), intset_type(sets, node.type));
    case VALUE_EXPRESSION:
        return intset_intersect(sets, fact_of(env, value), set_of_expression(context, env, &node));
    case VALUE_NOTHING: case VALUE_TASK: case VALUE_KEY: return INTSET_FULL;
    default: return intset_compare(sets, IR_NE, 0); /* an address */
    }
}

/* Narrows the operands of a comparison that is known to hold or not to hold. */
static bool assume_comparison(WorldContext *context, Env *env, Value value, bool holds)
{
    IntSets *sets = context->sets;
    const ValueNode node = *value_node(context->values, value);
    int64_t bound;
    if (value_is_const(context->values, node.right, &bound)) {
        IntSet wanted = intset_compare(sets, (IrBinary)node.op, bound);
        return env_assume(context, env, node.left, holds ? wanted : intset_complement(sets, wanted));
    }
    set_fact(env, value, intset_range(sets, holds, holds));
    IntSet left = env_set_of(context, env, node.left), right = env_set_of(context, env, node.right);
    if (left == INTSET_EMPTY || right == INTSET_EMPTY)
        return false;
    if (node.op == IR_EQ) {
        if (holds)
            return env_assume(context, env, node.left, right) && env_assume(context, env, node.right, left);
        if (intset_single(sets, right, &bound))
            return env_assume(context, env, node.left, intset_compare(sets, IR_NE, bound));
        if (intset_single(sets, left, &bound))
            return env_assume(context, env, node.right, intset_compare(sets, IR_NE, bound));
        return true;
    }
    /* node.op == IR_LT: left < right, or left >= right */
    IrBinary left_to = holds ? IR_LT : IR_GE, right_to = holds ? IR_GT : IR_LE;
    int64_t left_bound = holds ? intset_max(sets, right) : intset_min(sets, right);
    int64_t right_bound = holds ? intset_min(sets, left) : intset_max(sets, left);
    if (left_bound != INT64_MAX && left_bound != INT64_MIN &&
        !env_assume(context, env, node.left, intset_compare(sets, left_to, left_bound)))
        return false;
    return right_bound == INT64_MAX || right_bound == INT64_MIN ||
           env_assume(context, env, node.right, intset_compare(sets, right_to, right_bound));
}

static bool assume_expression(WorldContext *context, Env *env, Value value, const ValueNode *node, IntSet set)
{
    IntSets *sets = context->sets;
    bool is_comparison = node->op >= IR_EQ && node->op <= IR_GE;
    if (is_comparison || node->op == VALUE_OP_NOT) {
        bool can_be_true = intset_contains(sets, set, 1), can_be_false = intset_contains(sets, set, 0);
        if (can_be_true && can_be_false)
            return true;
        if (is_comparison)
            return assume_comparison(context, env, value, can_be_true);
        IntSet zero = intset_range(sets, 0, 0);
        return env_assume(context, env, node->left, can_be_true ? zero : intset_complement(sets, zero));
    }
    if (node->op == IR_ADD && node->right == VALUE_NONE && node->type.is_signed)
        return env_assume(context, env, node->left,
                          node->number == INT64_MIN ? INTSET_FULL : intset_shift(sets, set, -node->number));
    if (node->op == VALUE_OP_CAST) {
        IntSet inner = env_set_of(context, env, node->left);
        if (intset_is_subset(sets, inner, intset_type(sets, node->type)))
            return env_assume(context, env, node->left, set);
    }
    set_fact(env, value, set);
    return true;
}

bool env_assume(WorldContext *context, Env *env, Value value, IntSet set)
{
    if (value == VALUE_NONE || set == INTSET_FULL)
        return set != INTSET_EMPTY;
    IntSet known = env_set_of(context, env, value);
    IntSet narrowed = intset_intersect(context->sets, known, set);
    if (narrowed == INTSET_EMPTY)
        return false;
    if (narrowed == known)
        return true;
    const ValueNode node = *value_node(context->values, value);
    if (node.kind == VALUE_SYMBOL) {
        set_fact(env, value, narrowed);
        return true;
    }
    if (node.kind == VALUE_EXPRESSION)
        return assume_expression(context, env, value, &node, narrowed);
    return true;
}
