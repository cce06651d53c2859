/* infer_ring.c - places of a ring: `sent % 8`, `(head + count) % 6`, and `head`, which is one of the six by itself.
 *
 * Two of them are compared by what they are the rests of, less what is added in both: of `(head + count - 2) % 6` and `head` that leaves `count - 2`, and the two are one place where that is a
 * multiple of six. How the head came to be where it is does not matter. */
#include "worlds/infer.h"

enum { MOST_TERMS = 4, MOST_APART = 2 * MOST_MODULUS };

typedef struct Terms {
    Value of[MOST_TERMS];
    uint32_t count;
    int64_t by;
} Terms;

/* Whether a sum of two is the whole number that it is. */
static bool is_whole_sum(WorldContext *context, const Env *env, const ValueNode *node)
{
    IntSets *sets = context->sets;
    const IntSet apart = infer_minus(context, env_set_of(context, env, node->left), intset_negate(sets, env_set_of(context, env, node->right)));
    return intset_is_subset(sets, apart, intset_type(sets, node->type));
}

/* What is added up in a number; false: it is too much, or comes round. Of what is divided by a power of two it may. */
static bool find_terms(WorldContext *context, const Env *env, Value value, bool may_come_round, Terms *terms)
{
    const ValueNode node = *value_node(context->values, value);
    Value base;
    int64_t by, number;
    if (value_is_const(context->values, value, &number))
        return !__builtin_add_overflow(terms->by, number, &terms->by);
    if (infer_is_sum(context, value, &base, &by))
        return (may_come_round || infer_is_without_wrap(context, env, value)) && !__builtin_add_overflow(terms->by, by, &terms->by) && find_terms(context, env, base, may_come_round, terms);
    if (node.kind == VALUE_EXPRESSION && node.op == IR_ADD && node.right != VALUE_NONE && node.type.kind == IR_TYPE_INT)
        return (may_come_round || is_whole_sum(context, env, &node)) && find_terms(context, env, node.left, may_come_round, terms) && find_terms(context, env, node.right, may_come_round, terms);
    if (node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_CAST && infer_keeps_value(context, env, node.left, node.type))
        return find_terms(context, env, node.left, may_come_round, terms);
    if (terms->count == MOST_TERMS)
        return false;
    terms->of[terms->count++] = value;
    return true;
}

/* What a place is the rest of, when that is divided by the modulus; false: it is none. */
static bool find_place(WorldContext *context, const Env *env, Value value, uint32_t modulus, Terms *terms)
{
    const ValueNode node = *value_node(context->values, value);
    *terms = (Terms){.count = 0};
    const uint32_t own = infer_modulus(context, &node);
    if (own == 0) { /* one of the ring's places by itself */
        const IntSet set = env_set_of(context, env, value);
        return set != INTSET_EMPTY && intset_is_subset(context->sets, set, intset_range(context->sets, 0, (int64_t)modulus - 1)) && find_terms(context, env, value, false, terms);
    }
    return own == modulus && infer_divides_whole(context, env, &node, modulus) && !infer_may_be_negative(context, env, &node) && find_terms(context, env, node.left, infer_is_power(modulus), terms);
}

static void cancel(Terms *left, Terms *right)
{
    for (uint32_t i = 0; i < left->count; i++)
        for (uint32_t k = 0; k < right->count; k++)
            if (left->of[i] == right->of[k]) {
                left->of[i--] = left->of[--left->count];
                right->of[k] = right->of[--right->count];
                break;
            }
}

/* How far apart two places of one ring are before they are divided, and what is left of each; *modulus: of the ring. INTSET_FULL: not known. */
static IntSet apart_in_ring(WorldContext *context, const Env *env, Value left, Value right, Terms *one, Terms *other, uint32_t *modulus)
{
    const ValueNode left_node = *value_node(context->values, left), right_node = *value_node(context->values, right);
    int64_t by;
    *modulus = MAX(infer_modulus(context, &left_node), infer_modulus(context, &right_node));
    if (*modulus == 0 || context->is_dividing || !find_place(context, env, left, *modulus, one) || !find_place(context, env, right, *modulus, other))
        return INTSET_FULL;
    cancel(one, other);
    if (one->count > 1 || other->count > 1 || __builtin_sub_overflow(one->by, other->by, &by))
        return INTSET_FULL;
    IntSet apart = intset_range(context->sets, 0, 0);
    if (one->count == 1 && other->count == 1)
        apart = infer_difference(context, env, one->of[0], other->of[0]);
    else if (one->count == 1)
        apart = env_set_of(context, env, one->of[0]);
    else if (other->count == 1)
        apart = intset_negate(context->sets, env_set_of(context, env, other->of[0]));
    return apart == INTSET_EMPTY ? INTSET_FULL : intset_shift(context->sets, apart, by);
}

/* Of how many numbers in a set the modulus is a divisor, and one of these; false: of too many to tell. */
static bool find_rounds(const WorldContext *context, IntSet set, uint32_t modulus, uint32_t *count, int64_t *rounds)
{
    int64_t numbers[MOST_APART];
    const uint32_t all = intset_members(context->sets, set, numbers, G_N_ELEMENTS(numbers));
    *count = 0;
    for (uint32_t i = 0; i < all; i++)
        if (numbers[i] % (int64_t)modulus == 0) {
            *rounds = numbers[i];
            (*count)++;
        }
    return all > 0;
}

Remainders infer_ring(WorldContext *context, const Env *env, Value left, Value right)
{
    Terms one, other;
    uint32_t modulus, count;
    int64_t rounds, number;
    const IntSet apart = apart_in_ring(context, env, left, right, &one, &other, &modulus);
    if (apart == INTSET_FULL || !find_rounds(context, apart, modulus, &count, &rounds))
        return REMAINDERS_UNKNOWN;
    return count == 0 ? REMAINDERS_OTHER : intset_single(context->sets, apart, &number) ? REMAINDERS_SAME : REMAINDERS_UNKNOWN;
}

Value infer_same_place(WorldContext *context, const Env *env, Value left, Value right)
{
    Terms one, other;
    uint32_t modulus, count;
    int64_t rounds, by;
    const IntSet apart = apart_in_ring(context, env, left, right, &one, &other, &modulus);
    if (apart == INTSET_FULL || !find_rounds(context, apart, modulus, &count, &rounds) || count != 1 || __builtin_sub_overflow(other.by, one.by, &by) || __builtin_add_overflow(by, rounds, &by))
        return VALUE_NONE;
    const IrType type = IR_INT(64, true);
    const Value zero = value_const(context->values, 0), what = one.count == 1 ? one.of[0] : zero, with = other.count == 1 ? other.of[0] : zero;
    return value_binary(context->values, IR_EQ, what, value_binary(context->values, IR_ADD, with, value_const(context->values, by), type, type), type, IR_I32);
}

bool infer_ring_has(WorldContext *context, const Env *env, Value place, Value unknown)
{
    const ValueNode node = *value_node(context->values, place);
    const uint32_t modulus = infer_modulus(context, &node);
    Terms terms;
    uint32_t times = 0;
    if (modulus == 0 || !find_place(context, env, place, modulus, &terms))
        return false;
    for (uint32_t i = 0; i < terms.count; i++)
        times += terms.of[i] == unknown;
    return times == 1;
}

Value infer_ring_moved(WorldContext *context, const Env *env, Value place, Value unknown, Value by_unknown, uint32_t modulus, int64_t by, IrType type)
{
    Values *values = context->values;
    Terms terms;
    if (!find_place(context, env, place, modulus, &terms) || __builtin_add_overflow(terms.by, by, &by))
        return VALUE_NONE;
    by %= (int64_t)modulus;
    Value sum = VALUE_NONE;
    for (uint32_t i = 0; i < terms.count; i++) {
        const Value term = terms.of[i] == unknown ? by_unknown : terms.of[i];
        sum = sum == VALUE_NONE ? term : value_binary(values, IR_ADD, sum, term, type, type);
    }
    sum = value_binary(values, IR_ADD, sum, value_const(values, by < 0 ? by + (int64_t)modulus : by), type, type);
    return sum == by_unknown ? by_unknown : value_binary(values, IR_REM, sum, value_const(values, modulus), type, type);
}
