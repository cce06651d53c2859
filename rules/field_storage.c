/* field_storage.c - vt-field-storage: a task is kept where it outlives the statements that made it. */
#include "fix_field.h"
#include "rule_pages.h"
#include "wording.h"

static const char *const homes[] = {
    [ANALYSIS_HOME_STRUCT_FIELD] = "struct field",
    [ANALYSIS_HOME_UNION_FIELD] = "union field",
    [ANALYSIS_HOME_GLOBAL] = "global variable",
    [ANALYSIS_HOME_STATIC_LOCAL] = "static variable",
    [ANALYSIS_HOME_THREAD_LOCAL] = "thread-local variable",
    [ANALYSIS_HOME_HEAP] = "heap memory",
};

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    char *message;
    if (event->home == ANALYSIS_HOME_HEAP)
        message = g_strdup("a value task is stored in heap memory, where it can be awaited twice or never");
    else
        message = g_strdup_printf("%s '%s' keeps a value task, which can then be awaited twice or never", homes[event->home],
                                  event->task != NULL ? event->task : "?");
    const char *type = wording_own_type(event);
    char *advice = type != NULL
        ? g_strdup_printf("keep a '%s_task *' instead: '%s_as_task' makes one that may be stored and awaited many times", type, type)
        : g_strdup("keep its result instead, or a pointer to a task if its API has such");
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

const Rule rule_field_storage = {
    .info = {"vt-field-storage", REPORT_ERROR, "a value task is kept in a field, global or heap memory", rule_page_field_storage, {"correctness", "maintainability"}},
    .events = 1u << ANALYSIS_STORED,
    .report = report,
    .fix = fix_field,
};
