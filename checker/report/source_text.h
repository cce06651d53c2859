/* source_text.h - the text of source files, for source lines in reports and for suppression comments.
 *
 * Files are read once, when first asked for. What was changed since the analysis may not fit its findings: readers of
 * lines and columns must take what lies outside as "not there". Not thread-safe. */
#ifndef VTCHECK_REPORT_SOURCE_TEXT_H
#define VTCHECK_REPORT_SOURCE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ReportSource {
    char *text;             /* any bytes, NUL included; one NUL follows */
    size_t length;
    size_t *line_starts;    /* line_count entries */
    uint32_t line_count;
} ReportSource;

typedef struct ReportSources ReportSources;

ReportSources *report_sources_new(void);
void report_sources_free(ReportSources *sources); /* NULL is fine */

/* Reads a file's text (g_free; a NUL follows it), or returns NULL: there is none. */
typedef char *(*ReportReadText)(const char *path, size_t *length, void *context);

/* From the file system: how texts are read unless report_sources_read_by says otherwise. */
char *report_read_text(const char *path, size_t *length, void *unused);
void report_sources_read_by(ReportSources *sources, ReportReadText read, void *context);

/* NULL: it cannot be read. Valid until report_sources_free. */
const ReportSource *report_sources_get(ReportSources *sources, const char *path);

/* Makes a copy of the bytes the text of a file that is not read then; a file that was asked for or given before stays as it was. */
void report_sources_put(ReportSources *sources, const char *path, const char *text, size_t length);

/* Whether a file's text holds the word; one that does not is not kept for that. */
bool report_sources_mention(ReportSources *sources, const char *path, const char *word);

/* A line counted from 1, without its line end. false: there is no such line. */
bool report_source_line(const ReportSource *source, uint32_t line, const char **text, size_t *length);

#endif
