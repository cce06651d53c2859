/* simplify_float.c - arithmetic with numbers that are no integers of the machine's: floating point, integers of 128 bits; see value.h.
 *
 * How floating-point numbers compare is known where constants are among them (infer_sets.c), what else is made of such numbers is not:
 * but that it is the same whenever it is made of the same is, so that a question that is asked twice is one. */
#include "worlds/value_table.h"

#include <glib.h>
#include <math.h>

static bool is_commutative(int what)
{
    return what == IR_ADD || what == IR_MUL || what == IR_AND || what == IR_OR || what == IR_XOR || what == IR_EQ;
}

Value value_same(Values *values, int what, Value left, Value right, IrType type)
{
    if (left == VALUE_NONE)
        return VALUE_NONE;
    bool is_turned = is_commutative(what) && left > right;
    return value_expression(values, VALUE_OP_SAME, is_turned ? right : left, is_turned ? left : right, what, type);
}

static bool holds(IrBinary op, double left, double right)
{
    switch (op) {
    case IR_EQ: return !islessgreater(left, right) && !isunordered(left, right);
    case IR_LT: return left < right;
    default: return left <= right;
    }
}

Value value_compare_floats(Values *values, IrBinary op, Value left, Value right)
{
    int64_t a, b;
    if (op == IR_NE)
        return value_not(values, value_compare_floats(values, IR_EQ, left, right));
    bool is_turned = op == IR_GT || op == IR_GE || (op == IR_EQ && left > right);
    if (is_turned) {
        Value keep = left;
        left = right;
        right = keep;
    }
    op = op == IR_GT ? IR_LT : op == IR_GE ? IR_LE : op;
    if (left == right && !value_is_const(values, left, &a)) { /* `x == x`: it is a number at all, so that it is at most infinite */
        if (op == IR_LT)
            return value_const(values, 0);
        op = IR_LE;
        right = value_const(values, ir_float_constant((double)INFINITY));
    }
    if (value_is_const(values, left, &a) && value_is_const(values, right, &b))
        return value_const(values, holds(op, ir_float_number(a), ir_float_number(b)));
    int own = op == IR_EQ ? VALUE_OP_FLOAT_EQ : op == IR_LT ? VALUE_OP_FLOAT_LT : VALUE_OP_FLOAT_LE;
    return value_expression(values, own, left, right, 0, IR_I32);
}

/* A number that is in a set of numbers as it is, however many bits it has. */
static bool is_plain(const Values *values, Value value)
{
    int64_t number;
    return value_is_const(values, value, &number) && number >= 0 && number < INT64_MAX / 2;
}

static Value compare_wide(Values *values, IrBinary op, Value left, Value right)
{
    if (is_plain(values, left) || is_plain(values, right))
        return value_compare(values, op, left, right, IR_INT(64, true));
    switch (op) {
    case IR_EQ: case IR_LT: return value_same(values, (int)op, left, right, IR_BOOL);
    case IR_NE: return value_not(values, value_same(values, IR_EQ, left, right, IR_BOOL));
    case IR_GT: return value_same(values, IR_LT, right, left, IR_BOOL);
    case IR_GE: return value_not(values, value_same(values, IR_LT, left, right, IR_BOOL));
    default: return value_not(values, value_same(values, IR_LT, right, left, IR_BOOL));
    }
}

Value value_binary_apart(Values *values, IrBinary op, Value left, Value right, IrType operand_type, IrType type)
{
    if (!value_is_comparison((int)op))
        return value_same(values, (int)op, left, right, type);
    return operand_type.kind == IR_TYPE_FLOAT ? value_compare_floats(values, op, left, right) : compare_wide(values, op, left, right);
}

/* A constant that goes from or to floating point; VALUE_NONE: nothing is known of what becomes of it. */
static Value cast_constant(Values *values, int64_t number, IrType from, IrType to)
{
    if (from.kind == IR_TYPE_INT && to.kind == IR_TYPE_OTHER && number >= 0)
        return value_const(values, number);
    if (from.kind == IR_TYPE_INT && to.kind == IR_TYPE_FLOAT) {
        bool is_huge = number < 0 && value_may_be_huge(from);
        return value_const(values, ir_float_constant(is_huge ? (double)(uint64_t)number : (double)number));
    }
    if (from.kind != IR_TYPE_FLOAT)
        return VALUE_NONE;
    double real = ir_float_number(number);
    if (to.kind == IR_TYPE_FLOAT)
        return value_const(values, to.bits == 32 ? ir_float_constant((double)(float)real) : number);
    bool fits = to.kind == IR_TYPE_INT && to.bits > 1 && real > (double)ir_type_min(to) - 1 && real < (double)ir_type_max(to);
    return fits ? value_const(values, (int64_t)real) : VALUE_NONE;
}

Value value_cast_apart(Values *values, Value operand, IrType from, IrType to)
{
    int64_t number;
    if (to.kind == IR_TYPE_INT && to.bits == 1)
        return value_binary(values, IR_NE, operand, value_const(values, 0), from, IR_I32);
    Value constant = value_is_const(values, operand, &number) ? cast_constant(values, number, from, to) : VALUE_NONE;
    if (constant != VALUE_NONE)
        return constant;
    bool keeps = from.kind == to.kind && (from.kind == IR_TYPE_OTHER || from.bits <= to.bits);
    return keeps ? operand : value_same(values, VALUE_SAME_CAST, operand, VALUE_NONE, to);
}
