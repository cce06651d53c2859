/* infer_difference.c - how far apart two numbers are, by what is noted of the two, of others between them, and of sums of one of them and a constant.
 *
 * Comparisons of two unknowns are noted as sets of differences: `i < n` says that i - n is at most -1, `i != n` that it is not 0, and the two
 * together are one set. Differences are of whole numbers, which do not come round (difference-bound matrices: Dill, 1989; with sets instead of
 * bounds). A sum is taken apart only where it is known not to come round in its type; else it is an unknown like any other. */
#include "worlds/infer.h"

enum { MOST_BETWEEN = 3, MOST_SPLITS = 4, MOST_EDGES = 64, MOST_NESTING = 1 /* differences of what is made of differences: by their numbers */ };

bool infer_is_sum(const WorldContext *context, Value value, Value *base, int64_t *by)
{
    const ValueNode *node = value_node(context->values, value);
    bool is_sum = value_is_sum(node);
    *base = is_sum ? node->left : value;
    *by = is_sum ? node->number : 0;
    return is_sum;
}

static bool is_difference(const ValueNode *node)
{
    return node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_DIFFERENCE;
}

static bool is_plain(const WorldContext *context, Value value)
{
    const ValueNode *node = value_node(context->values, value);
    if (value_is_sum(node) || (node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_CAST))
        node = value_node(context->values, node->left);
    return node->kind != VALUE_EXPRESSION;
}

bool infer_is_plain_difference(const WorldContext *context, Value atom)
{
    const ValueNode *node = value_node(context->values, atom);
    return is_difference(node) && is_plain(context, node->left) && is_plain(context, node->right);
}

/* INT64_MAX as an end is "unbounded": numbers of 2^63 and more are in such a set. */
static bool is_within(WorldContext *context, IntSet set, IrType from, IrType to)
{
    if (set == INTSET_EMPTY || to.kind != IR_TYPE_INT || !intset_is_subset(context->sets, set, intset_type(context->sets, to)))
        return false;
    bool may_be_huge = intset_max(context->sets, set) == INT64_MAX && !(from.kind == IR_TYPE_INT && from.is_signed);
    return !may_be_huge || (to.bits == 64 && !to.is_signed);
}

bool infer_keeps_value(WorldContext *context, const Env *env, Value operand, IrType to)
{
    const ValueNode node = *value_node(context->values, operand);
    return is_within(context, env_set_of(context, env, operand), node.type, to);
}

/* Whether some noted relation leaves room for a sum: of x < n, x + 1 is at most n, which the type can hold. */
static bool has_room(WorldContext *context, const Env *env, Value base, int64_t by, IrType type)
{
    IntSets *sets = context->sets;
    context->work += env->fact_count;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        const ValueNode node = *value_node(context->values, env->facts[i].atom);
        if (!is_difference(&node) || (node.left != base && node.right != base))
            continue;
        IntSet set = node.left == base ? env->facts[i].set : intset_negate(sets, env->facts[i].set); /* base - other */
        Value other = node.left == base ? node.right : node.left;
        if (set == INTSET_EMPTY || !infer_keeps_value(context, env, other, type))
            continue;
        if (by > 0 ? intset_max(sets, set) <= -by : intset_min(sets, set) >= -by)
            return true;
    }
    return false;
}

bool infer_is_without_wrap(WorldContext *context, const Env *env, Value value)
{
    const ValueNode node = *value_node(context->values, value);
    if (!value_is_sum(&node) || (node.type.is_signed && node.type.bits >= 32))
        return true;
    IntSet left = env_set_of(context, env, node.left), sum = intset_shift(context->sets, left, node.number);
    bool may_be_huge = node.type.bits == 64 && left != INTSET_EMPTY && intset_max(context->sets, left) == INT64_MAX && node.number > 0;
    if (left != INTSET_EMPTY && !may_be_huge && intset_is_subset(context->sets, sum, intset_type(context->sets, node.type)))
        return true;
    return node.number != INT64_MIN && has_room(context, env, node.left, node.number, node.type);
}

/* A number as another and what is added to it. */
typedef struct Sum {
    Value base;
    int64_t by;
} Sum;

/* Takes off constants that are added, elements that a pointer was moved on by, and casts that change nothing. */
static Sum split(WorldContext *context, const Env *env, Value value)
{
    Sum sum = {value, 0};
    for (int i = 0; i < MOST_SPLITS; i++) {
        const ValueNode node = *value_node(context->values, sum.base);
        int64_t by = sum.by;
        bool is_sum = value_is_sum(&node) || node.kind == VALUE_ELEMENT;
        bool is_cast = node.kind == VALUE_EXPRESSION && node.op == VALUE_OP_CAST;
        if (is_sum ? __builtin_add_overflow(by, node.number, &by) || !infer_is_without_wrap(context, env, sum.base)
                   : !is_cast || !infer_keeps_value(context, env, node.left, node.type))
            break;
        sum = (Sum){node.left, by};
    }
    return sum;
}

IntSet infer_minus(WorldContext *context, IntSet x, IntSet y)
{
    IntSets *sets = context->sets;
    int64_t number, low, high;
    if (x == INTSET_EMPTY || y == INTSET_EMPTY)
        return INTSET_FULL;
    if (intset_single(sets, y, &number) && number != INT64_MIN && number != INT64_MAX)
        return intset_shift(sets, x, -number);
    if (intset_single(sets, x, &number) && number != INT64_MIN && number != INT64_MAX)
        return intset_shift(sets, intset_negate(sets, y), number);
    int64_t x_low = intset_min(sets, x), x_high = intset_max(sets, x), y_low = intset_min(sets, y), y_high = intset_max(sets, y);
    if (x_low == INT64_MIN || y_high == INT64_MAX || __builtin_sub_overflow(x_low, y_high, &low))
        low = INT64_MIN;
    if (x_high == INT64_MAX || y_low == INT64_MIN || __builtin_sub_overflow(x_high, y_low, &high))
        high = INT64_MAX;
    return intset_range(sets, low, high);
}

/* A noted difference of two that are taken apart. */
typedef struct Edge {
    Value left, right;
    IntSet set;
    bool is_open; /* it has no ends but those of the types: all that is known is what it is not, as of `a != b` */
} Edge;

static bool is_open(WorldContext *context, const Edge *edge)
{
    IntSets *sets = context->sets;
    IntSet all = infer_minus(context, intset_type(sets, value_node(context->values, edge->left)->type), intset_type(sets, value_node(context->values, edge->right)->type));
    return edge->set != INTSET_EMPTY && intset_min(sets, edge->set) <= intset_min(sets, all) && intset_max(sets, edge->set) >= intset_max(sets, all);
}

static uint32_t find_edges(WorldContext *context, const Env *env, Edge *edges)
{
    uint32_t count = 0;
    context->work += env->fact_count;
    for (uint32_t i = 0; i < env->fact_count && count < MOST_EDGES; i++) {
        const ValueNode node = *value_node(context->values, env->facts[i].atom);
        if (!is_difference(&node))
            continue;
        Sum left = split(context, env, node.left), right = split(context, env, node.right);
        int64_t by;
        if (left.base == right.base || __builtin_sub_overflow(right.by, left.by, &by))
            continue;
        edges[count] = (Edge){left.base, right.base, intset_shift(context->sets, env->facts[i].set, by), false};
        edges[count].is_open = is_open(context, &edges[count]);
        count++;
    }
    return count;
}

/* a - b, directly and by way of others. What is open says something only with what is known to be one number: no way leads over two such edges, or eight numbers of which each
 * two differ would have hundreds. */
static IntSet difference_by(WorldContext *context, const Edge *edges, uint32_t count, Value a, Value b, Value from, bool is_open, int most)
{
    IntSets *sets = context->sets;
    IntSet found = INTSET_FULL;
    context->work += count;
    for (uint32_t i = 0; i < count; i++) {
        if (edges[i].left != a && edges[i].right != a)
            continue;
        bool is_left = edges[i].left == a;
        Value next = is_left ? edges[i].right : edges[i].left;
        IntSet step = is_left ? edges[i].set : intset_negate(sets, edges[i].set);
        if (next == b) {
            found = intset_intersect(sets, found, step);
        } else if (most > 0 && next != from && !(is_open && edges[i].is_open)) {
            IntSet rest = difference_by(context, edges, count, next, b, a, is_open || edges[i].is_open, most - 1);
            if (rest != INTSET_FULL)
                found = intset_intersect(sets, found, infer_minus(context, step, intset_negate(sets, rest)));
        }
    }
    return found;
}

static IntSet difference_of(WorldContext *context, const Env *env, Value a, Value b)
{
    if (a == b)
        return intset_range(context->sets, 0, 0);
    Edge edges[MOST_EDGES];
    uint32_t count = find_edges(context, env, edges);
    IntSet by_numbers = infer_difference_by_numbers(context, env, a, b);
    return count == 0 ? by_numbers : intset_intersect(context->sets, by_numbers, difference_by(context, edges, count, a, b, a, false, MOST_BETWEEN));
}

IntSet infer_difference(WorldContext *context, const Env *env, Value a, Value b)
{
    if (context->nesting >= MOST_NESTING)
        return infer_difference_by_numbers(context, env, a, b);
    context->nesting++;
    Sum left = split(context, env, a), right = split(context, env, b);
    int64_t by;
    bool is_known = !__builtin_sub_overflow(left.by, right.by, &by);
    IntSet set = is_known ? intset_shift(context->sets, difference_of(context, env, left.base, right.base), by) : INTSET_FULL;
    context->nesting--;
    return set;
}

/* A comparison as a question about the difference of two bases. */
typedef struct Question {
    Value a, b;
    IntSet yes, no; /* the differences with that answer; what is in both may have either */
} Question;

/* A sum that may come round is equal to a number where its base is apart by the constant, or by that and what the type holds. */
static Question question_of(WorldContext *context, const Env *env, const ValueNode *comparison)
{
    IntSets *sets = context->sets;
    Sum left = split(context, env, comparison->left), right = split(context, env, comparison->right);
    Value bases[2] = {left.base, right.base};
    int64_t by[2] = {left.by, right.by}, apart;
    uint32_t bits = 0; /* of sums that may come round */
    for (int i = 0; i < 2 && comparison->op == IR_EQ; i++) {
        Value base;
        int64_t more, sum;
        if (!infer_is_sum(context, bases[i], &base, &more) || __builtin_add_overflow(by[i], more, &sum))
            continue;
        uint32_t own = value_node(context->values, bases[i])->type.bits;
        if (by[i] != 0 || (bits != 0 && own != bits)) /* left as it is */
            continue;
        bits = own;
        bases[i] = base;
        by[i] = sum;
    }
    if (__builtin_sub_overflow(by[1], by[0], &apart) || apart == INT64_MIN || apart == INT64_MAX)
        return (Question){comparison->left, comparison->right, INTSET_FULL, INTSET_FULL};
    if (comparison->op == IR_LT)
        return (Question){bases[0], bases[1], intset_compare(sets, IR_LT, apart), intset_compare(sets, IR_GE, apart)};
    IntSet equal = intset_range(sets, apart, apart), round = INTSET_EMPTY;
    if (bits >= 63) { /* so far apart is past the ends of numbers */
        round = intset_union(sets, intset_range(sets, INT64_MIN, INT64_MIN), intset_range(sets, INT64_MAX, INT64_MAX));
    } else if (bits > 0) {
        int64_t turn = INT64_C(1) << bits, low, high;
        bool fits = !__builtin_sub_overflow(apart, turn, &low) && !__builtin_add_overflow(apart, turn, &high);
        if (!fits)
            return (Question){comparison->left, comparison->right, INTSET_FULL, INTSET_FULL};
        equal = intset_union(sets, equal, intset_union(sets, intset_range(sets, low, low), intset_range(sets, high, high)));
    }
    return (Question){bases[0], bases[1], intset_union(sets, equal, round), intset_complement(sets, equal)};
}

IntSet infer_comparison(WorldContext *context, const Env *env, const ValueNode *comparison)
{
    IntSets *sets = context->sets;
    if (context->nesting >= MOST_NESTING)
        return intset_range(sets, 0, 1);
    context->nesting++;
    Question question = question_of(context, env, comparison);
    IntSet apart = question.yes == INTSET_FULL ? INTSET_FULL : difference_of(context, env, question.a, question.b);
    context->nesting--;
    bool can_be_true = intset_intersect(sets, apart, question.yes) != INTSET_EMPTY;
    bool can_be_false = intset_intersect(sets, apart, question.no) != INTSET_EMPTY;
    return intset_range(sets, can_be_false ? 0 : 1, can_be_true ? 1 : 0);
}

Value infer_question(WorldContext *context, const Env *env, const ValueNode *comparison, bool holds, IntSet *set)
{
    context->nesting++;
    Question question = question_of(context, env, comparison);
    context->nesting--;
    *set = holds ? question.yes : question.no;
    return value_difference(context->values, question.a, question.b);
}

static Value normal_difference(WorldContext *context, const Env *env, Value difference, IntSet *set)
{
    const ValueNode node = *value_node(context->values, difference);
    if (!is_difference(&node))
        return difference;
    Sum left = split(context, env, node.left), right = split(context, env, node.right);
    int64_t by;
    if (__builtin_sub_overflow(right.by, left.by, &by))
        return difference;
    *set = intset_shift(context->sets, *set, by);
    return value_difference(context->values, left.base, right.base);
}

Value infer_normal_difference(WorldContext *context, const Env *env, Value difference, IntSet *set)
{
    context->nesting++;
    Value normal = normal_difference(context, env, difference, set);
    context->nesting--;
    return normal;
}

IntSet infer_difference_by_numbers(WorldContext *context, const Env *env, Value a, Value b)
{
    IntSet by_numbers = infer_minus(context, env_set_of(context, env, a), env_set_of(context, env, b));
    return intset_intersect(context->sets, by_numbers, infer_addresses(context, env, a, b));
}
