/* unawaited.c - vt-unawaited: a task that some path never consumes. */
#include "fix_forget.h"
#include "rule_pages.h"
#include "wording.h"

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    const char *task = wording_task(event, set);
    char *message;
    switch (event->loss) {
    case ANALYSIS_LOSS_DROPPED: message = g_strdup_printf("%s is dropped without being awaited", task); break;
    case ANALYSIS_LOSS_OVERWRITTEN: message = g_strdup_printf("%s is overwritten before it is awaited", task); break;
    case ANALYSIS_LOSS_FREED: message = g_strdup_printf("%s is freed with the memory that holds it before it is awaited", task); break;
    case ANALYSIS_LOSS_SOME_PATHS:
        message = g_strdup_printf("parameter %s is consumed on some paths only, and no return value tells the caller which", task);
        break;
    default: message = g_strdup_printf("%s is not awaited on every path", task); break;
    }
    const char *type = wording_own_type(event);
    char *advice;
    if (event->loss == ANALYSIS_LOSS_SOME_PATHS)
        advice = g_strdup("consume it on every path, or let the return value say whether it was consumed");
    else if (type != NULL)
        advice = g_strdup_printf("await it, or give it up with '%s_forget' if nobody wants the result", type);
    else
        advice = g_strdup("await it, or give it up in the way its API has for that");
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

const Rule rule_unawaited = {
    .info = {"vt-unawaited", REPORT_WARNING, "a value task is never consumed on some path", rule_page_unawaited, {"correctness", "external/cwe/cwe-772"}},
    .events = 1u << ANALYSIS_NEVER_CONSUMED,
    .report = report,
    .fix = fix_forget,
};
