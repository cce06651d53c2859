/* world_cost.c - how unlike two worlds are: on how many values they disagree, and what joining them would lose.
 *
 * A function can tell two numbers apart only by the numbers it compares with. These cut the number line into regions (each of
 * them is one, and so is each stretch between two of them), and two sets that meet the same regions are alike: a counter that
 * is 23 here and 24 there, a bound that is at least 23 or at least 24. Joining such worlds costs next to nothing, while
 * a flag that is 0 here and 1 there costs a correlation.
 *
 * Where the followed task lies in an element of an array, a number in an element of another number is about another task: `set[4]` says whether
 * `task[4]` was made, `jobs[4].is_set` whether `jobs[4].task` was. To forget which of them are set costs next to nothing, too, as long as the one beside
 * the task is remembered; so ten elements that were filled on a condition are ten places of the task, and not 2^10 ways to fill them. */
#include "worlds/body.h"
#include "worlds/infer.h"

enum {
    COST_OF_BESIDE = 1,                    /* of a number beside another task */
    COST_OF_ALIKE = 64,                    /* the same regions */
    COST_OF_APART = 1000 * COST_OF_ALIKE,  /* other regions: less for large numbers, see below */
    COST_OF_TASK = WORLD_COST_OF_TASK,     /* what is known of the followed task is lost: as much as sixteen others */
    LEAST_COST_OF_APART = WORLD_COST_APART
};

/* Cells that only matter to callers' caution: knowing less is safe. */
static bool is_silent(const ValueNode *key)
{
    return value_is_kept_alone(key) || (key->kind == VALUE_KEY && key->op == VALUE_KEY_HEAP);
}

static IntSet set_in(const WorldContext *context, const World *world, Value value)
{
    const ValueNode *node = value_node(context->values, value);
    if (node->kind == VALUE_CONST)
        return intset_range(context->sets, node->number, node->number);
    IntSet type = node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION ? intset_type(context->sets, node->type) : INTSET_FULL;
    for (uint32_t low = 0, high = world->fact_count; low < high;) {
        uint32_t middle = (low + high) / 2;
        if (world->facts[middle].atom == value)
            return intset_intersect(context->sets, type, world->facts[middle].set);
        if (world->facts[middle].atom < value)
            low = middle + 1;
        else
            high = middle;
    }
    return type;
}

static bool is_number(const ValueNode *node)
{
    return node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || (node->kind == VALUE_SYMBOL && node->type.kind != IR_TYPE_TASK);
}

/* Between numbers that are told apart, small ones cost most: those are states and flags, large ones are counters. */
static uint32_t cost_of_apart(int64_t a, int64_t b)
{
    enum { LESS = 10 * COST_OF_ALIKE };
    int64_t size = MIN(MAX(MAX(a, b), 0), (COST_OF_APART - LEAST_COST_OF_APART) / LESS);
    return COST_OF_APART - (uint32_t)size * LESS;
}

/* Thresholds that are less than the number, twice, and one more if it is a threshold itself: its region. */
static uint32_t region_of(const WorldContext *context, int64_t number)
{
    uint32_t low = 0, high = context->thresholds.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (context->thresholds.at[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return 2 * low + (low < context->thresholds.count && context->thresholds.at[low] == number);
}

/* What it costs that a number is in one set here and in another there. */
static uint32_t cost_of_sets(const WorldContext *context, IntSet left, IntSet right)
{
    if (left == right)
        return 0;
    if (intset_is_alike(context->sets, left, right, context->thresholds.at, context->thresholds.count))
        return COST_OF_ALIKE;
    int64_t a, b;
    bool are_single = intset_single(context->sets, left, &a) && intset_single(context->sets, right, &b);
    return are_single ? cost_of_apart(a, b) : COST_OF_APART;
}

static uint32_t cost_of_constants(const WorldContext *context, int64_t a, int64_t b)
{
    return region_of(context, a) == region_of(context, b) ? COST_OF_ALIKE : cost_of_apart(a, b);
}

static uint32_t cost_of_values(const WorldContext *context, const World *a, const World *b, Value left, Value right)
{
    const ValueNode *left_node = value_node(context->values, left), *right_node = value_node(context->values, right);
    if (left == right && !left_node->has_symbols)
        return 0;
    if (left_node->kind == VALUE_CONST && right_node->kind == VALUE_CONST)
        return cost_of_constants(context, left_node->number, right_node->number);
    if (is_number(left_node) && is_number(right_node))
        return cost_of_sets(context, set_in(context, a, left), set_in(context, b, right));
    return left_node->kind == right_node->kind && left_node->has_symbols && right_node->has_symbols ? 0 : COST_OF_APART;
}

/* An element: of which array, and which one. What is no element is the first of its own array. */
typedef struct Element {
    Value array;
    int64_t number;
    bool is_step; /* it is no first one */
} Element;

static Element element_of(const WorldContext *context, Value place)
{
    const ValueNode *node = value_node(context->values, place);
    for (; node->kind == VALUE_FIELD; node = value_node(context->values, place))
        place = node->left;
    bool is_step = node->kind == VALUE_ELEMENT;
    return (Element){is_step ? node->left : place, is_step ? node->number : 0, is_step};
}

/* The element that holds the followed task; `array` VALUE_NONE: none does. */
static Element element_of_task(const WorldContext *context, const World *world)
{
    for (uint32_t i = 0; i < world->cell_count; i++)
        if (value_node(context->values, world->cells[i].value)->kind == VALUE_TASK)
            return element_of(context, world->cells[i].key);
    return (Element){.array = VALUE_NONE};
}

static bool is_beside_another(const WorldContext *context, Element task, Value key)
{
    Element one = task.array == VALUE_NONE ? task : element_of(context, key);
    return one.number != task.number && (one.array == task.array || (one.is_step && task.is_step));
}

/* A cell that one world does not have: a number of which it knows nothing. */
static uint32_t cost_of_missing(const WorldContext *context, const World *world, Value value)
{
    const ValueNode *node = value_node(context->values, value);
    if (!is_number(node))
        return COST_OF_APART;
    return cost_of_sets(context, set_in(context, world, value), INTSET_FULL);
}

/* Pairs that were looked at: what goes together is one disagreement. */
typedef struct Seen {
    Cell pairs[4];
    uint32_t count;
} Seen;

static bool is_seen(Seen *seen, Value left, Value right)
{
    for (uint32_t i = 0; i < seen->count; i++)
        if (seen->pairs[i].key == left && seen->pairs[i].value == right)
            return true;
    if (seen->count < G_N_ELEMENTS(seen->pairs))
        seen->pairs[seen->count++] = (Cell){left, right};
    return false;
}

/* Where unknowns are involved, nothing can be said without pairing them: those count nothing. */
static uint32_t count_pair(const WorldContext *context, const World *a, const World *b, Value left, Value right, Seen *seen)
{
    (void)a;
    (void)b;
    if (left == VALUE_NONE || right == VALUE_NONE)
        return 1;
    return left != right && !value_node(context->values, left)->has_symbols && !value_node(context->values, right)->has_symbols &&
           !is_seen(seen, left, right);
}

static uint32_t cost_of_pair(const WorldContext *context, const World *a, const World *b, Value left, Value right, Seen *seen)
{
    if (left == VALUE_NONE || right == VALUE_NONE)
        return cost_of_missing(context, left == VALUE_NONE ? b : a, left == VALUE_NONE ? right : left);
    uint32_t cost = cost_of_values(context, a, b, left, right);
    return cost > 0 && is_seen(seen, left, right) ? 0 : cost;
}

/* Walks both worlds' cells in step, until it is enough; `visit` gets pairs, VALUE_NONE standing for a cell that is missing. */
typedef uint32_t (*PairVisitor)(const WorldContext *context, const World *a, const World *b, Value left, Value right, Seen *seen);

/* Whether a number is about the followed task: it lies in the same element, or in that of another array with the same number. */
static bool is_beside_task(const WorldContext *context, Element task, Value key)
{
    const ValueNode *node = value_node(context->values, key);
    Element one = task.array == VALUE_NONE ? task : element_of(context, key);
    bool is_array = one.is_step || (node->kind == VALUE_LOCAL && context->function != NULL && context->function->locals[node->number].type.kind == IR_TYPE_AGGREGATE);
    return task.array != VALUE_NONE && one.number == task.number && (one.array == task.array || is_array);
}

/* How far a number is from another that stands in a variable, as far as it is noted, or they are one number and what is added to it. */
static IntSet difference_in(const WorldContext *context, const World *world, Value number, Value from)
{
    Value base, from_base;
    int64_t by, from_by, apart;
    infer_is_sum(context, number, &base, &by);
    infer_is_sum(context, from, &from_base, &from_by);
    if (value_is_const(context->values, number, &by) && value_is_const(context->values, from, &from_by))
        base = from_base;
    if (from == VALUE_NONE || __builtin_sub_overflow(by, from_by, &apart))
        return INTSET_FULL;
    if (base == from_base)
        return intset_range(context->sets, apart, apart);
    for (uint32_t i = 0; i < world->fact_count; i++) {
        const ValueNode *node = value_node(context->values, world->facts[i].atom);
        if (node->kind != VALUE_EXPRESSION || node->op != VALUE_OP_DIFFERENCE)
            continue;
        if (node->left == base && node->right == from_base)
            return intset_shift(context->sets, world->facts[i].set, apart);
        if (node->left == from_base && node->right == base)
            return intset_shift(context->sets, intset_negate(context->sets, world->facts[i].set), apart);
    }
    return INTSET_FULL;
}

/* What an index can be, or that of the element of the task's array to which a pointer leads; INTSET_EMPTY: it is neither. */
static IntSet indices_in(const WorldContext *context, const World *world, Value key, Value value)
{
    const ValueNode *node = value_node(context->values, key);
    if (node->kind != VALUE_LOCAL || context->body == NULL || value == VALUE_NONE)
        return INTSET_EMPTY;
    if (is_number(value_node(context->values, value)) && context->body->is_index[node->number])
        return context->body->index_from[node->number] == IR_NONE
                   ? set_in(context, world, value)
                   : difference_in(context, world, value, world_get(world, value_local(context->values, context->body->index_from[node->number])));
    Value number, array = value_array(context->values, value, &number);
    return array != VALUE_NONE && array == element_of_task(context, world).array ? set_in(context, world, number) : INTSET_EMPTY;
}

/* Whether an index tells the two apart: whether it names the followed task's element, one before it or one behind it. What is done to that element changes what is known of
 * the task; an index that may be any of these does it to nobody knows which. So it counts as more than one disagreement, and such worlds have no exact union either: what else is learnt
 * of the index (that it is not yet where another one is) would be lost on the next join. */
static bool is_other_element(const WorldContext *context, const World *a, const World *b, Element task, Value key, Value left, Value right)
{
    IntSet here = task.array == VALUE_NONE ? INTSET_EMPTY : indices_in(context, a, key, left);
    IntSet there = here == INTSET_EMPTY ? here : indices_in(context, b, key, right);
    return there != INTSET_EMPTY && !intset_is_alike(context->sets, here, there, &task.number, 1);
}

bool world_are_at_other_elements(const WorldContext *context, const World *a, const World *b)
{
    const Element task = element_of_task(context, a);
    bool are = false;
    for (uint32_t i = 0, j = 0; task.array != VALUE_NONE && i < a->cell_count && j < b->cell_count && !are;) {
        const Value left = a->cells[i].key, right = b->cells[j].key;
        are = left == right && !value_node(context->values, left)->has_symbols && is_other_element(context, a, b, task, left, a->cells[i].value, b->cells[j].value);
        i += left <= right;
        j += right <= left;
    }
    return are;
}

static uint32_t add_up(const WorldContext *context, const World *a, const World *b, PairVisitor visit, uint32_t enough)
{
    uint32_t sum = 0;
    Seen seen = {.count = 0};
    Element task = element_of_task(context, a);
    for (uint32_t i = 0, j = 0; (i < a->cell_count || j < b->cell_count) && sum < enough;) {
        bool in_a = i < a->cell_count && (j >= b->cell_count || a->cells[i].key <= b->cells[j].key);
        bool in_b = j < b->cell_count && (i >= a->cell_count || b->cells[j].key <= a->cells[i].key);
        Value key = in_a ? a->cells[i].key : b->cells[j].key;
        Value left = in_a ? a->cells[i].value : VALUE_NONE, right = in_b ? b->cells[j].value : VALUE_NONE;
        i += in_a;
        j += in_b;
        const ValueNode *node = value_node(context->values, key);
        if (node->has_symbols || is_silent(node))
            continue;
        uint32_t cost = visit(context, a, b, left, right, &seen);
        bool is_counted = cost > 0 || visit == cost_of_pair; /* pointers are no disagreement before they are paired */
        if ((is_counted && is_other_element(context, a, b, task, key, left, right)) || (cost >= LEAST_COST_OF_APART && is_beside_task(context, task, key)))
            cost = COST_OF_TASK;
        sum += cost > 0 && is_beside_another(context, task, key) ? COST_OF_BESIDE : cost;
    }
    return sum;
}

/* The counters of a ring are told apart by which place they lead to, and by how far the one is behind the other, not by how often they have gone round. */
static uint32_t cost_of_rings(const WorldContext *context, const World *a, const World *b)
{
    const Body *body = context->body;
    uint32_t cost = 0;
    for (uint32_t i = 0; body != NULL && i < body->divided_count; i++) {
        const Value left = infer_value_at(context, NULL, a, body->divided[i].place), right = infer_value_at(context, NULL, b, body->divided[i].place);
        const uint32_t modulus = body->divided[i].modulus;
        if (left != VALUE_NONE && right != VALUE_NONE &&
            infer_residues_in(context, a, left, modulus, set_in(context, a, left)) != infer_residues_in(context, b, right, modulus, set_in(context, b, right)))
            cost += COST_OF_APART;
    }
    for (uint32_t i = 0; body != NULL && i < body->ring_count; i++) {
        const ComparedPlaces pair = body->rings[i];
        const IntSet here = difference_in(context, a, infer_value_at(context, NULL, a, pair.left), infer_value_at(context, NULL, a, pair.right));
        if (here != difference_in(context, b, infer_value_at(context, NULL, b, pair.left), infer_value_at(context, NULL, b, pair.right)))
            cost += COST_OF_APART;
    }
    return cost;
}

uint32_t world_distance(const WorldContext *context, const World *a, const World *b)
{
    return add_up(context, a, b, count_pair, UINT32_MAX);
}

/* What is said of memory behind pointers. */
static uint32_t count_pointed(const WorldContext *context, const World *world)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        const ValueNode *key = value_node(context->values, world->cells[i].key);
        count += key->has_symbols && !is_silent(key);
    }
    return count;
}

/* Behind pointers nothing is compared before their unknowns are paired; but a world that says something there, and one that says nothing, are less alike than two that do. */
uint32_t world_cost(const WorldContext *context, const World *a, const World *b, uint32_t enough)
{
    uint32_t cost = add_up(context, a, b, cost_of_pair, enough);
    cost += cost < enough ? cost_of_rings(context, a, b) : 0;
    uint32_t here = cost < enough ? count_pointed(context, a) : 0, there = cost < enough ? count_pointed(context, b) : 0;
    return cost + (here > there ? here - there : there - here) * COST_OF_ALIKE;
}

bool world_cost_is_small(uint32_t cost)
{
    return cost < LEAST_COST_OF_APART;
}

bool world_speaks_of_others(const WorldContext *context, const World *world)
{
    Element task = element_of_task(context, world);
    bool does = false;
    for (uint32_t i = 0; i < world->cell_count && task.array != VALUE_NONE && !does; i++)
        does = value_node(context->values, world->cells[i].key)->kind != VALUE_KEY && is_beside_another(context, task, world->cells[i].key);
    return does;
}

bool world_cost_is_beside(uint32_t cost)
{
    return cost < LEAST_COST_OF_APART && cost % COST_OF_ALIKE != 0;
}
