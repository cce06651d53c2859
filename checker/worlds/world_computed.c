/* world_computed.c - names for products, quotients, sums and other numbers that were computed.
 *
 * `n = size / 16` of a size that nothing else holds any more is a number like any other. So is a sum that grows by as much as came, `got += n`: in a loop it would have one
 * term more each turn, until nobody could tell that `got < want` is asked twice. What was known of what such a number was made of goes, but for how far it is from what is still held. */
#include "worlds/infer.h"
#include "worlds/world_canon.h"

bool canon_is_of_bits(const ValueNode *node)
{
    return node->kind == VALUE_EXPRESSION && (node->op == IR_AND || node->op == IR_OR || node->op == IR_XOR);
}

void canon_count_own(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->own++;
}

void canon_clear_own(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->own = 0;
    use->is_part = false;
}

static void count_part(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->own += use->is_part;
}

static bool has_part(const Canonizer *canon, Value value)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (value == VALUE_NONE || !node->has_symbols)
        return false;
    return node->kind == VALUE_SYMBOL ? canon->uses[node->number].is_part : has_part(canon, node->left) || has_part(canon, node->right);
}

bool canon_all_are_own(const Canonizer *canon, Value value)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (value == VALUE_NONE || !node->has_symbols)
        return true;
    if (node->kind == VALUE_SYMBOL)
        return canon->uses[node->number].own == canon->uses[node->number].mentions && ir_is_number(node->type);
    return canon_all_are_own(canon, node->left) && canon_all_are_own(canon, node->right);
}

/* The unknowns in a value wherever that stands in another one. */
static void count_inside(Canonizer *canon, Value value, Value whole, uint32_t *times)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (value == VALUE_NONE || !node->has_symbols)
        return;
    if (value == whole) {
        canon_visit_symbols(canon, whole, canon_count_own);
        (*times)++;
        return;
    }
    const Value left = node->kind == VALUE_SYMBOL ? VALUE_NONE : node->left, right = node->kind == VALUE_SYMBOL ? VALUE_NONE : node->right;
    count_inside(canon, left, whole, times);
    count_inside(canon, right, whole, times);
}

static Value with_name(Values *values, Value value, Value whole, Value name)
{
    const ValueNode node = *value_node(values, value);
    if (value == whole)
        return name;
    if (value == VALUE_NONE || !node.has_symbols || node.kind == VALUE_SYMBOL)
        return value;
    Value left = with_name(values, node.left, whole, name), right = with_name(values, node.right, whole, name);
    bool is_lost = left == VALUE_NONE || (right == VALUE_NONE && node.right != VALUE_NONE);
    return is_lost ? VALUE_NONE : left == node.left && right == node.right ? value : value_rebuild(values, &node, left, right);
}

static bool is_computed(const ValueNode *node)
{
    bool is_truth = node->op >= IR_EQ && node->op <= IR_GE;
    return node->kind == VALUE_EXPRESSION && node->has_symbols && ir_is_number(node->type) && !is_truth && !canon_is_of_bits(node) && !value_is_sum(node) &&
           node->op != VALUE_OP_PENDING && node->op != VALUE_OP_DIFFERENCE;
}

static void count_symbol(Canonizer *canon, SymbolUse *use)
{
    canon->part_count += !use->is_part;
    canon->has_part_twice = canon->has_part_twice || use->is_part;
    use->is_part = true;
}

/* A sum or a difference of unknowns, `got += n`: once nothing holds what it was made of, what was known of that is of no more use. In a loop there is more of it each turn. */
static bool is_grown(const Values *values, Value value)
{
    const ValueNode *node = value_node(values, value);
    bool is_sum = node->op == IR_ADD || node->op == IR_SUB || node->op == VALUE_OP_SAME;
    return is_sum && node->right != VALUE_NONE && value_node(values, node->left)->has_symbols && value_node(values, node->right)->has_symbols;
}

/* Notes, of the unknowns in a number, which ones stand nowhere but in it (`own` is `mentions`), and gives in how many places it stands. Facts about what something has
 * grown from do not count: *is_left_behind, there are such. */
static uint32_t count_places(Canonizer *canon, Value whole, bool *is_left_behind)
{
    uint32_t times = 0;
    *is_left_behind = false;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        count_inside(canon, canon->cells[i].key, whole, &times);
        count_inside(canon, canon->cells[i].value, whole, &times);
    }
    canon->part_count = 0;
    canon->has_part_twice = false;
    if (is_grown(canon->context->values, whole))
        canon_visit_symbols(canon, whole, count_symbol);
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        const uint32_t before = times;
        if (value_node(canon->context->values, canon->facts[i].atom)->kind != VALUE_EXPRESSION)
            continue;
        count_inside(canon, canon->facts[i].atom, whole, &times);
        if (times > before || !has_part(canon, canon->facts[i].atom))
            continue;
        canon_visit_symbols(canon, canon->facts[i].atom, count_part);
        *is_left_behind = true;
    }
    return times;
}

static void keep_own_part(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->is_part = use->is_part && use->own == use->mentions;
}

enum { MANY_PARTS = 3 };

/* Whether a number is to have a name of its own: because its unknowns stand nowhere but in it, and it stands in several places, or because it has grown and one of them does, or was
 * added more than once: `total += step` would have one `step` more each turn. */
static bool wants_name(Canonizer *canon, Value whole, uint32_t *times)
{
    bool is_left_behind;
    *times = count_places(canon, whole, &is_left_behind);
    canon_visit_symbols(canon, whole, keep_own_part);
    if ((*times > 1 || is_left_behind) && canon_all_are_own(canon, whole))
        return true;
    if (canon->has_part_twice && canon->context->at_loop_head)
        return true;
    return canon->part_count > 0 && (canon->context->at_loop_head || canon->part_count >= MANY_PARTS) && has_part(canon, whole);
}

/* How far the named number is from what is still held of what it was made of. */
static void note_distance(Canonizer *canon, Value whole, Value name)
{
    WorldContext *context = canon->context;
    const ValueNode node = *value_node(context->values, whole);
    const bool is_left_own = canon_all_are_own(canon, node.left);
    const Value held = is_left_own ? node.right : node.left, own = is_left_own ? node.left : node.right;
    if (node.op != IR_ADD || value_node(context->values, held)->kind != VALUE_SYMBOL || !canon_all_are_own(canon, own) || canon_all_are_own(canon, held) ||
        !infer_is_without_wrap(context, canon->env, whole))
        return;
    IntSet set = env_set_of(context, canon->env, own);
    Value distance = value_difference(context->values, name, held);
    if (set == intset_type(context->sets, node.type) || value_node(context->values, distance)->kind != VALUE_EXPRESSION)
        return;
    canon_add_fact(canon, distance, set);
    canon_visit_symbols(canon, distance, canon_count_on);
}

/* `times`: in how many places it stands. */
static bool replace_computed(Canonizer *canon, Value whole, Value name, uint32_t times)
{
    Values *values = canon->context->values;
    bool can = true;
    for (uint32_t i = 0; i < canon->cell_count && can; i++)
        can = with_name(values, canon->cells[i].key, whole, name) != VALUE_NONE && with_name(values, canon->cells[i].value, whole, name) != VALUE_NONE;
    for (uint32_t i = 0; i < canon->fact_count && can; i++)
        can = with_name(values, canon->facts[i].atom, whole, name) != VALUE_NONE;
    if (!can)
        return false;
    for (uint32_t i = 0; i < canon->cell_count; i++)
        canon->cells[i] = (Cell){with_name(values, canon->cells[i].key, whole, name), with_name(values, canon->cells[i].value, whole, name)};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        Value atom = with_name(values, canon->facts[i].atom, whole, name);
        if (canon->facts[i].atom != whole && !has_part(canon, atom))
            canon->facts[kept++] = (Fact){atom, canon->facts[i].set};
    }
    canon->fact_count = kept;
    for (uint32_t i = 0; i < times; i++) /* what else holds its unknowns does so still */
        canon_visit_symbols(canon, whole, canon_count_off);
    return true;
}

/* As far as the function tells numbers apart: else the bounds of what grows would grow with it, turn by turn. */
static IntSet rounded(const WorldContext *context, IntSet set, IrType type)
{
    IntSets *sets = context->sets;
    const IntSet whole = intset_type(sets, type);
    int64_t low = intset_min(sets, whole), high = intset_max(sets, whole);
    for (uint32_t i = 0; i < context->thresholds.count; i++) {
        const int64_t at = context->thresholds.at[i];
        low = at <= intset_min(sets, set) ? MAX(low, at) : low;
        high = at >= intset_max(sets, set) ? MIN(high, at) : high;
    }
    return intset_range(sets, low, high);
}

/* `n = size / 16` of a size that nothing else holds any more is a number like any other, and how an index compares with it a difference of two unknowns. */
void canon_name_computed(Canonizer *canon)
{
    WorldContext *context = canon->context;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        Value element = value_unknown_element(context->values, canon->cells[i].value); /* of a pointer that walks, where it has come to */
        Value whole = element != VALUE_NONE ? value_node(context->values, element)->right : canon->cells[i].value;
        const ValueNode node = *value_node(context->values, whole);
        uint32_t times;
        if (!is_computed(&node))
            continue;
        if (wants_name(canon, whole, &times)) {
            IntSet set = env_set_of(context, canon->env, whole);
            if (canon->part_count > 0 && node.type.kind == IR_TYPE_INT && set != INTSET_EMPTY)
                set = rounded(context, set, node.type);
            Value name = canon_add_symbol(canon, node.type, times + 1); /* its set is noted here, not in the env */
            if (replace_computed(canon, whole, name, times)) {
                if (set != intset_type(context->sets, node.type))
                    canon_add_fact(canon, name, set);
                note_distance(canon, whole, name);
            }
        }
        canon_visit_symbols(canon, whole, canon_clear_own);
    }
}

/* --- heads of rings --- */

/* How often an unknown stands in a value. */
static uint32_t times_in(const Values *values, Value value, Value unknown)
{
    const ValueNode *node = value_node(values, value);
    if (value == VALUE_NONE || !node->has_symbols || value == unknown)
        return value == unknown;
    return node->kind == VALUE_SYMBOL ? 0 : times_in(values, node->left, unknown) + times_in(values, node->right, unknown);
}

/* The index in an address that speaks of an unknown: the unknown itself, or what is left of a sum of it and others when that is divided by the modulus; VALUE_NONE: it is said in another way. */
static Value index_of_ring(Canonizer *canon, Value key, Value unknown, uint32_t modulus)
{
    WorldContext *context = canon->context;
    const ValueNode *said = value_node(context->values, key);
    const Value place = said->kind == VALUE_KEY ? said->left : key, element = place == VALUE_NONE ? VALUE_NONE : value_unknown_element(context->values, place);
    const Value index = element == VALUE_NONE ? VALUE_NONE : value_node(context->values, element)->right;
    if (index == VALUE_NONE || times_in(context->values, key, unknown) != 1 || times_in(context->values, index, unknown) != 1)
        return VALUE_NONE;
    const ValueNode node = *value_node(context->values, index);
    if (index == unknown)
        return index;
    return infer_modulus(context, &node) == modulus && infer_ring_has(context, canon->env, index, unknown) ? index : VALUE_NONE;
}

/* Whether a number is such an index. */
static bool is_ring_number(Canonizer *canon, Value value, Value unknown, uint32_t modulus)
{
    const ValueNode node = *value_node(canon->context->values, value);
    return infer_modulus(canon->context, &node) == modulus && times_in(canon->context->values, value, unknown) == 1 && infer_ring_has(canon->context, canon->env, value, unknown);
}

/* `h` of a cell that holds `(h + 1) % 6`, where h is one of the six places, and nothing else speaks of it but addresses of places of the ring; VALUE_NONE: it is none. */
static Value old_head(Canonizer *canon, uint32_t at, uint32_t *modulus, int64_t *by, bool *any)
{
    WorldContext *context = canon->context;
    const Cell cell = canon->cells[at];
    const ValueNode node = *value_node(context->values, cell.value);
    Value head;
    *any = false;
    *modulus = infer_modulus(context, &node);
    if (*modulus == 0 || value_node(context->values, cell.key)->has_symbols || !infer_is_sum(context, node.left, &head, by) || value_node(context->values, head)->kind != VALUE_SYMBOL)
        return VALUE_NONE;
    const IntSet set = env_set_of(context, canon->env, head);
    bool is = set != INTSET_EMPTY && intset_is_subset(context->sets, set, intset_range(context->sets, 0, (int64_t)*modulus - 1)) && *by > 0;
    for (uint32_t i = 0; i < canon->cell_count && is; i++) {
        const Cell other = canon->cells[i];
        if (i == at || (times_in(context->values, other.key, head) == 0 && times_in(context->values, other.value, head) == 0))
            continue;
        is = (times_in(context->values, other.value, head) == 0 || is_ring_number(canon, other.value, head, *modulus)) &&
             (times_in(context->values, other.key, head) == 0 || index_of_ring(canon, other.key, head, *modulus) != VALUE_NONE);
        *any = true;
    }
    return is ? head : VALUE_NONE;
}

typedef struct NewHead {
    Value old, new;
    uint32_t modulus;
    int64_t by; /* so much is added to the old one */
} NewHead;

/* An address, or a number, in which an index speaks of the old head, by the new one: less what the head has gone on by. */
static Value by_new_head(Canonizer *canon, Value value, Value index, const NewHead *head)
{
    Values *values = canon->context->values;
    const IrType type = value_node(values, head->new)->type;
    const Value place = index == VALUE_NONE ? VALUE_NONE : infer_ring_moved(canon->context, canon->env, index, head->old, head->new, head->modulus, (int64_t)head->modulus - head->by % (int64_t)head->modulus, type);
    return place == VALUE_NONE ? VALUE_NONE : with_name(values, value, index, place);
}

/* What a cell says by the new head; key VALUE_NONE: it cannot be said. */
static Cell cell_by_new_head(Canonizer *canon, Cell cell, const NewHead *head)
{
    const Values *values = canon->context->values;
    Cell told = cell;
    if (times_in(values, cell.key, head->old) > 0)
        told.key = by_new_head(canon, cell.key, index_of_ring(canon, cell.key, head->old, head->modulus), head);
    if (times_in(values, cell.value, head->old) > 0)
        told.value = by_new_head(canon, cell.value, cell.value, head);
    return told.value == VALUE_NONE && cell.value != VALUE_NONE ? (Cell){VALUE_NONE, VALUE_NONE} : told;
}

static bool rename_head(Canonizer *canon, uint32_t at, Value old, uint32_t modulus, int64_t by)
{
    WorldContext *context = canon->context;
    const NewHead head = {old, canon_add_symbol(canon, value_node(context->values, canon->cells[at].value)->type, 1), modulus, by};
    bool can = true;
    for (uint32_t i = 0; i < canon->cell_count && can; i++)
        can = i == at || cell_by_new_head(canon, canon->cells[i], &head).key != VALUE_NONE;
    for (uint32_t i = 0; i < canon->cell_count && can; i++) {
        const Cell before = canon->cells[i], told = i == at ? (Cell){before.key, head.new} : cell_by_new_head(canon, before, &head);
        if (told.key == before.key && told.value == before.value)
            continue;
        canon_visit_symbols(canon, before.key, canon_count_off);
        canon_visit_symbols(canon, before.value, canon_count_off);
        canon->cells[i] = told;
        canon_visit_symbols(canon, told.key, canon_count_on);
        canon_visit_symbols(canon, told.value, canon_count_on);
    }
    if (can)
        canon_add_fact(canon, head.new, intset_range(context->sets, 0, (int64_t)modulus - 1));
    return can;
}

/* What was known of the old head says nothing any more. */
static void drop_facts_of(Canonizer *canon, Value unknown)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++)
        if (times_in(canon->context->values, canon->facts[i].atom, unknown) == 0)
            canon->facts[kept++] = canon->facts[i];
    canon->fact_count = kept;
}

void canon_name_rings(Canonizer *canon)
{
    uint32_t modulus;
    int64_t by;
    bool any;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        const Value old = old_head(canon, i, &modulus, &by, &any);
        if (old != VALUE_NONE && any && rename_head(canon, i, old, modulus, by))
            drop_facts_of(canon, old);
    }
}
