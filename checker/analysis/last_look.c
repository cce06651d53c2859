/* last_look.c - what goes wrong with a task whatever path is taken, in functions that are too dear for a closer look.
 *
 * A run that ended early makes no claims about what may happen. What must happen is found for little: the task is followed as by a first look that knows
 * locals and registers (first_look.c), in so few worlds that it ends soon. That admits every path there is, and more; so one on which something goes wrong
 * proves nothing. But where all paths to a block come by the call that made the task (dominance), and something goes wrong in each world that reaches
 * the block, it goes wrong on all paths through there, whichever of them are possible. Only that is reported: a return that leaves the
 * task behind, a second await after the first.
 *
 * Blocks are taken to be reached by some path. What comes to the call itself once more, by a loop, is left out: this look does not know that there is a second turn. */
#include "analysis/run.h"
#include "analysis/slice.h"
#include "ir/dominators.h"

/* What goes wrong in this world of a block on every way through it. */
static GArray *certain_events(Run *run, uint32_t block, const World *world, bool seeking)
{
    run->events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
    run->ends = run->losses = 0;
    bool is_one_way = exec_block(run, block, world, seeking) == 1;
    for (uint32_t i = run->events->len; i-- > 0;) {
        AnalysisEvent *event = &g_array_index(run->events, AnalysisEvent, i);
        event->doubt = ANALYSIS_CERTAIN;
        if (!is_one_way || (event->kind == ANALYSIS_NEVER_CONSUMED && run->losses < run->ends))
            g_array_remove_index(run->events, i);
    }
    return run->events;
}

static void keep_common(GArray *events, const GArray *others)
{
    for (uint32_t i = events->len; i-- > 0;) {
        bool is_common = false;
        for (uint32_t k = 0; k < others->len && !is_common; k++)
            is_common = report_is_same_place(&g_array_index(events, AnalysisEvent, i), &g_array_index(others, AnalysisEvent, k));
        if (!is_common)
            g_array_remove_index(events, i);
    }
}

/* NULL: no world comes there. */
static GArray *common_events(Run *run, uint32_t block)
{
    GArray *common = NULL;
    const GPtrArray *worlds = run->blocks[block].worlds;
    for (uint32_t i = 0; worlds != NULL && i < worlds->len && (common == NULL || common->len > 0); i++) {
        GArray *events = certain_events(run, block, worlds->pdata[i], false);
        if (common == NULL) {
            common = events;
            continue;
        }
        keep_common(common, events);
        g_array_free(events, TRUE);
    }
    return common;
}

static void add_events(GArray *to, GArray *from)
{
    for (uint32_t i = 0; from != NULL && i < from->len; i++)
        report_add(to, &g_array_index(from, AnalysisEvent, i));
    if (from != NULL)
        g_array_free(from, TRUE);
}

static void look_at_blocks(Run *run, const Site *site, const IrDominators *dominators, GArray *found)
{
    add_events(found, certain_events(run, site->block, run->engine->plain, true));
    for (uint32_t i = 0; i < run->touched->len; i++) {
        uint32_t block = g_array_index(run->touched, uint32_t, i);
        if (block != site->block && ir_dominates(dominators, site->block, block))
            add_events(found, common_events(run, block));
    }
}

/* The task of one call; what it finds is put into `found`. */
static void follow(Run *run, const Site *site, const IrDominators *dominators, GArray *found)
{
    run->is_doubtful = run->gave_up = false;
    run->limit = NULL;
    run->steps = 0;
    run->events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
    budget_begin(run, 1);
    run_follow(run, site, &run->engine->plain, 1);
    g_array_free(run->events, TRUE);
    run->is_final = first_look_goes_on(run); /* it went to the end */
    if (run->is_final)
        look_at_blocks(run, site, dominators, found);
    run->is_final = false;
    run_forget(run);
}

void last_look(Run *run, GHashTable *calls)
{
    const IrFunction *function = run->info->function;
    GArray *found = run->events;
    const char *limit = run->limit;
    bool gave_up = run->gave_up;
    IrDominators dominators = ir_dominators(function);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    run->first_look = FIRST_LOOK_LAST;
    run->is_second_look = false;
    run_begin_blocks(run);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            if (!g_hash_table_contains(calls, call) || call->as.call.function == IR_NONE)
                continue;
            Site site = {.block = b, .inst = i};
            run->asked = site_slices_get(slices, &site);
            follow(run, &site, &dominators, found);
        }
    run_end_blocks(run);
    site_slices_free(slices);
    ir_dominators_clear(&dominators);
    run->asked = &run->info->asked;
    run->first_look = FIRST_LOOK_NONE;
    run->events = found;
    run->limit = limit;
    run->gave_up = gave_up;
}
