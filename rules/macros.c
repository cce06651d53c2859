/* macros.c - what happens inside a macro is told with the macro's name; see macros.h.
 *
 * All of an expansion stands at one place, that of the macro's name. Only a macro that is a whole statement hides what it does: of `if (FAILED(rc))` and
 * `rc = AWAIT(t)` the reader sees that it is a condition, or a use. */
#include "macros.h"

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

static const char *told(FixContext *context, const IrModule *module, const ReportPlace *place, const char *message, ReportSet *set)
{
    const ReportTokens *tokens = place->path != NULL ? fix_tokens(context, place->path) : NULL;
    uint32_t index = tokens != NULL ? report_tokens_find(tokens, place->line, place->column) : REPORT_NO_TOKEN;
    if (index == REPORT_NO_TOKEN || tokens->at[index].kind != REPORT_TOKEN_IDENTIFIER || !is_statement(tokens, index))
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
    finding->message = told(context, event->module, &finding->place, finding->message, set);
    for (uint32_t i = 0; i < finding->note_count; i++)
        if (report_note_is_step(finding, i))
            finding->notes[i].message = told(context, event->module, &finding->notes[i].place, finding->notes[i].message, set);
}
