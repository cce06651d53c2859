/* overlap.c - which addresses may name the same place.
 *
 * An address is an object and the way into it: fields, elements by number, elements by a number that is not known. Within one object two
 * addresses are the same place when they take the same fields and the same elements; elements of numbers that may be equal may be the
 * same. Members of a union that begin at one place of it have one name (engine.c), so that a scalar read as another is found; inside of members that are
 * structs of different types, each place may be each. Which objects may be one is another question (memory.c).
 *
 * Known limit: elements of an array in a union are told apart from what else lies there. */
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

Value overlap_array(const Values *values, Value address)
{
    return position_of(values, address).base;
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

bool overlap_is_doubtful(const Exec *exec, Value address)
{
    const Engine *engine = exec->engine;
    if (!engine->has_unions && !value_node(engine->values, address)->has_symbols)
        return false;
    for (;; address = value_node(engine->values, address)->left) {
        const ValueNode *node = value_node(engine->values, address);
        if (node->kind == VALUE_ELEMENT_AT || (node->kind == VALUE_FIELD && engine->is_in_union[node->number]))
            return true;
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT)
            return false;
    }
}

/* The way out of an address to a member of a union. */
typedef struct Inside {
    Value member;   /* the address of the member; VALUE_NONE: there is none further out */
    Value first;    /* the field of the member that the way takes; VALUE_NONE: none */
} Inside;

static Inside next_union(const Exec *exec, Inside inside, Value address)
{
    const Engine *engine = exec->engine;
    if (inside.member != VALUE_NONE) {
        inside.first = inside.member;
        address = value_node(engine->values, inside.member)->left;
    }
    for (;; address = value_node(engine->values, address)->left) {
        const ValueNode *node = value_node(engine->values, address);
        if (node->kind == VALUE_FIELD && engine->is_in_union[node->number]) {
            inside.member = address;
            return inside;
        }
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT && node->kind != VALUE_ELEMENT_AT)
            return (Inside){VALUE_NONE, VALUE_NONE};
        inside.first = node->kind == VALUE_FIELD ? address : inside.first;
    }
}

/* Whether both lie in one member of a union, but not in the same struct there. */
static bool may_share_union(Exec *exec, const Env *env, Value a, Value b)
{
    const Engine *engine = exec->engine;
    for (Inside one = next_union(exec, (Inside){0}, a); one.member != VALUE_NONE; one = next_union(exec, one, a))
        for (Inside other = next_union(exec, (Inside){0}, b); other.member != VALUE_NONE; other = next_union(exec, other, b)) {
            if (!may_be_same_base(exec, env, one.member, other.member))
                continue;
            if (one.first == VALUE_NONE || other.first == VALUE_NONE)
                return one.first != other.first;
            int64_t left = value_node(engine->values, one.first)->number, right = value_node(engine->values, other.first)->number;
            return engine->field_records[left] != engine->field_records[right];
        }
    return false;
}

bool overlap_may_be_same(Exec *exec, const Env *env, Value a, Value b)
{
    const Values *values = exec->engine->values;
    if (a == b || value_root(values, a) != value_root(values, b))
        return a == b;
    Position one = position_of(values, a), other = position_of(values, b);
    return (may_be_same_base(exec, env, one.base, other.base) && may_be_same_number(exec, env, one, other)) ||
           (exec->engine->has_unions && may_share_union(exec, env, a, b));
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
