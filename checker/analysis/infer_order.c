/* infer_order.c - how two unknowns compare, by what is noted of the two, of others between them, and of sums of one of them and a constant:
 * `i + 1 < n` tells that `i < n`. */
#include "analysis/infer.h"

enum { MOST_BETWEEN = 3 };

bool infer_is_sum(const WorldContext *context, Value value, Value *base, int64_t *by)
{
    const ValueNode *node = value_node(context->values, value);
    bool is_sum = node->kind == VALUE_EXPRESSION && node->op == IR_ADD && node->right == VALUE_NONE;
    *base = is_sum ? node->left : value;
    *by = is_sum ? node->number : 0;
    return is_sum;
}

bool infer_is_without_wrap(WorldContext *context, const Env *env, Value value)
{
    const ValueNode node = *value_node(context->values, value);
    if (node.kind != VALUE_EXPRESSION || node.op != IR_ADD || node.right != VALUE_NONE || node.type.is_signed)
        return true;
    IntSet sum = intset_shift(context->sets, env_set_of(context, env, node.left), node.number);
    return intset_is_subset(context->sets, sum, intset_type(context->sets, node.type));
}

InferOrder infer_order_of_sums(WorldContext *context, const Env *env, Value a, Value b)
{
    Value left, right;
    int64_t left_by, right_by;
    if (a == b)
        return INFER_AT_MOST;
    bool any_sum = infer_is_sum(context, a, &left, &left_by);
    any_sum = infer_is_sum(context, b, &right, &right_by) || any_sum;
    if (!any_sum || left != right || left_by > right_by || !infer_is_without_wrap(context, env, a) || !infer_is_without_wrap(context, env, b))
        return INFER_UNORDERED;
    return left_by < right_by ? INFER_LESS : INFER_AT_MOST;
}

/* A value as an unknown and what is added to it; false: sums of two types are not to be compared with each other. */
typedef struct Sides {
    Value left, right;
    int64_t difference; /* what is added on the left, less what is added on the right */
} Sides;

static bool find_sides(const WorldContext *context, Value a, Value b, Sides *sides, IrType *type)
{
    int64_t left_by, right_by;
    Value both[] = {a, b};
    infer_is_sum(context, a, &sides->left, &left_by);
    infer_is_sum(context, b, &sides->right, &right_by);
    for (int i = 0; i < 2; i++) {
        const ValueNode *node = value_node(context->values, both[i]);
        if (both[i] == (i == 0 ? sides->left : sides->right))
            continue;
        if (type->kind != IR_TYPE_VOID && !ir_type_equal(*type, node->type))
            return false;
        *type = node->type;
    }
    return !__builtin_sub_overflow(left_by, right_by, &sides->difference) && sides->difference != INT64_MIN;
}

static bool is_noted_unequal(const WorldContext *context, const Env *env, Value a, Value b)
{
    IrType asked_type = {.kind = IR_TYPE_VOID};
    Sides asked, noted;
    if (!find_sides(context, a, b, &asked, &asked_type))
        return false;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        const ValueNode *node = value_node(context->values, env->facts[i].atom);
        IrType type = asked_type;
        int64_t answer;
        if (node->kind != VALUE_EXPRESSION || node->op != IR_EQ || !intset_single(context->sets, env->facts[i].set, &answer) || answer != 0 ||
            !find_sides(context, node->left, node->right, &noted, &type))
            continue;
        if ((noted.left == asked.left && noted.right == asked.right && noted.difference == asked.difference) ||
            (noted.left == asked.right && noted.right == asked.left && noted.difference == -asked.difference))
            return true;
    }
    return false;
}

/* Whether `a` is written as one more than `b`. */
static bool is_next(const WorldContext *context, Value a, Value b)
{
    Value base, other;
    int64_t by, other_by;
    infer_is_sum(context, a, &base, &by);
    infer_is_sum(context, b, &other, &other_by);
    return base == other && by != INT64_MIN && by - 1 == other_by;
}

/* One side of a noted relation that `a` is at most, and how that relation goes on. */
static InferOrder step_up(WorldContext *context, const Env *env, const Fact *fact, Value a, Value *next)
{
    const ValueNode node = *value_node(context->values, fact->atom);
    int64_t answer;
    if (node.kind != VALUE_EXPRESSION || (node.op != IR_LT && node.op != IR_EQ) || !intset_single(context->sets, fact->set, &answer))
        return INFER_UNORDERED;
    if (node.op == IR_EQ) {
        *next = node.left == a ? node.right : node.left;
        return answer == 1 && (node.left == a || node.right == a) ? INFER_AT_MOST : INFER_UNORDERED;
    }
    *next = answer == 1 ? node.right : node.left;
    InferOrder order = infer_order_of_sums(context, env, a, answer == 1 ? node.left : node.right);
    if (order == INFER_UNORDERED) { /* whole numbers: of x < n, and of x <= n where they are not equal, x + 1 is at most n */
        bool is_below = answer == 1 ? is_next(context, a, node.left) : is_next(context, a, node.right) && is_noted_unequal(context, env, node.right, node.left);
        return is_below ? INFER_AT_MOST : INFER_UNORDERED;
    }
    return answer == 1 ? INFER_LESS : order;
}

static InferOrder order_by(WorldContext *context, const Env *env, Value a, Value b, int most)
{
    InferOrder best = INFER_UNORDERED;
    for (uint32_t i = 0; i < env->fact_count && best != INFER_LESS; i++) {
        Value next;
        InferOrder step = step_up(context, env, &env->facts[i], a, &next);
        if (step == INFER_UNORDERED)
            continue;
        InferOrder rest = infer_order_of_sums(context, env, next, b);
        if (rest == INFER_UNORDERED && most > 0)
            rest = order_by(context, env, next, b, most - 1);
        if (rest == INFER_UNORDERED && step == INFER_LESS && is_next(context, next, b)) /* and x is at most n - 1 */
            best = MAX(best, INFER_AT_MOST);
        if (rest != INFER_UNORDERED)
            best = MAX(best, MAX(step, rest));
    }
    return best;
}

/* Not asked of two sums of one unknown alone: that element `i` of an array is not element `i + 1` would have a loop that fills the array by
 * number followed turn by turn, where the task counts as given up (elements.c). */
InferOrder infer_order(WorldContext *context, const Env *env, Value a, Value b)
{
    InferOrder order = order_by(context, env, a, b, MOST_BETWEEN);
    return order == INFER_AT_MOST && is_noted_unequal(context, env, a, b) ? INFER_LESS : order;
}
