/* check_inside.h - what check.c and check_quick.c share. */
#ifndef VTCHECK_LSP_CHECK_INSIDE_H
#define VTCHECK_LSP_CHECK_INSIDE_H

#include "frontend/frontend.h"
#include "lsp/check.h"

/* Another file of the program; its module is read when something of it is missing. */
typedef struct OtherModule {
    char *source;
    char **offers;
    void *bytes;
    size_t length;
    IrModule *module;
    bool is_broken, is_wanted;
} OtherModule;

struct LspCheck {
    const LspCheckInput *input;
    const PipelineUnit *unit;
    const char *old_path;         /* while a quick check is under way: another name of the file */
    PipelineJudgement *judgement; /* NULL: see problem */
    char *problem;                /* the configuration makes no sense */
    FrontendSession *session;
    GPtrArray *others;        /* OtherModule */
    GHashTable *offers;       /* what is offered => GPtrArray of OtherModule */
    bool has_program;         /* the other files are known */
    /* Of the last full check: */
    FrontendResult base;
    char *text;
    size_t length;
    GArray *outline;
    ReportSet *set;
    char **files;
    bool needs_heads;         /* what is being typed names functions in a way that the text does not show */
};

/* Events to findings, marked, sorted; `text` is the file's. `set` may hold findings already. */
void check_judge(LspCheck *check, const AnalysisResult *analysis, const char *text, size_t length, ReportSet *set);

/* Clang's errors as findings. */
void check_add_errors(const FrontendResult *result, ReportSet *set);

/* The program of these modules (const IrModule *) and of what they miss of the other files. */
AnalysisProgram *check_join(LspCheck *check, GPtrArray *modules);

/* check_quick.c. false: a full check is needed. */
bool check_quickly(LspCheck *check, const char *text, size_t length, LspOutcome *outcome);

#endif
