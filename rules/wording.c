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

const char *wording_task(const AnalysisEvent *event, ReportSet *set)
{
    if (event->task != NULL && event->task[0] != '\0' && strncmp(event->task, "the ", 4) != 0 && strchr(event->task, '(') == NULL)
        return copy(set, g_strdup_printf("'%s'", event->task));
    if (event->kind == ANALYSIS_NEVER_CONSUMED && event->callee != NULL)
        return copy(set, g_strdup_printf("the task returned by '%s'", event->callee));
    return "the task";
}

/* What the functions of the API do with a task they consume, by the end of their names. */
static const struct {
    const char *ending, *words;
} consumptions[] = {
    {"_await", "awaited"},
    {"_await_timeout", "awaited"},
    {"_as_task", "turned into a task"},
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
    [ANALYSIS_STEP_CREATED] = "the task is created here, by '%s'",
    [ANALYSIS_STEP_PARAMETER] = "the task comes in as parameter '%s'",
    [ANALYSIS_STEP_CONSUMED] = NULL, /* see below: depends on the callee */
    [ANALYSIS_STEP_RETURNED] = "the task is returned here",
    [ANALYSIS_STEP_OBSERVED] = "'%s' looks at the task here",
    [ANALYSIS_STEP_COPIED] = "the task is copied into '%s' here",
    [ANALYSIS_STEP_TRUE] = "taking the true branch here",
    [ANALYSIS_STEP_FALSE] = "taking the false branch here",
    [ANALYSIS_STEP_LOOP_ENTERED] = "entering the loop here",
    [ANALYSIS_STEP_LOOP_LEFT] = "leaving the loop here",
    [ANALYSIS_STEP_LOOP_SKIPPED] = "skipping the loop here",
    [ANALYSIS_STEP_LOOP_AGAIN] = "going round this loop again",
    [ANALYSIS_STEP_CASE] = NULL,
    [ANALYSIS_STEP_DEFAULT] = "taking the default of the switch here",
    [ANALYSIS_STEP_CALLED] = "calling '%s' here",
    [ANALYSIS_STEP_OVERWRITTEN] = "'%s' gets another value here, so the task is lost",
    [ANALYSIS_STEP_FREED] = "'%s' frees the memory that holds the task here",
    [ANALYSIS_STEP_SCOPE_END] = "the variable that holds the task ends here",
    [ANALYSIS_STEP_FUNCTION_END] = "the function returns here",
    [ANALYSIS_STEP_STORED] = "a task is stored in '%s' here",
    [ANALYSIS_STEP_MEASURED] = NULL,
    [ANALYSIS_STEP_RETURN_PENDING] = "this return hands out a pending task",
};

static const char *words_of_step(const AnalysisStep *step, const char *previous_callee, ReportSet *set)
{
    switch (step->kind) {
    case ANALYSIS_STEP_CONSUMED:
        if (step->depth > 0)
            return copy(set, g_strdup_printf("inside '%s' it is %s here", previous_callee != NULL ? previous_callee : "the callee",
                                             wording_consumption(step->name, set)));
        return copy(set, g_strdup_printf("the task is first %s here", wording_consumption(step->name, set)));
    case ANALYSIS_STEP_CASE:
        return copy(set, g_strdup_printf("taking 'case %" PRId64 "' of the switch here", step->value));
    case ANALYSIS_STEP_MEASURED:
        return copy(set, g_strdup_printf("of %" PRId64 " made here, %" PRId64 " were complete", step->total, step->value));
    case ANALYSIS_STEP_OVERWRITTEN:
        if (step->name == NULL)
            return "what held the task gets another value here";
        break;
    case ANALYSIS_STEP_CREATED:
        if (step->name == NULL)
            return "the task is created here";
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
static bool is_told(const AnalysisEvent *event, const AnalysisStep *step, bool is_last)
{
    if (step->depth > 0)
        return step->kind == ANALYSIS_STEP_CONSUMED || step->kind == ANALYSIS_STEP_TRUE || step->kind == ANALYSIS_STEP_FALSE;
    if (step->kind == ANALYSIS_STEP_FUNCTION_END || step->kind == ANALYSIS_STEP_SCOPE_END)
        return event->kind == ANALYSIS_NEVER_CONSUMED && is_last;
    return true;
}

enum { MOST_NOTES = 24 };

static uint32_t notes_of(const AnalysisEvent *event, ReportNote *notes, ReportSet *set)
{
    uint32_t count = 0;
    const char *callee = NULL;
    for (uint32_t i = 0; i < event->step_count && count < MOST_NOTES; i++) {
        const AnalysisStep *step = &event->steps[i];
        const char *inside = callee;
        if (step->kind == ANALYSIS_STEP_CONSUMED)
            callee = step->name;
        if (!is_told(event, step, i + 1 == event->step_count))
            continue;
        const char *words = words_of_step(step, inside, set);
        ReportPlace place = wording_place(step->module, step->span);
        if (words == NULL || place.path == NULL)
            continue;
        /* The creation of a task that is never awaited is the finding itself. */
        if (event->kind == ANALYSIS_NEVER_CONSUMED &&
            (step->kind == ANALYSIS_STEP_CREATED || step->kind == ANALYSIS_STEP_PARAMETER) && step->depth == 0)
            continue;
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
