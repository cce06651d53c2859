/* test_ir_verify.c - each class of violation is found. Most are written as text, which the parser hands to the
 * verifier; what cannot be written is broken by hand. */
#include "ir_fixture.h"

#include <string.h>

static const char HEAD[] = "record struct task \"task\"\n"                               /* 1 */
                           "record struct task \"other_task\"\n"                         /* 2 */
                           "function \"g\" array ()\n"                               /* 3 */
                           "function \"f\" i32 (i32 n, ptr p, task(task) t, i64 w) {\n"; /* 4 */

static const char LOADS[] = "b0:\n"                       /* 5 */
                            "  %0 = local n\n"            /* 6 */
                            "  %1 = load i32 %0\n"        /* 7 */
                            "  %2 = local t\n"            /* 8 */
                            "  %3 = load task(task) %2\n" /* 9 */
                            "  %4 = local w\n"            /* 10 */
                            "  %5 = load i64 %4\n";       /* 11 */

static void expect(const char *lines, const char *place, const char *where, const char *what)
{
    char *text = g_strconcat(HEAD, LOADS, lines, "}\n", NULL);
    char *error = g_strconcat(place, ": function f", where, ": ", what, NULL);
    ir_fixture_expect_error(text, error);
    g_free(error);
    g_free(text);
}

static void operands_have_the_types_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *line, *what;
    } CASES[] = {
        {"%9 = load i32 %1", "address of load is of the wrong type: integer"},
        {"%9 = load array %0", "type of load is of the wrong type: aggregate"},
        {"store i64 %0, %1", "value of store, %1, has not the type said"},
        {"store task(other_task) %2, %3", "value of store, %3, has not the type said"},
        {"store i32 %1, %1", "address of store is of the wrong type: integer"},
        {"copy i32 %0, %0", "type of copy is of the wrong type: integer"},
        {"copy array %0, %1", "source of copy is of the wrong type: integer"},
        {"zero void %0", "type of zero is of the wrong type: void"},
        {"zero i32 %1", "destination of zero is of the wrong type: integer"},
        {"%9 = field %1, #0", "base of field is of the wrong type: integer"},
        {"%9 = field %0, #0", "field 0 does not exist (there are 0)"},
        {"%9 = index %0, %3", "index of index is of the wrong type: task"},
        {"%9 = index %0, ? scale 0", "index has a scale below 1"},
        {"%9 = local #99", "local 99 does not exist (there are 4)"},
        {"begin #99", "local 99 does not exist (there are 4)"},
        {"%9 = global #0", "global 0 does not exist (there are 0)"},
        {"%9 = function #7", "function 7 does not exist (there are 2)"},
        {"call void #7()", "function 7 does not exist (there are 2)"},
        {"call void %1()", "pointer of call is of the wrong type: integer"},
        {"call void g(i64 %1)", "argument of call, %1, has not the type said"},
        {"call void g(array %1)", "argument of call is of the wrong type: integer"},
        {"call array g()", "a call that returns an aggregate does not say into which object"},
        {"call void g() into %0", "a call has an object to return into but returns no aggregate"},
        {"%9 = binary add i32 %1, %5", "right operand of binary, %5, has not the type said"},
        {"%9 = binary add i32 %1, %1 -> i64", "result of binary has not the type of its operands"},
        {"%9 = binary eq task(task) %3, %3", "left operand of binary is of the wrong type: task"},
        {"%9 = binary shl i32 %1, %0", "right operand of binary is of the wrong type: pointer"},
        {"%9 = unary neg i32 %1 -> i64", "result of unary has not the type of its operand"},
        {"%9 = cast i64 %1 -> i8", "operand of cast, %1, has not the type said"},
        {"member of %2, \"x\"", "task of member is of the wrong type: pointer"},
        {"member at %3, \"x\"", "task address of member is of the wrong type: task"},
        {"%9 = const task(task) 1", "only 0 is a constant of this type"},
        {"%9 = const i8 128", "128 does not fit the type of the constant"},
        {"%9 = const task(#5) 0", "record 5 does not exist (there are 2)"},
        {"%9 = unknown array", "type of unknown is of the wrong type: aggregate"},
        {"begin n @3:1:1", "file 3 does not exist (there are 0)"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        char *lines = g_strconcat("  ", CASES[i].line, "\n  return\n", NULL);
        expect(lines, "12:3", ", block b0, instruction 6", CASES[i].what);
        g_free(lines);
    }
    expect("  return i64 %5\n", "12:3", ", block b0, instruction 6", "returns not the type of the function");
    expect("  branch %3, b1, b1\nb1:\n  return\n", "12:3", ", block b0, instruction 6",
           "condition of branch is of the wrong type: task");
    expect("  switch i32 %1, b1 [5..4: b1]\nb1:\n  return\n", "12:3", ", block b0, instruction 6",
           "case 0 holds no value");
}

static void blocks_have_one_terminator(void **state)
{
    (void)state;
    expect("  %9 = const i32 1\n", "12:3", ", block b0, instruction 6", "the block does not end with a terminator");
    expect("  return\n  return\n", "12:3", ", block b0, instruction 6", "a terminator inside a block");
    expect("  jump b1\nb1:\n", "4:10", ", block b1", "the block is empty");
    expect("  jump b1\nb1:\n  jump b0\n", "14:3", ", block b1, instruction 0", "jumps to the entry block");
    ir_fixture_expect_error("function \"f\" void () {\n}\n", "1:10: function f: a defined function has no blocks");
}

static void definitions_dominate_uses(void **state)
{
    (void)state;
    expect("  %7 = cast i32 %6 -> i32\n  %6 = const i32 1\n  return\n", "12:3", ", block b0, instruction 6",
           "%6 is used before it is assigned");
    expect("  branch %1, b1, b2\nb1:\n  %6 = const i32 1\n  jump b2\nb2:\n  return i32 %6\n", "17:3",
           ", block b2, instruction 0", "%6 does not reach here on every path: it is assigned in b1");
    expect("  return i32 %6\nb1:\n  %6 = const i32 1\n  return\n", "12:3", ", block b0, instruction 6",
           "%6 does not reach here on every path: it is assigned in b1");
    /* In a loop's body what comes before the loop may be used, and the loop's own later registers may not. */
    expect("  jump b1\nb1:\n  %6 = cast i32 %1 -> i32\n  branch %6, b2, b3 loop\nb2:\n  %7 = const i32 1\n  jump b1\n"
           "b3:\n  return i32 %7\n",
           "20:3", ", block b3, instruction 0", "%7 does not reach here on every path: it is assigned in b2");
}

static IrModule *valid(void)
{
    char *text = g_strconcat(HEAD, LOADS, "  branch %1, b1, b2\nb1:\n  return\nb2:\n  return i32 %1\n}\n", NULL);
    IrModule *module = ir_fixture_parse(text);
    assert_null(ir_verify(module));
    g_free(text);
    return module;
}

static void expect_broken(IrModule *module, const char *error)
{
    char *violation = ir_verify(module);
    assert_non_null(violation);
    assert_string_equal(violation, error);
    g_free(violation);
    ir_module_free(module);
}

static void what_text_cannot_say(void **state)
{
    (void)state;
    IrModule *m = valid();
    m->functions[1].blocks[0].insts[6].as.branch.if_true = 9;
    expect_broken(m, "function f, block b0, instruction 6: block 9 does not exist (there are 3)");
    m = valid();
    m->functions[1].blocks[0].insts[1].as.load.address = 99;
    expect_broken(m, "function f, block b0, instruction 1: register 99 does not exist (there are 6)");
    m = valid();
    m->functions[1].blocks[0].insts[1].result = 0;
    expect_broken(m, "function f, block b0, instruction 1: %0 is assigned twice");
    m = valid();
    m->functions[1].register_types[1] = IR_POINTER;
    expect_broken(m, "function f, block b0, instruction 1: %1 has not the type of what it is assigned");
    m = valid();
    m->functions[1].register_types = BASE_NEW_ARRAY(m->arena, IrType, 7);
    m->functions[1].register_count = 7;
    for (int i = 0; i < 7; i++)
        m->functions[1].register_types[i] = (IrType[]){IR_POINTER, IR_I32, IR_POINTER, IR_TASK(0), IR_POINTER,
                                                       IR_INT(64, true), IR_I32}[i];
    expect_broken(m, "function f: %6 is never assigned");
    m = valid();
    m->functions[1].local_count = 2;
    expect_broken(m, "function f: 4 parameters have only 2 locals");
    m = valid();
    m->functions[1].locals[0].type = IR_POINTER;
    expect_broken(m, "function f: local 0 has not the type of its parameter");
    m = valid();
    m->functions[1].blocks[0].insts[0].op = IR_OP_COUNT;
    expect_broken(m, "function f, block b0, instruction 0: opcode 26 does not exist");
    m = valid();
    m->functions[1].is_defined = false;
    expect_broken(m, "function f: a function that is not defined has a body");
    m = valid();
    m->functions[0].name = NULL;
    expect_broken(m, "a function has no name");
    m = valid();
    m->functions[1].return_type.kind = 17;
    expect_broken(m, "function f: type kind 17 does not exist");
    m = valid();
    m->functions[1].linkage = (IrLinkage)7;
    expect_broken(m, "function f: linkage 7 does not exist");
}

/* Two blocks, one dominance question, asked the slow way: is `a` passed on every path from the entry to `b`? */
static bool passes(const IrFunction *f, uint32_t a, uint32_t b)
{
    bool *seen = g_new0(bool, f->block_count);
    uint32_t *todo = g_new(uint32_t, f->block_count), count = 0;
    if (a != 0) {
        todo[count++] = 0;
        seen[0] = true;
    }
    while (count > 0) {
        const IrBlock *block = &f->blocks[todo[--count]];
        for (uint32_t k = 0; k < ir_successor_count(block); k++) {
            uint32_t next = ir_successor(block, k);
            if (next != a && !seen[next]) {
                seen[next] = true;
                todo[count++] = next;
            }
        }
    }
    bool is_passed = !seen[b];
    g_free(todo);
    g_free(seen);
    return is_passed;
}

/* A graph at random, a register assigned in one block and used in another: accepted exactly when dominated. */
static void dominance_agrees_with_its_definition(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(3);
    int accepted = 0, refused = 0;
    for (int round = 0; round < 3000; round++) {
        gint32 blocks = g_rand_int_range(random, 3, 12);
        gint32 a = g_rand_int_range(random, 0, blocks), b = g_rand_int_range(random, 0, blocks);
        if (a == b)
            continue;
        IrBuilder *builder = ir_builder_new("random");
        IrFunction function = {.name = "f", .symbol = "f", .return_type = IR_VOID, .span = IR_NOWHERE};
        ir_builder_begin_body(builder, ir_builder_add_function(builder, function));
        for (gint32 i = 1; i < blocks; i++)
            ir_builder_add_block(builder);
        ir_builder_set_block(builder, (uint32_t)a);
        IrReg reg = ir_build_const(builder, IR_I32, 1000, IR_NOWHERE);
        for (gint32 i = 0; i < blocks; i++) {
            ir_builder_set_block(builder, (uint32_t)i);
            if (i == b)
                ir_build_unary(builder, IR_NEG, IR_I32, reg, IR_I32, IR_NOWHERE);
            IrReg condition = ir_build_const(builder, IR_I32, 0, IR_NOWHERE);
            ir_build_branch(builder, condition, (uint32_t)g_rand_int_range(random, 1, blocks),
                            (uint32_t)g_rand_int_range(random, 1, blocks), IR_BRANCH_IF, IR_NOWHERE);
        }
        ir_builder_end_body(builder, IR_NOWHERE);
        IrModule *module = ir_builder_finish(builder);
        /* Find the two again: blocks were renumbered, and those not reached are gone. */
        const IrFunction *f = &module->functions[0];
        uint32_t def = IR_NONE, use = IR_NONE;
        for (uint32_t i = 0; i < f->block_count; i++) {
            for (uint32_t k = 0; k < f->blocks[i].inst_count; k++) {
                const IrInst *inst = &f->blocks[i].insts[k];
                if (inst->op == IR_OP_CONST && inst->as.constant == 1000)
                    def = i;
                if (inst->op == IR_OP_UNARY)
                    use = i;
            }
        }
        if (use != IR_NONE) {
            bool is_good = def != IR_NONE && passes(f, def, use);
            char *violation = ir_verify(module);
            assert_true((violation == NULL) == is_good);
            g_free(violation);
            is_good ? accepted++ : refused++;
        }
        ir_module_free(module);
    }
    assert_true(accepted > 100 && refused > 100);
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands_have_the_types_wanted), cmocka_unit_test(blocks_have_one_terminator),
        cmocka_unit_test(definitions_dominate_uses),      cmocka_unit_test(what_text_cannot_say),
        cmocka_unit_test(dominance_agrees_with_its_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
