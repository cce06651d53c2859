/* text.h - the IR as text, written and read; docs/ir.md is its grammar. What is printed can be parsed back to an equal
 * module, so analysis and rules are tested from text without libclang. */
#ifndef VTCHECK_IR_TEXT_H
#define VTCHECK_IR_TEXT_H

#include <glib.h>

#include "ir/ir.h"

/* Appends the text form of a module, or of one function of it. */
void ir_print_module(const IrModule *module, GString *out);
void ir_print_function(const IrModule *module, const IrFunction *function, GString *out);

/* Reads a module. On failure returns NULL and sets *error to "LINE:COLUMN: what is wrong" (free with g_free).
 * Any bytes are safe to give. The result has passed ir_verify. */
IrModule *ir_parse(const char *text, size_t length, const char *name, char **error);

#endif
