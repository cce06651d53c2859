/* test_ir_describe.c - the source text of what a register holds. Each case names the register to describe as %99. */
#include "ir_fixture.h"

static const char PROLOGUE[] =
    "record struct task \"task\"\n"
    "record struct \"struct pair\"\n"
    "field of \"struct pair\" \"first\" task(task)\n"
    "field of \"struct pair\" \"pair\" aggregate(\"struct pair\")\n"
    "global \"kept\" task(task)\n"
    "function \"get_user\" task(task) ()\n"
    "function \"get_pair\" aggregate(\"struct pair\") ()\n"
    "function \"f\" void (task(task) t, ptr p, ptr slot) {\n"
    "  local array ts\n"
    "  local aggregate(\"struct pair\") pair\n"
    "  local i64 i\n"
    "  local task(task)\n"          /* #6 */
    "  local aggregate(\"struct pair\")\n" /* #7 */
    "  local task(task)\n"          /* #8: stored twice */;

static void describes(const char *lines, const char *expected)
{
    char *text = g_strconcat(PROLOGUE, lines, "  escape %99\n  return\n}\n", NULL);
    IrModule *module = ir_fixture_parse(text);
    const IrFunction *function = &module->functions[2];
    const IrBlock *block = &function->blocks[0];
    IrReg reg = block->insts[block->inst_count - 2].as.escape.value;
    assert_string_equal(ir_describe(module, function, reg, module->arena), expected);
    ir_module_free(module);
    g_free(text);
}

#define LOAD_99 "  %99 = load task(task) %1\n"

static void names_what_a_reader_wrote(void **state)
{
    (void)state;
    describes("  %99 = local t\n", "t");
    describes("  %1 = local t\n" LOAD_99, "t");
    describes("  %1 = global kept\n" LOAD_99, "kept");
    describes("  %0 = local ts\n  %2 = const i32 2\n  %1 = index %0, %2\n" LOAD_99, "ts[2]");
    describes("  %0 = local ts\n  %2 = local i\n  %3 = load i64 %2\n  %1 = index %0, %3\n" LOAD_99, "ts[i]");
    describes("  %0 = local ts\n  %1 = index %0, ?\n" LOAD_99, "ts[...]");
    describes("  %0 = local pair\n  %1 = field %0, first\n" LOAD_99, "pair.first");
    describes("  %0 = local pair\n  %2 = field %0, pair\n  %1 = field %2, first\n" LOAD_99, "pair.pair.first");
    describes("  %0 = local p\n  %2 = load ptr %0\n  %1 = field %2, first\n" LOAD_99, "p->first");
    describes("  %0 = local slot\n  %1 = load ptr %0\n" LOAD_99, "*slot");
    describes("  %0 = local slot\n  %2 = load ptr %0\n  %3 = load ptr %2\n  %1 = field %3, first\n" LOAD_99,
              "(*slot)->first");
    describes("  %99 = call task(task) get_user()\n", "get_user()");
    describes("  %0 = local p\n  %1 = load ptr %0\n  %99 = call task(task) %1()\n", "p()");
    describes("  %0 = local i\n  %1 = load i64 %0\n  %99 = cast i64 %1 -> i32\n", "i");
    describes("  %0 = call task(task) get_user()\n  %1 = local #6\n  store task(task) %1, %0\n" LOAD_99, "get_user()");
    describes("  %0 = local #7\n  call aggregate(\"struct pair\") get_pair() into %0\n  %1 = field %0, first\n" LOAD_99,
              "get_pair().first");
    describes("  %0 = call task(task) get_user()\n  %1 = local #8\n  store task(task) %1, %0\n"
              "  store task(task) %1, %0\n" LOAD_99, "get_user()");
    describes("  %2 = local t\n  %3 = load task(task) %2\n  %4 = global kept\n  %5 = load task(task) %4\n  %1 = local #6\n"
              "  store task(task) %1, %3\n  store task(task) %1, %5\n" LOAD_99, "t or kept");
    describes("  %99 = unknown task(task)\n", "the task");
}

/* A temporary that is stored into itself, and operands that are shared again and again, come to an end. */
static void ends_on_cycles(void **state)
{
    (void)state;
    describes("  %1 = local #6\n  %0 = load task(task) %1\n  store task(task) %1, %0\n" LOAD_99, "the task");
    GString *lines = g_string_new("  %0 = local ts\n");
    for (int i = 0; i < 60; i++) {
        int base = i * 3;
        g_string_append_printf(lines, "  %%%d = load i64 %%%d\n  %%%d = index %%%d, %%%d\n", 100 + base,
                               i == 0 ? 0 : 99 + base, 102 + base, i == 0 ? 0 : 99 + base, 100 + base);
    }
    g_string_append(lines, "  %99 = load i64 %279\n");
    describes(lines->str, "the task");
    g_string_free(lines, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_a_reader_wrote),
        cmocka_unit_test(ends_on_cycles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
