/* body.c - the normal form of a function body; see inst.h.
 *
 * Reverse postorder by a depth-first search with an explicit stack: generated code has functions of 100,000 blocks, and
 * recursion would end on the thread's stack. Everything here is linear in blocks, edges and instructions. */
#include <glib.h>
#include <string.h>

#include "ir/inst.h"

typedef struct Visit {
    uint32_t block;
    uint32_t remaining; /* successors still to be looked at, from the last one down */
} Visit;

uint32_t ir_reverse_postorder(const IrFunction *function, uint32_t *order)
{
    uint32_t count = function->block_count;
    bool *seen = g_new0(bool, count);
    Visit *stack = g_new(Visit, count);
    uint32_t depth = 0, finished = 0;
    seen[0] = true;
    stack[depth++] = (Visit){0, ir_successor_count(&function->blocks[0])};
    while (depth > 0) {
        Visit *top = &stack[depth - 1];
        if (top->remaining == 0) {
            order[finished++] = top->block;
            depth--;
            continue;
        }
        uint32_t next = ir_successor(&function->blocks[top->block], --top->remaining);
        if (!seen[next]) {
            seen[next] = true;
            stack[depth++] = (Visit){next, ir_successor_count(&function->blocks[next])};
        }
    }
    g_free(stack);
    g_free(seen);
    for (uint32_t i = 0; i < finished / 2; i++) {
        uint32_t swap = order[i];
        order[i] = order[finished - 1 - i];
        order[finished - 1 - i] = swap;
    }
    return finished;
}

static bool entry_has_predecessor(const IrFunction *function, const uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const IrBlock *block = &function->blocks[order[i]];
        uint32_t successors = ir_successor_count(block);
        for (uint32_t k = 0; k < successors; k++) {
            if (ir_successor(block, k) == 0)
                return true;
        }
    }
    return false;
}

/* Moves the reachable blocks into `order`, behind a fresh entry where something jumps to the old one. */
static void reorder_blocks(IrFunction *function, const uint32_t *order, uint32_t count, BaseArena *arena)
{
    uint32_t shift = entry_has_predecessor(function, order, count) ? 1 : 0;
    uint32_t *new_index = g_new(uint32_t, function->block_count);
    for (uint32_t i = 0; i < count; i++)
        new_index[order[i]] = i + shift;
    IrBlock *blocks = BASE_NEW_ARRAY(arena, IrBlock, count + shift);
    for (uint32_t i = 0; i < count; i++) {
        IrBlock block = function->blocks[order[i]];
        ir_map_targets(&block.insts[block.inst_count - 1], new_index);
        blocks[i + shift] = block;
    }
    if (shift != 0) {
        IrInst *jump = BASE_NEW(arena, IrInst);
        *jump = (IrInst){.op = IR_OP_JUMP, .type = IR_VOID, .result = IR_NONE, .span = ir_unknown_span};
        jump->as.jump.target = shift;
        blocks[0] = (IrBlock){jump, 1};
    }
    g_free(new_index);
    function->blocks = blocks;
    function->block_count = count + shift;
}

static void note_used(IrReg reg, void *context)
{
    bool *used = context;
    used[reg] = true;
}

/* Gives definitions their numbers in block order. False: they have them already. */
static bool number_definitions(const IrFunction *function, IrReg *map, uint32_t *next, bool *used)
{
    bool is_changed = false;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *inst = &block->insts[i];
            ir_visit_operands(inst, note_used, used);
            if (inst->result == IR_NONE || map[inst->result] != IR_NONE)
                continue;
            is_changed |= inst->result != *next;
            map[inst->result] = (*next)++;
        }
    }
    return is_changed;
}

static void renumber_registers(IrFunction *function, BaseArena *arena)
{
    uint32_t old_count = function->register_count, count = 0;
    IrReg *map = g_new(IrReg, (gsize)old_count + 1);
    bool *used = g_new0(bool, (gsize)old_count + 1);
    memset(map, 0xff, sizeof *map * old_count); /* IR_NONE */
    bool is_changed = number_definitions(function, map, &count, used);
    for (uint32_t r = 0; r < old_count; r++) {
        if (used[r] && map[r] == IR_NONE)
            map[r] = count++;
    }
    if (is_changed || count != old_count) {
        IrType *types = BASE_NEW_ARRAY(arena, IrType, count);
        for (uint32_t r = 0; r < old_count; r++) {
            if (map[r] != IR_NONE)
                types[map[r]] = function->register_types[r];
        }
        for (uint32_t b = 0; b < function->block_count; b++) {
            IrBlock *block = &function->blocks[b];
            for (uint32_t i = 0; i < block->inst_count; i++) {
                ir_map_operands(&block->insts[i], map);
                if (block->insts[i].result != IR_NONE)
                    block->insts[i].result = map[block->insts[i].result];
            }
        }
        function->register_types = types;
        function->register_count = count;
    }
    g_free(used);
    g_free(map);
}

void ir_normalize_body(IrFunction *function, BaseArena *arena)
{
    uint32_t *order = g_new(uint32_t, function->block_count);
    uint32_t count = ir_reverse_postorder(function, order);
    bool is_ordered = count == function->block_count;
    for (uint32_t i = 0; is_ordered && i < count; i++)
        is_ordered = order[i] == i;
    if (!is_ordered || entry_has_predecessor(function, order, count))
        reorder_blocks(function, order, count, arena);
    g_free(order);
    renumber_registers(function, arena);
}
