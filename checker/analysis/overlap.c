/* overlap.c - which addresses may name the same place.
 *
 * An address is an object and the way into it: fields, elements by number, elements by a number that is not known. Within one object two
 * addresses are the same place when they take the same fields and the same elements; elements of numbers that may be equal may be the
 * same. Where the ways part at two members of a union, bits decide: the places may be the same when they meet there, and two scalars are when they begin
 * at one bit. Which objects may be one is another question (memory.c). */
#include "analysis/engine.h"
#include "worlds/infer.h"

/* How two numbers compare, in units of WorldContext.work. */
enum { WORK_OF_QUESTION = 32 };

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

Value overlap_elements_past(Values *values, Value place, Value from)
{
    Value before, number = value_const(values, 0), array = value_array(values, from, &before);
    while (place != array) {
        const ValueNode node = *value_node(values, place);
        if (node.kind != VALUE_FIELD && node.kind != VALUE_ELEMENT && node.kind != VALUE_ELEMENT_AT)
            return VALUE_NONE;
        value_array(values, place, &number);
        place = node.left;
    }
    return value_binary(values, IR_SUB, number, before, IR_INT(64, true), IR_INT(64, true));
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
    exec->run->context.work += WORK_OF_QUESTION;
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
        if (node->kind == VALUE_ELEMENT_AT || (node->kind == VALUE_FIELD && engine->fields[node->number].is_shared))
            return true;
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT)
            return false;
    }
}

/* The bits that a place takes of an object around it. */
typedef struct Bits {
    int64_t begin, end;
    bool is_certain; /* else it is somewhere among these */
} Bits;

static const Bits ANYWHERE = {0, INT64_MAX, false};

static Bits shifted(Bits bits, int64_t by)
{
    bool is_far = __builtin_add_overflow(bits.begin, by, &bits.begin);
    if (bits.end != INT64_MAX)
        is_far = __builtin_add_overflow(bits.end, by, &bits.end) || is_far;
    return is_far ? ANYWHERE : bits;
}

static const IrLayout *layout_of_field(const Engine *engine, Value address)
{
    const ValueNode *node = value_node(engine->values, address);
    return node->kind == VALUE_FIELD ? &engine->layouts[node->number] : NULL;
}

/* What an address leads to by itself: a scalar or struct, or (is_array) the array that begins there. */
static Bits own_bits(const Engine *engine, Value address, bool is_array)
{
    const IrLayout *layout = layout_of_field(engine, address);
    const IrLayout *array = layout_of_field(engine, position_of(engine->values, address).base);
    bool is_element = array != NULL && array->element > 0 && !is_array;
    int64_t size = is_element ? array->element : layout != NULL ? layout->size : IR_OPEN;
    return (Bits){0, size == IR_OPEN ? INT64_MAX : size, true};
}

/* Where it lies inside of `around`, an object on the way to the address. */
static Bits bits_inside(const Engine *engine, Value address, bool is_array, Value around)
{
    Bits bits = own_bits(engine, address, is_array);
    while (address != around) {
        const ValueNode *node = value_node(engine->values, address);
        const IrLayout *array = layout_of_field(engine, node->left);
        if (node->kind == VALUE_FIELD) {
            int64_t begin = layout_of_field(engine, address)->begin;
            bits = begin < 0 ? ANYWHERE : shifted(bits, begin);
        } else if (array == NULL || array->element == 0) {
            bits = ANYWHERE;
        } else if (node->kind == VALUE_ELEMENT_AT) { /* some element */
            bits = (Bits){0, array->size == IR_OPEN ? INT64_MAX : array->size, false};
        } else {
            int64_t by;
            bits = __builtin_mul_overflow(node->number, array->element, &by) ? ANYWHERE : shifted(bits, by);
        }
        address = node->left;
    }
    return bits;
}

/* The innermost member of a union on the way to an address, from there on outwards; VALUE_NONE: none. */
static Value next_member(const Engine *engine, Value address)
{
    for (;; address = value_node(engine->values, address)->left) {
        const ValueNode *node = value_node(engine->values, address);
        if (node->kind == VALUE_FIELD && engine->fields[node->number].is_shared)
            return address;
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT && node->kind != VALUE_ELEMENT_AT)
            return VALUE_NONE;
    }
}

/* Two ways into a union that part at two of its members, and what lies at their ends. */
typedef struct Parting {
    Value a, b;  /* the addresses of the unions; VALUE_NONE: the two do not part so */
    Bits left, right;
} Parting;

static Parting find_parting(Exec *exec, const Env *env, Value a, Value b, bool is_array)
{
    const Engine *engine = exec->engine;
    for (Value one = next_member(engine, a); one != VALUE_NONE; one = next_member(engine, value_node(engine->values, one)->left))
        for (Value other = next_member(engine, b); other != VALUE_NONE; other = next_member(engine, value_node(engine->values, other)->left)) {
            const ValueNode left = *value_node(engine->values, one), right = *value_node(engine->values, other);
            bool is_parting = left.number != right.number && engine->fields[left.number].record == engine->fields[right.number].record;
            if (is_parting && overlap_may_be_same(exec, env, left.left, right.left))
                return (Parting){left.left, right.left, bits_inside(engine, a, false, left.left), bits_inside(engine, b, is_array, right.left)};
        }
    return (Parting){.a = VALUE_NONE};
}

/* By different members of a union. */
static bool may_share_union(Exec *exec, const Env *env, Value address, Value object, bool is_array)
{
    if (!exec->engine->has_unions)
        return false;
    Parting parting = find_parting(exec, env, address, object, is_array);
    return parting.a != VALUE_NONE && parting.left.begin < parting.right.end && parting.right.begin < parting.left.end;
}

bool overlap_may_be_same(Exec *exec, const Env *env, Value a, Value b)
{
    const Values *values = exec->engine->values;
    if (a == b || value_root(values, a) != value_root(values, b))
        return a == b;
    Position one = position_of(values, a), other = position_of(values, b);
    return (may_be_same_base(exec, env, one.base, other.base) && may_be_same_number(exec, env, one, other)) ||
           may_share_union(exec, env, a, b, false);
}

Value overlap_known_name(Exec *exec, const Env *env, Value address)
{
    const Engine *engine = exec->engine;
    if (!engine->has_unions || next_member(engine, address) == VALUE_NONE || env_get(env, address) != VALUE_NONE)
        return address;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Value key = env->cells[i].key;
        if (value_node(engine->values, key)->kind == VALUE_KEY || value_root(engine->values, key) != value_root(engine->values, address))
            continue;
        Parting parting = find_parting(exec, env, address, key, false);
        bool is_certain = parting.a != VALUE_NONE && parting.a == parting.b && parting.left.is_certain && parting.right.is_certain;
        if (is_certain && parting.left.begin == parting.right.begin)
            return key;
    }
    return address;
}

/* What is declared to be at a place; void: that is not known. */
static IrTypeKind declared_kind(const Exec *exec, Value address)
{
    const ValueNode *node = value_node(exec->engine->values, address);
    if (node->kind == VALUE_LOCAL && node->number < exec->function->local_count)
        return exec->function->locals[node->number].type.kind;
    return node->kind == VALUE_FIELD ? exec->engine->fields[node->number].kind : IR_TYPE_VOID;
}

bool overlap_is_float_as_bits(const Exec *exec, Value address, Value held, IrType type)
{
    const ValueNode *node = value_node(exec->engine->values, held);
    IrTypeKind declared = declared_kind(exec, address), kind = node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION ? node->type.kind : declared;
    bool is_float = type.kind == IR_TYPE_FLOAT;
    return (kind == IR_TYPE_FLOAT && !is_float) || (declared == IR_TYPE_INT && is_float);
}

bool overlap_may_be_inside(Exec *exec, const Env *env, Value address, Value object, bool is_array)
{
    const Values *values = exec->engine->values;
    if (value_root(values, address) != value_root(values, object))
        return false;
    if (may_share_union(exec, env, address, object, is_array))
        return true;
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
