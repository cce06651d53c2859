/* world_history.c - what something was before unseen code ran, and before that, at the head of a loop.
 *
 * Memory that is read again after unseen code is an unknown of its own, and what it was is remembered (VALUE_KEY_WAS): a step back. A loop that reads it in each turn
 * would add a step each time, and no two turns would be alike. So a step that nothing else speaks of is left out where it says no more than its neighbour does,
 * and behind what was computed from it what something was is not looked for. */
#include "worlds/world_canon.h"

typedef struct History {
    Canonizer *canon;
    GArray *steps; /* uint32_t: numbers of the cells that are steps */
    bool *is_left_out; /* per cell */
} History;

static const ValueNode *key_of(const Canonizer *canon, uint32_t at)
{
    return value_node(canon->context->values, canon->cells[at].key);
}

static bool is_step(const Canonizer *canon, uint32_t at)
{
    const ValueNode *key = key_of(canon, at);
    return key->kind == VALUE_KEY && key->op == VALUE_KEY_WAS && value_node(canon->context->values, key->left)->kind == VALUE_SYMBOL;
}

/* --- who speaks of an unknown --- */

static void count_mentions(Canonizer *canon)
{
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        canon_visit_symbols(canon, canon->cells[i].key, canon_count_on);
        canon_visit_symbols(canon, canon->cells[i].value, canon_count_on);
    }
    for (uint32_t i = 0; i < canon->fact_count; i++)
        if (value_node(canon->context->values, canon->facts[i].atom)->kind != VALUE_SYMBOL) /* what is known of it alone goes with it */
            canon_visit_symbols(canon, canon->facts[i].atom, canon_count_on);
}

static void forget_mentions(Canonizer *canon)
{
    for (uint32_t i = 0; i < canon->use_count; i++)
        canon->uses[i].mentions = 0;
}

static uint32_t mentions_of(const Canonizer *canon, Value symbol)
{
    return canon->uses[value_node(canon->context->values, symbol)->number].mentions;
}

/* --- leaving out --- */

static void leave_out(History *history, uint32_t at)
{
    Cell cell = history->canon->cells[at];
    history->is_left_out[at] = true;
    canon_visit_symbols(history->canon, cell.key, canon_count_off);
    canon_visit_symbols(history->canon, cell.value, canon_count_off);
}

/* The step back from an unknown of which nothing speaks but a step that leads to it; -1: it goes no further back. */
static int64_t step_from(const History *history, Value symbol, bool *is_alone)
{
    uint32_t count = 0;
    int64_t found = -1;
    for (uint32_t i = 0; i < history->steps->len; i++) {
        uint32_t at = g_array_index(history->steps, uint32_t, i);
        if (history->is_left_out[at] || key_of(history->canon, at)->left != symbol)
            continue;
        found = at;
        count++;
    }
    *is_alone = count <= 1 && mentions_of(history->canon, symbol) == count + 1;
    return found;
}

/* Whether one value may be all that another may be. */
static bool says_no_more(const History *history, Value one, Value other)
{
    WorldContext *context = history->canon->context;
    return intset_is_subset(context->sets, env_set_of(context, history->canon->env, other), env_set_of(context, history->canon->env, one));
}

static bool leave_out_next(History *history, uint32_t at)
{
    Canonizer *canon = history->canon;
    Cell *step = &canon->cells[at];
    bool is_alone;
    int64_t next = step_from(history, step->value, &is_alone);
    if (!is_alone || (next >= 0 && key_of(canon, (uint32_t)next)->number != key_of(canon, at)->number))
        return false;
    bool is_said_later = says_no_more(history, step->value, key_of(canon, at)->left);
    if (next < 0) {
        if (is_said_later)
            leave_out(history, at);
        return is_said_later;
    }
    Value before = canon->cells[next].value;
    if (!is_said_later && !says_no_more(history, step->value, before))
        return false;
    leave_out(history, (uint32_t)next);
    canon_visit_symbols(canon, step->value, canon_count_off);
    step->value = before;
    canon_visit_symbols(canon, step->value, canon_count_on);
    return true;
}

typedef struct Computed {
    History *history;
    bool any;
} Computed;

static Value leave_out_behind(Values *values, Value symbol, void *data)
{
    (void)values;
    Computed *computed = data;
    bool is_alone;
    int64_t next = step_from(computed->history, symbol, &is_alone);
    if (is_alone && next >= 0) {
        leave_out(computed->history, (uint32_t)next);
        computed->any = true;
    }
    return symbol;
}

static bool shorten(History *history, uint32_t at)
{
    Canonizer *canon = history->canon;
    Value value = canon->cells[at].value;
    const ValueNode *node = value_node(canon->context->values, value);
    if (node->kind == VALUE_SYMBOL)
        return leave_out_next(history, at);
    Computed computed = {history, false};
    if (node->kind == VALUE_EXPRESSION)
        value_replace(canon->context->values, value, leave_out_behind, &computed);
    return computed.any;
}

static void shorten_all(History *history)
{
    Canonizer *canon = history->canon;
    count_mentions(canon);
    for (bool any = true; any;) {
        any = false;
        for (uint32_t i = 0; i < history->steps->len; i++) {
            uint32_t at = g_array_index(history->steps, uint32_t, i);
            any = (!history->is_left_out[at] && shorten(history, at)) || any;
        }
    }
    forget_mentions(canon);
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (!history->is_left_out[i])
            canon->cells[count++] = canon->cells[i];
    canon->cell_count = count;
}

void canon_shorten_history(Canonizer *canon)
{
    GArray *steps = NULL;
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (is_step(canon, i)) {
            steps = steps == NULL ? g_array_new(FALSE, FALSE, sizeof(uint32_t)) : steps;
            g_array_append_val(steps, i);
        }
    if (steps == NULL)
        return;
    History history = {canon, steps, g_new0(bool, canon->cell_count)};
    shorten_all(&history);
    g_array_free(steps, TRUE);
    g_free(history.is_left_out);
}
