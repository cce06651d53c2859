/* fix_variable.h - a local value task of which every mention is known: where it is made, used, and where its scope is left. */
#ifndef VTCHECK_RULES_FIX_VARIABLE_H
#define VTCHECK_RULES_FIX_VARIABLE_H

#include "fix_body.h"

typedef enum FixUseKind {
    FIX_USE_CONSUME,  /* an argument of a call that consumes */
    FIX_USE_OBSERVE,  /* an argument of a call that looks */
    FIX_USE_RETURN,
    FIX_USE_ASSIGN,   /* the variable gets a value */
    FIX_USE_MEMBER,
    FIX_USE_OTHER
} FixUseKind;

typedef struct FixUse {
    FixUseKind kind;
    uint32_t token;      /* the variable's name there */
    uint32_t callee;     /* CONSUME, OBSERVE: token of the callee's name */
    const IrInst *inst;  /* what uses it */
} FixUse;

typedef struct FixVariable {
    const FixBody *body;
    uint32_t local;
    bool is_parameter;
    const char *name;
    FixType type;
    uint32_t token;             /* its name in its declaration */
    uint32_t scope;             /* the brace that opens the block it lives in */
    uint32_t first, last, end;  /* not for a parameter: `TYPE name = first ... last ;end`; first REPORT_NO_TOKEN: no initialiser */
    const IrInst *initialisation; /* the store of the initialiser, or NULL */
    GArray *uses;               /* FixUse, in order of their tokens; the initialisation is none */
} FixVariable;

/* false: it is declared in another form, or some mention of it is not understood. To be cleared in both cases. */
bool fix_variable_read(FixVariable *variable, const FixBody *body, uint32_t local);
/* The same of a value task of whatever API: there may be no task type, and nothing is known of its functions but what they do with a task. */
bool fix_variable_read_any(FixVariable *variable, const FixBody *body, uint32_t local);
void fix_variable_clear(FixVariable *variable);

/* Whether the callee surely consumes a task in that parameter. */
bool fix_surely_consumes(const FixBody *body, const IrFunction *callee, uint32_t parameter);

/* "await" of "vt_int_await", of the API of the type; NULL: another function. */
const char *fix_api_word(const FixType *type, const IrFunction *callee);

/* --- leaving the scope --- */

typedef enum FixAtExit { FIX_EXIT_ADD, FIX_EXIT_SKIP, FIX_EXIT_DECLINE } FixAtExit;

/* What to do where the scope is left by this instruction: a return, or the end of the variable's storage. */
typedef FixAtExit (*FixExitChoice)(const IrInst *exit, const void *context);

/* Adds `statement` at each way out of the scope that `choose` chooses (NULL: all): before return, break and continue, and before the
 * closing brace. Where a returned expression mentions the variable, its value is kept while the statement runs. Lone bodies
 * of if and the like get braces. Needs a structured body; false: some way out cannot be mended. */
bool fix_add_at_exits(Fix *fix, const FixVariable *variable, const char *statement, FixExitChoice choose, const void *context);

#endif
