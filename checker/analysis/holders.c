/* holders.c - where the followed task is kept when no variable holds it: in memory that was made here, and who knows that memory. */
#include "analysis/engine.h"

static bool is_said_of(const Run *run, const Env *env, int key, Value object)
{
    return env_get(env, value_key(run->engine->values, key, object, 0)) != VALUE_NONE;
}

static void add(GArray **holders, Value object)
{
    if (holders_have(*holders, object))
        return;
    if (*holders == NULL)
        *holders = g_array_new(FALSE, FALSE, sizeof(Value));
    g_array_append_val(*holders, object);
}

bool holders_have(const GArray *holders, Value object)
{
    for (uint32_t i = 0; holders != NULL && i < holders->len; i++)
        if (g_array_index(holders, Value, i) == object)
            return true;
    return false;
}

void holders_free(GArray *holders)
{
    if (holders != NULL)
        g_array_free(holders, TRUE);
}

GArray *holders_of_task(const Run *run, const Env *env)
{
    const Values *values = run->engine->values;
    Value task = value_task(run->engine->values);
    GArray *holders = NULL;
    for (uint32_t before = UINT32_MAX; before != (holders == NULL ? 0 : holders->len);) {
        before = holders == NULL ? 0 : holders->len;
        for (uint32_t i = 0; i < env->cell_count; i++) {
            Cell cell = env->cells[i];
            Value object = value_root(values, cell.key);
            bool leads = cell.value == task || holders_have(holders, value_root(values, cell.value));
            if (leads && value_node(values, object)->kind == VALUE_SYMBOL && is_said_of(run, env, VALUE_KEY_HEAP, object))
                add(&holders, object);
        }
    }
    return holders;
}

/* Whether memory is there when the function is left: it came in, is global, or returned. */
static bool is_lasting(const Run *run, const Env *env, Value object)
{
    const ValueNode *node = value_node(run->engine->values, object);
    switch (node->kind) {
    case VALUE_GLOBAL: case VALUE_EXPRESSION: return true;
    case VALUE_KEY: return node->op == VALUE_KEY_RETURN;
    case VALUE_SYMBOL:
        return !is_said_of(run, env, VALUE_KEY_HEAP, object) || is_said_of(run, env, VALUE_KEY_LEAKED, object) ||
               is_said_of(run, env, VALUE_KEY_KEPT, object);
    default: return false;
    }
}

bool holders_are_lasting(const Run *run, const Env *env)
{
    const Values *values = run->engine->values;
    bool in_loop = run->site != NULL && run->info->body->is_in_loop[run->site->block];
    Value task = value_task(run->engine->values);
    GArray *holders = holders_of_task(run, env);
    bool is_elsewhere = false;
    for (uint32_t i = 0; i < env->cell_count && !is_elsewhere; i++) {
        Cell cell = env->cells[i];
        bool leads = cell.value == task || holders_have(holders, value_root(values, cell.value));
        is_elsewhere = leads && (is_lasting(run, env, value_root(values, cell.key)) ||
                                 (in_loop && !run->is_coarse && cell.value == task && value_unknown_element(values, cell.key) != VALUE_NONE));
    }
    holders_free(holders);
    return is_elsewhere;
}
