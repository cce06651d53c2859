/* sites.c - the tasks that a function comes to own, each followed by itself, with looks that know more and more: the first ones nothing of what
 * came before (first_look.c), a coarse one a single world of all that reach the call (coarse_look.c), the closer one these worlds, and a second one more of these, where something uncertain is to be reported. Bounded ones follow single
 * paths: what nobody has seen on one of them is not reported. Where these end early, a last one finds what goes wrong in any case (last_look.c). */
#include "analysis/run.h"
#include "analysis/watch.h"

void sites_follow(Run *run, const Site *site, const BlockState *plain)
{
    run->gave_up = false;
    run->sites_found = NULL;
    watch_begin_task(run, site);
    const GPtrArray *before = plain[site->block].worlds;
    for (uint32_t i = 0; run->trails != NULL && !run->is_coarse && i < run->trails->len; i++)
        if (trail_is_of(run->trails->pdata[i], site))
            run->trail = run->trails->pdata[i];
    run_follow(run, site, (const World *const *)before->pdata, before->len);
    watch_end_task(run, plain);
    run_dump(run, "the task made at this line", &run->info->function->blocks[site->block].insts[site->inst]);
    run_forget(run);
    run->trail = NULL;
    if (run->is_coarse)
        return;
    run->engine->stats.escaped += run->gave_up && !run->is_second_look && run->bounded_looks == 0;
    run->has_given_up = run->has_given_up || run->gave_up;
}

/* Whether nothing can go wrong with the task of a site; who asks about a line wants to see it all the same. */
bool sites_are_settled(const Run *run, const Site *site)
{
    const IrInst *call = &run->info->function->blocks[site->block].insts[site->inst];
    return site->out_key == VALUE_NONE && !site->is_found && call->result != IR_NONE && run->info->is_settled[call->result] && run->engine->watch == NULL &&
           run->engine->state_dump == NULL;
}

static void keep_events(Run *run, GArray *events)
{
    for (uint32_t i = 0; i < run->events->len; i++)
        report_add(events, &g_array_index(run->events, AnalysisEvent, i));
    g_array_free(run->events, TRUE);
    run->events = events;
}

/* Per block, whether some way leads from it to one of the calls. */
static bool *find_leads(const Run *run, GHashTable *calls)
{
    const IrFunction *function = run->info->function;
    bool *leads = g_new0(bool, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !leads[b]; i++)
            leads[b] = g_hash_table_contains(calls, &function->blocks[b].insts[i]);
    for (bool changed = true; changed;) { /* in reverse postorder: as often as loops nest */
        changed = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]) && !leads[b]; k++) {
                leads[b] = leads[ir_successor(&function->blocks[b], k)];
                changed = changed || leads[b];
            }
    }
    return leads;
}

/* The worlds before there is a task, and the calls that give one; as far as there is a way to one of those in `only`. */
void sites_find(Run *run, GHashTable *only, uint64_t parts, GArray *sites)
{
    run->sites_found = sites;
    bool is_all = only == NULL || run->engine->watch != NULL || run->engine->state_dump != NULL;
    bool *leads = is_all ? NULL : find_leads(run, only);
    run->leads = leads;
    budget_begin(run, parts);
    run_from_entry(run);
    run->leads = NULL;
    run->sites_found = NULL;
    g_free(leads);
}

/* Into how many parts the work is shared out that is left for so many sites. */
static uint64_t parts_for(const Run *run, GHashTable *only, guint left)
{
    if (run->bounded_looks > DEEP_LOOKS && only != NULL)
        return MIN(left, g_hash_table_size(only));
    return run->is_second_look ? MIN(left, 4) : MIN(left + 1, 8); /* some is for the second looks */
}

/* All sites of the function; `only`: those whose calls are in there. Those that reported something uncertain are put into *doubted; NULL: nobody asks. */
static void follow_sites(Run *run, GHashTable *only, GHashTable *doubted)
{
    GArray *sites = g_array_new(FALSE, FALSE, sizeof(Site));
    sites_find(run, only, 4, sites);
    guint count = run->is_waiting ? 0 : sites->len; /* or it would be done in vain */
    BlockState *plain = run->blocks;
    g_array_free(run->touched, TRUE);
    run_begin_blocks(run);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    for (guint i = 0; i < count; i++) {
        Site site = g_array_index(sites, Site, i);
        gpointer call = (gpointer)&run->info->function->blocks[site.block].insts[site.inst];
        run->has_found = run->has_found || site.is_found;
        if ((only != NULL && !g_hash_table_contains(only, call)) || (run->gives && site.is_found))
            continue;
        run->tasks += doubted != NULL;
        if (sites_are_settled(run, &site))
            continue;
        GArray *events = run->events;
        run->events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
        run->steps = 0;
        run->asked = site_slices_get(slices, &site);
        budget_begin(run, parts_for(run, only, count - i));
        sites_follow(run, &site, plain);
        if (run->is_second_look || run->bounded_looks > 0)
            run_drop_doubted(run);
        if (doubted != NULL && report_most_doubt(run->events) > ANALYSIS_CERTAIN)
            g_hash_table_add(doubted, call);
        keep_events(run, events);
    }
    run->asked = &run->info->asked;
    site_slices_free(slices);
    run_end_blocks(run);
    run_free_blocks(run, plain);
    g_array_free(sites, TRUE);
}

/* The calls whose tasks want a closer look; NULL: those of all sites do. */
static GHashTable *take_first_look(Run *run)
{
    GHashTable *blind = NULL, *doubtful = NULL;
    if (!first_look_is_possible(run))
        return NULL;
    uint32_t done = 0;
    run_begin_blocks(run);
    blind = first_look(run, FIRST_LOOK_BLIND, NULL, &done);
    doubtful = first_look(run, FIRST_LOOK_LOCALS, blind, &done);
    run_end_blocks(run);
    run->tasks += done;
    g_hash_table_destroy(blind);
    return doubtful;
}

/* The calls whose tasks may meet something that a loss has made up. */
static GHashTable *take_closer_look(Run *run, GHashTable *doubtful)
{
    GArray *seen;
    GHashTable *doubted = g_hash_table_new(NULL, NULL);
    follow_sites(run, doubtful, doubted);
    if (!run->is_waiting && run_take_second_look(run, &seen)) {
        follow_sites(run, run->engine->watch == NULL ? doubted : NULL, NULL);
        run_keep_seen_twice(run, seen);
    }
    return doubted;
}

/* Whether it is certain, or was seen again in bounded looks. */
static bool is_confirmed(const Run *run, const AnalysisEvent *event)
{
    bool is = event->doubt < ANALYSIS_DOUBTED;
    for (uint32_t k = 0; k < run->events->len && !is; k++)
        is = report_is_same_place(event, &g_array_index(run->events, AnalysisEvent, k));
    return is;
}

static bool are_confirmed(const Run *run, const GArray *seen)
{
    bool are = true;
    for (uint32_t i = 0; i < seen->len && are; i++)
        are = is_confirmed(run, &g_array_index(seen, AnalysisEvent, i));
    return are;
}

/* Of what was seen before, what is confirmed. What a loss alone has shown is not reported, and that is said. */
static void keep_confirmed(Run *run, GArray *seen)
{
    for (uint32_t i = 0; i < seen->len; i++) {
        const AnalysisEvent *event = &g_array_index(seen, AnalysisEvent, i);
        if (is_confirmed(run, event))
            report_add(run->events, event);
        else
            run->limit = "something may go wrong in it, but no single path to that was found";
    }
    g_array_free(seen, TRUE);
}

/* One bounded look: single paths within its bounds. */
static void follow_bounded(Run *run, uint32_t look, GHashTable *only)
{
    run->bounded_looks = look + 1;
    if (look == DEPTH_LOOK || look == WIDE_DEPTH_LOOK || look == LAST_DEPTH_LOOK)
        depth_begin(run);
    follow_sites(run, only, NULL);
    depth_end(run);
    run->bounded_looks = 0;
}

/* Bounded model checking (Biere, Cimatti, Clarke, Zhu, TACAS 1999) with worlds: few turns of each loop, or few ways through many (from DEEP_LOOKS on), and nothing by way of a loss. So what
 * is found is certain, and what is not found nobody takes for right. Looks are taken where the closer one was cut short, or trusted after a loss; deep ones, too, where it saw something by
 * way of a loss, and three of these where it lost sight of a task among many elements. */
static void take_bounded_looks(Run *run, GHashTable *doubtful, GHashTable *doubted)
{
    const char *limit = run->limit;
    const bool has_given_up = run->has_given_up, is_for_more = limit != NULL || run->has_trusted;
    const bool is_for_elements = run->has_lost_element && !is_for_more; /* of these three looks find what there is */
    GArray *seen = run->events;
    run->events = g_array_new(FALSE, FALSE, sizeof(AnalysisEvent));
    run->is_second_look = false;
    run->has_left_out = true;
    run->limit = NULL;
    budget_begin_bounded(run, limit != NULL);
    for (uint32_t look = is_for_more ? 0 : DEEP_LOOKS; look < BOUNDED_LOOKS && run->has_left_out; look++) {
        const bool is_for_all = is_for_more || (is_for_elements && look <= TURNS_LOOK);
        if (!is_for_all && are_confirmed(run, seen))
            break;
        if (run->limit != NULL) /* these have done what they may: on with the deep ones */
            look = MAX(look, DEEP_LOOKS);
        if (look >= DEEP_LOOKS)
            budget_begin_deep(run, look);
        run->limit = NULL;
        run->has_left_out = false;
        follow_bounded(run, look, is_for_all ? doubtful : doubted);
        run->has_left_out = run->has_left_out || run->limit != NULL;
    }
    run->limit = limit != NULL || !is_for_elements || !run->has_left_out || run->events->len > 0 ? limit : "among many elements a task was lost sight of, and not all single paths to it were followed";
    run->has_given_up = has_given_up;
    keep_confirmed(run, seen);
}

void sites_follow_given(Run *run)
{
    static const uint32_t looks[] = {WIDE_DEPTH_LOOK, TURNS_LOOK}; /* short ways, and those on which loops put one task after the other */
    if (run->giving_as == GIVING_BOUNDED) {
        for (uint32_t i = 0; i < G_N_ELEMENTS(looks); i++) {
            budget_begin_deep(run, WIDE_DEPTH_LOOK);
            follow_bounded(run, looks[i], NULL);
            run->limit = NULL; /* some of the ways are all that is asked for */
        }
        return;
    }
    run->is_second_look = run->giving_as == GIVING_CLOSELY;
    follow_sites(run, NULL, NULL);
}

static bool any_left(GHashTable *calls)
{
    return calls == NULL || g_hash_table_size(calls) > 0;
}

void sites_run(Run *run)
{
    GHashTable *doubtful = take_first_look(run), *doubted = NULL;
    if (any_left(doubtful)) {
        run->reads = reads_from_blocks(run->engine, run->info);
        doubtful = coarse_look(run, doubtful);
    }
    if (any_left(doubtful))
        doubted = take_closer_look(run, doubtful);
    if (doubted != NULL && !run->is_waiting && run->engine->watch == NULL && (run->limit != NULL || run->has_trusted || run->has_lost_element || report_most_doubt(run->events) == ANALYSIS_DOUBTED))
        take_bounded_looks(run, doubtful, doubted);
    if (run->limit != NULL && doubtful != NULL && first_look_is_possible(run) && !run->is_waiting)
        last_look(run, doubtful);
    g_free(run->reads);
    run->reads = NULL;
    for (uint32_t i = 0; run->trails != NULL && i < run->trails->len; i++)
        trail_free(run->trails->pdata[i]);
    if (run->trails != NULL)
        g_ptr_array_free(run->trails, TRUE);
    run->trails = NULL;
    if (doubted != NULL)
        g_hash_table_destroy(doubted);
    if (doubtful != NULL)
        g_hash_table_destroy(doubtful);
}
