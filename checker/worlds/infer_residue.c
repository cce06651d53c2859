/* infer_residue.c - what is left of a number when it is divided by a small constant: every fourth turn of a loop, even and odd ones, places of a ring.
 *
 * What a path knows of that is a set of residues, a bit for each (congruences: Granger, 1989; with sets instead of one residue). It survives a counter that is counted on, since
 * the set goes round with it, and a join in which the counter itself becomes any number. A fact about residues is noted of the plain unknown, `x & 3` or `x % 3`, never of `x + 1`;
 * residues are those of whole numbers, from 0 on also where the number is below zero. */
#include "worlds/body.h"
#include "worlds/infer.h"

enum { MOST_STEPS = 2 /* from a number to others that are a known distance apart */, MOST_DISTANCES = 64 };

static uint64_t all_residues(uint32_t modulus)
{
    return modulus >= 64 ? UINT64_MAX : (UINT64_C(1) << modulus) - 1;
}

static uint32_t residue_of(int64_t number, uint32_t modulus)
{
    const int64_t rest = number % (int64_t)modulus;
    return (uint32_t)(rest < 0 ? rest + (int64_t)modulus : rest);
}

bool infer_is_power(uint32_t modulus)
{
    return (modulus & (modulus - 1)) == 0;
}

/* The residues of all numbers with the one moved by those of the other. */
static uint64_t moved(uint64_t residues, uint64_t by, uint32_t modulus)
{
    uint64_t result = 0;
    for (uint32_t i = 0; i < modulus; i++)
        for (uint32_t k = 0; k < modulus && (by >> i & 1) != 0; k++)
            result |= (residues >> k & 1) << (i + k) % modulus;
    return result;
}

static uint64_t moved_by(uint64_t residues, int64_t by, uint32_t modulus)
{
    return by == 0 ? residues : moved(residues, UINT64_C(1) << residue_of(by, modulus), modulus);
}

static uint64_t multiplied(uint64_t residues, int64_t factor, uint32_t modulus)
{
    uint64_t result = 0;
    for (uint32_t i = 0; i < modulus; i++)
        result |= (residues >> i & 1) << residue_of((int64_t)i * residue_of(factor, modulus), modulus);
    return result;
}

static uint64_t negated(uint64_t residues, uint32_t modulus)
{
    return multiplied(residues, -1, modulus);
}

/* Of a number in a set. What may be huge may be anything. */
static uint64_t residues_of_set(const WorldContext *context, IntSet set, uint32_t modulus)
{
    return intset_contains(context->sets, set, INT64_MAX) ? all_residues(modulus) : intset_residues(context->sets, set, modulus);
}

/* --- numbers that tell of residues --- */

uint32_t infer_modulus_by(int op, int64_t number)
{
    if (op == IR_AND)
        number = number > 0 && number < MOST_MODULUS && (number & (number + 1)) == 0 ? number + 1 : 0;
    return (op == IR_AND || op == IR_REM) && number >= 2 && number <= MOST_MODULUS ? (uint32_t)number : 0;
}

uint32_t infer_modulus(const WorldContext *context, const ValueNode *node)
{
    int64_t number;
    bool is_by_constant = node->kind == VALUE_EXPRESSION && node->type.kind == IR_TYPE_INT && value_is_const(context->values, node->right, &number);
    return is_by_constant ? infer_modulus_by(node->op, number) : 0;
}

/* Whether it is divided as the whole number that it is: as an unsigned one, one below zero is another. */
bool infer_divides_whole(WorldContext *context, const Env *env, const ValueNode *remainder, uint32_t modulus)
{
    const IntSet set = infer_is_power(modulus) || remainder->type.is_signed ? INTSET_EMPTY : env_set_of(context, env, remainder->left);
    return set == INTSET_EMPTY || intset_min(context->sets, set) >= 0;
}

/* A number as another one and what is added to it, as far as residues are concerned: of numbers that joined constants are made of, sums have sums in them. */
static Value base_of(WorldContext *context, const Env *env, Value value, uint32_t modulus, int64_t *by)
{
    Value base;
    int64_t more;
    *by = 0;
    while (infer_is_sum(context, value, &base, &more) && (infer_is_power(modulus) || infer_is_without_wrap(context, env, value))) {
        *by = (*by + more % (int64_t)modulus) % (int64_t)modulus;
        value = base;
    }
    return value;
}

/* The number of which a fact tells residues, and what is added to it there; VALUE_NONE: it tells nothing of these. */
static Value told_of(WorldContext *context, const Env *env, const ValueNode *atom, uint32_t modulus, int64_t *by)
{
    const uint32_t own = infer_modulus(context, atom);
    return own == 0 || own % modulus != 0 || !infer_divides_whole(context, env, atom, modulus) ? VALUE_NONE : base_of(context, env, atom->left, modulus, by);
}

static uint64_t residues_of(WorldContext *context, const Env *env, Value value, uint32_t modulus, int steps);

/* Of a number that is a known distance from another one. */
static uint64_t by_distance(WorldContext *context, const Env *env, Value value, Fact fact, uint32_t modulus, int steps)
{
    const ValueNode node = *value_node(context->values, fact.atom);
    if (steps == 0 || node.kind != VALUE_EXPRESSION || node.op != VALUE_OP_DIFFERENCE)
        return all_residues(modulus);
    int64_t left_by, right_by;
    const Value left = base_of(context, env, node.left, modulus, &left_by), right = base_of(context, env, node.right, modulus, &right_by);
    if (left != value && right != value)
        return all_residues(modulus);
    const uint64_t apart = residues_of_set(context, fact.set, modulus);
    if (apart == all_residues(modulus))
        return apart;
    const uint64_t other = moved_by(residues_of(context, env, left == value ? right : left, modulus, steps - 1), left == value ? right_by : left_by, modulus);
    return moved_by(moved(other, left == value ? apart : negated(apart, modulus), modulus), left == value ? -left_by : -right_by, modulus);
}

/* What facts say, and the number's own set where it is an unknown. */
static uint64_t noted(WorldContext *context, const Env *env, Value value, uint32_t modulus, int steps)
{
    const ValueNode own = *value_node(context->values, value);
    const bool has_set = own.kind == VALUE_SYMBOL || (own.kind == VALUE_CONST && (own.number >= 0 || infer_is_power(modulus))); /* a huge constant is one below zero */
    uint64_t residues = has_set ? residues_of_set(context, env_set_of(context, env, value), modulus) : all_residues(modulus);
    context->work += env->fact_count;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        const ValueNode atom = *value_node(context->values, env->facts[i].atom);
        int64_t by = 0;
        if (told_of(context, env, &atom, modulus, &by) == value)
            residues &= moved_by(residues_of_set(context, env->facts[i].set, modulus), -by, modulus);
        else
            residues &= by_distance(context, env, value, env->facts[i], modulus, steps);
    }
    return residues;
}

/* What a number is made of. */
static uint64_t computed(WorldContext *context, const Env *env, const ValueNode *node, uint32_t modulus, int steps)
{
    int64_t number = 0;
    const bool is_exact = infer_is_power(modulus) || (node->type.is_signed && node->type.bits >= 32), has_number = node->right != VALUE_NONE && value_is_const(context->values, node->right, &number);
    if (node->kind != VALUE_EXPRESSION || node->type.kind != IR_TYPE_INT || (infer_is_power(modulus) && node->type.bits < 63 && modulus > UINT64_C(1) << node->type.bits))
        return all_residues(modulus);
    switch (node->op) {
    case IR_ADD: case IR_SUB: {
        if (!is_exact || node->right == VALUE_NONE)
            break;
        const uint64_t right = residues_of(context, env, node->right, modulus, steps);
        return moved(residues_of(context, env, node->left, modulus, steps), node->op == IR_ADD ? right : negated(right, modulus), modulus);
    }
    case IR_MUL: return is_exact && has_number ? multiplied(residues_of(context, env, node->left, modulus, steps), number, modulus) : all_residues(modulus);
    case IR_REM: return has_number && number > 0 && number % modulus == 0 ? residues_of(context, env, node->left, modulus, steps) : all_residues(modulus);
    case IR_AND: /* which leaves all of the lowest bits */
        return has_number && infer_is_power(modulus) && ((uint64_t)number & (modulus - 1)) == modulus - 1 ? residues_of(context, env, node->left, modulus, steps) : all_residues(modulus);
    case VALUE_OP_CAST:
        return value_node(context->values, node->left)->type.kind == IR_TYPE_INT && (infer_is_power(modulus) || infer_keeps_value(context, env, node->left, node->type))
                   ? residues_of(context, env, node->left, modulus, steps) : all_residues(modulus);
    default: break;
    }
    return all_residues(modulus);
}

static uint64_t residues_of(WorldContext *context, const Env *env, Value value, uint32_t modulus, int steps)
{
    int64_t by;
    if (value == VALUE_NONE)
        return all_residues(modulus);
    const Value base = base_of(context, env, value, modulus, &by);
    const ValueNode node = *value_node(context->values, base);
    const uint64_t residues = noted(context, env, base, modulus, steps) & computed(context, env, &node, modulus, steps);
    return moved_by(residues, by, modulus);
}

uint64_t infer_residues(WorldContext *context, const Env *env, Value value, uint32_t modulus)
{
    const bool was_dividing = context->is_dividing;
    context->is_dividing = true;
    const uint64_t residues = residues_of(context, env, value, modulus, MOST_STEPS);
    context->is_dividing = was_dividing;
    return residues;
}

uint64_t infer_residues_in(const WorldContext *context, const World *world, Value value, uint32_t modulus, IntSet set)
{
    Value base;
    int64_t by;
    infer_is_sum(context, value, &base, &by);
    uint64_t residues = residues_of_set(context, set, modulus);
    for (uint32_t i = 0; i < world->fact_count; i++) {
        const ValueNode *atom = value_node(context->values, world->facts[i].atom);
        if (infer_modulus(context, atom) == modulus && atom->left == base)
            residues &= moved_by(intset_residues(context->sets, world->facts[i].set, modulus), by, modulus);
    }
    return residues;
}

IntSet infer_distances(WorldContext *context, const Env *env, Value left, Value right, IntSet apart)
{
    int64_t numbers[MOST_DISTANCES];
    const Body *body = context->body;
    if (body == NULL || context->is_dividing)
        return apart;
    for (uint32_t m = 0; m < body->modulus_count; m++) {
        const uint32_t modulus = body->moduli[m], count = intset_members(context->sets, apart, numbers, MOST_DISTANCES);
        if (count < 2)
            return apart;
        const uint64_t here = infer_residues(context, env, left, modulus), there = infer_residues(context, env, right, modulus);
        const uint64_t residues = moved(here, negated(there, modulus), modulus);
        IntSet left_over = residues == all_residues(modulus) ? apart : INTSET_EMPTY;
        for (uint32_t i = 0; i < count && left_over != apart; i++)
            if (residues >> residue_of(numbers[i], modulus) & 1)
                left_over = intset_union(context->sets, left_over, intset_range(context->sets, numbers[i], numbers[i]));
        apart = left_over;
    }
    return apart;
}

/* Whether one number of a pair has one residue, and how far apart the two are says which residue the other one has. */
static bool knows_ring(WorldContext *context, const Env *env, ComparedPlaces pair, uint32_t modulus)
{
    const Value left = infer_value_at(context, env, NULL, pair.left), right = infer_value_at(context, env, NULL, pair.right);
    if (left == VALUE_NONE || right == VALUE_NONE)
        return false;
    const IntSet apart = infer_difference(context, env, left, right);
    int64_t numbers[MOST_MODULUS];
    const uint32_t count = intset_members(context->sets, apart, numbers, modulus);
    return count > 0 && (uint32_t)__builtin_popcountll(intset_residues(context->sets, apart, modulus)) == count &&
           (__builtin_popcountll(infer_residues(context, env, left, modulus)) == 1 || __builtin_popcountll(infer_residues(context, env, right, modulus)) == 1);
}

bool infer_knows_rings(WorldContext *context, const Env *env)
{
    const Body *body = context->body;
    bool knows = body != NULL && body->ring_count > 0;
    for (uint32_t i = 0; knows && i < body->ring_count; i++)
        for (uint32_t k = 0; knows && k < body->divided_count; k++)
            knows = !body_is_same_place(body->divided[k].place, body->rings[i].left) || knows_ring(context, env, body->rings[i], body->divided[k].modulus);
    return knows;
}

/* The numbers with these residues that a remainder can be. */
static IntSet remainders(WorldContext *context, uint64_t residues, uint32_t modulus, bool may_be_negative)
{
    IntSet set = INTSET_EMPTY;
    for (uint32_t i = 0; i < modulus; i++) {
        if ((residues >> i & 1) == 0)
            continue;
        set = intset_union(context->sets, set, intset_range(context->sets, i, i));
        if (may_be_negative && i > 0)
            set = intset_union(context->sets, set, intset_range(context->sets, (int64_t)i - (int64_t)modulus, (int64_t)i - (int64_t)modulus));
    }
    return set;
}

bool infer_may_be_negative(WorldContext *context, const Env *env, const ValueNode *node)
{
    const IntSet set = env_set_of(context, env, node->left);
    return node->op == IR_REM && node->type.is_signed && set != INTSET_EMPTY && intset_min(context->sets, set) < 0;
}

IntSet infer_remainder(WorldContext *context, const Env *env, const ValueNode *node)
{
    const uint32_t modulus = context->is_dividing ? 0 : infer_modulus(context, node); /* what it takes to answer is found without */
    const bool is_told = modulus != 0 && infer_divides_whole(context, env, node, modulus);
    const uint64_t residues = is_told ? infer_residues(context, env, node->left, modulus) : 0;
    return !is_told || residues == all_residues(modulus) ? INTSET_FULL : remainders(context, residues, modulus, infer_may_be_negative(context, env, node));
}

Remainders infer_remainders(WorldContext *context, const Env *env, Value left, Value right)
{
    const ValueNode one = *value_node(context->values, left), other = *value_node(context->values, right);
    const uint32_t modulus = infer_modulus(context, &one);
    int64_t left_by, right_by;
    if (modulus == 0 || infer_modulus(context, &other) != modulus || !infer_divides_whole(context, env, &one, modulus) || !infer_divides_whole(context, env, &other, modulus))
        return REMAINDERS_UNKNOWN;
    const Value left_base = base_of(context, env, one.left, modulus, &left_by), right_base = base_of(context, env, other.left, modulus, &right_by);
    const uint64_t apart = moved_by(moved_by(residues_of_set(context, infer_difference(context, env, left_base, right_base), modulus), left_by, modulus), -right_by, modulus);
    if ((apart & 1) == 0)
        return REMAINDERS_OTHER;
    return apart == 1 && !infer_may_be_negative(context, env, &one) && !infer_may_be_negative(context, env, &other) ? REMAINDERS_SAME : REMAINDERS_UNKNOWN;
}

/* --- facts about residues --- */

/* What tells the residues of an unknown. */
static Value atom_of(WorldContext *context, Value base, uint32_t modulus)
{
    const IrType type = value_node(context->values, base)->type;
    return infer_is_power(modulus) ? value_binary(context->values, IR_AND, base, value_const(context->values, modulus - 1), type, type)
                             : value_binary(context->values, IR_REM, base, value_const(context->values, modulus), type, type);
}

Value infer_plain_remainder(WorldContext *context, const Env *env, Value remainder, IntSet *set)
{
    const ValueNode node = *value_node(context->values, remainder);
    const uint32_t modulus = infer_modulus(context, &node);
    int64_t by = 0;
    const Value base = modulus == 0 ? VALUE_NONE : base_of(context, env, node.left, modulus, &by);
    if (modulus == 0 || value_node(context->values, base)->kind != VALUE_SYMBOL || !infer_divides_whole(context, env, &node, modulus) || infer_may_be_negative(context, env, &node))
        return remainder;
    const Value plain = atom_of(context, base, modulus);
    const IntSet own = intset_intersect(context->sets, *set, intset_range(context->sets, 0, (int64_t)modulus - 1)); /* one below zero is divided as an unsigned one */
    const uint64_t residues = moved_by(residues_of_set(context, own, modulus), -by, modulus);
    const ValueNode plain_node = *value_node(context->values, plain);
    if (plain == VALUE_NONE || plain == remainder || infer_modulus(context, &plain_node) != modulus)
        return remainder;
    *set = remainders(context, residues, modulus, infer_may_be_negative(context, env, &plain_node));
    return plain;
}

IntSet infer_residue_fact(WorldContext *context, Value unknown, IntSet own, uint64_t residues, uint32_t modulus, Value *atom)
{
    *atom = VALUE_NONE;
    const ValueNode *node = value_node(context->values, unknown);
    if (own == INTSET_EMPTY || node->type.kind != IR_TYPE_INT || (residues_of_set(context, own, modulus) & ~residues) == 0)
        return INTSET_FULL;
    *atom = atom_of(context, unknown, modulus);
    const ValueNode remainder = *value_node(context->values, *atom);
    if (infer_modulus(context, &remainder) != modulus)
        *atom = VALUE_NONE;
    return remainders(context, residues, modulus, remainder.op == IR_REM && remainder.type.is_signed && intset_min(context->sets, own) < 0);
}

void infer_keep_residues(WorldContext *context, const Env *left_env, Value left, const Env *right_env, Value right, Env *result, Value unknown)
{
    for (uint32_t i = 0; i < context->body->modulus_count; i++) {
        const uint32_t modulus = context->body->moduli[i];
        const uint64_t residues = infer_residues(context, left_env, left, modulus) | infer_residues(context, right_env, right, modulus);
        Value atom;
        IntSet set = infer_residue_fact(context, unknown, env_set_of(context, result, unknown), residues, modulus, &atom);
        if (atom != VALUE_NONE)
            env_assume(context, result, atom, set);
    }
}
