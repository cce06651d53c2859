/* world_apart.c - worlds that have no exact union, told apart without trying.
 *
 * Where many worlds meet, nearly all pairs differ in more than a union can say. That shows in what their cells can be, cell by cell: sets that
 * were looked up once, when the world was made, and are numbers now. Only what `world_join` would find as well makes worlds apart;
 * whatever takes pairing of unknowns to see (memory behind pointers, facts about expressions) is left to it. */
#include "worlds/world.h"

static bool is_number(const ValueNode *node)
{
    return node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || (node->kind == VALUE_SYMBOL && node->type.kind != IR_TYPE_TASK);
}

/* The steps to a place but for the unknowns in them: places whose steps differ are not one. */
static uint32_t steps_of(const Values *values, Value place)
{
    const ValueNode *node = value_node(values, place);
    if (node->kind == VALUE_SYMBOL)
        return 1;
    uint32_t hash = ((uint32_t)node->kind * 31 + (uint32_t)node->op) * 0x9e3779b1u ^ (uint32_t)node->number;
    if (!node->has_symbols)
        return place * 0x85ebca6bu ^ hash;
    hash = hash * 31 + (node->left == VALUE_NONE ? 0 : steps_of(values, node->left));
    return hash * 31 + (node->right == VALUE_NONE ? 0 : steps_of(values, node->right));
}

void world_note_sets(WorldContext *context, World *world)
{
    Env view = {.facts = (Fact *)(uintptr_t)world->facts, .fact_count = world->fact_count};
    IntSet *sets = BASE_NEW_ARRAY(context->arena, IntSet, world->cell_count);
    world->pointed_count = world->task_steps = 0;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        const ValueNode *node = value_node(context->values, world->cells[i].value);
        bool is_plain = node->kind == VALUE_CONST || (node->kind == VALUE_SYMBOL && node->type.kind != IR_TYPE_TASK) ||
                        (node->kind == VALUE_EXPRESSION && node->op >= IR_EQ && node->op <= IR_GE); /* which can be known to be true */
        world->pointed_count += value_node(context->values, world->cells[i].key)->has_symbols;
        if (node->kind == VALUE_TASK)
            world->task_steps += steps_of(context->values, world->cells[i].key);
        sets[i] = is_plain ? env_set_of(context, &view, world->cells[i].value) : INTSET_FULL;
    }
    world->sets = sets;
}

/* What was found so far. Pairs of values that were met already are one disagreement. */
typedef struct Comparison {
    WorldContext *context;
    const World *left, *right;
    bool left_covers, right_covers; /* may still admit all that the other admits */
    uint32_t differences;
    Cell pairs[16];
    uint32_t pair_count;
} Comparison;

static bool is_met(Comparison *comparison, Value left, Value right)
{
    for (uint32_t i = 0; i < comparison->pair_count; i++)
        if (comparison->pairs[i].key == left && comparison->pairs[i].value == right)
            return true;
    if (comparison->pair_count == G_N_ELEMENTS(comparison->pairs))
        return true; /* not counted: fewer differences are found than there are */
    comparison->pairs[comparison->pair_count++] = (Cell){left, right};
    return false;
}

/* A cell that one world has alone. */
static bool is_apart_alone(Comparison *comparison, const ValueNode *key, Value value, bool is_left)
{
    const ValueNode *node = value_node(comparison->context->values, value);
    if (value_is_kept_alone(key) || (key->kind == VALUE_KEY && key->op == VALUE_KEY_HEAP))
        return false; /* knowing less is safe there */
    if (node->kind != VALUE_CONST && node->kind != VALUE_SYMBOL)
        return true;
    if (comparison->left->has_rests || comparison->right->has_rests)
        return false; /* the other may say something of that place, too */
    *(is_left ? &comparison->left_covers : &comparison->right_covers) = false;
    comparison->differences++;
    return false;
}

static void compare_sets(Comparison *comparison, IntSet left, IntSet right)
{
    IntSets *sets = comparison->context->sets;
    comparison->differences++;
    comparison->left_covers = comparison->left_covers && intset_is_subset(sets, right, left);
    comparison->right_covers = comparison->right_covers && intset_is_subset(sets, left, right);
}

static bool is_apart_in(Comparison *comparison, uint32_t i, uint32_t j)
{
    const Values *values = comparison->context->values;
    Value left = comparison->left->cells[i].value, right = comparison->right->cells[j].value;
    const ValueNode *key = value_node(values, comparison->left->cells[i].key);
    const ValueNode *left_node = value_node(values, left), *right_node = value_node(values, right);
    if ((left == right && !left_node->has_symbols) || is_met(comparison, left, right) || value_is_rest(key))
        return false;
    if (left_node->kind == VALUE_SYMBOL && right_node->kind == VALUE_SYMBOL &&
        left_node->type.kind == IR_TYPE_TASK && right_node->type.kind == IR_TYPE_TASK)
        return false;
    if (left_node->kind > VALUE_FUNCTION && left_node->kind == right_node->kind && left_node->op == right_node->op &&
        left_node->number == right_node->number)
        return false; /* made in the same way: their parts decide */
    int64_t only;
    bool is_expression = left_node->kind == VALUE_EXPRESSION || right_node->kind == VALUE_EXPRESSION;
    if (is_expression && comparison->left->sets[i] == comparison->right->sets[j] && intset_single(comparison->context->sets, comparison->left->sets[i], &only))
        return false; /* the same number */
    if (!is_number(left_node) || !is_number(right_node) || is_expression)
        return true;
    bool are_symbols = left_node->kind == VALUE_SYMBOL && right_node->kind == VALUE_SYMBOL;
    if (!are_symbols || comparison->left->sets[i] != comparison->right->sets[j])
        compare_sets(comparison, comparison->left->sets[i], comparison->right->sets[j]);
    return false;
}

bool world_are_apart(WorldContext *context, const World *a, const World *b)
{
    context->work++;
    if (a->state != b->state || a->flags != b->flags || a->task_steps != b->task_steps || !world_counts_are_close(a->pointed_count, b->pointed_count))
        return true;
    Comparison comparison = {.context = context, .left = a, .right = b, .left_covers = true, .right_covers = true};
    uint32_t i = 0, j = 0;
    bool is_apart = false;
    while ((i < a->cell_count || j < b->cell_count) && !is_apart) {
        bool in_a = i < a->cell_count && (j >= b->cell_count || a->cells[i].key <= b->cells[j].key);
        bool in_b = j < b->cell_count && (i >= a->cell_count || b->cells[j].key <= a->cells[i].key);
        const ValueNode *key = value_node(context->values, in_a ? a->cells[i].key : b->cells[j].key);
        if (!key->has_symbols)
            is_apart = in_a && in_b ? is_apart_in(&comparison, i, j)
                                    : is_apart_alone(&comparison, key, in_a ? a->cells[i].value : b->cells[j].value, in_a);
        is_apart = is_apart || (comparison.differences > 1 && !comparison.left_covers && !comparison.right_covers);
        i += in_a;
        j += in_b;
    }
    context->work += i + j;
    return is_apart;
}
