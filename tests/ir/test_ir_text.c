/* test_ir_text.c - the text form: what is printed parses to itself, and errors are told at their place. */
#include "ir_fixture.h"

#include <string.h>

#include "ir/text_words.h"

static void check_round_trip(const char *text, const char *expected)
{
    IrModule *module = ir_fixture_parse(text);
    char *once = ir_fixture_print(module);
    if (expected != NULL)
        assert_string_equal(once, expected);
    IrModule *again = ir_fixture_parse(once);
    char *twice = ir_fixture_print(again);
    assert_string_equal(once, twice);
    g_free(once);
    g_free(twice);
    ir_module_free(module);
    ir_module_free(again);
}

static void every_field_is_kept(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    check_round_trip(text, text);
    g_free(text);
}

/* The exactness above is worth something only if the file holds every word there is. */
static void the_fixture_has_every_word(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    IrModule *module = ir_fixture_parse(text);
    bool seen[IR_OP_COUNT] = {false};
    for (uint32_t f = 0; f < module->function_count; f++) {
        for (uint32_t b = 0; b < module->functions[f].block_count; b++) {
            for (uint32_t i = 0; i < module->functions[f].blocks[b].inst_count; i++)
                seen[module->functions[f].blocks[b].insts[i].op] = true;
        }
    }
    for (int op = 0; op < IR_OP_COUNT; op++) {
        if (!seen[op])
            fail_msg("no %s", ir_op_name((IrOp)op));
    }
    const IrFlagWord *tables[] = {ir_record_flags, ir_field_flags, ir_global_flags, ir_function_flags, ir_param_flags,
                                  ir_local_flags,  ir_load_flags,  ir_store_flags,  ir_call_flags,     ir_member_flags};
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
        for (const IrFlagWord *flag = tables[t]; flag->word != NULL; flag++) {
            if (strstr(text, flag->word) == NULL)
                fail_msg("no %s", flag->word);
        }
    }
    ir_module_free(module);
    g_free(text);
}

static void hand_written_text_is_read(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("await.ir", &length);
    check_round_trip(text, NULL);
    IrModule *module = ir_fixture_parse(text);
    assert_int_equal(module->function_count, 3);
    assert_int_equal(module->functions[0].params[0].effect, IR_EFFECT_CONSUMES);
    assert_true(module->functions[0].is_api && module->functions[0].has_prototype);
    const IrFunction *twice = &module->functions[2];
    assert_int_equal(twice->span.column, 5);
    assert_int_equal(twice->blocks[0].insts[1].span.end_column, 20);
    assert_int_equal(twice->blocks[0].insts[0].span.file, IR_NONE);
    ir_module_free(module);
    g_free(text);
}

static void parsing_normalizes(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("loop.ir", &length);
    char *expected = ir_fixture_read("loop.expected", &length);
    IrModule *module = ir_parse(text, strlen(text), "loop.ir", NULL);
    assert_non_null(module);
    char *printed = ir_fixture_print(module);
    assert_string_equal(printed, expected);
    g_free(printed);
    g_free(expected);
    g_free(text);
    ir_module_free(module);
}

static void one_function_is_printed(void **state)
{
    (void)state;
    IrModule *module = ir_fixture_parse("function \"f\" void ()\nfunction \"g\" void () {\n  call void f()\n  return\n}\n");
    GString *text = g_string_new(NULL);
    ir_print_function(module, &module->functions[1], text);
    assert_string_equal(text->str, "function external \"g\" void () {\nb0:\n  call void f()\n  return\n}\n");
    g_string_free(text, TRUE);
    ir_module_free(module);
}

#define BODY(lines) "function \"f\" i32 (i32 n) {\n" lines "}\n"

static void errors_have_places(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } CASES[] = {
        {"nonsense", "1:1: expected a declaration: file, unknown, record, field, global or function"},
        {"module 3", "1:8: expected a string"},
        {"module \"a", "1:8: a string does not end"},
        {"module \"a\\q\"", "1:10: a string holds an escape that does not exist"},
        {"module \"a\\x00\"", "1:10: a string holds an escape that does not exist"},
        {"file \"a\"\nfile \"a\"", "2:6: this file is there twice"},
        {"file 1 \"a\"", "1:6: the index of this entry is 0"},
        {"unknown \"a\" 1\nunknown \"a\" 1", "2:13: this unknown is there twice"},
        {"record enum \"a\"", "1:8: expected 'struct' or 'union'"},
        {"field of r \"a\" i32", "1:10: there is no record 'r' up to here"},
        {"record struct r\nrecord struct r\nfield of r \"a\" i32", "3:10: 'r' names more than one record: add #INDEX"},
        {"global \"g\" i65", "1:12: expected a type"},
        {"global \"g\" task", "1:16: expected '('"},
        {"global \"g\" i32 @0:0:1", "1:19: lines count from 1"},
        {"global \"g\" i32 @9:1:1", "1:1: file 9 does not exist (there are 0)"},
        {"global \"g\" i32 { = 99999999999999999999 }", "1:20: the number is too large"},
        {"global \"g\" i32 { = 9223372036854775808 }", "1:20: the number is too large"},
        {"global \"g\" i32 { = global h }", "1:27: there is no global 'h'"},
        {"global \"g\" array { [0] = text 5 }", "1:31: expected a string"},
        {"global \"g\" array { = text \"a\" }", "1:1: an initializer is a text of no array"},
        {"function \"f\" void (i32 i32 i32)", "1:28: expected ','"},
        {"function \"f\" void () \x01", "1:22: this character has no meaning here"},
        {BODY("  jump b7\n"), "2:8: there is no block b7"},
        {BODY("  return i32 %7\n"), "2:14: register %7 is never assigned"},
        {BODY("  %0 = const i32 1\n  %0 = const i32 1\n  return\n"), "3:3: %0 is assigned twice"},
        {BODY("b1:\n  return\nb1:\n  return\n"), "4:1: block b1 is there twice"},
        {BODY("  %0 = escape %0\n"), "2:3: escape makes no register here"},
        {BODY("  const i32 1\n"), "2:3: the result of const is assigned to no register"},
        {BODY("  frobnicate\n"), "2:3: expected an instruction"},
        {BODY("  %0 = local m\n"), "2:14: there is no local 'm' up to here"},
        {BODY("  %0 = function m\n  return\n"), "2:17: there is no function 'm'"},
        {BODY("  return i32\n"), "2:13: expected a register"},
        {BODY("  return return\n"), "2:10: expected a type"},
        {BODY("  %0 = const i32 1"), "2:19: expected the end of the line"},
        {"function \"f\" void () {\n", "2:1: expected '}'"},
        {BODY("  local 5 i32 x\n"), "2:9: the index of this local is 1"},
        {BODY("  %0 = const u8 300\n  return\n"),
         "2:3: function f, block b0, instruction 0: 300 does not fit the type of the constant"},
        {BODY("b0:\n  jump b1\nb1:\n  jump b0\n"), "5:3: function f, block b1, instruction 0: jumps to the entry block"},
        {BODY("  %4294967296 = const i32 1\n"), "2:3: the number is too large"},
        {BODY("  jump b4000000000\n"), "2:8: the number is too large"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
        ir_fixture_expect_error(CASES[i].text, CASES[i].error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_kept),       cmocka_unit_test(the_fixture_has_every_word),
        cmocka_unit_test(hand_written_text_is_read), cmocka_unit_test(parsing_normalizes),
        cmocka_unit_test(one_function_is_printed),   cmocka_unit_test(errors_have_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
