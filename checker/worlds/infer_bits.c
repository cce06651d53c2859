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

/* --- which bits of which number --- */

/* Bits of a number, at their place or lower: `x & mask`, `(uint8_t)x`, `x >> 8`, `x % 4`, and what is taken from these. */
typedef struct Part {
    Value whole;
    uint64_t mask;  /* of the whole's bits */
    uint32_t shift; /* the part has them so much lower */
    bool is_all;    /* it has no others: as `x & 3` has not, and `x % 4` of a number below zero has */
} Part;

/* That only these bits of what the part was taken from so far count. */
static void mask_part(Part *part, Value inner, uint64_t bits, bool are_others_zero)
{
    part->is_all = part->is_all && (are_others_zero || (part->mask & ~bits) == 0);
    part->mask &= bits;
    part->whole = inner;
}

static uint64_t all_bits(IrType type)
{
    return type.bits >= 64 ? UINT64_MAX : (UINT64_C(1) << type.bits) - 1;
}

/* Whether its type says that a number is not below zero: that of an operation with it may be a signed one that it was promoted to. */
static bool is_natural(const Values *values, IrType type, Value operand)
{
    const ValueNode *own = value_node(values, operand);
    int64_t mask;
    bool is_masked = own->kind == VALUE_EXPRESSION && own->op == IR_AND && value_is_const(values, own->right, &mask) && mask >= 0;
    return !type.is_signed || is_masked || (own->type.kind == IR_TYPE_INT && !own->type.is_signed && own->type.bits < 64);
}

/* One step; false: the number is made of no other one's bits. `mask` is of the bits of `whole`. */
static bool take_part(const Values *values, Part *part)
{
    const ValueNode *node = value_node(values, part->whole);
    int64_t number;
    if (node->kind != VALUE_EXPRESSION || node->type.kind != IR_TYPE_INT)
        return false;
    if (node->op == VALUE_OP_CAST && value_node(values, node->left)->type.kind == IR_TYPE_INT) {
        mask_part(part, node->left, all_bits(node->type), !node->type.is_signed);
        return true;
    }
    if (node->right == VALUE_NONE || !value_is_const(values, node->right, &number))
        return false;
    switch (node->op) {
    case IR_AND: mask_part(part, node->left, (uint64_t)number, true); return true;
    case IR_REM:
        if (number <= 0 || (number & (number - 1)) != 0)
            return false;
        mask_part(part, node->left, (uint64_t)number - 1, is_natural(values, node->type, node->left));
        return true;
    case IR_SHR: /* what comes in from above is the sign */
        if (number < 0 || number + part->shift >= 64 || (number > 0 && !is_natural(values, node->type, node->left) && (part->mask >> (64 - number)) != 0))
            return false;
        part->mask <<= number;
        part->shift += (uint32_t)number;
        part->whole = node->left;
        return true;
    default: return false;
    }
}

static Part part_of(const Values *values, Value value)
{
    Part part = {value, UINT64_MAX, 0, true};
    while (take_part(values, &part)) {
    }
    return part;
}

/* --- what is known of bits --- */

static int64_t as_part(Part part, uint64_t whole)
{
    return (int64_t)((whole & part.mask) >> part.shift);
}

/* A set of numbers that a part can be as one of the numbers that those bits can be; INTSET_FULL: they are too many to say. */
static IntSet without_other_bits(WorldContext *context, Part part, IntSet set)
{
    int64_t members[INFER_MEMBERS];
    if (part.is_all)
        return set;
    uint32_t count = intset_members(context->sets, set, members, INFER_MEMBERS);
    IntSet result = count == 0 ? INTSET_FULL : INTSET_EMPTY;
    for (uint32_t i = 0; i < count; i++) {
        int64_t number = as_part(part, (uint64_t)members[i] << part.shift);
        result = intset_union(context->sets, result, intset_range(context->sets, number, number));
    }
    return result;
}

/* Bits that a number in this set certainly has or has not. Of what may be huge it says nothing. */
static Bits bits_of_set(WorldContext *context, Value number, IntSet set)
{
    Bits bits = {0, 0};
    if (set != INTSET_EMPTY && !infer_may_be_huge(context, number, set))
        intset_bits(context->sets, set, &bits.one, &bits.zero);
    return bits;
}

/* What the bits of a part are as a number in a set of such numbers. */
static IntSet stored_part(WorldContext *context, IrType type, Part part, uint64_t whole)
{
    return infer_stored(context, type, as_part(part, whole));
}

/* Adds what is noted of a part. */
static void learn_from_part(WorldContext *context, Bits *bits, Part part, Fact noted)
{
    const IrType type = value_node(context->values, noted.atom)->type;
    Bits own = bits_of_set(context, noted.atom, noted.set);
    bits->one |= own.one << part.shift & part.mask;
    bits->zero |= own.zero << part.shift & part.mask;
    IntSet set = without_other_bits(context, part, noted.set);
    uint64_t open = part.mask & ~bits->zero & ~bits->one;
    if (set == INTSET_FULL || open == 0 || count_bits(open) > MOST_OPEN_BITS)
        return;
    uint64_t always = UINT64_MAX, ever = 0, combination = 0;
    do {
        if (intset_intersect(context->sets, set, stored_part(context, type, part, bits->one | combination)) != INTSET_EMPTY) {
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

static Bits bits_of(WorldContext *context, const Env *env, Value whole, bool alone);

/* Bits of a known number that lies so far up as one of few numbers says: `1 << i`. */
static Bits bits_of_shifted(WorldContext *context, const Env *env, const ValueNode *node)
{
    int64_t number, by[INFER_SHIFTS];
    const uint32_t count = value_is_const(context->values, node->left, &number) ? intset_members(context->sets, env_set_of(context, env, node->right), by, INFER_SHIFTS) : 0;
    Bits bits = {count > 0 ? UINT64_MAX : 0, count > 0 ? all_bits(node->type) : 0};
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t shifted = by[i] >= 0 && by[i] < 64 ? (uint64_t)number << by[i] : 0;
        bits.zero &= ~shifted;
        bits.one &= shifted;
    }
    return bits;
}

/* Bits that what two operands are known to have says of both together. */
static Bits bits_of_two(WorldContext *context, const Env *env, const ValueNode *node, bool alone)
{
    if (node->kind == VALUE_EXPRESSION && node->op == IR_SHL && node->right != VALUE_NONE)
        return bits_of_shifted(context, env, node);
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

static Bits bits_of(WorldContext *context, const Env *env, Value whole, bool alone)
{
    const ValueNode own = *value_node(context->values, whole);
    HeldBits *held = !alone && context->bits != NULL && context->bits->env == env ? context->bits : NULL;
    if (held != NULL && held->whole == whole)
        return (Bits){held->zero, held->one};
    Bits bits = bits_of_set(context, whole, env_set_of(context, env, whole));
    context->work += alone ? 1 : 2 * env->fact_count;
    for (int round = 0; round < 2 && !alone; round++) /* what one part says may settle another */
        for (uint32_t i = 0; i < env->fact_count; i++) {
            Part part = part_of(context->values, env->facts[i].atom);
            if (part.whole == whole && part.whole != env->facts[i].atom)
                learn_from_part(context, &bits, part, env->facts[i]);
        }
    Bits of_two = bits_of_two(context, env, &own, alone);
    bits = (Bits){bits.zero | of_two.zero, bits.one | of_two.one};
    if (held != NULL)
        *held = (HeldBits){env, whole, bits.zero, bits.one};
    return bits;
}

IntSet infer_lowest_bits(WorldContext *context, const Env *env, Value number, IrType type)
{
    const Bits bits = bits_of(context, env, number, false);
    const uint64_t first = bits.one & -bits.one, below = first == 0 ? all_bits(type) : first | (first - 1), open = all_bits(type) & below & ~bits.zero;
    IntSet set = INTSET_EMPTY;
    for (uint32_t bit = 0; bit < MIN(type.bits, 64u); bit++)
        if (open >> bit & 1)
            set = intset_union(context->sets, set, intset_range(context->sets, bit, bit));
    return set;
}

/* What is noted of the same bits in other words: `(uint8_t)x` of `x & 255`. */
static IntSet noted_otherwise(WorldContext *context, const Env *env, Part part)
{
    IntSet set = INTSET_FULL;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        Part other = part_of(context->values, env->facts[i].atom);
        if (other.whole == part.whole && other.mask == part.mask && other.shift == part.shift && part.mask != UINT64_MAX)
            set = intset_intersect(context->sets, set, without_other_bits(context, other, env->facts[i].set));
    }
    return set;
}

IntSet infer_masked(WorldContext *context, const Env *env, Value operand, int64_t mask, IrType type, bool alone)
{
    IntSets *sets = context->sets;
    Part part = part_of(context->values, operand);
    uint64_t own = (uint64_t)mask << part.shift;
    bool is_within = part.is_all || (part.mask & own) == own; /* else some of the bits are not of the whole */
    part = is_within ? (Part){part.whole, part.mask & own, part.shift, true} : (Part){operand, (uint64_t)mask, 0, true};
    Bits bits = bits_of(context, env, part.whole, alone), own_bits = bits_of_set(context, operand, env_set_of(context, env, operand));
    bits.one |= own_bits.one << part.shift & part.mask;
    bits.zero |= own_bits.zero << part.shift & part.mask;
    uint64_t set_bits = part.mask & bits.one, open = part.mask & ~bits.zero & ~bits.one;
    IntSet set = alone ? INTSET_FULL : noted_otherwise(context, env, part);
    if (count_bits(open) > MOST_SET_BITS)
        return mask < 0 ? set : intset_intersect(sets, set, intset_range(sets, as_part(part, set_bits), as_part(part, set_bits | open)));
    IntSet combined = INTSET_EMPTY;
    uint64_t combination = 0;
    do {
        combined = intset_union(sets, combined, stored_part(context, type, part, set_bits | combination));
        combination = next_combination(combination, open);
    } while (combination != 0);
    return intset_intersect(sets, set, combined);
}

IntSet infer_flipped(WorldContext *context, IntSet set, int64_t flipped, IrType type)
{
    IntSets *sets = context->sets;
    IntSet numbers = intset_intersect(sets, set, intset_type(sets, type));
    int64_t only;
    if (intset_single(sets, numbers, &only))
        return intset_range(sets, only ^ flipped, only ^ flipped);
    if (numbers == INTSET_EMPTY || value_may_be_huge(type))
        return numbers == INTSET_EMPTY ? INTSET_EMPTY : intset_type(sets, type);
    const int64_t low = flipped < 0 ? ~flipped : flipped; /* `x ^ -5` is `~(x ^ 4)` */
    const int64_t below = low == 0 ? 0 : (int64_t)(UINT64_MAX >> __builtin_clzll((uint64_t)low));
    const int64_t least = intset_min(sets, numbers) & ~below, most = intset_max(sets, numbers) | below;
    return intset_intersect(sets, intset_type(sets, type), flipped < 0 ? intset_range(sets, ~most, ~least) : intset_range(sets, least, most));
}

IntSet infer_unmasked(WorldContext *context, Value operand, int64_t mask, int64_t masked)
{
    const IrType type = value_node(context->values, operand)->type; /* which may have more bits than what is left of it */
    uint64_t all = all_bits(type), open = all & ~(uint64_t)mask;
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
    Bits known = bits_of_set(context, unknown, env_set_of(context, result, unknown));
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

/* The shift in an operand of a mask, `x >> i` or `1 << i`, where i is one number by now or can be several, but no more than there are bits. */
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
    return found->count > 1 || (found->count == 1 && value_node(context->values, node.right)->kind != VALUE_CONST);
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
