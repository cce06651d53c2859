/* The rules: selection, pages, and what a person reads, for events made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "analysis/event.h"
#include "rules.h"
#include "report/writer.h"
#include "wording.h"

enum { MOST_RULES = 16 };

/* --- selection --- */

/* The ids of the rules that are on, with commas; or "bad: GLOB". */
static char *selected(const char *globs)
{
    bool enabled[MOST_RULES];
    size_t count;
    char *bad = NULL;
    const Rule *const *rules = rules_all(&count);
    assert_in_range(count, 1, MOST_RULES);
    if (!rules_select(globs, enabled, &bad)) {
        char *text = g_strdup_printf("bad: %s", bad);
        g_free(bad);
        return text;
    }
    assert_null(bad);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        if (enabled[i])
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", rules[i]->info.id);
    return g_string_free(text, FALSE);
}

static void selects(const char *globs, const char *expected)
{
    char *found = selected(globs);
    if (strcmp(found, expected) != 0)
        fail_msg("'%s' selects %s, not %s", globs != NULL ? globs : "(null)", found, expected);
    g_free(found);
}

#define ALL_RULES "vt-double-await,vt-use-after-await,vt-field-storage,vt-direct-result,vt-always-async,vt-unawaited,vt-rarely-sync"

static void globs_select_rules(void **state)
{
    (void)state;
    selects(NULL, ALL_RULES);
    selects("", ALL_RULES);
    selects("*", ALL_RULES);
    selects("vt-*", ALL_RULES);
    selects("-*", "");
    selects("-*,vt-double-await", "vt-double-await");
    selects("-*,vt-double-await,vt-unawaited", "vt-double-await,vt-unawaited");
    selects("-*,vt-*await*", "vt-double-await,vt-use-after-await,vt-unawaited");
    selects("vt-*,-vt-unawaited", "vt-double-await,vt-use-after-await,vt-field-storage,vt-direct-result,vt-always-async,vt-rarely-sync");
    selects("-vt-unawaited", "vt-double-await,vt-use-after-await,vt-field-storage,vt-direct-result,vt-always-async,vt-rarely-sync");
    selects("*,-vt-d*", "vt-use-after-await,vt-field-storage,vt-always-async,vt-unawaited,vt-rarely-sync");
    selects("-*,-vt-unawaited,vt-unawaited", "vt-unawaited"); /* later ones win */
    selects("*,-*", "");
    /* A list that begins with a rule means just what it names. */
    selects("vt-double-await", "vt-double-await");
    selects("vt-double-await,vt-unawaited", "vt-double-await,vt-unawaited");
    selects(" vt-double-await , vt-unawaited ", "vt-double-await,vt-unawaited");
    selects("-*, vt-unawaited,", "vt-unawaited");
}

static void globs_that_match_nothing_are_told(void **state)
{
    (void)state;
    selects("vt-doubel-await", "bad: vt-doubel-await");
    selects("-*,vt-double-await,vt-nothing", "bad: vt-nothing");
    selects("-vt-nothing", "bad: vt-nothing");
    selects("VT-UNAWAITED", "bad: VT-UNAWAITED");
}

/* --- the registry --- */

static void every_rule_is_whole(void **state)
{
    (void)state;
    size_t count;
    unsigned events = 0;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++) {
        const ReportRule *info = &rules[i]->info;
        assert_ptr_equal(rules_find(info->id), rules[i]);
        assert_true(g_str_has_prefix(info->id, "vt-"));
        assert_true(info->severity == REPORT_WARNING || info->severity == REPORT_ERROR);
        assert_true(strlen(info->summary) > 10 && !g_str_has_suffix(info->summary, "."));
        assert_non_null(rules[i]->report);
        assert_true(rules[i]->events != 0);
        assert_true(rules[i]->events < 1u << ANALYSIS_EVENT_KINDS);
        assert_int_equal(events & rules[i]->events, 0); /* no event is told twice */
        events |= rules[i]->events;
    }
    assert_int_equal(events, (1u << ANALYSIS_EVENT_KINDS) - 1); /* and none is told by nobody */
    assert_null(rules_find("vt-nothing"));
    assert_null(rules_find(""));
}

static void every_rule_has_a_page(void **state)
{
    (void)state;
    size_t count;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++) {
        const char *page = rules[i]->info.documentation;
        assert_non_null(page);
        assert_true(strlen(page) > 400);
        assert_non_null(strstr(page, rules[i]->info.id));
        assert_non_null(strstr(page, "```c")); /* an example in C */
        for (size_t other = 0; other < i; other++)
            assert_string_not_equal(page, rules[other]->info.documentation);
    }
}

/* --- wording --- */

static IrFile files[] = {{.path = "/src/user.c"}, {.path = "/src/user.h"}};
static const IrModule module = {.source = "/src/user.c", .files = files, .file_count = 2};
static const IrFunction function = {.name = "load"};

#define AT(line_, column_, end_) ((IrSpan){0, (line_), (column_), (line_), (end_)})
#define STEP(kind_, line_, ...) {.kind = TRACE_##kind_, .module = &module, .span = AT(line_, 5, 9), __VA_ARGS__}

/* All that a reader sees of an event: "LINE:COLUMN SEVERITY: MESSAGE [RULE] in FUNCTION", then the notes. */
static char *words_of(const AnalysisEvent *event)
{
    bool enabled[MOST_RULES];
    char *bad;
    assert_true(rules_select(NULL, enabled, &bad));
    ReportSet *set = report_set_new();
    rules_report(enabled, event, NULL, set);
    report_set_finish(set);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        g_string_append_printf(text, "%s:%u:%u-%u %s: %s [%s] in %s\n", finding->place.path, finding->place.line, finding->place.column, finding->place.end_column,
                               report_severity_name(finding->severity), finding->message, finding->rule->id,
                               finding->function != NULL ? finding->function : "-");
        for (uint32_t n = 0; n < finding->note_count; n++)
            g_string_append_printf(text, "  %u: %s\n", finding->notes[n].place.line, finding->notes[n].message);
    }
    report_set_free(set);
    return g_string_free(text, FALSE);
}

static void reads(const AnalysisEvent *event, const char *expected)
{
    char *found = words_of(event);
    if (strcmp(found, expected) != 0)
        fail_msg("reads\n%snot\n%s", found, expected);
    g_free(found);
}

static AnalysisEvent event_of(AnalysisEventKind kind, const TraceStep *steps, uint32_t count)
{
    return (AnalysisEvent){.kind = kind, .module = &module, .function = &function, .span = AT(20, 5, 25), .task = "t", .type_name = "vt_user",
                           .steps = steps, .step_count = count};
}

static void double_await_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(CREATED, 10, .name = "get_user"), STEP(TRUE, 11, .value = 0), STEP(CONSUMED, 12, .name = "vt_user_await"),
                                  STEP(LOOP_AGAIN, 13, .value = 0)};
    AnalysisEvent event = event_of(ANALYSIS_CONSUMED_AGAIN, steps, G_N_ELEMENTS(steps));
    event.callee = "vt_user_await";
    reads(&event,
          "/src/user.c:20:5-25 error: 't' is awaited although it was consumed before [vt-double-await] in load\n"
          "  10: the task is created here, by 'get_user'\n"
          "  11: taking the true branch here\n"
          "  12: the task is first awaited here\n"
          "  13: going round this loop again\n"
          "  20: a value task is consumed exactly once; to await it several times, turn it into a task with 'vt_user_as_task' first\n");
    event.use = ANALYSIS_USE_RETURN;
    event.callee = NULL;
    event.type_name = NULL;
    event.step_count = 0;
    reads(&event,
          "/src/user.c:20:5-25 error: 't' is returned although it was consumed before [vt-double-await] in load\n"
          "  20: a value task is consumed exactly once; keep its result, or turn it into a task first if its API has such\n");
}

static void a_consumption_inside_a_callee_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(PARAMETER, 9, .name = "t"), STEP(CONSUMED, 12, .name = "finish"), STEP(PARAMETER, 30, .depth = 1, .name = "task"),
                                  STEP(FALSE, 31, .depth = 1), STEP(CONSUMED, 32, .depth = 1, .name = "vt_user_await"), STEP(FUNCTION_END, 33, .depth = 1)};
    AnalysisEvent event = event_of(ANALYSIS_CONSUMED_AGAIN, steps, G_N_ELEMENTS(steps));
    event.callee = "store";
    reads(&event,
          "/src/user.c:20:5-25 error: 't' is handed to 'store' although it was consumed before [vt-double-await] in load\n"
          "  9: the task comes in as parameter 't'\n"
          "  12: the task is first handed to 'finish' here\n"
          "  31: taking the false branch here\n"
          "  32: inside 'finish' it is awaited here\n"
          "  20: a value task is consumed exactly once; to await it several times, turn it into a task with 'vt_user_as_task' first\n");
}

static void use_after_await_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(CREATED, 10, .name = "get_user"), STEP(CONSUMED, 12, .name = "vt_user_as_task"), STEP(CASE, 13, .value = 4),
                                  STEP(DEFAULT, 14, .value = 0), STEP(LOOP_ENTERED, 15, .value = 0), STEP(LOOP_LEFT, 16, .value = 0),
                                  STEP(LOOP_SKIPPED, 17, .value = 0)};
    AnalysisEvent event = event_of(ANALYSIS_USED_AFTER, steps, G_N_ELEMENTS(steps));
    event.callee = "vt_user_is_completed";
    event.use = ANALYSIS_USE_OBSERVE;
    reads(&event,
          "/src/user.c:20:5-25 warning: 'vt_user_is_completed' looks at 't' although it was consumed before [vt-use-after-await] in load\n"
          "  10: the task is created here, by 'get_user'\n"
          "  12: the task is first handed to 'vt_user_as_task' here\n"
          "  13: taking 'case 4' of the switch here\n"
          "  14: taking the default of the switch here\n"
          "  15: entering the loop here\n"
          "  16: leaving the loop here\n"
          "  17: skipping the loop here\n"
          "  20: ask before the task is consumed; afterwards its source may already serve another operation\n");
}

static void rarely_sync_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(MEASURED, 22, .value = 3, .total = 3), STEP(MEASURED, 24, .value = 0, .total = 5)};
    AnalysisEvent event = event_of(ANALYSIS_RARELY_SYNC, steps, G_N_ELEMENTS(steps));
    event.task = NULL;
    event.type_name = "vt_user";
    event.ready = 3;
    event.pending = 5;
    reads(&event,
          "/src/user.c:20:5-25 warning: 'load' returns a 'vt_user', but only 37% of those it made were complete (3 complete, 5 pending) [vt-rarely-sync] in load\n"
          "  22: of 3 made here, 3 were complete\n"
          "  24: of 5 made here, 0 were complete\n"
          "  20: return 'vt_user_task *', or make the result be there at once more often\n");
    event.kind = ANALYSIS_MOSTLY_SYNC;
    event.type_name = NULL;
    event.step_count = 1;
    event.ready = 99;
    event.pending = 1;
    reads(&event,
          "/src/user.c:20:5-25 note: 'load' returns a task, but 99% of those it made had ended when first awaited (99 ended, 1 pending): a value task would "
          "save their allocation [vt-rarely-sync] in load\n"
          "  22: of 3 made here, 3 were complete\n"
          "  20: return a value task, if callers await it once and do not store it\n");
}

static void unawaited_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(CREATED, 20, .name = "get_user"), STEP(OVERWRITTEN, 22, .name = "t"), STEP(FUNCTION_END, 25, .value = 0)};
    AnalysisEvent event = event_of(ANALYSIS_NEVER_CONSUMED, steps, G_N_ELEMENTS(steps));
    event.callee = "get_user";
    event.loss = ANALYSIS_LOSS_RETURN;
#define FORGET "  20: await it, or give it up with 'vt_user_forget' if nobody wants the result\n"
    reads(&event,
          "/src/user.c:20:5-25 warning: 't' is not awaited on every path [vt-unawaited] in load\n"
          "  22: 't' gets another value here, so the task is lost\n"
          "  25: the function returns here\n" FORGET);
    event.loss = ANALYSIS_LOSS_OVERWRITTEN;
    event.step_count = 2;
    reads(&event,
          "/src/user.c:20:5-25 warning: 't' is overwritten before it is awaited [vt-unawaited] in load\n"
          "  22: 't' gets another value here, so the task is lost\n" FORGET);
    event.loss = ANALYSIS_LOSS_DROPPED;
    event.task = NULL;
    event.step_count = 1;
    reads(&event, "/src/user.c:20:5-25 warning: the task returned by 'get_user' is dropped without being awaited [vt-unawaited] in load\n" FORGET);
    event.type_name = "ticket"; /* another API's: what it has besides is not known */
    reads(&event,
          "/src/user.c:20:5-25 warning: the task returned by 'get_user' is dropped without being awaited [vt-unawaited] in load\n"
          "  20: await it, or give it up in the way its API has for that\n");
    event.loss = ANALYSIS_LOSS_SOME_PATHS;
    event.task = "t";
    event.callee = NULL;
    event.is_parameter = true;
    event.step_count = 0;
    reads(&event,
          "/src/user.c:20:5-25 warning: parameter 't' is consumed on some paths only, and no return value tells the caller which [vt-unawaited] in load\n"
          "  20: consume it on every path, or let the return value say whether it was consumed\n");
}

static void field_storage_reads(void **state)
{
    (void)state;
    static const char *const homes[] = {
        [ANALYSIS_HOME_STRUCT_FIELD] = "struct field 't' keeps a value task, which can then be awaited twice or never",
        [ANALYSIS_HOME_UNION_FIELD] = "union field 't' keeps a value task, which can then be awaited twice or never",
        [ANALYSIS_HOME_GLOBAL] = "global variable 't' keeps a value task, which can then be awaited twice or never",
        [ANALYSIS_HOME_STATIC_LOCAL] = "static variable 't' keeps a value task, which can then be awaited twice or never",
        [ANALYSIS_HOME_THREAD_LOCAL] = "thread-local variable 't' keeps a value task, which can then be awaited twice or never",
        [ANALYSIS_HOME_HEAP] = "a value task is stored in heap memory, where it can be awaited twice or never",
    };
    AnalysisEvent event = event_of(ANALYSIS_STORED, NULL, 0);
    event.function = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(homes); i++) {
        event.home = (AnalysisHome)i;
        char *expected = g_strdup_printf("/src/user.c:20:5-25 error: %s [vt-field-storage] in -\n"
                                         "  20: keep a 'vt_user_task *' instead: 'vt_user_as_task' makes one that may be stored and awaited many times\n", homes[i]);
        reads(&event, expected);
        g_free(expected);
    }
    event.type_name = "ticket"; /* another API's: what it has besides is not known */
    event.home = ANALYSIS_HOME_HEAP;
    reads(&event, "/src/user.c:20:5-25 error: a value task is stored in heap memory, where it can be awaited twice or never [vt-field-storage] in -\n"
                  "  20: keep its result instead, or a pointer to a task if its API has such\n");
}

static void direct_result_reads(void **state)
{
    (void)state;
    AnalysisEvent event = event_of(ANALYSIS_MEMBER_TOUCHED, NULL, 0);
    event.member = "value";
    reads(&event,
          "/src/user.c:20:5-25 error: member 'value' of 't' is accessed directly [vt-direct-result] in load\n"
          "  20: what the member holds means something only to the API: await the task and take the result from there\n");
}

static void always_async_reads(void **state)
{
    (void)state;
    const TraceStep steps[] = {STEP(RETURN_PENDING, 22, .value = 0), STEP(RETURN_PENDING, 24, .value = 0)};
    AnalysisEvent event = event_of(ANALYSIS_ALWAYS_ASYNC, steps, G_N_ELEMENTS(steps));
    event.task = NULL;
    reads(&event,
          "/src/user.c:20:5-25 warning: 'load' returns a 'vt_user' that is pending on every path [vt-always-async] in load\n"
          "  22: this return hands out a pending task\n"
          "  24: this return hands out a pending task\n"
          "  20: return 'vt_user_task *': a value task pays off only where the result is often there at once\n");
}

static void a_rule_that_is_off_says_nothing(void **state)
{
    (void)state;
    bool enabled[MOST_RULES];
    char *bad;
    AnalysisEvent event = event_of(ANALYSIS_MEMBER_TOUCHED, NULL, 0);
    ReportSet *set = report_set_new();
    assert_true(rules_select("-vt-direct-result", enabled, &bad));
    rules_report(enabled, &event, NULL, set);
    assert_int_equal(set->findings->len, 0);
    /* Nor is anything said of a place that is in no file. */
    assert_true(rules_select(NULL, enabled, &bad));
    event.span.file = IR_NONE;
    rules_report(enabled, &event, NULL, set);
    event.span.file = 99;
    rules_report(enabled, &event, NULL, set);
    assert_int_equal(set->findings->len, 0);
    report_set_free(set);
}

/* However long the path is, the advice comes last. */
static void long_paths_are_cut(void **state)
{
    (void)state;
    TraceStep steps[200];
    for (uint32_t i = 0; i < G_N_ELEMENTS(steps); i++)
        steps[i] = (TraceStep)STEP(TRUE, i + 1, .value = 0);
    AnalysisEvent event = event_of(ANALYSIS_CONSUMED_AGAIN, steps, G_N_ELEMENTS(steps));
    char *text = words_of(&event);
    uint32_t lines = 0;
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    assert_in_range(lines, 10, 30);
    assert_true(g_str_has_suffix(text, "turn it into a task with 'vt_user_as_task' first\n"));
    g_free(text);
}

static void tasks_and_consumptions_have_names(void **state)
{
    (void)state;
    ReportSet *set = report_set_new();
    AnalysisEvent event = event_of(ANALYSIS_CONSUMED_AGAIN, NULL, 0);
    static const struct {
        const char *task, *words;
    } names[] = {{"t", "'t'"}, {"ts[2]", "'ts[2]'"}, {"p->first", "'p->first'"}, {"the task", "the task"}, {"get()", "the task"}, {"", "the task"}, {NULL, "the task"}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        event.task = names[i].task;
        assert_string_equal(wording_task(&event, set), names[i].words);
    }
    static const struct {
        const char *callee, *words;
    } callees[] = {{"vt_int_await", "awaited"}, {"vt_int_await_timeout", "awaited"}, {"vt_int_as_task", "handed to 'vt_int_as_task'"}, {"vt_int_on_completed", "given a continuation"},
                   {"vt_int_forget", "given up"}, {"store", "handed to 'store'"}, {NULL, "handed on"}};
    for (size_t i = 0; i < G_N_ELEMENTS(callees); i++)
        assert_string_equal(wording_consumption(callees[i].callee, set), callees[i].words);
    report_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_select_rules),
        cmocka_unit_test(globs_that_match_nothing_are_told),
        cmocka_unit_test(every_rule_is_whole),
        cmocka_unit_test(every_rule_has_a_page),
        cmocka_unit_test(double_await_reads),
        cmocka_unit_test(a_consumption_inside_a_callee_reads),
        cmocka_unit_test(use_after_await_reads),
        cmocka_unit_test(rarely_sync_reads),
        cmocka_unit_test(unawaited_reads),
        cmocka_unit_test(field_storage_reads),
        cmocka_unit_test(direct_result_reads),
        cmocka_unit_test(always_async_reads),
        cmocka_unit_test(a_rule_that_is_off_says_nothing),
        cmocka_unit_test(long_paths_are_cut),
        cmocka_unit_test(tasks_and_consumptions_have_names),
    };
    return cmocka_run_group_tests_name("rules.rules", tests, NULL, NULL);
}
