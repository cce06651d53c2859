/* fingerprint.h - what makes two findings of different runs the same one, although lines moved in between. */
#ifndef VTCHECK_REPORT_FINGERPRINT_H
#define VTCHECK_REPORT_FINGERPRINT_H

#include "report/finding.h"
#include "report/source_text.h"

/* The hash that GitHub's upload action gives a line (primaryLocationLineHash), for every line of a file, so that alerts stay the
 * same whoever computes it: a rolling hash (base 37, modulo 2^64) over the 100 UTF-16 code units from the line's begin on, blanks and
 * tabs left out, in hexadecimal; and ":n" for the n-th line of the file that has it. Entry i is line i+1's; "" stands for a line without
 * one. Free with g_strfreev. The algorithm is that of github/codeql-action, src/fingerprints.ts. */
char **report_line_hashes(const ReportSource *source);

/* A finding's line without white space; "" where there is none. Free with g_free. */
char *report_bare_line(ReportSources *sources, const ReportPlace *place);

/* The context of each finding of a finished set: a hash of rule, function and bare line, and which one of those that share it in the
 * same file (":1" for the first). Free with g_strfreev. */
char **report_contexts(const ReportSet *set, ReportSources *sources);

#endif
