/* elements_moved.c - elements that change their places with what they hold: in a sort, or where the last one fills a gap. */
#include "analysis/engine.h"

static bool is_task(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value)->kind == VALUE_TASK;
}

/* The counter by which an element is found; IR_NONE: another thing. */
static uint32_t counter_of_element(const Exec *exec, IrReg address)
{
    const IrInst *element = exec_definition(exec, address);
    bool is_less;
    return element != NULL && element->op == IR_OP_INDEX && element->as.index.index != IR_NONE ? elements_counter(exec, element->as.index.index, &is_less) : IR_NONE;
}

/* Whether an element is the last of those that are counted, and the block counts it off: `t[--n]`, `t[n - 1]` with `n--` beside it. */
static bool is_counted_off(const Exec *exec, IrReg address)
{
    bool is_less;
    uint32_t counter = counter_of_element(exec, address);
    const IrBlock *block = &exec->function->blocks[exec->block];
    for (uint32_t i = 0; i < block->inst_count && counter != IR_NONE; i++) {
        const IrInst *store = &block->insts[i];
        const IrInst *place = store->op == IR_OP_STORE ? exec_definition(exec, store->as.store.address) : NULL;
        if (place != NULL && place->op == IR_OP_LOCAL && place->as.local == counter && elements_counter(exec, store->as.store.value, &is_less) == counter && is_less)
            return true;
    }
    return false;
}

/* The element that another element of the same array is put to, in the block under execution; *from: where it comes from. VALUE_NONE: another thing is put there. */
static Value moved_to(Exec *exec, Env *env, const IrInst *store, Value *from)
{
    const Values *values = exec->engine->values;
    const IrInst *load = exec_definition(exec, store->as.store.value);
    if (load == NULL || load->op != IR_OP_LOAD)
        return VALUE_NONE;
    Value to = exec_register(exec, env, store->as.store.address);
    *from = exec_register(exec, env, load->as.load.address);
    return *from != VALUE_NONE && to != VALUE_NONE && overlap_array(values, *from) == overlap_array(values, to) ? to : VALUE_NONE;
}

/* Where elements move about, as in a sort (`t[i] = t[i - 1]`, but not `t[i] = t[--n]`), and something has been lost that may have said where to, no task among them
 * is followed any more. */
void elements_note_moving(Exec *exec, Env *env, const IrInst *store)
{
    Value from, to = env->is_loose && env->state == TASK_LIVE && exec->run->info->body->is_in_loop[exec->block] ? moved_to(exec, env, store, &from) : VALUE_NONE;
    if (to == VALUE_NONE || !(is_task(exec, env_get(env, to)) || is_task(exec, exec_register(exec, env, store->as.store.value))))
        return;
    IrReg source = exec_definition(exec, store->as.store.value)->as.load.address;
    if (is_counted_off(exec, source) && counter_of_element(exec, source) != counter_of_element(exec, store->as.store.address))
        return;
    env->state = TASK_ESCAPED;
    exec->run->has_lost_element = true;
}

/* The last element moves to the place of one that is gone, `t[i] = t[--n]`: nobody reads the one that it came from. To remember it there would make a world for
 * each set of places that a task has been to. */
void elements_leave_last(Exec *exec, Env *env, const IrInst *store, Value task)
{
    bool is_followed_task = is_task(exec, task);
    Value from, to = is_followed_task || exec->run->kind != RUN_ENTRY ? moved_to(exec, env, store, &from) : VALUE_NONE;
    if (to == VALUE_NONE)
        return;
    bool is_lost = from == to && is_followed_task && env->state == TASK_LIVE; /* that is to be seen */
    if (!is_lost && env_get(env, from) == task && is_counted_off(exec, exec_definition(exec, store->as.store.value)->as.load.address))
        env_remove(env, from);
}
