/* suppress_scan.h - NOLINT comments and #define directives of one file. Private to this folder.
 *
 * The words count in comments only, so that a string that talks of NOLINT silences nothing. A small scanner finds the comments: it
 * knows strings, character constants, directives that define macros and lines joined by a backslash, and nothing else of C. */
#ifndef VTCHECK_REPORT_SUPPRESS_SCAN_H
#define VTCHECK_REPORT_SUPPRESS_SCAN_H

#include <glib.h>

#include "report/source_text.h"

typedef enum MarkKind { MARK_LINE, MARK_NEXT_LINE, MARK_BEGIN, MARK_END } MarkKind;

typedef struct Mark {
    MarkKind kind;
    uint32_t line, column, end_column; /* of the word and its list */
    uint32_t comment_column, comment_end_column; /* of a comment of one line that says nothing else but the reason; 0: it is none */
    guint end;     /* of a NOLINTBEGIN with its NOLINTEND: the index of that, else 0 */
    char *globs;   /* NULL: all rules */
    char *reason;  /* what the comment says besides, or NULL */
    bool is_used;
} Mark;

typedef struct Define {
    char *name;
    uint32_t first, last; /* lines */
    GPtrArray *names;     /* identifiers of its body (char *) */
} Define;

/* Fills both arrays (Mark, Define), in the order of the file. */
void suppress_scan(const ReportSource *source, GArray *marks, GArray *defines);

/* Empty arrays for them, which free what they hold. */
GArray *suppress_marks_new(void);
GArray *suppress_defines_new(void);

#endif
