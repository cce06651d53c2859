/* sites.c - the tasks that a function comes to own, each followed by itself, with looks that know more and more: the first ones nothing of what
 * came before (first_look.c), the closer one the worlds that reach the call, and a second one more of these, where something is to be reported. */
#include "analysis/run.h"
#include "analysis/watch.h"

static void follow_site(Run *run, const Site *site, const BlockState *plain)
{
    run->gave_up = false;
    run->sites_found = NULL;
    watch_begin_task(run, site);
    const GPtrArray *before = plain[site->block].worlds;
    run_follow(run, site, (const World *const *)before->pdata, before->len);
    watch_end_task(run, plain);
    run_dump(run, "the task made at this line", &run->info->function->blocks[site->block].insts[site->inst]);
    run_forget(run);
    run->engine->stats.escaped += run->gave_up && !run->is_second_look;
    run->has_given_up = run->has_given_up || run->gave_up;
}

/* Whether nothing can go wrong with the task of a site; who asks about a line wants to see it all the same. */
static bool is_settled(const Run *run, const Site *site)
{
    const IrInst *call = &run->info->function->blocks[site->block].insts[site->inst];
    return site->out_key == VALUE_NONE && !site->is_found && call->result != IR_NONE && run->info->is_settled[call->result] && run->engine->watch == NULL &&
           run->engine->state_dump == NULL;
}

/* All sites of the function; `only`: those whose calls are in there. Those that reported something are put into *reported; NULL: nobody asks. */
static void follow_sites(Run *run, GHashTable *only, GHashTable *reported)
{
    GArray *sites = g_array_new(FALSE, FALSE, sizeof(Site));
    run->sites_found = sites;
    run->exits = g_ptr_array_new();
    run_from_entry(run);
    run->sites_found = NULL;
    BlockState *plain = run->blocks;
    g_array_free(run->touched, TRUE);
    run_begin_blocks(run);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    for (uint32_t i = 0; i < sites->len; i++) {
        Site site = g_array_index(sites, Site, i);
        gpointer call = (gpointer)&run->info->function->blocks[site.block].insts[site.inst];
        if (only != NULL && !g_hash_table_contains(only, call))
            continue;
        run->tasks += reported != NULL;
        if (is_settled(run, &site))
            continue;
        uint32_t events = run->events->len;
        run->steps = 0;
        run->asked = site_slices_get(slices, &site);
        follow_site(run, &site, plain);
        if (run->events->len > events && reported != NULL)
            g_hash_table_add(reported, call);
    }
    run->asked = &run->info->asked;
    site_slices_free(slices);
    run_end_blocks(run);
    run_free_blocks(run, plain);
    g_array_free(sites, TRUE);
    g_ptr_array_free(run->exits, TRUE);
    run->exits = NULL;
}

/* The calls whose tasks want a closer look; NULL: those of all sites do. *waits: it has asked something, and is to be run again. */
static GHashTable *take_first_look(Run *run, bool *waits)
{
    GHashTable *blind = NULL, *doubtful = NULL;
    uint32_t done = 0;
    run_begin_blocks(run);
    if (first_look_is_possible(run))
        blind = first_look(run, FIRST_LOOK_BLIND, NULL, &done);
    bool is_done = blind != NULL && g_hash_table_size(blind) == 0;
    *waits = !is_done && engine_ask_below(run->engine, run->info);
    if (blind != NULL && !is_done && !*waits)
        doubtful = first_look(run, FIRST_LOOK_LOCALS, blind, &done);
    run_end_blocks(run);
    run->tasks += *waits ? 0 : done;
    if (doubtful == NULL)
        return blind;
    g_hash_table_destroy(blind);
    return doubtful;
}

static void take_closer_look(Run *run, GHashTable *doubtful)
{
    GArray *seen;
    GHashTable *reported = g_hash_table_new(NULL, NULL);
    follow_sites(run, doubtful, reported);
    if (run_take_second_look(run, &seen)) {
        follow_sites(run, run->engine->watch == NULL ? reported : NULL, NULL);
        run_keep_seen_twice(run, seen);
    }
    g_hash_table_destroy(reported);
}

void sites_run(Run *run)
{
    bool waits;
    GHashTable *doubtful = take_first_look(run, &waits);
    if (waits)
        engine_queue(run);
    else if (doubtful == NULL || g_hash_table_size(doubtful) > 0)
        take_closer_look(run, doubtful);
    if (doubtful != NULL)
        g_hash_table_destroy(doubtful);
}
