/* infer_addresses.c - how two addresses compare: by the objects that they lead into and, inside one object, by the bits before them.
 *
 * Two known objects are apart, wherever in them the addresses lead. In one object members have their places, and elements their numbers; what has both, another
 * member of another element, is left open: an address may have been computed in other units than the elements that its array has. */
#include "worlds/infer.h"

/* So many bits past the beginning of an element; what is no element is the first of its own array. */
typedef struct Place {
    Value array, number;
    int64_t bits; /* negative: not known */
} Place;

static const IrLayout *layout_of(const WorldContext *context, Value address)
{
    const ValueNode *node = value_node(context->values, address);
    return node->kind == VALUE_FIELD && context->layouts != NULL ? &context->layouts[node->number] : NULL;
}

/* The bits that the last step of an address adds; negative: not known, or no number. */
static int64_t bits_of_step(const WorldContext *context, Value address)
{
    const ValueNode *node = value_node(context->values, address);
    const IrLayout *own = layout_of(context, address), *array = layout_of(context, node->left);
    int64_t bits;
    if (node->kind == VALUE_FIELD)
        return own == NULL ? -1 : own->begin;
    bool is_known = node->kind == VALUE_ELEMENT && array != NULL && array->element > 0 && !__builtin_mul_overflow(node->number, array->element, &bits);
    return is_known ? bits : -1;
}

static Place place_of(const WorldContext *context, Value address)
{
    Place place = {.bits = 0};
    for (int64_t bits = 0; (bits = bits_of_step(context, address)) >= 0; address = value_node(context->values, address)->left)
        if (__builtin_add_overflow(place.bits, bits, &place.bits))
            return (Place){.bits = -1};
    if (value_node(context->values, address)->kind == VALUE_FIELD)
        place.bits = -1;
    place.array = value_array(context->values, address, &place.number);
    return place;
}

static IntSet in_one_object(WorldContext *context, const Env *env, Value a, Value b)
{
    IntSets *sets = context->sets;
    Place left = place_of(context, a), right = place_of(context, b);
    if (left.bits < 0 || right.bits < 0 || left.array != right.array)
        return INTSET_FULL;
    if (left.number == right.number) {
        int64_t apart = (left.bits > right.bits) - (left.bits < right.bits);
        return apart == 0 ? intset_range(sets, 0, 0) : intset_compare(sets, apart < 0 ? IR_LT : IR_GT, 0);
    }
    return left.bits == right.bits ? infer_difference_by_numbers(context, env, left.number, right.number) : INTSET_FULL;
}

static bool is_address(const Values *values, Value value)
{
    const ValueNode *node = value_node(values, value);
    return value_is_address(values, value) || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER);
}

IntSet infer_addresses(WorldContext *context, const Env *env, Value a, Value b)
{
    Values *values = context->values;
    Value root = value_root(values, a), other = value_root(values, b);
    if (!is_address(values, a) || !is_address(values, b))
        return INTSET_FULL;
    if (root == other)
        return in_one_object(context, env, a, b);
    if (!env_are_apart(values, env, root, other))
        return INTSET_FULL;
    bool may_be_null = intset_contains(context->sets, env_set_of(context, env, a), 0) && intset_contains(context->sets, env_set_of(context, env, b), 0);
    return may_be_null ? INTSET_FULL : intset_compare(context->sets, IR_NE, 0);
}
