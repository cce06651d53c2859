/* parse.h - private to this folder: one translation unit of libclang's, from flags to its end. */
#ifndef VTCHECK_FRONTEND_PARSE_H
#define VTCHECK_FRONTEND_PARSE_H

#include "lower.h"

typedef struct Parse {
    const FrontendInput *input;
    unsigned options;             /* CXTranslationUnit_Flags */
    bool skips_header;            /* clang is not to show what comes from the input's header */
    struct CXUnsavedFile unsaved; /* Filename NULL: none */
    CXIndex index;
    CXTranslationUnit tu;
    char *error;
} Parse;

/* False: `error` says why there is none. Needs a large stack. */
bool parse_unit(Parse *parse);
void parse_end(Parse *parse);

/* Errors that lie in files or end everything, and those about flags. */
void parse_count_errors(CXTranslationUnit tu, uint32_t *in_files, uint32_t *about_flags);

/* Runs it on a thread whose stack is large, and waits for it. */
void parse_on_large_stack(void (*run)(void *data), void *data);

/* The tables of a unit; its module is the builder's to finish. */
void parse_begin_unit(LowerUnit *unit, const Parse *parse);
void parse_end_unit(LowerUnit *unit);

#endif
