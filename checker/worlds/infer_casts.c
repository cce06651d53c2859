/* infer_casts.c - what conversions between integer types make of sets of numbers, and what they were before.
 *
 * A number that both types hold stays as it is. One below zero goes to the upper half of an unsigned type of that size or more, and comes back from there; of 64
 * bits that half is one member of a set (value_may_be_huge). A conversion to fewer bits takes some bits (infer_bits.c). */
#include "worlds/infer.h"

typedef enum Conversion {
    CONVERSION_OTHER,
    CONVERSION_KEEPS,
    CONVERSION_UP,   /* numbers below zero become the upper half */
    CONVERSION_DOWN, /* the upper half becomes numbers below zero */
    CONVERSION_HUGE, /* the same two, of unsigned numbers of 64 bits */
    CONVERSION_FROM_HUGE,
    CONVERSION_CUTS
} Conversion;

static Conversion conversion_of(WorldContext *context, const Env *env, const ValueNode *cast)
{
    const ValueNode operand = *value_node(context->values, cast->left);
    const IrType from = operand.type, to = cast->type;
    if (infer_keeps_value(context, env, cast->left, to))
        return CONVERSION_KEEPS;
    bool is_known = (operand.kind == VALUE_SYMBOL || operand.kind == VALUE_EXPRESSION) && from.kind == IR_TYPE_INT && to.kind == IR_TYPE_INT;
    if (value_may_be_huge(to))
        return !is_known || from.is_signed ? CONVERSION_HUGE : CONVERSION_OTHER;
    if (!is_known)
        return CONVERSION_OTHER;
    if (from.bits > to.bits)
        return to.bits > 1 && to.bits < 62 ? CONVERSION_CUTS : CONVERSION_OTHER;
    if (value_may_be_huge(from))
        return CONVERSION_FROM_HUGE;
    if (to.bits >= 62 || from.is_signed == to.is_signed)
        return CONVERSION_OTHER;
    return from.is_signed ? CONVERSION_UP : from.bits == to.bits ? CONVERSION_DOWN : CONVERSION_OTHER;
}

/* Numbers of a set from `low` to `high`, moved. */
static IntSet moved(WorldContext *context, IntSet set, int64_t low, int64_t high, int64_t by)
{
    return intset_shift(context->sets, intset_intersect(context->sets, set, intset_range(context->sets, low, high)), by);
}

/* The upper half of `bits` to below zero, or back from there. */
static IntSet turned_down(WorldContext *context, IntSet set, uint32_t bits)
{
    int64_t round = INT64_C(1) << bits;
    return intset_union(context->sets, moved(context, set, 0, round / 2 - 1, 0), moved(context, set, round / 2, round - 1, -round));
}

static IntSet turned_up(WorldContext *context, IntSet set, uint32_t bits)
{
    int64_t round = INT64_C(1) << bits;
    return intset_union(context->sets, moved(context, set, 0, round - 1, 0), moved(context, set, -(round / 2), -1, round));
}

static IntSet huge_for_negative(WorldContext *context, IntSet set)
{
    IntSets *sets = context->sets;
    IntSet kept = intset_intersect(sets, set, intset_range(sets, 0, INT64_MAX));
    return kept == set ? set : intset_union(sets, kept, infer_stored(context, IR_INT(64, false), -1));
}

static IntSet negative_for_huge(WorldContext *context, IntSet set)
{
    IntSets *sets = context->sets;
    IntSet kept = intset_intersect(sets, set, intset_range(sets, 0, INT64_MAX));
    return intset_contains(sets, set, INT64_MAX) ? intset_union(sets, kept, intset_range(sets, INT64_MIN, -1)) : kept;
}

/* What is left of numbers that go round once at most; INTSET_FULL: some may go round more often. */
static IntSet cut(WorldContext *context, IntSet set, uint32_t bits)
{
    IntSets *sets = context->sets;
    int64_t round = INT64_C(1) << bits;
    if (bits > 32 || set == INTSET_EMPTY || intset_min(sets, set) < -round || intset_max(sets, set) >= 2 * round)
        return INTSET_FULL;
    return intset_union(sets, moved(context, set, 0, round - 1, 0), intset_union(sets, moved(context, set, -round, -1, round), moved(context, set, round, 2 * round - 1, -round)));
}

static IntSet cut_to(WorldContext *context, const Env *env, const ValueNode *cast, IntSet set, bool alone)
{
    const IrType bits_type = IR_INT(cast->type.bits, false);
    IntSet bits = infer_masked(context, env, cast->left, ir_type_max(bits_type), bits_type, alone);
    bits = intset_intersect(context->sets, bits, cut(context, set, cast->type.bits));
    return cast->type.is_signed ? turned_down(context, bits, cast->type.bits) : bits;
}

IntSet infer_cast(WorldContext *context, const Env *env, const ValueNode *cast, bool alone)
{
    IntSet set = env_set_of(context, env, cast->left);
    switch (conversion_of(context, env, cast)) {
    case CONVERSION_KEEPS: return set;
    case CONVERSION_UP: return turned_up(context, set, cast->type.bits);
    case CONVERSION_DOWN: return turned_down(context, set, cast->type.bits);
    case CONVERSION_HUGE: return huge_for_negative(context, set);
    case CONVERSION_FROM_HUGE: return negative_for_huge(context, set);
    case CONVERSION_CUTS: return cut_to(context, env, cast, set, alone);
    default: return INTSET_FULL;
    }
}

IntSet infer_before_cast(WorldContext *context, const Env *env, const ValueNode *cast, IntSet set)
{
    IntSets *sets = context->sets;
    switch (conversion_of(context, env, cast)) {
    case CONVERSION_KEEPS: return set;
    case CONVERSION_UP: return turned_down(context, set, cast->type.bits);
    case CONVERSION_DOWN: return turned_up(context, set, cast->type.bits);
    case CONVERSION_HUGE: return infer_is_signed(context, cast->left) ? negative_for_huge(context, set) : INTSET_FULL;
    case CONVERSION_FROM_HUGE: return huge_for_negative(context, set);
    case CONVERSION_CUTS: /* a bit that is set was set */
        return intset_contains(sets, set, 0) ? INTSET_FULL : intset_compare(sets, IR_NE, 0);
    default: return INTSET_FULL;
    }
}
