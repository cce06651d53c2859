/* test_ir_builder.c - what the builder promises: order, removal, renumbering, ownership. */
#include "ir_fixture.h"

#include <string.h>

static IrBuilder *start_function(uint32_t *function)
{
    IrBuilder *builder = ir_builder_new("test.c");
    IrFunction f = {.name = "f", .symbol = "f", .return_type = IR_I32, .has_prototype = true, .span = IR_NOWHERE};
    f.param_count = 1;
    f.params = BASE_NEW_ARRAY(ir_builder_arena(builder), IrParam, 1);
    f.params[0] = (IrParam){.name = "n", .type = IR_I32, .span = IR_NOWHERE};
    *function = ir_builder_add_function(builder, f);
    ir_builder_begin_body(builder, *function);
    return builder;
}

/* Ends the body and compares; frees all. */
static void expect_body(IrBuilder *builder, const char *body)
{
    ir_builder_end_body(builder, IR_NOWHERE);
    IrModule *module = ir_builder_finish(builder);
    char *violation = ir_verify(module);
    if (violation != NULL)
        fail_msg("%s", violation);
    char *text = ir_fixture_print(module);
    char *expected = g_strconcat("module \"test.c\"\nfunction external \"f\" i32 (i32 n) {\n", body, "}\n", NULL);
    assert_string_equal(text, expected);
    g_free(expected);
    g_free(text);
    ir_module_free(module);
}

static void return_constant(IrBuilder *builder, int64_t value)
{
    IrReg reg = ir_build_const(builder, IR_I32, value, IR_NOWHERE);
    ir_build_return(builder, (IrOperand){reg, IR_I32}, IR_NOWHERE);
}

static void blocks_come_in_reverse_postorder(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    uint32_t end = ir_builder_add_block(builder), on_false = ir_builder_add_block(builder);
    uint32_t on_true = ir_builder_add_block(builder);
    IrReg address = ir_build_local(builder, 0, IR_NOWHERE);
    IrReg value = ir_build_load(builder, IR_I32, address, false, IR_NOWHERE);
    ir_build_branch(builder, value, on_true, on_false, IR_BRANCH_IF, IR_NOWHERE);
    ir_builder_set_block(builder, end);
    return_constant(builder, 1);
    ir_builder_set_block(builder, on_false);
    ir_build_jump(builder, end, IR_NOWHERE);
    ir_builder_set_block(builder, on_true);
    ir_build_jump(builder, end, IR_NOWHERE);
    expect_body(builder, "b0:\n  %0 = local n\n  %1 = load i32 %0\n  branch %1, b1, b2\n"
                         "b1:\n  jump b3\nb2:\n  jump b3\nb3:\n  %2 = const i32 1\n  return i32 %2\n");
}

static void code_after_return_is_dropped(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    uint32_t unused = ir_builder_add_block(builder);
    assert_false(ir_builder_is_closed(builder));
    return_constant(builder, 1);
    assert_true(ir_builder_is_closed(builder));
    return_constant(builder, 2);
    assert_int_not_equal(ir_builder_block(builder), 0);
    ir_builder_set_block(builder, unused);
    return_constant(builder, 3);
    expect_body(builder, "b0:\n  %0 = const i32 1\n  return i32 %0\n");
}

static void a_jump_to_the_entry_makes_a_fresh_one(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    ir_build_jump(builder, ir_builder_block(builder), IR_NOWHERE);
    expect_body(builder, "b0:\n  jump b1\nb1:\n  jump b1\n");
}

static void an_open_end_returns_nothing(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    uint32_t next = ir_builder_add_block(builder);
    ir_build_jump(builder, next, IR_NOWHERE);
    ir_builder_set_block(builder, next);
    expect_body(builder, "b0:\n  jump b1\nb1:\n  return\n");
}

static void filling_goes_back_and_forth(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    uint32_t entry = ir_builder_block(builder), next = ir_builder_add_block(builder);
    ir_builder_set_block(builder, next);
    IrReg late = ir_build_const(builder, IR_I32, 5, IR_NOWHERE);
    ir_builder_set_block(builder, entry);
    ir_build_const(builder, IR_I32, 4, IR_NOWHERE);
    ir_build_jump(builder, next, IR_NOWHERE);
    ir_builder_set_block(builder, next);
    ir_build_return(builder, (IrOperand){late, IR_I32}, IR_NOWHERE);
    expect_body(builder, "b0:\n  %0 = const i32 4\n  jump b1\nb1:\n  %1 = const i32 5\n  return i32 %1\n");
}

static void arrays_are_copied_and_values_made_canonical(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    uint32_t end = ir_builder_add_block(builder);
    IrReg value = ir_build_const(builder, IR_INT(8, false), -1, (IrSpan){0}); /* 255; no line: nowhere */
    IrCase cases[1] = {{1, 2, end}};
    IrInst inst = {.op = IR_OP_SWITCH, .span = IR_NOWHERE};
    inst.as.switch_.value = value;
    inst.as.switch_.value_type = (IrType){IR_TYPE_INT, 8, false, 77};
    inst.as.switch_.cases = cases;
    inst.as.switch_.case_count = 1;
    inst.as.switch_.otherwise = end;
    ir_builder_append(builder, inst);
    memset(cases, 0x5a, sizeof cases);
    ir_builder_set_block(builder, end);
    return_constant(builder, 0);
    expect_body(builder, "b0:\n  %0 = const u8 255\n  switch u8 %0, b1 [1..2: b1]\n"
                         "b1:\n  %1 = const i32 0\n  return i32 %1\n");
}

static void results_are_where_the_header_says(void **state)
{
    (void)state;
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    IrInst call = {.op = IR_OP_CALL, .type = IR_VOID, .span = IR_NOWHERE};
    call.as.call.function = function;
    call.as.call.pointer = call.as.call.into = IR_NONE;
    assert_int_equal(ir_builder_append(builder, call), IR_NONE);
    call.type = IR_I32;
    assert_int_equal(ir_builder_append(builder, call), 0);
    IrReg address = ir_build_local(builder, 0, IR_NOWHERE);
    assert_int_equal(address, 1);
    call.type = IR_AGGREGATE(IR_NONE);
    call.as.call.into = address;
    assert_int_equal(ir_builder_append(builder, call), IR_NONE);
    IrInst escape = {.op = IR_OP_ESCAPE, .type = IR_I32, .span = IR_NOWHERE};
    escape.as.escape.value = address;
    escape.type = IR_VOID;
    assert_int_equal(ir_builder_append(builder, escape), IR_NONE);
    ir_builder_end_body(builder, IR_NOWHERE);
    ir_module_free(ir_builder_finish(builder));
}

static void tables_know_their_entries(void **state)
{
    (void)state;
    IrBuilder *builder = ir_builder_new("test.c");
    assert_int_equal(ir_builder_add_file(builder, "/a", IR_FILE_MAIN), 0);
    assert_int_equal(ir_builder_add_file(builder, "/b", IR_FILE_API), 1);
    assert_int_equal(ir_builder_add_file(builder, "/a", IR_FILE_USER), 0);
    ir_builder_count_unknown(builder, "StmtExpr");
    ir_builder_count_unknown(builder, "Other");
    ir_builder_count_unknown(builder, "StmtExpr");
    uint32_t record = ir_builder_add_record(builder, (IrRecord){.name = "r", .span = IR_NOWHERE});
    IrField field = {.name = "a", .record = record, .type = IR_I32, .layout = {0, 32, 0}, .span = IR_NOWHERE};
    ir_builder_add_field(builder, field);
    ir_builder_field(builder, ir_builder_add_field(builder, field))->layout.begin = 32;
    IrModule *module = ir_builder_finish(builder);
    assert_int_equal(module->unknown_count, 2);
    assert_int_equal(module->unknowns[0].count, 2);
    assert_int_equal(module->fields[0].layout.begin, 0);
    assert_int_equal(module->fields[1].layout.begin, 32);
    assert_int_equal(module->files[0].role, IR_FILE_MAIN);
    ir_module_free(module);
    ir_builder_abandon(ir_builder_new(NULL));
    ir_builder_abandon(NULL);
    ir_module_free(NULL);
}

static void many_blocks_need_no_stack(void **state)
{
    (void)state;
    enum { BLOCKS = 200000 };
    uint32_t function;
    IrBuilder *builder = start_function(&function);
    for (int i = 0; i < BLOCKS; i++) {
        uint32_t next = ir_builder_add_block(builder);
        ir_build_jump(builder, next, IR_NOWHERE);
        ir_builder_set_block(builder, next);
    }
    ir_builder_end_body(builder, IR_NOWHERE);
    IrModule *module = ir_builder_finish(builder);
    assert_int_equal(module->functions[0].block_count, BLOCKS + 1);
    assert_null(ir_verify(module));
    ir_module_free(module);
}

static void integer_types_have_bounds(void **state)
{
    (void)state;
    assert_true(ir_type_min(IR_I32) == INT32_MIN && ir_type_max(IR_I32) == INT32_MAX);
    assert_true(ir_type_min(IR_BOOL) == 0 && ir_type_max(IR_BOOL) == 1);
    assert_true(ir_type_min(IR_INT(64, true)) == INT64_MIN && ir_type_max(IR_INT(64, true)) == INT64_MAX);
    assert_true(ir_type_min(IR_INT(64, false)) == 0 && ir_type_max(IR_INT(64, false)) == INT64_MAX);
    assert_true(ir_type_max(IR_INT(63, false)) == INT64_MAX);
    assert_true(ir_type_min(IR_INT(1, true)) == -1 && ir_type_max(IR_INT(1, true)) == 0);
    assert_true(ir_type_equal(IR_TASK(1), IR_TASK(1)) && !ir_type_equal(IR_TASK(1), IR_TASK(2)));
    assert_true(ir_type_equal((IrType){0}, IR_VOID));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_come_in_reverse_postorder),
        cmocka_unit_test(code_after_return_is_dropped),
        cmocka_unit_test(a_jump_to_the_entry_makes_a_fresh_one),
        cmocka_unit_test(an_open_end_returns_nothing),
        cmocka_unit_test(filling_goes_back_and_forth),
        cmocka_unit_test(arrays_are_copied_and_values_made_canonical),
        cmocka_unit_test(results_are_where_the_header_says),
        cmocka_unit_test(tables_know_their_entries),
        cmocka_unit_test(many_blocks_need_no_stack),
        cmocka_unit_test(integer_types_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
