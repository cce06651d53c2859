/* world_join.c - the union of two worlds, exact or with loss; see world.h.
 *
 * Values are joined in pairs, cell by cell: one unknown of the result stands for each pair of values that differ, so that
 * what is equal in both worlds stays equal in the result. A union is exact when the worlds disagree on one pair only, and a set of
 * numbers can say so. */
#include "worlds/body.h"
#include "worlds/infer.h"
#include "worlds/world.h"

#include <string.h>

typedef struct Pair {
    Value left, right, joined;
} Pair;

/* What a symbol of one world was paired with: worlds can have hundreds. */
typedef struct Partner {
    Value first, joined;  /* of the first pair */
    bool is_paired;
    bool has_others;      /* it was paired with something else as well */
} Partner;

typedef struct Joiner {
    WorldContext *context;
    Env left, right; /* the two worlds as envs, for env_set_of */
    Env result;
    Pair *pairs;
    uint32_t pair_count, pair_capacity;
    Partner *left_partners, *right_partners; /* by number of the symbol */
    uint32_t differences; /* values on which the two disagree */
    bool is_lossy;        /* some disagreement is not expressed by the result */
    bool left_covers, right_covers; /* so far, this world admits all that the other admits: the union is that world */
    WorldJoin how;
} Joiner;

/* Whether an exact union has become impossible, so that the rest need not be looked at. */
static bool is_hopeless(const Joiner *joiner)
{
    return joiner->how == WORLD_JOIN_EXACT &&
           (joiner->is_lossy || (joiner->differences > 1 && !joiner->left_covers && !joiner->right_covers));
}

/* Where a symbol's partner is noted; NULL: the value is no symbol of that world. */
static Partner *partner_of(const Joiner *joiner, Value value, bool is_left)
{
    const ValueNode *node = value_node(joiner->context->values, value);
    if (node->kind != VALUE_SYMBOL || node->number >= (is_left ? joiner->left : joiner->right).symbol_count)
        return NULL;
    return &(is_left ? joiner->left_partners : joiner->right_partners)[node->number];
}

static void note_partner(Partner *noted, Value partner, Value joined)
{
    if (noted == NULL)
        return;
    if (noted->is_paired)
        noted->has_others = noted->has_others || noted->first != partner;
    else
        *noted = (Partner){partner, joined, true, false};
}

static void add_pair(Joiner *joiner, Value left, Value right, Value joined)
{
    note_partner(partner_of(joiner, left, true), right, joined);
    note_partner(partner_of(joiner, right, false), left, joined);
    if (joiner->pair_count == joiner->pair_capacity) {
        joiner->pair_capacity = MAX(16u, joiner->pair_capacity * 2);
        joiner->pairs = g_renew(Pair, joiner->pairs, joiner->pair_capacity);
    }
    joiner->pairs[joiner->pair_count++] = (Pair){left, right, joined};
}

static bool is_number_like(const Joiner *joiner, Value value)
{
    const ValueNode *node = value_node(joiner->context->values, value);
    return node->kind == VALUE_CONST || (node->kind == VALUE_SYMBOL && node->type.kind != IR_TYPE_TASK) ||
           node->kind == VALUE_EXPRESSION;
}

static bool is_number_symbol(const ValueNode *node)
{
    return node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_INT;
}

/* A type wide enough for both. */
static IrType common_type(const ValueNode *left, const ValueNode *right)
{
    if (left->kind == VALUE_SYMBOL && right->kind == VALUE_SYMBOL)
        return ir_type_equal(left->type, right->type) ? left->type : IR_INT(64, true);
    if (is_number_symbol(left))
        return left->type;
    if (is_number_symbol(right))
        return right->type;
    return left->kind == VALUE_SYMBOL ? left->type : right->kind == VALUE_SYMBOL ? right->type : IR_INT(64, true);
}

/* Widening stops at the function's numbers, and at the element that holds the task: there a loop over an array changes. */
static IntSet widen(Joiner *joiner, IntSet from, IntSet to)
{
    WorldContext *context = joiner->context;
    for (uint32_t i = 0; i < joiner->left.cell_count; i++) {
        const ValueNode *key = value_node(context->values, joiner->left.cells[i].key);
        int64_t high = to == INTSET_EMPTY ? 0 : intset_max(context->sets, to);
        if (value_node(context->values, joiner->left.cells[i].value)->kind == VALUE_TASK && key->kind == VALUE_ELEMENT &&
            key->number >= high) {
            int64_t stops[] = {-1, 0, 1, key->number - 1, key->number, key->number + 1};
            return intset_widen(context->sets, from, to, key->number > 1 ? stops : stops + 2, key->number > 1 ? 6 : 4);
        }
    }
    return intset_widen(context->sets, from, to, context->stops.at, context->stops.count);
}

/* One unknown that stands for `left` in one world and for `right` in the other. */
static Value join_numbers(Joiner *joiner, Value left, Value right)
{
    WorldContext *context = joiner->context;
    const ValueNode left_node = *value_node(context->values, left), right_node = *value_node(context->values, right);
    IntSet left_set = env_set_of(context, &joiner->left, left), right_set = env_set_of(context, &joiner->right, right);
    bool same_symbols = left_node.kind == VALUE_SYMBOL && right_node.kind == VALUE_SYMBOL;
    bool exact = true;
    IntSet set = intset_union_exact(context->sets, left_set, right_set, &exact);
    if (joiner->how == WORLD_JOIN_WIDEN && set != left_set)
        set = widen(joiner, left_set, set);
    joiner->left_covers = joiner->left_covers && set == left_set;
    joiner->right_covers = joiner->right_covers && set == right_set;
    if (left_set != right_set || !same_symbols)
        joiner->differences++;
    if (!exact || left_node.kind == VALUE_EXPRESSION || right_node.kind == VALUE_EXPRESSION)
        joiner->is_lossy = true;
    if (is_hopeless(joiner))
        return VALUE_NONE;
    IrType type = common_type(&left_node, &right_node);
    if (type.kind == IR_TYPE_INT && !intset_is_subset(context->sets, set, intset_type(context->sets, type)))
        type = IR_INT(64, true);
    Value joined = env_fresh(context, &joiner->result, type);
    if (!env_assume(context, &joiner->result, joined, set))
        joiner->is_lossy = true;
    return joined;
}

/* Whether a symbol already stands beside another partner: then an equality that one world knows is lost. */
static bool has_other_partner(const Joiner *joiner, Value value, bool is_left, Value partner)
{
    const Partner *noted = partner_of(joiner, value, is_left);
    return noted != NULL && noted->is_paired && (noted->has_others || noted->first != partner);
}

/* What a pair of values was joined to; false: they were not met yet. */
static bool find_joined(const Joiner *joiner, Value left, Value right, Value *joined)
{
    const Partner *noted = partner_of(joiner, left, true);
    if (noted != NULL && noted->is_paired && noted->first == right) {
        *joined = noted->joined;
        return true;
    }
    if (noted != NULL && !noted->has_others)
        return false;
    for (uint32_t i = 0; i < joiner->pair_count; i++)
        if (joiner->pairs[i].left == left && joiner->pairs[i].right == right) {
            *joined = joiner->pairs[i].joined;
            return true;
        }
    return false;
}

static Value join_values(Joiner *joiner, Value left, Value right)
{
    Values *values = joiner->context->values;
    const ValueNode left_node = *value_node(values, left), right_node = *value_node(values, right);
    if (left == right && !left_node.has_symbols)
        return left;
    Value joined = VALUE_NONE;
    if (find_joined(joiner, left, right, &joined))
        return joined;
    if (has_other_partner(joiner, left, true, right) || has_other_partner(joiner, right, false, left))
        joiner->is_lossy = true;
    if (left_node.kind == VALUE_SYMBOL && right_node.kind == VALUE_SYMBOL && left_node.type.kind == IR_TYPE_TASK &&
        right_node.type.kind == IR_TYPE_TASK) {
        joined = env_fresh(joiner->context, &joiner->result, left_node.type);
    } else if (left_node.kind == right_node.kind && left_node.op == right_node.op &&
               left_node.number == right_node.number && left_node.kind > VALUE_FUNCTION &&
               (left_node.right == VALUE_NONE) == (right_node.right == VALUE_NONE)) {
        Value a = join_values(joiner, left_node.left, right_node.left);
        Value b = left_node.right == VALUE_NONE ? VALUE_NONE : join_values(joiner, left_node.right, right_node.right);
        joined = value_rebuild(values, &left_node, a, b);
        if (joined == VALUE_NONE)
            joiner->is_lossy = true;
    } else if (is_number_like(joiner, left) && is_number_like(joiner, right)) {
        joined = join_numbers(joiner, left, right);
    } else {
        joiner->differences++;
        joiner->is_lossy = true;
    }
    add_pair(joiner, left, right, joined);
    return joined;
}

static Value map_value(const Joiner *joiner, Value value, bool is_left);

/* A task that was consumed in one of the two, or on some paths of one. */
static void join_consumed(Joiner *joiner, Value key, bool is_left)
{
    Value mapped = map_value(joiner, key, is_left);
    if (mapped != VALUE_NONE)
        env_set(&joiner->result, mapped, value_const(joiner->context->values, 2));
    joiner->differences++;
    joiner->is_lossy = true;
}

/* In a summary, memory from outside that has no cell is as it came in. So where one path has changed it, or nobody can say to what,
 * the result must have a cell for it, of which nothing is known. */
static bool is_outside_memory(const Joiner *joiner, Value key)
{
    const Values *values = joiner->context->values;
    int kind = value_node(values, value_root(values, key))->kind;
    return joiner->context->keeps_outside && (kind == VALUE_SYMBOL || kind == VALUE_GLOBAL || kind == VALUE_EXPRESSION);
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

static void set_joined(Joiner *joiner, Value key, Value left, Value right)
{
    Value joined = join_values(joiner, left, right);
    if (joined != VALUE_NONE) {
        env_set(&joiner->result, key, joined);
        return;
    }
    note_lost_address(joiner, key, left);
    note_lost_address(joiner, key, right);
    if (is_outside_memory(joiner, key))
        set_unknown(joiner, key, value_node(joiner->context->values, left)->kind == VALUE_SYMBOL ? left : right);
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

static bool has_unknown_index(const Values *values, Value address)
{
    for (;; address = value_node(values, address)->left) {
        int kind = value_node(values, address)->kind;
        if (kind == VALUE_ELEMENT_AT)
            return true;
        if (kind != VALUE_FIELD && kind != VALUE_ELEMENT)
            return false;
    }
}

/* What a world holds at a place for which it has no cell: zero, or VALUE_NONE: nothing is known. */
static Value absent_value(const Joiner *joiner, Value key, bool is_left)
{
    Values *values = joiner->context->values;
    const Env *env = side_of(joiner, is_left);
    if (value_node(values, key)->kind == VALUE_KEY || env_rest(values, env, key) != REST_ZERO)
        return VALUE_NONE;
    const ValueNode *node = value_node(values, key);
    if (node->kind == VALUE_FIELD && env_get(env, node->left) != VALUE_NONE) /* a member of a union by another name */
        return VALUE_NONE;
    for (uint32_t i = 0; i < env->cell_count; i++) { /* an element that may be this one */
        Value place = is_rest(joiner, env->cells[i].key) ? value_node(values, env->cells[i].key)->left : env->cells[i].key;
        if (value_root(values, place) == value_root(values, key) && has_unknown_index(values, place))
            return VALUE_NONE;
    }
    return value_const(values, 0);
}

/* Something is known of an element of which the result cannot say which one it is: then it knows nothing of the others either. */
static void forget_rest_around(Joiner *joiner, Value key)
{
    Values *values = joiner->context->values;
    Value place = is_rest(joiner, key) ? value_node(values, key)->left : key;
    if (value_node(values, place)->kind == VALUE_KEY || value_node(values, value_root(values, place))->has_symbols)
        return;
    while (value_node(values, place)->has_symbols)
        place = value_node(values, place)->left;
    env_set_rest(values, &joiner->result, place, true, REST_UNKNOWN);
    joiner->is_lossy = true;
}

static bool is_as_it_came(const Joiner *joiner, const World *world, Cell cell)
{
    Values *values = joiner->context->values;
    return world_get(world, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) == cell.value ||
           world_get(world, value_key(values, VALUE_KEY_SEEN, cell.key, 0)) == cell.value;
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
    add_pair(joiner, is_left ? cell.value : VALUE_NONE, is_left ? VALUE_NONE : cell.value, fresh);
    env_set(&joiner->result, result_key, fresh);
    Value place = value_node(joiner->context->values, result_key)->left;
    if (is_outside_memory(joiner, place) && env_get(&joiner->result, place) == VALUE_NONE &&
        env_rest(joiner->context->values, &joiner->result, place) == REST_AS_IT_WAS)
        env_set(&joiner->result, place, fresh);
    return true;
}

/* A cell that only one world has: unknown in the result. `key`: the cell's in the result's terms, or VALUE_NONE. */
static void join_with_unknown(Joiner *joiner, const World *world, Cell cell, Value result_key, bool is_left)
{
    Values *values = joiner->context->values;
    bool is_place = value_node(values, cell.key)->kind != VALUE_KEY;
    if (result_key == VALUE_NONE && (is_place || is_rest(joiner, cell.key)))
        forget_rest_around(joiner, cell.key);
    else if (is_place && ((is_outside_memory(joiner, result_key) && !is_as_it_came(joiner, world, cell)) ||
                          env_rest(values, side_of(joiner, is_left), cell.key) == REST_ZERO))
        set_unknown(joiner, result_key, cell.value);
    if (is_rest(joiner, cell.key))
        return;
    note_lost_address(joiner, cell.key, cell.value);
    const ValueNode *key = value_node(joiner->context->values, cell.key);
    if (key->kind == VALUE_KEY && (key->op == VALUE_KEY_LEAKED || key->op == VALUE_KEY_HAVOC || key->op == VALUE_KEY_HEAP) &&
        !key->has_symbols) {
        env_set(&joiner->result, cell.key, cell.value); /* knowing less is safe here */
        return;
    }
    if (key->kind == VALUE_KEY && key->op == VALUE_KEY_CONSUMED) {
        join_consumed(joiner, cell.key, is_left);
        return;
    }
    const ValueNode *node = value_node(joiner->context->values, cell.value);
    *(is_left ? &joiner->left_covers : &joiner->right_covers) = false;
    joiner->differences++;
    if (node->kind != VALUE_CONST && node->kind != VALUE_SYMBOL)
        joiner->is_lossy = true;
    if (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_TASK) /* perhaps a new one, which is more than unknown */
        joiner->left_covers = joiner->right_covers = false;
    if (has_other_partner(joiner, cell.value, is_left, VALUE_NONE))
        joiner->is_lossy = true;
    if (!adopt_initial(joiner, cell, result_key, is_left))
        add_pair(joiner, is_left ? cell.value : VALUE_NONE, is_left ? VALUE_NONE : cell.value, VALUE_NONE);
}

typedef struct Mapping {
    const Joiner *joiner;
    bool is_left, is_complete;
} Mapping;

static Value map_symbol(Values *values, Value symbol, void *data)
{
    (void)values;
    Mapping *mapping = data;
    const Partner *noted = partner_of(mapping->joiner, symbol, mapping->is_left);
    Value joined = noted != NULL && noted->is_paired ? noted->joined : VALUE_NONE;
    if (joined == VALUE_NONE) {
        mapping->is_complete = false;
        return symbol;
    }
    return joined;
}

/* The key or atom in terms of the result's symbols; VALUE_NONE when a symbol has no counterpart. */
static Value map_value(const Joiner *joiner, Value value, bool is_left)
{
    Mapping mapping = {joiner, is_left, true};
    Value mapped = value_replace(joiner->context->values, value, map_symbol, &mapping);
    return mapping.is_complete ? mapped : VALUE_NONE;
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

/* Joins cells whose keys have no symbols. false: the followed task stands in different places. */
static bool join_plain_cells(Joiner *joiner, const World *a, const World *b)
{
    Values *values = joiner->context->values;
    join_plain_rests(joiner, a, b);
    for (uint32_t i = 0, j = 0; i < a->cell_count || j < b->cell_count;) {
        bool in_a = i < a->cell_count && (j >= b->cell_count || a->cells[i].key <= b->cells[j].key);
        bool in_b = j < b->cell_count && (i >= a->cell_count || b->cells[j].key <= a->cells[i].key);
        Cell left = in_a ? a->cells[i] : b->cells[j], right = in_b ? b->cells[j] : left;
        i += in_a;
        j += in_b;
        if (is_hopeless(joiner))
            return false;
        if (value_node(values, left.key)->has_symbols || is_rest(joiner, left.key))
            continue;
        if (in_a && in_b) {
            if (holds_task(joiner, left) != holds_task(joiner, right))
                return false;
            set_joined(joiner, left.key, left.value, right.value);
        } else {
            if (holds_task(joiner, left))
                return false;
            Value absent = absent_value(joiner, left.key, !in_a);
            if (absent != VALUE_NONE && is_number_like(joiner, left.value))
                set_joined(joiner, left.key, in_a ? left.value : absent, in_a ? absent : left.value);
            else
                join_with_unknown(joiner, in_a ? a : b, left, left.key, in_a);
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
            pointed->keys[i] = map_value(joiner, pointed->world->cells[pointed->cells[i]].key, pointed->is_left);
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
                join_consumed(joiner, left.key, true);
            else
                set_joined(joiner, a->keys[i], left.value, right.value);
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

static bool join_pointed_cells(Joiner *joiner, const World *a, const World *b)
{
    PointedCells left = find_pointed(joiner, a, true), right = find_pointed(joiner, b, false);
    bool possible = joiner->how != WORLD_JOIN_EXACT || (left.count <= right.count + 1 && right.count <= left.count + 1);
    for (bool changed = possible; changed && possible && !is_hopeless(joiner);) {
        changed = false;
        possible = match_pointed(joiner, &left, &right, &changed);
        if (!possible || changed)
            continue;
        join_unmatched_rests(joiner, &left);
        join_unmatched_rests(joiner, &right);
        changed = adopt_unmatched(joiner, &left) | adopt_unmatched(joiner, &right);
    }
    possible = possible && leave_unmatched(joiner, &left) && leave_unmatched(joiner, &right);
    clear_pointed(&left);
    clear_pointed(&right);
    return possible;
}

typedef struct Crossing {
    const Joiner *joiner;
    bool from_left, is_complete;
} Crossing;

static Value cross_symbol(Values *values, Value symbol, void *data)
{
    (void)values;
    Crossing *crossing = data;
    for (uint32_t i = 0; i < crossing->joiner->pair_count; i++) {
        const Pair *pair = &crossing->joiner->pairs[i];
        Value here = crossing->from_left ? pair->left : pair->right, there = crossing->from_left ? pair->right : pair->left;
        if (here == symbol && there != VALUE_NONE)
            return there;
    }
    crossing->is_complete = false;
    return symbol;
}

static bool is_difference(const Joiner *joiner, Value value)
{
    const ValueNode *node = value_node(joiner->context->values, value);
    return node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_DIFFERENCE;
}

/* Noted in either order. */
static IntSet noted_difference(const WorldContext *context, const Env *env, Value difference)
{
    const ValueNode node = *value_node(context->values, difference);
    IntSet set = env_fact(env, difference);
    return set != INTSET_FULL ? set : intset_negate(context->sets, env_fact(env, value_difference(context->values, node.right, node.left)));
}

/* What the other world says of an expression of this one, noted or not. Of a difference it notes no more than its numbers do not say. */
static IntSet said_by_other(Joiner *joiner, Value atom, bool from_left)
{
    Crossing crossing = {joiner, from_left, true};
    Value there = value_replace(joiner->context->values, atom, cross_symbol, &crossing);
    if (!crossing.is_complete || there == VALUE_NONE)
        return INTSET_FULL;
    const Env *other = from_left ? &joiner->right : &joiner->left;
    IntSet noted = is_difference(joiner, there) ? noted_difference(joiner->context, other, there) : INTSET_FULL;
    return noted != INTSET_FULL ? noted : env_set_of(joiner->context, other, there);
}

static bool is_expression(const Joiner *joiner, Value value)
{
    return value_node(joiner->context->values, value)->kind == VALUE_EXPRESSION;
}

/* A fact about an expression, and what the other world says of that. */
static void join_fact(Joiner *joiner, Fact fact, bool is_left)
{
    WorldContext *context = joiner->context;
    Value atom = map_value(joiner, fact.atom, is_left);
    bool exact = true;
    IntSet other = atom == VALUE_NONE ? INTSET_FULL : said_by_other(joiner, fact.atom, is_left);
    IntSet set = intset_union_exact(context->sets, fact.set, other, &exact);
    if (joiner->how == WORLD_JOIN_WIDEN && set != (is_left ? fact.set : other))
        set = widen(joiner, is_left ? fact.set : other, set);
    bool *covers = is_left ? &joiner->left_covers : &joiner->right_covers, *other_covers = is_left ? &joiner->right_covers : &joiner->left_covers;
    *covers = *covers && set == fact.set;
    *other_covers = *other_covers && set == other;
    if (set != fact.set || set != other)
        joiner->differences++;
    joiner->is_lossy = joiner->is_lossy || !exact || (atom != VALUE_NONE && !is_expression(joiner, atom));
    if (atom != VALUE_NONE && set != INTSET_FULL)
        env_assume(context, &joiner->result, atom, set);
}

/* Facts about expressions; those about symbols were joined with the symbols. */
static void join_facts(Joiner *joiner, const World *a, const World *b)
{
    for (uint32_t i = 0; i < a->fact_count; i++)
        if (is_expression(joiner, a->facts[i].atom))
            join_fact(joiner, a->facts[i], true);
    for (uint32_t j = 0; j < b->fact_count; j++) {
        bool is_known = !is_expression(joiner, b->facts[j].atom);
        Value atom = is_known ? VALUE_NONE : map_value(joiner, b->facts[j].atom, false);
        for (uint32_t i = 0; i < a->fact_count && !is_known && atom != VALUE_NONE; i++)
            is_known = is_expression(joiner, a->facts[i].atom) && map_value(joiner, a->facts[i].atom, true) == atom;
        if (!is_known)
            join_fact(joiner, b->facts[j], false);
    }
}

/* What a world has at a place; VALUE_NONE: nothing is known. */
static Value value_at(const WorldContext *context, const Env *env, ComparedPlace place)
{
    Value address = value_local(context->values, place.local);
    if (place.is_behind)
        address = env_get(env, address);
    if (place.field != IR_NONE)
        address = context->field_ids == NULL ? VALUE_NONE : value_field(context->values, address, context->field_ids[place.field]);
    return address == VALUE_NONE ? VALUE_NONE : env_get(env, address);
}

static IntSet difference_at(WorldContext *context, const Env *env, ComparedPlaces pair)
{
    Value x = value_at(context, env, pair.left), y = value_at(context, env, pair.right);
    return x == VALUE_NONE || y == VALUE_NONE ? INTSET_FULL : infer_difference(context, env, x, y);
}

/* How far apart two numbers are that the function compares, where both worlds tell: a counter that is 0 here and 1 there stays below its
 * bound, which is at least 1 here and at least 2 there. The union of the numbers alone would not say so. */
static void join_compared(Joiner *joiner)
{
    WorldContext *context = joiner->context;
    const Body *body = context->body;
    for (uint32_t i = 0; body != NULL && i < body->compared_count; i++) {
        ComparedPlaces pair = body->compared[i];
        IntSet left = difference_at(context, &joiner->left, pair);
        IntSet set = left == INTSET_FULL ? left : intset_union(context->sets, left, difference_at(context, &joiner->right, pair));
        if (joiner->how == WORLD_JOIN_WIDEN && set != left)
            set = widen(joiner, left, set);
        if (set == INTSET_FULL || intset_is_subset(context->sets, difference_at(context, &joiner->result, pair), set))
            continue;
        Value difference = value_difference(context->values, value_at(context, &joiner->result, pair.left), value_at(context, &joiner->result, pair.right));
        if (infer_is_plain_difference(context, difference))
            env_assume(context, &joiner->result, difference, set);
    }
}

/* A world as an env to ask questions of; it is not to be changed. */
static Env view_of(const World *world)
{
    return (Env){.cells = (Cell *)(uintptr_t)world->cells, .cell_count = world->cell_count,
                 .facts = (Fact *)(uintptr_t)world->facts, .fact_count = world->fact_count,
                 .symbol_count = world->symbol_count, .state = world->state, .flags = world->flags};
}

const World *world_join(WorldContext *context, const World *a, const World *b, WorldJoin how, uint32_t *differences)
{
    if (a->state != b->state || a->flags != b->flags || (how == WORLD_JOIN_EXACT && world_distance(context, a, b) > 1))
        return NULL;
    Joiner joiner = {.context = context, .how = how, .left_covers = true, .right_covers = true, .left = view_of(a), .right = view_of(b)};
    env_init(&joiner.result);
    joiner.left_partners = g_new0(Partner, a->symbol_count + 1);
    joiner.right_partners = g_new0(Partner, b->symbol_count + 1);
    const World *joined = NULL;
    if (join_plain_cells(&joiner, a, b) && join_pointed_cells(&joiner, a, b)) {
        join_facts(&joiner, a, b);
        if (how != WORLD_JOIN_EXACT)
            join_compared(&joiner);
        joiner.result.state = a->state;
        joiner.result.flags = a->flags;
        joiner.result.is_loose = how != WORLD_JOIN_EXACT || (joiner.left_covers ? a->is_loose : joiner.right_covers ? b->is_loose : a->is_loose || b->is_loose);
        joiner.result.trace = a->trace;
        if (!is_hopeless(&joiner))
            joined = world_from_env(context, &joiner.result, NULL, NULL);
    }
    if (differences != NULL)
        *differences = joiner.differences;
    env_clear(&joiner.result);
    g_free(joiner.pairs);
    g_free(joiner.left_partners);
    g_free(joiner.right_partners);
    return joined;
}

