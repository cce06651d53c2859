/* summary_depth.c - how far from what came in the summary of a recursion remembers.
 *
 * A recursion over a tree reads `t->left`, then `t->left->left`, and so on: each repetition finds places one pointer further away, and
 * twice as many of them. So objects have a depth: how many pointers lead there from the parameters, globals and the result,
 * on the shortest way (k-limiting: Jones and Muchnick, POPL 1979). Of objects past MOST_DEPTH only what was stored is kept, as a store
 * through one unknown pointer: it tells callers that some such field has changed, and nothing else. What leads to the followed
 * task is never dropped. */
#include "analysis/engine.h"

enum { MOST_DEPTH = 3, NOT_REACHED = UINT32_MAX };

typedef struct Depths {
    const Values *values;
    const Env *env;
    uint32_t *of; /* per symbol */
} Depths;

/* Of what a value points to, or the object in which an address lies. */
static uint32_t depth_of(const Depths *depths, Value value)
{
    const ValueNode *node = value_node(depths->values, value_root(depths->values, value));
    while (node->kind == VALUE_EXPRESSION)
        node = value_node(depths->values, value_root(depths->values, node->left));
    return node->kind == VALUE_SYMBOL ? depths->of[node->number] : 0;
}

/* The symbol that a value is, or into whose object it points. */
static const ValueNode *symbol_of(const Depths *depths, Value value)
{
    const ValueNode *node = value_node(depths->values, value_root(depths->values, value));
    return node->kind == VALUE_SYMBOL ? node : NULL;
}

/* The place of a cell that says what memory holds or held, the result included; VALUE_NONE: it says something else. */
static Value place_of(const Depths *depths, Value key)
{
    const ValueNode *node = value_node(depths->values, key);
    if (node->kind != VALUE_KEY || node->op == VALUE_KEY_RETURN)
        return key;
    return node->op == VALUE_KEY_INITIAL || node->op == VALUE_KEY_SEEN ? node->left : VALUE_NONE;
}

static bool lower(uint32_t *depth, uint32_t to)
{
    if (*depth <= to)
        return false;
    *depth = to;
    return true;
}

static bool holds_task(const Depths *depths, Cell cell)
{
    const ValueNode *key = value_node(depths->values, cell.key);
    return value_node(depths->values, cell.value)->kind == VALUE_TASK || (key->kind == VALUE_KEY && key->op == VALUE_KEY_CAME_IN);
}

/* What holds the followed task, or leads there, is as near as can be. */
static bool bring_task_near(const Depths *depths, Cell cell)
{
    const ValueNode *key = value_node(depths->values, cell.key);
    Value place = key->kind == VALUE_KEY && key->op == VALUE_KEY_CAME_IN ? key->left : place_of(depths, cell.key);
    const ValueNode *holder = place == VALUE_NONE ? NULL : symbol_of(depths, place), *held = symbol_of(depths, cell.value);
    bool leads = holds_task(depths, cell) || (held != NULL && held->type.kind == IR_TYPE_POINTER && depths->of[held->number] == 0);
    return holder != NULL && leads && lower(&depths->of[holder->number], 0);
}

static void measure(const Depths *depths)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < depths->env->cell_count; i++)
            changed |= bring_task_near(depths, depths->env->cells[i]);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < depths->env->cell_count; i++) {
            Cell cell = depths->env->cells[i];
            Value place = place_of(depths, cell.key);
            const ValueNode *held = symbol_of(depths, cell.value);
            uint32_t depth = place == VALUE_NONE || held == NULL ? NOT_REACHED : depth_of(depths, place);
            changed |= depth != NOT_REACHED && lower(&depths->of[held->number], depth + 1);
        }
    }
}

/* Whether a cell speaks of an object that is too far away. */
static bool is_far(const Depths *depths, Value key)
{
    const ValueNode *node = value_node(depths->values, key);
    if (node->kind != VALUE_KEY)
        return depth_of(depths, key) > MOST_DEPTH;
    if (node->left == VALUE_NONE)
        return false;
    const ValueNode *symbol = symbol_of(depths, node->left);
    bool is_held = symbol != NULL && symbol->type.kind == IR_TYPE_TASK; /* a task lies in an object of its own depth */
    return depth_of(depths, node->left) > (is_held ? MOST_DEPTH + 1 : MOST_DEPTH);
}

static bool is_as_it_was(Values *values, const World *world, Cell cell)
{
    return world_get(world, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) == cell.value ||
           world_get(world, value_key(values, VALUE_KEY_SEEN, cell.key, 0)) == cell.value;
}

static IrType type_of(const ValueNode *node)
{
    bool is_typed = node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION;
    return is_typed ? node->type : node->kind == VALUE_CONST ? IR_INT(64, true) : IR_POINTER;
}

const World *summary_without_far(WorldContext *context, const World *world)
{
    Values *values = context->values;
    Env env;
    env_from_world(&env, world);
    uint32_t symbols = env.symbol_count;
    Depths depths = {values, &env, g_new(uint32_t, symbols + 1)};
    for (uint32_t i = 0; i < symbols; i++)
        depths.of[i] = NOT_REACHED;
    measure(&depths);
    Value somewhere = VALUE_NONE;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        Cell cell = world->cells[i];
        const ValueNode value = *value_node(values, cell.value);
        if (!is_far(&depths, cell.key))
            continue;
        env_remove(&env, cell.key);
        const ValueNode key = *value_node(values, cell.key);
        bool is_rest = value_is_rest(&key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_CONSUMED && world_found_task(values, world->cells, world->cell_count, key.left))
            env_set(&env, value_key(values, VALUE_KEY_LOST_CONSUMED, VALUE_NONE, 0), value_const(values, 1));
        if ((key.kind == VALUE_KEY && !is_rest) || is_as_it_was(values, world, cell))
            continue;
        somewhere = somewhere != VALUE_NONE ? somewhere : env_fresh(context, &env, IR_POINTER);
        if (is_rest) {
            env_set_rest(values, &env, somewhere, true, REST_UNKNOWN);
            continue;
        }
        Value place = value_rebase(values, cell.key, value_root(values, cell.key), somewhere);
        env_set(&env, place, value.kind == VALUE_TASK ? cell.value : env_fresh(context, &env, type_of(&value)));
    }
    g_free(depths.of);
    const World *near = world_from_env(context, &env, NULL, NULL);
    env_clear(&env);
    return near;
}
