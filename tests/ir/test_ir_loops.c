/* test_ir_loops.c - which loops are around a block, and which edges lead out of them. */
#include "ir_fixture.h"

#include "ir/loops.h"

/* while (a) { if (b) continue; while (c) { if (d) break; } } and a return: 0 entry, 1 outer head, 2 if, 3 inner head, 4 if, 5 behind the inner one, 6 end. */
static const char NESTED[] =
    "function \"f\" i32 (i32 n) {\n"
    "  b0:\n  %0 = local n\n  %1 = load i32 %0\n  jump b1\n"
    "  b1:\n  branch %1, b2, b6\n"
    "  b2:\n  branch %1, b1, b3\n"
    "  b3:\n  branch %1, b4, b5\n"
    "  b4:\n  branch %1, b5, b3\n"
    "  b5:\n  jump b1\n"
    "  b6:\n  return i32 %1\n}\n";

typedef struct Loops {
    IrModule *module;
    IrLoops loops;
} Loops;

static Loops loops_of(const char *text)
{
    Loops made = {.module = ir_fixture_parse(text)};
    made.loops = ir_loops(&made.module->functions[0]);
    return made;
}

static void loops_end(Loops *made)
{
    ir_loops_clear(&made->loops);
    ir_module_free(made->module);
}

static void each_block_has_its_innermost_loop(void **state)
{
    (void)state;
    static const uint32_t innermost[] = {IR_NONE, 1, 1, 3, 3, 1, IR_NONE};
    Loops made = loops_of(NESTED);
    assert_int_equal(made.module->functions[0].block_count, 7);
    for (uint32_t b = 0; b < 7; b++)
        assert_int_equal(made.loops.innermost[b], innermost[b]);
    assert_int_equal(made.loops.around[3], 1);
    assert_int_equal(made.loops.around[1], IR_NONE);
    loops_end(&made);
}

static void an_edge_leaves_the_loops_that_it_leads_out_of(void **state)
{
    (void)state;
    Loops made = loops_of(NESTED);
    assert_true(ir_leaves_loop(&made.loops, 1, 6, 1));
    assert_true(ir_leaves_loop(&made.loops, 4, 5, 4));
    assert_true(ir_leaves_loop(&made.loops, 4, 6, 2));   /* out of both: of the outer one, too */
    assert_false(ir_leaves_loop(&made.loops, 4, 5, 2));  /* the outer one goes on */
    assert_false(ir_leaves_loop(&made.loops, 2, 3, 2));  /* the other side of a continue is none */
    assert_false(ir_leaves_loop(&made.loops, 2, 1, 2));
    assert_false(ir_leaves_loop(&made.loops, 0, 1, 1));
    loops_end(&made);
}

/* A loop that is entered in two places: no block before the head becomes part of it. */
static void a_loop_with_two_entries_ends_at_its_head(void **state)
{
    (void)state;
    Loops made = loops_of("function \"g\" i32 (i32 n) {\n"
                          "  b0:\n  %0 = local n\n  %1 = load i32 %0\n  branch %1, b1, b2\n"
                          "  b1:\n  jump b2\n"
                          "  b2:\n  branch %1, b1, b3\n"
                          "  b3:\n  return i32 %1\n}\n");
    assert_int_equal(made.loops.innermost[0], IR_NONE);
    assert_int_equal(made.loops.innermost[1], 1);
    assert_int_equal(made.loops.innermost[2], 1);
    assert_int_equal(made.loops.innermost[3], IR_NONE);
    loops_end(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_block_has_its_innermost_loop),
        cmocka_unit_test(an_edge_leaves_the_loops_that_it_leads_out_of),
        cmocka_unit_test(a_loop_with_two_entries_ends_at_its_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
