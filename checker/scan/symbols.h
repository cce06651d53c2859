/* symbols.h - which sources may define a name, keep a function's address or write a variable: by their words, without parsing.
 *
 * Who checks one file of a program has to know what it calls in others, and must not parse all of them to find out where that is. As
 * elsewhere in a scan, the answer errs on one side: a source that does is named (unless macros paste the name together, or an included
 * file does it), and some that do not. Headers are not looked into. Not thread-safe. */
#ifndef VTCHECK_SCAN_SYMBOLS_H
#define VTCHECK_SCAN_SYMBOLS_H

#include <glib.h>
#include <stdbool.h>

/* What a source may do with a name. */
typedef enum ScanUse {
    SCAN_DEFINES = 1, /* it stands outside of all braces, and not in a plain prototype */
    SCAN_KEEPS = 2,   /* it stands there other than to be called */
    SCAN_WRITES = 4   /* it is assigned to, entered or has its address taken */
} ScanUse;

typedef struct ScanSymbols ScanSymbols;

/* Of `count` sources, which are known by number. None does anything with any name yet. */
ScanSymbols *scan_symbols_new(guint count);
void scan_symbols_free(ScanSymbols *symbols); /* NULL is fine */

/* Adds what a file (absolute path) says. One that cannot be read says nothing. */
void scan_symbols_read(ScanSymbols *symbols, guint source, const char *path);

/* Adds what a text says, any bytes. */
void scan_symbols_add(ScanSymbols *symbols, guint source, const char *text, size_t length);

/* Whether a source may use the name in one of the ways (ScanUse, or-ed). */
bool scan_symbols_has(const ScanSymbols *symbols, guint source, const char *name, unsigned uses);

#endif
