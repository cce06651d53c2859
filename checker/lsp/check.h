/* check.h - one file checked again and again while it is edited. Runs in the file's own process (worker.h).
 *
 * A full check is what the batch driver does to one file, with the modules of the program's other files beside it. A quick check
 * follows a full one: it parses only the functions that were changed since (outline.h), takes the IR of the others from the full
 * check, analyses only the functions that the change can reach, and keeps the other findings at their moved places. What a
 * quick check says differs from a full one in rare cases (a callee that is reported because of what a caller hands in); a full
 * check follows as soon as the typing pauses. */
#ifndef VTCHECK_LSP_CHECK_H
#define VTCHECK_LSP_CHECK_H

#include "pipeline/findings.h"

typedef struct LspCheckInput {
    const PipelineUnits *units;           /* one: what is parsed, the file or one that includes it; gets its APIs */
    const char *path;                     /* the file, absolute */
    const PipelineWishes *wishes;
    const char *resource_dir;             /* may be NULL */
    bool awaits_program;                  /* lsp_check_set_program will be called: until then, functions out of sight are as good as unknown */
    bool (*should_stop)(void *context);   /* asked between stages: true when something newer is to be done */
    void *context;
} LspCheckInput;

typedef struct LspCheck LspCheck;

/* `input` and what it points to must outlive the check. */
LspCheck *lsp_check_new(const LspCheckInput *input);
void lsp_check_free(LspCheck *check); /* NULL is fine */

/* A file of the program: its IR (ir/binary.h), and what it offers to others (link/missing.h). */
typedef struct LspModule {
    const char *source;
    const char *const *offers;
    const void *bytes;
    size_t length;
} LspModule;

/* The program's files from now on; this file itself may be among them and is left out. Copies. */
void lsp_check_set_program(LspCheck *check, const LspModule *modules, size_t count);

typedef struct LspOutcome {
    ReportSet *set;        /* finished; Clang's errors are findings of `lsp_clang_rule`; NULL: see problem */
    char *problem;         /* why the file could not be analysed, or its findings not judged; NULL with set NULL: stopped */
    const char *const *files; /* what the unit was made of, by the last full check; NULL-terminated, the check's */
    bool is_quick;
} LspOutcome;

/* Checks the file with this text in place of what is on disk. A quick check that makes no sense (the first one, a
 * change of half the file) becomes a full one. */
LspOutcome lsp_check_run(LspCheck *check, const char *text, size_t length, bool quick);
void lsp_outcome_clear(LspOutcome *outcome);

/* What the analysis believes, before a line, of the task that the identifier at a byte column of it names, or makes (g_free); NULL:
 * there is none. Both count from 1. */
char *lsp_check_explain(LspCheck *check, const char *text, size_t length, uint32_t line, uint32_t column);

extern const ReportRule lsp_clang_rule;

#endif
