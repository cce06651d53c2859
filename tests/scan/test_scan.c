/* What a scan says of units, and that it sees every change. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "scan/lex.h"
#include "scan/scan.h"

typedef struct Place {
    char *folder;
    Scanner *scanner;
} Place;

static const char *const task_names[] = {"my_task", NULL};

static int make_place(void **state)
{
    Place *place = g_new0(Place, 1);
    place->folder = g_dir_make_tmp("vtcheck-scan-XXXXXX", NULL);
    assert_non_null(place->folder);
    char *one = g_build_filename(place->folder, "one", NULL), *two = g_build_filename(place->folder, "two", NULL);
    g_mkdir(one, 0700);
    g_mkdir(two, 0700);
    g_free(one);
    g_free(two);
    place->scanner = scan_new(&(ScanSettings){"vt::value_task", "vt-", task_names, place->folder});
    *state = place;
    return 0;
}

static void remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
        g_free(inner);
    }
    if (dir != NULL)
        g_dir_close(dir);
    g_remove(path);
}

static int remove_place(void **state)
{
    Place *place = *state;
    scan_free(place->scanner);
    remove_tree(place->folder);
    g_free(place->folder);
    g_free(place);
    return 0;
}

static void put(const Place *place, const char *name, const char *text)
{
    char *path = g_build_filename(place->folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(path);
}

static ScanAnswer scan(const Place *place, const char *flags)
{
    char *source = g_build_filename(place->folder, "a.c", NULL);
    char **words = g_strsplit(flags, " ", -1);
    const char *const none[] = {NULL};
    ScanInput input = {source, place->folder, *flags == '\0' ? none : (const char *const *)words};
    ScanAnswer answer = scan_unit(place->scanner, &input);
    g_strfreev(words);
    g_free(source);
    return answer;
}

static ScanAnswer scan_again(const Place *place, const char *flags)
{
    scan_refresh(place->scanner);
    return scan(place, flags);
}

static bool is_same(ScanHash one, ScanHash other)
{
    return one.low == other.low && one.high == other.high;
}

static void test_no_task(void **state)
{
    put(*state, "a.c", "#include \"b.h\"\nint main(void) { return 0; }\n");
    put(*state, "b.h", "#pragma once\nextern int annotate, task;\n");
    ScanAnswer answer = scan(*state, "");
    assert_null(answer.unclear);
    assert_false(answer.may_hold_tasks);
    assert_false(answer.looks_broken);
    assert_int_equal(answer.files, 2);
}

static void test_annotation_anywhere(void **state)
{
    put(*state, "a.c", "#if 0\n#include \"b.h\"\n#endif\n");
    put(*state, "b.h", "#define KIND \"vt::value_task\"\n");
    assert_true(scan(*state, "").may_hold_tasks);
}

static void test_silenced_rule(void **state)
{
    put(*state, "a.c", "int a; // NOLINT(bugprone-x)\nint vt; // vt-220\n");
    assert_false(scan(*state, "").may_hold_tasks);
    put(*state, "a.c", "int a; // NOLINTNEXTLINE(bugprone-x, vt-unawaited)\n");
    assert_true(scan_again(*state, "").may_hold_tasks);
    put(*state, "a.c", "int a; // NOLINT(VT-Unawaited)\n");
    assert_true(scan_again(*state, "").may_hold_tasks);
    put(*state, "a.c", "int a; // NOLINT NOLINTNEXTLINE( )\n");
    assert_true(scan_again(*state, "").may_hold_tasks);
    put(*state, "a.c", "int a; // NOLINT\nint b; // NOLINT(");
    assert_false(scan_again(*state, "").may_hold_tasks);
}

static void test_configured_name(void **state)
{
    put(*state, "a.c", "my_task t;\n");
    assert_true(scan(*state, "").may_hold_tasks);
    put(*state, "a.c", "#define T(n) n##_task\nT(my) t;\n");
    assert_true(scan_again(*state, "").may_hold_tasks);
    put(*state, "a.c", "int my, task;\n");
    assert_false(scan_again(*state, "").may_hold_tasks);
    put(*state, "a.c", "int a;\n");
    assert_true(scan_again(*state, "-DX=my_task").may_hold_tasks);
    assert_true(scan_again(*state, "-D X=my_task").may_hold_tasks);
}

static void test_unclear_is_parsed(void **state)
{
    static const char *const texts[] = {
        "#define A(x) x\n#include A(<b.h>)\n", "#include __FILE__\n", "int a; /* no end\n", "int b = 1'0 + '\"';\n", "char *s = R\"(\")\";\n", "#embed \"x\"\n",
        "int \\u0061;\n", "?\?=define A\n", "#include\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        put(*state, "a.c", texts[i]);
        ScanAnswer answer = scan_again(*state, "");
        assert_non_null(answer.unclear);
        assert_true(answer.may_hold_tasks);
    }
    put(*state, "a.c", "int a;\n");
    assert_null(scan_again(*state, "-DA=1 -O2 -Wall -std=gnu11").unclear);
    assert_non_null(scan(*state, "-ivfsoverlay x").unclear);
    assert_non_null(scan(*state, "--target=arm-none-eabi").unclear);
    assert_non_null(scan(*state, "-fms-compatibility").unclear);
    assert_non_null(scan(*state, "-include nowhere.h").unclear);
    assert_non_null(scan(*state, "-Ia.c").unclear);
    assert_non_null(scan(*state, "-I").unclear);
}

static void test_broken(void **state)
{
    static const char *const texts[] = {"#include \"nowhere.h\"\n", "int f(void) {\n", "#error no\n", "int f(void) }\n", "#if 1\nint a;\n", "#endif\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        put(*state, "a.c", texts[i]);
        assert_true(scan_again(*state, "").looks_broken);
    }
    put(*state, "a.c", "#if A\n#include \"nowhere.h\"\n#error no\n#endif\n#define OPEN {\nint f(void) <% return '}'; }\n// {\n/* { */\n");
    assert_false(scan_again(*state, "").looks_broken);
}

/* The key changes with bytes, names and what comes to stand before a file, and with nothing else. */
static void test_content(void **state)
{
    put(*state, "a.c", "#include <b.h>\nint a;\n");
    put(*state, "two/b.h", "int b;\n");
    const char *flags = "-Ione -Itwo";
    ScanAnswer first = scan(*state, flags);
    assert_true(is_same(first.content, scan_again(*state, flags).content));
    put(*state, "other.h", "int other;\n");
    assert_true(is_same(first.content, scan_again(*state, flags).content));

    put(*state, "two/b.h", "int c;\n"); /* as long as before */
    ScanAnswer second = scan_again(*state, flags);
    assert_false(is_same(first.content, second.content));

    put(*state, "two/b.h", "int b;\n");
    ScanAnswer third = scan_again(*state, flags);
    assert_true(is_same(first.content, third.content));
    assert_false(is_same(second.stamp, third.stamp));

    put(*state, "one/b.h", "int b;\n"); /* not there before, and found first now */
    assert_false(is_same(first.content, scan_again(*state, flags).content));
}

/* Which is an error, but clang reads what lies beside the source then. */
static void test_content_of_what_is_not_on_the_search_path(void **state)
{
    put(*state, "a.c", "#include <b.h>\nint a;\n");
    ScanAnswer first = scan(*state, "-Ione");
    put(*state, "b.h", "int b;\n");
    ScanAnswer second = scan_again(*state, "-Ione");
    assert_false(is_same(first.content, second.content));
    assert_true(second.looks_broken);
    put(*state, "one/b.h", "int c;\n");
    ScanAnswer third = scan_again(*state, "-Ione");
    put(*state, "b.h", "int d;\n");
    assert_true(is_same(third.content, scan_again(*state, "-Ione").content));
}

/* Of the folders that a name may lead into it is known which are there, until the next look. */
static void test_folder_appears(void **state)
{
    const Place *place = *state;
    char *folder = g_build_filename(place->folder, "one", "deep", NULL);
    put(place, "a.c", "#include <deep/b.h>\n#include <deep/c.h>\n");
    ScanAnswer first = scan(place, "-Ione");
    assert_int_equal(first.files, 1);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    put(place, "one/deep/c.h", "#define KIND \"vt::value_task\"\n");
    ScanAnswer second = scan_again(place, "-Ione");
    assert_int_equal(second.files, 2);
    assert_true(second.may_hold_tasks && !is_same(first.content, second.content));
    remove_tree(folder);
    assert_true(is_same(first.content, scan_again(place, "-Ione").content));
    g_free(folder);
}

static void test_within_a_scan_nothing_changes(void **state)
{
    put(*state, "a.c", "int a;\n");
    ScanAnswer first = scan(*state, "");
    put(*state, "a.c", "int b;\n");
    assert_true(is_same(first.content, scan(*state, "").content));
    assert_false(is_same(first.content, scan_again(*state, "").content));
}

static void test_read_once(void **state)
{
    const Place *place = *state;
    put(place, "a.c", "#include \"b.h\"\n#include \"./b.h\"\n#include \"one/../b.h\"\n");
    put(place, "b.h", "int b;\n");
    scan(place, "");
    scan(place, "-DOTHER");
    assert_int_equal(scan_stats(place->scanner).files, 2);
}

/* Any bytes are lexed; sanitizers watch. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char alphabet[] = "#%:?/*\\\n\r\"'<>(){} \tincludedefifR1.e+u0__has_include?=vt::value_taskannotate\0\xff";
    GRand *random = g_rand_new_with_seed(7);
    ScanPieces *pieces = scan_pieces_new();
    scan_pieces_add_name(pieces, "vt::value_task");
    GStringChunk *names = g_string_chunk_new(1000);
    ScanLexing lexing = {pieces, "vt::value_task", "vt-", names};
    for (int round = 0; round < 20000; round++) {
        gsize length = (gsize)g_rand_int_range(random, 0, 80);
        char *bytes = g_malloc(length + 1); /* the exact size, so that a read past the end is seen */
        for (gsize i = 0; i < length; i++)
            bytes[i] = alphabet[g_rand_int_range(random, 0, (gint32)sizeof alphabet)];
        char *exact = g_memdup2(bytes, length);
        ScanText text;
        scan_lex(&lexing, exact != NULL ? exact : "", length, &text);
        scan_text_clear(&text);
        g_free(exact);
        g_free(bytes);
    }
    g_string_chunk_free(names);
    scan_pieces_free(pieces);
    g_rand_free(random);
}

static void test_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *words[8];
        bool can;
    } cases[] = {
        {{"vt::value_task"}, true},       {{"vt::", "value_task"}, true}, {{"vt", "value", "_task"}, true},    {{"v", "t", "value_task"}, true},
        {{"v", "t", "valu", "e", "_task"}, false}, {{"vt", "value", "task"}, false},  {{"value_task"}, false}, {{"vt::value_tas", "k"}, true},
        {{NULL}, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ScanPieces *pieces = scan_pieces_new();
        guint name = scan_pieces_add_name(pieces, "vt::value_task");
        uint64_t *set = g_new0(uint64_t, scan_pieces_words(pieces));
        for (const char *const *word = cases[i].words; *word != NULL; word++) {
            uint32_t hash = SCAN_HASH_START;
            for (const char *at = *word; *at != '\0'; at++)
                hash = SCAN_HASH_STEP(hash, *at);
            scan_pieces_note(pieces, *word, strlen(*word), hash, set);
        }
        assert_int_equal(scan_pieces_make(pieces, name, set), cases[i].can);
        g_free(set);
        scan_pieces_free(pieces);
    }
}

static void next_scanner(Place *place)
{
    scan_free(place->scanner);
    place->scanner = scan_new(&(ScanSettings){"vt::value_task", "vt-", task_names, place->folder});
}

/* Another text of the same length, with the time of writing that the old one had. */
static void put_unseen(const Place *place, const char *name, const char *text)
{
    struct stat before;
    char *path = g_build_filename(place->folder, name, NULL);
    FILE *file = fopen(path, "r+");
    assert_int_equal(stat(path, &before), 0);
    assert_non_null(file);
    assert_int_equal(fputs(text, file) >= 0 && fclose(file) == 0 && (size_t)before.st_size == strlen(text), 1);
    const struct timespec times[] = {before.st_atim, before.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    g_free(path);
}

static void test_remembered(void **state)
{
    Place *place = *state;
    GByteArray *kept = g_byte_array_new(), *more = g_byte_array_new();
    put(place, "a.c", "#include \"b.h\"\n#define M <b.h>\n#include M\nint a = 0;\n");
    put(place, "b.h", "int b;\n");
    ScanAnswer first = scan(place, "");
    assert_false(scan_remember(place->scanner, more)); /* too young to be trusted */
    g_usleep(3 * G_USEC_PER_SEC);
    next_scanner(place);
    scan(place, "");
    if (!scan_remember(place->scanner, kept)) {
        print_message("skipped: the temporary folder is on a file system whose times are not trusted\n");
        g_byte_array_unref(kept);
        g_byte_array_unref(more);
        skip();
    }
    next_scanner(place);
    scan_recall(place->scanner, kept->data, kept->len);
    ScanAnswer second = scan(place, "");
    assert_int_equal(scan_stats(place->scanner).files, 0);
    assert_true(is_same(first.content, second.content) && second.files == 2 && second.bytes == first.bytes && second.unclear == NULL);
    assert_false(scan_remember(place->scanner, more)); /* nothing new */
    put_unseen(place, "b.h", "int c;\n");
    next_scanner(place);
    scan_recall(place->scanner, kept->data, kept->len);
    assert_false(is_same(first.content, scan(place, "").content));
    assert_int_equal(scan_stats(place->scanner).files, 1);
    int64_t to_come = (int64_t)time(NULL) + 1000;
    memcpy(kept->data, &to_come, sizeof to_come); /* written before the clock was set back */
    next_scanner(place);
    scan_recall(place->scanner, kept->data, kept->len);
    scan(place, "");
    assert_int_equal(scan_stats(place->scanner).files, 2);
    to_come = 0;
    memcpy(kept->data, &to_come, sizeof to_come);
    for (guint i = 0; i < kept->len; i++) {
        guint8 *cut = g_memdup2(kept->data, i), *damaged = g_memdup2(kept->data, kept->len);
        damaged[i] ^= 0x81;
        next_scanner(place);
        scan_recall(place->scanner, cut, i);
        scan_recall(place->scanner, damaged, kept->len);
        scan(place, "");
        g_free(cut);
        g_free(damaged);
    }
    g_byte_array_unref(kept);
    g_byte_array_unref(more);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_task, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_annotation_anywhere, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_silenced_rule, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_configured_name, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_unclear_is_parsed, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_broken, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_content, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_content_of_what_is_not_on_the_search_path, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_folder_appears, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_within_a_scan_nothing_changes, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_read_once, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_remembered, make_place, remove_place),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
