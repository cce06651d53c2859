/* world_canon.c - the canonical form of worlds: from an env to a world; see world.h. */
#include "worlds/body.h"
#include "worlds/infer.h"
#include "worlds/world_canon.h"

#include <stdlib.h>
#include <string.h>

void canon_visit_symbols(Canonizer *canon, Value value, SymbolVisitor visit)
{
    const ValueNode node = *value_node(canon->context->values, value);
    if (!node.has_symbols)
        return;
    if (node.kind == VALUE_SYMBOL) {
        g_assert(node.number < canon->use_count); /* else it is another env's */
        SymbolUse *use = &canon->uses[node.number];
        use->symbol = value;
        visit(canon, use);
        return;
    }
    canon_visit_symbols(canon, node.left, visit);
    if (node.right != VALUE_NONE)
        canon_visit_symbols(canon, node.right, visit);
}

static void visit_mention(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->mentions++;
    use->is_reached = true;
}

void canon_count_on(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->mentions++;
}

void canon_count_off(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->mentions--;
}

static bool has_symbols(const Canonizer *canon, Value value)
{
    return value_node(canon->context->values, value)->has_symbols;
}

/* Whether all symbols inside are reached (or, for numbering, numbered). */
static bool all_reached(const Canonizer *canon, Value value, bool numbered)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (!node->has_symbols)
        return true;
    if (node->kind == VALUE_SYMBOL)
        return numbered ? canon->uses[node->number].replacement != VALUE_NONE : canon->uses[node->number].is_reached;
    return all_reached(canon, node->left, numbered) &&
           (node->right == VALUE_NONE || all_reached(canon, node->right, numbered));
}

Value canon_replace_known(Values *values, Value symbol, void *data)
{
    Canonizer *canon = data;
    Value known = canon->uses[value_node(values, symbol)->number].replacement;
    return known != VALUE_NONE ? known : symbol;
}

static int compare_cells(const void *a, const void *b)
{
    Value left = ((const Cell *)a)->key, right = ((const Cell *)b)->key;
    return left < right ? -1 : left > right;
}

static void sort_cells(Cell *cells, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (cells[i - 1].key > cells[i].key) { /* mostly they are in order already */
            qsort(cells, count, sizeof(Cell), compare_cells);
            return;
        }
}

static void narrow_fact(Canonizer *canon, Value atom, IntSet set)
{
    for (uint32_t i = 0; i < canon->fact_count; i++)
        if (canon->facts[i].atom == atom) {
            canon->facts[i].set = intset_intersect(canon->context->sets, canon->facts[i].set, set);
            return;
        }
    canon_add_fact(canon, atom, set);
}

static IntSet noted_of(const Canonizer *canon, Value atom)
{
    IntSet set = INTSET_FULL;
    for (uint32_t i = 0; i < canon->fact_count && set == INTSET_FULL; i++)
        set = canon->facts[i].atom == atom ? canon->facts[i].set : INTSET_FULL;
    return set;
}

/* What is known of an unknown holds for another one that lies in the same place, too. */
static void pass_on_to_second(Canonizer *canon, Value first, Value second)
{
    const Values *values = canon->context->values;
    const ValueNode *node = value_node(values, first), *other = value_node(values, second);
    const IntSet set = node->kind == VALUE_SYMBOL && other->kind == VALUE_SYMBOL && ir_type_equal(node->type, other->type) ? noted_of(canon, first) : INTSET_FULL;
    if (set != INTSET_FULL && intset_intersect(canon->context->sets, set, noted_of(canon, second)) != INTSET_EMPTY) /* else nobody comes here, and who does is not told so */
        narrow_fact(canon, second, set);
}

/* Two names of one place have become one: of what both say, that which says more is kept. */
static void drop_second_names(Canonizer *canon)
{
    const Values *values = canon->context->values;
    uint32_t count = 0;
    sort_cells(canon->cells, canon->cell_count);
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        Cell *first = count == 0 ? NULL : &canon->cells[count - 1];
        if (first == NULL || first->key != canon->cells[i].key) {
            canon->cells[count++] = canon->cells[i];
        } else if (value_node(values, first->value)->kind == VALUE_SYMBOL) {
            pass_on_to_second(canon, first->value, canon->cells[i].value);
            *first = canon->cells[i];
        }
    }
    canon->cell_count = count;
}

/* Whether a truth is that of a comparison of an unknown with a number, and something else holds the unknown: what that can be says whether it is true. So worlds in which it is differ from those in
 * which it is not in one thing only. */
static bool is_said_by_another(const Canonizer *canon, uint32_t at)
{
    const Values *values = canon->context->values;
    const ValueNode *node = value_node(values, canon->cells[at].value);
    bool is_comparison = node->op >= IR_EQ && node->op <= IR_GE && value_node(values, node->left)->kind == VALUE_SYMBOL && value_node(values, node->right)->kind == VALUE_CONST;
    bool is_held = false;
    for (uint32_t i = 0; i < canon->cell_count && is_comparison && !is_held; i++)
        is_held = canon->cells[i].value == node->left;
    return is_held;
}

/* What can only be one number is that number. */
static void substitute_singletons(Canonizer *canon)
{
    WorldContext *context = canon->context;
    bool any = false;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        const ValueNode *node = value_node(context->values, canon->cells[i].value);
        int64_t number;
        if (node->kind == VALUE_EXPRESSION && node->has_symbols && node->op != VALUE_OP_PENDING && !is_said_by_another(canon, i) &&
            intset_single(context->sets, env_set_of(context, canon->env, canon->cells[i].value), &number))
            canon->cells[i].value = value_const(context->values, number);
    }
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        const ValueNode *node = value_node(context->values, canon->facts[i].atom);
        int64_t number;
        if (node->kind == VALUE_SYMBOL && node->type.kind != IR_TYPE_TASK &&
            intset_single(context->sets, canon->facts[i].set, &number)) {
            canon->uses[node->number].replacement = value_const(context->values, number);
            any = true;
        }
    }
    if (!any)
        return;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        canon->cells[i].key = value_replace(context->values, canon->cells[i].key, canon_replace_known, canon);
        canon->cells[i].value = value_replace(context->values, canon->cells[i].value, canon_replace_known, canon);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        Fact fact = canon->facts[i];
        fact.atom = value_replace(context->values, fact.atom, canon_replace_known, canon);
        int kind = value_node(context->values, fact.atom)->kind;
        if (kind == VALUE_SYMBOL || kind == VALUE_EXPRESSION)
            canon->facts[kept++] = fact;
    }
    canon->fact_count = kept;
    for (uint32_t i = 0; i < canon->use_count; i++)
        canon->uses[i].replacement = VALUE_NONE;
    uint32_t cells = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++) /* a key made of a null pointer names nothing */
        if (canon->cells[i].key != VALUE_NONE && canon->cells[i].value != VALUE_NONE)
            canon->cells[cells++] = canon->cells[i];
    canon->cell_count = cells;
    drop_second_names(canon);
}

/* A fact about an expression that its operands' facts imply. */
static bool is_implied(const Canonizer *canon, Fact fact)
{
    if (value_node(canon->context->values, fact.atom)->kind != VALUE_EXPRESSION)
        return false;
    return intset_is_subset(canon->context->sets, env_implied_set(canon->context, canon->env, fact.atom), fact.set);
}

/* The root of an address, also inside a key about it. */
static Value object_of(const Values *values, Value key)
{
    const ValueNode *node = value_node(values, key);
    return value_root(values, node->kind == VALUE_KEY ? node->left : key);
}

/* Of a difference, what the numbers of the two do not say: as it is noted wherever it came from. */
static IntSet without_implied(const Canonizer *canon, Fact fact)
{
    WorldContext *context = canon->context;
    const ValueNode *node = value_node(context->values, fact.atom);
    if (node->kind != VALUE_EXPRESSION || node->op != VALUE_OP_DIFFERENCE)
        return fact.set;
    IntSets *sets = context->sets;
    IntSet implied = env_implied_set(context, canon->env, fact.atom), set = intset_intersect(sets, fact.set, implied);
    if (set == INTSET_EMPTY)
        return fact.set;
    int64_t low = intset_min(sets, set), high = intset_max(sets, set);
    if (low == intset_min(sets, implied))
        set = intset_union(sets, set, intset_range(sets, INT64_MIN, low));
    if (high == intset_max(sets, implied))
        set = intset_union(sets, set, intset_range(sets, high, INT64_MAX));
    return set;
}

/* By itself or, where that will do, with a number added. */
static bool is_held(const Canonizer *canon, Value value, bool in_sum)
{
    const Values *values = canon->context->values;
    bool is = false;
    for (uint32_t i = 0; i < canon->cell_count && !is; i++) {
        const ValueNode *node = value_node(values, canon->cells[i].value);
        is = canon->cells[i].value == value || (in_sum && value_is_sum(node) && node->left == value);
    }
    return is;
}

/* Whether a loop counts what a local holds. */
static bool is_counted(const Canonizer *canon, Value value)
{
    const WorldContext *context = canon->context;
    bool is = false;
    for (uint32_t i = 0; context->body != NULL && i < canon->cell_count && !is; i++) {
        const ValueNode *root = canon->cells[i].value == value ? value_node(context->values, value_root(context->values, canon->cells[i].key)) : NULL;
        is = root != NULL && root->kind == VALUE_LOCAL && context->body->is_counted[root->number];
    }
    return is;
}

/* Whether places hold all unknowns in a value. A number added to what is counted makes what that was in another turn: it will not be asked again. */
static bool are_all_held(const Canonizer *canon, Value value)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (value == VALUE_NONE || !node->has_symbols)
        return true;
    if (value_is_sum(node) && is_counted(canon, node->left))
        return false;
    return node->kind == VALUE_SYMBOL ? is_held(canon, value, false) : are_all_held(canon, node->left) && are_all_held(canon, node->right);
}

/* Of a difference, a side that is an unknown is told anew when that is counted on (canon_rebase_sums). */
static bool is_side_held(const Canonizer *canon, Value side)
{
    bool is_unknown = value_node(canon->context->values, side)->kind == VALUE_SYMBOL;
    return is_held(canon, side, is_unknown) || (!is_unknown && are_all_held(canon, side));
}

/* At the head of a loop, a relation to what was computed on the way: each turn would add one. What the condition asks of what is held now (`at * 2 < size`, `i < end - start`) is none. */
static bool is_passing(const Canonizer *canon, Fact fact)
{
    const ValueNode *node = value_node(canon->context->values, fact.atom);
    return canon->context->at_loop_head && node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_DIFFERENCE &&
           !infer_is_plain_difference(canon->context, fact.atom) && !(is_side_held(canon, node->left) && is_side_held(canon, node->right));
}

/* The unknown that a difference has on one side, where no kept cell mentions it but what stands on the other side is kept;
 * *rest is that other side, *set how far the unknown is from it. */
static Value lost_side(const Canonizer *canon, const Fact *fact, Value *rest, IntSet *set)
{
    const ValueNode *node = value_node(canon->context->values, fact->atom);
    if (node->kind != VALUE_EXPRESSION || node->op != VALUE_OP_DIFFERENCE || all_reached(canon, node->left, false) == all_reached(canon, node->right, false))
        return VALUE_NONE;
    bool is_left = !all_reached(canon, node->left, false);
    Value lost = is_left ? node->left : node->right;
    *rest = is_left ? node->right : node->left;
    *set = is_left ? fact->set : intset_negate(canon->context->sets, fact->set);
    return value_node(canon->context->values, lost)->kind == VALUE_SYMBOL ? lost : VALUE_NONE;
}

enum { MOST_BRIDGED = 32 };

/* Of `low < x` and `x < high`, where x is about to be forgotten, `low + 1 < high` is kept. */
static void bridge_lost(Canonizer *canon)
{
    WorldContext *context = canon->context;
    uint32_t count = canon->fact_count;
    if (count > MOST_BRIDGED)
        return;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++) {
            Value first, second, lost;
            IntSet from_first, from_second; /* lost - first, lost - second */
            lost = lost_side(canon, &canon->facts[i], &first, &from_first);
            if (lost == VALUE_NONE || lost_side(canon, &canon->facts[j], &second, &from_second) != lost || first == second)
                continue;
            IntSet set = infer_minus(context, from_second, from_first), kept = INTSET_FULL;
            Value apart = value_difference(context->values, first, second), turned = value_difference(context->values, second, first);
            if (set == INTSET_FULL || value_node(context->values, apart)->kind != VALUE_EXPRESSION)
                continue;
            for (uint32_t k = 0; k < canon->fact_count && kept == INTSET_FULL; k++) {
                Fact *fact = &canon->facts[k];
                if (fact->atom == apart || fact->atom == turned)
                    kept = fact->set = intset_intersect(context->sets, fact->set, fact->atom == apart ? set : intset_negate(context->sets, set));
            }
            if (kept != INTSET_FULL)
                continue;
            canon->facts = g_renew(Fact, canon->facts, canon->fact_count + 1);
            canon->facts[canon->fact_count++] = (Fact){apart, set};
        }
}

/* Of `i == n`, where i is about to be forgotten, what is left of i when it is divided is kept of n. */
static void pass_on_residues(Canonizer *canon)
{
    WorldContext *context = canon->context;
    const uint32_t count = context->body == NULL || context->body->modulus_count == 0 ? 0 : canon->fact_count;
    for (uint32_t i = 0; i < count; i++) {
        Value rest, atom;
        IntSet apart;
        if (lost_side(canon, &canon->facts[i], &rest, &apart) == VALUE_NONE || value_node(context->values, rest)->kind != VALUE_SYMBOL)
            continue;
        for (uint32_t k = 0; k < context->body->modulus_count; k++) {
            const uint32_t modulus = context->body->moduli[k];
            const IntSet set = infer_residue_fact(context, rest, env_set_of(context, canon->env, rest), infer_residues(context, canon->env, rest, modulus), modulus, &atom);
            if (atom != VALUE_NONE)
                narrow_fact(canon, atom, set);
        }
    }
}

/* Of `i == n`, where i is about to be forgotten, what is known of i is known of n: `(i & 2) != 0`. */
static void pass_on_to_equal(Canonizer *canon)
{
    WorldContext *context = canon->context;
    const uint32_t count = canon->fact_count;
    for (uint32_t i = 0; i < count; i++) {
        Value rest;
        IntSet apart;
        int64_t number;
        const Value lost = lost_side(canon, &canon->facts[i], &rest, &apart);
        if (lost == VALUE_NONE || !intset_single(context->sets, apart, &number) || number != 0 || value_node(context->values, rest)->kind != VALUE_SYMBOL ||
            !ir_type_equal(value_node(context->values, lost)->type, value_node(context->values, rest)->type))
            continue;
        for (uint32_t k = 0; k < count; k++) {
            const Fact fact = canon->facts[k];
            const bool is_difference = value_node(context->values, fact.atom)->op == VALUE_OP_DIFFERENCE; /* that is bridged */
            const Value atom = is_difference ? fact.atom : value_renamed(context->values, fact.atom, lost, rest);
            if (atom != fact.atom && atom != VALUE_NONE && value_node(context->values, atom)->kind == VALUE_EXPRESSION && all_reached(canon, atom, false))
                narrow_fact(canon, atom, fact.set);
        }
    }
}

/* Drops what no kept cell leads to: memory behind lost pointers, facts about forgotten values. */
static void drop_unreached(Canonizer *canon)
{
    bool *kept = g_new0(bool, canon->cell_count + 1);
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < canon->cell_count; i++) {
            /* What matters is the object; an element's number may be an unknown that nothing else mentions. */
            Value root = object_of(canon->context->values, canon->cells[i].key);
            if (kept[i] || !all_reached(canon, root, false))
                continue;
            kept[i] = true;
            canon_visit_symbols(canon, canon->cells[i].key, visit_mention);
            canon_visit_symbols(canon, canon->cells[i].value, visit_mention);
            changed = changed || has_symbols(canon, canon->cells[i].value) || has_symbols(canon, canon->cells[i].key);
        }
    }
    canon_keep_cells(canon, kept);
    g_free(kept);
    pass_on_to_equal(canon);
    bridge_lost(canon);
    pass_on_residues(canon);
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        Fact fact = canon->facts[i];
        if (fact.set == INTSET_FULL || !all_reached(canon, fact.atom, false) || is_implied(canon, fact))
            continue;
        fact.set = without_implied(canon, fact);
        if (value_node(canon->context->values, fact.atom)->kind == VALUE_EXPRESSION)
            canon_visit_symbols(canon, fact.atom, canon_count_on);
        canon->facts[count++] = fact;
    }
    canon->fact_count = count;
}

/* At the head of a loop, once what is computed has its name. */
static void drop_passing(Canonizer *canon)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        if (is_passing(canon, canon->facts[i]))
            canon_visit_symbols(canon, canon->facts[i].atom, canon_count_off);
        else
            canon->facts[count++] = canon->facts[i];
    }
    canon->fact_count = count;
}

void canon_find_zeroed(Canonizer *canon)
{
    const Values *values = canon->context->values;
    const Value yes = value_const(canon->context->values, 1);
    if (canon->zeroed == NULL)
        canon->zeroed = g_array_new(FALSE, FALSE, sizeof(Value));
    g_array_set_size(canon->zeroed, 0);
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (canon->cells[i].value == yes && value_is_rest(value_node(values, canon->cells[i].key)))
            g_array_append_val(canon->zeroed, value_node(values, canon->cells[i].key)->left);
}

bool canon_is_under_zero(const Canonizer *canon, Value key)
{
    for (uint32_t i = 0; i < canon->zeroed->len; i++) {
        Value object = g_array_index(canon->zeroed, Value, i);
        if (value_rebase(canon->context->values, key, object, object) != VALUE_NONE)
            return true;
    }
    return false;
}

/* Memory that a caller can see: behind a pointer that came in, global, or the result. */
bool canon_is_outside(const Values *values, Value key)
{
    const ValueNode *root = value_node(values, value_root(values, key));
    return value_is_outside(values, key) || (root->kind == VALUE_KEY && root->op == VALUE_KEY_RETURN);
}

static Value find_cell(const Canonizer *canon, Value key)
{
    for (uint32_t low = 0, high = canon->cell_count; low < high;) { /* the env's order, unless keys were replaced */
        uint32_t middle = (low + high) / 2;
        if (canon->cells[middle].key == key)
            return canon->cells[middle].value;
        if (canon->cells[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return VALUE_NONE;
}

static bool is_pointer_to_array(const Canonizer *canon, const ValueNode *place)
{
    return place->kind == VALUE_FIELD && canon->context->array_fields != NULL && canon->context->array_fields[place->number];
}

/* Whether a task was put behind a pointer that did not come in, or a number was found there: of an array, since a walk along a list would remember every step. */
static bool tells_of(const Canonizer *canon, Cell cell, Value pointer, bool is_array)
{
    Values *values = canon->context->values;
    const ValueNode key = *value_node(values, cell.key), held = *value_node(values, cell.value);
    if (key.kind == VALUE_KEY)
        return is_array && (key.op == VALUE_KEY_INITIAL || key.op == VALUE_KEY_SEEN) && value_root(values, key.left) == pointer &&
               (held.kind == VALUE_CONST || held.type.kind == IR_TYPE_INT);
    return held.kind == VALUE_SYMBOL && held.type.kind == IR_TYPE_TASK && key.root == pointer && find_cell(canon, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) != cell.value;
}

/* Whether something is told of what lies behind a pointer that is found in what a variable leads to: callers are to know of it. A walk along a list leaves such a pointer
 * behind at its next step. */
static bool leads_to_told(const Canonizer *canon, Value place, Value pointer)
{
    const Values *values = canon->context->values;
    const bool is_array = is_pointer_to_array(canon, value_node(values, place));
    const Value holder = value_root(values, place);
    bool is_at_hand = false, is_told = false;
    for (uint32_t i = 0; i < canon->cell_count && !(is_at_hand && is_told); i++) {
        Cell cell = canon->cells[i];
        is_at_hand = is_at_hand || (value_node(values, cell.key)->kind == VALUE_LOCAL && value_root(values, cell.value) == holder);
        is_told = is_told || tells_of(canon, cell, pointer, is_array);
    }
    return is_at_hand && is_told;
}

/* Whether a cell of memory from outside, and what is remembered of it, say nothing: it is as it came in, and nothing was
 * learnt of it. At the head of a loop a pointer counts too although something else holds it: a walk along a list would
 * otherwise remember every step. Not where the caller has told what it leads to. */
static bool is_untouched(const Canonizer *canon, Cell cell)
{
    WorldContext *context = canon->context;
    const ValueNode key = *value_node(context->values, cell.key), node = *value_node(context->values, cell.value);
    if (key.kind != VALUE_KEY || (key.op != VALUE_KEY_INITIAL && key.op != VALUE_KEY_SEEN) || node.kind != VALUE_SYMBOL ||
        !canon_is_outside(context->values, key.left) || find_cell(canon, key.left) != cell.value)
        return false;
    if (context->at_loop_head && node.type.kind == IR_TYPE_POINTER && value_node(context->values, key.left)->root != key.left &&
        !canon->uses[node.number].leads_to_task && env_get(canon->env, value_key(context->values, VALUE_KEY_PRIVATE, cell.value, 0)) == VALUE_NONE &&
        !leads_to_told(canon, key.left, cell.value))
        return true;
    return canon->uses[node.number].mentions == 2 &&
           env_set_of(context, canon->env, cell.value) == intset_type(context->sets, node.type);
}

/* That another task was consumed matters as long as it can be handed to callers. */
static void drop_consumed(Canonizer *canon)
{
    const Values *values = canon->context->values;
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        const ValueNode *key = value_node(values, canon->cells[i].key);
        bool is_kept = key->kind != VALUE_KEY || key->op != VALUE_KEY_CONSUMED;
        for (uint32_t k = 0; k < canon->cell_count && !is_kept; k++)
            is_kept = canon->cells[k].value == key->left;
        if (is_kept)
            canon->cells[count++] = canon->cells[i];
    }
    canon->cell_count = count;
}

static void find_what_leads_to_task(Canonizer *canon)
{
    const Values *values = canon->context->values;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < canon->cell_count; i++) {
            const ValueNode *held = value_node(values, value_root(values, canon->cells[i].value));
            bool leads = held->kind == VALUE_TASK || (held->kind == VALUE_SYMBOL && canon->uses[held->number].leads_to_task);
            const ValueNode *root = value_node(values, value_root(values, canon->cells[i].key));
            if (!leads || root->kind != VALUE_SYMBOL || canon->uses[root->number].leads_to_task)
                continue;
            canon->uses[root->number].leads_to_task = changed = true;
        }
    }
}

/* Where something else holds what is dropped, that is a pointer that leads on from there, nobody knows how far. */
static void drop_untouched(Canonizer *canon)
{
    GHashTable *dropped = NULL, *left = NULL;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        if (!is_untouched(canon, canon->cells[i]))
            continue;
        if (dropped == NULL) {
            dropped = g_hash_table_new(NULL, NULL);
            left = g_hash_table_new(NULL, NULL);
        }
        Value place = value_node(canon->context->values, canon->cells[i].key)->left;
        g_hash_table_add(dropped, GUINT_TO_POINTER(canon->cells[i].key));
        g_hash_table_add(dropped, GUINT_TO_POINTER(place));
        SymbolUse *use = &canon->uses[value_node(canon->context->values, canon->cells[i].value)->number];
        if (use->mentions > 2)
            g_hash_table_add(left, GUINT_TO_POINTER(value_root(canon->context->values, place)));
        use->mentions -= 2;
    }
    if (dropped == NULL)
        return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (!g_hash_table_contains(dropped, GUINT_TO_POINTER(canon->cells[i].key)))
            canon->cells[count++] = canon->cells[i];
    canon->cell_count = count;
    GHashTableIter each;
    gpointer object;
    for (g_hash_table_iter_init(&each, left); g_hash_table_iter_next(&each, &object, NULL);)
        canon_keep_object(canon, GPOINTER_TO_UINT(object));
    g_hash_table_destroy(left);
    g_hash_table_destroy(dropped);
}

static void visit_number(Canonizer *canon, SymbolUse *use)
{
    if (use->replacement == VALUE_NONE)
        use->replacement = value_symbol(canon->context->values, canon->numbered++,
                                        value_node(canon->context->values, use->symbol)->type);
}

static int compare_facts(const void *a, const void *b)
{
    Value left = ((const Fact *)a)->atom, right = ((const Fact *)b)->atom;
    return left < right ? -1 : left > right;
}

/* Elements whose number is an unknown of their own: these are named in the order of the cells. */
static bool number_next_key(Canonizer *canon, uint32_t done)
{
    for (uint32_t i = done; i < canon->cell_count; i++)
        if (all_reached(canon, object_of(canon->context->values, canon->cells[i].key), true)) {
            canon_visit_symbols(canon, canon->cells[i].key, visit_number);
            return true;
        }
    return false;
}

/* Of the two ways to note a difference, one. */
static Fact in_order(WorldContext *context, Fact fact)
{
    const ValueNode node = *value_node(context->values, fact.atom);
    if (node.kind != VALUE_EXPRESSION || node.op != VALUE_OP_DIFFERENCE || node.left < node.right)
        return fact;
    return (Fact){value_difference(context->values, node.right, node.left), intset_negate(context->sets, fact.set)};
}

/* Numbers symbols in the order of the keys that lead to them, keys without symbols first. */
static void number_symbols(Canonizer *canon)
{
    Values *values = canon->context->values;
    uint32_t done = 0; /* cells[0..done) are final */
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (!has_symbols(canon, canon->cells[i].key)) {
            Cell cell = canon->cells[i];
            canon->cells[i] = canon->cells[done];
            canon->cells[done++] = cell;
        }
    sort_cells(canon->cells, done);
    for (uint32_t from = 0;;) {
        for (uint32_t i = from; i < done; i++) {
            canon_visit_symbols(canon, canon->cells[i].value, visit_number);
            canon->cells[i].value = value_replace(values, canon->cells[i].value, canon_replace_known, canon);
        }
        from = done;
        for (uint32_t i = done; i < canon->cell_count; i++)
            if (all_reached(canon, canon->cells[i].key, true)) {
                Cell cell = canon->cells[i];
                canon->cells[i] = canon->cells[done];
                cell.key = value_replace(values, cell.key, canon_replace_known, canon);
                canon->cells[done++] = cell;
            }
        if (done == from && !number_next_key(canon, done))
            break;
        sort_cells(canon->cells + from, done - from);
    }
    canon->cell_count = done;
    sort_cells(canon->cells, done);
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->fact_count; i++) {
        Fact fact = canon->facts[i];
        if (!all_reached(canon, fact.atom, true))
            continue;
        fact = in_order(canon->context, (Fact){value_replace(values, fact.atom, canon_replace_known, canon), fact.set});
        int kind = value_node(values, fact.atom)->kind;
        if (kind == VALUE_SYMBOL || kind == VALUE_EXPRESSION)
            canon->facts[count++] = fact;
    }
    canon->fact_count = count;
    qsort(canon->facts, count, sizeof(Fact), compare_facts);
}

static uint32_t hash_world(const World *world)
{
    uint64_t hash = world->state * 31u + world->flags;
    for (uint32_t i = 0; i < world->cell_count; i++)
        hash = (hash ^ ((uint64_t)world->cells[i].key << 32 | world->cells[i].value)) * 0x9e3779b97f4a7c15u,
        hash ^= hash >> 29;
    for (uint32_t i = 0; i < world->fact_count; i++)
        hash = (hash ^ ((uint64_t)world->facts[i].atom << 32 | world->facts[i].set)) * 0xbf58476d1ce4e5b9u,
        hash ^= hash >> 31;
    return (uint32_t)(hash ^ (hash >> 32));
}

/* That nothing is known where nothing else would be said. */
static bool is_idle_rest(const Canonizer *canon, Cell cell)
{
    WorldContext *context = canon->context;
    Value object = value_node(context->values, cell.key)->left, zero = value_const(context->values, 1);
    if (cell.value == zero || (context->keeps_outside && canon_is_outside(context->values, object)))
        return false;
    for (uint32_t i = 0; i < canon->env->cell_count; i++) {
        Cell other = canon->env->cells[i];
        Value around = value_node(context->values, other.key)->left;
        if (value_is_rest(value_node(context->values, other.key)) && other.value == zero && value_rebase(context->values, object, around, around) != VALUE_NONE)
            return false;
    }
    return true;
}

static bool keep_live_cells(Canonizer *canon, KeyFilter is_dropped, const void *filter_context)
{
    Values *values = canon->context->values;
    bool has_rests = false;
    for (uint32_t i = 0; i < canon->env->cell_count; i++) {
        Cell cell = canon->env->cells[i];
        if (is_dropped != NULL && is_dropped(cell.key, cell.value, filter_context))
            continue;
        if (value_is_rest(value_node(values, cell.key))) {
            if (is_idle_rest(canon, cell))
                continue;
            has_rests = true;
        }
        canon->cells[canon->cell_count++] = cell;
    }
    return has_rests;
}

const World *world_from_env(WorldContext *context, const Env *env, KeyFilter is_dropped, const void *filter_context)
{
    Canonizer canon = {.context = context, .env = env, .use_count = env->symbol_count};
    context->work += WORK_OF_WORLD + WORK_OF_CELL * (env->cell_count + env->fact_count);
    canon.cells = g_new(Cell, env->cell_count + 1);
    canon.facts = g_new(Fact, env->fact_count + 1);
    if (env->fact_count > 0)
        memcpy(canon.facts, env->facts, sizeof(Fact) * env->fact_count);
    canon.fact_count = env->fact_count;
    canon.uses = g_new0(SymbolUse, env->symbol_count + 1);
    bool has_rests = keep_live_cells(&canon, is_dropped, filter_context);
    substitute_singletons(&canon);
    if (context->keeps_outside)
        drop_consumed(&canon);
    if (context->at_loop_head)
        canon_shorten_history(&canon);
    drop_unreached(&canon);
    if (context->at_loop_head)
        find_what_leads_to_task(&canon);
    if (context->keeps_outside)
        drop_untouched(&canon);
    if (context->keeps_outside && context->at_loop_head)
        canon_drop_far(&canon);
    if (context->at_loop_head)
        canon_drop_passed(&canon, has_rests);
    canon_name_rings(&canon);
    canon_name_computed(&canon);
    if (context->at_loop_head)
        drop_passing(&canon);
    canon_rebase_sums(&canon);
    canon_name_cells(&canon, has_rests);
    number_symbols(&canon);

    World *world = BASE_NEW(context->arena, World);
    world->cell_count = canon.cell_count;
    world->fact_count = canon.fact_count;
    world->symbol_count = canon.numbered;
    world->state = env->state;
    world->flags = env->flags;
    world->is_loose = env->is_loose || canon.has_passed;
    world->is_loose_since_task = env->is_loose_since_task || (canon.has_passed && env->state != TASK_NONE);
    world->trace = env->trace;
    world->has_rests = has_rests;
    Cell *cells = BASE_NEW_ARRAY(context->arena, Cell, canon.cell_count);
    if (canon.cell_count > 0)
        memcpy(cells, canon.cells, sizeof(Cell) * canon.cell_count);
    Fact *facts = BASE_NEW_ARRAY(context->arena, Fact, canon.fact_count);
    if (canon.fact_count > 0)
        memcpy(facts, canon.facts, sizeof(Fact) * canon.fact_count);
    world->cells = cells;
    world->facts = facts;
    world->hash = hash_world(world);
    world_note_sets(context, world);
    g_free(canon.cells);
    g_free(canon.facts);
    g_free(canon.uses);
    if (canon.zeroed != NULL)
        g_array_free(canon.zeroed, TRUE);
    return world;
}
