/* wording.c - sentences for steps of a path; see wording.h. A step's words are a table; %s is its name. */
#include "wording.h"

#include <inttypes.h>
#include <string.h>

static const char *copy(ReportSet *set, char *text)
{
    const char *kept = g_string_chunk_insert(set->strings, text);
    g_free(text);
    return kept;
}

/* "'make'", or all alternatives: "'make', 'load' or 'wait'". */
static const char *callees_of(const AnalysisEvent *event, ReportSet *set)
{
    GPtrArray *names = g_ptr_array_new();
    for (; event != NULL; event = event->other)
        if (event->callee != NULL && !g_ptr_array_find_with_equal_func(names, event->callee, g_str_equal, NULL))
            g_ptr_array_add(names, (gpointer)(uintptr_t)event->callee);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "%s'%s'", i == 0 ? "" : i + 1 == names->len ? " or " : ", ", (const char *)names->pdata[i]);
    g_ptr_array_unref(names);
    return copy(set, g_string_free(text, FALSE));
}

const char *wording_task(const AnalysisEvent *event, ReportSet *set)
{
    if (event->task != NULL && event->task[0] != '\0' && strncmp(event->task, "the ", 4) != 0 && strchr(event->task, '(') == NULL)
        return copy(set, g_strdup_printf("'%s'", event->task));
    if (event->kind == ANALYSIS_NEVER_CONSUMED && event->callee != NULL)
        return copy(set, g_strdup_printf("the task returned by %s", callees_of(event, set)));
    return "the task";
}

const char *wording_own_type(const AnalysisEvent *event)
{
    return event->type_name != NULL && g_str_has_prefix(event->type_name, "vt_") ? event->type_name : NULL;
}

/* What the functions of the API do with a task they consume, by the end of their names. Of `_as_task` the name itself is told: that a task
 * was turned into a task would puzzle. */
static const struct {
    const char *ending, *words;
} consumptions[] = {
    {"_await", "awaited"},
    {"_await_timeout", "awaited"},
    {"_on_completed", "given a continuation"},
    {"_forget", "given up"},
};

const char *wording_consumption(const char *callee, ReportSet *set)
{
    if (callee == NULL)
        return "handed on";
    for (size_t i = 0; i < G_N_ELEMENTS(consumptions); i++)
        if (g_str_has_suffix(callee, consumptions[i].ending))
            return consumptions[i].words;
    return copy(set, g_strdup_printf("handed to '%s'", callee));
}

ReportPlace wording_place(const IrModule *module, IrSpan span)
{
    const char *path = span.file != IR_NONE && span.file < module->file_count ? module->files[span.file].path : NULL;
    return (ReportPlace){path, span.line, span.column, span.end_line, span.end_column};
}

static const char *const step_words[] = {
    [TRACE_CREATED] = "the task is created here, by '%s'",
    [TRACE_PARAMETER] = "the task comes in as parameter '%s'",
    [TRACE_CONSUMED] = NULL, /* see below: depends on the callee */
    [TRACE_RETURNED] = "the task is returned here",
    [TRACE_OBSERVED] = "'%s' looks at the task here",
    [TRACE_COPIED] = "the task is copied into '%s' here",
    [TRACE_TRUE] = "taking the true branch here",
    [TRACE_FALSE] = "taking the false branch here",
    [TRACE_LOOP_ENTERED] = "entering the loop here",
    [TRACE_LOOP_LEFT] = "leaving the loop here",
    [TRACE_LOOP_SKIPPED] = "skipping the loop here",
    [TRACE_LOOP_AGAIN] = "going round this loop again",
    [TRACE_CASE] = NULL,
    [TRACE_DEFAULT] = "taking the default of the switch here",
    [TRACE_NOT_TAKEN] = "the task is handed to '%s' here, which does not consume it",
    [TRACE_OVERWRITTEN] = "'%s' gets another value here, so the task is lost",
    [TRACE_FREED] = "'%s' frees the memory that holds the task here",
    [TRACE_LEFT_OUT] = "'%s' leaves this task out here: the count that it is given ends before it",
    [TRACE_SCOPE_END] = "the variable that holds the task goes out of scope here",
    [TRACE_FUNCTION_END] = "the function returns here",
    [TRACE_STORED] = "a task is stored in '%s' here",
    [TRACE_MEASURED] = NULL,
    [TRACE_RETURN_PENDING] = "this return hands out a pending task",
};

static const char *words_of_step(const TraceStep *step, const char *previous_callee, ReportSet *set)
{
    switch (step->kind) {
    case TRACE_CONSUMED:
        if (step->depth > 0)
            return copy(set, g_strdup_printf("inside '%s' it is %s here", previous_callee != NULL ? previous_callee : "the callee",
                                             wording_consumption(step->name, set)));
        if (step->value != 0 && step->name != NULL)
            return copy(set, g_strdup_printf("the task is first handed to the cleanup function '%s', which runs here", step->name));
        return copy(set, g_strdup_printf("the task is first %s here", wording_consumption(step->name, set)));
    case TRACE_CASE:
        return copy(set, g_strdup_printf("taking 'case %" PRId64 "' of the switch here", step->value));
    case TRACE_MEASURED:
        return copy(set, g_strdup_printf("of %" PRId64 " made here, %" PRId64 " were complete", step->total, step->value));
    case TRACE_OVERWRITTEN:
        if (step->name == NULL)
            return "what held the task gets another value here";
        break;
    case TRACE_CREATED:
        if (step->name == NULL)
            return "the task is created here";
        break;
    case TRACE_LOOP_SKIPPED: case TRACE_LOOP_LEFT:
        if (step->name != NULL)
            return copy(set, g_strdup_printf("%s: '%s' is negative", step_words[step->kind], step->name));
        break;
    default: break;
    }
    const char *words = step_words[step->kind];
    if (words == NULL)
        return NULL;
    const char *place = strstr(words, "%s");
    if (place == NULL)
        return words;
    return copy(set, g_strdup_printf("%.*s%s%s", (int)(place - words), words, step->name != NULL ? step->name : "?", place + 2));
}

/* Notes inside callees matter only where they say how the task was consumed. */
static bool is_told(const AnalysisEvent *event, const TraceStep *step, bool is_last)
{
    if (step->depth > 0)
        return step->kind == TRACE_CONSUMED || step->kind == TRACE_TRUE || step->kind == TRACE_FALSE;
    if (step->kind == TRACE_NOT_TAKEN)
        return event->kind == ANALYSIS_NEVER_CONSUMED;
    if (step->kind == TRACE_FUNCTION_END || step->kind == TRACE_SCOPE_END)
        return event->kind == ANALYSIS_NEVER_CONSUMED && is_last;
    return true;
}

enum { MOST_NOTES = 24 };

/* Turns of a loop between which nothing is told are one. */
static bool is_repeated(const ReportNote *last, const ReportPlace *place, const char *words)
{
    return report_starts_together(&last->place, place) && strcmp(last->message, words) == 0;
}

static uint32_t notes_of(const AnalysisEvent *event, ReportNote *notes, ReportSet *set)
{
    uint32_t count = 0;
    const char *callee = NULL;
    bool is_hidden = false; /* inside of a call that is not told */
    for (uint32_t i = 0; i < event->step_count && count < MOST_NOTES; i++) {
        const TraceStep *step = &event->steps[i];
        if (step->depth == 0)
            is_hidden = step->kind == TRACE_NOT_TAKEN && event->kind != ANALYSIS_NEVER_CONSUMED;
        else if (is_hidden)
            continue;
        const char *inside = callee;
        if (step->kind == TRACE_CONSUMED)
            callee = step->name;
        if (!is_told(event, step, i + 1 == event->step_count))
            continue;
        const char *words = words_of_step(step, inside, set);
        ReportPlace place = wording_place(step->module, step->span);
        if (words == NULL || place.path == NULL)
            continue;
        /* The creation of a task that is never awaited is the finding itself. */
        if (event->kind == ANALYSIS_NEVER_CONSUMED &&
            (step->kind == TRACE_CREATED || step->kind == TRACE_PARAMETER) && step->depth == 0)
            continue;
        if (count == 0 || !is_repeated(&notes[count - 1], &place, words))
            notes[count++] = (ReportNote){place, words};
    }
    return count;
}

static void add(const Rule *rule, ReportSeverity severity, const AnalysisEvent *event, const char *message, const char *advice, ReportSet *set)
{
    ReportNote notes[MOST_NOTES + 1];
    ReportFinding finding = {.rule = &rule->info, .severity = severity, .message = message,
                             .place = wording_place(event->module, event->span),
                             .function = event->function != NULL ? event->function->name : NULL, .notes = notes};
    if (finding.place.path == NULL)
        return;
    finding.note_count = notes_of(event, notes, set);
    if (advice != NULL)
        notes[finding.note_count++] = (ReportNote){finding.place, advice};
    report_set_add(set, &finding);
}

void wording_add(const Rule *rule, const AnalysisEvent *event, const char *message, const char *advice, ReportSet *set)
{
    add(rule, rule->info.severity, event, message, advice, set);
}

void wording_add_note(const Rule *rule, const AnalysisEvent *event, const char *message, const char *advice, ReportSet *set)
{
    add(rule, REPORT_NOTE, event, message, advice, set);
}
