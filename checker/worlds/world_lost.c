/* world_lost.c - what a function did behind pointers that it has lost, for its callers.
 *
 * A walk along a list forgets where it has been, and two ways that meet forget the pointers on which they disagree. What was stored there goes
 * out of sight, but not out of the caller's memory: that something was stored to such a field, and that a task was taken there and consumed, is kept; and so is which of
 * the objects that came in such pointers may lead to (VALUE_KEY_KEPT). The caller knows what else lies there (summary.c). */
#include "worlds/world_canon.h"

static bool is_place(const ValueNode *key)
{
    return key->kind != VALUE_KEY || key->op == VALUE_KEY_REST;
}

/* Whether what was found there first is an unknown that can be one number only, which it is by now. */
static bool is_number_found(const Canonizer *canon, Cell cell, int key)
{
    WorldContext *context = canon->context;
    Value found = env_get(canon->env, value_key(context->values, key, cell.key, 0));
    int64_t number;
    return found != VALUE_NONE && intset_single(context->sets, env_set_of(context, canon->env, found), &number) && value_const(context->values, number) == cell.value;
}

static bool is_as_it_came(const Canonizer *canon, Cell cell)
{
    return env_is_as_found(canon->context->values, canon->env, cell) || is_number_found(canon, cell, VALUE_KEY_INITIAL) || is_number_found(canon, cell, VALUE_KEY_SEEN);
}

/* Whether a cell that is about to be dropped says that something was stored in memory that came in. */
static bool is_store(const Canonizer *canon, Cell cell)
{
    Values *values = canon->context->values;
    const ValueNode *key = value_node(values, cell.key);
    Value root = value_root(values, key->kind == VALUE_KEY ? key->left : cell.key);
    const ValueNode *object = value_node(values, root);
    bool is_outside = is_place(key) && object->kind == VALUE_SYMBOL && env_get(canon->env, value_key(values, VALUE_KEY_HEAP, root, 0)) == VALUE_NONE;
    return is_outside && !is_as_it_came(canon, cell);
}

void canon_keep_object(Canonizer *canon, Value object)
{
    Values *values = canon->context->values;
    const ValueNode *node = value_node(values, object);
    if (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER && canon->uses[node->number].is_reached)
        canon_set_cell(canon, value_key(values, VALUE_KEY_KEPT, object, 0), value_const(values, 1));
}

bool world_found_task(const Values *values, const Cell *cells, uint32_t count, Value task)
{
    bool is_found = false;
    for (uint32_t i = 0; i < count && !is_found; i++) {
        const ValueNode *key = value_node(values, cells[i].key);
        is_found = cells[i].value == task && key->kind == VALUE_KEY && (key->op == VALUE_KEY_INITIAL || key->op == VALUE_KEY_SEEN);
    }
    return is_found;
}

/* Of a cell that nothing leads to any more. */
static void note_lost(Canonizer *canon, Cell dropped)
{
    Values *values = canon->context->values;
    const ValueNode key = *value_node(values, dropped.key);
    const Value yes = value_const(values, 1);
    if (key.kind == VALUE_KEY && key.op == VALUE_KEY_CONSUMED && world_found_task(values, canon->env->cells, canon->env->cell_count, key.left))
        canon_set_cell(canon, value_key(values, VALUE_KEY_LOST_CONSUMED, VALUE_NONE, 0), yes);
    if (!is_store(canon, dropped))
        return;
    canon_set_cell(canon, value_lost_store(values, dropped.key, dropped.value), yes);
    canon_keep_object(canon, value_root(values, dropped.value));
}

void canon_keep_cells(Canonizer *canon, const bool *is_kept)
{
    GArray *dropped = g_array_new(FALSE, FALSE, sizeof(Cell));
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (is_kept[i])
            canon->cells[count++] = canon->cells[i];
        else if (canon->context->keeps_outside)
            g_array_append_val(dropped, canon->cells[i]);
    canon->cell_count = count;
    for (uint32_t i = 0; i < dropped->len; i++)
        note_lost(canon, g_array_index(dropped, Cell, i));
    g_array_free(dropped, TRUE);
}

/* --- what is too far away --- */

enum { MOST_DEPTH = 4, FEW_CELLS = 16, NOT_REACHED = UINT32_MAX };

/* The object of which a cell says what it holds or held; VALUE_NONE: it is no such cell. */
static Value holder_of(const Values *values, Value key)
{
    const ValueNode *node = value_node(values, key);
    bool is_held = node->kind != VALUE_KEY || node->op == VALUE_KEY_INITIAL || node->op == VALUE_KEY_SEEN;
    return is_held ? value_root(values, node->kind == VALUE_KEY ? node->left : key) : VALUE_NONE;
}

static bool lower(const Values *values, uint32_t *depths, Value object, uint32_t depth)
{
    const ValueNode *node = value_node(values, object);
    if (node->kind != VALUE_SYMBOL || node->type.kind != IR_TYPE_POINTER || depths[node->number] <= depth)
        return false;
    depths[node->number] = depth;
    return true;
}

/* How many pointers lead from variables to an object, on the shortest way. What led to the followed task when the function was entered is as near as can be. */
static void measure(const Canonizer *canon, uint32_t *depths)
{
    const Values *values = canon->context->values;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < canon->cell_count; i++) {
            Cell cell = canon->cells[i];
            const ValueNode key = *value_node(values, cell.key), *holder = value_node(values, holder_of(values, cell.key));
            Value held = value_root(values, cell.value);
            bool is_variable = (key.kind == VALUE_KEY && key.op == VALUE_KEY_REGISTER) || (holder->kind != VALUE_SYMBOL && holder->kind != VALUE_NOTHING);
            if (key.kind == VALUE_KEY && key.op == VALUE_KEY_CAME_IN)
                changed |= lower(values, depths, value_root(values, key.left), 0);
            else if (is_variable)
                changed |= lower(values, depths, held, 1);
            else if (holder->kind == VALUE_SYMBOL && depths[holder->number] != NOT_REACHED)
                changed |= lower(values, depths, held, depths[holder->number] + 1);
            const ValueNode *object = value_node(values, held);
            if (key.kind == VALUE_KEY && key.op == VALUE_KEY_INITIAL && object->kind == VALUE_SYMBOL && depths[object->number] == 0)
                changed |= lower(values, depths, holder_of(values, cell.key), 0);
        }
    }
}

void canon_drop_far(Canonizer *canon)
{
    const Values *values = canon->context->values;
    if (canon->cell_count < FEW_CELLS)
        return;
    uint32_t *depths = g_new(uint32_t, canon->use_count + 1);
    for (uint32_t i = 0; i < canon->use_count; i++)
        depths[i] = NOT_REACHED;
    measure(canon, depths);
    bool *is_kept = g_new(bool, canon->cell_count);
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        const ValueNode *key = value_node(values, canon->cells[i].key);
        const ValueNode *object = value_node(values, value_root(values, key->kind == VALUE_KEY ? key->left : canon->cells[i].key));
        is_kept[i] = object->kind != VALUE_SYMBOL || object->type.kind != IR_TYPE_POINTER || depths[object->number] <= MOST_DEPTH;
        if (is_kept[i])
            continue;
        canon_visit_symbols(canon, canon->cells[i].key, canon_count_off);
        canon_visit_symbols(canon, canon->cells[i].value, canon_count_off);
    }
    canon_keep_cells(canon, is_kept);
    g_free(is_kept);
    g_free(depths);
}
