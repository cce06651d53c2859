/* finding.h - what a rule says and what a reader sees: the data between rules and report writers. */
#ifndef VTCHECK_REPORT_FINDING_H
#define VTCHECK_REPORT_FINDING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum ReportSeverity { REPORT_NOTE, REPORT_WARNING, REPORT_ERROR } ReportSeverity;

/* A rule as users know it. Static data, defined in rules/. */
typedef struct ReportRule {
    const char *id;             /* "vt-double-await" */
    ReportSeverity severity;    /* default */
    const char *summary;        /* one line */
    const char *documentation;  /* Markdown: why, a bad and a good example, how to fix */
    const char *tags[2];        /* what kind of mistake it is, in the words of SARIF's readers; NULL: none */
} ReportRule;

/* A place: a file as an absolute path, a half-open range of byte columns counted from 1. end_line 0: a point. */
typedef struct ReportPlace {
    const char *path;
    uint32_t line, column, end_line, end_column;
} ReportPlace;

typedef struct ReportNote {
    ReportPlace place;
    const char *message;
} ReportNote;

/* One replacement: the bytes of `place` become `text`. An empty range (its end is its start) inserts. `text` ends its
 * lines with \n alone; who applies it gives it the file's line ends. */
typedef struct ReportEdit {
    ReportPlace place;
    const char *text;
} ReportEdit;

/* A proven way to mend a finding: all of its edits or none. Edits are in order of path and place and do not overlap. */
typedef struct ReportFix {
    const char *message;  /* what it does, as an order: "turn 't' into a task once and await that" */
    ReportEdit *edits;
    uint32_t edit_count;  /* 0: there is no fix */
} ReportFix;

typedef struct ReportFinding {
    const ReportRule *rule;
    ReportSeverity severity;   /* after --warnings-as-errors */
    ReportPlace place;
    const char *message;       /* one sentence, no final period, names the variable */
    const char *function;      /* enclosing function, or NULL */
    ReportNote *notes;         /* the path in order, the advice last */
    uint32_t note_count;
    ReportFix fix;
    bool is_suppressed;        /* by a comment, or known to the baseline; kept for machine formats */
    bool is_known;             /* to the baseline */
    const char *reason;        /* what the comment says, or NULL */
} ReportFinding;

/* A file that could not be (wholly) analysed. */
typedef struct ReportProblem {
    ReportSeverity severity;  /* REPORT_ERROR: the file was not analysed; REPORT_WARNING: only in part */
    ReportPlace place;        /* path NULL: about the run; line 0: about the file */
    const char *message;
} ReportProblem;

/* A limit that the analysis hit in a function: what was cut short there. */
typedef struct ReportLimit {
    ReportPlace place;      /* the function */
    const char *function;
    const char *reason;     /* "more than 512 worlds at one point" */
    bool has_tasks;         /* it, or one that it calls, touches value tasks; else others know less of what it does */
} ReportLimit;

/* All that a run found. Strings and arrays live in `strings`; entries are added in any order. Not thread-safe. */
typedef struct ReportSet {
    GStringChunk *strings;
    GPtrArray *owned;      /* arrays of notes and edits, freed with the set */
    GArray *findings;      /* ReportFinding */
    GArray *problems;      /* ReportProblem */
    GArray *limits;        /* ReportLimit */
    GPtrArray *files;      /* const char *: absolute paths of the sources and headers that were read, no system headers; may be empty */
    GHashTable *file_set;  /* the same */
} ReportSet;

/* Whether two places begin at one and the same line and column of a file. */
bool report_starts_together(const ReportPlace *a, const ReportPlace *b);

/* True for a note that is a step of the path; false for advice: it has no place of its own, or, coming last, the finding's. */
bool report_note_is_step(const ReportFinding *finding, uint32_t index);

ReportSet *report_set_new(void);
void report_set_free(ReportSet *set); /* NULL is fine */

/* Copies the finding, its strings, notes and fix. */
void report_set_add(ReportSet *set, const ReportFinding *finding);

/* Gives a copy of the fix to the finding that was added last. */
void report_set_add_fix(ReportSet *set, const ReportFix *fix);
void report_set_add_problem(ReportSet *set, const ReportProblem *problem);
void report_set_add_file(ReportSet *set, const char *path); /* once, however often it is added */
void report_set_add_limit(ReportSet *set, const ReportLimit *limit);

/* Gives a file that was reached by several names (through a link to a folder) one of them in all findings: one below `directory` if there is such. */
void report_set_join_aliases(ReportSet *set, const char *directory);

/* Copies findings, limits and files of another set that is not finished yet. */
void report_set_append(ReportSet *set, const ReportSet *more);

/* Sorts by path, line, column, rule, message; merges findings equal in path, line, column, rule and message (the
 * first's notes stay; suppressed only if all are; a fix that not all of them have is dropped). Output made from a finished set depends on its contents alone. */
void report_set_finish(ReportSet *set);

#endif
