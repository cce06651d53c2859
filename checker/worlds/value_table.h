/* value_table.h - private to value.c and simplify.c: the table of all values. */
#ifndef VTCHECK_WORLDS_VALUE_TABLE_H
#define VTCHECK_WORLDS_VALUE_TABLE_H

#include "worlds/value.h"

enum { VALUE_MOST_DEPTH = 6 }; /* deeper expressions are not worth remembering */

Value value_intern(Values *values, ValueNode node); /* the one value that is this node; the table may move */

static inline bool value_is_comparison(int op)
{
    return op >= IR_EQ && op <= IR_GE;
}

#endif
