/* world_join_cells.c - what memory holds in the union of two worlds: first the places that both name alike, then those behind unknown
 * pointers, matched by the pairs that were found so far. */
#include "worlds/joiner.h"

#include <glib.h>

/* A task that was consumed in one of the two, or on some paths of one. Where the result does not know any more where it was found, callers are told that there was one. */
static void join_consumed(Joiner *joiner, const World *world, Value key, bool is_left)
{
    Values *values = joiner->context->values;
    Value mapped = joiner_map_value(joiner, key, is_left);
    if (mapped != VALUE_NONE)
        env_set(&joiner->result, mapped, value_const(values, 2));
    else if (joiner->context->keeps_outside && world_found_task(values, world->cells, world->cell_count, value_node(values, key)->left))
        env_set(&joiner->result, value_key(values, VALUE_KEY_LOST_CONSUMED, VALUE_NONE, 0), value_const(values, 1));
    joiner->differences++;
    joiner->is_lossy = true;
}

/* In a summary, memory from outside that has no cell is as it came in. So where one path has changed it, or nobody can say to what,
 * the result must have a cell for it, of which nothing is known. */
static bool is_outside_memory(const Joiner *joiner, Value key)
{
    return joiner->context->keeps_outside && value_is_outside(joiner->context->values, key);
}

static void set_unknown(Joiner *joiner, Value key, Value value)
{
    const ValueNode *node = value_node(joiner->context->values, value);
    bool has_type = node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION;
    IrType type = has_type ? node->type : node->kind == VALUE_CONST ? IR_INT(64, true) : IR_POINTER;
    joiner->is_lossy = true;
    if (type.kind != IR_TYPE_TASK) /* an unknown task would be a new one */
        env_set(&joiner->result, key, env_fresh(joiner->context, &joiner->result, type));
}

/* Where an address of what lies on the stack is not remembered, unknown pointers may lead there. */
static void note_lost_address(Joiner *joiner, Value key, Value value)
{
    Values *values = joiner->context->values;
    Value root = value_root(values, value);
    const ValueNode *holder = value_node(values, key);
    bool is_place = holder->kind != VALUE_KEY || holder->op == VALUE_KEY_REGISTER;
    if (value_node(values, root)->kind == VALUE_LOCAL && is_place)
        env_set(&joiner->result, value_key(values, VALUE_KEY_LEAKED, root, 0), value_const(values, 1));
}

/* Whether a place that has no cell holds zero in a world, by what lies around it. */
static bool is_among_zeros(const Joiner *joiner, Value key, bool is_left)
{
    const Env *env = is_left ? &joiner->left : &joiner->right;
    return value_node(joiner->context->values, key)->kind != VALUE_KEY && env_rest(joiner->context->values, env, key) == REST_ZERO;
}

/* What two cells hold that are one place. Where nothing is known of it, and it would be taken for zero or for what came in without a cell, it gets one. */
static void set_joined(Joiner *joiner, Value key, Cell left, Cell right)
{
    Value joined = joiner_values(joiner, left.value, right.value);
    if (joined != VALUE_NONE) {
        env_set(&joiner->result, key, joined);
        return;
    }
    note_lost_address(joiner, key, left.value);
    note_lost_address(joiner, key, right.value);
    if (is_outside_memory(joiner, key) || is_among_zeros(joiner, left.key, true) || is_among_zeros(joiner, right.key, false))
        set_unknown(joiner, key, value_node(joiner->context->values, left.value)->kind == VALUE_SYMBOL ? left.value : right.value);
}

/* --- objects that were filled --- */

static bool is_rest(const Joiner *joiner, Value key)
{
    return value_is_rest(value_node(joiner->context->values, key));
}

static const Env *side_of(const Joiner *joiner, bool is_left)
{
    return is_left ? &joiner->left : &joiner->right;
}

/* What a world says of the rest of an object, itself or by what lies around that; `cell`: its own cell for it, or VALUE_NONE. */
static Rest rest_of(const Joiner *joiner, Value key, Value cell, bool is_left)
{
    Values *values = joiner->context->values;
    if (cell != VALUE_NONE)
        return cell == value_const(values, 1) ? REST_ZERO : REST_UNKNOWN;
    return env_rest(values, side_of(joiner, is_left), value_node(values, key)->left);
}

/* The rest of an object is zero where both worlds say so; where they disagree it is unknown. */
static void join_rest(Joiner *joiner, Value key, Rest left, Rest right)
{
    Values *values = joiner->context->values;
    const ValueNode node = *value_node(values, key);
    env_set_rest(values, &joiner->result, node.left, node.number, left == right ? left : REST_UNKNOWN);
    if (left == right)
        return;
    bool is_outside = is_outside_memory(joiner, node.left); /* as it was: not unknown there */
    bool left_admits = left == REST_UNKNOWN || (left == REST_AS_IT_WAS && !is_outside);
    bool right_admits = right == REST_UNKNOWN || (right == REST_AS_IT_WAS && !is_outside);
    joiner->differences++;
    joiner->left_covers = joiner->left_covers && left_admits;
    joiner->right_covers = joiner->right_covers && right_admits;
    joiner->is_lossy = joiner->is_lossy || (!left_admits && !right_admits);
}

/* What a world holds at a place for which it has no cell: zero, or VALUE_NONE: nothing is known. */
static Value absent_value(const Joiner *joiner, Value key, bool is_left)
{
    Values *values = joiner->context->values;
    const Env *env = side_of(joiner, is_left);
    if (!is_among_zeros(joiner, key, is_left))
        return VALUE_NONE;
    const ValueNode *node = value_node(values, key);
    if (node->kind == VALUE_FIELD && env_get(env, node->left) != VALUE_NONE) /* a member of a union by another name */
        return VALUE_NONE;
    for (uint32_t i = 0; i < env->cell_count; i++) { /* an element that may be this one */
        Value place = value_place(values, env->cells[i].key);
        if (value_root(values, place) == value_root(values, key) && value_unknown_element(values, place) != VALUE_NONE)
            return VALUE_NONE;
    }
    return value_const(values, 0);
}

/* Something is known of an element of which the result cannot say which one it is: then it knows nothing of the others either. */
static void forget_rest_around(Joiner *joiner, Value key)
{
    Values *values = joiner->context->values;
    Value place = value_place(values, key);
    if (value_node(values, place)->kind == VALUE_KEY || value_node(values, value_root(values, place))->has_symbols)
        return;
    while (value_node(values, place)->has_symbols)
        place = value_node(values, place)->left;
    env_set_rest(values, &joiner->result, place, true, REST_UNKNOWN);
    joiner->is_lossy = true;
}

/* What memory held at entry, or when it was first read after unknown code ran, where one world only has looked. It is kept, since other keys are written in its terms: a store through
 * a pointer that one path alone has read must not be lost. */
static bool adopt_initial(Joiner *joiner, Cell cell, Value result_key, bool is_left)
{
    const ValueNode *key = value_node(joiner->context->values, cell.key), *node = value_node(joiner->context->values, cell.value);
    bool is_first_look = key->kind == VALUE_KEY && (key->op == VALUE_KEY_INITIAL || key->op == VALUE_KEY_SEEN);
    if (!joiner->context->keeps_outside || !is_first_look || node->kind != VALUE_SYMBOL || node->type.kind == IR_TYPE_TASK ||
        result_key == VALUE_NONE)
        return false;
    Value fresh = env_fresh(joiner->context, &joiner->result, node->type);
    joiner_add_pair(joiner, is_left ? cell.value : VALUE_NONE, is_left ? VALUE_NONE : cell.value, fresh);
    env_set(&joiner->result, result_key, fresh);
    Value place = value_node(joiner->context->values, result_key)->left;
    bool is_there_still = env_get(side_of(joiner, is_left), key->left) != VALUE_NONE; /* unless unseen code ran */
    if (is_there_still && is_outside_memory(joiner, place) && env_get(&joiner->result, place) == VALUE_NONE &&
        env_rest(joiner->context->values, &joiner->result, place) == REST_AS_IT_WAS)
        env_set(&joiner->result, place, fresh);
    return true;
}

/* What lies at a place of one world in the other, or lay there before unseen code ran; VALUE_NONE: nothing is known. */
static Value across(const Joiner *joiner, Value place, bool is_left)
{
    Values *values = joiner->context->values;
    const Env *other = side_of(joiner, !is_left);
    Value there = joiner_in_other(joiner, place, is_left), held = there == VALUE_NONE ? VALUE_NONE : env_get(other, there);
    for (int time = 0; time < 2 && there != VALUE_NONE && held == VALUE_NONE; time++)
        held = env_get(other, value_key(values, VALUE_KEY_BEFORE, there, time));
    return held;
}

/* What an unknown of one world was before unseen code ran, in the other: where that world has read it, too, it is that still; else it is what was known of the place. */
static Value was_across(const Joiner *joiner, Value symbol, bool is_left)
{
    Values *values = joiner->context->values;
    const Env *env = side_of(joiner, is_left);
    Value there = joiner_in_other(joiner, symbol, is_left);
    for (uint32_t i = 0; i < env->cell_count && there == VALUE_NONE; i++) {
        const ValueNode *key = value_node(values, env->cells[i].key);
        if (env->cells[i].value == symbol && key->kind == VALUE_KEY && key->op == VALUE_KEY_SEEN)
            there = across(joiner, key->left, is_left);
    }
    return there;
}

/* What one world remembers of a place from before unseen code ran holds for another, too, where such code has not run since it lay there: what lies there now is what it
 * was. false: it does not. */
static bool join_remembered(Joiner *joiner, Cell cell, Value result_key, bool is_left)
{
    Values *values = joiner->context->values;
    const ValueNode key = *value_node(values, cell.key);
    if (!joiner->context->keeps_memories || joiner->how == WORLD_JOIN_EXACT || key.kind != VALUE_KEY || (key.op != VALUE_KEY_BEFORE && key.op != VALUE_KEY_WAS) || result_key == VALUE_NONE)
        return false;
    Value there = key.op == VALUE_KEY_BEFORE ? across(joiner, key.left, is_left) : was_across(joiner, key.left, is_left), joined = cell.value;
    bool is_one_number = there == cell.value && !value_node(values, there)->has_symbols;
    if (there == VALUE_NONE ||
        (!is_one_number && (!joiner_find(joiner, is_left ? cell.value : there, is_left ? there : cell.value, &joined) || joined == VALUE_NONE)))
        return false;
    env_set(&joiner->result, result_key, joined);
    *(is_left ? &joiner->left_covers : &joiner->right_covers) = false;
    joiner->differences++;
    return true;
}

/* A cell that only one world has: unknown in the result. `key`: the cell's in the result's terms, or VALUE_NONE. */
static void join_with_unknown(Joiner *joiner, const World *world, Cell cell, Value result_key, bool is_left)
{
    Values *values = joiner->context->values;
    bool is_place = value_node(values, cell.key)->kind != VALUE_KEY;
    if (result_key == VALUE_NONE && (is_place || is_rest(joiner, cell.key)))
        forget_rest_around(joiner, cell.key);
    else if (is_place && ((is_outside_memory(joiner, result_key) && !env_is_as_found(values, side_of(joiner, is_left), cell)) ||
                          is_among_zeros(joiner, cell.key, is_left)))
        set_unknown(joiner, result_key, cell.value);
    if (is_rest(joiner, cell.key) || join_remembered(joiner, cell, result_key, is_left))
        return;
    note_lost_address(joiner, cell.key, cell.value);
    const ValueNode *key = value_node(joiner->context->values, cell.key);
    if (value_is_kept_alone(key)) {
        env_set(&joiner->result, result_key, cell.value); /* knowing less is safe here */
        return;
    }
    if (key->kind == VALUE_KEY && key->op == VALUE_KEY_CONSUMED) {
        join_consumed(joiner, world, cell.key, is_left);
        return;
    }
    const ValueNode *node = value_node(joiner->context->values, cell.value);
    *(is_left ? &joiner->left_covers : &joiner->right_covers) = false;
    joiner->differences++;
    if (node->kind != VALUE_CONST && node->kind != VALUE_SYMBOL)
        joiner->is_lossy = true;
    if (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_TASK) { /* perhaps a new one, which is more than unknown */
        joiner->left_covers = joiner->right_covers = false;
        joiner->is_lossy = joiner->is_lossy || joiner->context->keeps_outside; /* and it is for callers to see */
    }
    if (joiner_has_other_partner(joiner, cell.value, is_left, VALUE_NONE))
        joiner->is_lossy = true;
    if (!adopt_initial(joiner, cell, result_key, is_left))
        joiner_add_pair(joiner, is_left ? cell.value : VALUE_NONE, is_left ? VALUE_NONE : cell.value, VALUE_NONE);
}

typedef struct Mapping {
    const Joiner *joiner;
    bool is_left;
} Mapping;

static Value map_symbol(Values *values, Value symbol, void *data)
{
    (void)values;
    Mapping *mapping = data;
    const Partner *noted = joiner_partner(mapping->joiner, symbol, mapping->is_left);
    return noted != NULL && noted->is_paired ? noted->joined : VALUE_NONE;
}

Value joiner_map_value(const Joiner *joiner, Value value, bool is_left)
{
    Mapping mapping = {joiner, is_left};
    return value_replace(joiner->context->values, value, map_symbol, &mapping);
}

static bool holds_task(const Joiner *joiner, Cell cell)
{
    return value_node(joiner->context->values, cell.value)->kind == VALUE_TASK;
}

/* Of objects whose addresses have no symbols. First of all: what has no cell in one world depends on it. */
static void join_plain_rests(Joiner *joiner, const World *a, const World *b)
{
    const World *worlds[] = {a, b};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < worlds[side]->cell_count && worlds[side]->has_rests; i++) {
            Value key = worlds[side]->cells[i].key;
            if (is_rest(joiner, key) && !value_node(joiner->context->values, key)->has_symbols && env_get(&joiner->result, key) == VALUE_NONE)
                join_rest(joiner, key, rest_of(joiner, key, world_get(a, key), true), rest_of(joiner, key, world_get(b, key), false));
        }
}

/* Truths of comparisons in both: numbers that the comparisons speak of are paired first, `last` behind `i` in `last = i + 1 == n`. */
static bool are_comparisons(const Joiner *joiner, Value left, Value right)
{
    const ValueNode *nodes[] = {value_node(joiner->context->values, left), value_node(joiner->context->values, right)};
    bool are = true;
    for (int i = 0; i < 2 && are; i++)
        are = nodes[i]->kind == VALUE_EXPRESSION && nodes[i]->op >= IR_EQ && nodes[i]->op <= IR_GE;
    return are;
}

/* false: the worlds cannot be joined. */
static bool join_plain_cell(Joiner *joiner, const World *world, Cell left, Cell right, bool in_a, bool in_b)
{
    if (in_a && in_b) {
        if (holds_task(joiner, left) != holds_task(joiner, right))
            return false;
        set_joined(joiner, left.key, left, right);
        return true;
    }
    if (holds_task(joiner, left))
        return false;
    const Cell other = {left.key, absent_value(joiner, left.key, !in_a)};
    if (other.value != VALUE_NONE && joiner_is_number_like(joiner, left.value))
        set_joined(joiner, left.key, in_a ? left : other, in_a ? other : left);
    else
        join_with_unknown(joiner, world, left, left.key, in_a);
    return true;
}

bool joiner_plain_cells(Joiner *joiner, const World *a, const World *b)
{
    bool any = true; /* are left for this time */
    join_plain_rests(joiner, a, b);
    for (int time = 0; time < 2 && any; time++) {
        any = false;
        for (uint32_t i = 0, j = 0; i < a->cell_count || j < b->cell_count;) {
            bool in_a = i < a->cell_count && (j >= b->cell_count || a->cells[i].key <= b->cells[j].key);
            bool in_b = j < b->cell_count && (i >= a->cell_count || b->cells[j].key <= a->cells[i].key);
            Cell left = in_a ? a->cells[i] : b->cells[j], right = in_b ? b->cells[j] : left;
            i += in_a;
            j += in_b;
            if (joiner_is_hopeless(joiner))
                return false;
            if (value_node(joiner->context->values, left.key)->has_symbols || is_rest(joiner, left.key))
                continue;
            const bool is_late = in_a && in_b && are_comparisons(joiner, left.value, right.value);
            any = any || is_late;
            if (is_late == (time == 1) && !join_plain_cell(joiner, in_a ? a : b, left, right, in_a, in_b))
                return false;
        }
    }
    return true;
}

/* The cells behind unknown pointers: matched once the symbols of their keys have been paired. */
typedef struct PointedCells {
    const World *world;
    bool is_left;
    uint32_t *cells; /* indices of such cells */
    Value *keys;     /* in the result's terms; VALUE_NONE: not known yet */
    bool *is_matched;
    uint32_t count;
} PointedCells;

static PointedCells find_pointed(const Joiner *joiner, const World *world, bool is_left)
{
    PointedCells pointed = {.world = world, .is_left = is_left};
    pointed.cells = g_new(uint32_t, world->cell_count + 1);
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (value_node(joiner->context->values, world->cells[i].key)->has_symbols)
            pointed.cells[pointed.count++] = i;
    pointed.keys = g_new0(Value, pointed.count + 1);
    pointed.is_matched = g_new0(bool, pointed.count + 1);
    return pointed;
}

static void clear_pointed(PointedCells *pointed)
{
    g_free(pointed->cells);
    g_free(pointed->keys);
    g_free(pointed->is_matched);
}

static void map_keys(const Joiner *joiner, PointedCells *pointed)
{
    for (uint32_t i = 0; i < pointed->count; i++)
        if (pointed->keys[i] == VALUE_NONE)
            pointed->keys[i] = joiner_map_value(joiner, pointed->world->cells[pointed->cells[i]].key, pointed->is_left);
}

/* One round; *changed: something was matched, so that more symbols may be paired now. */
static bool match_pointed(Joiner *joiner, PointedCells *a, PointedCells *b, bool *changed)
{
    map_keys(joiner, a);
    map_keys(joiner, b);
    uint32_t from = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->is_matched[i] || a->keys[i] == VALUE_NONE)
            continue;
        for (uint32_t tried = 0; tried < b->count; tried++) {
            uint32_t j = (from + tried) % b->count; /* mostly both have the same cells in the same order */
            if (b->is_matched[j] || b->keys[j] != a->keys[i])
                continue;
            from = j + 1;
            Cell left = a->world->cells[a->cells[i]], right = b->world->cells[b->cells[j]];
            if (holds_task(joiner, left) != holds_task(joiner, right))
                return false;
            const ValueNode *key = value_node(joiner->context->values, left.key);
            if (is_rest(joiner, left.key))
                join_rest(joiner, a->keys[i], rest_of(joiner, left.key, left.value, true), rest_of(joiner, right.key, right.value, false));
            else if (key->kind == VALUE_KEY && key->op == VALUE_KEY_CONSUMED && left.value != right.value)
                join_consumed(joiner, a->world, left.key, true);
            else
                set_joined(joiner, a->keys[i], left, right);
            a->is_matched[i] = b->is_matched[j] = *changed = true;
            break;
        }
    }
    return true;
}

/* Of objects that only one world knows to be filled; before anything there is taken for what it was at entry. */
static void join_unmatched_rests(Joiner *joiner, PointedCells *pointed)
{
    for (uint32_t i = 0; i < pointed->count; i++) {
        Cell cell = pointed->world->cells[pointed->cells[i]];
        if (pointed->is_matched[i] || pointed->keys[i] == VALUE_NONE || !is_rest(joiner, cell.key))
            continue;
        Rest rest = rest_of(joiner, cell.key, cell.value, pointed->is_left);
        join_rest(joiner, pointed->keys[i], pointed->is_left ? rest : REST_AS_IT_WAS, pointed->is_left ? REST_AS_IT_WAS : rest);
        joiner->is_lossy = true; /* what lies around it in the other world was not looked at */
        pointed->is_matched[i] = true;
    }
}

/* So that more keys can be said in the result's terms. */
static bool adopt_unmatched(Joiner *joiner, PointedCells *pointed)
{
    bool adopted = false;
    for (uint32_t i = 0; i < pointed->count; i++) {
        Cell cell = pointed->world->cells[pointed->cells[i]];
        if (pointed->is_matched[i] || !adopt_initial(joiner, cell, pointed->keys[i], pointed->is_left))
            continue;
        pointed->is_matched[i] = adopted = true;
        joiner->differences++;
    }
    return adopted;
}

/* What only one world has is unknown in the result. */
static bool leave_unmatched(Joiner *joiner, const PointedCells *pointed)
{
    for (uint32_t i = 0; i < pointed->count; i++) {
        Cell cell = pointed->world->cells[pointed->cells[i]];
        if (pointed->is_matched[i])
            continue;
        if (holds_task(joiner, cell))
            return false;
        join_with_unknown(joiner, pointed->world, cell, pointed->keys[i], pointed->is_left);
    }
    return true;
}

/* Whether an object is one of which it matters who finds it: it was made here, or (`came_in`, by symbols of the result) callers know more of it. */
static bool is_watched(const Joiner *joiner, const World *world, Value object, Value joined, const bool *came_in)
{
    Values *values = joiner->context->values;
    return (came_in != NULL && came_in[value_node(values, joined)->number]) || world_get(world, value_key(values, VALUE_KEY_HEAP, object, 0)) != VALUE_NONE;
}

/* Where the result does not say of what a world holds that it leads to the object to which it leads there, unknown pointers may. */
static void note_lost_objects(Joiner *joiner, const World *world, bool is_left, const bool *came_in)
{
    Values *values = joiner->context->values;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        Cell cell = world->cells[i];
        const ValueNode key = *value_node(values, cell.key);
        Value object = value_root(values, cell.value);
        bool is_place = key.kind != VALUE_KEY || key.op == VALUE_KEY_REGISTER, is_symbol = value_node(values, object)->kind == VALUE_SYMBOL;
        Value joined = is_place && is_symbol ? joiner_map_value(joiner, object, is_left) : VALUE_NONE;
        if (joined == VALUE_NONE || value_node(values, joined)->kind != VALUE_SYMBOL || !is_watched(joiner, world, object, joined, came_in))
            continue;
        Value held = env_get(&joiner->result, joiner_map_value(joiner, cell.key, is_left));
        if (value_root(values, held) != joined)
            env_set(&joiner->result, value_key(values, VALUE_KEY_KEPT, joined, 0), value_const(values, 1));
    }
}

/* By number of a symbol of the result: whether it is a pointer that came in. NULL: no caller asks. */
static bool *find_what_came_in(const Joiner *joiner)
{
    if (!joiner->context->keeps_outside || joiner->how == WORLD_JOIN_EXACT)
        return NULL;
    const Values *values = joiner->context->values;
    bool *came_in = g_new0(bool, joiner->result.symbol_count + 1);
    for (uint32_t i = 0; i < joiner->result.cell_count; i++) {
        const ValueNode *key = value_node(values, joiner->result.cells[i].key), *value = value_node(values, joiner->result.cells[i].value);
        if (key->kind == VALUE_KEY && key->op == VALUE_KEY_INITIAL && value->kind == VALUE_SYMBOL)
            came_in[value->number] = value->type.kind == IR_TYPE_POINTER;
    }
    return came_in;
}

/* The unknown by which the followed task's element is numbered, and which nothing else holds; VALUE_NONE: it lies elsewhere. */
static Value number_of_place(const Joiner *joiner, const PointedCells *pointed)
{
    const Values *values = joiner->context->values;
    for (uint32_t i = 0; i < pointed->count; i++) {
        Cell cell = pointed->world->cells[pointed->cells[i]];
        const ValueNode *place = value_node(values, cell.key);
        if (pointed->is_matched[i] || pointed->keys[i] != VALUE_NONE || !holds_task(joiner, cell) || place->kind != VALUE_ELEMENT_AT)
            continue;
        Value number = place->right;
        while (value_is_sum(value_node(values, number)))
            number = value_node(values, number)->left;
        bool is_unknown = value_node(values, number)->kind == VALUE_SYMBOL;
        return is_unknown && !joiner_partner(joiner, number, pointed->is_left)->is_paired ? number : VALUE_NONE;
    }
    return VALUE_NONE;
}

/* In both worlds the task is in some element, and nobody knows in which: one unknown for the two numbers. */
static bool pair_places(Joiner *joiner, const PointedCells *a, const PointedCells *b)
{
    Value left = number_of_place(joiner, a), right = number_of_place(joiner, b);
    return left != VALUE_NONE && right != VALUE_NONE && joiner_values(joiner, left, right) != VALUE_NONE;
}

bool joiner_pointed_cells(Joiner *joiner, const World *a, const World *b)
{
    PointedCells left = find_pointed(joiner, a, true), right = find_pointed(joiner, b, false);
    joiner->is_behind_pointers = true;
    bool possible = joiner->how != WORLD_JOIN_EXACT || world_counts_are_close(left.count, right.count);
    for (bool changed = possible; changed && possible && !joiner_is_hopeless(joiner);) {
        changed = false;
        possible = match_pointed(joiner, &left, &right, &changed);
        if (!possible || changed)
            continue;
        join_unmatched_rests(joiner, &left);
        join_unmatched_rests(joiner, &right);
        changed = adopt_unmatched(joiner, &left) | adopt_unmatched(joiner, &right);
        changed = changed || pair_places(joiner, &left, &right);
    }
    possible = possible && leave_unmatched(joiner, &left) && leave_unmatched(joiner, &right);
    if (possible) {
        bool *came_in = find_what_came_in(joiner);
        note_lost_objects(joiner, a, true, came_in);
        note_lost_objects(joiner, b, false, came_in);
        g_free(came_in);
    }
    clear_pointed(&left);
    clear_pointed(&right);
    return possible;
}
