/* names.h - private to this folder: a hash table from names to indices that knows which names are ambiguous.
 *
 * Names are not copied: they must outlive the table, or its clearing. Clearing costs nothing, so that one table serves the
 * locals of function after function. */
#ifndef VTCHECK_IR_NAMES_H
#define VTCHECK_IR_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct IrNameEntry {
    const char *text;
    size_t length;
    uint32_t hash;
    uint32_t index;    /* of the first one of that name */
    uint32_t epoch;    /* of another epoch: free */
    bool is_ambiguous; /* added more than once */
} IrNameEntry;

typedef struct IrNames {
    IrNameEntry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    uint32_t epoch;
} IrNames;

void ir_names_init(IrNames *names);
void ir_names_release(IrNames *names);
void ir_names_clear(IrNames *names);

/* The entry of the name; a new one, with the index given, where there is none. Valid until the next addition. */
IrNameEntry *ir_names_add(IrNames *names, const char *text, size_t length, uint32_t index);
IrNameEntry *ir_names_find(const IrNames *names, const char *text, size_t length); /* NULL: none */

#endif
