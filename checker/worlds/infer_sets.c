/* infer_sets.c - what a value can be: by what is noted of it, and by what its operands can be.
 *
 * Sets of few numbers are computed with number by number, others by their ends. Every answer is a superset of the truth. */
#include "worlds/infer.h"

#include <math.h>

static IntSet truth_values(WorldContext *context)
{
    return intset_range(context->sets, 0, 1);
}

static bool is_comparison(int op)
{
    return op >= IR_EQ && op <= IR_GE;
}

/* What a comparison can yield, from what its operands can be; `alone`: nothing but that. */
static IntSet set_of_comparison(WorldContext *context, const Env *env, const ValueNode *node, bool alone)
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
    IntSet apart = node->op == IR_EQ ? infer_addresses(context, env, node->left, node->right) : INTSET_FULL;
    if (node->op == IR_EQ && (intset_intersect(sets, left, right) == INTSET_EMPTY || !intset_contains(sets, apart, 0)))
        return intset_range(sets, 0, 0);
    if (intset_single(sets, apart, &bound))
        return intset_range(sets, 1, 1);
    Remainders remainders = node->op == IR_EQ && !alone ? infer_remainders(context, env, node->left, node->right) : REMAINDERS_UNKNOWN;
    if (node->op == IR_EQ && !alone && remainders == REMAINDERS_UNKNOWN)
        remainders = infer_ring(context, env, node->left, node->right);
    if (remainders != REMAINDERS_UNKNOWN)
        return intset_range(sets, remainders == REMAINDERS_SAME, remainders == REMAINDERS_SAME);
    if (alone || (node->op != IR_LT && node->op != IR_EQ))
        return truth_values(context);
    return infer_comparison(context, env, node);
}

/* --- floating point --- */

/* The numbers that compare so with a constant; `is_left`: that stands on the left. What is no number is none of them. */
static IntSet floats_compared(WorldContext *context, int op, int64_t bound, bool is_left)
{
    const int64_t most = ir_float_constant((double)INFINITY);
    if (bound < -most || bound > most)
        return INTSET_EMPTY;
    int64_t end = op == VALUE_OP_FLOAT_LT ? 1 : 0;
    if (op == VALUE_OP_FLOAT_EQ)
        return intset_range(context->sets, bound, bound);
    return is_left ? intset_range(context->sets, bound + end, most) : intset_range(context->sets, -most, bound - end);
}

Value infer_float_question(WorldContext *context, const Env *env, const ValueNode *node, IntSet *set)
{
    int64_t bound;
    if (intset_single(context->sets, env_set_of(context, env, node->right), &bound)) {
        *set = floats_compared(context, node->op, bound, false);
        return node->left;
    }
    if (!intset_single(context->sets, env_set_of(context, env, node->left), &bound))
        return VALUE_NONE;
    *set = floats_compared(context, node->op, bound, true);
    return node->right;
}

static bool is_known(WorldContext *context, const Env *env, int op, Value left, Value right)
{
    for (uint32_t i = 0; i < env->fact_count; i++) {
        const ValueNode *atom = value_node(context->values, env->facts[i].atom);
        if (atom->kind == VALUE_EXPRESSION && atom->op == op && atom->left == left && atom->right == right)
            return !intset_contains(context->sets, env->facts[i].set, 0);
    }
    return false;
}

/* What a comparison of two can yield, by how they are known to compare. */
static IntSet set_of_float_comparison(WorldContext *context, const Env *env, const ValueNode *node, bool alone)
{
    IntSets *sets = context->sets;
    IntSet set;
    Value asked = infer_float_question(context, env, node, &set);
    if (asked != VALUE_NONE) {
        IntSet known = env_set_of(context, env, asked);
        if (intset_intersect(sets, known, set) == INTSET_EMPTY)
            return intset_range(sets, 0, 0);
        return intset_is_subset(sets, known, set) ? intset_range(sets, 1, 1) : truth_values(context);
    }
    if (alone)
        return truth_values(context);
    bool is_below = is_known(context, env, VALUE_OP_FLOAT_LT, node->left, node->right), is_above = is_known(context, env, VALUE_OP_FLOAT_LT, node->right, node->left);
    bool is_equal = is_known(context, env, VALUE_OP_FLOAT_EQ, MIN(node->left, node->right), MAX(node->left, node->right));
    if (!is_below && !is_above && !is_equal)
        return truth_values(context);
    bool holds = is_below ? node->op != VALUE_OP_FLOAT_EQ : is_equal && node->op != VALUE_OP_FLOAT_LT;
    return intset_range(sets, holds, holds);
}

/* --- arithmetic --- */

static IntSet rounded(WorldContext *context, IrType type, IntSet set, int64_t by)
{
    return intset_intersect(context->sets, intset_shift(context->sets, set, by), intset_type(context->sets, type));
}

/* The result of arithmetic: signed overflow does not happen in a defined program; unsigned comes round, once. */
IntSet infer_within_type(WorldContext *context, IrType type, IntSet set)
{
    IntSets *sets = context->sets;
    IntSet range = intset_type(sets, type), inside = intset_intersect(sets, set, range);
    if (inside == set || type.is_signed || type.kind != IR_TYPE_INT)
        return inside;
    if (type.bits >= 64) /* below zero; nothing is above */
        return intset_union(sets, inside, infer_stored(context, type, -1));
    int64_t round = (int64_t)1 << type.bits;
    if (type.bits > 32 || intset_min(sets, set) < -round || intset_max(sets, set) >= 2 * round)
        return range;
    return intset_union(sets, inside, intset_union(sets, rounded(context, type, set, round), rounded(context, type, set, -round)));
}

bool infer_constant(const WorldContext *context, const ValueNode *node, int64_t *number)
{
    if (node->right != VALUE_NONE)
        return value_is_const(context->values, node->right, number);
    *number = node->number;
    return node->op == IR_ADD;
}

/* A huge one is not the only one that is stored so: two numbers, lest it be taken for known. */
IntSet infer_stored(WorldContext *context, IrType type, int64_t number)
{
    bool is_huge = number < 0 && value_may_be_huge(type);
    return intset_range(context->sets, is_huge ? INT64_MAX - 1 : number, is_huge ? INT64_MAX : number);
}

bool infer_is_signed(const WorldContext *context, Value operand)
{
    const ValueNode *node = value_node(context->values, operand);
    return (node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION) && node->type.kind == IR_TYPE_INT && node->type.is_signed;
}

bool infer_may_be_huge(WorldContext *context, Value operand, IntSet set)
{
    const ValueNode *node = value_node(context->values, operand);
    return (node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION) && value_may_be_huge(node->type) &&
           intset_contains(context->sets, set, INT64_MAX);
}

uint32_t infer_members(WorldContext *context, Value operand, IntSet set, int64_t *members, uint32_t most)
{
    return infer_may_be_huge(context, operand, set) ? 0 : intset_members(context->sets, set, members, most);
}

bool infer_result(WorldContext *context, const ValueNode *node, int64_t left, int64_t right, int64_t *result)
{
    Values *values = context->values;
    int64_t constant;
    if (node->op == VALUE_OP_PENDING)
        return false;
    if (infer_constant(context, node, &constant))
        right = constant;
    Value value = value_rebuild(values, node, value_const(values, left), node->right == VALUE_NONE ? VALUE_NONE : value_const(values, right));
    return value_is_const(values, value, result);
}

/* What the operands can be: looked up once, for they may be expressions over expressions. */
typedef struct Operands {
    IntSet left, right; /* right: INTSET_FULL where there is none */
} Operands;

/* All results, where the operands can be few numbers; INTSET_FULL: they cannot. */
static IntSet set_of_few(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    int64_t lefts[INFER_MEMBERS], rights[INFER_MEMBERS] = {0}, constant, result;
    uint32_t left_count = infer_members(context, node->left, operands.left, lefts, INFER_MEMBERS), right_count = 1;
    if (left_count == 0)
        return INTSET_FULL;
    if (node->right != VALUE_NONE && !infer_constant(context, node, &constant))
        right_count = infer_members(context, node->right, operands.right, rights, INFER_MEMBERS / 2);
    if (right_count == 0 || left_count * right_count > 4 * INFER_MEMBERS)
        return INTSET_FULL;
    IntSet set = INTSET_EMPTY;
    for (uint32_t i = 0; i < left_count; i++)
        for (uint32_t j = 0; j < right_count; j++) {
            if (!infer_result(context, node, lefts[i], rights[j], &result))
                return INTSET_FULL;
            set = intset_union(sets, set, infer_stored(context, node->type, result));
        }
    return set;
}

/* The sum of any two members, by the ends. */
static IntSet set_of_two(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    IntSet left = operands.left, right = operands.right;
    if (left == INTSET_EMPTY || right == INTSET_EMPTY)
        return intset_type(sets, node->type);
    if (node->op == IR_SUB)
        right = intset_negate(sets, right);
    int64_t low, high;
    if (infer_may_be_huge(context, node->left, operands.left) || infer_may_be_huge(context, node->right, operands.right) ||
        __builtin_add_overflow(intset_min(sets, left), intset_min(sets, right), &low) ||
        __builtin_add_overflow(intset_max(sets, left), intset_max(sets, right), &high))
        return intset_type(sets, node->type);
    return infer_within_type(context, node->type, intset_range(sets, low, high));
}

/* The product of any two members, by the ends. */
static IntSet set_of_product(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    if (operands.left == INTSET_EMPTY || operands.right == INTSET_EMPTY || infer_may_be_huge(context, node->left, operands.left) || infer_may_be_huge(context, node->right, operands.right))
        return intset_type(sets, node->type);
    const int64_t left[] = {intset_min(sets, operands.left), intset_max(sets, operands.left)}, right[] = {intset_min(sets, operands.right), intset_max(sets, operands.right)};
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (int i = 0; i < 4; i++) {
        const int64_t a = left[i / 2], b = right[i % 2];
        int64_t product;
        if (__builtin_mul_overflow(a, b, &product)) /* of signed numbers that does not happen */
            product = (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
        low = MIN(low, product);
        high = MAX(high, product);
    }
    bool is_out = !node->type.is_signed && high == INT64_MAX;
    return is_out ? intset_type(sets, node->type) : infer_within_type(context, node->type, intset_range(sets, low, high));
}

/* A difference, by how far the two are apart: less something that is at most as large, a number does not come round. */
static IntSet set_of_subtraction(WorldContext *context, const Env *env, const ValueNode *node, IntSet by_operands)
{
    IntSets *sets = context->sets;
    IntSet apart = infer_difference(context, env, node->left, node->right);
    bool is_exact = (node->type.is_signed && node->type.bits >= 32) || intset_is_subset(sets, apart, intset_type(sets, node->type));
    if (is_exact)
        return intset_intersect(sets, by_operands, apart);
    return intset_contains(sets, apart, 0) ? by_operands : intset_intersect(sets, by_operands, intset_compare(sets, IR_NE, 0));
}

/* `|` loses no bit: it is 0 only where both are, negative where one is, and no less than either where none is. */
static IntSet set_of_or(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    IntSet left = operands.left, right = operands.right, set = intset_type(sets, node->type);
    if (left == INTSET_EMPTY || right == INTSET_EMPTY)
        return set;
    if (!intset_contains(sets, left, 0) || !intset_contains(sets, right, 0))
        set = intset_intersect(sets, set, intset_compare(sets, IR_NE, 0));
    int64_t least = MAX(intset_min(sets, left), intset_min(sets, right)), most = MAX(intset_max(sets, left), intset_max(sets, right));
    bool is_negative = intset_max(sets, left) < 0 || intset_max(sets, right) < 0;
    if (intset_min(sets, left) >= 0 && intset_min(sets, right) >= 0)
        return intset_intersect(sets, set, intset_range(sets, least, most == 0 ? 0 : INT64_MAX >> (__builtin_clzll((uint64_t)most) - 1)));
    if (!node->type.is_signed)
        return set;
    return intset_intersect(sets, set, is_negative ? intset_compare(sets, IR_LT, 0) : most == 0 ? intset_compare(sets, IR_LE, 0) : INTSET_FULL);
}

/* `&` of two unknowns: no more than either that is not negative. */
static IntSet set_of_and(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    const IntSet sides[] = {operands.left, operands.right};
    IntSet set = intset_type(sets, node->type);
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        if (sides[i] != INTSET_EMPTY && intset_min(sets, sides[i]) >= 0)
            set = intset_intersect(sets, set, intset_range(sets, 0, intset_max(sets, sides[i])));
    return set;
}

static IntSet set_of_flipped(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    const ValueNode *masked = value_node(context->values, node->left);
    int64_t mask, flipped;
    bool apart = masked->kind == VALUE_EXPRESSION && masked->op == IR_AND && value_is_const(context->values, masked->right, &mask) &&
                 value_is_const(context->values, node->right, &flipped) && (mask & flipped) == 0;
    if (!apart && infer_constant(context, node, &flipped))
        return infer_flipped(context, operands.left, flipped, node->type);
    if (!apart) /* `x ^ 4`, the four bits above among them */
        return intset_type(sets, node->type);
    return infer_within_type(context, node->type, intset_shift(sets, operands.left, flipped));
}

static IntSet set_of_remainder(WorldContext *context, const ValueNode *node, Operands operands)
{
    IntSets *sets = context->sets;
    int64_t by;
    if (!value_is_const(context->values, node->right, &by) || by <= 0)
        return intset_type(sets, node->type);
    IntSet left = operands.left;
    bool is_negative = node->type.is_signed && left != INTSET_EMPTY && intset_max(sets, left) <= 0; /* as its left operand (C11 6.5.5p6) */
    const bool is_natural = !node->type.is_signed || (left != INTSET_EMPTY && intset_min(sets, left) >= 0);
    return intset_range(sets, is_natural ? 0 : -(by - 1), is_negative ? 0 : by - 1);
}

/* A bit of a number, by what it is for each of those that it may be. */
static IntSet set_of_shifted(WorldContext *context, const Env *env, const ValueNode *node)
{
    InferShifted shifted;
    IntSet set = infer_find_shift(context, env, node, &shifted) ? INTSET_EMPTY : INTSET_FULL;
    HeldBits held = {env, VALUE_NONE, 0, 0}, *const before = context->bits;
    context->bits = &held;
    for (uint32_t i = 0; set != INTSET_FULL && i < shifted.count; i++) {
        Value one = infer_shifted(context, node, &shifted, i);
        set = one == VALUE_NONE ? INTSET_FULL : intset_union(context->sets, set, env_set_of(context, env, one));
    }
    context->bits = before;
    return set == INTSET_EMPTY ? INTSET_FULL : set;
}

/* A number and a constant: a huge one comes round when something is added, and stays huge when less is taken off than it has. */
static IntSet set_of_moved(WorldContext *context, const ValueNode *node, IntSet operand)
{
    IntSets *sets = context->sets;
    IntSet moved = infer_within_type(context, node->type, intset_shift(sets, operand, node->number));
    if (!infer_may_be_huge(context, node->left, operand))
        return moved;
    return node->number > 0 ? intset_type(sets, node->type) : intset_union(sets, moved, infer_stored(context, node->type, -1));
}

/* What a power of two leaves of a number are its lowest bits, or, of one below zero, is nothing where these are. */
static IntSet set_of_low_bits(WorldContext *context, const Env *env, const ValueNode *node, IntSet left)
{
    IntSets *sets = context->sets;
    int64_t power;
    if (!value_is_const(context->values, node->right, &power) || power <= 0 || (power & (power - 1)) != 0)
        return INTSET_FULL;
    Value bits = value_binary(context->values, IR_AND, node->left, value_const(context->values, power - 1), node->type, node->type);
    if (bits == VALUE_NONE)
        return INTSET_FULL;
    IntSet set = env_set_of(context, env, bits), zero = intset_range(sets, 0, 0);
    if (set == zero || (left != INTSET_EMPTY && intset_min(sets, left) >= 0))
        return set;
    return intset_contains(sets, set, 0) ? INTSET_FULL : intset_complement(sets, zero);
}

/* `alone`: by the operands, without what is noted of expressions. */
static IntSet set_of_expression(WorldContext *context, const Env *env, const ValueNode *node, bool alone)
{
    IntSets *sets = context->sets;
    int64_t constant;
    if (is_comparison(node->op))
        return set_of_comparison(context, env, node, alone);
    switch (node->op) {
    case VALUE_OP_NOT: {
        IntSet inner = env_set_of(context, env, node->left);
        if (!intset_contains(sets, inner, 0))
            return intset_range(sets, 0, 0);
        return inner == intset_range(sets, 0, 0) ? intset_range(sets, 1, 1) : truth_values(context);
    }
    case VALUE_OP_PENDING: return truth_values(context);
    case VALUE_OP_FLOAT_EQ: case VALUE_OP_FLOAT_LT: case VALUE_OP_FLOAT_LE: return set_of_float_comparison(context, env, node, alone);
    case VALUE_OP_SAME: return intset_type(sets, node->type);
    case VALUE_OP_HUGE_EQ: case VALUE_OP_HUGE_ABOVE: {
        IntSet left = env_set_of(context, env, node->left);
        if (left == INTSET_EMPTY || intset_max(sets, left) == INT64_MAX || intset_min(sets, left) < 0) /* it may be huge */
            return truth_values(context);
        bool is_above = node->op == VALUE_OP_HUGE_ABOVE;
        return intset_range(sets, is_above, is_above);
    }
    case VALUE_OP_CAST:
        return intset_intersect(sets, intset_type(sets, node->type), infer_cast(context, env, node, alone));
    case VALUE_OP_DIFFERENCE:
        return alone ? infer_difference_by_numbers(context, env, node->left, node->right) : infer_difference(context, env, node->left, node->right);
    case IR_ADD:
        if (value_is_sum(node))
            return set_of_moved(context, node, env_set_of(context, env, node->left));
        break;
    default: break;
    }
    Operands operands = {env_set_of(context, env, node->left), node->right == VALUE_NONE ? INTSET_FULL : env_set_of(context, env, node->right)};
    IntSet few = set_of_few(context, node, operands);
    if (node->op == IR_SUB) {
        IntSet set = few != INTSET_FULL ? few : set_of_two(context, node, operands);
        return alone || context->nesting > 0 ? set : set_of_subtraction(context, env, node, set);
    }
    if (few != INTSET_FULL)
        return few;
    switch (node->op) {
    case IR_ADD: return set_of_two(context, node, operands);
    case IR_AND: {
        IntSet set = alone ? INTSET_FULL : set_of_shifted(context, env, node);
        if (value_is_const(context->values, node->right, &constant))
            set = intset_intersect(sets, set, infer_masked(context, env, node->left, constant, node->type, alone));
        set = intset_intersect(sets, set, infer_results(context, node, operands.left));
        if (!alone)
            set = intset_intersect(sets, set, infer_remainder(context, env, node));
        return intset_intersect(sets, set, set_of_and(context, node, operands));
    }
    case IR_OR: return set_of_or(context, node, operands);
    case IR_XOR: return set_of_flipped(context, node, operands);
    case IR_REM: {
        IntSet set = set_of_remainder(context, node, operands);
        set = alone ? set : intset_intersect(sets, set, set_of_low_bits(context, env, node, operands.left));
        return alone ? set : intset_intersect(sets, set, infer_remainder(context, env, node));
    }
    case IR_MUL:
        if (node->right != VALUE_NONE)
            return intset_intersect(sets, set_of_product(context, node, operands), infer_results(context, node, operands.left));
        G_GNUC_FALLTHROUGH;
    case IR_SHL: case IR_SHR: case IR_DIV: return intset_intersect(sets, intset_type(sets, node->type), infer_results(context, node, operands.left));
    default: break;
    }
    return intset_type(sets, node->type);
}

IntSet env_implied_set(WorldContext *context, const Env *env, Value expression)
{
    const ValueNode node = *value_node(context->values, expression);
    return set_of_expression(context, env, &node, true);
}

IntSet env_set_of(WorldContext *context, const Env *env, Value value)
{
    const ValueNode node = *value_node(context->values, value);
    IntSets *sets = context->sets;
    switch (node.kind) {
    case VALUE_CONST: return intset_range(sets, node.number, node.number);
    case VALUE_SYMBOL: return intset_intersect(sets, env_fact(env, value), intset_type(sets, node.type));
    case VALUE_EXPRESSION: {
        IntSet noted = env_fact(env, value);
        int64_t only; /* one number: more cannot be known */
        if (intset_single(sets, noted, &only) && is_comparison(node.op))
            return intset_intersect(sets, noted, set_of_expression(context, env, &node, true));
        return intset_intersect(sets, noted, set_of_expression(context, env, &node, false));
    }
    case VALUE_NOTHING: case VALUE_TASK: case VALUE_KEY: return INTSET_FULL;
    case VALUE_CONTAINER: return node.op ? env_set_of(context, env, node.left) : intset_compare(sets, IR_NE, 0);
    default: return intset_compare(sets, IR_NE, 0); /* an address */
    }
}

Value infer_value_at(const WorldContext *context, const Env *env, const World *world, ComparedPlace place)
{
    if (context->field_ids == NULL && (place.field != IR_NONE || place.global != IR_NONE))
        return VALUE_NONE;
    Value address = place.global == IR_NONE ? value_local(context->values, place.local) : value_global(context->values, context->global_ids[place.global]);
    if (place.is_behind)
        address = env != NULL ? env_get(env, address) : world_get(world, address);
    if (place.field != IR_NONE)
        address = value_field(context->values, address, context->field_ids[place.field]);
    if (place.element != 0)
        address = value_element(context->values, address, value_const(context->values, place.element));
    if (address == VALUE_NONE)
        return VALUE_NONE;
    const Value held = env != NULL ? env_get(env, address) : world_get(world, address);
    const bool may_be_zeroed = held == VALUE_NONE && env != NULL && place.local != IR_NONE && !place.is_behind && place.field != IR_NONE;
    return may_be_zeroed && env_rest(context->values, env, address) == REST_ZERO ? value_const(context->values, 0) : held; /* a struct that was emptied as a whole */
}
