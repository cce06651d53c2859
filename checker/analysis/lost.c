/* lost.c - what is done behind pointers that are lost: that lead somewhere, but nobody knows where (world_lost.c).
 *
 * A task that is consumed there may be the followed one, if such pointers may lead to where that lies: then nobody can say any more that it is never
 * consumed. But a second consumption by its own name is one still. */
#include "analysis/engine.h"

static const ValueNode *node_of(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value);
}

static bool has_key(const Exec *exec, const Env *env, int key, Value of)
{
    return env_get(env, value_key(exec->engine->values, key, of, 0)) != VALUE_NONE;
}

/* By way of some object that came in, and to which lost pointers may lead. */
static bool leads_to_task(Exec *exec, const Env *env)
{
    bool leads = false;
    for (uint32_t i = 0; i < env->cell_count && !leads; i++) {
        const ValueNode key = *node_of(exec, env->cells[i].key);
        leads = key.kind == VALUE_KEY && key.op == VALUE_KEY_KEPT && memory_leads_to_task(exec, env, key.left);
    }
    return leads;
}

static bool is_in_reach(Exec *exec, const Env *env, Value object)
{
    int kind = node_of(exec, object)->kind;
    if (kind == VALUE_LOCAL || memory_is_made_here(exec, env, object))
        return has_key(exec, env, VALUE_KEY_LEAKED, object) || has_key(exec, env, VALUE_KEY_KEPT, object);
    return !has_key(exec, env, VALUE_KEY_PRIVATE, object) || leads_to_task(exec, env);
}

/* Whether callers know where a pointer leads: it came in, and they can say where. */
static bool came_in(const Exec *exec, const Env *env, Value pointer)
{
    bool did = false;
    for (uint32_t i = 0; i < env->cell_count && !did; i++) {
        const ValueNode *key = node_of(exec, env->cells[i].key);
        did = env->cells[i].value == pointer && key->kind == VALUE_KEY && key->op == VALUE_KEY_INITIAL;
    }
    return did;
}

/* Where the followed task lies and lost pointers may lead, and where by such a pointer (VALUE_NONE: by any) another task lies that may be that one. */
static bool is_followed_at(Exec *exec, const Env *env, Value place)
{
    const Values *values = exec->engine->values;
    bool is_there = false;
    for (uint32_t i = 0; i < env->cell_count && !is_there; i++) {
        Cell cell = env->cells[i];
        is_there = node_of(exec, cell.value)->kind == VALUE_TASK && node_of(exec, cell.key)->kind != VALUE_KEY &&
                   (place == VALUE_NONE || memory_may_be_one_place(exec, env, place, cell.key)) && is_in_reach(exec, env, value_root(values, cell.key));
    }
    return is_there;
}

void lost_consume(Exec *exec, Env *env, Value task)
{
    const Values *values = exec->engine->values;
    for (uint32_t i = 0; i < env->cell_count && env->state == TASK_LIVE && task != VALUE_NONE; i++) {
        Cell cell = env->cells[i];
        if (cell.value == task && node_of(exec, cell.key)->kind != VALUE_KEY && !came_in(exec, env, value_root(values, cell.key)) &&
            is_followed_at(exec, env, cell.key))
            env->flags |= WORLD_EXCUSED;
    }
}

/* Whoever consumes the followed task from now on may do so unseen, if lost pointers may lead to it. */
static void excuse(Exec *exec, Env *env)
{
    if (env->state == TASK_LIVE && is_followed_at(exec, env, VALUE_NONE))
        env->flags |= WORLD_EXCUSED;
}

void lost_consume_any(Exec *exec, Env *env)
{
    Values *values = exec->engine->values;
    excuse(exec, env);
    if (exec->run->context.keeps_outside)
        env_set(env, value_key(values, VALUE_KEY_LOST_CONSUMED, VALUE_NONE, 0), value_const(values, 1));
}

void lost_store(Exec *exec, Env *env, Value key)
{
    Values *values = exec->engine->values;
    int64_t field;
    IrTypeKind kind = IR_TYPE_POINTER;
    Value somewhere = env_fresh(&exec->run->context, env, IR_POINTER);
    if (value_is_lost_scalar(node_of(exec, key), &field, &kind))
        memory_prepare_store(exec, env, field == 0 ? somewhere : value_field(values, somewhere, (uint32_t)field), VALUE_NONE, (IrType){.kind = kind}, NULL);
    else
        memory_forget_aliases(exec, env, somewhere, IR_NONE);
    if (kind == IR_TYPE_POINTER) /* they lead another way now */
        excuse(exec, env);
    if (exec->run->context.keeps_outside)
        env_set(env, key, value_const(values, 1));
}
