/* simplify.c - expressions over values, folded and written in one way, so that equal conditions are equal values; see value.h. */
#include "worlds/value_table.h"

#include <glib.h>

/* The number as the type holds it. */
static int64_t wrap(int64_t number, IrType type)
{
    if (type.kind != IR_TYPE_INT || type.bits == 0 || type.bits >= 64)
        return number;
    uint64_t mask = (UINT64_C(1) << type.bits) - 1;
    uint64_t low = (uint64_t)number & mask;
    if (type.is_signed && (low >> (type.bits - 1)) != 0)
        return (int64_t)(low | ~mask);
    return (int64_t)low;
}

static uint64_t mask_of(IrType type)
{
    if (type.kind != IR_TYPE_INT || type.bits == 0 || type.bits >= 64)
        return UINT64_MAX;
    return (UINT64_C(1) << type.bits) - 1;
}

static bool compare(IrBinary op, int64_t a, int64_t b, bool is_unsigned64)
{
    if (is_unsigned64 && (a < 0) != (b < 0)) { /* the negative one is the huge one */
        int64_t keep = a;
        a = b;
        b = keep;
        if (op == IR_EQ || op == IR_NE)
            return op == IR_NE;
    }
    switch (op) {
    case IR_EQ: return a == b;
    case IR_NE: return a != b;
    case IR_LT: return a < b;
    case IR_LE: return a <= b;
    case IR_GT: return a > b;
    default: return a >= b;
    }
}

static bool fold(IrBinary op, int64_t a, int64_t b, IrType operand_type, IrType type, int64_t *result)
{
    bool is_unsigned = operand_type.kind == IR_TYPE_INT && !operand_type.is_signed;
    if (value_is_comparison((int)op)) {
        *result = compare(op, a, b, is_unsigned && operand_type.bits == 64);
        return true;
    }
    uint64_t x = (uint64_t)a, y = (uint64_t)b, value;
    switch (op) {
    case IR_ADD: value = x + y; break;
    case IR_SUB: value = x - y; break;
    case IR_MUL: value = x * y; break;
    case IR_AND: value = x & y; break;
    case IR_OR: value = x | y; break;
    case IR_XOR: value = x ^ y; break;
    case IR_DIV: case IR_REM:
        if (b == 0 || (a == INT64_MIN && b == -1))
            return false;
        if (is_unsigned)
            value = op == IR_DIV ? x / y : x % y;
        else
            value = (uint64_t)(op == IR_DIV ? a / b : a % b);
        break;
    case IR_SHL: case IR_SHR:
        if (b < 0 || b >= 64)
            return false;
        value = op == IR_SHL ? x << y : is_unsigned ? x >> y : (uint64_t)(a >> y);
        break;
    default: return false;
    }
    *result = wrap((int64_t)value, type);
    return true;
}

static const IrBinary turned_round[] = {
    [IR_EQ] = IR_EQ, [IR_NE] = IR_NE, [IR_LT] = IR_GT, [IR_LE] = IR_GE, [IR_GT] = IR_LT, [IR_GE] = IR_LE,
};
static const IrBinary inverted[] = {
    [IR_EQ] = IR_NE, [IR_NE] = IR_EQ, [IR_LT] = IR_GE, [IR_LE] = IR_GT, [IR_GT] = IR_LE, [IR_GE] = IR_LT,
};

Value value_expression(Values *values, int op, Value left, Value right, int64_t number, IrType type)
{
    if (values->nodes[left].depth >= VALUE_MOST_DEPTH || values->nodes[right].depth >= VALUE_MOST_DEPTH)
        return VALUE_NONE;
    type.record = 0;
    return value_intern(values, (ValueNode){.kind = VALUE_EXPRESSION, .op = (uint8_t)op, .type = type, .left = left,
                                      .right = right, .number = number});
}

/* Elements of one array compare by number; VALUE_NONE: it is not known to be one. */
static Value compare_elements(Values *values, IrBinary op, Value left, Value right)
{
    Value left_number, right_number;
    if (left == right || value_array(values, left, &left_number) != value_array(values, right, &right_number))
        return VALUE_NONE;
    return value_binary(values, op, left_number, right_number, IR_INT(64, true), IR_I32);
}

/* How many elements apart two addresses in one array are; VALUE_NONE: they are not known to be. */
static Value subtract_elements(Values *values, Value left, Value right)
{
    Value left_number, right_number, array = value_array(values, left, &left_number);
    if ((left == array && right == array) || value_array(values, right, &right_number) != array)
        return VALUE_NONE;
    return value_binary(values, IR_SUB, left_number, right_number, IR_INT(64, true), IR_INT(64, true));
}

/* A known object's address is never null and equals no other object's. */
static bool compare_addresses(const Values *values, IrBinary op, Value left, Value right, bool *result)
{
    int64_t number;
    if (op != IR_EQ && op != IR_NE)
        return false;
    if (value_is_const(values, right, &number) && number == 0 && value_is_address(values, left)) {
        *result = op == IR_NE;
        return true;
    }
    Value roots[2] = {value_root(values, left), value_root(values, right)};
    bool known[2];
    for (int i = 0; i < 2; i++) {
        int kind = values->nodes[roots[i]].kind;
        known[i] = kind == VALUE_LOCAL || kind == VALUE_GLOBAL || kind == VALUE_FUNCTION;
    }
    if (known[0] && known[1] && roots[0] != roots[1]) {
        *result = op == IR_NE;
        return true;
    }
    return false;
}

static bool is_with_constant(const Values *values, const ValueNode *node, int op);
static Value bits_of(Values *values, Value operand, uint64_t keep, uint64_t flip, IrType type);

/* Unsigned numbers of 2^63 and more are not in sets of numbers; that one is, or is below one, is a question of its own. `bound` is as it is stored: negative. */
static Value compare_with_huge(Values *values, IrBinary op, Value left, int64_t bound)
{
    switch (op) {
    case IR_EQ: return value_huge(values, VALUE_OP_HUGE_EQ, left, bound);
    case IR_NE: return value_not(values, value_huge(values, VALUE_OP_HUGE_EQ, left, bound));
    case IR_LT: return value_huge(values, VALUE_OP_HUGE_ABOVE, left, bound);
    case IR_GE: return value_not(values, value_huge(values, VALUE_OP_HUGE_ABOVE, left, bound));
    case IR_LE: return bound == -1 ? value_const(values, 1) : value_huge(values, VALUE_OP_HUGE_ABOVE, left, bound + 1);
    default: return bound == -1 ? value_const(values, 0) : value_not(values, value_huge(values, VALUE_OP_HUGE_ABOVE, left, bound + 1));
    }
}

/* Whether an unsigned number of 64 bits is taken for a signed one: below zero where it is huge. */
static bool is_huge_as_signed(const Values *values, const ValueNode *node)
{
    return node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_CAST && node->type.kind == IR_TYPE_INT && node->type.is_signed && node->type.bits == 64 && value_may_be_huge(values->nodes[node->left].type);
}

static Value compare_with_const(Values *values, IrBinary op, Value left, Value right, int64_t bound, IrType operand_type)
{
    ValueNode node = values->nodes[left];
    if (bound < 0 && value_may_be_huge(operand_type))
        return compare_with_huge(values, op, left, bound);
    if (bound == 0 && (op == IR_LT || op == IR_GE) && is_huge_as_signed(values, &node))
        return compare_with_huge(values, op == IR_LT ? IR_GE : IR_LT, node.left, INT64_MIN);
    if (bound == INT64_MAX && value_may_be_huge(operand_type) && (op == IR_GT || op == IR_LE)) /* whether it is huge at all */
        return compare_with_huge(values, op == IR_GT ? IR_GE : IR_LT, left, INT64_MIN);
    if (value_is_truth(values, left)) {
        bool wants_true = (op == IR_NE && bound == 0) || (op == IR_EQ && bound == 1) || (op == IR_GT && bound == 0) ||
                          (op == IR_GE && bound == 1);
        bool wants_false = (op == IR_EQ && bound == 0) || (op == IR_NE && bound == 1) || (op == IR_LT && bound == 1) ||
                           (op == IR_LE && bound == 0);
        if (wants_true)
            return left;
        if (wants_false)
            return value_not(values, left);
    }
    int64_t moved;
    if (value_is_sum(&node) &&
        (node.type.is_signed || op == IR_EQ || op == IR_NE) && !__builtin_sub_overflow(bound, node.number, &moved) &&
        (node.type.is_signed ? wrap(moved, node.type) == moved : wrap(bound, node.type) == bound))
        return value_binary(values, op, node.left, value_const(values, wrap(moved, node.type)), node.type, IR_I32); /* its numbers, though compared as others */
    if ((op == IR_EQ || op == IR_NE) && bound == 0 && is_with_constant(values, &node, IR_REM) && values->nodes[node.right].number == 2) /* of negative numbers, too */
        return value_compare(values, op, bits_of(values, node.left, 1, 0, node.type), right, operand_type);
    if ((op == IR_EQ || op == IR_NE) && is_with_constant(values, &node, IR_XOR))
        return value_compare(values, op, node.left, value_const(values, bound ^ values->nodes[node.right].number), operand_type);
    if ((op == IR_EQ || op == IR_NE) && is_with_constant(values, &node, IR_AND) && (bound & ~values->nodes[node.right].number) != 0)
        return value_const(values, op == IR_NE);
    if ((op == IR_EQ || op == IR_NE) && is_with_constant(values, &node, IR_MUL) && values->nodes[node.right].number != 0) {
        uint64_t factor = (uint64_t)values->nodes[node.right].number, power = factor & (0 - factor); /* of two: it divides every product */
        if (((uint64_t)bound & (power - 1)) != 0)
            return value_const(values, op == IR_NE);
    }
    /* One form for each set of numbers: x <= 4 is x < 5, x > 4 is x >= 5. */
    if (op == IR_LE && bound < INT64_MAX)
        return value_expression(values, IR_LT, left, value_const(values, bound + 1), 0, IR_I32);
    if (op == IR_GT && bound < INT64_MAX)
        return value_expression(values, IR_GE, left, value_const(values, bound + 1), 0, IR_I32);
    return value_expression(values, (int)op, left, right, 0, IR_I32);
}

/* x + 3 == n + 2 is x + 1 == n, x - 1 == n - 1 is x == n: the smaller of two constants of one sign is taken off both sides, which goes no further
 * than the sums went. Two sums of one unknown are equal when their constants are. */
static Value equal_sums(Values *values, Value left, Value right, IrType operand_type)
{
    const ValueNode one = values->nodes[left], other = values->nodes[right];
    bool is_sum = value_is_sum(&one) && ir_type_equal(one.type, operand_type), is_other_sum = value_is_sum(&other) && ir_type_equal(other.type, operand_type);
    int64_t by = is_sum ? one.number : 0, other_by = is_other_sum ? other.number : 0;
    if ((is_sum ? one.left : left) == (is_other_sum ? other.left : right))
        return value_const(values, wrap((int64_t)((uint64_t)by - (uint64_t)other_by), operand_type) == 0);
    if (!is_sum || !is_other_sum || (by < 0) != (other_by < 0))
        return value_expression(values, IR_EQ, MIN(left, right), MAX(left, right), 0, IR_I32);
    int64_t more = by - other_by;
    bool is_left_more = (more > 0) == (by > 0);
    left = more == 0 || !is_left_more ? one.left : value_binary(values, IR_ADD, one.left, value_const(values, more), operand_type, operand_type);
    right = more == 0 || is_left_more ? other.left : value_binary(values, IR_ADD, other.left, value_const(values, -more), operand_type, operand_type);
    return value_binary(values, IR_EQ, left, right, operand_type, IR_I32);
}

/* `(x & mask) == x` asks whether the bits that are left out are 0, and so does `((x + 7) & ~7) == x`, of any multiple of a power of two; VALUE_NONE: it is something else. */
static Value equal_to_masked(Values *values, Value left, Value right, IrType operand_type)
{
    for (int i = 0; i < 2; i++) {
        const ValueNode masked = values->nodes[left];
        if (is_with_constant(values, &masked, IR_AND)) {
            const ValueNode sum = values->nodes[masked.left];
            const uint64_t mask = (uint64_t)values->nodes[masked.right].number, left_out = mask_of(masked.type) & ~mask;
            bool is_rounded_up = value_is_sum(&sum) && sum.left == right && (uint64_t)sum.number == left_out && (left_out & (left_out + 1)) == 0;
            if (masked.left == right || is_rounded_up)
                return value_compare(values, IR_EQ, bits_of(values, right, left_out, 0, masked.type), value_const(values, 0), operand_type);
        }
        Value keep = left;
        left = right;
        right = keep;
    }
    return VALUE_NONE;
}

/* An unknown that stands for constants has no type of its own (world_join.c): negative ones are huge where they are compared as unsigned. */
static Value as_compared(Values *values, Value operand, IrType type)
{
    const ValueNode node = values->nodes[operand];
    bool is_of_constants = node.kind == VALUE_SYMBOL && node.type.kind == IR_TYPE_INT && node.type.is_signed;
    return is_of_constants && value_may_be_huge(type) ? value_cast(values, operand, node.type, type) : operand;
}

Value value_compare(Values *values, IrBinary op, Value left, Value right, IrType operand_type)
{
    int64_t number;
    bool result;
    if (operand_type.kind == IR_TYPE_FLOAT)
        return value_compare_floats(values, op, left, right);
    left = as_compared(values, left, operand_type);
    right = as_compared(values, right, operand_type);
    if (value_is_const(values, left, &number)) {
        Value keep = left;
        left = right;
        right = keep;
        op = turned_round[op];
    }
    if (value_is_const(values, right, &number))
        left = value_same_address(values, left);
    Value by_number = compare_elements(values, op, left, right);
    if (by_number != VALUE_NONE)
        return by_number;
    if (compare_addresses(values, op, left, right, &result))
        return value_const(values, result);
    if (left == right)
        return value_const(values, op == IR_EQ || op == IR_LE || op == IR_GE);
    if (value_is_const(values, right, &number))
        return compare_with_const(values, op, left, right, number, operand_type);
    Value by_bits = op == IR_EQ ? equal_to_masked(values, left, right, operand_type) : VALUE_NONE;
    if (by_bits != VALUE_NONE)
        return by_bits;
    switch (op) { /* two forms for two unknowns: < and ==, and their opposites */
    case IR_GT: return value_compare(values, IR_LT, right, left, operand_type);
    case IR_GE: return value_not(values, value_compare(values, IR_LT, left, right, operand_type));
    case IR_LE: return value_not(values, value_compare(values, IR_LT, right, left, operand_type));
    case IR_NE: return value_not(values, value_compare(values, IR_EQ, left, right, operand_type));
    case IR_EQ: return equal_sums(values, left, right, operand_type);
    default: return value_expression(values, IR_LT, left, right, 0, IR_I32);
    }
}

/* --- bits --- */

static bool is_with_constant(const Values *values, const ValueNode *node, int op)
{
    return node->kind == VALUE_EXPRESSION && node->op == op && values->nodes[node->right].kind == VALUE_CONST;
}

/* What is left of a cast when only these bits of it count: fewer than all, and no bit that is a sign. */
static Value without_casts(const Values *values, Value operand, uint64_t keep)
{
    for (;;) {
        const ValueNode *node = &values->nodes[operand], *inner = &values->nodes[node->left];
        if (node->kind != VALUE_EXPRESSION || node->op != VALUE_OP_CAST || (keep & ~(mask_of(node->type) >> 1)) != 0 ||
            inner->type.kind != IR_TYPE_INT || (keep & ~mask_of(inner->type)) != 0)
            return operand;
        operand = node->left;
    }
}

/* Whatever &, |, ^ and ~ with constants make of a number, each bit is 0, 1, the number's own or its opposite. So there
 * is one form for all of them, (operand & keep) ^ flip, and the same flags compare equal however they were combined. */
static Value bits_of(Values *values, Value operand, uint64_t keep, uint64_t flip, IrType type)
{
    const uint64_t all = mask_of(type);
    for (;;) {
        if ((keep & all) != all)
            operand = without_casts(values, operand, keep & all);
        ValueNode node = values->nodes[operand];
        if (is_with_constant(values, &node, IR_XOR)) {
            flip ^= keep & (uint64_t)values->nodes[node.right].number;
            operand = node.left;
        } else if (is_with_constant(values, &node, IR_AND)) {
            keep &= (uint64_t)values->nodes[node.right].number;
            operand = node.left;
        } else if (node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_COMPLEMENT) {
            flip ^= keep;
            operand = node.left;
        } else if (value_is_sum(&node) && keep == 1) { /* each odd step changes the lowest bit */
            flip ^= (uint64_t)node.number & 1;
            operand = node.left;
        } else {
            break;
        }
    }
    if (value_is_truth(values, operand))
        keep &= 1;
    if ((keep & all) == 0)
        return value_const(values, wrap((int64_t)flip, type));
    bool is_whole = value_is_truth(values, operand) ? (keep & 1) != 0 : (keep & all) == all;
    Value kept = is_whole ? operand : value_expression(values, IR_AND, operand, value_const(values, wrap((int64_t)keep, type)), 0, type);
    if ((flip & all) == 0)
        return kept;
    if ((flip & all) == 1 && value_is_truth(values, kept))
        return value_not(values, kept);
    return value_expression(values, IR_XOR, kept, value_const(values, wrap((int64_t)flip, type)), 0, type);
}

/* `x >> n & 1` asks for a bit as `x & 1 << n` does, also where n is not known; VALUE_NONE: it is something else. */
static Value shifted_bit(Values *values, Value operand)
{
    const ValueNode shift = values->nodes[without_casts(values, operand, 1)];
    int64_t by;
    if (shift.kind != VALUE_EXPRESSION || shift.op != IR_SHR || shift.right == VALUE_NONE || shift.type.kind != IR_TYPE_INT)
        return VALUE_NONE;
    bool is_known = value_is_const(values, shift.right, &by);
    if (is_known && (by < 0 || by >= MIN(shift.type.bits, 62)))
        return VALUE_NONE;
    Value bit = is_known ? bits_of(values, shift.left, UINT64_C(1) << by, 0, shift.type)
                         : value_binary(values, IR_AND, shift.left, value_expression(values, IR_SHL, value_const(values, 1), shift.right, 0, shift.type), shift.type, shift.type);
    return value_compare(values, IR_NE, bit, value_const(values, 0), shift.type);
}

static Value addition(Values *values, Value left, int64_t by, IrType type)
{
    ValueNode node = values->nodes[left];
    int64_t sum;
    if (value_is_sum(&node) && ir_type_equal(node.type, type) &&
        !__builtin_add_overflow(by, node.number, &sum)) {
        left = node.left;
        by = sum;
    }
    if (by == 0)
        return left;
    return value_expression(values, IR_ADD, left, VALUE_NONE, by, type);
}

static bool is_of_two(const ValueNode *node, int op, IrType type)
{
    return node->kind == VALUE_EXPRESSION && node->op == op && node->right != VALUE_NONE && ir_type_equal(node->type, type);
}

/* What is added and taken off again is gone, `i + (n - i)`; VALUE_NONE: nothing is. */
static Value without_cancelled(Values *values, IrBinary op, Value left, Value right, IrType type)
{
    const ValueNode one = values->nodes[left], other = values->nodes[right];
    if (op == IR_ADD && is_of_two(&one, IR_SUB, type) && one.right == right)
        return one.left;
    if (op == IR_ADD && is_of_two(&other, IR_SUB, type) && other.right == left)
        return other.left;
    if (op == IR_SUB && is_of_two(&other, IR_SUB, type) && other.left == left)
        return other.right;
    if (op == IR_SUB && is_of_two(&one, IR_ADD, type) && (one.left == right || one.right == right))
        return one.left == right ? one.right : one.left;
    return VALUE_NONE;
}

Value value_binary(Values *values, IrBinary op, Value left, Value right, IrType operand_type, IrType type)
{
    if (left == VALUE_NONE || right == VALUE_NONE)
        return VALUE_NONE;
    int64_t a = 0, b = 0, result;
    if (operand_type.kind == IR_TYPE_FLOAT || operand_type.kind == IR_TYPE_OTHER)
        return value_binary_apart(values, op, left, right, operand_type, type);
    Value apart = op == IR_SUB ? subtract_elements(values, left, right) : VALUE_NONE;
    if (apart != VALUE_NONE)
        return apart;
    bool left_const = value_is_const(values, left, &a), right_const = value_is_const(values, right, &b);
    if (left_const && right_const)
        return fold(op, a, b, operand_type, type, &result) ? value_const(values, result) : VALUE_NONE;
    if (value_is_comparison((int)op))
        return value_compare(values, op, left, right, operand_type);
    if (op == IR_ADD && left_const)
        return addition(values, right, a, type);
    if (op == IR_ADD && right_const)
        return addition(values, left, b, type);
    if (op == IR_SUB && right_const && b != INT64_MIN)
        return addition(values, left, -b, type);
    if ((op == IR_SUB || op == IR_XOR) && left == right)
        return value_const(values, 0);
    bool is_sum = (op == IR_ADD || op == IR_SUB) && type.kind == IR_TYPE_INT && ir_type_equal(operand_type, type);
    Value other = is_sum ? without_cancelled(values, op, left, right, type) : VALUE_NONE;
    if (other != VALUE_NONE)
        return other;
    if (op == IR_XOR && !right_const && !left_const && value_is_truth(values, left) && value_is_truth(values, right))
        return value_compare(values, IR_NE, left, right, IR_I32);
    if (op == IR_AND || op == IR_OR || op == IR_XOR || op == IR_ADD || op == IR_MUL) { /* commutative: one order */
        if (left_const || (!right_const && left > right)) {
            Value keep = left;
            left = right;
            right = keep;
            right_const = left_const;
            b = a;
        }
        if ((op == IR_AND || op == IR_OR) && left == right)
            return left;
        if (right_const && op == IR_MUL && (b == 0 || b == 1))
            return b == 1 ? left : right;
        Value bit = right_const && op == IR_AND && b == 1 ? shifted_bit(values, left) : VALUE_NONE;
        if (bit != VALUE_NONE)
            return bit;
        if (right_const && op == IR_AND)
            return bits_of(values, left, (uint64_t)b, 0, type);
        if (right_const && op == IR_OR)
            return bits_of(values, left, ~(uint64_t)b, (uint64_t)b, type);
        if (right_const && op == IR_XOR)
            return bits_of(values, left, UINT64_MAX, (uint64_t)b, type);
    }
    return value_expression(values, (int)op, left, right, 0, type);
}

Value value_not(Values *values, Value operand)
{
    int64_t number;
    if (operand == VALUE_NONE)
        return VALUE_NONE;
    operand = value_same_address(values, operand);
    if (value_is_const(values, operand, &number))
        return value_const(values, number == 0);
    if (value_is_address(values, operand))
        return value_const(values, 0);
    ValueNode node = values->nodes[operand];
    if (node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_NOT && value_is_truth(values, node.left))
        return node.left;
    if (node.kind == VALUE_EXPRESSION && value_is_comparison(node.op) && values->nodes[node.right].kind == VALUE_CONST)
        return value_expression(values, (int)inverted[node.op], node.left, node.right, 0, IR_I32);
    if (!value_is_truth(values, operand))
        return value_compare(values, IR_EQ, operand, value_const(values, 0), node.type);
    return value_expression(values, VALUE_OP_NOT, operand, VALUE_NONE, 0, IR_I32);
}

Value value_unary(Values *values, IrUnary op, Value operand, IrType type)
{
    int64_t number;
    if (operand == VALUE_NONE)
        return VALUE_NONE;
    if (op == IR_NOT)
        return value_not(values, operand);
    if (type.kind == IR_TYPE_FLOAT && op == IR_NEG && value_is_const(values, operand, &number))
        return value_const(values, -number);
    if (type.kind != IR_TYPE_INT)
        return value_same(values, op == IR_NEG ? VALUE_SAME_NEGATIVE : VALUE_SAME_COMPLEMENT, operand, VALUE_NONE, type);
    if (value_is_const(values, operand, &number))
        return value_const(values, wrap(op == IR_NEG ? (int64_t)(0 - (uint64_t)number) : ~number, type));
    if (op == IR_NEG)
        return value_binary(values, IR_SUB, value_const(values, 0), operand, type, type);
    return bits_of(values, operand, UINT64_MAX, UINT64_MAX, type);
}

/* Whether the operator alone says that a number is one of the type: `x & 255`, `x >> 24` of 32 bits. */
static bool is_made_within(const Values *values, const ValueNode *node, IrType type)
{
    const ValueNode *right = &values->nodes[node->right];
    if (node->kind != VALUE_EXPRESSION || right->kind != VALUE_CONST || right->number < 0)
        return false;
    bool is_natural = node->type.kind == IR_TYPE_INT && !node->type.is_signed && node->type.bits < 64;
    if (node->op == IR_AND)
        return right->number <= ir_type_max(type);
    return node->op == IR_SHR && is_natural && right->number < node->type.bits && ir_type_max(node->type) >> right->number <= ir_type_max(type);
}

Value value_cast(Values *values, Value operand, IrType from, IrType to)
{
    int64_t number;
    if (operand == VALUE_NONE)
        return VALUE_NONE;
    if (to.kind == IR_TYPE_POINTER || to.kind == IR_TYPE_TASK)
        return operand;
    if (ir_is_number(to) && (from.kind == IR_TYPE_FLOAT || from.kind == IR_TYPE_OTHER || to.kind != IR_TYPE_INT))
        return value_cast_apart(values, operand, from, to);
    if (to.kind != IR_TYPE_INT)
        return VALUE_NONE;
    if (to.bits == 1 && !to.is_signed) {
        if (value_is_truth(values, operand))
            return operand;
        return value_binary(values, IR_NE, operand, value_const(values, 0), from, IR_I32);
    }
    if (value_is_const(values, operand, &number))
        return value_const(values, wrap(number, to));
    if (value_is_truth(values, operand) || value_is_address(values, operand))
        return operand;
    ValueNode node = values->nodes[operand];
    if (is_made_within(values, &node, to))
        return operand;
    if ((node.kind == VALUE_SYMBOL || node.kind == VALUE_EXPRESSION) && node.type.kind == IR_TYPE_INT)
        from = node.type; /* it may have been widened since */
    bool can_be_huge = from.kind == IR_TYPE_INT && from.bits == 64 && !from.is_signed && to.is_signed; /* and would be negative then */
    if (from.kind == IR_TYPE_INT && !can_be_huge && ir_type_min(from) >= ir_type_min(to) && ir_type_max(from) <= ir_type_max(to))
        return operand;
    return value_expression(values, VALUE_OP_CAST, operand, VALUE_NONE, 0, to);
}

Value value_pending(Values *values, Value task)
{
    return task == VALUE_NONE ? VALUE_NONE : value_expression(values, VALUE_OP_PENDING, task, VALUE_NONE, 0, IR_BOOL);
}

Value value_huge(Values *values, int op, Value left, int64_t bound)
{
    if (left == VALUE_NONE)
        return VALUE_NONE;
    const ValueNode node = values->nodes[left];
    if (node.kind == VALUE_CONST)
        return value_const(values, op == VALUE_OP_HUGE_EQ ? node.number == bound : (uint64_t)node.number < (uint64_t)bound);
    if (value_is_truth(values, left))
        return value_const(values, op == VALUE_OP_HUGE_ABOVE);
    if (op == VALUE_OP_HUGE_EQ && node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_CAST) { /* which number became that one is known */
        const ValueNode cast = values->nodes[node.left];
        if ((cast.kind == VALUE_SYMBOL || cast.kind == VALUE_EXPRESSION) && cast.type.kind == IR_TYPE_INT && cast.type.is_signed)
            return value_binary(values, IR_EQ, node.left, value_const(values, bound), cast.type, IR_I32);
    }
    return value_expression(values, op, left, VALUE_NONE, bound, IR_BOOL);
}

Value value_difference(Values *values, Value left, Value right)
{
    int64_t a, b, difference;
    if (left == VALUE_NONE || right == VALUE_NONE)
        return VALUE_NONE;
    if (left == right)
        return value_const(values, 0);
    if (value_is_const(values, left, &a) && value_is_const(values, right, &b) && !__builtin_sub_overflow(a, b, &difference))
        return value_const(values, difference);
    Value left_number, right_number;
    if (value_array(values, left, &left_number) == value_array(values, right, &right_number))
        return value_difference(values, left_number, right_number);
    return value_expression(values, VALUE_OP_DIFFERENCE, left, right, 0, IR_INT(64, true));
}
