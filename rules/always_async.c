/* always_async.c - vt-always-async: a function whose value task is never ready at once. */
#include "fix_async.h"
#include "rule_pages.h"
#include "wording.h"

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    const char *type = event->type_name != NULL ? event->type_name : "value task";
    char *message = g_strdup_printf("'%s' returns a '%s' that is pending on every path", event->function->name, type);
    char *advice = wording_own_type(event) != NULL
        ? g_strdup_printf("return '%s_task *': a value task pays off only where the result is often there at once", type)
        : g_strdup("return a task: a value task pays off only where the result is often there at once");
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

const Rule rule_always_async = {
    .info = {"vt-always-async", REPORT_WARNING, "a function returns a value task that is always pending", rule_page_always_async, {"performance"}},
    .events = 1u << ANALYSIS_ALWAYS_ASYNC,
    .report = report,
    .fix = fix_async,
};
