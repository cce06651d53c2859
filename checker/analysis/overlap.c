/* overlap.c - which addresses may name the same place.
 *
 * An address is an object and the way into it: fields, elements by number, elements by a number that is not known. Within one object two
 * addresses are the same place when they take the same fields and the same elements; elements of numbers that may be equal may be the
 * same. Which objects may be one is another question (memory.c). */
#include "analysis/engine.h"
#include "worlds/infer.h"

/* An element: `by` and, where that is not VALUE_NONE, `index` elements past `base`. What is no element is element 0 of itself. */
typedef struct Position {
    Value base, index;
    int64_t by;
} Position;

static Position position_of(const Values *values, Value address)
{
    const ValueNode *node = value_node(values, address);
    switch (node->kind) {
    case VALUE_ELEMENT: return (Position){node->left, VALUE_NONE, node->number};
    case VALUE_ELEMENT_AT: return (Position){node->left, node->right, 0};
    default: return (Position){address, VALUE_NONE, 0};
    }
}

static bool may_be_same_base(Exec *exec, const Env *env, Value a, Value b)
{
    const ValueNode left = *value_node(exec->engine->values, a), right = *value_node(exec->engine->values, b);
    return a == b || (left.kind == VALUE_FIELD && right.kind == VALUE_FIELD && left.number == right.number &&
                      overlap_may_be_same(exec, env, left.left, right.left));
}

static bool may_be_same_number(Exec *exec, const Env *env, Position a, Position b)
{
    Values *values = exec->engine->values;
    if (a.index == VALUE_NONE && b.index == VALUE_NONE)
        return a.by == b.by;
    Value left = a.index == VALUE_NONE ? value_const(values, a.by) : a.index;
    Value right = b.index == VALUE_NONE ? value_const(values, b.by) : b.index;
    Value left_of, right_of;
    int64_t by;
    infer_is_sum(&exec->run->context, left, &left_of, &by);
    infer_is_sum(&exec->run->context, right, &right_of, &by);
    if (left_of == right_of) /* not told apart: a loop that fills an array by number would be followed turn by turn (elements.c) */
        return true;
    Value same = value_binary(values, IR_EQ, left, right, IR_INT(64, true), IR_I32);
    return same == VALUE_NONE || intset_contains(exec->engine->sets, env_set_of(&exec->run->context, env, same), 1);
}

bool overlap_may_be_same(Exec *exec, const Env *env, Value a, Value b)
{
    const Values *values = exec->engine->values;
    if (a == b || value_root(values, a) != value_root(values, b))
        return a == b;
    Position one = position_of(values, a), other = position_of(values, b);
    return may_be_same_base(exec, env, one.base, other.base) && may_be_same_number(exec, env, one, other);
}

bool overlap_may_be_inside(Exec *exec, const Env *env, Value address, Value object, bool is_array)
{
    const Values *values = exec->engine->values;
    if (value_root(values, address) != value_root(values, object))
        return false;
    Value array = position_of(values, object).base;
    for (;;) {
        Value base = position_of(values, address).base;
        if (is_array ? may_be_same_base(exec, env, base, array) : overlap_may_be_same(exec, env, address, object))
            return true;
        if (value_node(values, base)->kind != VALUE_FIELD)
            return false;
        address = value_node(values, base)->left;
    }
}
