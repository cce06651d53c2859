/* infer_bits.c - flags kept in the bits of one number.
 *
 * What a path learns of `x & mask` is noted for that mask; what it says of another mask is found by way of single bits: a bit
 * is known when every number that x, and each of its masks, can still be has it, or has it not. */
#include "worlds/infer.h"

enum {
    MOST_OPEN_BITS = 4, /* of a mask, tried in all combinations */
    MOST_SET_BITS = 3   /* the same where the combinations are to be a set: no more than it has intervals, for one that is ruled out must not be lost again */
};
_Static_assert(1 << MOST_SET_BITS <= INTSET_INTERVALS, "each combination may be an interval of its own");

typedef struct Bits {
    uint64_t zero, one; /* known to be clear, known to be set */
} Bits;

static uint32_t count_bits(uint64_t bits)
{
    return (uint32_t)__builtin_popcountll(bits);
}

/* The next combination of the bits of `open` after `now`; 0 after the last. */
static uint64_t next_combination(uint64_t now, uint64_t open)
{
    return (now - open) & open;
}

/* Bits that a number in this set certainly has or has not. */
static Bits bits_of_set(const WorldContext *context, IntSet set)
{
    Bits bits = {0, 0};
    if (set != INTSET_EMPTY)
        intset_bits(context->sets, set, &bits.one, &bits.zero);
    return bits;
}

/* Adds what is noted of one mask. */
static void learn_from_mask(const WorldContext *context, Bits *bits, uint64_t mask, IntSet set)
{
    uint64_t open = mask & ~bits->zero & ~bits->one;
    int64_t only;
    if (intset_single(context->sets, set, &only)) {
        bits->one |= mask & (uint64_t)only;
        bits->zero |= mask & ~(uint64_t)only;
        return;
    }
    if (open == 0 || count_bits(open) > MOST_OPEN_BITS)
        return;
    uint64_t always = UINT64_MAX, ever = 0, combination = 0;
    do {
        if (intset_contains(context->sets, set, (int64_t)((mask & bits->one) | combination))) {
            always &= combination;
            ever |= combination;
        }
        combination = next_combination(combination, open);
    } while (combination != 0);
    if ((always & ~ever) != 0)
        return; /* no combination is left: whoever asks finds that out */
    bits->one |= open & always;
    bits->zero |= open & ~ever;
}

static Bits bits_of(WorldContext *context, const Env *env, Value operand, bool alone);

/* Bits that what two operands are known to have says of both together. */
static Bits bits_of_two(WorldContext *context, const Env *env, const ValueNode *node, bool alone)
{
    bool is_of_bits = node->kind == VALUE_EXPRESSION && node->right != VALUE_NONE && (node->op == IR_OR || node->op == IR_AND || node->op == IR_XOR);
    if (!is_of_bits)
        return (Bits){0, 0};
    Bits left = bits_of(context, env, node->left, alone), right = bits_of(context, env, node->right, alone);
    switch (node->op) {
    case IR_OR: return (Bits){left.zero & right.zero, left.one | right.one};
    case IR_AND: return (Bits){left.zero | right.zero, left.one & right.one};
    default: return (Bits){(left.zero & right.zero) | (left.one & right.one), (left.zero & right.one) | (left.one & right.zero)};
    }
}

static Bits bits_of(WorldContext *context, const Env *env, Value operand, bool alone)
{
    const ValueNode own = *value_node(context->values, operand);
    Bits bits = bits_of_set(context, env_set_of(context, env, operand));
    context->work += alone ? 1 : 2 * env->fact_count;
    for (int round = 0; round < 2 && !alone; round++) /* what one mask says may settle another */
        for (uint32_t i = 0; i < env->fact_count; i++) {
            const ValueNode *node = value_node(context->values, env->facts[i].atom);
            int64_t mask;
            if (node->kind == VALUE_EXPRESSION && node->op == IR_AND && node->left == operand &&
                value_is_const(context->values, node->right, &mask))
                learn_from_mask(context, &bits, (uint64_t)mask, env->facts[i].set);
        }
    Bits of_two = bits_of_two(context, env, &own, alone);
    return (Bits){bits.zero | of_two.zero, bits.one | of_two.one};
}

IntSet infer_masked(WorldContext *context, const Env *env, Value operand, int64_t mask, bool alone)
{
    Bits bits = bits_of(context, env, operand, alone);
    uint64_t set_bits = (uint64_t)mask & bits.one, open = (uint64_t)mask & ~bits.zero & ~bits.one;
    if (count_bits(open) > MOST_SET_BITS)
        return mask < 0 ? INTSET_FULL : intset_range(context->sets, (int64_t)set_bits, (int64_t)(set_bits | open));
    IntSet set = INTSET_EMPTY;
    uint64_t combination = 0;
    do {
        int64_t number = (int64_t)(set_bits | combination);
        set = intset_union(context->sets, set, intset_range(context->sets, number, number));
        combination = next_combination(combination, open);
    } while (combination != 0);
    return set;
}

IntSet infer_unmasked(WorldContext *context, IrType type, int64_t mask, int64_t masked)
{
    uint64_t all = type.bits >= 64 ? UINT64_MAX : (UINT64_C(1) << type.bits) - 1, open = all & ~(uint64_t)mask;
    if (type.kind != IR_TYPE_INT || type.bits >= 64 || count_bits(open) > MOST_SET_BITS)
        return INTSET_FULL;
    IntSet set = INTSET_EMPTY;
    uint64_t combination = 0;
    do {
        uint64_t bits = ((uint64_t)masked | combination) & all;
        int64_t number = type.is_signed && (bits >> (type.bits - 1)) != 0 ? (int64_t)(bits | ~all) : (int64_t)bits;
        set = intset_union(context->sets, set, intset_range(context->sets, number, number));
        combination = next_combination(combination, open);
    } while (combination != 0);
    return set;
}

void infer_keep_bits(WorldContext *context, const Env *left_env, Value left, const Env *right_env, Value right, Env *result, Value unknown)
{
    const IrType type = value_node(context->values, unknown)->type;
    Bits here = bits_of(context, left_env, left, false), there = bits_of(context, right_env, right, false);
    Bits known = bits_of_set(context, env_set_of(context, result, unknown));
    uint64_t one = here.one & there.one & ~known.one, zero = here.zero & there.zero & ~known.zero;
    for (uint32_t bit = 0; bit < MIN(type.bits, 62u) && (one | zero) != 0; bit++) {
        int64_t mask = INT64_C(1) << bit, held = (int64_t)(one & (uint64_t)mask);
        if (((one | zero) & (uint64_t)mask) == 0)
            continue;
        Value part = value_binary(context->values, IR_AND, unknown, value_const(context->values, mask), type, type);
        env_assume(context, result, part, intset_range(context->sets, held, held));
    }
}

/* --- a bit of a known number, which of them is not --- */

/* The shift in an operand of a mask, `x >> i` or `1 << i`, where i can be several numbers, but no more than there are bits. */
static bool find_shift(WorldContext *context, const Env *env, Value operand, InferShifted *found)
{
    const ValueNode node = *value_node(context->values, operand);
    if (node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_CAST)
        return find_shift(context, env, node.left, found);
    if (node.kind != VALUE_EXPRESSION || (node.op != IR_SHL && node.op != IR_SHR) || node.right == VALUE_NONE)
        return false;
    found->shift = operand;
    found->by = node.right;
    found->count = intset_members(context->sets, env_set_of(context, env, node.right), found->numbers, INFER_SHIFTS);
    return found->count > 1;
}

bool infer_find_shift(WorldContext *context, const Env *env, const ValueNode *mask, InferShifted *found)
{
    return mask->op == IR_AND && mask->right != VALUE_NONE &&
           (find_shift(context, env, mask->left, found) || find_shift(context, env, mask->right, found));
}

/* An operand with the shift in it by so many. */
static Value shifted(Values *values, Value operand, const InferShifted *found, int64_t by)
{
    const ValueNode node = *value_node(values, operand);
    if (operand == found->shift)
        return value_rebuild(values, &node, node.left, value_const(values, by));
    return node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_CAST ? value_rebuild(values, &node, shifted(values, node.left, found, by), VALUE_NONE) : operand;
}

Value infer_shifted(WorldContext *context, const ValueNode *mask, const InferShifted *found, uint32_t at)
{
    Values *values = context->values;
    int64_t by = found->numbers[at];
    return value_rebuild(values, mask, shifted(values, mask->left, found, by), shifted(values, mask->right, found, by));
}
