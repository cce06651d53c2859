/* verify.h - the invariants of ir.h, checked. */
#ifndef VTCHECK_IR_VERIFY_H
#define VTCHECK_IR_VERIFY_H

#include "ir/ir.h"

/* NULL when the module is well formed; else the first violation, as "function NAME, block bK, instruction I: ...",
 * allocated with g_malloc (free with g_free). Checks: every index in range; every block non-empty and ended by its only
 * terminator; the entry without predecessors; each register assigned once, its definition dominating every use; types
 * of operands as the opcode wants; locals of parameters first. */
char *ir_verify(const IrModule *module);

/* The same for a module without bodies: its tables, and what functions look like from outside. */
char *ir_verify_head(const IrModule *module);

#endif
