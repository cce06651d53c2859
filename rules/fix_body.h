/* fix_body.h - a function's body as text and as IR at once: what a fix may rely on in it. */
#ifndef VTCHECK_RULES_FIX_BODY_H
#define VTCHECK_RULES_FIX_BODY_H

#include "fix.h"

typedef struct FixBody {
    FixContext *context;
    const IrModule *module;
    const IrFunction *function;
    const char *path;
    const ReportTokens *tokens;
    uint32_t name;               /* tokens: the function's name, the braces of its body */
    uint32_t open, close;
    const IrInst **definitions;  /* by register */
    const IrInst **readers;      /* by register: the one instruction that reads it; NULL: none, or it is read more than once */
    uint32_t *reads;             /* by register: how often it is read */
    GHashTable *calls;           /* token of a callee's name => IrInst, the call that is written there */
} FixBody;

/* NULL: the body is not in checked code, has errors, or its text is not there as the IR says. Lives as long as the fix's context. */
const FixBody *fix_body(Fix *fix, const IrModule *module, const IrFunction *function);

/* The token at which a span starts, in the body's file; REPORT_NO_TOKEN: none, or another file. */
uint32_t fix_token_at(const FixBody *body, IrSpan span);
/* The last token of a span that starts at `first`. */
uint32_t fix_last_token(const FixBody *body, IrSpan span, uint32_t first);

const IrInst *fix_definition(const FixBody *body, IrReg reg); /* NULL: IR_NONE */
/* The local whose value is read into this register; IR_NONE: it is no plain load of one. */
uint32_t fix_loaded_local(const FixBody *body, IrReg reg);
/* The function that an instruction calls by name; NULL: none. */
const IrFunction *fix_callee(const FixBody *body, const IrInst *inst);

/* The same in the program's table; IR_NONE: none. */
uint32_t fix_program_function(const FixBody *body, const IrInst *inst);

/* A GCompareFunc for token numbers. */
gint fix_compare_tokens(gconstpointer left, gconstpointer right);

/* Whether the token stands in the body as it is written, in no macro's argument. */
bool fix_is_plain(const FixBody *body, uint32_t token);

/* Whether every return is written in the body: no #if, no return that a macro hides. */
bool fix_has_plain_returns(const FixBody *body);

/* Whether ways through the body are as they are written: no goto, no #if, no return that a macro hides, nothing that
 * returns twice. */
bool fix_is_structured(const FixBody *body);

/* Whether a statement may begin at this token, and whether it stands in a list of statements (not as the lone body of an if). */
bool fix_is_statement(const FixBody *body, uint32_t token);
bool fix_is_in_list(const FixBody *body, uint32_t token);
/* The semicolon that ends the statement which begins here; REPORT_NO_TOKEN: it is none of one semicolon. */
uint32_t fix_statement_end(const FixBody *body, uint32_t first);
/* The first token of the simple statement around a token; REPORT_NO_TOKEN: there is none. */
uint32_t fix_statement_start(const FixBody *body, uint32_t token);

/* Makes room for several statements in place of the simple one that begins at `first` and ends with the semicolon `end`: braces, where
 * it is the lone body of an if or stands behind a label. What is to stand inside is inserted between these two calls. A
 * statement can do so once in a fix. */
void fix_open_block(Fix *fix, const FixBody *body, uint32_t first);
void fix_close_block(Fix *fix, const FixBody *body, uint32_t first, uint32_t end);

/* White space before the first token of the line on which a token stands. In the fix's strings. */
const char *fix_indent(Fix *fix, const ReportTokens *tokens, uint32_t token);
bool fix_is_first_on_line(const ReportTokens *tokens, uint32_t token);
/* What parts a statement from one put before it: the line end and indentation of the token's line, or a space where the
 * token is not the first there. In the fix's strings. */
const char *fix_break(Fix *fix, const ReportTokens *tokens, uint32_t token);

/* The type that the function returns, as it is written; NULL: not simple enough. */
const char *fix_return_type(Fix *fix, const FixBody *body);

/* A name for a new variable, made from `wish`, that the body does not have. `at` is the token of the statement that it is for: another
 * statement of the body gets another name, whatever fix asks, and the same one the same, so that equal fixes stay equal. */
const char *fix_new_name(Fix *fix, const FixBody *body, uint32_t at, const char *wish);

/* Whether two runs of tokens [first, end) are spelled alike. */
bool fix_is_same_text(const ReportTokens *tokens, uint32_t first, uint32_t end, uint32_t other, uint32_t other_end);

/* The text of tokens [first, last]. */
const char *fix_text(Fix *fix, const ReportTokens *tokens, uint32_t first, uint32_t last);

#endif
