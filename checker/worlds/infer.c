/* infer.c - learning: what a path assumes of a value is passed on to the operands the value is made of, and to the facts that
 * mention them, until nothing new follows (constraint propagation over sets: Mackworth, 1977). */
#include "worlds/infer.h"

enum { MOST_STEPS = 4 }; /* of one conclusion from another: what bounds narrow by one each time must end */

static bool assume(WorldContext *context, Env *env, Value value, IntSet set, int steps);

static bool mentions(const WorldContext *context, Value value, Value part)
{
    const ValueNode *node = value_node(context->values, value);
    if (value == part)
        return true;
    if (!node->has_symbols || node->kind != VALUE_EXPRESSION)
        return false;
    return mentions(context, node->left, part) || (node->right != VALUE_NONE && mentions(context, node->right, part));
}

static bool assume_expression(WorldContext *context, Env *env, Value value, IntSet set, int steps);

/* Something was learnt of `part`: what do the facts say now that mention it? */
static bool pass_on(WorldContext *context, Env *env, Value part, int steps)
{
    if (steps <= 0)
        return true;
    context->work += env->fact_count;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        Fact fact = env->facts[i];
        if (fact.atom == part || value_node(context->values, fact.atom)->kind != VALUE_EXPRESSION || !mentions(context, fact.atom, part))
            continue;
        IntSet implied = env_implied_set(context, env, fact.atom);
        if (intset_intersect(context->sets, implied, fact.set) == INTSET_EMPTY)
            return false;
        if (!intset_is_subset(context->sets, implied, fact.set) && !assume_expression(context, env, fact.atom, fact.set, steps - 1))
            return false;
    }
    return true;
}

static bool note(WorldContext *context, Env *env, Value value, IntSet set, int steps);

/* What is left of a number when it is divided was learnt: how far can others be from it? */
static bool narrow_distances(WorldContext *context, Env *env, Value number, int steps)
{
    context->work += env->fact_count;
    for (uint32_t i = 0; i < env->fact_count && steps > 0; i++) {
        const Fact fact = env->facts[i];
        const ValueNode node = *value_node(context->values, fact.atom);
        if (node.kind != VALUE_EXPRESSION || node.op != VALUE_OP_DIFFERENCE || (node.left != number && node.right != number))
            continue;
        const IntSet set = infer_distances(context, env, node.left, node.right, fact.set);
        if (set == INTSET_EMPTY || !note(context, env, fact.atom, set, steps - 1))
            return false;
    }
    return true;
}

/* Notes it; a fact that is there already tells nothing new. */
static bool note(WorldContext *context, Env *env, Value value, IntSet set, int steps)
{
    IntSet known = env_fact(env, value), narrowed = intset_intersect(context->sets, known, set);
    if (narrowed == known)
        return true;
    env_set_fact(env, value, narrowed);
    const ValueNode node = *value_node(context->values, value); /* the table may move */
    return pass_on(context, env, value, steps) && (infer_modulus(context, &node) == 0 || narrow_distances(context, env, node.left, steps));
}

/* What a difference says of the one number when the other can be anything it can be. */
static bool assume_apart(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    IntSet left = env_set_of(context, env, node->left), right = env_set_of(context, env, node->right);
    return assume(context, env, node->left, infer_minus(context, set, intset_negate(sets, right)), steps) &&
           assume(context, env, node->right, infer_minus(context, left, set), steps);
}

/* A difference of two, noted in one order of the two only. */
static bool assume_difference(WorldContext *context, Env *env, Value difference, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    difference = infer_normal_difference(context, env, difference, &set);
    ValueNode node = *value_node(context->values, difference);
    if (difference == VALUE_NONE)
        return true;
    if (node.kind == VALUE_CONST)
        return intset_contains(sets, set, node.number);
    Value turned = value_difference(context->values, node.right, node.left);
    if (env_fact(env, turned) != INTSET_FULL) {
        difference = turned;
        set = intset_negate(sets, set);
        node = *value_node(context->values, turned);
    }
    set = infer_distances(context, env, node.left, node.right, set);
    IntSet narrowed = intset_intersect(sets, set, infer_difference(context, env, node.left, node.right)); /* not noted: it follows */
    return narrowed != INTSET_EMPTY && note(context, env, difference, set, steps) && assume_apart(context, env, &node, narrowed, steps);
}

/* Narrows the operands of a comparison that is known to hold or not to hold. */
static bool assume_comparison(WorldContext *context, Env *env, Value value, bool holds, int steps)
{
    IntSets *sets = context->sets;
    const ValueNode node = *value_node(context->values, value);
    int64_t bound;
    if (value_is_const(context->values, node.right, &bound)) {
        IntSet wanted = intset_compare(sets, (IrBinary)node.op, bound);
        return assume(context, env, node.left, holds ? wanted : intset_complement(sets, wanted), steps);
    }
    IntSet apart;
    Value difference = infer_question(context, env, &node, holds, &apart);
    if (difference == VALUE_NONE ? !note(context, env, value, intset_range(sets, holds, holds), steps)
                                 : !assume_difference(context, env, difference, apart, steps))
        return false;
    IntSet left = env_set_of(context, env, node.left), right = env_set_of(context, env, node.right);
    if (left == INTSET_EMPTY || right == INTSET_EMPTY)
        return false;
    if (node.op == IR_EQ) {
        if (holds)
            return assume(context, env, node.left, right, steps) && assume(context, env, node.right, left, steps);
        if (intset_single(sets, right, &bound))
            return assume(context, env, node.left, intset_compare(sets, IR_NE, bound), steps);
        if (intset_single(sets, left, &bound))
            return assume(context, env, node.right, intset_compare(sets, IR_NE, bound), steps);
        return true;
    }
    /* node.op == IR_LT: left < right, or left >= right */
    IrBinary left_to = holds ? IR_LT : IR_GE, right_to = holds ? IR_GT : IR_LE;
    int64_t left_bound = holds ? intset_max(sets, right) : intset_min(sets, right);
    int64_t right_bound = holds ? intset_min(sets, left) : intset_max(sets, left);
    if (left_bound != INT64_MAX && left_bound != INT64_MIN &&
        !assume(context, env, node.left, intset_compare(sets, left_to, left_bound), steps))
        return false;
    return right_bound == INT64_MAX || right_bound == INT64_MIN ||
           assume(context, env, node.right, intset_compare(sets, right_to, right_bound), steps);
}

/* The same of floating-point numbers. */
static bool assume_float_comparison(WorldContext *context, Env *env, Value value, bool holds, int steps)
{
    const ValueNode node = *value_node(context->values, value);
    IntSet set;
    Value asked = infer_float_question(context, env, &node, &set);
    if (asked == VALUE_NONE)
        return note(context, env, value, intset_range(context->sets, holds, holds), steps);
    return assume(context, env, asked, holds ? set : intset_complement(context->sets, set), steps);
}

/* The operands that still have a result in the set, where they can be few numbers. */
static bool assume_few(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    int64_t lefts[INFER_MEMBERS], rights[INFER_MEMBERS] = {0}, constant, result;
    uint32_t left_count = infer_members(context, node->left, env_set_of(context, env, node->left), lefts, INFER_MEMBERS), right_count = 1;
    bool is_pair = node->right != VALUE_NONE && !infer_constant(context, node, &constant);
    if (is_pair)
        right_count = infer_members(context, node->right, env_set_of(context, env, node->right), rights, INFER_MEMBERS / 2);
    if (left_count == 0 || right_count == 0 || left_count * right_count > 4 * INFER_MEMBERS)
        return true;
    IntSet left = INTSET_EMPTY, right = INTSET_EMPTY;
    for (uint32_t i = 0; i < left_count; i++)
        for (uint32_t j = 0; j < right_count; j++) {
            if (!infer_result(context, node, lefts[i], rights[j], &result))
                return true;
            if (intset_intersect(sets, set, infer_stored(context, node->type, result)) == INTSET_EMPTY)
                continue;
            left = intset_union(sets, left, intset_range(sets, lefts[i], lefts[i]));
            right = intset_union(sets, right, intset_range(sets, rights[j], rights[j]));
        }
    return assume(context, env, node->left, left, steps) && (!is_pair || assume(context, env, node->right, right, steps));
}

/* Which bit of a number is asked for: those that still have the answer. */
static bool assume_shifted(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    InferShifted shifted;
    if (!infer_find_shift(context, env, node, &shifted))
        return true;
    IntSet left = INTSET_EMPTY;
    Value only = VALUE_NONE;
    uint32_t count = 0;
    HeldBits held = {env, VALUE_NONE, 0, 0}, *const before = context->bits;
    context->bits = &held;
    for (uint32_t i = 0; i < shifted.count; i++) {
        Value one = infer_shifted(context, node, &shifted, i);
        if (one != VALUE_NONE && intset_intersect(context->sets, set, env_set_of(context, env, one)) == INTSET_EMPTY)
            continue;
        left = intset_union(context->sets, left, intset_range(context->sets, shifted.numbers[i], shifted.numbers[i]));
        only = one;
        count++;
    }
    context->bits = before;
    return assume(context, env, shifted.by, left, steps) && (count != 1 || only == VALUE_NONE || assume(context, env, only, set, steps));
}

/* What is left for one operand of a sum or difference of two when the other can be anything it can be. */
static bool assume_sum(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    IntSet left = env_set_of(context, env, node->left), right = env_set_of(context, env, node->right);
    if (!node->type.is_signed || left == INTSET_EMPTY || right == INTSET_EMPTY)
        return true;
    int64_t low = intset_min(sets, set), high = intset_max(sets, set), most, least;
    bool is_sum = node->op == IR_ADD;
    IntSet turned = is_sum ? right : intset_negate(sets, right); /* left + turned is in the set */
    if (!__builtin_sub_overflow(low, intset_max(sets, turned), &least) && !__builtin_sub_overflow(high, intset_min(sets, turned), &most) &&
        !assume(context, env, node->left, intset_range(sets, least, most), steps))
        return false;
    if (__builtin_sub_overflow(low, intset_max(sets, left), &least) || __builtin_sub_overflow(high, intset_min(sets, left), &most))
        return true;
    IntSet rest = intset_range(sets, least, most);
    return assume(context, env, node->right, is_sum ? rest : intset_negate(sets, rest), steps);
}

/* What is left when something is taken off: as far as it does not come round, a difference. */
static bool assume_subtraction(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    Value difference = value_difference(context->values, node->left, node->right);
    if (difference == VALUE_NONE)
        return true;
    bool is_exact = (node->type.is_signed && node->type.bits >= 32) ||
                    intset_is_subset(sets, infer_difference(context, env, node->left, node->right), intset_type(sets, node->type));
    if (is_exact)
        return assume_difference(context, env, difference, set, steps);
    bool are_plain = value_node(context->values, node->left)->kind == VALUE_SYMBOL && value_node(context->values, node->right)->kind == VALUE_SYMBOL;
    if (!intset_contains(sets, set, 0))
        return !are_plain || assume_difference(context, env, difference, intset_compare(sets, IR_NE, 0), steps);
    return set != intset_range(sets, 0, 0) || assume_difference(context, env, difference, set, steps);
}

/* `|`: none of the two has a bit that it has not, and each bit that it has is in one of them. */
static bool assume_or(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    const IntSet zero = intset_range(sets, 0, 0), some = intset_compare(sets, IR_NE, 0), natural = intset_compare(sets, IR_GE, 0), negative = intset_compare(sets, IR_LT, 0);
    const Value sides[] = {node->left, node->right};
    for (int i = 0; i < 2; i++) {
        IntSet other = env_set_of(context, env, sides[1 - i]), own = INTSET_FULL;
        if (set == zero)
            own = zero;
        else if (!intset_contains(sets, set, 0) && other == zero)
            own = some;
        if (node->type.is_signed && intset_is_subset(sets, set, natural))
            own = intset_intersect(sets, own, natural);
        else if (node->type.is_signed && intset_is_subset(sets, set, negative) && intset_is_subset(sets, other, natural))
            own = negative;
        if (!assume(context, env, sides[i], own, steps))
            return false;
    }
    return true;
}

/* Operators that can be undone. */
static bool assume_operand(WorldContext *context, Env *env, const ValueNode *node, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    int64_t constant, only;
    switch (node->op) {
    case IR_ADD: case IR_SUB: return assume_sum(context, env, node, set, steps);
    case VALUE_OP_CAST:
        return assume(context, env, node->left, infer_before_cast(context, env, node, set), steps);
    case IR_XOR:
        return !infer_constant(context, node, &constant) || assume(context, env, node->left, infer_flipped(context, set, constant, node->type), steps);
    case IR_REM: /* has the sign of the left operand, and is no further from 0 */
        if (!node->type.is_signed || set == INTSET_EMPTY || (intset_min(sets, set) <= 0 && intset_max(sets, set) >= 0))
            return true;
        return intset_min(sets, set) > 0 ? assume(context, env, node->left, intset_range(sets, intset_min(sets, set), INT64_MAX), steps)
                                         : assume(context, env, node->left, intset_range(sets, INT64_MIN, intset_max(sets, set)), steps);
    case IR_AND: /* a bit that is set is not in 0 */
        if (!intset_contains(sets, set, 0) && (!assume(context, env, node->left, intset_compare(sets, IR_NE, 0), steps) ||
                                               !assume(context, env, node->right, intset_compare(sets, IR_NE, 0), steps)))
            return false;
        if (infer_constant(context, node, &constant) && intset_single(sets, set, &only) &&
            !assume(context, env, node->left, infer_unmasked(context, node->left, constant, only), steps))
            return false;
        return assume_shifted(context, env, node, set, steps);
    case IR_OR: return assume_or(context, env, node, set, steps);
    default: return true;
    }
}

static bool assume_expression(WorldContext *context, Env *env, Value value, IntSet set, int steps)
{
    IntSets *sets = context->sets;
    const ValueNode node = *value_node(context->values, value);
    bool is_comparison = node.op >= IR_EQ && node.op <= IR_GE, is_float = value_is_float_comparison(node.op);
    if (is_comparison || is_float || node.op == VALUE_OP_NOT) {
        bool can_be_true = intset_contains(sets, set, 1), can_be_false = intset_contains(sets, set, 0);
        if (can_be_true && can_be_false)
            return true;
        if (is_comparison)
            return assume_comparison(context, env, value, can_be_true, steps);
        if (is_float)
            return assume_float_comparison(context, env, value, can_be_true, steps);
        IntSet zero = intset_range(sets, 0, 0);
        return assume(context, env, node.left, can_be_true ? zero : intset_complement(sets, zero), steps);
    }
    if (value_is_sum(&node) && infer_is_without_wrap(context, env, value))
        return assume(context, env, node.left,
                      node.number == INT64_MIN ? INTSET_FULL : intset_shift(sets, set, -node.number), steps);
    const bool is_told = value_is_sum(&node) && node.number > -INT64_MAX && !(value_may_be_huge(node.type) && intset_contains(sets, set, INT64_MAX));
    if (is_told && !assume(context, env, node.left, infer_within_type(context, node.type, intset_shift(sets, set, -node.number)), steps))
        return false; /* it may have come round */
    if (node.op == VALUE_OP_DIFFERENCE)
        return assume_difference(context, env, value, set, steps);
    if (node.op == IR_REM || node.op == IR_AND) {
        IntSet plain_set = set;
        const Value plain = infer_plain_remainder(context, env, value, &plain_set);
        if (plain != value)
            return assume(context, env, plain, plain_set, steps) && assume_few(context, env, &node, set, steps);
    }
    if (node.op == IR_SUB && !assume_subtraction(context, env, &node, set, steps))
        return false;
    if (node.op == VALUE_OP_SAME)
        return note(context, env, value, set, steps);
    if (node.op == IR_AND || node.op == IR_SHR || node.op == IR_DIV) {
        if (!assume(context, env, node.left, infer_operands(context, &node, env_set_of(context, env, node.left), set), steps))
            return false;
        if (intset_is_subset(sets, env_set_of(context, env, value), set)) /* it follows */
            return true;
    }
    return note(context, env, value, set, steps) && assume_operand(context, env, &node, set, steps) &&
           assume_few(context, env, &node, set, steps);
}

static bool assume(WorldContext *context, Env *env, Value value, IntSet set, int steps)
{
    if (value == VALUE_NONE || set == INTSET_FULL)
        return set != INTSET_EMPTY;
    value = value_same_address(context->values, value);
    IntSet known = env_set_of(context, env, value);
    IntSet narrowed = intset_intersect(context->sets, known, set);
    if (narrowed == INTSET_EMPTY)
        return false;
    if (narrowed == known)
        return true;
    switch (value_node(context->values, value)->kind) {
    case VALUE_SYMBOL: return note(context, env, value, narrowed, steps);
    case VALUE_EXPRESSION: return assume_expression(context, env, value, narrowed, steps);
    default: return true;
    }
}

bool env_assume(WorldContext *context, Env *env, Value value, IntSet set)
{
    return assume(context, env, value, set, MOST_STEPS);
}
