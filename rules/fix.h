/* fix.h - proven edits: how a rule mends what it reports.
 *
 * A fix is made from two sources that must agree: the IR says what the program does, the tokens of the files say how it is
 * written. Wherever a name stands in the text that the IR does not account for (a macro's argument, code that #if leaves
 * out, an operand of sizeof), or the other way round, there is no fix: a wrong one is worse than none.
 *
 * What makes a fix: `Rule.fix` is called for an event after its finding was made; it adds edits and a message and returns true,
 * or returns false with anything half-made, which is dropped. Not thread-safe. */
#ifndef VTCHECK_RULES_FIX_H
#define VTCHECK_RULES_FIX_H

#include <glib.h>

#include "analysis/analysis.h"
#include "report/finding.h"
#include "report/source_tokens.h"

/* What fixes of one run are made from. */
typedef struct FixContext FixContext;

/* `is_whole_program`: no code outside the run uses what the run's headers declare. Analysis and sources must outlive the context. */
FixContext *fix_context_new(const AnalysisResult *analysis, ReportSources *sources, bool is_whole_program);
void fix_context_free(FixContext *context); /* NULL is fine */

const AnalysisResult *fix_analysis(const FixContext *context);
const AnalysisProgram *fix_program(const FixContext *context);
bool fix_is_whole_program(const FixContext *context);

/* Where fix_async.h keeps what it has learnt of the whole program: NULL at first, freed with the context by `free_slot`. */
gpointer *fix_slot(FixContext *context, GDestroyNotify free_slot);

/* Whether a new variable of a function may have this name at this place: no other place has claimed it. */
bool fix_claim_name(FixContext *context, const char *function, const char *name, const void *place);

/* Where fix_body.h keeps what it has read: function => body, freed with the context by `free_body`. */
GHashTable *fix_bodies(FixContext *context, GDestroyNotify free_body);

/* The tokens of a file; NULL: it cannot be read. They live as long as the context. */
const ReportTokens *fix_tokens(FixContext *context, const char *path);

/* Whether a file of the module is checked code: what may be edited. */
bool fix_is_checked(const IrModule *module, uint32_t file);

/* Whether a checked file of the module defines a macro of this name. */
bool fix_is_macro(FixContext *context, const IrModule *module, const char *name);

/* A value-task type that VT_DEFINE made, or vt_void: one that has a task type and its functions beside it. */
typedef struct FixType {
    const char *name;    /* "vt_int" */
    const char *result;  /* its T as written: "struct user *"; NULL: it has none (vt_void) */
} FixType;

bool fix_type_find(FixContext *context, const IrModule *module, const char *name, FixType *type);

/* A fix in the making. */
typedef struct Fix {
    FixContext *context;
    GStringChunk *strings;
    GArray *edits;        /* FixEdit, in any order */
    GHashTable *blocks;   /* statements that make room for others: bytes of texts */
    bool is_clashing;     /* one statement was to make room twice */
    const char *message;
} Fix;

typedef struct FixEdit {
    const char *path;
    const ReportSource *source;
    size_t start, end;
    const char *text;
} FixEdit;

/* Replaces the bytes [start, end) of a file that has these tokens; start == end inserts. Insertions at one place stand in the
 * order in which they were made, before what is replaced there. */
void fix_edit(Fix *fix, const char *path, const ReportTokens *tokens, size_t start, size_t end, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Forgets the edits made so far. */
void fix_start_over(Fix *fix);
void fix_tell(Fix *fix, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Has `make` make a fix for the event and gives it to the finding that was added to the set last. */
typedef bool (*FixMaker)(Fix *fix, const AnalysisEvent *event);
void fix_make(FixContext *context, FixMaker make, const AnalysisEvent *event, ReportSet *set);

#endif
