/* budget.c - how much work a function may cost.
 *
 * Bounds on worlds, places and instructions do not bound time: worlds may be large, and each instruction may look at all of one. So what is done is
 * counted in units that take about as long each (WorldContext.work: cells and facts gone through), and each function has so many of them for
 * all its runs together. They are shared out: of what is left, a run gets a part, and so does each task that is followed, an equal one where they are
 * few. With less left, fewer worlds are kept (budget_worlds); with nothing left the run ends. What is counted depends on the program
 * alone, never on a clock, so that results do not depend on the machine.
 *
 * A run that ended early makes no claims: a summary that it would have given is unknown, and what was reported by way of a loss and could not be looked at
 * again with enough worlds is not reported. That it ended early is said. */
#include "analysis/run.h"
#include "analysis/slice.h"

enum {
    FUNCTION_WORK = 80 * 1000 * 1000,
    MOST_HALVINGS = 6,
    ORDINARY_WORK = FUNCTION_WORK >> MOST_HALVINGS, /* each function may cost that, however many there are */
    BESIDE_WORK = FUNCTION_WORK / 8,                /* where no task is followed */
    BESIDE_EXCESS = FUNCTION_WORK / 4,              /* so, too, beyond the ordinary, where callers learn numbers alone: in all, for each FEW_FUNCTIONS */
    LEAST_PART = FUNCTION_WORK / 512,               /* each task is looked at, however many there are */
    BOUNDED_WORK = FUNCTION_WORK / 16,              /* for what is found in few turns where all that was not enough */
    BOUNDED_SHARE = 8,                              /* else this part of what was done */
    FIRST_DEEP_WORK = FUNCTION_WORK / 10,           /* for each look that goes deep; this one finds most, and may leave nothing out */
    DEEP_WORK = FUNCTION_WORK / 20,
    FEW_FUNCTIONS = 64                              /* for each so many that touch tasks, one may cost all it may before each next one may cost but half */
};

/* Whether callers get tasks from it, or give it theirs to look after. */
static bool passes_tasks(const Engine *engine, const FunctionInfo *info)
{
    IrType type = info->function->return_type;
    bool passes = type.kind == IR_TYPE_TASK || (type.kind == IR_TYPE_AGGREGATE && asked_may_hold_tasks(engine, info, type));
    for (uint32_t i = 0; i < info->function->param_count; i++)
        passes = passes || info->function->params[i].points_to_task;
    return passes;
}

/* It tells callers of numbers and of other tasks: what it may cost does not depend on what following tasks has cost before. */
static bool is_beside(const Run *run)
{
    return run->kind == RUN_ENTRY && !run->gives && run->entry->state == TASK_NONE && !passes_tasks(run->engine, run->info);
}

/* How much all runs of the function may do together. A run that follows no task tells callers what they may know of numbers, and what becomes of
 * other tasks; where that is hard to find, a call of the function is a call of unknown code. In a large program there are many such functions whose callers learn
 * numbers alone: what is beyond the ordinary has a bound for all of these together. */
static uint64_t function_work(const Run *run)
{
    uint64_t patience = 1 + run->engine->stats.functions / FEW_FUNCTIONS;
    uint64_t halvings = run->engine->excess_work / (FUNCTION_WORK * patience);
    uint64_t work = FUNCTION_WORK >> MIN(halvings, MOST_HALVINGS);
    if (!is_beside(run))
        return work;
    bool is_about_tasks = run->info->meets_tasks || run->info->hands_pointers_tasks;
    return is_about_tasks || run->engine->beside_excess < BESIDE_EXCESS * patience ? MIN(work, BESIDE_WORK) : ORDINARY_WORK;
}

void budget_begin_deep(Run *run, uint32_t look)
{
    run->bounded_end = run->context.work + (look == TURNS_LOOK ? FIRST_DEEP_WORK : DEEP_WORK);
}

void budget_begin_bounded(Run *run, bool is_cut_short)
{
    uint64_t done = run->context.work;
    run->bounded_end = done + (is_cut_short ? BOUNDED_WORK : MAX(done / BOUNDED_SHARE, LEAST_PART));
}

void budget_begin(Run *run, uint64_t parts)
{
    uint64_t done = run->context.work, spent = (is_beside(run) ? run->info->beside_work : run->info->work) + done;
    uint64_t all = run->bounded_looks > 0 ? run->bounded_end : function_work(run), gone = run->bounded_looks > 0 ? done : spent;
    uint64_t part = MAX((all - MIN(all, gone)) / parts, LEAST_PART);
    run->part_begin = done;
    run->part_end = done + part;
    run->is_short = false;
}

void budget_end(Run *run)
{
    uint64_t before = MAX(run->info->work, ORDINARY_WORK), beside_before = MAX(run->info->beside_work, ORDINARY_WORK);
    run->info->work += run->context.work;
    if (is_beside(run))
        run->info->beside_work += run->context.work;
    run->engine->beside_excess += MAX(run->info->beside_work, ORDINARY_WORK) - beside_before;
    run->engine->excess_work += MAX(run->info->work, ORDINARY_WORK) - before;
}

bool budget_is_spent(const Run *run)
{
    return run->context.work >= run->part_end;
}

bool budget_is_half_spent(const Run *run)
{
    return run->context.work >= run->part_begin + (run->part_end - run->part_begin) / 2;
}

uint32_t budget_worlds(const Run *run, uint32_t most)
{
    enum { STEPS = 5 };
    static const uint32_t worlds[STEPS] = {1, 2, 4, 8, 16};
    static const uint64_t sixteenths[2][STEPS] = {{15, 13, 11, 8, 6}, {11, 10, 8, 6, 4}}; /* of its part that are done; before there is a task the rest is for coming to all calls, in few worlds */
    const uint64_t done = (run->context.work - run->part_begin) * 16 / (run->part_end - run->part_begin);
    const bool is_before_task = run->kind == RUN_SITES && run->site == NULL;
    for (uint32_t i = 0; i < STEPS; i++)
        if (done >= sixteenths[is_before_task][i])
            return MIN(most, worlds[i]);
    return most;
}
