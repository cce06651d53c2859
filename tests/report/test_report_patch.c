/* test_report_patch.c - patches: which findings have to do with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <string.h>

#include "report/patch.h"
#include "report_fixture.h"

/* The lines, of one finding on each of the first nine, that are left: "1 2 5". */
static char *left(const char *patch, gssize length, char **error)
{
    const char *path = fixture_file("src.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", -1);
    const char *folders[] = {fixture_folder, NULL};
    ReportPatch *changes = report_patch_new();
    GString *lines = g_string_new(NULL);
    g_array_set_size(fixture_set->findings, 0);
    for (uint32_t i = 1; i <= 9; i++)
        fixture_find(&rule_double, path, i, 1, 2);
    *error = NULL;
    if (report_patch_read(changes, patch, length < 0 ? strlen(patch) : (size_t)length, folders, error)) {
        report_patch_filter(changes, fixture_set);
        for (guint i = 0; i < fixture_set->findings->len; i++)
            g_string_append_printf(lines, "%s%u", i > 0 ? " " : "", g_array_index(fixture_set->findings, ReportFinding, i).place.line);
    }
    report_patch_free(changes);
    return g_string_free(lines, FALSE);
}

static void test_patches(void **state)
{
    (void)state;
    char *lib = g_build_filename(fixture_folder, "lib", NULL);
    g_mkdir(lib, 0700);
    const char *namesake = fixture_file("lib/src.c", "1\n2\n", -1);
    static const struct {
        const char *patch, *lines;
    } cases[] = {
        {"", ""},
        {"diff --git a/src.c b/src.c\nindex 1..2 100644\n--- a/src.c\n+++ b/src.c\n@@ -2 +2 @@ void f(void)\n-x\n+2\n@@ -5,0 +6,2 @@\n+6\n+7\n", "2 6 7"},
        {"--- old/src.c\t2026-01-01\n+++ new/src.c\t2026-01-02\n@@ -1,3 +1,4 @@\n 1\n 2\n+3\n 4\n", "3"},
        /* Without a prefix it is not the file of that name one folder up. */
        {"--- lib/src.c\n+++ lib/src.c\n@@ -1 +1 @@\n-x\n+1\n", ""},
        {"--- src.c\n+++ src.c\n@@ -1 +1 @@\n-x\n+1\n\\ No newline at end of file\n", "1"},
        {"+++ \"b/\\163rc.c\"\n@@ -1 +1 @@\n-x\n+1\n", "1"},
        {"+++ b/other.c\n@@ -1 +1 @@\n-x\n+1\n", ""},
        {"+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", ""},
        /* What looks like a header within a hunk is a line of it. */
        {"+++ b/src.c\n@@ -1,2 +1,3 @@\n--- a/x\n+++ b/other.c\n+@@ -1 +9 @@\n 3\n", "1 2"},
        /* Stripped blanks, DOS line ends. */
        {"+++ b/src.c\r\n@@ -1,2 +1,3 @@\r\n x\r\n\n+3\r\n", "3"},
        /* Nothing that has lines. */
        {"\n", ""},
        {"diff --git a/src.c b/src.c\nold mode 100644\nnew mode 100755\n", ""},
        {"Binary files a/x and b/x differ\n", ""},
        {"Only in b: x.c\n", ""},
        {"commit 0123456789abcdef0123456789abcdef01234567\nAuthor: a\n", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *error, *lines = left(cases[i].patch, -1, &error);
        if (error != NULL || strcmp(lines, cases[i].lines) != 0)
            fail_msg("%s\nleaves '%s', not '%s' (%s)", cases[i].patch, lines, cases[i].lines, error);
        g_free(lines);
    }
    g_remove(namesake);
    g_rmdir(lib);
    g_free(lib);
}

static void test_broken(void **state)
{
    (void)state;
    static const char *const patches[] = {
        "@@ -1 +1 @@\n-x\n+y\n",
        "+++ b/src.c\n@@ -1 +1\n",
        "+++ b/src.c\n@@ -1,x +1 @@\n",
        "+++ b/src.c\n@@ -1, +1 @@\n",
        "+++ b/src.c\n@@ -",
        "+++ b/src.c\n@@ -99999999999999999999 +1 @@\n",
        "+++ b/src.c\n@@ -1 +1,99999999999 @@\n",
        "+++ b/src.c\n@@ -1 +1 @@\n",
        "+++ b/src.c\n@@ -1 +1 @@\n-x\n-y\n",
        "+++ b/src.c\n@@ -1 +1 @@\nnonsense\n",
        "--- a/src.c\n+++ b/src.c\n@@@ -1,1 -1,1 +1,1 @@@\n--x\n -y\n++1\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(patches); i++) {
        char *error, *lines = left(patches[i], -1, &error);
        if (error == NULL || !g_str_has_prefix(error, "line "))
            fail_msg("accepted: %s (%s)", patches[i], error);
        g_free(lines);
        g_free(error);
    }
    static const char *const others[] = {"src.c\n", "int f(void);\n", "1c1\n< x\n> y\n", "\033[1mdiff --git a/src.c b/src.c\033[m\n", " src.c | 2 +-\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        char *error, *lines = left(others[i], -1, &error);
        if (error == NULL || !g_str_has_prefix(error, "this is no unified diff"))
            fail_msg("accepted: %s (%s)", others[i], error);
        g_free(lines);
        g_free(error);
    }
    const GLogLevelFlags fatal = g_log_set_always_fatal((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_WARNING));
    char *error, *lines = left("+++ \"b/\\\n@@ -1 +1 @@\n-x\n+y\n", -1, &error); /* a name that is not quoted to its end: GLib would warn */
    g_log_set_always_fatal(fatal);
    g_free(lines);
    g_free(error);
    lines = left("+++ \"b\0\\", 8, &error); /* any bytes are safe */
    g_free(lines);
    g_free(error);
}

/* A finding stays for any step of its path, and for lines deleted between two of them. */
static void test_paths(void **state)
{
    (void)state;
    const char *path = fixture_file("src.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", -1), *other = fixture_file("other.c", "1\n2\n", -1);
    const char *folders[] = {fixture_folder, NULL};
    static const struct {
        const char *patch;
        bool is_kept;
    } cases[] = {
        {"+++ b/other.c\n@@ -1 +1 @@\n-x\n+1\n", false},
        {"+++ b/other.c\n@@ -2 +2 @@\n-x\n+2\n", true},  /* a step */
        {"+++ b/src.c\n@@ -4 +3,0 @@\n-x\n", true},       /* deleted between 3 and 4 */
        {"+++ b/src.c\n@@ -1 +0,0 @@\n-x\n", false},      /* deleted before the path begins */
        {"+++ b/src.c\n@@ -4 +4 @@\n-x\n+4\n", false},    /* changed, but no step */
        {"+++ b/src.c\n@@ -4,2 +4 @@\n-x\n-y\n+4\n", true}, /* one changed, one deleted */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ReportNote notes[] = {{{path, 2, 1, 0, 0}, "made"}, {{other, 2, 1, 0, 0}, "through here"}, {{NULL, 0, 0, 0, 0}, "advice"}};
        ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 7, 1, 7, 2}, .message = "m", .notes = notes, .note_count = 3};
        ReportPatch *changes = report_patch_new();
        char *error = NULL;
        g_array_set_size(fixture_set->findings, 0);
        report_set_add(fixture_set, &finding);
        assert_true(report_patch_read(changes, cases[i].patch, strlen(cases[i].patch), folders, &error));
        report_patch_filter(changes, fixture_set);
        if ((fixture_set->findings->len == 1) != cases[i].is_kept)
            fail_msg("%s", cases[i].patch);
        report_patch_free(changes);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_patches), TEST(test_broken), TEST(test_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
