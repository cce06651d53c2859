/* The analysis from IR text, without libclang: each file of testdata/ir/analysis is a program of one module, each folder one of
 * several. A program says what is to be found in it, in comments:
 *
 *     ; expect: vt-double-await 12
 *
 * the rule, and the line of the C source (which stands above the IR, for the reader). What is missing, what is too much and
 * what stands on another line are failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "ir/text.h"
#include "link/join.h"

static const char *const rule_ids[] = {
    [ANALYSIS_CONSUMED_AGAIN] = "vt-double-await", [ANALYSIS_USED_AFTER] = "vt-use-after-await", [ANALYSIS_NEVER_CONSUMED] = "vt-unawaited",
    [ANALYSIS_STORED] = "vt-field-storage", [ANALYSIS_MEMBER_TOUCHED] = "vt-direct-result", [ANALYSIS_ALWAYS_ASYNC] = "vt-always-async",
};

typedef struct Program {
    char *path; /* of the file or the folder */
    GPtrArray *modules;
    GPtrArray *expected; /* "FILE:LINE RULE", sorted */
} Program;

/* --- reading --- */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *names_in(const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *folder = g_dir_open(path, 0, NULL);
    if (folder == NULL)
        fail_msg("cannot read %s", path);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder))
        g_ptr_array_add(names, g_strdup(name));
    g_dir_close(folder);
    g_ptr_array_sort(names, compare_texts);
    return names;
}

static void read_expectations(const char *text, const IrModule *module, GPtrArray *expected)
{
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char rule[64];
        unsigned number;
        if (!g_str_has_prefix(*line, "; expect:"))
            continue;
        if (sscanf(*line, "; expect: %63s %u", rule, &number) != 2)
            fail_msg("not an expectation: %s", *line);
        g_ptr_array_add(expected, g_strdup_printf("%s:%u %s", module->source, number, rule));
    }
    g_strfreev(lines);
}

static void read_module(Program *program, const char *path)
{
    char *text, *error = NULL;
    size_t length;
    if (!g_file_get_contents(path, &text, &length, NULL))
        fail_msg("cannot read %s", path);
    IrModule *module = ir_parse(text, length, path, &error);
    if (module == NULL)
        fail_msg("%s:%s", path, error);
    g_ptr_array_add(program->modules, module);
    read_expectations(text, module, program->expected);
    g_free(text);
}

static Program *read_program(const char *name)
{
    Program *program = g_new0(Program, 1);
    program->path = g_build_filename(VT_TESTDATA, name, NULL);
    program->modules = g_ptr_array_new();
    program->expected = g_ptr_array_new_with_free_func(g_free);
    if (!g_file_test(program->path, G_FILE_TEST_IS_DIR)) {
        read_module(program, program->path);
    } else {
        GPtrArray *names = names_in(program->path);
        for (guint i = 0; i < names->len; i++) {
            char *path = g_build_filename(program->path, names->pdata[i], NULL);
            read_module(program, path);
            g_free(path);
        }
        g_ptr_array_unref(names);
    }
    g_ptr_array_sort(program->expected, compare_texts);
    return program;
}

static void free_program(Program *program)
{
    for (guint i = 0; i < program->modules->len; i++)
        ir_module_free(program->modules->pdata[i]);
    g_ptr_array_unref(program->modules);
    g_ptr_array_unref(program->expected);
    g_free(program->path);
    g_free(program);
}

/* --- running --- */

static char *text_of_place(const IrModule *module, IrSpan span)
{
    return g_strdup_printf("%s:%u", span.file < module->file_count ? module->files[span.file].path : "?", span.line);
}

/* "FILE:LINE RULE" of each event, sorted. */
static GPtrArray *found_in(const AnalysisResult *result)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < result->event_count; i++) {
        const AnalysisEvent *event = &result->events[i];
        char *place = text_of_place(event->module, event->span);
        g_ptr_array_add(found, g_strdup_printf("%s %s", place, rule_ids[event->kind]));
        g_free(place);
    }
    g_ptr_array_sort(found, compare_texts);
    return found;
}

/* All that an event says, for comparing two runs; with the steps of its path, or without. */
static char *whole_text(const AnalysisResult *result, bool with_steps)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < result->event_count; i++) {
        const AnalysisEvent *event = &result->events[i];
        char *place = text_of_place(event->module, event->span);
        g_string_append_printf(text, "%s:%u %s in %s: %s %s %s %d %d %d %d\n", place, event->span.column, rule_ids[event->kind],
                               event->function != NULL ? event->function->name : "-", event->task != NULL ? event->task : "-",
                               event->type_name != NULL ? event->type_name : "-", event->callee != NULL ? event->callee : "-", event->is_parameter,
                               (int)event->use, (int)event->loss, (int)event->home);
        g_free(place);
        for (uint32_t s = 0; with_steps && s < event->step_count; s++) {
            const TraceStep *step = &event->steps[s];
            place = text_of_place(step->module, step->span);
            g_string_append_printf(text, "    %s:%u step %d depth %u %s %d\n", place, step->span.column, (int)step->kind, step->depth,
                                   step->name != NULL ? step->name : "-", (int)step->value);
            g_free(place);
        }
    }
    for (uint32_t i = 0; i < result->limit_count; i++)
        g_string_append_printf(text, "limit: %s %s\n", result->limits[i].function->name, result->limits[i].reason);
    return g_string_free(text, FALSE);
}

static AnalysisResult *analyse(const Program *program, AnalysisProgram **joined)
{
    *joined = link_join((const IrModule *const *)program->modules->pdata, program->modules->len, NULL);
    return analysis_run(*joined);
}

/* --- tests --- */

static void append_differences(const GPtrArray *wanted, const GPtrArray *found, GString *out)
{
    for (guint i = 0, j = 0; i < wanted->len || j < found->len;) {
        int order = i >= wanted->len ? 1 : j >= found->len ? -1 : strcmp(wanted->pdata[i], found->pdata[j]);
        if (order < 0)
            g_string_append_printf(out, "  missing: %s\n", (const char *)wanted->pdata[i]);
        else if (order > 0)
            g_string_append_printf(out, "  too much: %s\n", (const char *)found->pdata[j]);
        i += order <= 0;
        j += order >= 0;
    }
}

static void finds_what_is_expected(void **state)
{
    Program *program = read_program(*state);
    AnalysisProgram *joined;
    AnalysisResult *result = analyse(program, &joined);
    GPtrArray *found = found_in(result);
    GString *differences = g_string_new(NULL);
    append_differences(program->expected, found, differences);
    assert_int_equal(result->limit_count, 0);
    if (differences->len > 0)
        fail_msg("%s:\n%s", program->path, differences->str);
    g_string_free(differences, TRUE);
    g_ptr_array_unref(found);
    analysis_result_free(result);
    link_program_free(joined);
    free_program(program);
}

static void says_the_same_again(void **state)
{
    Program *program = read_program(*state);
    AnalysisProgram *joined;
    AnalysisResult *result = analyse(program, &joined);
    char *first = whole_text(result, true);
    for (int round = 0; round < 2; round++) { /* once more over the same program, and over one that was joined anew */
        AnalysisResult *again = analysis_run(joined);
        char *second = whole_text(again, true);
        assert_string_equal(first, second);
        g_free(second);
        analysis_result_free(again);
        if (round == 0) {
            analysis_result_free(result);
            link_program_free(joined);
            result = analyse(program, &joined);
        }
    }
    g_free(first);
    analysis_result_free(result);
    link_program_free(joined);
    free_program(program);
}

/* Everything at once, as one program: its modules in order, in the opposite order, and shuffled. The same is found; which of
 * several equal paths through a recursion the steps tell may differ. */
static void order_of_modules_does_not_matter(void **state)
{
    (void)state;
    GPtrArray *names = names_in(VT_TESTDATA), *modules = g_ptr_array_new();
    GPtrArray *programs = g_ptr_array_new();
    for (guint i = 0; i < names->len; i++) {
        Program *program = read_program(names->pdata[i]);
        g_ptr_array_add(programs, program);
        for (guint m = 0; m < program->modules->len; m++)
            g_ptr_array_add(modules, program->modules->pdata[m]);
    }
    GRand *chance = g_rand_new_with_seed(3);
    char *first = NULL;
    for (int round = 0; round < 5; round++) {
        for (guint i = 0; i + 1 < modules->len && round > 0; i++) {
            guint other = round == 1 ? modules->len - 1 - i : (guint)g_rand_int_range(chance, 0, (gint32)modules->len);
            if (round == 1 && other <= i)
                break;
            gpointer keep = modules->pdata[i];
            modules->pdata[i] = modules->pdata[other];
            modules->pdata[other] = keep;
        }
        AnalysisProgram *joined = link_join((const IrModule *const *)modules->pdata, modules->len, NULL);
        AnalysisResult *result = analysis_run(joined);
        char *text = whole_text(result, false);
        if (first == NULL)
            first = g_strdup(text);
        assert_string_equal(first, text);
        g_free(text);
        analysis_result_free(result);
        link_program_free(joined);
    }
    g_free(first);
    g_rand_free(chance);
    for (guint i = 0; i < programs->len; i++)
        free_program(programs->pdata[i]);
    g_ptr_array_unref(programs);
    g_ptr_array_unref(modules);
    g_ptr_array_unref(names);
}

static void nothing_is_found_in_nothing(void **state)
{
    (void)state;
    AnalysisProgram *joined = link_join(NULL, 0, NULL);
    AnalysisResult *result = analysis_run(joined);
    assert_int_equal(result->event_count, 0);
    assert_int_equal(result->limit_count, 0);
    analysis_result_free(result);
    link_program_free(joined);
    analysis_result_free(NULL);
    link_program_free(NULL);
}

/* A module's words for people: every function's summary, every block's worlds; that they can be had, and say something. */
static void dumps_say_something(void **state)
{
    (void)state;
    Program *program = read_program("summaries.ir");
    AnalysisProgram *joined = link_join((const IrModule *const *)program->modules->pdata, program->modules->len, NULL);
    GString *all = g_string_new(NULL), *one = g_string_new(NULL), *states = g_string_new(NULL);
    analysis_dump_summaries(joined, NULL, all);
    analysis_dump_summaries(joined, "try_finish", one);
    analysis_dump_states(joined, "tried_bad", states);
    assert_non_null(strstr(one->str, "try_finish, entered with"));
    assert_non_null(strstr(one->str, "task consumed"));
    assert_non_null(strstr(one->str, "task live"));
    assert_null(strstr(one->str, "tried_bad"));
    assert_true(all->len > one->len);
    assert_non_null(strstr(states->str, "tried_bad"));
    g_string_free(all, TRUE);
    g_string_free(one, TRUE);
    g_string_free(states, TRUE);
    link_program_free(joined);
    free_program(program);
}

int main(void)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *folder = g_dir_open(VT_TESTDATA, 0, NULL);
    for (const char *name = folder != NULL ? g_dir_read_name(folder) : NULL; name != NULL; name = g_dir_read_name(folder))
        g_ptr_array_add(names, g_strdup(name));
    if (folder != NULL)
        g_dir_close(folder);
    g_ptr_array_sort(names, compare_texts);
    GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (guint i = 0; i < names->len; i++) {
        struct CMUnitTest finds = {names->pdata[i], finds_what_is_expected, NULL, NULL, names->pdata[i]};
        g_array_append_val(tests, finds);
    }
    for (guint i = 0; i < names->len; i++) {
        struct CMUnitTest again = {"says_the_same_again", says_the_same_again, NULL, NULL, names->pdata[i]};
        g_array_append_val(tests, again);
    }
    const struct CMUnitTest others[] = {
        cmocka_unit_test(order_of_modules_does_not_matter),
        cmocka_unit_test(nothing_is_found_in_nothing),
        cmocka_unit_test(dumps_say_something),
    };
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    int failed = _cmocka_run_group_tests("analysis.findings", (const struct CMUnitTest *)(gconstpointer)tests->data, tests->len, NULL, NULL);
    g_array_unref(tests);
    g_ptr_array_unref(names);
    return failed;
}
