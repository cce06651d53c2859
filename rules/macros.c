/* macros.c - what happens inside a macro is told with the macro's name; see macros.h.
 *
 * All of an expansion stands at one place, that of the macro's name. Only a macro that is a whole statement hides what it does: of `if (FAILED(rc))` and
 * `rc = AWAIT(t)` the reader sees that it is a condition, or a use; but where such a macro consumes a task twice, both stand at its name.
 *
 * An argument stands where it is written, however often it is evaluated: a function that has two calls there has them of a macro that names its parameter
 * twice. */
#include "macros.h"

#include <string.h>

/* Whether a statement may begin behind a token. */
static bool ends_statement(const ReportTokens *tokens, uint32_t index)
{
    static const char *const ends[] = {";", "{", "}", ")", ":", "else", "do"};
    bool does = tokens->at[index].kind == REPORT_TOKEN_DIRECTIVE;
    for (size_t i = 0; i < G_N_ELEMENTS(ends) && !does; i++)
        does = report_token_is(tokens, index, ends[i]);
    return does;
}

/* Whether a name, with arguments or without, is all of a statement. */
static bool is_statement(const ReportTokens *tokens, uint32_t index)
{
    uint32_t behind = index + 1;
    if (report_token_is(tokens, behind, "(") && tokens->at[behind].partner != REPORT_NO_TOKEN)
        behind = tokens->at[behind].partner + 1;
    return index > 0 && ends_statement(tokens, index - 1) && report_token_is(tokens, behind, ";");
}

/* --- arguments that are evaluated more than once --- */

static bool is_at(IrSpan a, IrSpan b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

/* Whether the event's function has more than one call where one is written. */
static bool has_calls_at(const AnalysisEvent *event, IrSpan span)
{
    uint32_t count = 0;
    for (uint32_t b = 0; event->function != NULL && b < event->function->block_count; b++)
        for (uint32_t i = 0; i < event->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &event->function->blocks[b].insts[i];
            count += inst->op == IR_OP_CALL && is_at(inst->span, span);
        }
    return count > 1;
}

/* Whether the name before a bracket can be no macro: a keyword, a member, a function or variable of the module. */
static bool is_no_macro(const AnalysisEvent *event, const ReportTokens *tokens, uint32_t index, const char *name)
{
    static const char *const keywords[] = {"if", "while", "for", "switch", "return", "sizeof", "else", "do"};
    bool found = index > 0 && (report_token_is(tokens, index - 1, ".") || report_token_is(tokens, index - 1, "->"));
    for (size_t i = 0; i < G_N_ELEMENTS(keywords) && !found; i++)
        found = strcmp(name, keywords[i]) == 0;
    for (uint32_t i = 0; i < event->module->function_count && !found; i++)
        found = g_strcmp0(event->module->functions[i].name, name) == 0;
    for (uint32_t i = 0; i < event->module->global_count && !found; i++)
        found = g_strcmp0(event->module->globals[i].name, name) == 0;
    for (uint32_t i = 0; i < event->function->local_count && !found; i++)
        found = g_strcmp0(event->function->locals[i].name, name) == 0;
    return found;
}

/* The macro in whose argument the token stands: one of checked code, else what can be nothing but a macro of a library; NULL: none. */
static char *macro_around(FixContext *context, const AnalysisEvent *event, const ReportTokens *tokens, uint32_t index)
{
    char *other = NULL;
    for (uint32_t open = tokens->at[index].outer; open != REPORT_NO_TOKEN && open > 0; open = tokens->at[open].outer) {
        const ReportToken *before = &tokens->at[open - 1];
        if (!report_token_is(tokens, open, "(") || before->kind != REPORT_TOKEN_IDENTIFIER)
            continue;
        char *name = g_strndup(tokens->source->text + before->start, before->end - before->start);
        if (fix_is_macro(context, event->module, name)) {
            g_free(other);
            return name;
        }
        if (other == NULL && !is_no_macro(event, tokens, open - 1, name))
            other = g_steal_pointer(&name);
        g_free(name);
    }
    return other;
}

/* The macro that makes two calls of the one that is written at the event's place; NULL: there is none. */
static char *repeating_macro(FixContext *context, const AnalysisEvent *event, const ReportPlace *place)
{
    const ReportTokens *tokens = place->path != NULL && has_calls_at(event, event->span) ? fix_tokens(context, place->path) : NULL;
    uint32_t index = tokens != NULL ? report_tokens_find(tokens, place->line, place->column) : REPORT_NO_TOKEN;
    return index != REPORT_NO_TOKEN ? macro_around(context, event, tokens, index) : NULL;
}

/* Whether what the event's task was consumed by before is the same call as written, in the same turn of all loops. */
static bool is_consumed_there(const AnalysisEvent *event)
{
    for (uint32_t i = event->step_count; i-- > 0;) {
        const TraceStep *step = &event->steps[i];
        if (step->depth == 0 && step->kind == TRACE_LOOP_AGAIN)
            return false;
        if (step->depth == 0 && step->kind == TRACE_CONSUMED)
            return step->module == event->module && is_at(step->span, event->span);
    }
    return false;
}

static const char *add_again(const char *message, const char *macro, ReportSet *set)
{
    char *text = g_strdup_printf("%s: the macro '%s' evaluates its argument more than once", message, macro);
    message = g_string_chunk_insert(set->strings, text);
    g_free(text);
    return message;
}

/* Two consumptions that stand at one place, and a task that is made once more than it is consumed, would puzzle. */
static void tell_repeated(FixContext *context, const AnalysisEvent *event, ReportFinding *finding, ReportSet *set)
{
    char *macro = repeating_macro(context, event, &finding->place);
    if (macro == NULL)
        return;
    const char **told = &finding->message;
    for (uint32_t i = 0; i < finding->note_count; i++)
        if (report_note_is_step(finding, i) && report_starts_together(&finding->notes[i].place, &finding->place))
            told = &finding->notes[i].message;
    *told = add_again(*told, macro, set);
    ReportNote *last = finding->note_count > 0 ? &finding->notes[finding->note_count - 1] : NULL;
    if (last != NULL && !report_note_is_step(finding, finding->note_count - 1))
        last->message = g_string_chunk_insert(set->strings, "keep the argument's value in a variable, and give the macro that");
    g_free(macro);
}

/* With the macro's name, where the place is that of one which is a statement; of any one where `is_hidden`. */
static const char *told(FixContext *context, const IrModule *module, const ReportPlace *place, bool is_hidden, const char *message, ReportSet *set)
{
    const ReportTokens *tokens = place->path != NULL ? fix_tokens(context, place->path) : NULL;
    uint32_t index = tokens != NULL ? report_tokens_find(tokens, place->line, place->column) : REPORT_NO_TOKEN;
    if (index == REPORT_NO_TOKEN || tokens->at[index].kind != REPORT_TOKEN_IDENTIFIER || !(is_hidden || is_statement(tokens, index)))
        return message;
    const size_t start = tokens->at[index].start;
    char *name = g_strndup(tokens->source->text + start, tokens->at[index].end - start);
    if (fix_is_macro(context, module, name)) {
        char *text = g_strdup_printf("%s, inside the macro '%s'", message, name);
        message = g_string_chunk_insert(set->strings, text);
        g_free(text);
    }
    g_free(name);
    return message;
}

void macros_tell(FixContext *context, const AnalysisEvent *event, ReportFinding *finding, ReportSet *set)
{
    bool is_hidden = is_consumed_there(event);
    finding->message = told(context, event->module, &finding->place, is_hidden, finding->message, set);
    for (uint32_t i = 0; i < finding->note_count; i++)
        if (report_note_is_step(finding, i))
            finding->notes[i].message = told(context, event->module, &finding->notes[i].place, is_hidden && report_starts_together(&finding->notes[i].place, &finding->place),
                                             finding->notes[i].message, set);
    if (is_hidden || (event->kind == ANALYSIS_NEVER_CONSUMED && !event->is_parameter))
        tell_repeated(context, event, finding, set);
}
