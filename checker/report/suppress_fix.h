/* suppress_fix.h - takes an idle NOLINT comment out. Private to this folder. */
#ifndef VTCHECK_REPORT_SUPPRESS_FIX_H
#define VTCHECK_REPORT_SUPPRESS_FIX_H

#include "report/finding.h"
#include "report/source_text.h"

typedef struct SuppressFix {
    const char *message;
    ReportEdit edits[2]; /* the second is of the comment at the end of a range; their texts are `left`'s or static */
    uint32_t count;      /* 0: there is none */
} SuppressFix;

/* A fix for the mark of that index, of a file's marks: its list becomes `left`, or the comment goes when that is empty, and with it the
 * line when nothing else is on it. A NOLINTBEGIN's NOLINTEND goes with it. None for a comment that says
 * more than the mark and its reason. Only comments and blanks change. */
void suppress_fix(const ReportSource *source, const char *path, const GArray *marks, guint index, const char *left, SuppressFix *fix);

#endif
