/* Reporting a misuse from inside the run time. Every caller must stay sound when the report returns. */
#ifndef VALUETASK_RUNTIME_MISUSE_REPORT_H
#define VALUETASK_RUNTIME_MISUSE_REPORT_H

/* Formats the message and hands it to the installed handler. Allocates nothing; a longer text is cut. Thread-safe. */
__attribute__((format(printf, 1, 2))) void vt_report_misuse(const char *format, ...);

/* The messages more than one file needs. `name` is the value task's type, `function` the rest of the function's name.
 * Each returns what the misused function answers. */
int vt_report_stale(const char *name, const char *function);
int vt_report_foreign(const char *name, const char *function);
int vt_report_deadlock(const char *name, const char *function);

#endif
