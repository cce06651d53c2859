/* options.h - the command line. One table (options.c) is the parser and the help. */
#ifndef VTCHECK_DRIVER_OPTIONS_H
#define VTCHECK_DRIVER_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

#include "pipeline/judgement.h"
#include "pipeline/units.h"

#define DRIVER_DUMP_EXPLAIN_STATE "explain-state" /* `dump` where `explain_state` is set */

typedef struct DriverOptions {
    GPtrArray *files;           /* as given */
    GPtrArray *compiler_flags;  /* what followed "--"; NULL: there was no "--" */
    GPtrArray *extra_before;    /* --extra-arg-before */
    GPtrArray *extra_after;     /* --extra-arg */
    char *database;             /* -p; NULL: to be looked for */
    char *checks;
    char *warnings_as_errors;
    char *header_filter;
    char *config_file;          /* --config-file; NULL: to be looked for */
    GPtrArray *formats;         /* --format, as given: "sarif:out.sarif" */
    char *output;
    char *profile;              /* what was measured; NULL: nothing */
    char *dump;
    char *explain_state;        /* "FILE:LINE", checked, or NULL */
    char *color;                /* "auto", "always", "never" */
    char *explain;              /* rule to explain */
    char *completion;           /* the verb "completion": the shell; else NULL */
    int jobs;                   /* 0: as many as there are processors */
    int max_memory;             /* megabytes for all workers together; 0: any */
    int timeout;                /* seconds a file may take; 0: any time */
    bool is_explain;            /* the verb "explain"; `explain` may be NULL then */
    bool is_config;             /* the verb "config"; the next three are its options, one of them set */
    bool config_verify, config_dump, config_explain;
    bool fix, fix_dry_run;
    char *root;                 /* summarise, link: paths in summaries are relative to it; NULL: the working directory */
    char *depfile;              /* summarise: what was read, for make and Ninja; NULL: not wanted */
    bool is_summarise, is_link; /* the verbs; `files` holds what follows them */
    char *cache_dir;            /* NULL: the user's */
    bool no_cache;
    bool no_skip;               /* parse what cannot hold a value task, too */
    bool no_shared_headers;     /* use no precompiled headers */
    char *baseline, *write_baseline;
    char *diff;                 /* --diff: a revision, or "-"; NULL: all findings */
    bool report_unused;         /* --report-unused-suppressions */
    bool is_serve;              /* the verb "lsp" */
    bool stdio;                 /* lsp: what it does anyway */
    char *batch_option;         /* the first option given that means nothing to the language server, or NULL */
    bool list_checks, stats, quiet, exit_zero, allow_incomplete, verbose, version, help;
} DriverOptions;

/* Reads argv[1..]. Returns false and sets *error (g_free) to a sentence for the user when they cannot be followed;
 * options are to be cleared in both cases. Touches no file. */
bool driver_options_parse(DriverOptions *options, int argc, char **argv, char **error);
void driver_options_clear(DriverOptions *options);

/* What the options ask to be checked; borrows from both. */
PipelineRequest driver_request(const DriverOptions *options, const char *working_directory);

/* The same as wishes; *config_file (g_free) is part of them. */
PipelineWishes driver_wishes(const DriverOptions *options, const char *working_directory, char **config_file);

/* The judgement they ask for; NULL and *error (g_free): see pipeline_judgement_new. */
PipelineJudgement *driver_judgement(const DriverOptions *options, const char *working_directory, char **error);

/* Where to keep what was parsed (g_free); NULL: nowhere. */
char *driver_cache_folder(const DriverOptions *options, const char *working_directory);

/* The text of --help. */
void driver_options_help(GString *out);

/* The words of an option or of a verb, for those who describe the command line (manual.h). */
typedef struct DriverOptionWords {
    const char *name;      /* without dashes; NULL: only a letter */
    char letter;           /* '\0': none */
    const char *value;     /* what the help calls the value; NULL: it takes none */
    const char *choices;   /* "a|b|c"; NULL: anything */
    bool may_repeat;
    const char *help;
} DriverOptionWords;

/* The i-th option, option of the verb "config" alone, or verb; false: there are no more. */
bool driver_option_words(size_t i, DriverOptionWords *words);
bool driver_config_option_words(size_t i, DriverOptionWords *words);
bool driver_verb_words(size_t i, DriverOptionWords *words);

#endif
