/* coarse_look.c - tasks that go right in worlds that were joined from the start.
 *
 * Most of what the paths to a call have learnt does not matter to its task, and which of it does is found by following the task with as little as possible: one world of each state and place of
 * the task at a point, as property simulation has it (ESP: Das, Lerner, Seigle, PLDI 2002). That admits every path there is, and more, at the cost of a data flow analysis. Where nothing is to be
 * reported in these worlds, the task goes right, and need not be followed with all that is known; else it gets the closer look, which alone reports. So the work that a large function may cost goes
 * into the tasks that need it.
 *
 * A loss must not make a task go right. Much is trusted where it has left nobody to know, which is told (`gave_up`, `has_trusted`, `is_doubtful`: the task wants a closer look). What would not be
 * told is that a variable does not lead any more to where the task is, or to which function, or that what unseen code may have changed was read since: so worlds that differ in that are not joined
 * (coarse_look_keeps_apart). */
#include "analysis/run.h"
#include "analysis/slice.h"

enum { COARSE_PARTS = 12 /* of what the function may cost: for each task, and for what comes before */ };

bool coarse_look_goes_on(const Run *run)
{
    return !run->gave_up && !run->has_trusted && !run->is_doubtful && run->limit == NULL;
}

void coarse_look_note_end(Run *run, const World *world)
{
    bool is_excused = world->state == TASK_LIVE && (world->flags & WORLD_EXCUSED) && run->site != NULL && !run->site->is_found;
    run->is_doubtful = run->is_doubtful || (run->is_coarse && is_excused);
}

/* --- which worlds are not joined --- */

/* What a variable holds, where it is the address of something with a name, a function, or leads to where the task lies; else VALUE_NONE. */
static Value known_target(const Run *run, Value value, Value place)
{
    const Values *values = run->engine->values;
    if (value == VALUE_NONE)
        return VALUE_NONE;
    Value root = value_root(values, value);
    switch (value_node(values, root)->kind) {
    case VALUE_LOCAL: case VALUE_GLOBAL: case VALUE_FUNCTION: return value;
    case VALUE_SYMBOL: return place != VALUE_NONE && root == value_root(values, place) ? value : VALUE_NONE;
    default: return VALUE_NONE;
    }
}

static bool is_variable(const ValueNode *key)
{
    return !key->has_symbols && (key->kind != VALUE_KEY || key->op == VALUE_KEY_REGISTER);
}

/* Whether it was read, or stored, since unseen code ran, and what lay there before is remembered: where that it is read is forgotten, it would be taken for what it was. */
static bool is_read_again(const Run *run, const World *world, Value place)
{
    Values *values = run->engine->values;
    return world_get(world, value_key(values, VALUE_KEY_BEFORE, place, 0)) != VALUE_NONE || world_get(world, value_key(values, VALUE_KEY_BEFORE, place, 1)) != VALUE_NONE;
}

bool coarse_look_keeps_apart(Run *run, const World *a, const World *b)
{
    Value place = run_place_of_task(run, a);
    bool are_apart = place != VALUE_NONE && world_are_at_other_elements(&run->context, a, b);
    run->context.work += a->cell_count + b->cell_count;
    for (uint32_t i = 0, k = 0; (i < a->cell_count || k < b->cell_count) && !are_apart;) {
        bool in_a = i < a->cell_count && (k >= b->cell_count || a->cells[i].key <= b->cells[k].key);
        bool in_b = k < b->cell_count && (i >= a->cell_count || b->cells[k].key <= a->cells[i].key);
        const Value keyed = in_a ? a->cells[i].key : b->cells[k].key;
        const ValueNode *key = value_node(run->engine->values, keyed);
        Value left = in_a ? a->cells[i].value : VALUE_NONE, right = in_b ? b->cells[k].value : VALUE_NONE;
        i += in_a;
        k += in_b;
        are_apart = is_variable(key) ? known_target(run, left, place) != known_target(run, right, place)
                                     : a->state != TASK_NONE && key->kind != VALUE_KEY && in_a != in_b && is_read_again(run, in_a ? a : b, keyed);
    }
    return are_apart;
}

/* --- the look --- */

static gpointer call_of(const Run *run, const Site *site)
{
    return (gpointer)&run->info->function->blocks[site->block].insts[site->inst];
}

/* Whether the task of a site goes right; if not, on which ways it does not is kept, where it is known. */
static bool goes_right(Run *run, const Site *site, const BlockState *plain)
{
    run->steps = 0;
    run->gave_up = run->has_trusted = run->is_doubtful = false;
    budget_begin(run, COARSE_PARTS);
    run->made = trail_new(site);
    sites_follow(run, site, plain);
    bool is_known = coarse_look_goes_on(run), is_right = is_known && run->events->len == 0;
    trail_end(run->made);
    if (is_known && !is_right)
        g_ptr_array_add(run->trails, run->made);
    else
        trail_free(run->made);
    run->made = NULL;
    g_array_set_size(run->events, 0);
    run->limit = NULL;
    return is_right;
}

/* The calls of all tasks that do not go right. */
static GHashTable *follow_all(Run *run, const GArray *sites, GHashTable *only)
{
    GHashTable *left = g_hash_table_new(NULL, NULL);
    BlockState *plain = run->blocks;
    g_array_free(run->touched, TRUE);
    run_begin_blocks(run);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    for (guint i = 0; i < sites->len; i++) {
        const Site *site = &g_array_index(sites, Site, i);
        gpointer call = call_of(run, site);
        if ((only != NULL && !g_hash_table_contains(only, call)) || g_hash_table_contains(left, call) || sites_are_settled(run, site))
            continue;
        run->asked = site_slices_get(slices, site);
        if (!goes_right(run, site, plain))
            g_hash_table_add(left, call);
    }
    run->asked = &run->info->asked;
    site_slices_free(slices);
    run_free_blocks(run, plain);
    return left;
}

GHashTable *coarse_look(Run *run, GHashTable *only)
{
    if (run->engine->watch != NULL || run->engine->state_dump != NULL)
        return only;
    GArray *sites = g_array_new(FALSE, FALSE, sizeof(Site));
    run->is_coarse = run->context.keeps_memories = true;
    run->context.stops = run->info->body->thresholds; /* of the elements of an array only the task's own is one */
    run->gave_up = run->is_doubtful = false;
    run->trails = g_ptr_array_new();
    sites_find(run, only, COARSE_PARTS, sites);
    GHashTable *left = only;
    if (coarse_look_goes_on(run) && run->events->len == 0 && !run->is_waiting) { /* these are all sites, and all worlds that reach them */
        left = follow_all(run, sites, only);
        for (guint i = 0; i < sites->len; i++) {
            gpointer call = call_of(run, &g_array_index(sites, Site, i));
            run->tasks += (only == NULL || g_hash_table_contains(only, call)) && !g_hash_table_contains(left, call);
        }
    }
    if (left != only && only != NULL)
        g_hash_table_destroy(only);
    run_end_blocks(run);
    g_array_free(sites, TRUE);
    g_array_set_size(run->events, 0);
    run->limit = NULL;
    run->context.stops = run->info->body->stops;
    run->context.keeps_memories = false;
    run->is_coarse = run->is_joined = run->has_trusted = run->gave_up = run->is_doubtful = run->is_short = false;
    return left;
}
