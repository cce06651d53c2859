/* objects.c - whole objects: filled, copied, freed, written by code that is trusted.
 *
 * An object has a cell for each scalar of which something is known. What is so of all others inside is one cell for the object
 * (VALUE_KEY_REST): they are zero, or unknown although what lies around them is zero or came in. */
#include "analysis/engine.h"

static const ValueNode *node_of(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value);
}

void object_fill(Exec *exec, Env *env, Value object, ObjectExtent extent, bool to_zero)
{
    Values *values = exec->engine->values;
    bool is_array = extent.is_array;
    if (object == VALUE_NONE)
        return;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key, place = value_place(exec->engine->values, key);
        const ValueNode node = *node_of(exec, key);
        bool is_around = value_is_rest(&node) && node.number && !is_array && place == object; /* it speaks of the array that begins there */
        if (place == VALUE_NONE || is_around)
            continue;
        if (value_move(values, place, object, is_array, object) != VALUE_NONE)
            env_remove(env, key);
        else if (overlap_may_be_inside(exec, env, place, object, is_array))
            i = memory_forget_cell(exec, env, i);
    }
    memory_forget_aliases(exec, env, object, extent.record);
    answers_forget(exec, env, object, false);
    bool is_said = to_zero || (value_is_outside(exec->engine->values, value_root(values, object)) && exec->run->context.keeps_outside) ||
                   env_rest(values, env, object) == REST_ZERO;
    env_set_rest(values, env, object, is_array, to_zero ? REST_ZERO : is_said ? REST_UNKNOWN : REST_AS_IT_WAS);
}

/* A cell inside an object, and its key inside another. */
typedef struct Copied {
    Cell cell;
    Value key;
} Copied;

/* The cells inside one object, and where they lie inside another. */
static GArray *cells_copied(Exec *exec, const Env *env, Value source, bool is_array, Value destination)
{
    Values *values = exec->engine->values;
    GArray *copied = g_array_new(FALSE, FALSE, sizeof(Copied));
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Cell cell = env->cells[i];
        const ValueNode node = *node_of(exec, cell.key);
        Value place = value_place(exec->engine->values, cell.key);
        place = place == VALUE_NONE ? VALUE_NONE : value_move(values, place, source, is_array, destination);
        if (place == VALUE_NONE || (value_is_rest(&node) && node.number && !is_array && place == destination))
            continue;
        Copied one = {cell, value_is_rest(&node) ? value_key(values, VALUE_KEY_REST, place, node.number) : place};
        g_array_append_val(copied, one);
    }
    return copied;
}

/* Whether all scalars of the object that have no cell are zero. */
static bool is_rest_zero(Exec *exec, const Env *env, Value object, bool is_array)
{
    Values *values = exec->engine->values;
    if (memory_rest(exec, env, object) != REST_ZERO)
        return false;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Value place = value_place(exec->engine->values, env->cells[i].key);
        if (place != VALUE_NONE && value_move(values, place, object, is_array, object) == VALUE_NONE &&
            (overlap_is_doubtful(exec, place) || overlap_is_doubtful(exec, object)) &&
            overlap_may_be_inside(exec, env, place, object, is_array))
            return false;
    }
    return true;
}

enum { MOST_NESTED_RECORDS = 4 };

/* Reads what matters of an object of which nothing may be known so far, so that its copy holds the same unknowns; of tasks those that may have
 * come in: elsewhere, where no task is known there is none. */
static void read_fields(Exec *exec, Env *env, Value address, IrType type, int nested)
{
    const Engine *engine = exec->engine;
    Value root = value_root(engine->values, address);
    bool may_hold_tasks = value_is_outside(exec->engine->values, root) && !memory_is_made_here(exec, env, root);
    uint32_t m = exec->run->info->module_index;
    if (type.kind != IR_TYPE_AGGREGATE || type.record == IR_NONE || nested == MOST_NESTED_RECORDS ||
        !(engine->asked.records_asked[m][type.record] || engine->asked.records_with_tasks[m][type.record]))
        return;
    for (uint32_t f = engine->first_field[m][type.record]; f != IR_NONE; f = engine->next_field[m][f]) {
        uint32_t id = memory_field_id(engine, m, f);
        IrType held = exec->module->fields[f].type;
        Value part = value_field(engine->values, address, id);
        if (held.kind == IR_TYPE_AGGREGATE)
            read_fields(exec, env, part, held, nested + 1);
        else if (held.kind == IR_TYPE_TASK ? may_hold_tasks : engine->asked.pointed_fields[id] ? engine->asked.behind_pointers : engine->asked.fields[id])
            (void)memory_load(exec, env, part, held, false);
    }
}

/* A task that may lie in the object, but has another name: nobody can say whether it is copied. */
static void lose_unnamed_tasks(Exec *exec, Env *env, Value object, bool is_array)
{
    Values *values = exec->engine->values;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Cell cell = env->cells[i];
        if (node_of(exec, cell.value)->kind == VALUE_TASK && node_of(exec, cell.key)->kind != VALUE_KEY &&
            value_move(values, cell.key, object, is_array, object) == VALUE_NONE && overlap_may_be_inside(exec, env, cell.key, object, is_array))
            memory_escape(exec, env, cell.value);
    }
}

void object_copy(Exec *exec, Env *env, Value destination, Value source, IrType type)
{
    ObjectExtent extent = object_extent(type);
    bool is_array = extent.is_array;
    if (source == destination)
        return;
    if (source == VALUE_NONE || destination == VALUE_NONE) {
        if (destination != VALUE_NONE)
            object_fill(exec, env, destination, extent, false);
        else
            memory_escape(exec, env, source);
        return;
    }
    read_fields(exec, env, source, type, 0);
    lose_unnamed_tasks(exec, env, source, is_array);
    GArray *copies = cells_copied(exec, env, source, is_array, destination);
    object_fill(exec, env, destination, extent, is_rest_zero(exec, env, source, is_array));
    for (uint32_t i = 0; i < copies->len; i++) {
        const Copied *copied = &g_array_index(copies, Copied, i);
        env_set(env, copied->key, copied->cell.value);
        memory_note_kept(exec, env, copied->key, copied->cell.value);
        if (env_get(env, copied->cell.key) != VALUE_NONE) /* even if the two are one object, its contents are what they were */
            env_set(env, copied->cell.key, copied->cell.value);
    }
    g_array_free(copies, TRUE);
}

/* The object that begins at the address is gone, and what it held with it; what other places hold is there still. */
void object_free(Exec *exec, Env *env, const IrInst *call, Value address, const char *by)
{
    Values *values = exec->engine->values;
    bool is_reported = exec->run->context.keeps_outside && !memory_is_made_here(exec, env, address);
    if (is_reported && call != NULL)
        env_set(env, value_key(values, VALUE_KEY_FREED, address, 0), value_const(values, 1));
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Cell cell = env->cells[i];
        Value place = value_place(exec->engine->values, cell.key);
        bool is_task = node_of(exec, cell.value)->kind == VALUE_TASK;
        if (place == VALUE_NONE || value_rebase(values, place, address, address) == VALUE_NONE)
            continue;
        if (call != NULL && env->state == TASK_LIVE && is_task)
            exec_step(exec, env, TRACE_FREED, call->span, by);
        if (is_task && is_reported) /* to the caller: no longer there */
            env_set(env, cell.key, env_fresh(&exec->run->context, env, (IrType){.kind = IR_TYPE_TASK}));
        else
            env_remove(env, cell.key);
    }
}

void object_written(Exec *exec, Env *env, Value address)
{
    Values *values = exec->engine->values;
    answers_forget(exec, env, address, false);
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value place = value_place(exec->engine->values, env->cells[i].key);
        bool is_order = place != VALUE_NONE && node_of(exec, place)->kind == VALUE_FIELD && exec->engine->fields[node_of(exec, place)->number].is_order;
        if (place != VALUE_NONE && !is_order && overlap_may_be_inside(exec, env, place, address, true))
            i = memory_forget_cell(exec, env, i);
    }
    bool is_said = (value_is_outside(exec->engine->values, value_root(values, address)) && exec->run->context.keeps_outside) ||
                   env_rest(values, env, address) == REST_ZERO;
    if (is_said)
        env_set_rest(values, env, overlap_array(values, address), true, REST_UNKNOWN);
}
