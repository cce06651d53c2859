/* Liveness, loops and cutting of function bodies, against their definitions by paths, on random graphs (irreducible ones too). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "worlds/body.h"
#include "ir/text.h"

enum { LOCALS = 5, SHARED = 3, ROUNDS = 3000 };

static IrModule *parse(const GString *text)
{
    char *error = NULL;
    IrModule *module = ir_parse(text->str, text->len, "random.ir", &error);
    if (module == NULL)
        fail_msg("%s in\n%s", error, text->str);
    return module;
}

static const IrFunction *defined(const IrModule *module)
{
    for (uint32_t i = 0; i < module->function_count; i++)
        if (module->functions[i].is_defined)
            return &module->functions[i];
    return NULL;
}

/* --- random bodies --- */

/* Registers %0 to %2 are numbers made in the entry and used anywhere; local 4 is not simple, its address is given away. Any may be filled by an operation of value tasks. */
static void append_instruction(GRand *chance, GString *text, int *next)
{
    int local = g_rand_int_range(chance, 0, LOCALS), shared = g_rand_int_range(chance, 0, SHARED), reg = *next;
    *next += 2;
    switch (g_rand_int_range(chance, 0, 10)) {
    case 0: case 1: case 2: g_string_append_printf(text, "  %%%d = local v%d\n  %%%d = load i32 %%%d\n", reg, local, reg + 1, reg); break;
    case 3: case 4: g_string_append_printf(text, "  %%%d = local v%d\n  store i32 %%%d, %%%d\n", reg, local, reg, shared); break;
    case 5: g_string_append_printf(text, "  %s v%d\n", g_rand_boolean(chance) ? "begin" : "end", g_rand_int_range(chance, 1, LOCALS)); break;
    case 6: g_string_append_printf(text, "  %%%d = binary add i32 %%%d, %%%d\n", reg, shared, g_rand_int_range(chance, 0, SHARED)); break;
    case 7: g_string_append_printf(text, "  call void work(i32 %%%d)\n", shared); break;
    case 8: g_string_append_printf(text, "  %%%d = local v%d\n  call void fill(ptr %%%d)\n", reg, local, reg); break;
    default: g_string_append_printf(text, "  %%%d = local v4\n  call void take(ptr %%%d)\n", reg, reg); break;
    }
}

/* Terminators alone have a place: so they are told from the jumps that cutting puts in. */
static void append_terminator(GRand *chance, GString *text, int blocks, int *next)
{
    int reg = (*next)++, a = g_rand_int_range(chance, 1, blocks), b = g_rand_int_range(chance, 1, blocks), c = g_rand_int_range(chance, 1, blocks);
    switch (g_rand_int_range(chance, 0, 8)) {
    case 0: g_string_append(text, "  return @0:1:1\n"); break;
    case 1: g_string_append_printf(text, "  return i32 %%%d @0:1:1\n", g_rand_int_range(chance, 0, SHARED)); break;
    case 2: case 3: g_string_append_printf(text, "  jump b%d @0:1:1\n", a); break;
    case 4: g_string_append_printf(text, "  switch i32 %%%d, b%d [1: b%d, 3..5: b%d] @0:1:1\n", g_rand_int_range(chance, 0, SHARED), a, b, c); break;
    case 5: g_string_append_printf(text, "  any b%d, b%d @0:1:1\n", a, b); break;
    default: g_string_append_printf(text, "  %%%d = unknown i32\n  branch %%%d, b%d, b%d @0:1:1\n", reg, reg, a, b); break;
    }
}

static GString *random_body(GRand *chance)
{
    GString *text = g_string_new("file main \"/random.c\"\nfunction work void (i32)\nfunction take void (ptr)\nfunction api fill void (ptr)\nfunction f i32 (i32 v0) {\n");
    int blocks = g_rand_int_range(chance, 2, 9), next = SHARED;
    for (int i = 1; i < LOCALS; i++)
        g_string_append_printf(text, "  local i32 v%d\n", i);
    for (int block = 0; block < blocks; block++) {
        g_string_append_printf(text, "b%d:\n", block);
        for (int i = 0; i < SHARED && block == 0; i++)
            g_string_append_printf(text, "  %%%d = unknown i32\n", i);
        for (int count = g_rand_int_range(chance, 0, 4); count > 0; count--)
            append_instruction(chance, text, &next);
        append_terminator(chance, text, blocks, &next);
    }
    g_string_append(text, "}\n");
    return text;
}

/* --- the definitions --- */

/* What an instruction does to the thing asked about. */
typedef enum Touch { TOUCH_NOT, TOUCH_READS, TOUCH_ENDS } Touch;

typedef struct Question {
    const IrModule *module;
    const IrFunction *function;
    uint32_t local; /* IR_NONE: it is about reg */
    IrReg reg;
    const uint32_t *local_of; /* register -> the local whose address it is */
    bool is_read;
} Question;

static void note_read(IrReg reg, void *data)
{
    Question *question = data;
    question->is_read = question->is_read || reg == question->reg;
}

static bool is_filling(const IrModule *module, const IrInst *call)
{
    return g_str_equal(module->functions[call->as.call.function].name, "fill");
}

static Touch touch(Question *question, const IrInst *inst)
{
    if (question->local == IR_NONE) {
        question->is_read = false;
        ir_visit_operands(inst, note_read, question);
        return question->is_read ? TOUCH_READS : inst->result == question->reg ? TOUCH_ENDS : TOUCH_NOT;
    }
    switch (inst->op) {
    case IR_OP_LOAD: return question->local_of[inst->as.load.address] == question->local ? TOUCH_READS : TOUCH_NOT;
    case IR_OP_STORE: return question->local_of[inst->as.store.address] == question->local ? TOUCH_ENDS : TOUCH_NOT;
    case IR_OP_BEGIN_SCOPE: case IR_OP_END_SCOPE: return inst->as.local == question->local ? TOUCH_ENDS : TOUCH_NOT;
    case IR_OP_CALL: return is_filling(question->module, inst) && question->local_of[inst->as.call.arguments[0].reg] == question->local ? TOUCH_ENDS : TOUCH_NOT;
    default: return TOUCH_NOT;
    }
}

/* Whether some path from the start of the block reads the thing before anything ends it. */
static bool path_reads(Question *question, uint32_t block, bool *seen)
{
    if (seen[block])
        return false;
    seen[block] = true;
    const IrBlock *body = &question->function->blocks[block];
    for (uint32_t i = 0; i < body->inst_count; i++) {
        Touch touched = touch(question, &body->insts[i]);
        if (touched != TOUCH_NOT)
            return touched == TOUCH_READS;
    }
    for (uint32_t k = 0; k < ir_successor_count(body); k++)
        if (path_reads(question, ir_successor(body, k), seen))
            return true;
    return false;
}

static bool is_live(const IrModule *module, const IrFunction *function, const uint32_t *local_of, uint32_t local, IrReg reg, uint32_t block)
{
    Question question = {module, function, local, reg, local_of, false};
    bool seen[512] = {false};
    assert_true(function->block_count <= G_N_ELEMENTS(seen));
    return path_reads(&question, block, seen);
}

static bool reaches(const IrFunction *function, uint32_t from, uint32_t to, bool *seen)
{
    for (uint32_t k = 0; k < ir_successor_count(&function->blocks[from]); k++) {
        uint32_t next = ir_successor(&function->blocks[from], k);
        if (next == to)
            return true;
        if (!seen[next]) {
            seen[next] = true;
            if (reaches(function, next, to, seen))
                return true;
        }
    }
    return false;
}

static uint32_t *locals_behind(const IrFunction *function, BaseArena *arena)
{
    uint32_t *local_of = BASE_NEW_ARRAY(arena, uint32_t, function->register_count + 1);
    memset(local_of, 0xff, sizeof(uint32_t) * (function->register_count + 1));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].op == IR_OP_LOCAL)
                local_of[function->blocks[b].insts[i].result] = function->blocks[b].insts[i].as.local;
    return local_of;
}

/* Only v4's address goes elsewhere than into a load, a store or an operation that fills it; where that happens, it always counts as live. */
static bool gives_away(const IrModule *module, const IrFunction *function, const uint32_t *local_of, uint32_t local)
{
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            for (uint32_t k = 0; inst->op == IR_OP_CALL && k < inst->as.call.argument_count; k++)
                if (local_of[inst->as.call.arguments[k].reg] == local && !is_filling(module, inst))
                    return true;
        }
    return false;
}

static void check_liveness(const IrModule *module, const IrFunction *function, const char *text)
{
    const Body *body = body_new(module, function, module->arena);
    const uint32_t *local_of = locals_behind(function, module->arena);
    for (uint32_t b = 0; b < function->block_count; b++) {
        for (uint32_t l = 0; l < function->local_count; l++) {
            bool wanted = gives_away(module, function, local_of, l) || is_live(module, function, local_of, l, IR_NONE, b);
            if (body->live_in != NULL && body_local_is_live(body, b, l) != wanted)
                fail_msg("local %u is%s live at the start of b%u in\n%s", l, wanted ? "" : " not", b, text);
        }
        for (IrReg reg = 0; reg < function->register_count; reg++) {
            bool wanted = is_live(module, function, local_of, IR_NONE, reg, b);
            if (body_register_is_live(body, b, reg) != wanted)
                fail_msg("register %%%u is%s live at the start of b%u in\n%s", reg, wanted ? "" : " not", b, text);
        }
    }
}

static void liveness_is_what_paths_read(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(11);
    for (int round = 0; round < ROUNDS; round++) {
        GString *text = random_body(chance);
        IrModule *module = parse(text);
        check_liveness(module, defined(module), text->str);
        ir_module_free(module);
        g_string_free(text, TRUE);
    }
    g_rand_free(chance);
}

static void loops_are_where_paths_come_back(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(12);
    for (int round = 0; round < ROUNDS; round++) {
        GString *text = random_body(chance);
        IrModule *module = parse(text);
        const IrFunction *function = defined(module);
        const Body *body = body_new(module, function, module->arena);
        for (uint32_t b = 0; b < function->block_count; b++) {
            bool is_head = false, seen[64] = {false};
            for (uint32_t from = b; from < function->block_count; from++)
                for (uint32_t k = 0; k < ir_successor_count(&function->blocks[from]); k++)
                    is_head = is_head || ir_successor(&function->blocks[from], k) == b;
            assert_int_equal(body->is_loop_head[b], is_head);
            if (reaches(function, b, b, seen))
                assert_true(body->is_in_loop[b]);
        }
        ir_module_free(module);
        g_string_free(text, TRUE);
    }
    g_rand_free(chance);
}

static void registers_of_a_block_are_one_range(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(13);
    for (int round = 0; round < 300; round++) {
        GString *text = random_body(chance);
        IrModule *module = parse(text);
        const IrFunction *function = defined(module);
        const Body *body = body_new(module, function, module->arena);
        for (uint32_t b = 0; b < function->block_count; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
                IrReg reg = function->blocks[b].insts[i].result;
                if (reg != IR_NONE)
                    assert_true(reg - body->register_first[b] < body->register_count[b]);
            }
        ir_module_free(module);
        g_string_free(text, TRUE);
    }
    g_rand_free(chance);
}

/* --- cutting --- */

/* Walks the pieces of one block of the original; returns the next piece. */
static uint32_t check_pieces(const IrFunction *function, uint32_t block, const IrFunction *cut, uint32_t piece)
{
    const IrBlock *whole = &function->blocks[block];
    for (uint32_t done = 0; done < whole->inst_count; piece++) {
        assert_true(piece < cut->block_count);
        const IrBlock *part = &cut->blocks[piece];
        for (uint32_t i = 0; i < part->inst_count; i++) {
            if (i + 1 == part->inst_count && part->insts[i].span.file == IR_NONE) { /* the jump that was put in */
                assert_int_equal(part->insts[i].op, IR_OP_JUMP);
                assert_int_equal(part->insts[i].as.jump.target, piece + 1);
                continue;
            }
            assert_int_equal(part->insts[i].op, whole->insts[done].op);
            assert_int_equal(part->insts[i].result, whole->insts[done].result);
            done++;
        }
    }
    return piece;
}

static void cutting_changes_nothing_but_blocks(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(14);
    int cuts = 0;
    for (int round = 0; round < ROUNDS; round++) {
        GString *text = random_body(chance);
        IrModule *module = parse(text);
        const IrFunction *function = defined(module), *cut = body_cut(module, function, module->arena);
        uint32_t first[64], piece = 0;
        cuts += cut->block_count > function->block_count;
        for (uint32_t b = 0; b < function->block_count; b++) {
            first[b] = piece;
            piece = check_pieces(function, b, cut, piece);
        }
        assert_int_equal(piece, cut->block_count);
        for (uint32_t b = 0; b < function->block_count; b++) {
            const IrBlock *last = &cut->blocks[(b + 1 < function->block_count ? first[b + 1] : cut->block_count) - 1];
            assert_int_equal(ir_successor_count(last), ir_successor_count(&function->blocks[b]));
            for (uint32_t k = 0; k < ir_successor_count(last); k++)
                assert_int_equal(ir_successor(last, k), first[ir_successor(&function->blocks[b], k)]);
        }
        check_liveness(module, cut, text->str);
        ir_module_free(module);
        g_string_free(text, TRUE);
    }
    g_rand_free(chance);
    assert_true(cuts > ROUNDS / 2);
}

/* --- too large for bit sets --- */

/* Local i is stored in block i and read DISTANCE blocks later; whatever the analysis forgets, it must not forget that. */
static void huge_functions_keep_what_is_read(void **state)
{
    (void)state;
    enum { BLOCKS = 20000, DISTANCE = 37 };
    GString *text = g_string_new("function f void () {\n");
    for (int i = 0; i < BLOCKS; i++)
        g_string_append_printf(text, "  local i32 v%d\n", i);
    for (int i = 0; i < BLOCKS; i++) {
        g_string_append_printf(text, "b%d:\n  %%%d = local v%d\n  %%%d = unknown i32\n  store i32 %%%d, %%%d\n", i, 6 * i, i, 6 * i + 1, 6 * i, 6 * i + 1);
        if (i >= DISTANCE)
            g_string_append_printf(text, "  %%%d = local v%d\n  %%%d = load i32 %%%d\n", 6 * i + 2, i - DISTANCE, 6 * i + 3, 6 * i + 2);
        if (i + 1 == BLOCKS)
            g_string_append(text, "  return\n}\n");
        else if (i % 1000 == 999) /* a loop over the last ten blocks */
            g_string_append_printf(text, "  %%%d = unknown i32\n  branch %%%d, b%d, b%d\n", 6 * i + 4, 6 * i + 4, i - 9, i + 1);
        else
            g_string_append_printf(text, "  jump b%d\n", i + 1);
    }
    IrModule *module = parse(text);
    const Body *body = body_new(module, defined(module), module->arena);
    assert_null(body->live_in);
    for (uint32_t b = 1; b < BLOCKS; b++)
        for (uint32_t local = b > DISTANCE ? b - DISTANCE : 0; local < b; local++)
            if (local + DISTANCE < BLOCKS)
                assert_true(body_local_is_live(body, b, local));
    /* In the loop of blocks 990 to 999 what was read in the last turn is read again. */
    for (uint32_t local = 990 - DISTANCE; local <= 999 - DISTANCE; local++)
        for (uint32_t b = 990; b <= 999; b++)
            assert_true(body_local_is_live(body, b, local));
    /* And it does forget: else there is no point in it. */
    assert_false(body_local_is_live(body, 5000, 100));
    assert_false(body_local_is_live(body, 100, 5000));
    ir_module_free(module);
    g_string_free(text, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(liveness_is_what_paths_read),
        cmocka_unit_test(loops_are_where_paths_come_back),
        cmocka_unit_test(registers_of_a_block_are_one_range),
        cmocka_unit_test(cutting_changes_nothing_but_blocks),
        cmocka_unit_test(huge_functions_keep_what_is_read),
    };
    return cmocka_run_group_tests_name("analysis.liveness", tests, NULL, NULL);
}
