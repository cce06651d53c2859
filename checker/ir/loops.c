#include "ir/loops.h"

#include <glib.h>

/* While loops are found, innermost first: the block that stands for all that is known to go round together. */
static uint32_t find_outermost(uint32_t *stands_for, uint32_t block)
{
    while (stands_for[block] != block) {
        stands_for[block] = stands_for[stands_for[block]];
        block = stands_for[block];
    }
    return block;
}

/* From a block that leads to the head of a loop, or from the head of a loop in it. */
static void add_to_loop(IrLoops *loops, uint32_t *stands_for, uint32_t head, uint32_t block)
{
    if (loops->innermost[block] == block)
        loops->around[block] = head;
    else
        loops->innermost[block] = head;
    stands_for[block] = head;
}

IrLoops ir_loops(const IrFunction *function)
{
    const uint32_t count = function->block_count;
    IrLoops loops = {g_new(uint32_t, count), g_new(uint32_t, count)};
    uint32_t *stands_for = g_new(uint32_t, count);
    IrPredecessors predecessors = ir_predecessors(function);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t b = 0; b < count; b++) {
        loops.innermost[b] = loops.around[b] = IR_NONE;
        stands_for[b] = b;
    }
    for (uint32_t head = count; head-- > 0;) {
        bool is_head = false;
        for (uint32_t i = predecessors.first[head]; i < predecessors.first[head + 1]; i++)
            if (predecessors.blocks[i] >= head) {
                is_head = true;
                g_array_append_val(work, predecessors.blocks[i]);
            }
        if (is_head)
            loops.innermost[head] = head;
        while (work->len > 0) {
            const uint32_t block = find_outermost(stands_for, g_array_index(work, uint32_t, work->len - 1));
            g_array_set_size(work, work->len - 1);
            if (block <= head) /* it is the head; or `goto` leads into the loop by another way */
                continue;
            add_to_loop(&loops, stands_for, head, block);
            for (uint32_t i = predecessors.first[block]; i < predecessors.first[block + 1]; i++)
                g_array_append_val(work, predecessors.blocks[i]);
        }
    }
    g_array_free(work, TRUE);
    ir_predecessors_clear(&predecessors);
    g_free(stands_for);
    return loops;
}

void ir_loops_clear(IrLoops *loops)
{
    g_free(loops->innermost);
    g_free(loops->around);
    *loops = (IrLoops){NULL, NULL};
}

static bool is_around(const IrLoops *loops, uint32_t loop, uint32_t block)
{
    uint32_t around = loops->innermost[block];
    while (around != loop && around != IR_NONE)
        around = loops->around[around];
    return around == loop;
}

bool ir_leaves_loop(const IrLoops *loops, uint32_t from, uint32_t to, uint32_t other)
{
    bool is_of_both = false;
    for (uint32_t loop = loops->innermost[from]; loop != IR_NONE && !is_of_both && !is_around(loops, loop, to); loop = loops->around[loop])
        is_of_both = is_around(loops, loop, other);
    return is_of_both;
}
