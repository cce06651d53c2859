/* explain_state.c - beliefs of the analysis as sentences; see explain_state.h. */
#include "explain_state.h"

#include <string.h>

#include "analysis/explain.h"
#include "report/finding.h"
#include "rules.h"
#include "wording.h"

/* --- which task --- */

static void append_task(const AnalysisTaskBelief *task, GString *out)
{
    if (task->is_parameter) {
        g_string_append_printf(out, "'%s', a parameter", task->name != NULL ? task->name : "?");
        return;
    }
    if (task->name != NULL)
        g_string_append_printf(out, "'%s', ", task->name);
    else
        g_string_append(out, "the task ");
    g_string_append_printf(out, "%s at line %u", task->is_found ? "found in memory" : "made", task->span.line);
    if (task->maker != NULL)
        g_string_append_printf(out, " by '%s'", task->maker);
}

/* --- how it stands --- */

static const TraceStep *consumption_of(const AnalysisBelief *belief)
{
    for (uint32_t i = belief->step_count; i-- > 0;)
        if (belief->steps[i].kind == TRACE_CONSUMED && belief->steps[i].depth == 0)
            return &belief->steps[i];
    return NULL;
}

static void append_consumption(const AnalysisBelief *belief, ReportSet *set, GString *out)
{
    const TraceStep *step = consumption_of(belief);
    if (step == NULL)
        g_string_append(out, "consumed");
    else
        g_string_append_printf(out, "consumed: %s at line %u", wording_consumption(step->name, set), step->span.line);
}

/* Ways alike but for what is known of variables. */
static bool is_alike(const AnalysisBelief *a, const AnalysisBelief *b)
{
    const TraceStep *first = consumption_of(a), *second = consumption_of(b);
    return a->standing == b->standing && (first == NULL) == (second == NULL) && (first == NULL || first->span.line == second->span.line) &&
           g_strcmp0(a->holders, b->holders) == 0;
}

static void append_standing(const AnalysisTaskBelief *task, const AnalysisBelief *belief, ReportSet *set, GString *out)
{
    g_string_append(out, "  - ");
    switch (belief->standing) {
    case ANALYSIS_STANDING_LIVE: g_string_append(out, "not consumed yet"); break;
    case ANALYSIS_STANDING_CONSUMED: append_consumption(belief, set, out); break;
    case ANALYSIS_STANDING_REPORTED: g_string_append(out, "consumed twice already, and reported: no more is said of it"); break;
    }
    if (belief->standing == ANALYSIS_STANDING_LIVE && belief->holders != NULL && g_strcmp0(belief->holders, task->name) != 0)
        g_string_append_printf(out, ", held by '%s'", belief->holders);
}

/* What the analysis writes `!pending(t)`, in words. */
static gboolean append_pending(const GMatchInfo *match, GString *out, gpointer unused)
{
    (void)unused;
    char *negation = g_match_info_fetch(match, 1), *name = g_match_info_fetch(match, 2);
    bool is_it = strcmp(name, "the task") == 0;
    g_string_append_printf(out, "%s%s%s is %s", is_it ? "" : "'", is_it ? "it" : name, is_it ? "" : "'", *negation == '!' ? "complete" : "pending");
    g_free(negation);
    g_free(name);
    return FALSE;
}

static void append_conditions(const char *conditions, GString *out)
{
    GRegex *regex = g_regex_new("(!?)pending\\(([^()]*)\\)", G_REGEX_RAW, 0, NULL);
    char *words = g_regex_replace_eval(regex, conditions, -1, 0, 0, append_pending, NULL, NULL);
    g_string_append_printf(out, ", when %s", words);
    g_free(words);
    g_regex_unref(regex);
}

enum { MOST_ALIKE = 3 }; /* a loop counter makes dozens of ways that nobody would read */

/* The belief, unless it is one of many; the last of many tells how many there are. */
static void append_belief(const AnalysisTaskBelief *task, uint32_t at, ReportSet *set, GString *out)
{
    const AnalysisBelief *belief = &task->beliefs[at];
    uint32_t before = 0, after = 0;
    for (uint32_t i = 0; i < task->belief_count; i++)
        if (i != at && is_alike(&task->beliefs[i], belief))
            *(i < at ? &before : &after) += 1;
    if (before >= MOST_ALIKE && after > 0)
        return;
    append_standing(task, belief, set, out);
    if (before > MOST_ALIKE)
        g_string_append_printf(out, ", in %u more ways that differ in what is known of variables", before - MOST_ALIKE + 1);
    else if (belief->conditions != NULL)
        append_conditions(belief->conditions, out);
    g_string_append_c(out, '\n');
}

static void append_beliefs(const AnalysisExplanation *explanation, const AnalysisTaskBelief *task, ReportSet *set, GString *out)
{
    for (uint32_t i = 0; i < task->belief_count; i++)
        append_belief(task, i, set, out);
    if (task->belief_count > 0)
        return;
    if (!task->is_parameter && task->span.line == explanation->line)
        g_string_append_printf(out, "  - it is %s on this line, and was not there before\n", task->is_found ? "found" : "made");
    else
        g_string_append(out, "  - no path brings it here: it is not made before this line, or its variable is not needed any more, or the path ends earlier\n");
}

/* --- why nothing is said --- */

static const char *rule_of(AnalysisEventKind kind)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++)
        if (rules[i]->events & (1u << kind))
            return rules[i]->info.id;
    return "?";
}

static void append_findings(const AnalysisTaskBelief *task, GString *out)
{
    for (uint32_t i = 0; i < task->event_count; i++)
        g_string_append_printf(out, "  Reported at line %u: %s.\n", task->events[i].span.line, rule_of(task->events[i].kind));
}

static void append_given_up(const AnalysisTaskBelief *task, GString *out)
{
    g_string_append(out, "  Nothing is said of it on paths on which code that cannot be seen gets at it");
    if (task->given_up_at.line != 0) {
        g_string_append_printf(out, ", as at line %u", task->given_up_at.line);
        if (task->given_up_to != NULL)
            g_string_append_printf(out, " through '%s'", task->given_up_to);
    }
    g_string_append(out, ": what happens to it there is not known.\n");
}

static const struct {
    unsigned end;
    const char *words;
} ends[] = {
    {ANALYSIS_END_CONSUMED, "is consumed once"},
    {ANALYSIS_END_RETURNED, "is returned, so that the caller has to consume it"},
    {ANALYSIS_END_HANDED_ON, "is left where the caller finds it"},
    {ANALYSIS_END_KEPT, "stays the caller's"},
};

static void append_silence(const AnalysisTaskBelief *task, GString *out)
{
    if (task->ends == 0) {
        if (!task->is_given_up)
            g_string_append(out, "  Nothing is reported: no path on which it exists comes to the function's end.\n");
        return;
    }
    g_string_append(out, task->is_given_up ? "  On the other paths it " : "  Nothing is reported: on every path that ends, it ");
    const char *separator = "";
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        if (task->ends & ends[i].end) {
            g_string_append_printf(out, "%s%s", separator, ends[i].words);
            separator = ", or ";
        }
    g_string_append(out, ".\n");
}

static void write_task(const AnalysisExplanation *explanation, const AnalysisTaskBelief *task, ReportSet *set, GString *out)
{
    append_task(task, out);
    g_string_append(out, ":\n");
    append_beliefs(explanation, task, set, out);
    append_findings(task, out);
    if (task->is_given_up)
        append_given_up(task, out);
    if (task->event_count == 0)
        append_silence(task, out);
}

void explain_state_write_task(const AnalysisExplanation *explanation, const AnalysisTaskBelief *task, GString *out)
{
    ReportSet *set = report_set_new();
    write_task(explanation, task, set, out);
    report_set_free(set);
}

void explain_state_write(const AnalysisExplanation *explanation, const char *path, unsigned asked, GString *out)
{
    if (explanation->function == NULL) {
        const IrFunction *next = explanation->next;
        g_string_append_printf(out, "%s:%u: no function that was read has its body there", path, asked);
        if (next != NULL)
            g_string_append_printf(out, "; the next one, '%s', begins at line %u", next->name, next->span.line);
        g_string_append_c(out, '\n');
        return;
    }
    const char *name = explanation->function->name;
    if (explanation->unseen != NULL) {
        g_string_append_printf(out, "%s:%u: nothing is known about '%s': %s\n", path, asked, name, explanation->unseen);
        return;
    }
    g_string_append_printf(out, "%s:%u: in '%s', before this line%s\n", path, explanation->line, name,
                           explanation->line != asked ? " (the next one that does something)" : "");
    if (explanation->limit != NULL)
        g_string_append_printf(out, "The analysis of '%s' was cut short: %s. What is missing below is no verdict.\n", name, explanation->limit);
    if (explanation->task_count == 0)
        g_string_append_printf(out, "\n'%s' comes to own no value task.\n", name);
    ReportSet *set = report_set_new();
    for (uint32_t i = 0; i < explanation->task_count; i++) {
        g_string_append_c(out, '\n');
        write_task(explanation, &explanation->tasks[i], set, out);
    }
    report_set_free(set);
}
