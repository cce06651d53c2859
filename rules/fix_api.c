/* fix_api.c - which functions there are for a value task and its task; see fix_api.h.
 *
 * What VT_DEFINE makes is known. Of another API a function counts that is declared behind the type, in the same file and before the next
 * directive (what stands there is compiled as the type is), has the name that VT_DEFINE would give it, and takes and returns what that
 * would. Whether one keeps a reference that it is given no declaration tells: from_task is VT_DEFINE's alone. */
#include "fix_api.h"

#include <string.h>

typedef enum Returned {
    RETURNS_NOTHING,
    RETURNS_TASK,
    RETURNS_AS_AWAIT,
    RETURNS_UNTOLD /* whatever another API declares, it does not say enough */
} Returned;

static const struct {
    const char *suffix;
    bool takes_task; /* a TYPE_task *, else a TYPE */
    Returned returned;
} operations[] = {
    [FIX_FORGET] = {"_forget", false, RETURNS_NOTHING},     [FIX_AS_TASK] = {"_as_task", false, RETURNS_TASK},
    [FIX_FROM_TASK] = {"_from_task", true, RETURNS_UNTOLD}, [FIX_TASK_AWAIT] = {"_task_await", true, RETURNS_AS_AWAIT},
    [FIX_TASK_REF] = {"_task_ref", true, RETURNS_TASK},     [FIX_TASK_UNREF] = {"_task_unref", true, RETURNS_NOTHING},
};

/* Declarations of one type's API: tokens of its file, from the type's on. */
typedef struct Api {
    const ReportTokens *tokens;
    const char *type, *task;
    uint32_t start, end;
} Api;

/* --- one declaration --- */

/* The token behind the first parameter of the function named at `name`: a comma or the closing parenthesis. REPORT_NO_TOKEN: it is
 * neither a value task nor, with `takes_task`, a pointer to its task. */
static uint32_t end_of_first(const Api *api, uint32_t name, bool takes_task)
{
    const ReportTokens *tokens = api->tokens;
    const char *wanted = takes_task ? api->task : api->type;
    uint32_t i = name + 2, close = tokens->at[name + 1].partner;
    while (i < close && tokens->at[i].kind == REPORT_TOKEN_IDENTIFIER && !report_token_is(tokens, i, wanted) && !report_token_is(tokens, i, "VT_OBSERVES"))
        i++;
    if (i >= close || !report_token_is(tokens, i, wanted) || (takes_task && !report_token_is(tokens, ++i, "*")))
        return REPORT_NO_TOKEN;
    i++;
    if (i < close && tokens->at[i].kind == REPORT_TOKEN_IDENTIFIER)
        i++;
    return i == close || report_token_is(tokens, i, ",") ? i : REPORT_NO_TOKEN;
}

/* Where a function of this name is declared with such a first parameter: its name's token. */
static uint32_t find_declaration(const Api *api, const char *name, bool takes_task)
{
    const ReportTokens *tokens = api->tokens;
    for (uint32_t i = api->start; i < api->end && tokens->at[i].kind != REPORT_TOKEN_DIRECTIVE; i++)
        if (tokens->at[i].outer == REPORT_NO_TOKEN && report_token_is(tokens, i, name) && report_token_is(tokens, i + 1, "(") &&
            tokens->at[i + 1].partner != REPORT_NO_TOKEN && end_of_first(api, i, takes_task) != REPORT_NO_TOKEN)
            return i;
    return REPORT_NO_TOKEN;
}

/* Where the words begin that say what the function returns. */
static uint32_t start_of_result(const Api *api, uint32_t name)
{
    uint32_t first = name;
    while (first > 0 && (api->tokens->at[first - 1].kind == REPORT_TOKEN_IDENTIFIER || report_token_is(api->tokens, first - 1, "*")))
        first--;
    return first;
}

/* The await of a task answers as that of a value task does, and takes the same besides. */
static bool is_as_await(const Api *api, uint32_t name)
{
    char *await = g_strconcat(api->type, "_await", NULL);
    uint32_t other = find_declaration(api, await, false);
    g_free(await);
    return other != REPORT_NO_TOKEN && fix_is_same_text(api->tokens, start_of_result(api, name), name, start_of_result(api, other), other) &&
           fix_is_same_text(api->tokens, end_of_first(api, name, true), api->tokens->at[name + 1].partner, end_of_first(api, other, false),
                            api->tokens->at[other + 1].partner);
}

static bool returns(const Api *api, uint32_t name, Returned returned)
{
    const ReportTokens *tokens = api->tokens;
    switch (returned) {
    case RETURNS_NOTHING:
        return report_token_is(tokens, name - 1, "void");
    case RETURNS_TASK:
        return report_token_is(tokens, name - 1, "*") && report_token_is(tokens, name - 2, api->task) && !report_token_is(tokens, name - 3, "struct");
    case RETURNS_AS_AWAIT:
        return is_as_await(api, name);
    case RETURNS_UNTOLD:
        break;
    }
    return false;
}

/* --- the API --- */

static bool is_declared(const Api *api, const char *name, FixOperation operation)
{
    bool takes_task = operations[operation].takes_task, takes_more = operations[operation].returned == RETURNS_AS_AWAIT;
    uint32_t at = find_declaration(api, name, takes_task);
    return at != REPORT_NO_TOKEN && returns(api, at, operations[operation].returned) &&
           (takes_more || end_of_first(api, at, takes_task) == api->tokens->at[at + 1].partner);
}

static bool another_has(const FixBody *body, const IrRecord *record, const char *name, FixOperation operation)
{
    if (record->span.file >= body->module->file_count || fix_is_macro(body->context, body->module, name) ||
        fix_is_macro(body->context, body->module, record->name) || strcmp(body->function->name, name) == 0)
        return false;
    const ReportTokens *tokens = fix_tokens(body->context, body->module->files[record->span.file].path);
    uint32_t start = tokens != NULL ? report_tokens_find(tokens, record->span.line, record->span.column) : REPORT_NO_TOKEN;
    if (start == REPORT_NO_TOKEN)
        return false;
    char *task = g_strconcat(record->name, "_task", NULL);
    Api api = {tokens, record->name, task, start, tokens == body->tokens ? body->name : tokens->count};
    bool has = is_declared(&api, name, operation);
    g_free(task);
    return has;
}

const char *fix_api_function(Fix *fix, const FixBody *body, uint32_t record, FixOperation operation)
{
    FixType type;
    if (record >= body->module->record_count || body->module->records[record].name == NULL)
        return NULL;
    const IrRecord *found = &body->module->records[record];
    char *name = g_strconcat(found->name, operations[operation].suffix, NULL);
    bool has = fix_type_find(fix->context, body->module, found->name, &type) || another_has(body, found, name, operation);
    const char *kept = has ? g_string_chunk_insert(fix->strings, name) : NULL;
    g_free(name);
    return kept;
}
