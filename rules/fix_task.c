/* fix_task.c - a local value task becomes a task; see fix_task.h.
 *
 * All mentions of the variable are known (fix_variable.h) and each is rewritten on its own, so the paths do not matter: a task
 * may be awaited any number of times. What they matter for is the one reference, which is given back at each way out. */
#include "fix_task.h"

#include <string.h>

#include "fix_api.h"

static const char *function_for(Fix *fix, const FixVariable *variable, FixOperation operation)
{
    return fix_api_function(fix, variable->body, variable->body->function->locals[variable->local].type.record, operation);
}

static bool rewrite_use(Fix *fix, const FixVariable *variable, const FixUse *use, const char *name)
{
    const FixBody *body = variable->body;
    const ReportTokens *tokens = body->tokens;
    const ReportToken *mention = &tokens->at[use->token];
    /* A function that returned what the task makes would always be asynchronous. */
    if (use->kind != FIX_USE_CONSUME)
        return false;
    const char *word = fix_api_word(&variable->type, fix_callee(body, use->inst));
    FixOperation operation = g_strcmp0(word, "await") == 0 ? FIX_TASK_AWAIT : g_strcmp0(word, "as_task") == 0 ? FIX_TASK_REF : FIX_FROM_TASK;
    const char *function = function_for(fix, variable, operation);
    if (function == NULL)
        return false;
    if (operation == FIX_FROM_TASK) { /* whatever consumes a value task gets one of its own */
        fix_edit(fix, body->path, tokens, mention->start, mention->end, "%s(%s)", function, name);
        return true;
    }
    const ReportToken *callee = &tokens->at[use->callee];
    fix_edit(fix, body->path, tokens, callee->start, callee->end, "%s", function);
    if (strcmp(name, variable->name) != 0)
        fix_edit(fix, body->path, tokens, mention->start, mention->end, "%s", name);
    return true;
}

static void declare(Fix *fix, const FixVariable *variable, const char *name, const char *as_task)
{
    const FixBody *body = variable->body;
    const ReportTokens *tokens = body->tokens;
    const char *type = variable->type.name;
    if (variable->is_parameter) {
        uint32_t next = body->open + 1;
        size_t at = tokens->at[next].start;
        fix_edit(fix, body->path, tokens, at, at, "%s_task *%s = %s(%s);%s", type, name, as_task, variable->name, fix_break(fix, tokens, next));
        return;
    }
    fix_edit(fix, body->path, tokens, tokens->at[variable->token - 1].start, tokens->at[variable->token].start, "%s_task *", type);
    if (as_task == NULL)
        return;
    size_t start = tokens->at[variable->first].start, end = tokens->at[variable->last].end;
    fix_edit(fix, body->path, tokens, start, start, "%s(", as_task);
    fix_edit(fix, body->path, tokens, end, end, ")");
}

bool fix_variable_to_task(Fix *fix, const FixVariable *variable, bool makes_task)
{
    const FixBody *body = variable->body;
    const char *as_task = makes_task ? NULL : function_for(fix, variable, FIX_AS_TASK), *unref = function_for(fix, variable, FIX_TASK_UNREF);
    if ((!variable->is_parameter && variable->initialisation == NULL) || !fix_is_structured(body) || unref == NULL || (as_task == NULL && !makes_task))
        return false;
    const char *name = variable->name;
    if (variable->is_parameter) {
        char *wish = g_strconcat(variable->name, "_kept", NULL);
        name = fix_new_name(fix, body, body->open, wish);
        g_free(wish);
    }
    declare(fix, variable, name, as_task);
    for (guint i = 0; i < variable->uses->len; i++)
        if (!rewrite_use(fix, variable, &g_array_index(variable->uses, FixUse, i), name))
            return false;
    char *release = g_strdup_printf("%s(%s);", unref, name);
    bool good = fix_add_at_exits(fix, variable, release, NULL, NULL);
    g_free(release);
    return good;
}
