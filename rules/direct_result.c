/* direct_result.c - vt-direct-result: a member of a value task is touched outside its API. */
#include "fix_result.h"
#include "rule_pages.h"
#include "wording.h"

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    char *message = g_strdup_printf("member '%s' of %s is accessed directly", event->member != NULL ? event->member : "?",
                                    wording_task(event, set));
    wording_add(rule, event, message,
                "what the member holds means something only to the API: await the task and take the result from there", set);
    g_free(message);
}

const Rule rule_direct_result = {
    .info = {"vt-direct-result", REPORT_ERROR, "a member of a value task is accessed directly", rule_page_direct_result, {"correctness", "maintainability"}},
    .events = 1u << ANALYSIS_MEMBER_TOUCHED,
    .report = report,
    .fix = fix_result,
};
