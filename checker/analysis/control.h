/* control.h - which branches decide whether a block is reached.
 *
 * A branch decides about a block when one of its ways leads there for certain and another one need not (control dependence: Ferrante,
 * Ottenstein and Warren, TOPLAS 9(3), 1987). Besides its blocks a function has two places to reach: its return, and
 * its end, which is where every path stops, returning or not. A loop is taken to end some time, as usual: what comes after it
 * does not depend on its condition unless something inside it returns. */
#ifndef VTCHECK_ANALYSIS_CONTROL_H
#define VTCHECK_ANALYSIS_CONTROL_H

#include "ir/ir.h"

typedef struct Control Control;

/* may_stop: per block, whether a call in it may not come back; NULL: none. The function must outlive the result. Near-linear. */
Control *control_new(const IrFunction *function, const bool *may_stop);
void control_free(Control *control); /* NULL is fine */

/* Sets decides[b] for each block b whose terminator (or call that may not come back) decides whether a block in `wanted` is
 * reached, or, with wants_return, whether the function returns. Such a block is wanted from then on, and so on to the end. Whether
 * something was added. */
bool control_spread(const Control *control, bool wants_return, bool *wanted, bool *decides);

#endif
