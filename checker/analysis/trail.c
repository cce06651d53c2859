/* trail.c - the ways on which a coarse look has seen something go wrong with a task, so that later looks go these alone.
 *
 * A coarse look (coarse_look.c) admits every path there is, and more. What it has seen is a graph: the states and places of the task at each block, and which follow which. Where
 * nothing goes wrong from such a point on, nothing does in any world that comes there, whatever else it knows; so who looks closer leaves it out. Most of what a task goes through lies behind the call
 * that consumes it, and most of the rest on ways that lead there. It is how a counterexample of an abstraction guides the search for a real one (Clarke, Grumberg, Jha, Lu, Veith, CAV 2000). */
#include "analysis/run.h"

/* A state and place of the task at a block. */
typedef struct Point {
    uint32_t block, stands;
} Point;

typedef struct Step {
    uint32_t from, to; /* points, by number */
} Step;

struct Trail {
    Site site;
    GHashTable *numbers; /* Point -> its number */
    GArray *points;      /* Point */
    GArray *steps;       /* Step */
    GArray *leads;       /* bool, per point: something goes wrong there, or further on */
    uint32_t at;         /* the point under execution */
};

static guint hash_point(gconstpointer key)
{
    const Point *point = key;
    return point->block * 0x9e3779b1u ^ point->stands;
}

static gboolean equal_points(gconstpointer a, gconstpointer b)
{
    const Point *left = a, *right = b;
    return left->block == right->block && left->stands == right->stands;
}

static Point point_of(uint32_t block, const World *world)
{
    return (Point){block, (world->task_steps * 31 + world->state) * 0x85ebca6bu + world->flags};
}

Trail *trail_new(const Site *site)
{
    Trail *trail = g_new0(Trail, 1);
    trail->site = *site;
    trail->numbers = g_hash_table_new_full(hash_point, equal_points, g_free, NULL);
    trail->points = g_array_new(FALSE, FALSE, sizeof(Point));
    trail->steps = g_array_new(FALSE, FALSE, sizeof(Step));
    trail->leads = g_array_new(FALSE, TRUE, sizeof(bool));
    return trail;
}

void trail_free(Trail *trail)
{
    if (trail == NULL)
        return;
    g_hash_table_destroy(trail->numbers);
    g_array_free(trail->points, TRUE);
    g_array_free(trail->steps, TRUE);
    g_array_free(trail->leads, TRUE);
    g_free(trail);
}

static bool find(const Trail *trail, Point point, uint32_t *number)
{
    gpointer found = g_hash_table_lookup(trail->numbers, &point);
    *number = GPOINTER_TO_UINT(found) - 1;
    return found != NULL;
}

static uint32_t number_of(Trail *trail, Point point)
{
    uint32_t number;
    if (find(trail, point, &number))
        return number;
    const bool leads = false;
    g_array_append_val(trail->points, point);
    g_array_append_val(trail->leads, leads);
    g_hash_table_insert(trail->numbers, g_memdup2(&point, sizeof point), GUINT_TO_POINTER(trail->points->len));
    return trail->points->len - 1;
}

void trail_enter(Trail *trail, uint32_t block, const World *world)
{
    trail->at = number_of(trail, point_of(block, world));
}

void trail_reach(Trail *trail, uint32_t block, const World *world)
{
    Step step = {trail->at, number_of(trail, point_of(block, world))};
    g_array_append_val(trail->steps, step);
}

void trail_note(Trail *trail)
{
    g_array_index(trail->leads, bool, trail->at) = true;
}

void trail_end(Trail *trail)
{
    for (bool is_more = true; is_more;) {
        is_more = false;
        for (uint32_t i = trail->steps->len; i-- > 0;) {
            const Step *step = &g_array_index(trail->steps, Step, i);
            bool *leads = &g_array_index(trail->leads, bool, step->from);
            is_more = is_more || (!*leads && g_array_index(trail->leads, bool, step->to));
            *leads = *leads || g_array_index(trail->leads, bool, step->to);
        }
    }
}

bool trail_leads(const Trail *trail, uint32_t block, const World *world)
{
    uint32_t number;
    return !find(trail, point_of(block, world), &number) || g_array_index(trail->leads, bool, number);
}

bool trail_is_of(const Trail *trail, const Site *site)
{
    return trail->site.block == site->block && trail->site.inst == site->inst && trail->site.out_key == site->out_key && trail->site.is_found == site->is_found;
}
