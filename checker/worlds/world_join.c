/* world_join.c - the union of two worlds, exact or with loss; see world.h.
 *
 * Values are joined in pairs, cell by cell (world_join_cells.c): one unknown of the result stands for each pair of values that differ, so that
 * what is equal in both worlds stays equal in the result. A union is exact when the worlds disagree on one pair only, and a set of
 * numbers can say so. */
#include "worlds/body.h"
#include "worlds/infer.h"
#include "worlds/joiner.h"

#include <string.h>

bool joiner_is_hopeless(const Joiner *joiner)
{
    return joiner->how == WORLD_JOIN_EXACT &&
           (joiner->is_lossy || (joiner->differences > 1 && !joiner->left_covers && !joiner->right_covers));
}

Partner *joiner_partner(const Joiner *joiner, Value value, bool is_left)
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

void joiner_add_pair(Joiner *joiner, Value left, Value right, Value joined)
{
    note_partner(joiner_partner(joiner, left, true), right, joined);
    note_partner(joiner_partner(joiner, right, false), left, joined);
    if (joiner->pair_count == joiner->pair_capacity) {
        joiner->pair_capacity = MAX(16u, joiner->pair_capacity * 2);
        joiner->pairs = g_renew(Pair, joiner->pairs, joiner->pair_capacity);
    }
    joiner->pairs[joiner->pair_count++] = (Pair){left, right, joined};
}

bool joiner_is_number_like(const Joiner *joiner, Value value)
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

enum { MOST_STOPS = 32, STOPS_AN_ELEMENT = 3 };

static void add_stop(int64_t *stops, uint32_t *count, int64_t stop)
{
    uint32_t at = *count;
    while (at > 0 && stops[at - 1] >= stop)
        at--;
    if (at < *count && stops[at] == stop)
        return;
    memmove(stops + at + 1, stops + at, sizeof(*stops) * (*count - at));
    stops[at] = stop;
    (*count)++;
}

/* Widening stops at the function's numbers or, of a number that is not past all elements that hold the task, at those: there a loop over an array
 * changes. A number that is past one of them, or not before it, stays so. */
static IntSet widen(Joiner *joiner, IntSet from, IntSet to)
{
    WorldContext *context = joiner->context;
    int64_t high = to == INTSET_EMPTY ? 0 : intset_max(context->sets, to), low = to == INTSET_EMPTY ? 0 : intset_min(context->sets, to), least = INT64_MIN;
    int64_t stops[MOST_STOPS] = {-1, 0, 1};
    uint32_t count = 3;
    bool is_among = false;
    for (uint32_t i = 0; i < joiner->left.cell_count && count + STOPS_AN_ELEMENT <= MOST_STOPS; i++) {
        const ValueNode *key = value_node(context->values, joiner->left.cells[i].key);
        if (value_node(context->values, joiner->left.cells[i].value)->kind != VALUE_TASK)
            continue;
        while (key->kind == VALUE_FIELD) /* an array of structs */
            key = value_node(context->values, key->left);
        int64_t number = key->kind == VALUE_ELEMENT ? key->number : 0;
        least = number <= low ? MAX(least, number + (number < low)) : least;
        if (key->kind != VALUE_ELEMENT)
            continue;
        is_among = is_among || number >= high;
        for (int64_t by = -1; by <= 1; by++)
            add_stop(stops, &count, number + by);
    }
    IntSet wide = is_among ? intset_widen(context->sets, from, to, stops, count) : intset_widen(context->sets, from, to, context->stops.at, context->stops.count);
    return intset_intersect(context->sets, wide, intset_range(context->sets, least, INT64_MAX));
}

/* A difference may be noted in either order: it stops where one of the two would. */
static IntSet widen_difference(Joiner *joiner, IntSet from, IntSet to)
{
    IntSets *sets = joiner->context->sets;
    IntSet turned = widen(joiner, intset_negate(sets, from), intset_negate(sets, to));
    return intset_intersect(sets, widen(joiner, from, to), intset_negate(sets, turned));
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
    IrType type = common_type(&left_node, &right_node);
    const bool is_within = type.kind == IR_TYPE_INT && intset_is_subset(context->sets, set, intset_type(context->sets, type));
    if (joiner->how == WORLD_JOIN_WIDEN && set != left_set)
        set = widen(joiner, left_set, set);
    if (is_within && context->body != NULL && context->body->has_masks) /* no further than its type goes: else it would be a number of more bits, of which more would be noted */
        set = intset_intersect(context->sets, set, intset_type(context->sets, type));
    joiner->left_covers = joiner->left_covers && set == left_set;
    joiner->right_covers = joiner->right_covers && set == right_set;
    if (left_set != right_set || !same_symbols)
        joiner->differences++;
    exact = exact && left_node.kind != VALUE_EXPRESSION && right_node.kind != VALUE_EXPRESSION;
    if (!exact)
        joiner->is_lossy = true;
    if (joiner_is_hopeless(joiner))
        return VALUE_NONE;
    if (type.kind == IR_TYPE_INT && !intset_is_subset(context->sets, set, intset_type(context->sets, type)))
        type = IR_INT(64, true);
    Value joined = env_fresh(context, &joiner->result, type);
    if (!env_assume(context, &joiner->result, joined, set))
        joiner->is_lossy = true;
    if (!exact && context->body != NULL && context->body->has_masks)
        infer_keep_bits(context, &joiner->left, left, &joiner->right, right, &joiner->result, joined);
    if (joiner->how != WORLD_JOIN_EXACT && context->body != NULL)
        infer_keep_residues(context, &joiner->left, left, &joiner->right, right, &joiner->result, joined);
    return joined;
}

bool joiner_has_other_partner(const Joiner *joiner, Value value, bool is_left, Value partner)
{
    const Partner *noted = joiner_partner(joiner, value, is_left);
    return noted != NULL && noted->is_paired && (noted->has_others || noted->first != partner);
}

bool joiner_find(const Joiner *joiner, Value left, Value right, Value *joined)
{
    const Partner *noted = joiner_partner(joiner, left, true);
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

/* By how much a number is more than another one, where the two are made so; false: they are not. */
static bool find_distance(const WorldContext *context, Value from, Value to, int64_t *by)
{
    Value from_base, to_base;
    int64_t from_by, to_by;
    bool are_constants = value_is_const(context->values, from, &from_by) && value_is_const(context->values, to, &to_by);
    if (!are_constants) {
        infer_is_sum(context, from, &from_base, &from_by);
        infer_is_sum(context, to, &to_base, &to_by);
        if (from_base != to_base)
            return false;
    }
    return !__builtin_sub_overflow(to_by, from_by, by);
}

/* Two numbers that are by the same more, or less, than two which met already: of `n = list->count - 1` the two are 4 and 5 here, 5 and 6 there. That is one disagreement,
 * and the sum keeps what the two have to do with each other. VALUE_NONE: they are not. Between locals, which count, it would cost more than it saves: other sums of theirs are
 * asked about. */
static Value join_shifted(const Joiner *joiner, Value left, Value right)
{
    Values *values = joiner->context->values;
    const ValueNode *left_node = value_node(values, left), *right_node = value_node(values, right);
    IrType type = value_is_sum(left_node) ? left_node->type : value_is_sum(right_node) ? right_node->type : IR_INT(64, true);
    if (value_is_sum(left_node) && value_is_sum(right_node) && !ir_type_equal(left_node->type, right_node->type))
        return VALUE_NONE;
    int64_t by, right_by;
    for (uint32_t i = 0; i < joiner->pair_count; i++) {
        const Pair *pair = &joiner->pairs[i];
        if (pair->left == VALUE_NONE || pair->right == VALUE_NONE || pair->joined == VALUE_NONE || value_node(values, pair->joined)->kind != VALUE_SYMBOL)
            continue;
        if (!find_distance(joiner->context, pair->left, left, &by) || !find_distance(joiner->context, pair->right, right, &right_by) || by != right_by)
            continue;
        return value_binary(values, IR_ADD, pair->joined, value_const(values, by), type, type);
    }
    return VALUE_NONE;
}

/* Pointers to elements of one array lead to one that is either; VALUE_NONE: they are none. */
static Value join_elements(Joiner *joiner, Value left, Value right)
{
    Values *values = joiner->context->values;
    Value left_number, right_number, array;
    Value left_array = value_array(values, left, &left_number), right_array = value_array(values, right, &right_number);
    bool is_inside = left_array != left || right_array != right;
    bool are_unknown = is_inside && value_node(values, left_array)->kind == VALUE_SYMBOL && value_node(values, right_array)->kind == VALUE_SYMBOL;
    if (left_array == right_array && !value_node(values, left_array)->has_symbols)
        array = left_array;
    else if (are_unknown) /* here they may meet for the first time */
        array = joiner_values(joiner, left_array, right_array);
    else if (!joiner_find(joiner, left_array, right_array, &array) || array == VALUE_NONE)
        return VALUE_NONE;
    return value_element(values, array, joiner_values(joiner, left_number, right_number));
}

/* What an expression can only be, and the other value, too; VALUE_NONE: they are told apart, or are the same expression, which says more. */
static Value settled_alike(Joiner *joiner, Value left, Value right)
{
    WorldContext *context = joiner->context;
    const ValueNode left_node = *value_node(context->values, left), right_node = *value_node(context->values, right);
    bool is_any = left_node.kind == VALUE_EXPRESSION || right_node.kind == VALUE_EXPRESSION;
    bool is_same = left_node.kind == right_node.kind && left_node.op == right_node.op && left_node.right == right_node.right;
    int64_t here, there;
    if (!is_any || is_same || !joiner_is_number_like(joiner, left) || !joiner_is_number_like(joiner, right) ||
        !intset_single(context->sets, env_set_of(context, &joiner->left, left), &here) || !intset_single(context->sets, env_set_of(context, &joiner->right, right), &there))
        return VALUE_NONE;
    return here == there ? value_const(context->values, here) : VALUE_NONE;
}

/* What a truth compares: `last = i + 1 == n` is 2 == n where i is 1, so that it stays a question about i. */
static Value join_compared_with(Joiner *joiner, Value left, Value right)
{
    const Values *values = joiner->context->values;
    const bool is_number = value_node(values, left)->kind == VALUE_CONST || value_is_sum(value_node(values, left));
    const bool is_other = value_node(values, right)->kind == VALUE_CONST || value_is_sum(value_node(values, right));
    const Value shifted = left != right && is_number && is_other ? join_shifted(joiner, left, right) : VALUE_NONE;
    return shifted != VALUE_NONE ? shifted : joiner_values(joiner, left, right);
}

Value joiner_values(Joiner *joiner, Value left, Value right)
{
    Values *values = joiner->context->values;
    const ValueNode left_node = *value_node(values, left), right_node = *value_node(values, right);
    if (left == right && !left_node.has_symbols)
        return left;
    Value joined = settled_alike(joiner, left, right);
    if (joined != VALUE_NONE)
        return joined;
    if (joiner_find(joiner, left, right, &joined))
        return joined;
    if (joiner_has_other_partner(joiner, left, true, right) || joiner_has_other_partner(joiner, right, false, left))
        joiner->is_lossy = true;
    if (left_node.kind == VALUE_SYMBOL && right_node.kind == VALUE_SYMBOL && left_node.type.kind == IR_TYPE_TASK &&
        right_node.type.kind == IR_TYPE_TASK) {
        joined = env_fresh(joiner->context, &joiner->result, left_node.type);
    } else if (left_node.kind == right_node.kind && left_node.op == right_node.op &&
               left_node.number == right_node.number && left_node.kind > VALUE_FUNCTION &&
               (left_node.right == VALUE_NONE) == (right_node.right == VALUE_NONE)) {
        Value a = joiner_values(joiner, left_node.left, right_node.left);
        const bool is_comparison = left_node.kind == VALUE_EXPRESSION && left_node.op >= IR_EQ && left_node.op <= IR_GE;
        Value b = left_node.right == VALUE_NONE ? VALUE_NONE : (is_comparison ? join_compared_with : joiner_values)(joiner, left_node.right, right_node.right);
        joined = value_rebuild(values, &left_node, a, b);
        if (joined == VALUE_NONE)
            joiner->is_lossy = true;
    } else if (joiner_is_number_like(joiner, left) && joiner_is_number_like(joiner, right)) {
        joined = joiner->is_behind_pointers && joiner->how == WORLD_JOIN_EXACT ? join_shifted(joiner, left, right) : VALUE_NONE;
        if (joined == VALUE_NONE)
            joined = join_numbers(joiner, left, right);
    } else {
        joined = joiner->how == WORLD_JOIN_EXACT ? VALUE_NONE : join_elements(joiner, left, right);
        joiner->differences++;
        joiner->is_lossy = true;
    }
    joiner_add_pair(joiner, left, right, joined);
    return joined;
}

typedef struct Crossing {
    const Joiner *joiner;
    bool from_left;
} Crossing;

static Value cross_symbol(Values *values, Value symbol, void *data)
{
    (void)values;
    const Crossing *crossing = data;
    for (uint32_t i = 0; i < crossing->joiner->pair_count; i++) {
        const Pair *pair = &crossing->joiner->pairs[i];
        Value here = crossing->from_left ? pair->left : pair->right, there = crossing->from_left ? pair->right : pair->left;
        if (here == symbol && there != VALUE_NONE)
            return there;
    }
    return VALUE_NONE;
}

Value joiner_in_other(const Joiner *joiner, Value value, bool from_left)
{
    Crossing crossing = {joiner, from_left};
    return value_replace(joiner->context->values, value, cross_symbol, &crossing);
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
    Value there = joiner_in_other(joiner, atom, from_left);
    if (there == VALUE_NONE)
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
    Value atom = joiner_map_value(joiner, fact.atom, is_left);
    bool exact = true;
    IntSet other = atom == VALUE_NONE ? INTSET_FULL : said_by_other(joiner, fact.atom, is_left);
    IntSet set = intset_union_exact(context->sets, fact.set, other, &exact);
    const bool is_bounded = infer_modulus(context, value_node(context->values, fact.atom)) != 0; /* there are few remainders */
    if (joiner->how == WORLD_JOIN_WIDEN && !is_bounded && set != (is_left ? fact.set : other))
        set = (is_difference(joiner, fact.atom) ? widen_difference : widen)(joiner, is_left ? fact.set : other, set);
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
    HeldBits held = {&joiner->right, VALUE_NONE, 0, 0}, *const before = joiner->context->bits;
    joiner->context->bits = &held;
    for (uint32_t i = 0; i < a->fact_count; i++)
        if (is_expression(joiner, a->facts[i].atom))
            join_fact(joiner, a->facts[i], true);
    held = (HeldBits){&joiner->left, VALUE_NONE, 0, 0};
    for (uint32_t j = 0; j < b->fact_count; j++) {
        bool is_known = !is_expression(joiner, b->facts[j].atom);
        Value atom = is_known ? VALUE_NONE : joiner_map_value(joiner, b->facts[j].atom, false);
        for (uint32_t i = 0; i < a->fact_count && !is_known && atom != VALUE_NONE; i++)
            is_known = is_expression(joiner, a->facts[i].atom) && joiner_map_value(joiner, a->facts[i].atom, true) == atom;
        if (!is_known)
            join_fact(joiner, b->facts[j], false);
    }
    joiner->context->bits = before;
}

/* Two numbers, each found in all three worlds. */
typedef struct Compared {
    Value left[2], right[2], result[2];
} Compared;

static IntSet difference_of(WorldContext *context, const Env *env, const Value numbers[2])
{
    return numbers[0] == VALUE_NONE || numbers[1] == VALUE_NONE ? INTSET_FULL : infer_difference(context, env, numbers[0], numbers[1]);
}

static void join_difference(Joiner *joiner, const Compared *compared)
{
    WorldContext *context = joiner->context;
    IntSet left = difference_of(context, &joiner->left, compared->left);
    IntSet set = left == INTSET_FULL ? left : intset_union(context->sets, left, difference_of(context, &joiner->right, compared->right));
    if (joiner->how == WORLD_JOIN_WIDEN && set != left)
        set = widen_difference(joiner, left, set);
    if (set == INTSET_FULL || intset_is_subset(context->sets, difference_of(context, &joiner->result, compared->result), set))
        return;
    Value difference = value_difference(context->values, compared->result[0], compared->result[1]);
    if (infer_is_plain_difference(context, difference))
        env_assume(context, &joiner->result, difference, set);
}

static Value initial_of(const WorldContext *context, const Env *env, ComparedPlace place)
{
    bool is_local = place.local != IR_NONE && !place.is_behind && place.field == IR_NONE && place.element == 0;
    return is_local ? env_get(env, value_key(context->values, VALUE_KEY_INITIAL, value_local(context->values, place.local), 0)) : VALUE_NONE;
}

/* Where the function returns: what it returns and a number that came in and that it compares with something. An index is returned that is below the count, or the count. */
static void join_returned(Joiner *joiner, ComparedPlace place)
{
    WorldContext *context = joiner->context;
    Value key = value_key(context->values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    const Env *envs[] = {&joiner->left, &joiner->right, &joiner->result};
    Compared compared;
    Value *numbers[] = {compared.left, compared.right, compared.result};
    for (uint32_t i = 0; i < G_N_ELEMENTS(envs); i++) {
        numbers[i][0] = env_get(envs[i], key);
        numbers[i][1] = numbers[i][0] == VALUE_NONE ? VALUE_NONE : initial_of(context, envs[i], place);
    }
    if (numbers[0][1] != VALUE_NONE && numbers[1][1] != VALUE_NONE && numbers[2][1] != VALUE_NONE)
        join_difference(joiner, &compared);
}

/* How far apart two numbers are that the function compares, where both worlds tell: a counter that is 0 here and 1 there stays below its
 * bound, which is at least 1 here and at least 2 there. The union of the numbers alone would not say so. */
static void join_compared(Joiner *joiner)
{
    WorldContext *context = joiner->context;
    const Body *body = context->body;
    for (uint32_t i = 0; body != NULL && i < body->compared_count; i++) {
        ComparedPlaces pair = body->compared[i];
        Compared compared = {{infer_value_at(context, &joiner->left, NULL, pair.left), infer_value_at(context, &joiner->left, NULL, pair.right)},
                             {infer_value_at(context, &joiner->right, NULL, pair.left), infer_value_at(context, &joiner->right, NULL, pair.right)},
                             {infer_value_at(context, &joiner->result, NULL, pair.left), infer_value_at(context, &joiner->result, NULL, pair.right)}};
        join_difference(joiner, &compared);
        join_returned(joiner, pair.left);
        join_returned(joiner, pair.right);
    }
}

/* A sum of unknowns, each so many times, and a number. */
enum { MOST_TERMS = 6 };
typedef struct Sum {
    Value terms[MOST_TERMS];
    int64_t times[MOST_TERMS], by;
    uint32_t count;
} Sum;

static void add_to(WorldContext *context, const Env *env, Sum *sum, Value value, int64_t times, IrType type)
{
    const ValueNode node = *value_node(context->values, value);
    bool is_sum = value_is_sum(&node), is_of_type = node.kind == VALUE_EXPRESSION && (node.op == IR_ADD || node.op == IR_SUB) && ir_type_equal(node.type, type);
    is_of_type = is_of_type || (is_sum && infer_is_without_wrap(context, env, value));
    if (node.kind == VALUE_CONST || (is_of_type && is_sum))
        sum->by = (int64_t)((uint64_t)sum->by + (uint64_t)times * (uint64_t)node.number);
    if (is_of_type) {
        add_to(context, env, sum, node.left, times, type);
        if (!is_sum)
            add_to(context, env, sum, node.right, node.op == IR_ADD ? times : -times, type);
        return;
    }
    uint32_t at = 0;
    while (at < sum->count && sum->terms[at] != value)
        at++;
    if (node.kind == VALUE_CONST || at == MOST_TERMS)
        return;
    sum->terms[at] = value;
    sum->times[at] = at < sum->count ? sum->times[at] + times : times;
    sum->count = MAX(sum->count, at + 1);
}

/* What two numbers are together, in terms of the result: an unknown and a number; VALUE_NONE: something else. */
static Value sum_at(const Joiner *joiner, Value up, Value down, IrType type, bool is_left)
{
    WorldContext *context = joiner->context;
    const Env *env = is_left ? &joiner->left : &joiner->right;
    Value counted = env_get(env, up), rest = env_get(env, down), base = VALUE_NONE;
    Sum sum = {.count = 0};
    if (counted == VALUE_NONE || rest == VALUE_NONE)
        return VALUE_NONE;
    add_to(context, env, &sum, counted, 1, type);
    add_to(context, env, &sum, rest, 1, type);
    bool is_one = sum.count < MOST_TERMS;
    for (uint32_t i = 0; i < sum.count; i++) {
        is_one = is_one && (sum.times[i] == 0 || (sum.times[i] == 1 && base == VALUE_NONE));
        base = sum.times[i] == 0 ? base : sum.terms[i];
    }
    Value whole = is_one ? value_binary(context->values, IR_ADD, base, value_const(context->values, sum.by), type, type) : VALUE_NONE;
    return whole == VALUE_NONE ? VALUE_NONE : joiner_map_value(joiner, whole, is_left);
}

/* What counts down while something else counts up, where the two are together what they were: `i` of `n`, and `n - i` that are left. */
static void join_opposed(Joiner *joiner)
{
    WorldContext *context = joiner->context;
    const Body *body = context->body;
    for (uint32_t i = 0; body != NULL && i < body->opposed_count; i++) {
        Value up = value_local(context->values, body->opposed[i].up), down = value_local(context->values, body->opposed[i].down);
        Value counted = env_get(&joiner->result, up), left = env_get(&joiner->result, down);
        IrType type = body->function->locals[body->opposed[i].down].type;
        Value sum = counted == VALUE_NONE || left == VALUE_NONE ? VALUE_NONE : sum_at(joiner, up, down, type, true);
        if (sum == VALUE_NONE || sum != sum_at(joiner, up, down, type, false))
            continue;
        Value rest = value_binary(context->values, IR_SUB, sum, counted, type, type);
        if (rest == VALUE_NONE || rest == left || !env_assume(context, &joiner->result, rest, env_set_of(context, &joiner->result, left)))
            continue;
        env_set(&joiner->result, down, rest);
    }
}

/* Whether a place of the result is one where this side has stored nothing. */
static bool is_found_on(const Joiner *joiner, Value place, bool is_left)
{
    const Env *env = is_left ? &joiner->left : &joiner->right;
    bool is_found = false;
    for (uint32_t i = 0; i < env->cell_count && !is_found; i++)
        is_found = value_node(joiner->context->values, env->cells[i].key)->kind == VALUE_FIELD && joiner_map_value(joiner, env->cells[i].key, is_left) == place &&
                   env_is_as_found(joiner->context->values, env, env->cells[i]);
    return is_found;
}

/* What neither side has stored is what unseen code left there, though the one read it before such code ran and the other behind it: it is not taken for a store. */
static void join_found(Joiner *joiner)
{
    Values *values = joiner->context->values;
    Env *result = &joiner->result;
    if (env_get(result, value_key(values, VALUE_KEY_HAVOC, VALUE_NONE, 0)) == VALUE_NONE)
        return;
    for (uint32_t i = result->cell_count; i-- > 0;) {
        const Cell cell = result->cells[i];
        const int kind = value_node(values, cell.value)->kind;
        bool is_doubtful = value_node(values, cell.key)->kind == VALUE_FIELD && (kind == VALUE_SYMBOL || kind == VALUE_CONST) && !env_is_as_found(values, result, cell);
        if (is_doubtful && is_found_on(joiner, cell.key, true) && is_found_on(joiner, cell.key, false))
            env_set(result, value_key(values, VALUE_KEY_SEEN, cell.key, 0), cell.value);
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
    context->work += world_join_work(a, b);
    Joiner joiner = {.context = context, .how = how, .left_covers = true, .right_covers = true, .left = view_of(a), .right = view_of(b)};
    env_init(&joiner.result);
    joiner.left_partners = g_new0(Partner, a->symbol_count + 1);
    joiner.right_partners = g_new0(Partner, b->symbol_count + 1);
    const World *joined = NULL;
    if (joiner_plain_cells(&joiner, a, b) && joiner_pointed_cells(&joiner, a, b)) {
        join_facts(&joiner, a, b);
        if (how != WORLD_JOIN_EXACT) {
            join_opposed(&joiner);
            join_compared(&joiner);
            if (context->keeps_outside)
                join_found(&joiner);
        }
        joiner.result.state = a->state;
        joiner.result.flags = a->flags;
        const bool is_exact = how == WORLD_JOIN_EXACT, is_of_left = joiner.left_covers || !joiner.right_covers, is_of_right = !joiner.left_covers;
        joiner.result.is_loose = !is_exact || (is_of_left && a->is_loose) || (is_of_right && b->is_loose);
        joiner.result.is_loose_since_task = !is_exact || (is_of_left && a->is_loose_since_task) || (is_of_right && b->is_loose_since_task);
        joiner.result.trace = joiner.left_covers ? a->trace : joiner.right_covers ? b->trace : trace_either(context->arena, a->trace, b->trace);
        if (!joiner_is_hopeless(&joiner))
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

