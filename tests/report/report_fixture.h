/* report_fixture.h - findings and source files for tests of the report. */
#ifndef VTCHECK_TESTS_REPORT_FIXTURE_H
#define VTCHECK_TESTS_REPORT_FIXTURE_H

#include "report/writer.h"

extern const ReportRule rule_double, rule_use;

/* A temporary folder, a set and the texts of its files. */
extern char *fixture_folder;
extern ReportSet *fixture_set;
extern ReportSources *fixture_sources;
extern const char *fixture_pages; /* for fixture_write; NULL */

int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Writes a file of the folder; returns its path, owned by the fixture. */
const char *fixture_file(const char *name, const char *text, gssize length);

/* Adds a finding that covers columns [column, end) of a line. */
void fixture_find(const ReportRule *rule, const char *path, uint32_t line, uint32_t column, uint32_t end);

/* What a writer makes of the finished set; free with g_free. */
char *fixture_write(void (*write)(const ReportRun *run, GString *out), bool color);

#endif
