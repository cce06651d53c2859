/* html_source.h - source code with a path drawn into it, and text, as HTML. Private to this folder. */
#ifndef VTCHECK_REPORT_HTML_SOURCE_H
#define VTCHECK_REPORT_HTML_SOURCE_H

#include "report/writer.h"

/* Appends text for an element or an attribute in double quotes. Any bytes are safe: what is no character, and what would reorder or hide
 * what is read, is made visible. */
void html_text(GString *out, const char *text);

/* Appends the files that the path of a finding goes through, in the order in which it does, each with the lines around its steps. */
void html_source(const ReportRun *run, const ReportFinding *finding, GString *out);

#endif
