/* run_depth.c - one way through a function after the other, for the bounded look that wants to come to an end on some way soon.
 *
 * Where loops lie in one another, a look that takes blocks in their order spends all the worlds it may have on turns of the innermost loop before the outer one
 * has gone round once. So here the world that came last is executed first, and of those that came together the one that is farthest on in the function: out
 * of the loop before through it once more. The first way is thereby one with as few turns as may be, and each one after it differs from
 * the one before in its last decision. It is a depth-first search; the bounds on worlds (run_merge.c) end it. */
#include "analysis/run.h"

typedef struct Step {
    uint32_t block;
    const World *world;
} Step;

/* The last one is the farthest on; of the same block, the one that came last. */
static void sort_steps(GArray *steps, guint first)
{
    for (guint i = first + 1; i < steps->len; i++) {
        Step step = g_array_index(steps, Step, i);
        guint at = i;
        for (; at > first && g_array_index(steps, Step, at - 1).block > step.block; at--)
            g_array_index(steps, Step, at) = g_array_index(steps, Step, at - 1);
        g_array_index(steps, Step, at) = step;
    }
}

void depth_begin(Run *run)
{
    run->steps_ahead = g_array_new(FALSE, FALSE, sizeof(Step));
}

void depth_end(Run *run)
{
    if (run->steps_ahead != NULL)
        g_array_free(run->steps_ahead, TRUE);
    run->steps_ahead = NULL;
}

void depth_add(Run *run, uint32_t block, const World *world)
{
    Step step = {block, world};
    if (run->steps_ahead != NULL)
        g_array_append_val(run->steps_ahead, step);
}

/* Whether the world is still one of the block's, and not executed: another may have taken its place. */
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
    GArray *steps = run->steps_ahead;
    while (steps->len > 0 && !budget_is_spent(run)) {
        Step step = g_array_index(steps, Step, steps->len - 1);
        World *world = waiting_world(run, &step);
        g_array_set_size(steps, steps->len - 1);
        if (world == NULL)
            continue;
        guint before = steps->len;
        world->is_processed = true;
        exec_block(run, step.block, world, false);
        sort_steps(steps, before);
    }
}
