/* run_depth.c - one way through a function after the other, for the bounded looks that want to come to the end of some way soon.
 *
 * Where loops lie in one another, a look that takes blocks in their order spends all the worlds it may have on turns of the innermost loop before the outer one
 * has gone round once. So here the world that came last is executed first, and of those that came together the one from which the function's end is nearest:
 * out of a loop before through it once more. Before there is a task, it is the one from which a call is nearest that may give one, since a loop that looks for the few that want something may go round without end, and come to none. The first way is thereby one with as few turns as may be, and each one after it differs from
 * the one before in its last decision. It is a depth-first search that prefers short ways (Ma, Khoo, Foster, Hicks, SAS 2011, do so towards a line).
 *
 * That alone would go round a loop that counts nothing, or nothing that is ever compared with a known number, as often as the bounds on worlds (run_merge.c) let it. So a world that comes to where the
 * same has been executed, as far as its constants tell, waits until no other is left that gets further: where a loop looks for a free place, or for the next thing to do, until some number is reached, each step
 * is one towards it, and a way of many turns is found in about as many steps. */
#include "analysis/run.h"

enum { MOST_TURNS = 16 /* who comes to where the same was more often waits with the last */ };

typedef struct Step {
    uint32_t block;
    const World *world;
} Step;

struct DepthSearch {
    GArray *steps[MOST_TURNS]; /* Step, by how often the same was executed there, as far as constants tell; the last one is next */
    GArray *fresh;             /* Step: of the block under execution */
    uint32_t *to_end;  /* per block: the blocks on the shortest way to where the function ends; UINT32_MAX: there is no such way */
    uint32_t *to_call; /* so, to a call that may give a task */
};

static bool shorten(const IrFunction *function, uint32_t block, uint32_t *distances)
{
    uint32_t shortest = distances[block];
    for (uint32_t k = 0; k < ir_successor_count(&function->blocks[block]); k++) {
        uint32_t from_there = distances[ir_successor(&function->blocks[block], k)];
        shortest = from_there == UINT32_MAX ? shortest : MIN(shortest, from_there + 1);
    }
    bool is_shorter = shortest < distances[block];
    distances[block] = shortest;
    return is_shorter;
}

/* Per block, how far it is to one of the nearest of those that are wanted. */
static uint32_t *find_distances(const Run *run, bool (*is_wanted)(const Run *run, const IrBlock *block))
{
    const IrFunction *function = run->info->function;
    uint32_t *distances = g_new(uint32_t, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++)
        distances[b] = is_wanted(run, &function->blocks[b]) ? 0 : UINT32_MAX;
    for (bool changed = true; changed;) { /* in reverse postorder: as often as loops nest */
        changed = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            changed = shorten(function, b, distances) || changed;
    }
    return distances;
}

static bool is_end(const Run *run, const IrBlock *block)
{
    (void)run;
    return ir_successor_count(block) == 0;
}

static bool may_give_task(const Run *run, const IrInst *inst)
{
    if (inst->op != IR_OP_CALL || inst->type.kind == IR_TYPE_TASK)
        return inst->op == IR_OP_CALL;
    return inst->as.call.function != IR_NONE && engine_callee(run->engine, run->info->module_index, inst->as.call.function)->reaches_tasks;
}

static bool gives_task(const Run *run, const IrBlock *block)
{
    bool gives = false;
    for (uint32_t i = 0; i < block->inst_count && !gives; i++)
        gives = may_give_task(run, &block->insts[i]);
    return gives;
}

void depth_begin(Run *run)
{
    run->depth = g_new(struct DepthSearch, 1);
    run->depth->fresh = g_array_new(FALSE, FALSE, sizeof(Step));
    for (uint32_t i = 0; i < MOST_TURNS; i++)
        run->depth->steps[i] = g_array_new(FALSE, FALSE, sizeof(Step));
    run->depth->to_end = find_distances(run, is_end);
    run->depth->to_call = find_distances(run, gives_task);
}

void depth_end(Run *run)
{
    if (run->depth == NULL)
        return;
    for (uint32_t i = 0; i < MOST_TURNS; i++)
        g_array_free(run->depth->steps[i], TRUE);
    g_array_free(run->depth->fresh, TRUE);
    g_free(run->depth->to_end);
    g_free(run->depth->to_call);
    g_free(run->depth);
    run->depth = NULL;
}

void depth_forget(Run *run)
{
    for (uint32_t i = 0; i < MOST_TURNS && run->depth != NULL; i++)
        g_array_set_size(run->depth->steps[i], 0);
    if (run->depth != NULL)
        g_array_set_size(run->depth->fresh, 0);
}

void depth_add(Run *run, uint32_t block, const World *world)
{
    Step step = {block, world};
    if (run->depth != NULL)
        g_array_append_val(run->depth->fresh, step);
}

/* One of the looks takes what came last whatever was executed there: a way of few turns through much that is alike. */
static uint32_t turns_of(Run *run, const Step *step)
{
    return run->bounded_looks == WIDE_DEPTH_LOOK + 1 ? 0 : MIN(run_count_turns(run, step->block, step->world), MOST_TURNS - 1u);
}

/* The nearest last; of those that are equally near, the one that came last. */
static int compare_steps(const void *a, const void *b, void *distances)
{
    const uint32_t *distance = distances, left = distance[((const Step *)a)->block], right = distance[((const Step *)b)->block];
    return (left < right) - (left > right);
}

/* What the block that was executed has brought is next. */
static void take_fresh(Run *run)
{
    GArray *fresh = run->depth->fresh;
    g_array_sort_with_data(fresh, compare_steps, run->site == NULL ? run->depth->to_call : run->depth->to_end);
    for (guint i = 0; i < fresh->len; i++) {
        const Step step = g_array_index(fresh, Step, i);
        g_array_append_val(run->depth->steps[turns_of(run, &step)], step);
    }
    g_array_set_size(fresh, 0);
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

/* The last one of those that were executed the least often; NULL: none waits. */
static World *next_world(Run *run, uint32_t *block)
{
    for (uint32_t turns = 0; turns < MOST_TURNS;) {
        GArray *steps = run->depth->steps[turns];
        if (steps->len == 0) {
            turns++;
            continue;
        }
        const Step step = g_array_index(steps, Step, steps->len - 1);
        World *world = waiting_world(run, &step);
        g_array_set_size(steps, steps->len - 1);
        const uint32_t now = world == NULL ? turns : turns_of(run, &step);
        *block = step.block;
        if (world != NULL && now <= turns)
            return world;
        if (world != NULL) /* the same was executed since then */
            g_array_append_val(run->depth->steps[now], step);
    }
    return NULL;
}

void depth_follow(Run *run)
{
    World *world;
    uint32_t block;
    for (take_fresh(run); !budget_is_spent(run) && (world = next_world(run, &block)) != NULL; take_fresh(run)) {
        world->is_processed = true;
        exec_block(run, block, world, false);
    }
}
