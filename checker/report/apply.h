/* apply.h - the fixes of a run applied to the texts of its files.
 *
 * Fixes are taken in the order of their findings; one whose edits overlap those of an earlier one is left out whole, and so
 * is one of a suppressed finding. Equal fixes (two findings, one cause) are taken once. */
#ifndef VTCHECK_REPORT_APPLY_H
#define VTCHECK_REPORT_APPLY_H

#include "report/finding.h"
#include "report/source_tokens.h"

typedef enum ReportDecline {
    REPORT_DECLINE_OVERLAP,   /* an earlier fix changes the same text */
    REPORT_DECLINE_CHANGED    /* its places are not in the file (any more) */
} ReportDecline;

typedef struct ReportDeclined {
    const ReportFinding *finding;
    ReportDecline why;
} ReportDeclined;

/* The bytes [start, end) of a text become `text`. */
typedef struct ReportPiece {
    size_t start, end;
    const char *text;          /* line ends as the file has them */
} ReportPiece;

typedef struct ReportChangedFile {
    const char *path;          /* the finding set's */
    const ReportSource *source;
    GArray *pieces;            /* ReportPiece, in order, apart from each other */
} ReportChangedFile;

typedef struct ReportChanges {
    GPtrArray *files;          /* ReportChangedFile, by path */
    GArray *declined;          /* ReportDeclined, in order of findings */
    GStringChunk *strings;
    uint32_t fixed;            /* findings whose fix is in the texts */
} ReportChanges;

/* `set` is finished and outlives the result. Touches no file. */
ReportChanges *report_apply(const ReportSet *set, ReportSources *sources);
void report_changes_free(ReportChanges *changes); /* NULL is fine */

/* The whole text that a file gets. Free with g_string_free. */
GString *report_changed_text(const ReportChangedFile *file);

/* Appends a unified diff with three lines of context, as `git apply` and `patch -p1` take it. `name`: the path to show, relative or
 * absolute. */
void report_append_diff(const ReportChangedFile *file, const char *name, GString *out);

#endif
