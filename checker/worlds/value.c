/* value.c - hash-consed symbolic values; see value.h. */
#include "worlds/value_table.h"

#include <glib.h>
#include <string.h>

static uint32_t hash_node(const ValueNode *node)
{
    uint64_t hash = ((uint64_t)node->kind << 8) ^ node->op ^ ((uint64_t)node->type.kind << 16) ^
                    ((uint64_t)node->type.bits << 24) ^ ((uint64_t)node->type.is_signed << 32);
    hash = (hash ^ ((uint64_t)node->left << 32 | node->right)) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 31) ^ (uint64_t)node->number) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)(hash ^ (hash >> 29));
}

static bool same_node(const ValueNode *a, const ValueNode *b)
{
    return a->kind == b->kind && a->op == b->op && a->left == b->left && a->right == b->right &&
           a->number == b->number && a->type.kind == b->type.kind && a->type.bits == b->type.bits &&
           a->type.is_signed == b->type.is_signed;
}

static void grow_slots(Values *values)
{
    uint32_t count = values->slot_count * 2;
    uint32_t *slots = g_new0(uint32_t, count);
    for (uint32_t i = 1; i < values->count; i++) {
        uint32_t at = hash_node(&values->nodes[i]) & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = i;
    }
    g_free(values->slots);
    values->slots = slots;
    values->slot_count = count;
}

Value value_intern(Values *values, ValueNode node)
{
    const ValueNode *left = &values->nodes[node.left], *right = &values->nodes[node.right];
    node.depth = (uint8_t)(1 + MAX(left->depth, right->depth));
    node.has_symbols = node.kind == VALUE_SYMBOL || left->has_symbols || right->has_symbols;
    uint32_t at = hash_node(&node) & (values->slot_count - 1);
    for (; values->slots[at] != 0; at = (at + 1) & (values->slot_count - 1))
        if (same_node(&values->nodes[values->slots[at]], &node))
            return values->slots[at];
    if (values->count == values->capacity) {
        values->capacity *= 2;
        values->nodes = g_renew(ValueNode, values->nodes, values->capacity);
    }
    bool is_inside = node.kind == VALUE_FIELD || node.kind == VALUE_ELEMENT || node.kind == VALUE_ELEMENT_AT;
    node.root = is_inside || node.kind == VALUE_CONTAINER ? values->nodes[node.left].root : values->count;
    values->nodes[values->count] = node;
    values->slots[at] = values->count;
    values->count++;
    if (values->count * 2 > values->slot_count)
        grow_slots(values);
    return values->count - 1;
}

void values_free(Values *values)
{
    if (values == NULL)
        return;
    g_free(values->nodes);
    g_free(values->slots);
    g_free(values);
}

static Value leaf(Values *values, ValueKind kind, int64_t number)
{
    return value_intern(values, (ValueNode){.kind = (uint8_t)kind, .number = number});
}

Values *values_new(void)
{
    Values *values = g_new0(Values, 1);
    values->capacity = 1024;
    values->nodes = g_new0(ValueNode, values->capacity);
    values->count = 1; /* node 0 is VALUE_NONE */
    values->slot_count = 4096;
    values->slots = g_new0(uint32_t, values->slot_count);
    values->task = leaf(values, VALUE_TASK, 0);
    return values;
}

Value value_const(Values *values, int64_t number) { return leaf(values, VALUE_CONST, number); }
Value value_local(Values *values, uint32_t local) { return leaf(values, VALUE_LOCAL, local); }
Value value_global(Values *values, uint32_t global) { return leaf(values, VALUE_GLOBAL, global); }
Value value_function(Values *values, uint32_t function) { return leaf(values, VALUE_FUNCTION, function); }

Value value_symbol(Values *values, uint32_t number, IrType type)
{
    type.record = 0; /* two symbols differ by number and range, not by record */
    return value_intern(values, (ValueNode){.kind = VALUE_SYMBOL, .number = number, .type = type});
}

Value value_key(Values *values, int key, Value of, int64_t number)
{
    return value_intern(values, (ValueNode){.kind = VALUE_KEY, .op = (uint8_t)key, .left = of, .number = number});
}

Value value_field(Values *values, Value base, uint32_t field)
{
    if (base == VALUE_NONE || values->nodes[base].depth > 4 * VALUE_MOST_DEPTH)
        return VALUE_NONE;
    if (values->nodes[base].kind == VALUE_CONTAINER && values->nodes[base].number == field)
        return values->nodes[base].left;
    return value_intern(values, (ValueNode){.kind = VALUE_FIELD, .left = base, .number = field});
}

Value value_container(Values *values, Value inner, uint32_t field, bool is_first)
{
    const ValueNode *node = &values->nodes[inner];
    if (inner == VALUE_NONE || node->depth > 4 * VALUE_MOST_DEPTH || node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION)
        return VALUE_NONE;
    if (node->kind == VALUE_FIELD && node->number == field)
        return node->left;
    return value_intern(values, (ValueNode){.kind = VALUE_CONTAINER, .op = is_first, .left = inner, .number = field});
}

Value value_same_address(const Values *values, Value value)
{
    while (values->nodes[value].kind == VALUE_CONTAINER && values->nodes[value].op)
        value = values->nodes[value].left;
    return value;
}

Value value_element(Values *values, Value base, Value index)
{
    if (base == VALUE_NONE || index == VALUE_NONE || values->nodes[base].depth > 4 * VALUE_MOST_DEPTH)
        return VALUE_NONE;
    ValueNode node = values->nodes[base];
    int64_t by;
    bool is_known = value_is_const(values, index, &by);
    if (node.kind == VALUE_ELEMENT_AT || (node.kind == VALUE_ELEMENT && !is_known)) { /* one walk by the sum of the steps */
        IrType type = IR_INT(64, true);
        Value before = node.kind == VALUE_ELEMENT_AT ? node.right : value_const(values, node.number);
        return value_element(values, node.left, value_binary(values, IR_ADD, before, index, type, type));
    }
    if (!is_known)
        return value_intern(values, (ValueNode){.kind = VALUE_ELEMENT_AT, .left = base, .right = index});
    if (node.kind == VALUE_CONST)
        return VALUE_NONE; /* arithmetic on a null or made-up pointer */
    if (node.kind == VALUE_ELEMENT) {
        if (__builtin_add_overflow(by, node.number, &by))
            return VALUE_NONE;
        base = node.left;
    }
    return by == 0 ? base : value_intern(values, (ValueNode){.kind = VALUE_ELEMENT, .left = base, .number = by});
}

bool value_is_const(const Values *values, Value value, int64_t *number)
{
    if (values->nodes[value].kind != VALUE_CONST)
        return false;
    *number = values->nodes[value].number;
    return true;
}

bool value_is_address(const Values *values, Value value)
{
    switch (values->nodes[value_same_address(values, value)].kind) {
    case VALUE_LOCAL: case VALUE_GLOBAL: case VALUE_FUNCTION: return true;
    case VALUE_FIELD: case VALUE_ELEMENT: case VALUE_ELEMENT_AT: case VALUE_CONTAINER: return true; /* derived from something dereferenced */
    default: return false;
    }
}

bool value_is_truth(const Values *values, Value value)
{
    const ValueNode *node = &values->nodes[value];
    switch (node->kind) {
    case VALUE_CONST: return node->number == 0 || node->number == 1;
    case VALUE_SYMBOL: return node->type.kind == IR_TYPE_INT && node->type.bits == 1;
    case VALUE_EXPRESSION:
        if (node->op == IR_AND && values->nodes[node->right].kind == VALUE_CONST && values->nodes[node->right].number == 1)
            return true;
        return value_is_comparison(node->op) || node->op == VALUE_OP_NOT || node->op == VALUE_OP_PENDING || value_is_float_comparison(node->op) ||
               (node->type.kind == IR_TYPE_INT && node->type.bits == 1);
    default: return false;
    }
}

Value value_unknown_element(const Values *values, Value address)
{
    bool goes_on = values->nodes[address].has_symbols;
    for (; goes_on; address = values->nodes[address].left) {
        int kind = values->nodes[address].kind;
        if (kind == VALUE_ELEMENT_AT)
            return address;
        goes_on = kind == VALUE_FIELD || kind == VALUE_ELEMENT;
    }
    return VALUE_NONE;
}

bool value_is_outside(const Values *values, Value place)
{
    int kind = value_node(values, value_root(values, place))->kind;
    return kind == VALUE_SYMBOL || kind == VALUE_GLOBAL || kind == VALUE_EXPRESSION;
}

Value value_place(const Values *values, Value key)
{
    const ValueNode *node = value_node(values, key);
    return node->kind != VALUE_KEY ? key : value_is_rest(node) ? node->left : VALUE_NONE;
}

bool value_is_kept_alone(const ValueNode *key)
{
    return key->kind == VALUE_KEY && (key->op == VALUE_KEY_LEAKED || key->op == VALUE_KEY_HAVOC || key->op == VALUE_KEY_KEPT ||
                                      key->op == VALUE_KEY_LOST_STORE || key->op == VALUE_KEY_LOST_CONSUMED);
}

enum { WHOLE_OBJECT = -1, LOST_KINDS = 8 };

Value value_lost_store(Values *values, Value key, Value held)
{
    const ValueNode place = *value_node(values, key), node = *value_node(values, held);
    IrTypeKind kind = IR_TYPE_POINTER; /* null, too */
    if (node.kind == VALUE_SYMBOL || node.kind == VALUE_EXPRESSION)
        kind = node.type.kind;
    else if (node.kind == VALUE_TASK)
        kind = IR_TYPE_TASK;
    else if (node.kind == VALUE_CONST && node.number != 0)
        kind = IR_TYPE_INT;
    int64_t field = place.kind == VALUE_FIELD ? place.number : 0;
    return value_key(values, VALUE_KEY_LOST_STORE, VALUE_NONE, value_is_rest(&place) ? WHOLE_OBJECT : field * LOST_KINDS + (int64_t)kind);
}

bool value_is_lost_scalar(const ValueNode *key, int64_t *field, IrTypeKind *kind)
{
    if (key->number == WHOLE_OBJECT)
        return false;
    *field = key->number / LOST_KINDS;
    *kind = (IrTypeKind)(key->number % LOST_KINDS);
    return true;
}

Value value_array(Values *values, Value address, Value *number)
{
    const ValueNode node = values->nodes[address];
    bool is_element = node.kind == VALUE_ELEMENT || node.kind == VALUE_ELEMENT_AT;
    *number = node.kind == VALUE_ELEMENT_AT ? node.right : value_const(values, is_element ? node.number : 0);
    return is_element ? node.left : address;
}

Value value_rebase(Values *values, Value address, Value from, Value to)
{
    if (address == from)
        return to;
    ValueNode node = values->nodes[address], base = values->nodes[from];
    if (base.kind == VALUE_ELEMENT) { /* elements before and behind the one pointed to belong to the same array */
        if (address == base.left)
            return value_element(values, to, value_const(values, -base.number));
        if (node.kind == VALUE_ELEMENT && node.left == base.left)
            return value_element(values, to, value_const(values, node.number - base.number));
    }
    switch (node.kind) {
    case VALUE_FIELD: return value_field(values, value_rebase(values, node.left, from, to), (uint32_t)node.number);
    case VALUE_ELEMENT:
        return value_element(values, value_rebase(values, node.left, from, to), value_const(values, node.number));
    case VALUE_ELEMENT_AT: return value_element(values, value_rebase(values, node.left, from, to), node.right);
    default: return VALUE_NONE;
    }
}

Value value_move(Values *values, Value address, Value from, bool is_array, Value to)
{
    if (address == from)
        return to;
    const ValueNode node = values->nodes[address];
    if (node.kind == VALUE_FIELD)
        return value_field(values, value_move(values, node.left, from, is_array, to), (uint32_t)node.number);
    if ((node.kind != VALUE_ELEMENT && node.kind != VALUE_ELEMENT_AT) || (node.left == from && !is_array))
        return VALUE_NONE;
    Value index = node.kind == VALUE_ELEMENT ? value_const(values, node.number) : node.right;
    return value_element(values, value_move(values, node.left, from, is_array, to), index);
}

/* The type in which an operation takes its operands; a comparison's own is int. */
static IrType operand_type_of(const Values *values, const ValueNode *node)
{
    Value operands[2] = {node->left, node->right};
    for (int i = 0; i < 2 && value_is_comparison(node->op); i++) {
        const ValueNode *operand = &values->nodes[operands[i]];
        if (operands[i] != VALUE_NONE && (operand->kind == VALUE_SYMBOL || operand->kind == VALUE_EXPRESSION) && value_may_be_huge(operand->type))
            return operand->type;
    }
    return node->type;
}

Value value_rebuild(Values *values, const ValueNode *node, Value left, Value right)
{
    const ValueNode was = *node; /* the table may move */
    if (left == VALUE_NONE || (was.right != VALUE_NONE && right == VALUE_NONE))
        return VALUE_NONE;
    switch (was.kind) {
    case VALUE_FIELD: return value_field(values, left, (uint32_t)was.number);
    case VALUE_ELEMENT: return value_element(values, left, value_const(values, was.number));
    case VALUE_ELEMENT_AT: return value_element(values, left, right);
    case VALUE_CONTAINER: return value_container(values, left, (uint32_t)was.number, was.op);
    case VALUE_KEY: return value_key(values, was.op, left, was.number);
    case VALUE_EXPRESSION: break;
    default: return VALUE_NONE;
    }
    switch (was.op) {
    case VALUE_OP_NOT: return value_not(values, left);
    case VALUE_OP_COMPLEMENT: return value_unary(values, IR_COMPLEMENT, left, was.type);
    case VALUE_OP_CAST: return value_cast(values, left, IR_INT(64, true), was.type);
    case VALUE_OP_PENDING: return value_pending(values, left);
    case VALUE_OP_HUGE_EQ: case VALUE_OP_HUGE_ABOVE: return value_huge(values, was.op, left, was.number);
    case VALUE_OP_DIFFERENCE: return value_difference(values, left, right);
    case VALUE_OP_FLOAT_EQ: return value_compare_floats(values, IR_EQ, left, right);
    case VALUE_OP_FLOAT_LT: return value_compare_floats(values, IR_LT, left, right);
    case VALUE_OP_FLOAT_LE: return value_compare_floats(values, IR_LE, left, right);
    case VALUE_OP_SAME: return value_same(values, (int)was.number, left, right, was.type);
    default: break;
    }
    if (was.op == IR_ADD && was.right == VALUE_NONE)
        right = value_const(values, was.number);
    return value_binary(values, (IrBinary)was.op, left, right, operand_type_of(values, &was), was.type);
}

Value value_replace(Values *values, Value value, ValueMap map, void *context)
{
    ValueNode node = values->nodes[value];
    if (!node.has_symbols)
        return value;
    if (node.kind == VALUE_SYMBOL)
        return map(values, value, context);
    Value left = value_replace(values, node.left, map, context);
    Value right = value_replace(values, node.right, map, context);
    if (left == node.left && right == node.right)
        return value;
    return value_rebuild(values, &node, left, right);
}
