/* rarely_sync.c - vt-rarely-sync: measured, a function's value tasks were rarely complete when made; and the opposite, for
 * functions that return tasks, as a note. */
#include "rule_pages.h"

#include <inttypes.h>

#include "wording.h"

/* Rounded down, so that what is under a threshold never looks as if it were not. */
static unsigned percent(const AnalysisEvent *event)
{
    double total = (double)event->ready + (double)event->pending;
    return total > 0 ? (unsigned)((double)event->ready * 100 / total) : 0;
}

static void report_value_tasks(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    const char *type = event->type_name != NULL ? event->type_name : "value task";
    char *message = g_strdup_printf("'%s' returns a '%s', but only %u%% of those it made were complete (%" PRIu64 " complete, %" PRIu64 " pending)",
                                    event->function->name, type, percent(event), event->ready, event->pending);
    char *advice = wording_own_type(event) != NULL
        ? g_strdup_printf("return '%s_task *', or make the result be there at once more often", type)
        : g_strdup("return a task, or make the result be there at once more often");
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

static void report_tasks(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    char *message = g_strdup_printf("'%s' returns a task, but %u%% of those it made had ended when first awaited (%" PRIu64 " ended, %" PRIu64
                                    " pending): a value task would save their allocation",
                                    event->function->name, percent(event), event->ready, event->pending);
    wording_add_note(rule, event, message, "return a value task, if callers await it once and do not store it", set);
    g_free(message);
}

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    if (event->kind == ANALYSIS_RARELY_SYNC)
        report_value_tasks(rule, event, set);
    else
        report_tasks(rule, event, set);
}

const Rule rule_rarely_sync = {
    .info = {"vt-rarely-sync", REPORT_WARNING, "measured: a function's value tasks are rarely complete (--profile)", rule_page_rarely_sync, {"performance"}},
    .events = 1u << ANALYSIS_RARELY_SYNC | 1u << ANALYSIS_MOSTLY_SYNC,
    .report = report,
};
