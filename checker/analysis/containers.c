/* containers.c - structs that are found by a pointer to a member: container_of, and structs that begin with their base.
 *
 * A place has one name, by way of the object around it. Where a pointer of which nothing was known is taken for one to a member, and the struct around it
 * is looked into, that pointer *is* the address of this member from then on: the unknown becomes `&outer->member`, wherever the world speaks of it.
 * Until then the struct is "what is around that pointer" (VALUE_CONTAINER), for many a one is only computed and compared: of the head of a list,
 * there is no struct around it. */
#include "analysis/engine.h"

Value container_of(const Exec *exec, Value inner, uint32_t field)
{
    return value_container(exec->engine->values, inner, field, exec->engine->layouts[field].begin == 0);
}

Value container_open(Exec *exec, Env *env, Value container)
{
    Values *values = exec->engine->values;
    ValueNode node = *value_node(values, container);
    if (node.kind != VALUE_CONTAINER)
        return container;
    if (value_node(values, node.left)->kind == VALUE_CONTAINER) {
        container = container_of(exec, container_open(exec, env, node.left), (uint32_t)node.number);
        node = *value_node(values, container);
        if (node.kind != VALUE_CONTAINER)
            return container;
    }
    const ValueNode inner = *value_node(values, node.left);
    bool is_made_here = memory_is_made_here(exec, env, node.left); /* then nothing lies before it */
    if (inner.kind != VALUE_SYMBOL || inner.type.kind != IR_TYPE_POINTER || (is_made_here && !node.op))
        return container;
    Value outer = env_fresh(&exec->run->context, env, IR_POINTER);
    env_rename(values, env, node.left, value_field(values, outer, (uint32_t)node.number));
    unchanged_open(exec, env, outer, (uint32_t)node.number);
    return outer;
}

Value container_whole(const Engine *engine, Value address)
{
    const ValueNode *node = value_node(engine->values, address);
    while (node->kind == VALUE_FIELD && engine->layouts[node->number].begin == 0) {
        address = node->left;
        node = value_node(engine->values, address);
    }
    return address;
}

Value container_step(Exec *exec, Env *env, const IrInst *inst)
{
    Value base = exec_register(exec, env, inst->as.field.base);
    uint32_t field = memory_field_id(exec->engine, exec->run->info->module_index, inst->as.field.field);
    if (inst->op == IR_OP_CONTAINER)
        return container_of(exec, base, field);
    return value_field(exec->engine->values, container_open(exec, env, base), field);
}
