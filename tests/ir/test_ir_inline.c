/* test_ir_inline.c - bodies in place of calls: what stands there afterwards, and that it is well formed. */
#include "ir_fixture.h"

#include "ir/inline.h"
#include "ir/text.h"
#include "ir/verify.h"

static const char PROLOGUE[] =
    "record struct task \"task\"\n"
    "record struct \"struct ring\"\n"
    "field of \"struct ring\" \"head\" u32\n"
    "field of \"struct ring\" \"tail\" u32\n"
    "function \"next\" u32 (u32 n) {\n"
    "  %0 = local n\n  %1 = load u32 %0\n  %2 = const u32 1\n  %3 = binary add u32 %1, %2\n  return u32 %3\n}\n"
    "function \"clamp\" i32 (i32 n) {\n"
    "  b0:\n  %0 = local n\n  %1 = load i32 %0\n  %2 = const i32 9\n  %3 = binary gt i32 %1, %2\n  branch %3, b1, b2\n"
    "  b1:\n  return i32 %2\n"
    "  b2:\n  return i32 %1\n}\n"
    "function \"halve\" i32 (i32 n) {\n"
    "  %0 = local n\n  %1 = load i32 %0\n  %2 = const i32 2\n  %3 = binary div i32 %1, %2\n  store i32 %0, %3\n  %4 = load i32 %0\n  return i32 %4\n}\n"
    "function \"empty\" i32 (aggregate(\"struct ring\") r) {\n"
    "  %0 = local r\n  %1 = field %0, head\n  %2 = load u32 %1\n  %3 = field %0, tail\n  %4 = load u32 %3\n  %5 = binary eq u32 %2, %4\n  return i32 %5\n}\n"
    "function \"made\" aggregate(\"struct ring\") () {\n"
    "  local aggregate(\"struct ring\") r\n"
    "  begin r\n  %0 = local r\n  zero aggregate(\"struct ring\") %0\n  return aggregate(\"struct ring\") %0\n}\n"
    "function \"same\" task(task) (task(task) t) {\n"
    "  %0 = local t\n  %1 = load task(task) %0\n  return task(task) %1\n}\n";

/* All functions of the module that are defined. */
static const IrFunction *any_defined(const IrInst *call, void *context)
{
    const IrModule *module = context;
    const IrFunction *function = call->as.call.function == IR_NONE ? NULL : &module->functions[call->as.call.function];
    return function == NULL || !function->is_defined ? NULL : function;
}

/* The last function of a module, `user`, with all calls replaced; verified. */
static char *inlined(const char *user, uint32_t most)
{
    char *text = g_strconcat(PROLOGUE, user, NULL);
    IrModule *module = ir_fixture_parse(text);
    const uint32_t last = module->function_count - 1;
    const IrFunction *made = ir_inline_calls(&module->functions[last], any_defined, module, most, module->arena);
    GString *out = g_string_new(NULL);
    ir_print_function(module, made, out);
    module->functions[last] = *made;
    char *wrong = ir_verify(module);
    if (wrong != NULL)
        fail_msg("%s\n%s", wrong, out->str);
    ir_module_free(module);
    g_free(text);
    return g_string_free(out, FALSE);
}

static void becomes(const char *user, const char *expected)
{
    char *made = inlined(user, 1000);
    assert_string_equal(made, expected);
    g_free(made);
}

/* A parameter that is only read is the argument itself: what stands there is what the caller would have written. */
static void looks_as_if_written_out(void **state)
{
    (void)state;
    becomes("function \"user\" u32 (u32 k) {\n  %0 = local k\n  %1 = load u32 %0\n  %2 = call u32 next(u32 %1)\n  %3 = call u32 next(u32 %2)\n  return u32 %3\n}\n",
            "function external \"user\" u32 (u32 k) {\n"
            "b0:\n  %0 = local k\n  %1 = load u32 %0\n  %2 = const u32 1\n  %3 = binary add u32 %1, %2\n  %4 = const u32 1\n  %5 = binary add u32 %3, %4\n  return u32 %5\n}\n");
    becomes("function \"user\" task(task) (task(task) k) {\n  %0 = local k\n  %1 = load task(task) %0\n  %2 = call task(task) same(task(task) %1)\n  return task(task) %2\n}\n",
            "function external \"user\" task(task) (task(task) k) {\nb0:\n  %0 = local k\n  %1 = load task(task) %0\n  return task(task) %1\n}\n");
}

static void keeps_what_is_stored_to(void **state)
{
    (void)state;
    becomes("function \"user\" i32 (i32 k) {\n  %0 = local k\n  %1 = load i32 %0\n  %2 = call i32 halve(i32 %1)\n  return i32 %2\n}\n",
            "function external \"user\" i32 (i32 k) {\n  local i32\n"
            "b0:\n  %0 = local k\n  %1 = load i32 %0\n  begin #1\n  %2 = local #1\n  store i32 %2, %1\n"
            "  %3 = local #1\n  %4 = load i32 %3\n  %5 = const i32 2\n  %6 = binary div i32 %4, %5\n  store i32 %3, %6\n  %7 = load i32 %3\n  end #1\n  return i32 %7\n}\n");
}

/* Of several returns the result goes through a local; branches are not told. */
static void joins_several_returns(void **state)
{
    (void)state;
    becomes("function \"user\" i32 (i32 k) {\n  %0 = local k\n  %1 = load i32 %0\n  %2 = call i32 clamp(i32 %1)\n  return i32 %2\n}\n",
            "function external \"user\" i32 (i32 k) {\n  local i32\n"
            "b0:\n  %0 = local k\n  %1 = load i32 %0\n  begin #1\n  jump b1\n"
            "b1:\n  %2 = const i32 9\n  %3 = binary gt i32 %1, %2\n  branch %3, b2, b3 hidden\n"
            "b2:\n  %4 = local #1\n  store i32 %4, %2\n  jump b4\n"
            "b3:\n  %5 = local #1\n  store i32 %5, %1\n  jump b4\n"
            "b4:\n  %6 = local #1\n  %7 = load i32 %6\n  end #1\n  return i32 %7\n}\n");
}

static void copies_structs(void **state)
{
    (void)state;
    becomes("function \"user\" i32 () {\n  local aggregate(\"struct ring\") mine\n  begin mine\n  %0 = local mine\n  call aggregate(\"struct ring\") made() into %0\n"
            "  %1 = call i32 empty(aggregate(\"struct ring\") %0)\n  return i32 %1\n}\n",
            "function external \"user\" i32 () {\n  local aggregate(\"struct ring\") mine\n  local aggregate(\"struct ring\")\n  local aggregate(\"struct ring\")\n"
            "b0:\n  begin mine\n  %0 = local mine\n  begin #1\n  %1 = local #1\n  zero aggregate(\"struct ring\") %1\n  copy aggregate(\"struct ring\") %0, %1\n  end #1\n"
            "  begin #2\n  %2 = local #2\n  copy aggregate(\"struct ring\") %2, %0\n  %3 = local #2\n  %4 = field %3, head\n  %5 = load u32 %4\n  %6 = field %3, tail\n  %7 = load u32 %6\n"
            "  %8 = binary eq u32 %5, %7\n  end #2\n  return i32 %8\n}\n");
}

/* In a loop, in a condition, with a result that nobody takes. */
static void stands_anywhere(void **state)
{
    (void)state;
    char *made = inlined("function \"user\" void (i32 k) {\n  b0:\n  jump b1\n  b1:\n  %0 = local k\n  %1 = load i32 %0\n  %2 = call i32 clamp(i32 %1)\n  branch %2, b2, b3 loop\n"
                         "  b2:\n  %3 = call i32 halve(i32 %2) unused\n  %4 = call i32 clamp(i32 %3)\n  store i32 %0, %4\n  jump b1\n  b3:\n  return\n}\n", 1000);
    assert_null(strstr(made, "call"));
    assert_non_null(strstr(made, " loop"));
    g_free(made);
}

static void stops_at_the_bound(void **state)
{
    (void)state;
    char *made = inlined("function \"user\" u32 (u32 k) {\n  %0 = local k\n  %1 = load u32 %0\n  %2 = call u32 next(u32 %1)\n  %3 = call u32 next(u32 %2)\n  return u32 %3\n}\n", 5);
    const char *first = strstr(made, "call");
    assert_non_null(first);
    assert_null(strstr(first + 1, "call"));
    g_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_as_if_written_out), cmocka_unit_test(keeps_what_is_stored_to), cmocka_unit_test(joins_several_returns),
        cmocka_unit_test(copies_structs),          cmocka_unit_test(stands_anywhere),         cmocka_unit_test(stops_at_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
