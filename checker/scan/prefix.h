/* prefix.h - the directives that a source begins with, which files may share: includes, and the plainest of macros.
 *
 * Everything that is read in more than one way, or could leave a trace of where it was written, ends the prefix: a macro with parameters or
 * with a body other than an integer, conditions, pragmas, line splices, trigraphs, `include_next`, and the first word of C. */
#ifndef VTCHECK_SCAN_PREFIX_H
#define VTCHECK_SCAN_PREFIX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct ScanDirective {
    char *text;          /* without its comments, one space between words; equal texts mean the same in the same place */
    size_t begin, end;   /* of its bytes in the source, the end of the line not among them */
    bool is_include;
} ScanDirective;

/* ScanDirective, in their order; g_array_unref frees all. Takes any bytes. */
GArray *scan_prefix(const char *bytes, size_t length);

/* The same of a header: its include guard, which may stand before them, is passed over. */
GArray *scan_prefix_of_header(const char *bytes, size_t length);

#endif
