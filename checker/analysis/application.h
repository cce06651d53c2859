/* application.h - a way in which a callee ends, brought into its caller: what the callee's unknowns are there. For summary.c, summary_bind.c and summary_seen.c alone. */
#ifndef VTCHECK_ANALYSIS_APPLICATION_H
#define VTCHECK_ANALYSIS_APPLICATION_H

#include "analysis/engine.h"

typedef struct Application {
    Exec *exec;
    Env *env;
    const IrInst *inst;
    const Run *callee;
    const World *way;
    Value *arguments;
    Value *bound; /* by the callee's symbol number; VALUE_NONE: not yet */
    bool has_lost; /* the way has to do with pointers that the callee has lost */
    bool has_made;   /* this very call made the followed task */
    bool is_perhaps; /* the callee made the followed task, and makes none on another way that looks alike */
    GArray *looked_at; /* places of the caller of which it knew nothing before the callee looked there */
} Application;

Application application_begin(Exec *exec, Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments);
void application_end(Application *application);

/* Finds out what came in: by VALUE_KEY_INITIAL, where that is. false: this way is not possible here. */
bool application_bind_initials(Application *application);
bool application_bind_initial(Application *application, Value initial, Value actual); /* VALUE_NONE: nothing is known of it here, but it did come in */
bool application_is_bound(const Application *application, Value value);               /* all unknowns in it */

IrType application_type(const Application *application, Value value); /* of the callee */

/* summary_seen.c: what the callee found in memory behind unseen code, and what it knew of memory before such code ran last. false: the way is not possible
 * here. */
bool application_find_again(Application *application);

/* The caller's value; what is not bound is new there. */
Value application_in_caller(Application *application, Value value);
Value application_bind_symbol(Values *values, Value symbol, void *application);

#endif
