/* units.h - what a run is to check: files with their flags, from FILEs, the compilation database and "-- FLAGS". */
#ifndef VTCHECK_PIPELINE_UNITS_H
#define VTCHECK_PIPELINE_UNITS_H

#include "pipeline/compile_database.h"
#include "report/finding.h"

/* What is asked for. The lists hold strings and are not NULL but for compiler_flags. */
typedef struct PipelineRequest {
    const GPtrArray *files;           /* relative to working_directory, or absolute; a folder: those of the database in it, or all C files below; empty: all of the database */
    const GPtrArray *compiler_flags;  /* in place of a database; NULL: there is to be one */
    const GPtrArray *extra_before;    /* added to every command, at its beginning ... */
    const GPtrArray *extra_after;     /* ... and at its end */
    const char *database;             /* folder of compile_commands.json, or that file; NULL: to be looked for */
    const char *working_directory;    /* absolute */
    bool has_texts;                   /* what the files hold comes from elsewhere (an editor): they need not be there */
} PipelineRequest;

/* One parse: a file under one set of flags. */
typedef struct PipelineUnit {
    char *source;     /* absolute */
    char *directory;  /* absolute; relative flags count from here */
    char **flags;     /* cleaned */
    char *dropped;    /* see FrontendArguments; may be NULL */
    char *origin;     /* where the flags come from, for -v */
    GPtrArray *apis;  /* BaseApi: see FrontendInput and pipeline_judgement_attach; NULL: none */
    bool is_named;    /* a FILE of the request, not only an entry of the database */
    bool is_context;  /* not asked for: what is asked for calls into it (context.h) */
    bool is_helper;   /* code with value tasks uses what it defines (selection.h) */
} PipelineUnit;

typedef struct PipelineUnits {
    GPtrArray *units;      /* PipelineUnit, in the order of the database or of the command line */
    char *notice;          /* that there are no flags for a FILE, a line for standard error; or NULL */
    bool is_whole;         /* all of a compilation database: no code outside is known to use what these declare */
    PipelineDatabase *database; /* that the request named or that was found; NULL: none */
    uint32_t skipped;      /* entries of the database that are not C, or internal jobs of a compiler */
} PipelineUnits;

/* Collects the units. FILEs that cannot be checked become problems of `set`; the others still stand. Returns false
 * and sets *error (g_free) when the run as a whole makes no sense: no database, a broken one, nothing to check. */
bool pipeline_units_collect(PipelineUnits *units, const PipelineRequest *request, ReportSet *set, char **error);

/* The same file under another name: a database may go through a symbolic link, a FILE not. */
bool pipeline_is_same_file(const char *one, const char *other);

/* Adds an entry of the units' database as one that nobody asked for. False: it is not C, or there is nothing to parse. */
bool pipeline_units_add_context(PipelineUnits *units, const PipelineRequest *request, const PipelineCommand *command);

/* None, and one more that needs no parse: a source (absolute), in the folder. */
PipelineUnits pipeline_units_new(void);
void pipeline_units_add(PipelineUnits *units, const char *source, const char *directory);
void pipeline_units_clear(PipelineUnits *units);

#endif
