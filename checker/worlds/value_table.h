/* value_table.h - private to value.c, simplify.c and simplify_float.c: the table of all values. */
#ifndef VTCHECK_WORLDS_VALUE_TABLE_H
#define VTCHECK_WORLDS_VALUE_TABLE_H

#include "worlds/value.h"

enum { VALUE_MOST_DEPTH = 6 }; /* deeper expressions are not worth remembering */

Value value_intern(Values *values, ValueNode node); /* the one value that is this node; the table may move */

/* simplify_float.c: arithmetic with numbers that are no integers of the machine's. */
Value value_compare_floats(Values *values, IrBinary op, Value left, Value right);
Value value_binary_apart(Values *values, IrBinary op, Value left, Value right, IrType operand_type, IrType type);
Value value_cast_apart(Values *values, Value operand, IrType from, IrType to);

Value value_compare(Values *values, IrBinary op, Value left, Value right, IrType operand_type);
Value value_expression(Values *values, int op, Value left, Value right, int64_t number, IrType type); /* VALUE_NONE: too deep */

static inline bool value_is_comparison(int op)
{
    return op >= IR_EQ && op <= IR_GE;
}

#endif
