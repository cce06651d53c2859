/* writer.h - report formats: a finished ReportSet to bytes, one writer a format.
 *
 * Writers only append to a string; where it goes is the driver's. What they write depends on the run's contents alone:
 * no times, no addresses, no order of hash tables. */
#ifndef VTCHECK_REPORT_WRITER_H
#define VTCHECK_REPORT_WRITER_H

#include "report/finding.h"
#include "report/source_text.h"

/* Numbers of a run, for summaries. */
typedef struct ReportCounts {
    uint32_t files;               /* translation units asked for */
    uint32_t failed_files;        /* of these, not analysed at all */
    uint32_t partial_files;       /* of these, analysed in part */
    uint32_t functions;           /* bodies */
    uint32_t degraded_functions;  /* bodies with an error inside */
    uint32_t tasks;               /* places where a task is made */
    uint32_t escaped_tasks;       /* of these, tasks that some path gave up on */
} ReportCounts;

typedef struct ReportRun {
    const ReportSet *set;            /* finished */
    ReportSources *sources;
    const char *working_directory;   /* paths below it are shown relative to it */
    const char *tool_version;        /* "0.1.0" */
    const char *clang_version;       /* of what was parsed with; NULL: nothing was */
    const char *root;                /* of the repository, absolute, without symbolic links; NULL: the working directory is taken */
    const ReportRule *const *rules;  /* all there are, or none: then reports name only those with findings */
    size_t rule_count;
    ReportCounts counts;
    const char *pages;               /* address of a copy of the source tree on the web, where rules have their pages; NULL or "": there is none */
    bool color;                      /* text only */
    bool has_baseline;               /* findings that are not known to it are new */
} ReportRun;

typedef struct ReportWriter {
    const char *name;     /* for --format */
    const char *summary;  /* one line of help */
    void (*write)(const ReportRun *run, GString *out);
} ReportWriter;

/* All formats, *count of them. */
const ReportWriter *report_writers(size_t *count);
const ReportWriter *report_writer_find(const char *name); /* NULL: there is no such format */

void report_write_text(const ReportRun *run, GString *out);
void report_write_concise(const ReportRun *run, GString *out);
void report_write_json(const ReportRun *run, GString *out);
void report_write_sarif(const ReportRun *run, GString *out);
void report_write_html(const ReportRun *run, GString *out);
void report_write_github(const ReportRun *run, GString *out);

/* How many findings of a severity are to be shown, how many comments silence, and how many the baseline knows. */
uint32_t report_count(const ReportSet *set, ReportSeverity severity);
uint32_t report_count_suppressed(const ReportSet *set);
uint32_t report_count_known(const ReportSet *set);

/* "2 findings (1 error, 1 warning) in 14 files; 3 suppressed", without line end. Free with g_free. */
char *report_summary(const ReportRun *run);

/* How many functions with value tasks were cut short, as a sentence without period; NULL: none was. Free with g_free. */
char *report_cut_short(const ReportSet *set);

/* "error", "warning", "note". */
const char *report_severity_name(ReportSeverity severity);

/* Appends text for a terminal: bytes that would move its cursor, change its colours or reorder what is read, and bytes that
 * are not UTF-8, appear as <1b>, <U+202E>. Returns the width in columns of what was appended. */
uint32_t report_append_visible(GString *out, const char *text, size_t length);

#endif
