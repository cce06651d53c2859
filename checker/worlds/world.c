/* world.c - worlds as they are once made: copied, compared, written for people. How they are made: world_canon.c. */
#include "worlds/world.h"

#include <string.h>

const World *world_keep(BaseArena *arena, const World *world, const Trace *trace)
{
    World *copy = BASE_NEW(arena, World);
    *copy = *world;
    Cell *cells = BASE_NEW_ARRAY(arena, Cell, world->cell_count);
    Fact *facts = BASE_NEW_ARRAY(arena, Fact, world->fact_count);
    if (world->cell_count > 0)
        memcpy(cells, world->cells, sizeof(Cell) * world->cell_count);
    if (world->fact_count > 0)
        memcpy(facts, world->facts, sizeof(Fact) * world->fact_count);
    IntSet *sets = BASE_NEW_ARRAY(arena, IntSet, world->cell_count);
    if (world->cell_count > 0)
        memcpy(sets, world->sets, sizeof(IntSet) * world->cell_count);
    copy->sets = sets;
    copy->cells = cells;
    copy->facts = facts;
    copy->trace = trace;
    return copy;
}

bool world_equal(const World *a, const World *b)
{
    return a->hash == b->hash && a->state == b->state && a->flags == b->flags && a->cell_count == b->cell_count &&
           a->fact_count == b->fact_count &&
           (a->cell_count == 0 || memcmp(a->cells, b->cells, sizeof(Cell) * a->cell_count) == 0) &&
           (a->fact_count == 0 || memcmp(a->facts, b->facts, sizeof(Fact) * a->fact_count) == 0);
}

/* --- for people --- */

static const char *const state_names[] = {
    [TASK_NONE] = "no task followed", [TASK_LIVE] = "live", [TASK_CONSUMED] = "consumed",
    [TASK_REPORTED] = "consumed twice (reported)", [TASK_ESCAPED] = "escaped",
};

void world_describe(WorldContext *context, const World *world, GString *out, ValueNamer append_name, const void *naming)
{
    BaseArena *scratch = base_arena_new();
    g_string_append_printf(out, "task %s%s\n", state_names[world->state], (world->flags & WORLD_OBSERVED) ? ", looked at" : "");
    for (uint32_t i = 0; i < world->cell_count; i++) {
        g_string_append(out, "    ");
        append_name(world->cells[i].key, out, naming);
        g_string_append(out, " holds ");
        append_name(world->cells[i].value, out, naming);
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 0; i < world->fact_count; i++) {
        g_string_append(out, "    ");
        append_name(world->facts[i].atom, out, naming);
        g_string_append_printf(out, " is %s\n", intset_describe(context->sets, world->facts[i].set, scratch));
    }
    base_arena_free(scratch);
}
