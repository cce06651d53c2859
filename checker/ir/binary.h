/* binary.h - the IR as bytes: between processes and in caches, where nobody reads it. For people and tests there is text.h.
 *
 * A module is read back equal to what was written. The bytes begin with a mark and a version, and are the same on every machine; they carry no
 * checksum: who keeps them where they may be damaged adds one. */
#ifndef VTCHECK_IR_BINARY_H
#define VTCHECK_IR_BINARY_H

#include <glib.h>

#include "ir/ir.h"

/* Appends the module. */
void ir_write(const IrModule *module, GByteArray *out);

/* Reads a module; the bytes are not needed afterwards. On failure returns NULL and sets *error (g_free) to what is wrong. Any bytes are safe to
 * give: memory is at most a constant times their length, and the result has passed ir_verify. */
IrModule *ir_read(const void *bytes, size_t length, char **error);

/* The same of bytes that ir_write made of a verified module and that are known to be as they were: it is not verified once more. */
IrModule *ir_read_trusted(const void *bytes, size_t length, char **error);

/* The same without bodies, a tenth of the work: functions that are defined have neither blocks nor locals; the rest, what is wrong with them
 * included, is there. Bodies are not looked at, so that they may be broken. */
IrModule *ir_read_head(const void *bytes, size_t length, char **error);

#endif
