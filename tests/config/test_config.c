/* test_config.c - configurations as text and as files. */
#define _POSIX_C_SOURCE 200809L /* symlink */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"

static char *folder;
static ConfigKnown known;

static int setup(void **state)
{
    (void)state;
    static const char *const rules[] = {"vt-double-await", "vt-unawaited"};
    static const ConfigOptionKind options[] = {{.name = "vt-unawaited.Severity", .choices = "error|warning"}, {.name = "vt-x.Share", .least = 0, .most = 100},
                                                {.name = "vt-x.Least", .least = 1, .most = INT64_MAX}};
    folder = g_dir_make_tmp("vtcheck-config-XXXXXX", NULL);
    known = (ConfigKnown){rules, 2, options, G_N_ELEMENTS(options), folder};
    return folder == NULL;
}

static int teardown(void **state)
{
    (void)state;
    char *command[] = {(char *)"rm", (char *)"-rf", folder, NULL};
    g_spawn_sync(NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_clear_pointer(&folder, g_free);
    return 0;
}

static char *write_file(const char *name, const char *text, gssize length)
{
    char *path = g_build_filename(folder, name, NULL);
    char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    g_free(parent);
    assert_true(g_file_set_contents(path, text, length, NULL));
    return path;
}

/* The error of a text that is refused. */
static char *refusal(const char *text, gssize length)
{
    char *path = write_file("c.yaml", text, length), *error = NULL;
    ConfigStore *store = config_store_new(&known, path);
    const Config *config = config_store_for_file(store, "/x.c", &error);
    if (config != NULL)
        fail_msg("accepted: %.200s", text);
    config_store_free(store);
    g_free(path);
    return error;
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"Chekcs: x\n", "c.yaml:1:1: error: unknown key 'Chekcs'; the keys here are: Checks, "},
        {"# a\nChecks: [1, 2]\n", "c.yaml:2:10: error: this must be text, not '1', which is text only in quotes"},
        {"Checks: vt-nonsense\n", "c.yaml:1:9: error: no rule matches 'vt-nonsense'"},
        {"Checks:\n  - vt-unawaited\n  - vt-y\n", "c.yaml:3:5: error: no rule matches 'vt-y'"},
        {"Checks: true\n", "c.yaml:1:9: error: this must be text as "},
        {"Checks:\n", "c.yaml:1:8: error: this must be text as '-*,vt-double-await', or a list of such texts, not nothing"},
        {"Checks: {a: b}\n", "c.yaml:1:9: error: this must be text as '-*,vt-double-await', or a list of such texts, not keys with values"},
        {"Checks: '*'\nChecks: '*'\n", "c.yaml:2:1: error: this key was given before"},
        {"WarningsAsErrors: '-nothing'\n", "c.yaml:1:19: error: no rule matches 'nothing'"},
        {"HeaderFilterRegex: '('\n", "c.yaml:1:20: error: this is no regular expression: "},
        {"HeaderFilterRegex: 5\n", "c.yaml:1:20: error: this must be a regular expression, not '5'"},
        {"Inherit: maybe\n", "c.yaml:1:10: error: this must be true or false, not 'maybe'"},
        {"Inherit: 'true'\n", "c.yaml:1:10: error: this must be true or false, not 'true'"},
        {"CheckOptions: [a]\n", "c.yaml:1:15: error: this must be options with values"},
        {"CheckOptions: {vt-a.b: 1}\n", "c.yaml:1:16: error: unknown option 'vt-a.b'; the options are: vt-unawaited.Severity, vt-x.Share, vt-x.Least"},
        {"CheckOptions: {vt-unawaited.Severity: fatal}\n", "c.yaml:1:39: error: this must be one of error|warning, not 'fatal'"},
        {"CheckOptions: {vt-x.Share: 101}\n", "c.yaml:1:28: error: this must be a whole number from 0 to 100, not '101'"},
        {"CheckOptions: {vt-x.Least: 99999999999999999999}\n", "c.yaml:1:28: error: this must be a whole number from 1 on, not '99999999999999999999'"},
        {"CheckOptions: {vt-x.Share: [1]}\n", "c.yaml:1:28: error: this must be a whole number from 0 to 100, not a list"},
        {"ValueTasks: ticket\n", "c.yaml:1:13: error: this must be a list of descriptions"},
        {"ValueTasks: [ticket]\n", "c.yaml:1:14: error: this must be a description with the key Type"},
        {"ValueTasks:\n- Consuming: [f]\n", "c.yaml:2:3: error: this description lacks the key Type"},
        {"ValueTasks:\n- Type: a b\n", "c.yaml:2:9: error: 'a b' is no name of C"},
        {"ValueTasks:\n- Type: '*'\n", "c.yaml:2:9: error: '*' would make every struct a value task"},
        {"ValueTasks:\n- Type: a\n- Type: a\n", "c.yaml:3:3: error: the type 'a' was described before"},
        {"ValueTasks:\n- Type: a\n  Consumes: [f]\n", "c.yaml:3:3: error: unknown key 'Consumes'; the keys here are: Type, Consuming, "},
        {"ValueTasks:\n- Type: a\n  Consuming: f\n", "c.yaml:3:14: error: this must be a list of names of functions, not 'f'"},
        {"ValueTasks:\n- Type: a\n  Consuming: ['f()']\n", "c.yaml:3:15: error: 'f()' is no name of C"},
        {"- Checks\n", "c.yaml:1:1: error: this must be keys with values"},
        {"Checks: *a\n", "c.yaml:1:9: error: anchors and aliases"},
        {"Checks: *\n", "c.yaml:1:10: error: did not find expected alphabetic or numeric character while scanning an alias; a text that begins with '*', "},
        {"Checks: &a x\n", "c.yaml:1:9: error: anchors and aliases"},
        {"Checks: !!str x\n", "c.yaml:1:9: error: tags"},
        {"Checks: '*'\n---\nChecks: '*'\n", "c.yaml:2:1: error: a second document"},
        {"? [a]\n: b\n", "c.yaml:1:3: error: a key must be text"},
        {"Checks: 'x\n", "c.yaml:2:1: error: found unexpected end of stream while scanning a quoted scalar"},
        {"Checks: [\n", "c.yaml:2:1: error: did not find expected node content"},
        {"\tChecks: x\n", "c.yaml:1:1: error: found character that cannot start any token while scanning for the next token; lines are indented with blanks, not tabs"},
        {"Checks: \"\\0\"\n", "c.yaml:1:9: error: a NUL character"},
        {"Checks: '\x01'\n", "c.yaml:1:1: error: control characters are not allowed"},
        {"Checks: '\xff'\n", "c.yaml:1:1: error: invalid leading UTF-8 octet"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *error = refusal(cases[i].text, -1);
        if (!g_str_has_prefix(error, cases[i].error))
            fail_msg("%s: is refused with '%s', not '%s'", cases[i].text, error, cases[i].error);
        g_free(error);
    }
}

static void expect_refusal(const char *text, gssize length, const char *expected)
{
    char *error = refusal(text, length);
    if (strstr(error, expected) == NULL)
        fail_msg("'%s' lacks '%s'", error, expected);
    g_free(error);
}

static void test_hostile(void **state)
{
    (void)state;
    expect_refusal("a\0b", 3, "c.yaml: error: this looks like a binary file");
    GString *text = g_string_new("a: &a [x,x]\n");
    for (char c = 'b'; c < 'k'; c++)
        g_string_append_printf(text, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1);
    expect_refusal(text->str, -1, "c.yaml:1:4: error: anchors and aliases");
    g_string_truncate(text, 0);
    for (int i = 0; i < 100000; i++)
        g_string_append_c(text, '[');
    expect_refusal(text->str, -1, "nested more than 16 deep");
    g_string_assign(text, "Checks: [");
    for (int i = 0; i < 60000; i++)
        g_string_append(text, "a,");
    expect_refusal(text->str, -1, "more than 50000 entries");
    g_string_set_size(text, (1 << 20) + 1);
    memset(text->str, '#', text->len);
    expect_refusal(text->str, (gssize)text->len, "c.yaml: error: larger than 1 MiB");
    g_string_free(text, TRUE);
}

static const Config *expect_config(ConfigStore *store, const char *path)
{
    char *error = NULL;
    const Config *config = config_store_for_file(store, path, &error);
    if (config == NULL)
        fail_msg("%s", error);
    return config;
}

static void test_values(void **state)
{
    (void)state;
    char *path = write_file("c.yaml",
                            "# all of it\nChecks: ['-*', vt-unawaited]\nWarningsAsErrors: ''\nHeaderFilterRegex: ^src/\n"
                            "CheckOptions: {vt-unawaited.Severity: error, vt-x.Share: 7}\n"
                            "ValueTasks:\n- Type: struct ticket\n  Consuming: [a, b_*]\n- Type: fut?re\n  Observing: [c]\n  Synchronous: [d]\n  Asynchronous: []\n",
                            -1);
    ConfigStore *store = config_store_new(&known, path);
    const Config *config = expect_config(store, "/anywhere.c");
    assert_string_equal(config->checks.text, "-*,vt-unawaited");
    assert_int_equal(config->checks.line, 2);
    assert_string_equal(config->warnings_as_errors.text, "");
    assert_string_equal(config->header_filter.text, "^src/");
    assert_string_equal(config_option(config, "vt-x.Share")->text, "7");
    assert_null(config_option(config, "vt-y"));
    assert_int_equal(config->apis->len, 2);
    const BaseApi *api = ((const ConfigApi *)config->apis->pdata[0])->api;
    assert_string_equal(api->type, "ticket");
    assert_true(base_api_lists(api->consuming, "b_x"));
    assert_false(base_api_lists(api->consuming, "c"));

    /* What is dumped reads back as the same. */
    GString *dumped = g_string_new(NULL), *again = g_string_new(NULL);
    config_dump(config, dumped);
    char *copy = write_file("copy.yaml", dumped->str, -1), *error = NULL;
    const Config *copied = config_store_load(store, copy, &error);
    if (copied == NULL)
        fail_msg("%s in\n%s", error, dumped->str);
    config_dump(copied, again);
    assert_string_equal(again->str, dumped->str);
    g_string_free(dumped, TRUE);
    g_string_free(again, TRUE);
    g_free(copy);
    g_free(path);
    config_store_free(store);
}

static void test_empty(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "# nothing\n", "---\n", "{}\n", "---\n# nothing\n...\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *path = write_file("c.yaml", texts[i], -1);
        ConfigStore *store = config_store_new(&known, path);
        assert_null(expect_config(store, "/x.c")->checks.text);
        config_store_free(store);
        g_free(path);
    }
}

static const Config *config_of(ConfigStore *store, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    const Config *config = expect_config(store, path);
    g_free(path);
    return config;
}

static void test_lookup(void **state)
{
    (void)state;
    g_free(write_file("p/.vtcheck.yaml", "Checks: '-*,vt-unawaited'\nHeaderFilterRegex: a\nValueTasks: [{Type: t, Consuming: [f]}, {Type: u}]\n", -1));
    g_free(write_file("p/own/.vtcheck.yaml", "WarningsAsErrors: '*'\n", -1));
    g_free(write_file("p/more/deep/.vtcheck.yaml",
                      "Inherit: true\nChecks: vt-double-await\nHeaderFilterRegex: b\nValueTasks: [{Type: t, Consuming: [g]}]\n", -1));
    ConfigStore *store = config_store_new(&known, NULL);
    const Config *top = config_of(store, "p/x.c"), *own = config_of(store, "p/own/x.c"), *deep = config_of(store, "p/more/deep/er/x.c");
    assert_string_equal(top->checks.text, "-*,vt-unawaited");
    assert_ptr_equal(top, config_of(store, "p/more/x.c"));
    assert_null(own->checks.text); /* the nearest alone */
    assert_string_equal(own->warnings_as_errors.text, "*");
    assert_string_equal(deep->checks.text, "-*,vt-unawaited,vt-double-await");
    assert_string_equal(deep->header_filter.text, "b");
    assert_int_equal(deep->apis->len, 2);
    assert_true(base_api_lists(((const ConfigApi *)deep->apis->pdata[0])->api->consuming, "g"));
    assert_false(base_api_lists(((const ConfigApi *)deep->apis->pdata[0])->api->consuming, "f"));
    assert_string_equal(((const ConfigApi *)deep->apis->pdata[1])->api->type, "u");
    config_store_free(store);
}

static void test_unreadable(void **state)
{
    (void)state;
    char *link = g_build_filename(folder, CONFIG_FILE_NAME, NULL), *error = NULL;
    ConfigStore *store = config_store_new(&known, NULL);
    assert_int_equal(symlink("nowhere", link), 0);
    char *source = g_build_filename(folder, "a.c", NULL);
    assert_null(config_store_for_file(store, source, &error));
    assert_string_equal(error, ".vtcheck.yaml: error: no such configuration");
    g_clear_pointer(&error, g_free);
    assert_null(config_store_load(store, folder, &error));
    assert_non_null(strstr(error, "error: this is a folder, not a configuration"));
    g_free(error);
    g_free(source);
    g_free(link);
    config_store_free(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_mistakes), TEST(test_hostile), TEST(test_values), TEST(test_empty), TEST(test_lookup), TEST(test_unreadable)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
