/* double_await.c - vt-double-await: a task that was consumed is consumed again. */
#include "rule_pages.h"
#include "wording.h"

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    const char *task = wording_task(event, set);
    char *message;
    if (event->use == ANALYSIS_USE_RETURN)
        message = g_strdup_printf("%s is returned although it was consumed before", task);
    else
        message = g_strdup_printf("%s is %s although it was consumed before", task, wording_consumption(event->callee, set));
    const char *type = event->type_name != NULL ? event->type_name : NULL;
    char *advice = type != NULL
        ? g_strdup_printf("a value task is consumed exactly once; to await it several times, turn it into a task with '%s_as_task' first", type)
        : g_strdup("a value task is consumed exactly once; to await it several times, turn it into a task with its '_as_task' function first");
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

const Rule rule_double_await = {
    .info = {"vt-double-await", REPORT_ERROR, "a value task is consumed twice on some path", rule_page_double_await},
    .events = 1u << ANALYSIS_CONSUMED_AGAIN,
    .report = report,
};
