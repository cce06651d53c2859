/* test_link_components.c - modules are told apart exactly where joining them says nothing new of any of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "ir/text.h"
#include "link/components.h"

enum { MOST = 8 };

#define HEAD "file main \"/w/x.c\"\nrecord 0 struct task \"vt_int\"\nrecord 1 struct \"struct box\"\n"

/* The components of modules given as text behind HEAD, as a string of digits: "0010". */
static char *components_of(const char *const *texts)
{
    IrModule *modules[MOST] = {NULL};
    uint32_t count = 0, components;
    for (; texts[count] != NULL; count++) {
        char *text = g_strconcat(HEAD, texts[count], NULL), *error = NULL;
        modules[count] = ir_parse(text, strlen(text), "x", &error);
        if (modules[count] == NULL)
            fail_msg("%s\n%s", error, text);
        g_free(text);
    }
    uint32_t *component_of = link_components((const IrModule *const *)modules, count, &components);
    GString *digits = g_string_new(NULL);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(component_of[i] < components);
        g_string_append_c(digits, (char)('0' + component_of[i]));
        ir_module_free(modules[i]);
    }
    g_free(component_of);
    return g_string_free(digits, FALSE);
}

static void check(const char *const *texts, const char *expected)
{
    char *found = components_of(texts);
    assert_string_equal(found, expected);
    g_free(found);
}

#define CHECK(expected, ...) check((const char *const[]){__VA_ARGS__, NULL}, expected)

#define DEFINES(name) "function external \"" name "\" void () {\n  return\n}\n"
#define USES(name) "function external \"" name "\" void ()\n"

static void test_use_and_definition(void **state)
{
    (void)state;
    CHECK("00", DEFINES("f"), USES("f"));
    CHECK("0120", DEFINES("f"), DEFINES("g"), USES("h"), USES("f"));
    CHECK("000", DEFINES("f"), USES("f") DEFINES("g"), USES("g"));
    CHECK("01", USES("puts"), USES("puts")); /* nobody defines it */
}

static void test_two_programs(void **state)
{
    (void)state;
    CHECK("01", DEFINES("main") DEFINES("helper"), DEFINES("main") DEFINES("helper"));
    CHECK("000", DEFINES("helper"), DEFINES("helper"), USES("helper")); /* which one is meant? */
}

static void test_merged_and_internal(void **state)
{
    (void)state;
    CHECK("00", "function merged \"f\" void () {\n  return\n}\n", "function merged \"f\" void () {\n  return\n}\n");
    CHECK("01", "function internal \"f\" symbol \"/w/h.h:f\" void () {\n  return\n}\n", "function internal \"f\" symbol \"/w/h.h:f\" void () {\n  return\n}\n");
    CHECK("00", "function internal \"f\" symbol \"/w/h.h:f\" task(\"vt_int\") () {\n  %0 = unknown task(\"vt_int\")\n  return task(\"vt_int\") %0\n}\n",
          "function internal table_target \"f\" symbol \"/w/h.h:f\" task(\"vt_int\") () {\n  %0 = unknown task(\"vt_int\")\n  return task(\"vt_int\") %0\n}\n");
}

/* Whether it is at fault, all of its callers say. */
static void test_header_function_with_task(void **state)
{
    (void)state;
    CHECK("00", "function internal \"f\" symbol \"/w/h.h:f\" void (task(\"vt_int\") t) {\n  local task(\"vt_int\") t\n  return\n}\n",
          "function internal \"f\" symbol \"/w/h.h:f\" void (task(\"vt_int\") t) {\n  local task(\"vt_int\") t\n  return\n}\n");
    CHECK("01", "function internal api \"f\" symbol \"/w/h.h:f\" void (task(\"vt_int\") t) {\n  local task(\"vt_int\") t\n  return\n}\n",
          "function internal api \"f\" symbol \"/w/h.h:f\" void (task(\"vt_int\") t) {\n  local task(\"vt_int\") t\n  return\n}\n");
}

static void test_declarations_differ(void **state)
{
    (void)state;
    CHECK("00", "function external \"eat\" void (task(\"vt_int\") consumes t)\n", "function external \"eat\" void (task(\"vt_int\") t)\n");
    CHECK("01", "function external \"eat\" void (task(\"vt_int\") consumes t)\n", "function external \"eat\" void (task(\"vt_int\") consumes t)\n");
    CHECK("00", "function external sync \"get\" task(\"vt_int\") ()\n", "function external \"get\" task(\"vt_int\") ()\n");
}

static void test_globals(void **state)
{
    (void)state;
    CHECK("00", "global 0 external defined zero_filled \"g\" i32\n", "global 0 external \"g\" i32\n");
    CHECK("01", "global 0 external \"g\" i32\n", "global 0 external \"g\" i32\n");
    CHECK("00", "global 0 external holds_task \"g\" task(\"vt_int\")\n", "global 0 external holds_task \"g\" task(\"vt_int\")\n");
}

static void test_homes_of_tasks(void **state)
{
    (void)state;
    CHECK("00", "field 0 of \"struct box\" holds_task \"kept\" task(\"vt_int\")\n", "field 0 of \"struct box\" holds_task \"kept\" task(\"vt_int\")\n");
    CHECK("01", "field 0 of \"struct box\" \"size\" i32\n", "field 0 of \"struct box\" \"size\" i32\n");
}

static void test_none(void **state)
{
    (void)state;
    uint32_t components = 1;
    g_free(link_components(NULL, 0, &components));
    assert_int_equal(components, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_use_and_definition), cmocka_unit_test(test_two_programs),  cmocka_unit_test(test_merged_and_internal),
                                       cmocka_unit_test(test_header_function_with_task),
                                       cmocka_unit_test(test_declarations_differ), cmocka_unit_test(test_globals),      cmocka_unit_test(test_homes_of_tasks),
                                       cmocka_unit_test(test_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
