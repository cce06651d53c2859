/* Profiles as text: what is read, what is summed, what is refused. Matching is tested by testdata/cli/profile and
 * testdata/rules/vt-rarely-sync. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "profile/profile.h"

/* The sites as "file:line function ready/pending" with semicolons, or the error. */
static char *reading(const char *text, size_t length)
{
    char *error = NULL;
    Profile *profile = profile_parse(text, length, "p", &error);
    if (profile == NULL)
        return error;
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < profile->sites->len; i++) {
        const ProfileSite *site = &g_array_index(profile->sites, ProfileSite, i);
        g_string_append_printf(out, "%s%s:%u %s %" PRIu64 "/%" PRIu64 "%s", i > 0 ? "; " : "", site->file, site->line, site->function, site->ready, site->pending,
                               site->is_task ? " task" : "");
    }
    profile_free(profile);
    return g_string_free(out, FALSE);
}

static void reads(const char *text, const char *expected)
{
    char *seen = reading(text, strlen(text));
    assert_string_equal(seen, expected);
    g_free(seen);
}

static void refuses(const char *text, const char *place)
{
    char *seen = reading(text, strlen(text));
    if (!g_str_has_prefix(seen, place))
        fail_msg("'%s' reads as '%s', which does not begin with '%s'", text, seen, place);
    g_free(seen);
}

static void lines_are_read(void **state)
{
    (void)state;
    reads("", "");
    reads("# only a comment", "");
    reads("\n \t\n", "");
    reads("/a.c\t12\tf\t3\t4\n", "/a.c:12 f 3/4");
    reads("/a.c\t12\tf\t3\t4", "/a.c:12 f 3/4");
    reads("/a.c\t12\tf\t3\t4\r\n", "/a.c:12 f 3/4");
    reads("/a b,c.c\t12\toperator new\t3\t4\n", "/a b,c.c:12 operator new 3/4");
    reads("?\t0\tmodule+0x12\t0\t4\n", "?:0 module+0x12 0/4");
    reads("/a.c\t12\tf\t3\t4\ttask\n", "/a.c:12 f 3/4 task");
}

static void hand_written_lines_are_read(void **state)
{
    (void)state;
    reads("a.c 12 f 3 4\n", "a.c:12 f 3/4");
    reads("a.c, 12, f, 3, 4\n", "a.c:12 f 3/4");
    reads("  my file.c 12 f 3 4  \n", "my file.c:12 f 3/4");
}

static void places_are_summed_and_ordered(void **state)
{
    (void)state;
    reads("b.c\t1\tf\t1\t0\na.c\t9\tf\t1\t0\na.c\t9\tf\t0\t2\na.c\t9\tf\t0\t1\ttask\na.c\t2\tf\t1\t1\n", "a.c:2 f 1/1; a.c:9 f 1/2; a.c:9 f 0/1 task; b.c:1 f 1/0");
    reads("a.c\t1\tf\t18446744073709551615\t0\na.c\t1\tf\t18446744073709551615\t0\n", "a.c:1 f 18446744073709551615/0");
}

static void wrong_lines_are_refused_with_their_number(void **state)
{
    (void)state;
    refuses("a.c\t1\tf\t1\n", "p:1: ");
    refuses("#\n\na.c\t1\tf\t1\t2\na.c\t1\tf\t1\n", "p:4: ");
    refuses("a.c\tx\tf\t1\t2\n", "p:1: 'x' is no line number");
    refuses("a.c\t1\tf\t-1\t2\n", "p:1: '-1' is no number of complete");
    refuses("a.c\t1\tf\t1\t2.5\n", "p:1: '2.5' is no number of pending");
    refuses("a.c\t1\tf\t1\t18446744073709551616\n", "p:1: '18446744073709551616' is no number");
    refuses("a.c\t4294967296\tf\t1\t1\n", "p:1: '4294967296' is no line number");
    refuses("task\n", "p:1: ");
    refuses("\ttask\n", "p:1: ");
    refuses("1\t2\t3\t4\n", "p:1: ");
    refuses("\t1\tf\t1\t1\n", "p:1: ");
}

static void any_bytes_are_safe(void **state)
{
    (void)state;
    static const char nul[] = "a.c\t1\tf\t1\t1\na\0b\t1\tf\t1\t1\n";
    char *seen = reading(nul, sizeof nul - 1);
    assert_string_equal(seen, "p:2: a NUL byte: this is no text, so it is no profile");
    g_free(seen);
    static const char sample[] = "# p\n/a\t12\tf\t3\t4\ttask\na b 1 f 2 3\n";
    GRand *random = g_rand_new_with_seed(20);
    for (int round = 0; round < 20000; round++) {
        char bytes[sizeof sample];
        memcpy(bytes, sample, sizeof sample);
        for (int change = 0; change < 4; change++)
            bytes[g_rand_int_range(random, 0, sizeof sample)] = (char)g_rand_int_range(random, 0, 256);
        g_free(reading(bytes, (size_t)g_rand_int_range(random, 0, sizeof sample)));
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read),
        cmocka_unit_test(hand_written_lines_are_read),
        cmocka_unit_test(places_are_summed_and_ordered),
        cmocka_unit_test(wrong_lines_are_refused_with_their_number),
        cmocka_unit_test(any_bytes_are_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
