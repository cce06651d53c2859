/* use_after_await.c - vt-use-after-await: a consumed task is looked at. */
#include "fix_look.h"
#include "rule_pages.h"
#include "wording.h"

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    char *message = event->callee != NULL
        ? g_strdup_printf("'%s' looks at %s although it was consumed before", event->callee, wording_task(event, set))
        : g_strdup_printf("%s is looked at although it was consumed before", wording_task(event, set));
    wording_add(rule, event, message, "ask before the task is consumed; afterwards its source may already serve another operation", set);
    g_free(message);
}

const Rule rule_use_after_await = {
    .info = {"vt-use-after-await", REPORT_WARNING, "a value task is looked at after it was consumed", rule_page_use_after_await, {"correctness", "external/cwe/cwe-672"}},
    .events = 1u << ANALYSIS_USED_AFTER,
    .report = report,
    .fix = fix_look,
};
