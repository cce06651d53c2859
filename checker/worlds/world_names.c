/* world_names.c - the simplest names for what cells hold, so that worlds that say the same are the same.
 *
 * A cell may hold an expression over an unknown that nothing else holds: a counter, which is what it was at first and 12. What
 * counts is the expression; so it becomes an unknown itself, and the facts are told of it. Else every turn of a loop would give another
 * world, and remember what was asked in all the turns before. */
#include "worlds/body.h"
#include "worlds/infer.h"
#include "worlds/world_canon.h"

#include <stdlib.h>
#include <string.h>

void canon_add_fact(Canonizer *canon, Value atom, IntSet set)
{
    canon->facts = g_renew(Fact, canon->facts, canon->fact_count + 1);
    canon->facts[canon->fact_count++] = (Fact){atom, set};
}

Value canon_add_symbol(Canonizer *canon, IrType type, uint32_t mentions)
{
    uint32_t fresh = canon->use_count++;
    canon->uses = g_renew(SymbolUse, canon->uses, canon->use_count);
    Value symbol = value_symbol(canon->context->values, fresh, type);
    canon->uses[fresh] = (SymbolUse){.symbol = symbol, .mentions = mentions, .is_reached = true};
    return symbol;
}

/* --- sums of an unknown and a constant --- */

static bool is_sum(const Canonizer *canon, Value value, Value *base, int64_t *by)
{
    const ValueNode *node = value_node(canon->context->values, value);
    return node->type.kind == IR_TYPE_INT && infer_is_sum(canon->context, value, base, by) && *by != INT64_MIN &&
           value_node(canon->context->values, *base)->kind == VALUE_SYMBOL;
}

/* A cell holds it, or something made of it that is no sum: it keeps its name. */
static void note_bare(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->replacement = use->symbol;
}

/* By number of an unknown, the cell whose sum may stand for it: of those that hold one, the first with a plain key. NULL: no cell does. */
static Cell *find_sums(Canonizer *canon)
{
    Cell *sums = NULL;
    Value base;
    int64_t by;
    for (uint32_t i = 0; i < canon->cell_count && sums == NULL; i++)
        if (is_sum(canon, canon->cells[i].value, &base, &by))
            sums = g_new0(Cell, canon->use_count + 1);
    for (uint32_t i = 0; i < canon->cell_count && sums != NULL; i++) {
        Cell cell = canon->cells[i];
        if (canon->context->keeps_outside) /* what was found in memory is remembered by its address, and would be once more each turn */
            canon_visit_symbols(canon, cell.key, note_bare);
        if (!is_sum(canon, cell.value, &base, &by)) {
            canon_visit_symbols(canon, cell.value, note_bare);
            continue;
        }
        Cell *sum = &sums[value_node(canon->context->values, base)->number];
        if (!value_node(canon->context->values, cell.key)->has_symbols && (sum->key == VALUE_NONE || cell.key < sum->key))
            *sum = cell;
    }
    return sums;
}

/* Gives a sum's unknown a replacement in terms of a new one that stands for the sum. Not where the sum is known to stay within its type only
 * because it is a sum: that says something of the unknown that was not noted. */
static void replace_by_sum(Canonizer *canon, Value sum)
{
    WorldContext *context = canon->context;
    Value base = VALUE_NONE;
    int64_t by = 0;
    if (!is_sum(canon, sum, &base, &by))
        return;
    IrType type = value_node(context->values, sum)->type;
    uint32_t number = (uint32_t)value_node(context->values, base)->number;
    IntSet range = intset_type(context->sets, type), set = intset_shift(context->sets, env_set_of(context, canon->env, base), by);
    if (canon->uses[number].mentions == 1 /* named by what it can be, below */ || !intset_is_subset(context->sets, set, range))
        return;
    Value fresh = canon_add_symbol(canon, type, canon->uses[number].mentions);
    canon->uses[number].sum = infer_is_without_wrap(context, canon->env, sum) ? fresh : VALUE_NONE;
    canon->uses[number].added = by;
    canon->uses[number].replacement = value_binary(context->values, IR_ADD, fresh, value_const(context->values, -by), type, type);
    if (set != range)
        canon_add_fact(canon, fresh, set);
}

/* What is left of an unknown, in terms of the sum that stands for it now; false: it is told as other facts are. */
static bool replaced_remainder(const Canonizer *canon, Fact *fact)
{
    WorldContext *context = canon->context;
    const ValueNode node = *value_node(context->values, fact->atom);
    const uint32_t modulus = infer_modulus(context, &node);
    const ValueNode operand = *value_node(context->values, node.left);
    const SymbolUse *use = modulus == 0 || operand.kind != VALUE_SYMBOL ? NULL : &canon->uses[operand.number];
    if (use == NULL || use->replacement == VALUE_NONE || use->sum == VALUE_NONE)
        return false;
    const Value sum = value_binary(context->values, IR_ADD, node.left, value_const(context->values, use->added), operand.type, operand.type);
    const IntSet set = intset_shift(context->sets, env_set_of(context, canon->env, node.left), use->added);
    Value atom;
    const IntSet remainders = infer_residue_fact(context, use->sum, set, infer_residues(context, canon->env, sum, modulus), modulus, &atom);
    *fact = (Fact){atom, remainders};
    return true;
}

static Value replaced(Canonizer *canon, Value value)
{
    return value_replace(canon->context->values, value, canon_replace_known, canon);
}

/* A difference in terms of the sums that stand for its unknowns now: where they do not come round, by their constants. */
static Fact replaced_difference(const Canonizer *canon, Fact fact)
{
    Values *values = canon->context->values;
    const ValueNode node = *value_node(values, fact.atom);
    Value sides[2] = {node.left, node.right};
    for (int i = 0; i < 2; i++) {
        const ValueNode *side = value_node(values, sides[i]);
        const SymbolUse *use = side->kind == VALUE_SYMBOL ? &canon->uses[side->number] : NULL;
        if (use == NULL || use->replacement == VALUE_NONE || use->sum == VALUE_NONE)
            continue;
        sides[i] = use->sum;
        fact.set = intset_shift(canon->context->sets, fact.set, i == 0 ? use->added : -use->added);
    }
    fact.atom = value_difference(values, sides[0], sides[1]);
    return fact;
}

static bool is_difference(const Canonizer *canon, Value value)
{
    const ValueNode *node = value_node(canon->context->values, value);
    return node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_DIFFERENCE;
}

static bool can_replace(Canonizer *canon)
{
    bool can = true;
    for (uint32_t i = 0; i < canon->fact_count && can; i++)
        can = replaced(canon, canon->facts[i].atom) != VALUE_NONE;
    for (uint32_t i = 0; i < canon->cell_count && can; i++)
        can = replaced(canon, canon->cells[i].key) != VALUE_NONE && replaced(canon, canon->cells[i].value) != VALUE_NONE;
    return can;
}

void canon_rebase_sums(Canonizer *canon)
{
    uint32_t use_count = canon->use_count, fact_count = canon->fact_count;
    Cell *sums = find_sums(canon);
    for (uint32_t i = 0; i < use_count && sums != NULL; i++)
        if (sums[i].key != VALUE_NONE && canon->uses[i].replacement == VALUE_NONE)
            replace_by_sum(canon, sums[i].value);
    if (canon->use_count > use_count && can_replace(canon)) {
        for (uint32_t i = 0; i < canon->cell_count; i++)
            canon->cells[i] = (Cell){replaced(canon, canon->cells[i].key), replaced(canon, canon->cells[i].value)};
        uint32_t kept = 0;
        for (uint32_t i = 0; i < canon->fact_count; i++) {
            Fact fact = is_difference(canon, canon->facts[i].atom) ? replaced_difference(canon, canon->facts[i]) : canon->facts[i];
            if (replaced_remainder(canon, &fact) && fact.atom == VALUE_NONE)
                continue;
            Value atom = replaced(canon, fact.atom);
            bool is_said = atom != fact.atom && value_node(canon->context->values, fact.atom)->kind == VALUE_SYMBOL; /* by the set of the sum */
            if (!is_said)
                canon->facts[kept++] = (Fact){atom, fact.set};
        }
        canon->fact_count = kept;
    } else {
        canon->fact_count = fact_count;
        canon->use_count = use_count;
    }
    for (uint32_t i = 0; i < canon->use_count && sums != NULL; i++)
        canon->uses[i].replacement = VALUE_NONE;
    g_free(sums);
}

/* --- elements that are left behind --- */

static bool is_made_here(const Canonizer *canon, Value place)
{
    Values *values = canon->context->values;
    return env_get(canon->env, value_key(values, VALUE_KEY_HEAP, value_root(values, place), 0)) != VALUE_NONE;
}

static bool leads_to_task(const Canonizer *canon, Value value)
{
    const ValueNode *root = value_node(canon->context->values, value_root(canon->context->values, value));
    return root->kind == VALUE_TASK || (root->kind == VALUE_SYMBOL && canon->uses[root->number].leads_to_task);
}

/* A number, or a pointer to what has nothing to do with the followed task. In memory from outside others find the task, so that it, or what leads there, is no
 * more than that to a run of which no summary is made. */
static bool is_idle(const Canonizer *canon, Cell cell)
{
    const Values *values = canon->context->values;
    const ValueNode *node = value_node(values, cell.value), *root = value_node(values, value_root(values, cell.value));
    if (node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || (node->kind == VALUE_SYMBOL && ir_is_number(node->type)))
        return true;
    if (leads_to_task(canon, cell.value))
        return !canon->context->keeps_outside && canon_is_outside(values, cell.key) && !is_made_here(canon, cell.key);
    return root->kind == VALUE_SYMBOL && root->type.kind == IR_TYPE_POINTER;
}

static bool is_idle_at_unknown_index(const Canonizer *canon, Cell cell, Value *index)
{
    Value element = is_idle(canon, cell) ? value_unknown_element(canon->context->values, cell.key) : VALUE_NONE;
    *index = value_node(canon->context->values, element)->right; /* of none: none */
    return element != VALUE_NONE;
}

enum { NEAR = 1 };

/* Whether a value is, or is made of, `base + by` or nearly that. */
static bool has_near(const Canonizer *canon, Value value, Value base, int64_t by)
{
    const ValueNode *node = value_node(canon->context->values, value);
    Value own;
    int64_t own_by, apart;
    if (value == VALUE_NONE || !node->has_symbols)
        return false;
    infer_is_sum(canon->context, value, &own, &own_by);
    if (own == base)
        return !__builtin_sub_overflow(own_by, by, &apart) && apart >= -NEAR && apart <= NEAR;
    return has_near(canon, node->left, base, by) || has_near(canon, node->right, base, by);
}

/* Whether the variables hold what it takes to come to this index again. */
static bool is_in_reach(const Canonizer *canon, Value index)
{
    const ValueNode *node = value_node(canon->context->values, index);
    Value base, other;
    int64_t by;
    if (index == VALUE_NONE || !node->has_symbols)
        return true;
    infer_is_sum(canon->context, index, &base, &by);
    if (value_node(canon->context->values, base)->kind != VALUE_SYMBOL)
        return is_in_reach(canon, node->left) && is_in_reach(canon, node->right);
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (!is_idle_at_unknown_index(canon, canon->cells[i], &other) && has_near(canon, canon->cells[i].value, base, by))
            return true;
    return false;
}

static void count_on(Canonizer *canon, SymbolUse *use)
{
    (void)canon;
    use->mentions++;
}

void canon_set_cell(Canonizer *canon, Value key, Value value)
{
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (canon->cells[i].key == key) {
            canon->cells[i].value = value;
            return;
        }
    canon_visit_symbols(canon, key, count_on);
    canon->cells = g_renew(Cell, canon->cells, canon->cell_count + 1);
    canon->cells[canon->cell_count++] = (Cell){key, value};
}

/* The element of an array with the followed task in it, unless the index may be its number; VALUE_NONE: there is none. */
static Value element_of_task_beside(Canonizer *canon, Value array, Value index)
{
    Values *values = canon->context->values;
    const Value task = value_task(values);
    IntSet numbers = env_set_of(canon->context, canon->env, index);
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        Value element = canon->cells[i].key, number;
        int64_t at;
        while (value_node(values, element)->kind == VALUE_FIELD)
            element = value_node(values, element)->left;
        if (canon->cells[i].value == task && value_array(values, element, &number) == array && value_is_const(values, number, &at) &&
            !intset_contains(canon->context->sets, numbers, at))
            return element;
    }
    return VALUE_NONE;
}

/* What has to be said when an element is forgotten: of those of its array that have no cell, nothing is known any more, but of the one with the followed task, if it is
 * another; and what it led to may be found by a pointer of which nothing is known. */
static void note_passed(Canonizer *canon, Cell passed, bool is_under_zero)
{
    Values *values = canon->context->values;
    Value pointed = value_root(values, passed.value);
    const ValueNode element = *value_node(values, value_unknown_element(values, value_place(values, passed.key)));
    Value beside = is_under_zero ? element_of_task_beside(canon, element.left, element.right) : VALUE_NONE;
    if (is_under_zero)
        canon_set_cell(canon, value_key(values, VALUE_KEY_REST, element.left, 1), value_const(values, 0));
    if (beside != VALUE_NONE)
        canon_set_cell(canon, value_key(values, VALUE_KEY_REST, beside, 0), value_const(values, 1));
    if (value_node(values, pointed)->kind == VALUE_SYMBOL && canon->uses[value_node(values, pointed)->number].mentions > 0 && is_made_here(canon, pointed))
        canon_set_cell(canon, value_key(values, VALUE_KEY_KEPT, pointed, 0), value_const(values, 1));
}

/* At the head of a loop, what is in elements that the loop has passed: `a[i - 2]` where there is `i`. Each turn would add one. */
void canon_drop_passed(Canonizer *canon, bool has_rests)
{
    const Values *values = canon->context->values;
    GArray *passed = g_array_new(FALSE, FALSE, sizeof(Cell));
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        Cell cell = canon->cells[i];
        Value index, place = value_place(values, cell.key);
        bool is_kept = canon->context->keeps_outside && canon_is_outside(values, place) && !is_made_here(canon, place);
        if (!is_kept && is_idle_at_unknown_index(canon, (Cell){place, cell.value}, &index) && !is_in_reach(canon, index))
            g_array_append_val(passed, cell);
    }
    bool *is_under_zero = g_new0(bool, passed->len + 1);
    if (has_rests)
        canon_find_zeroed(canon);
    uint32_t count = 0;
    for (uint32_t i = 0, next = 0; i < canon->cell_count; i++) {
        Cell cell = canon->cells[i];
        if (next == passed->len || g_array_index(passed, Cell, next).key != cell.key) {
            canon->cells[count++] = cell;
            continue;
        }
        is_under_zero[next++] = has_rests && canon_is_under_zero(canon, value_place(values, cell.key));
        canon_visit_symbols(canon, cell.key, canon_count_off);
        canon_visit_symbols(canon, cell.value, canon_count_off);
    }
    canon->cell_count = count;
    canon->has_passed = passed->len > 0;
    for (uint32_t i = 0; i < passed->len; i++)
        note_passed(canon, g_array_index(passed, Cell, i), is_under_zero[i]);
    g_free(is_under_zero);
    g_array_free(passed, TRUE);
}

/* --- cells that say nothing, or too much --- */

static bool mentions_only_own(const Canonizer *canon, Value value)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (!node->has_symbols)
        return true;
    if (node->kind == VALUE_SYMBOL)
        return canon->uses[node->number].mentions == 1 && ir_is_number(node->type);
    return mentions_only_own(canon, node->left) && (node->right == VALUE_NONE || mentions_only_own(canon, node->right));
}

/* Whether a set says no more of what a cell holds than its type does. */
static bool says_nothing(const Canonizer *canon, Value key, IrType type, IntSet set)
{
    WorldContext *context = canon->context;
    const ValueNode *node = value_node(context->values, key);
    const IrFunction *function = context->function;
    IrType home = IR_OTHER; /* the type of what the key names: a narrow number in a wide variable says something */
    if (function != NULL && node->kind == VALUE_LOCAL && node->number < function->local_count)
        home = function->locals[node->number].type;
    if (function != NULL && node->kind == VALUE_KEY && node->op == VALUE_KEY_REGISTER && node->number < function->register_count)
        home = function->register_types[node->number];
    if (home.kind == IR_TYPE_INT)
        return intset_is_subset(context->sets, intset_type(context->sets, home), set);
    return set == intset_type(context->sets, type);
}

enum { MOST_NAMED_BITS = 32 };

/* The known bits of an expression, noted bit by bit of its new name, so that flags set one after the other can be joined one by one.
 * Where the set says them already (few numbers, or only low bits), it is left to do so. */
static void name_bits(Canonizer *canon, Value expression, IrType type, Value name, IntSet set)
{
    WorldContext *context = canon->context;
    int64_t members[INFER_MEMBERS], only;
    if (set == INTSET_EMPTY || intset_members(context->sets, set, members, INFER_MEMBERS) > 0)
        return;
    int64_t most = intset_min(context->sets, set) < 0 ? INT64_MAX : intset_max(context->sets, set);
    uint32_t named = 0;
    for (uint32_t bit = 0; bit < MIN(type.bits, 62u) && named < MOST_NAMED_BITS && most >> bit > 0; bit++) {
        Value mask = value_const(context->values, INT64_C(1) << bit);
        IntSet known = env_set_of(context, canon->env, value_binary(context->values, IR_AND, expression, mask, type, type));
        if (!intset_single(context->sets, known, &only))
            continue;
        canon_add_fact(canon, value_binary(context->values, IR_AND, name, mask, type, type), known);
        named++;
    }
}

/* What is left of an expression when it is divided, noted of its new name. */
static void name_residues(Canonizer *canon, Value expression, Value name, IntSet set)
{
    WorldContext *context = canon->context;
    for (uint32_t i = 0; context->body != NULL && i < context->body->modulus_count; i++) {
        const uint32_t modulus = context->body->moduli[i];
        Value atom;
        const IntSet remainders = infer_residue_fact(context, name, set, infer_residues(context, canon->env, expression, modulus), modulus, &atom);
        if (atom != VALUE_NONE)
            canon_add_fact(canon, atom, remainders);
    }
}

/* Whether any unknown in a value is among those that are looked at, or (`all`) all are. */
static bool has_own(const Canonizer *canon, Value value, bool all)
{
    const ValueNode *node = value_node(canon->context->values, value);
    if (value == VALUE_NONE || !node->has_symbols)
        return all;
    if (node->kind == VALUE_SYMBOL)
        return canon->uses[node->number].own > 0;
    bool left = has_own(canon, node->left, all);
    return all ? left && has_own(canon, node->right, all) : left || has_own(canon, node->right, all);
}

/* Whether a cell says what was read from an element in memory from outside, or what was there before unseen code ran. */
static bool is_read_outside(const Canonizer *canon, Cell cell)
{
    Values *values = canon->context->values;
    const ValueNode *node = value_node(values, cell.key);
    const Value place = node->kind == VALUE_KEY && node->op == VALUE_KEY_BEFORE ? node->left : value_place(values, cell.key);
    Value index;
    return place != VALUE_NONE && value_array(values, place, &index) != VALUE_NONE && canon_is_outside(values, place) && !is_made_here(canon, place);
}

/* Whether a cell is no more to the bits that were computed from what it holds than where their number came from: an element that was read, `taken |= 1u << ids[i]`, or at the head of a loop a local, which the
 * loop counts on. */
static bool is_source_of_bits(const Canonizer *canon, Cell cell)
{
    const Values *values = canon->context->values;
    const bool is_passed = canon->context->at_loop_head && value_node(values, cell.key)->kind == VALUE_LOCAL;
    Value base;
    int64_t by;
    infer_is_sum(canon->context, cell.value, &base, &by);
    if (!has_own(canon, cell.value, false) || value_node(values, base)->kind != VALUE_SYMBOL)
        return false;
    return is_passed || (base == cell.value && is_read_outside(canon, cell));
}

/* Whether an expression is made of bits of unknowns that nothing else holds: only facts about these mention them, or where they came from. What is known of its bits is all that they say then, and it does
 * not become longer each turn. */
static bool is_bits_of_own(Canonizer *canon, Value value)
{
    if (!canon_is_of_bits(value_node(canon->context->values, value)))
        return false;
    canon_visit_symbols(canon, value, canon_count_own);
    for (uint32_t i = 0; i < canon->cell_count; i++)
        if (is_source_of_bits(canon, canon->cells[i]))
            canon_visit_symbols(canon, canon->cells[i].value, canon_count_own);
    bool are_own = true;
    for (uint32_t i = 0; i < canon->fact_count && are_own; i++) {
        Value atom = canon->facts[i].atom;
        if (value_node(canon->context->values, atom)->kind != VALUE_EXPRESSION || !has_own(canon, atom, false))
            continue;
        are_own = has_own(canon, atom, true);
        canon_visit_symbols(canon, atom, canon_count_own);
    }
    are_own = are_own && canon_all_are_own(canon, value);
    canon_visit_symbols(canon, value, canon_clear_own);
    for (uint32_t i = 0; i < canon->fact_count && !are_own; i++) /* one of them speaks of others, too */
        canon_visit_symbols(canon, canon->facts[i].atom, canon_clear_own);
    return are_own;
}

/* A simple name for what an expression can be. */
static Value name_set(Canonizer *canon, Value expression, IrType type, IntSet set, bool has_bits)
{
    WorldContext *context = canon->context;
    int64_t number;
    if (intset_single(context->sets, set, &number))
        return value_const(context->values, number);
    Value symbol = canon_add_symbol(canon, type, 1);
    if (set != intset_type(context->sets, type))
        canon_add_fact(canon, symbol, set);
    if (has_bits)
        name_bits(canon, expression, type, symbol, set);
    else
        name_residues(canon, expression, symbol, set);
    return symbol;
}

/* Whether a place lies in a local struct. A task there goes along where that is copied or returned, and without a cell nothing would; a task in a local of its
 * own is read by itself, and what is read there is one that came from nowhere before, as this one did. */
static bool is_in_local_struct(const WorldContext *context, Value key)
{
    const ValueNode *root = value_node(context->values, value_root(context->values, key));
    const IrFunction *function = context->function;
    return root->kind == VALUE_LOCAL && function != NULL && root->number < function->local_count && function->locals[root->number].type.record != IR_NONE &&
           function->locals[root->number].type.kind == IR_TYPE_AGGREGATE;
}

/* Whether that nothing is known of what is there says something: no longer the task that was there, or zero, or what came in. */
static bool stands_for_unknown(const Canonizer *canon, Value key, bool is_task, bool has_rests)
{
    const WorldContext *context = canon->context;
    const ValueNode *node = value_node(context->values, key);
    if (node->kind == VALUE_KEY && node->op == VALUE_KEY_DOUBTED)
        return true;
    if (is_task && !context->keeps_outside && is_made_here(canon, key))
        return false;
    return (has_rests && canon_is_under_zero(canon, key)) || (canon_is_outside(context->values, key) && (context->keeps_outside || is_task)) ||
           (is_task && context->keeps_outside && is_in_local_struct(context, key));
}

/* Drops cells that say nothing, and gives expressions over otherwise forgotten unknowns a fresh, simple name. */
void canon_name_cells(Canonizer *canon, bool has_rests)
{
    WorldContext *context = canon->context;
    if (has_rests)
        canon_find_zeroed(canon);
    uint32_t count = 0;
    for (uint32_t i = 0; i < canon->cell_count; i++) {
        Cell cell = canon->cells[i];
        const ValueNode node = *value_node(context->values, cell.value);
        bool is_kept = true;
        if (node.kind == VALUE_SYMBOL && canon->uses[node.number].mentions == 1) {
            bool is_silent = says_nothing(canon, cell.key, node.type, env_set_of(context, canon->env, cell.value));
            is_kept = !is_silent || stands_for_unknown(canon, cell.key, node.type.kind == IR_TYPE_TASK, has_rests);
        } else if (node.kind == VALUE_EXPRESSION && node.has_symbols && node.op != VALUE_OP_PENDING &&
                   (mentions_only_own(canon, cell.value) || is_bits_of_own(canon, cell.value))) {
            IntSet set = env_set_of(context, canon->env, cell.value);
            IrType type = value_is_truth(context->values, cell.value) ? IR_BOOL : node.type;
            bool has_bits = canon_is_of_bits(&node);
            if (says_nothing(canon, cell.key, type, set) && !has_bits && !(has_rests && canon_is_under_zero(canon, cell.key)) &&
                !(context->keeps_outside && canon_is_outside(context->values, cell.key))) {
                is_kept = false;
            } else {
                cell.value = name_set(canon, cell.value, type, set, has_bits);
            }
        }
        if (is_kept)
            canon->cells[count++] = cell;
    }
    canon->cell_count = count;
}
