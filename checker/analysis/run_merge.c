/* run_merge.c - the worlds of a block: how a newcomer joins those that are there.
 *
 * Worlds are merged exactly wherever that loses nothing; past a bound (bounds_of) of one task state the closest are joined with loss. Sets of
 * numbers that keep growing at a block (a counter in a loop) are widened after MOST_GROWTH merges, so that every run ends. What cannot be joined
 * (the task is in other places) is bounded too: past MOST_PLACES the newest is given up, and that is said (`limit`). */
#include "analysis/run.h"
#include "worlds/body.h"

enum {
    MOST_GROWTH = 160,
    COARSE_GROWTH = 8,       /* the same of a coarse look */
    MANY_INSTRUCTIONS = 1000,
    FEW_WORLDS = 4,          /* a bound that low may cost a verdict */
    TOO_FEW = 4,             /* so few do not bear out what was seen by way of a loss */
    FEW_BESIDE = 12,
    FIRST_LOOK_WORLDS = 16,
    LAST_LOOK_WORLDS = 2,
    SECOND_LOOK = 6,         /* so many times the worlds when something is to be reported */
    SECOND_LOOK_AT_HEADS = 3,/* fewer where each turn of a loop brings some */
    FEW_BEFORE_TASK = 4,     /* so many times fewer */
    FEW_BLOCKS = 16,         /* of a small helper */
    WORLDS_OF_SEARCH = 20,   /* before there is a task, of one that returns a number */
    COARSE_WORLDS = 1        /* of a coarse look: what else there is, is joined from the start */
};

static void add_world(Run *run, uint32_t block, const World *world);

static void set_queued(Run *run, uint32_t block)
{
    BlockState *state = &run->blocks[block];
    run->waiting += !state->is_queued;
    run->first_waiting = MIN(run->first_waiting, block);
    state->is_queued = true;
}

/* A run that goes on for long, measured by the size of its function, keeps fewer worlds, so that it ends. */
static uint32_t tired(const Run *run, uint32_t most)
{
    static const struct {
        uint64_t steps; /* for each instruction; small functions count as MANY_INSTRUCTIONS */
        uint32_t worlds;
    } patience[] = {{1600, 1}, {400, 2}, {100, 4}, {40, 8}, {15, 16}};
    uint64_t steps = run->steps / MAX(run->info->body->inst_count, MANY_INSTRUCTIONS);
    for (uint32_t i = 0; i < G_N_ELEMENTS(patience); i++)
        if (steps >= patience[i].steps)
            return MIN(most, patience[i].worlds);
    return most;
}

/* How many worlds of one task state a block may have before they are joined with loss; `few`: before those are joined that differ
 * only in numbers that the function does not tell apart. That is for heads of loops: there each turn brings new ones. */
typedef struct Bounds {
    uint32_t beside, few, most; /* beside: before those are joined that differ in which other tasks there are */
    uint32_t unhurried;         /* what `most` would be if there were work enough */
} Bounds;

/* A small helper that returns a number may have searched: which of so many slots is free, each one a way of its own. */
static bool may_find_number(const Run *run)
{
    const IrFunction *function = run->info->function;
    return run->kind == RUN_ENTRY && !run->gives && function->block_count <= FEW_BLOCKS && function->return_type.kind == IR_TYPE_INT && function->return_type.bits > 1;
}

static Bounds bounds_of(const Run *run, uint32_t block)
{
    static const struct {
        uint32_t blocks, worlds, loop_worlds;
    } bounds[] = {{250, 64, 24}, {500, 32, 16}, {1000, 16, 8}, {UINT32_MAX, 8, 6}};
    uint32_t i = 0;
    while (run->info->function->block_count > bounds[i].blocks)
        i++;
    Bounds found = {.beside = FEW_BESIDE, .few = bounds[i].worlds, .most = bounds[i].worlds};
    bool is_before_task = run->site == NULL && run->entry->state == TASK_NONE; /* then worlds only say which paths are possible */
    if (run->info->body->is_loop_head[block]) { /* the more there are of all places, the fewer of each */
        uint32_t worlds = !is_before_task ? bounds[i].loop_worlds : may_find_number(run) ? WORLDS_OF_SEARCH : bounds[i].loop_worlds / FEW_BEFORE_TASK;
        found.few = worlds * worlds * (run->is_second_look ? SECOND_LOOK_AT_HEADS : 1) / MAX(worlds, run->blocks[block].worlds->len);
    }
    if (is_before_task) /* a summary keeps no more ways than these */
        found.most = MIN(found.most, run->kind != RUN_ENTRY || run->gives ? 48u : may_find_number(run) ? WORLDS_OF_SEARCH : 6u);
    if (run->first_look != FIRST_LOOK_NONE)
        found.most = MIN(found.most, run->first_look == FIRST_LOOK_LAST ? LAST_LOOK_WORLDS : FIRST_LOOK_WORLDS);
    if (run->is_second_look)
        found.most *= SECOND_LOOK;
    if (run->is_second_look && !run->info->body->is_loop_head[block])
        found.few = found.most;
    if (run->is_coarse)
        found.most = MIN(found.most, COARSE_WORLDS);
    found.unhurried = tired(run, found.most);
    found.most = budget_worlds(run, found.unhurried);
    found.few = MIN(found.few, found.most);
    found.beside = MIN(found.beside * (run->is_second_look ? SECOND_LOOK_AT_HEADS : 1), found.few);
    return found;
}

static void drop(BlockState *state, uint32_t at)
{
    state->worlds->pdata[at] = state->worlds->pdata[state->worlds->len - 1];
    g_ptr_array_set_size(state->worlds, (gint)state->worlds->len - 1);
}

/* Of the union of a world that has come round to a loop's head, and one that has not, it is told that it has: who leaves the loop by what both say together has not skipped it. */
static void tell_turn(const Run *run, const World *joined, const World *world)
{
    const Trace *last = world->trace;
    if (last != NULL && last->step.kind == TRACE_LOOP_AGAIN && !trace_came_round(joined->trace, last->step.span, last->step.span))
        ((World *)(uintptr_t)joined)->trace = trace_add(run->context.arena, joined->trace, last->step); /* just made, and not shared yet */
}

/* Replaces an old world by its union with the newcomer; the union, or NULL when the old one says it already. */
static const World *replace(const Run *run, BlockState *state, uint32_t at, const World *joined, const World *world)
{
    if (world_equal(joined, state->worlds->pdata[at]))
        return NULL;
    if (!world_equal(joined, world))
        state->growth++;
    drop(state, at);
    tell_turn(run, joined, world);
    return joined;
}

Value run_place_of_task(const Run *run, const World *world)
{
    Value task = value_task(run->engine->values);
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (world->cells[i].value == task)
            return world->cells[i].key;
    return VALUE_NONE;
}

/* Whether two worlds say the same of the followed task, and both give callers others or none: else a join would forget one. */
static bool is_alike(Run *run, const World *old, const World *world)
{
    return old->state == world->state && old->flags == world->flags && old->task_steps == world->task_steps && run_place_of_task(run, old) == run_place_of_task(run, world) &&
           (run->kind != RUN_ENTRY || run->gives || (summary_tasks_given(&run->context, old) == 0) == (summary_tasks_given(&run->context, world) == 0));
}

static bool any_cost(uint32_t cost)
{
    return cost < UINT32_MAX;
}

/* What joining an old world with another would cost, if less than `enough`; UINT32_MAX: they cannot be joined. */
static uint32_t cost_of(Run *run, const World *old, const World *world, uint32_t enough)
{
    bool may_be_joined = is_alike(run, old, world) && !(run->is_coarse && coarse_look_keeps_apart(run, old, world));
    run->context.work += may_be_joined ? old->cell_count + world->cell_count : 1;
    return may_be_joined ? world_cost(&run->context, old, world, enough) : UINT32_MAX;
}

/* The old world that is likely to lose least when joined with the newcomer, of those with a cost that may be: that cost. Costs are found once: what is cheap
 * may yet not be joinable, and then the next is tried. UINT32_MAX: there is none. */
static uint32_t find_closest(Run *run, const BlockState *state, const World *world, WorldJoin how, bool (*may_cost)(uint32_t cost), uint32_t *at,
                             const World **joined)
{
    uint32_t *costs = g_new(uint32_t, state->worlds->len), cost = 0, enough = may_cost == any_cost ? UINT32_MAX : WORLD_COST_APART;
    for (uint32_t i = 0; i < state->worlds->len; i++) {
        costs[i] = cost_of(run, state->worlds->pdata[i], world, enough);
        costs[i] = may_cost(costs[i]) ? costs[i] : UINT32_MAX;
    }
    *joined = NULL;
    while (*joined == NULL && cost < UINT32_MAX) {
        *at = 0;
        for (uint32_t i = 1; i < state->worlds->len; i++)
            if (costs[i] < costs[*at])
                *at = i;
        cost = costs[*at];
        costs[*at] = UINT32_MAX;
        *joined = cost == UINT32_MAX ? NULL : world_join(&run->context, state->worlds->pdata[*at], world, how, NULL);
    }
    g_free(costs);
    return cost;
}

/* Where a newcomer is told apart from all old worlds by what the task is concerned in, two of these may be closer to each other: their union, which gives it room.
 * NULL: there are no two such worlds. */
static const World *join_two_old(Run *run, BlockState *state, const World *world, WorldJoin how)
{
    uint32_t first = 0, second = 0, least = WORLD_COST_OF_TASK;
    for (uint32_t i = 1; i < state->worlds->len; i++)
        for (uint32_t k = 0; k < i && is_alike(run, state->worlds->pdata[i], world); k++) {
            uint32_t cost = cost_of(run, state->worlds->pdata[k], state->worlds->pdata[i], least);
            if (cost >= least)
                continue;
            least = cost;
            first = k;
            second = i;
        }
    const World *joined = second == 0 ? NULL : world_join(&run->context, state->worlds->pdata[first], state->worlds->pdata[second], how, NULL);
    if (joined == NULL)
        return NULL;
    drop(state, second); /* the later one: the last takes its place */
    drop(state, first);
    state->growth++;
    return joined;
}

/* Worlds that could be joined with this one at all: the task is in the same state and place. */
static uint32_t count_alike(Run *run, const BlockState *state, const World *world)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < state->worlds->len; i++)
        count += is_alike(run, state->worlds->pdata[i], world);
    return count;
}

static bool is_there(const BlockState *state, const World *world)
{
    for (uint32_t i = 0; i < state->worlds->len; i++)
        if (world_equal(state->worlds->pdata[i], world))
            return true;
    return false;
}

/* What a world says of the other place that a local is compared with; VALUE_NONE: nothing, or it is not compared there. */
static Value compared_with(const Run *run, const World *world, uint32_t local, ComparedPlaces pair)
{
    Values *values = run->engine->values;
    const ComparedPlace own = {local, IR_NONE, false, IR_NONE, 0};
    const ComparedPlace other = body_is_same_place(pair.left, own) ? pair.right : pair.left;
    const bool is_compared = body_is_same_place(pair.left, own) || body_is_same_place(pair.right, own);
    return is_compared && other.local != IR_NONE && !other.is_behind && other.field == IR_NONE ? world_get(world, value_local(values, other.local)) : VALUE_NONE;
}

/* Whether a local counts towards a number of which nothing is known: how far it has come says nothing of when that ends. */
static bool is_open_ended(const Run *run, const World *world, uint32_t local)
{
    const Body *body = run->info->body;
    bool has_unknown = false, has_known = body->has_bound[local];
    for (uint32_t i = 0; i < body->compared_count && !has_known; i++) {
        Value other = compared_with(run, world, local, body->compared[i]);
        const bool is_known = other != VALUE_NONE && value_node(run->engine->values, other)->kind == VALUE_CONST;
        has_known = is_known;
        has_unknown = has_unknown || (other != VALUE_NONE && !is_known);
    }
    return has_unknown && !has_known;
}

/* Whether the locals that hold constants hold the same ones; is_for_ends: but for those that are open-ended. */
static bool has_same_constants(Run *run, const World *a, const World *b, bool is_for_ends)
{
    const Values *values = run->engine->values;
    bool are_same = true;
    run->context.work += a->cell_count;
    for (uint32_t i = 0; i < a->cell_count && are_same; i++) {
        Value here = a->cells[i].value, there = value_node(values, a->cells[i].key)->kind == VALUE_LOCAL ? world_get(b, a->cells[i].key) : here;
        bool is_constant = value_node(values, here)->kind == VALUE_CONST, is_other = there != VALUE_NONE && value_node(values, there)->kind == VALUE_CONST;
        are_same = here == there || (!is_constant && !is_other) || (is_for_ends && is_open_ended(run, a, (uint32_t)value_node(values, a->cells[i].key)->number));
    }
    return are_same;
}

uint32_t run_count_turns(Run *run, uint32_t block, const World *world)
{
    const BlockState *state = &run->blocks[block];
    uint32_t turns = 0;
    for (uint32_t i = 0; i < state->worlds->len; i++) {
        const World *old = state->worlds->pdata[i];
        turns += old->is_processed && is_alike(run, old, world) && has_same_constants(run, old, world, true);
    }
    return turns;
}

/* A bounded look follows what no loss went into, and of that the first that comes, or what comes last: few turns of each loop, or a few ways through many. What else there is, it leaves
 * out; each look something else. */
typedef struct LookBounds {
    uint32_t same, waiting; /* worlds of one state and place that are still to be executed, with the same constants and in all */
    uint32_t turns;         /* those with the same constants that are executed, too: a loop that counts nothing has so many turns */
    uint32_t worlds, all;   /* of one state and place in all; of a block */
    uint32_t growth;        /* exact unions that said more than either */
    bool are_numbers_apart; /* no unions of worlds whose locals hold other constants: each turn of a loop by itself */
    bool is_latest_kept;    /* of those with the same constants: who goes through a body does more than who went by */
} LookBounds;

static LookBounds look_bounds(const Run *run)
{
    static const LookBounds bounds[BOUNDED_LOOKS] = {
        {1, 2, 8, 8, 48, 64, false, false},   {4, 4, 4, 4, 48, 64, false, false},    {1, 4, 8, 8, 48, 64, false, false},      {1, 8, 16, 16, 96, 64, false, false},
        {2, 8, 16, 16, 96, 64, false, false},
        {4, 16, 4, 16, 64, 64, false, false}, {16, 64, 16, 80, 250, 512, false, false}, /* one way after the other (run_depth.c) */
        {1, 16, 8, 80, 250, 512, true, true}, {1, 2, 16, 80, 250, 512, false, false},   {2, 4, 16, 80, 250, 512, false, true},
        {16, 64, 16, 80, 250, 512, false, false}, /* so does this one */
    };
    return bounds[run->bounded_looks - 1];
}

static bool is_out_of_bounds(Run *run, BlockState *state, const World *world)
{
    const LookBounds bounds = look_bounds(run);
    uint32_t same = 0, waiting = 0, turns = 0, worlds = 0, last = UINT32_MAX;
    for (uint32_t i = 0; i < state->worlds->len; i++) {
        const World *old = state->worlds->pdata[i];
        bool is_one = is_alike(run, old, world), is_waiting = is_one && !old->is_processed;
        worlds += is_one;
        waiting += is_waiting;
        if (is_one && has_same_constants(run, old, world, false)) {
            turns++;
            same += is_waiting;
            last = is_waiting ? i : last;
        }
    }
    bool is_out = same >= bounds.same || waiting >= bounds.waiting || turns >= bounds.turns || worlds >= bounds.worlds || state->worlds->len >= bounds.all || state->growth > bounds.growth;
    run->has_left_out = run->has_left_out || is_out;
    if (!is_out || !bounds.is_latest_kept || last == UINT32_MAX)
        return is_out;
    drop(state, last);
    return false;
}

/* One step of merging: *covered: an old world says it already. Returns the union to go on with, or NULL: none. */
static const World *merge_step(Run *run, uint32_t block, const World *world, bool *covered)
{
    BlockState *state = &run->blocks[block];
    bool widen = state->growth > (run->is_coarse ? COARSE_GROWTH : MOST_GROWTH) && run->bounded_looks == 0;
    *covered = is_there(state, world);
    if (run->bounded_looks > 0 && state->growth > look_bounds(run).growth)
        *covered = run->has_left_out = true;
    for (uint32_t i = 0; i < state->worlds->len && !*covered; i++) {
        if (world_are_apart(&run->context, state->worlds->pdata[i], world) ||
            (run->bounded_looks > 0 && look_bounds(run).are_numbers_apart && !has_same_constants(run, state->worlds->pdata[i], world, false)))
            continue;
        const World *joined = world_join(&run->context, state->worlds->pdata[i], world, WORLD_JOIN_EXACT, NULL);
        if (joined != NULL && widen)
            joined = world_join(&run->context, state->worlds->pdata[i], world, WORLD_JOIN_WIDEN, NULL);
        if (joined == NULL)
            continue;
        joined = replace(run, state, i, joined, world);
        *covered = joined == NULL;
        return joined;
    }
    if (run->bounded_looks > 0)
        *covered = *covered || is_out_of_bounds(run, state, world);
    if (*covered || run->bounded_looks > 0)
        return NULL;
    uint32_t at, cost;
    const World *joined;
    bool is_head = run->info->body->is_loop_head[block];
    Bounds bounds = bounds_of(run, block);
    bool is_full = state->worlds->len >= MOST_PLACES;
    uint32_t alike = count_alike(run, state, world);
    bool (*may_cost)(uint32_t) = is_full || alike >= bounds.most ? any_cost : alike >= bounds.few ? world_cost_is_small : world_cost_is_beside;
    WorldJoin how = is_head || widen ? WORLD_JOIN_WIDEN : WORLD_JOIN_LOSSY;
    if ((alike < bounds.beside && !is_full) || (may_cost == world_cost_is_beside && !world_speaks_of_others(&run->context, world)) ||
        (cost = find_closest(run, state, world, how, may_cost, &at, &joined)) == UINT32_MAX)
        return NULL;
    run->is_joined = run->is_joined || bounds.most <= FEW_WORLDS;
    run->is_short = run->is_short || (alike >= bounds.most && (alike < bounds.unhurried || (run->is_second_look && bounds.most <= TOO_FEW)));
    const World *room = cost >= WORLD_COST_OF_TASK ? join_two_old(run, state, world, how) : NULL;
    if (room != NULL) {
        add_world(run, block, room);
        return world;
    }
    joined = replace(run, state, at, joined, world);
    *covered = joined == NULL;
    return joined;
}

static void add_world(Run *run, uint32_t block, const World *world)
{
    BlockState *state = &run->blocks[block];
    if (state->worlds == NULL || state->worlds->len == 0) {
        if (state->worlds == NULL)
            state->worlds = g_ptr_array_new();
        g_array_append_val(run->touched, block);
    }
    for (;;) {
        bool covered = false;
        const World *joined = merge_step(run, block, world, &covered);
        if (covered)
            return;
        if (joined == NULL)
            break;
        world = joined;
    }
    if (state->worlds->len >= MOST_PLACES) {
        run->limit = "a task is in more places at once than are followed";
        return;
    }
    World *fresh = (World *)(uintptr_t)world; /* made by this run and not yet shared */
    fresh->is_processed = false;
    g_ptr_array_add(state->worlds, fresh);
    run->most_worlds = MAX(run->most_worlds, state->worlds->len);
    set_queued(run, block);
    depth_add(run, block, fresh);
}

void run_add_world(Run *run, uint32_t block, const World *world)
{
    const bool may_repeat = run->bounded_looks > 0 && run->info->body->is_loop_head[block] && run->blocks[block].worlds != NULL;
    const World *far = may_repeat ? run_repeat(run, block, world) : NULL;
    add_world(run, block, far != NULL ? far : world);
}
