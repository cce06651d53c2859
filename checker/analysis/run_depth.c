/* run_depth.c - one way through a function after the other, for the bounded look that wants to come to the end of some way soon.
 *
 * Where loops lie in one another, a look that takes blocks in their order spends all the worlds it may have on turns of the innermost loop before the outer one
 * has gone round once. So here the world that came last is executed first, and of those that came together the one from which the function's end is nearest:
 * out of a loop before through it once more. The first way is thereby one with as few turns as may be, and each one after it differs from
 * the one before in its last decision. It is a depth-first search that prefers short ways (Ma, Khoo, Foster, Hicks, SAS 2011, do so towards a line); the bounds on worlds (run_merge.c) end it. */
#include "analysis/run.h"

typedef struct Step {
    uint32_t block;
    const World *world;
} Step;

struct DepthSearch {
    GArray *steps;    /* Step; the last one is next */
    uint32_t *to_end; /* per block: the blocks on the shortest way to where the function ends; UINT32_MAX: there is no such way */
};

static bool shorten(const IrFunction *function, uint32_t block, uint32_t *to_end)
{
    uint32_t count = ir_successor_count(&function->blocks[block]), shortest = count == 0 ? 0 : to_end[block];
    for (uint32_t k = 0; k < count; k++) {
        uint32_t from_there = to_end[ir_successor(&function->blocks[block], k)];
        shortest = from_there == UINT32_MAX ? shortest : MIN(shortest, from_there + 1);
    }
    bool is_shorter = shortest < to_end[block];
    to_end[block] = shortest;
    return is_shorter;
}

void depth_begin(Run *run)
{
    const IrFunction *function = run->info->function;
    run->depth = g_new(struct DepthSearch, 1);
    *run->depth = (struct DepthSearch){g_array_new(FALSE, FALSE, sizeof(Step)), g_new(uint32_t, function->block_count)};
    memset(run->depth->to_end, 0xff, sizeof(uint32_t) * function->block_count);
    for (bool changed = true; changed;) { /* in reverse postorder: as often as loops nest */
        changed = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            changed = shorten(function, b, run->depth->to_end) || changed;
    }
}

void depth_end(Run *run)
{
    if (run->depth == NULL)
        return;
    g_array_free(run->depth->steps, TRUE);
    g_free(run->depth->to_end);
    g_free(run->depth);
    run->depth = NULL;
}

void depth_forget(Run *run)
{
    if (run->depth != NULL)
        g_array_set_size(run->depth->steps, 0);
}

void depth_add(Run *run, uint32_t block, const World *world)
{
    Step step = {block, world};
    if (run->depth != NULL)
        g_array_append_val(run->depth->steps, step);
}

/* The last one is the nearest to the end; of those that are equally near, the one that came last. */
static void sort_steps(struct DepthSearch *depth, guint first)
{
    for (guint i = first + 1; i < depth->steps->len; i++) {
        Step step = g_array_index(depth->steps, Step, i);
        guint at = i;
        for (; at > first && depth->to_end[g_array_index(depth->steps, Step, at - 1).block] < depth->to_end[step.block]; at--)
            g_array_index(depth->steps, Step, at) = g_array_index(depth->steps, Step, at - 1);
        g_array_index(depth->steps, Step, at) = step;
    }
}

/* The world, where it is still one of the block's and not executed: another may have taken its place. */
static World *waiting_world(const Run *run, const Step *step)
{
    const GPtrArray *worlds = run->blocks[step->block].worlds;
    for (uint32_t i = 0; i < worlds->len; i++)
        if (worlds->pdata[i] == step->world)
            return step->world->is_processed ? NULL : worlds->pdata[i];
    return NULL;
}

void depth_follow(Run *run)
{
    GArray *steps = run->depth->steps;
    while (steps->len > 0 && !budget_is_spent(run)) {
        Step step = g_array_index(steps, Step, steps->len - 1);
        World *world = waiting_world(run, &step);
        g_array_set_size(steps, steps->len - 1);
        if (world == NULL)
            continue;
        guint before = steps->len;
        world->is_processed = true;
        exec_block(run, step.block, world, false);
        sort_steps(run->depth, before);
    }
}
