/* infer_order.c - operations with a constant that keep the order of numbers: shifts, products, quotients, and masks that leave out the lowest bits alone.
 *
 * Each stretch of the operand's numbers becomes one stretch. Where no number between its ends is passed over, the results also tell the operand: `size >> 40`
 * is not 0 exactly where size is at least 1 << 40, and that is then noted of size alone. Of unsigned numbers of 64 bits, those past the signed ones are one
 * member of a set (value_may_be_huge). */
#include "worlds/infer.h"

typedef __int128 Wide;

typedef struct Operation {
    int op;
    Wide by;      /* a factor, or for IR_AND the bits that are left out */
    bool is_huge; /* INT64_MAX stands for all unsigned numbers of 2^63 and more */
} Operation;

/* All bits that a number in the set can have, if it is not negative; what may be is all bits. */
static uint64_t bits_up_to(const IntSets *sets, IntSet set)
{
    int64_t most = intset_max(sets, set);
    return intset_min(sets, set) < 0 || most == INT64_MAX ? UINT64_MAX : most == 0 ? 0 : UINT64_MAX >> __builtin_clzll((uint64_t)most);
}

/* Whether the node is such an operation on numbers in the set. */
static bool is_ordered(WorldContext *context, const ValueNode *node, IntSet left, Operation *operation)
{
    IntSets *sets = context->sets;
    int64_t by;
    if (left == INTSET_EMPTY || node->right == VALUE_NONE || !value_is_const(context->values, node->right, &by))
        return false;
    if (intset_min(sets, left) < 0 && !node->type.is_signed)
        return false;
    *operation = (Operation){node->op, by, infer_may_be_huge(context, node->left, left)};
    switch (node->op) {
    case IR_SHL:
    case IR_SHR:
        if (by < 0 || by > 62)
            return false;
        *operation = (Operation){node->op == IR_SHL ? IR_MUL : IR_SHR, (Wide)1 << by, operation->is_huge};
        return node->op == IR_SHR || !operation->is_huge;
    case IR_MUL: return by >= 0 && !operation->is_huge;
    case IR_DIV: return by > 0;
    case IR_AND: {
        uint64_t left_out = bits_up_to(sets, left) & ~(uint64_t)by;
        operation->by = left_out;
        return (left_out & (left_out + 1)) == 0 && left_out <= INT64_MAX;
    }
    default: return false;
    }
}

static Wide rounded_down(Wide number, Wide by)
{
    return number >= 0 ? number / by : -((-number + by - 1) / by);
}

static IntStretch clamped(Wide low, Wide high)
{
    return (IntStretch){low < INT64_MIN ? INT64_MIN : low > INT64_MAX ? INT64_MAX : (int64_t)low, high < INT64_MIN ? INT64_MIN : high > INT64_MAX ? INT64_MAX : (int64_t)high};
}

static IntStretch results_of(IntStretch operands, const void *data)
{
    const Operation *operation = data;
    Wide by = operation->by, low = operands.low, high = operation->is_huge && operands.high == INT64_MAX ? (Wide)UINT64_MAX : operands.high;
    switch (operation->op) {
    case IR_MUL: return clamped(low * by, high * by);
    case IR_SHR: return clamped(rounded_down(low, by), rounded_down(high, by));
    case IR_DIV: return clamped(low / by, high / by);
    default: return clamped(low & ~by, high & ~by);
    }
}

static IntStretch operands_of(IntStretch results, const void *data)
{
    static const IntStretch none = {1, 0};
    const Operation *operation = data;
    Wide by = operation->by, low = results.low, high = operation->is_huge && results.high == INT64_MAX ? (Wide)UINT64_MAX : results.high;
    if (operation->op != IR_AND) { /* no result is further off */
        low = MAX(low, INT64_MIN / by - 1);
        high = MIN(high, (Wide)UINT64_MAX / by);
    }
    switch (operation->op) {
    case IR_SHR:
        low *= by;
        high = high * by + by - 1;
        break;
    case IR_DIV: /* towards zero */
        low = low > 0 ? low * by : low * by - by + 1;
        high = high >= 0 ? high * by + by - 1 : high * by;
        break;
    default:
        low = (low + by) & ~by;
        high = (high & ~by) + by;
        break;
    }
    if (low > high || high < INT64_MIN || (low > INT64_MAX && !operation->is_huge))
        return none;
    if (low >= INT64_MAX && operation->is_huge) /* as infer_stored has it */
        low = INT64_MAX - 1;
    return clamped(low, high);
}

IntSet infer_results(WorldContext *context, const ValueNode *node, IntSet left)
{
    IntSets *sets = context->sets;
    Operation operation;
    if (!is_ordered(context, node, left, &operation))
        return INTSET_FULL;
    const IntSet signs[] = {intset_range(sets, INT64_MIN, -1), intset_range(sets, 0, 0), intset_range(sets, 1, INT64_MAX)};
    IntSet set = INTSET_EMPTY;
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) /* a product is 0 only where a factor is */
        set = intset_union(sets, set, intset_map(sets, intset_intersect(sets, left, signs[i]), results_of, &operation));
    bool is_unbounded = intset_min(sets, set) == INT64_MIN || intset_max(sets, set) == INT64_MAX;
    return is_unbounded && operation.op == IR_MUL ? INTSET_FULL : infer_within_type(context, node->type, set);
}

IntSet infer_operands(WorldContext *context, const ValueNode *node, IntSet left, IntSet set)
{
    Operation operation;
    bool are_told = is_ordered(context, node, left, &operation) && operation.op != IR_MUL; /* which leaves numbers out */
    return are_told ? intset_map(context->sets, set, operands_of, &operation) : INTSET_FULL;
}
