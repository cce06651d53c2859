/* memory.c - loads, stores and what unknown code does to memory.
 *
 * Aliasing. Objects with different known roots (locals, globals, heap allocated here) never overlap. Memory behind an
 * unknown pointer may overlap other unknown memory, globals and locals whose address is known outside, but only where the last
 * step of the two addresses agrees (the same field, or both no field): a field is not written through another field. Stores
 * through such a pointer forget numbers they might overwrite; they are taken not to overwrite tasks, but for consumed ones in fields. */
#include "analysis/engine.h"
#include "worlds/infer.h"

#include <string.h>

uint32_t memory_field_id(const Engine *engine, uint32_t module_index, uint32_t field)
{
    return engine->field_ids[module_index][field];
}

static const ValueNode *node_of(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value);
}

static bool is_outside_root(const Exec *exec, Value root)
{
    int kind = node_of(exec, root)->kind;
    return kind == VALUE_SYMBOL || kind == VALUE_GLOBAL || kind == VALUE_EXPRESSION;
}

static bool has_key(Exec *exec, const Env *env, int key, Value of)
{
    return env_get(env, value_key(exec->engine->values, key, of, 0)) != VALUE_NONE;
}

static bool is_heap_made_here(Exec *exec, const Env *env, Value root)
{
    return node_of(exec, root)->kind == VALUE_SYMBOL && has_key(exec, env, VALUE_KEY_HEAP, root);
}

static bool is_visible_outside(Exec *exec, const Env *env, Value root)
{
    if (is_heap_made_here(exec, env, root) || !is_outside_root(exec, root))
        return has_key(exec, env, VALUE_KEY_LEAKED, root);
    return true;
}

bool memory_is_private(Exec *exec, const Env *env, Value root)
{
    if (has_key(exec, env, VALUE_KEY_LEAKED, root))
        return false;
    int kind = node_of(exec, root)->kind;
    return kind == VALUE_LOCAL || (kind == VALUE_SYMBOL && (has_key(exec, env, VALUE_KEY_HEAP, root) || has_key(exec, env, VALUE_KEY_PRIVATE, root)));
}

static Value known_initial(Exec *exec, Value address);

static void escape_task(Env *env)
{
    if (env->state == TASK_LIVE || env->state == TASK_CONSUMED)
        env->state = TASK_ESCAPED;
}

static bool is_task(const Exec *exec, Value value)
{
    return node_of(exec, value)->kind == VALUE_TASK;
}

/* The followed task or another one. */
static bool is_any_task(const Exec *exec, Value value)
{
    const ValueNode *node = node_of(exec, value);
    return node->kind == VALUE_TASK || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_TASK);
}

void memory_unknown(Exec *exec, Env *env, Value address)
{
    Value root = value_root(exec->engine->values, address);
    Value old = env_get(env, address);
    if (old != VALUE_NONE && is_task(exec, old))
        escape_task(env);
    if (is_outside_root(exec, root) && exec->run->context.keeps_outside && old != VALUE_NONE && !is_task(exec, old) &&
        node_of(exec, old)->type.kind != IR_TYPE_TASK) {
        const ValueNode *node = node_of(exec, old);
        IrType type = node->kind == VALUE_SYMBOL ? node->type : IR_INT(64, true);
        env_set(env, address, env_fresh(&exec->run->context, env, type));
    } else {
        env_remove(env, address);
    }
}

/* The object that begins at the address is gone, and what it held with it; what other places hold is there still. */
void memory_free(Exec *exec, Env *env, const IrInst *call, Value address, const char *by)
{
    Values *values = exec->engine->values;
    bool is_reported = exec->run->context.keeps_outside && !is_heap_made_here(exec, env, address);
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Cell cell = env->cells[i];
        if (node_of(exec, cell.key)->kind == VALUE_KEY || value_rebase(values, cell.key, address, address) == VALUE_NONE)
            continue;
        if (call != NULL && env->state == TASK_LIVE && is_task(exec, cell.value))
            exec_step(exec, env, TRACE_FREED, call->span, by);
        if (!is_task(exec, cell.value))
            memory_unknown(exec, env, cell.key);
        else if (is_reported) /* to the caller: no longer there */
            env_set(env, cell.key, env_fresh(&exec->run->context, env, (IrType){.kind = IR_TYPE_TASK}));
        else
            env_remove(env, cell.key);
    }
    env_remove(env, value_key(values, VALUE_KEY_ZEROED, address, 0));
}

/* --- loads --- */

static const UnseenWrites *unseen_writes_at(const Exec *exec, Value root)
{
    const ValueNode *node = node_of(exec, root);
    return node->kind == VALUE_GLOBAL ? &exec->engine->unseen_writes[node->number] : NULL;
}

static bool is_out_of_reach(const Exec *exec, Value root)
{
    const UnseenWrites *writes = unseen_writes_at(exec, root);
    return writes != NULL && !writes->is_any && writes->numbers == INTSET_EMPTY;
}

/* Whether two elements of one array may be the same. */
static bool may_be_same_element(Exec *exec, const Env *env, Value a, Value b)
{
    Values *values = exec->engine->values;
    const ValueNode left = *value_node(values, a), right = *value_node(values, b);
    bool left_at = left.kind == VALUE_ELEMENT_AT, right_at = right.kind == VALUE_ELEMENT_AT;
    if (!left_at && !right_at)
        return a == b;
    Value left_base = left_at || left.kind == VALUE_ELEMENT ? left.left : a;
    Value right_base = right_at || right.kind == VALUE_ELEMENT ? right.left : b;
    if (left_base != right_base)
        return false;
    Value left_index = left_at ? left.right : value_const(values, left.kind == VALUE_ELEMENT ? left.number : 0);
    Value right_index = right_at ? right.right : value_const(values, right.kind == VALUE_ELEMENT ? right.number : 0);
    Value left_of, right_of;
    int64_t by;
    infer_is_sum(&exec->run->context, left_index, &left_of, &by);
    infer_is_sum(&exec->run->context, right_index, &right_of, &by);
    if (left_of == right_of) /* not told apart: a loop that fills an array by number would be followed turn by turn (elements.c) */
        return true;
    Value same = value_binary(values, IR_EQ, left_index, right_index, IR_INT(64, true), IR_I32);
    if (same == VALUE_NONE)
        return true;
    return intset_contains(exec->engine->sets, env_set_of(&exec->run->context, env, same), 1);
}

/* A task that may or may not be the element just touched cannot be followed any more. */
static void lose_aliased_elements(Exec *exec, Env *env, Value address, bool forget_numbers)
{
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        int kind = node_of(exec, key)->kind;
        if (key == address || kind == VALUE_KEY)
            continue;
        bool element = kind == VALUE_ELEMENT_AT || node_of(exec, address)->kind == VALUE_ELEMENT_AT;
        if (!element || !may_be_same_element(exec, env, key, address))
            continue;
        if (is_task(exec, env->cells[i].value))
            escape_task(env);
        else if (forget_numbers)
            memory_unknown(exec, env, key);
    }
}

static Value zero_of_zeroed(Exec *exec, const Env *env, Value address)
{
    Values *values = exec->engine->values;
    for (Value object = address;;) {
        if (has_key(exec, env, VALUE_KEY_ZEROED, object))
            return value_const(values, 0);
        const ValueNode *node = value_node(values, object);
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT && node->kind != VALUE_ELEMENT_AT)
            return VALUE_NONE;
        object = node->left;
    }
}

Value memory_load(Exec *exec, Env *env, Value address, IrType type, bool is_volatile)
{
    WorldContext *context = &exec->run->context;
    if (type.kind != IR_TYPE_INT && type.kind != IR_TYPE_POINTER && type.kind != IR_TYPE_TASK)
        return VALUE_NONE;
    if (address == VALUE_NONE || is_volatile || node_of(exec, address)->kind == VALUE_CONST)
        return env_fresh(context, env, type);
    if (exec->run->first_look != FIRST_LOOK_NONE && !first_look_knows(exec->run, address)) {
        Value constant = known_initial(exec, address);
        return constant != VALUE_NONE ? constant : env_fresh(context, env, type);
    }
    lose_aliased_elements(exec, env, address, false);
    Value value = env_get(env, address);
    if (value != VALUE_NONE)
        return value;
    Value root = value_root(exec->engine->values, address);
    bool is_outside = is_outside_root(exec, root);
    value = known_initial(exec, address);
    if (value == VALUE_NONE && type.kind != IR_TYPE_TASK && !is_outside)
        value = zero_of_zeroed(exec, env, address);
    if (value != VALUE_NONE)
        return value;
    value = is_outside && type.kind == IR_TYPE_TASK && !is_heap_made_here(exec, env, root) ? call_found_task(exec, env, address, type) : env_fresh(context, env, type);
    env_set(env, address, value);
    if (is_outside && context->keeps_outside && !is_heap_made_here(exec, env, root)) {
        Value havoc = value_key(exec->engine->values, VALUE_KEY_HAVOC, VALUE_NONE, 0);
        Value initial = value_key(exec->engine->values, VALUE_KEY_INITIAL, address, 0);
        /* A task that was found in memory is never a new one, even if unknown code may have put it there. */
        bool is_initial = type.kind == IR_TYPE_TASK || env_get(env, havoc) == VALUE_NONE || memory_is_private(exec, env, root) || is_out_of_reach(exec, root);
        if (env_get(env, initial) == VALUE_NONE)
            env_set(env, is_initial ? initial : value_key(exec->engine->values, VALUE_KEY_SEEN, address, 0), value);
    }
    return value;
}

/* --- never-written globals --- */

/* Compares an initialiser's path with an address from the root outwards. */
static bool path_matches(Exec *exec, uint32_t module_index, Value address, const IrInitializer *initializer)
{
    /* An element of unknown number matches every element. */
    Values *values = exec->engine->values;
    uint32_t at = initializer->path_length;
    for (;;) {
        const ValueNode node = *value_node(values, address);
        /* An element 0 leaves no node: skip such steps. */
        while (at > 0 && initializer->path[at - 1].is_index && initializer->path[at - 1].value == 0 &&
               node.kind != VALUE_ELEMENT && node.kind != VALUE_ELEMENT_AT)
            at--;
        if (node.kind == VALUE_GLOBAL)
            return at == 0;
        if (at == 0)
            return false;
        const IrPathStep *step = &initializer->path[at - 1];
        if (step->is_index && ((node.kind == VALUE_ELEMENT && step->value == node.number) || node.kind == VALUE_ELEMENT_AT))
            address = node.left;
        else if (node.kind == VALUE_FIELD && !step->is_index &&
                 memory_field_id(exec->engine, module_index, (uint32_t)step->value) == node.number)
            address = node.left;
        else
            return false;
        at--;
    }
}

bool memory_has_unknown_index(Exec *exec, Value address)
{
    for (;;) {
        const ValueNode *node = node_of(exec, address);
        if (node->kind == VALUE_ELEMENT_AT)
            return true;
        if (node->kind != VALUE_FIELD && node->kind != VALUE_ELEMENT)
            return false;
        address = node->left;
    }
}

static uint32_t module_index_of(const AnalysisProgram *program, const IrModule *module)
{
    for (uint32_t i = 0; i < program->module_count; i++)
        if (program->modules[i] == module)
            return i;
    return 0;
}

/* What a global that nothing ever writes holds. */
static Value known_initial(Exec *exec, Value address)
{
    Engine *engine = exec->engine;
    Value root = value_root(engine->values, address);
    const ValueNode *node = node_of(exec, root);
    if (node->kind != VALUE_GLOBAL)
        return VALUE_NONE;
    const AnalysisGlobal *linked = &engine->program->globals[node->number];
    const IrGlobal *global = linked->global;
    if (!linked->is_defined || (linked->is_ever_written && !global->is_const) || global->is_volatile ||
        memory_has_unknown_index(exec, address))
        return VALUE_NONE;
    if (engine->program->is_open && global->linkage != IR_LINKAGE_INTERNAL && !global->is_const && engine->asked.globals[node->number])
        exec->run->is_supposing = true;
    uint32_t module_index = module_index_of(engine->program, linked->module);
    for (uint32_t i = global->initializer_count; i-- > 0;) { /* later ones override */
        const IrInitializer *initializer = &global->initializers[i];
        if (!path_matches(exec, module_index, address, initializer))
            continue;
        switch (initializer->kind) {
        case IR_CONSTANT_INT: return value_const(engine->values, initializer->value);
        case IR_CONSTANT_FUNCTION:
            return value_function(engine->values, engine->program->function_of[module_index][initializer->value]);
        case IR_CONSTANT_GLOBAL:
            return value_global(engine->values, engine->program->global_of[module_index][initializer->value]);
        default: return VALUE_NONE;
        }
    }
    return global->is_zero_filled ? value_const(engine->values, 0) : VALUE_NONE;
}

bool memory_table_targets(Exec *exec, Value address, void (*visit)(uint32_t function, void *data), void *data)
{
    const Engine *engine = exec->engine;
    if (address == VALUE_NONE || !memory_has_unknown_index(exec, address))
        return false;
    const ValueNode *node = node_of(exec, value_root(engine->values, address));
    if (node->kind != VALUE_GLOBAL)
        return false;
    const AnalysisGlobal *linked = &engine->program->globals[node->number];
    if (!linked->is_defined || (linked->is_ever_written && !linked->global->is_const))
        return false;
    uint32_t module_index = module_index_of(engine->program, linked->module);
    bool any = false;
    for (uint32_t i = 0; i < linked->global->initializer_count; i++) {
        const IrInitializer *initializer = &linked->global->initializers[i];
        if (initializer->kind != IR_CONSTANT_FUNCTION || !path_matches(exec, module_index, address, initializer))
            continue;
        any = true;
        visit(engine->program->function_of[module_index][initializer->value], data);
    }
    return any;
}

/* --- stores --- */

static bool same_last_step(Exec *exec, Value a, Value b)
{
    const ValueNode *left = node_of(exec, a), *right = node_of(exec, b);
    if (left->kind == VALUE_FIELD || right->kind == VALUE_FIELD)
        return left->kind == right->kind && left->number == right->number;
    return true;
}

/* A field with the consumed task, in an object that others may know: it may get a new task without our seeing it. */
static bool may_be_refilled(Exec *exec, const Env *env, Cell cell)
{
    Value root = value_root(exec->engine->values, cell.key);
    return env->state == TASK_CONSUMED && is_task(exec, cell.value) && node_of(exec, cell.key)->kind == VALUE_FIELD &&
           node_of(exec, root)->kind == VALUE_SYMBOL && !memory_is_private(exec, env, root);
}

/* Numbers that a store through `address` may have overwritten under another name; a consumed task, by a new one. */
static void forget_aliases(Exec *exec, Env *env, Value address, bool stores_task)
{
    Values *values = exec->engine->values;
    Value root = value_root(values, address);
    int root_kind = node_of(exec, root)->kind;
    bool through_pointer = (root_kind == VALUE_SYMBOL || root_kind == VALUE_EXPRESSION) && !is_heap_made_here(exec, env, root);
    bool to_visible = !through_pointer && is_visible_outside(exec, env, root);
    if (!through_pointer && !to_visible)
        return;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        bool is_refill = stores_task && may_be_refilled(exec, env, env->cells[i]);
        if (key == address || node_of(exec, key)->kind == VALUE_KEY || (is_any_task(exec, env->cells[i].value) && !is_refill))
            continue;
        if (stores_task && !is_refill) /* a task and a number are objects of different types (C11 6.5p7) */
            continue;
        Value other = value_root(values, key);
        int other_kind = node_of(exec, other)->kind;
        bool other_pointer = (other_kind == VALUE_SYMBOL || other_kind == VALUE_EXPRESSION) && !is_heap_made_here(exec, env, other);
        if (other == root || !(through_pointer || other_pointer) || !is_visible_outside(exec, env, other))
            continue;
        if (!same_last_step(exec, address, key))
            continue;
        if (is_refill)
            env_remove(env, key);
        else
            memory_unknown(exec, env, key);
    }
}

void memory_store(Exec *exec, Env *env, Value address, Value value, IrType type, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    if (address == VALUE_NONE || node_of(exec, address)->kind == VALUE_CONST) {
        if (is_task(exec, value))
            escape_task(env);
        else if (value_is_address(exec->engine->values, value))
            memory_escape(exec, env, value);
        return;
    }
    Value old = env_get(env, address);
    if (old != VALUE_NONE && is_task(exec, old) && !is_task(exec, value) && inst != NULL)
        exec_step(exec, env, TRACE_OVERWRITTEN, inst->span, report_stored_name(exec->module, exec->function, inst, context->arena));
    lose_aliased_elements(exec, env, address, true);
    forget_aliases(exec, env, address, type.kind == IR_TYPE_TASK);
    if (type.kind != IR_TYPE_INT && type.kind != IR_TYPE_POINTER && type.kind != IR_TYPE_TASK)
        value = VALUE_NONE;
    if (value == VALUE_NONE)
        value = env_fresh(context, env, type);
    env_set(env, address, value);
    /* An address kept where others can see it is known to them. */
    Value root = value_root(exec->engine->values, address);
    if (value_is_address(exec->engine->values, value) && node_of(exec, value)->kind != VALUE_FUNCTION &&
        is_outside_root(exec, root) && !is_heap_made_here(exec, env, root)) {
        Value target = value_root(exec->engine->values, value);
        if (node_of(exec, target)->kind == VALUE_LOCAL)
            env_set(env, value_key(exec->engine->values, VALUE_KEY_LEAKED, target, 0), value_const(exec->engine->values, 1));
    }
}

void memory_clear(Exec *exec, Env *env, Value address, bool to_zero)
{
    Values *values = exec->engine->values;
    if (address == VALUE_NONE)
        return;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        const ValueNode node = *node_of(exec, key);
        Value object = node.kind == VALUE_KEY ? (node.op == VALUE_KEY_ZEROED ? node.left : VALUE_NONE) : key;
        if (object == VALUE_NONE || value_rebase(values, object, address, address) == VALUE_NONE)
            continue;
        env_remove(env, key);
    }
    if (to_zero)
        env_set(env, value_key(values, VALUE_KEY_ZEROED, address, 0), value_const(values, 1));
}

enum { MOST_NESTED_RECORDS = 4 };

/* Reads what matters of an object of which nothing may be known so far, so that its copy holds the same unknowns; of tasks those that may have
 * come in: elsewhere, where no task is known there is none. */
static void read_fields(Exec *exec, Env *env, Value address, IrType type, int nested)
{
    const Engine *engine = exec->engine;
    Value root = value_root(engine->values, address);
    bool may_hold_tasks = is_outside_root(exec, root) && !is_heap_made_here(exec, env, root);
    uint32_t m = exec->run->info->module_index;
    if (type.kind != IR_TYPE_AGGREGATE || type.record == IR_NONE || nested == MOST_NESTED_RECORDS ||
        !(engine->asked.records_asked[m][type.record] || engine->asked.records_with_tasks[m][type.record]))
        return;
    for (uint32_t f = engine->first_field[m][type.record]; f != IR_NONE; f = engine->next_field[m][f]) {
        uint32_t id = memory_field_id(engine, m, f);
        IrType held = exec->module->fields[f].type;
        Value part = value_field(exec->engine->values, address, id);
        if (held.kind == IR_TYPE_AGGREGATE)
            read_fields(exec, env, part, held, nested + 1);
        else if (held.kind == IR_TYPE_TASK ? may_hold_tasks : engine->asked.pointed_fields[id] ? engine->asked.behind_pointers : engine->asked.fields[id])
            (void)memory_load(exec, env, part, held, false);
    }
}

void memory_copy(Exec *exec, Env *env, Value destination, Value source, IrType type)
{
    Values *values = exec->engine->values;
    if (source == VALUE_NONE || destination == VALUE_NONE || source == destination) {
        if (destination != VALUE_NONE && source == VALUE_NONE)
            memory_clear(exec, env, destination, false);
        else if (source != VALUE_NONE && destination == VALUE_NONE)
            memory_escape(exec, env, source);
        return;
    }
    read_fields(exec, env, source, type, 0);
    GArray *copies = g_array_new(FALSE, FALSE, sizeof(Cell));
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Cell cell = env->cells[i];
        const ValueNode node = *node_of(exec, cell.key);
        if (node.kind == VALUE_KEY) {
            Value object = node.op == VALUE_KEY_ZEROED ? value_rebase(values, node.left, source, destination) : VALUE_NONE;
            if (object == VALUE_NONE)
                continue;
            cell.key = value_key(values, VALUE_KEY_ZEROED, object, 0);
        } else {
            cell.key = value_rebase(values, cell.key, source, destination);
        }
        if (cell.key != VALUE_NONE)
            g_array_append_val(copies, cell);
    }
    Value zero = zero_of_zeroed(exec, env, source);
    memory_clear(exec, env, destination, zero != VALUE_NONE);
    for (uint32_t i = 0; i < copies->len; i++)
        env_set(env, g_array_index(copies, Cell, i).key, g_array_index(copies, Cell, i).value);
    g_array_free(copies, TRUE);
}

/* --- unknown code --- */

/* A number in a static variable stays as it is, or becomes one of a few. false: neither is known. */
static bool keep_static(Exec *exec, Env *env, Cell cell)
{
    WorldContext *context = &exec->run->context;
    Value root = value_root(context->values, cell.key);
    const UnseenWrites *writes = unseen_writes_at(exec, root);
    if (writes == NULL || writes->is_any || is_any_task(exec, cell.value))
        return false;
    IntSet before = env_set_of(context, env, cell.value), after = intset_union(context->sets, before, writes->numbers);
    int64_t only;
    if (writes->numbers == INTSET_EMPTY || (after == before && intset_single(context->sets, after, &only)))
        return true;
    if (cell.key != root)
        return false;
    Value fresh = env_fresh(context, env, exec->engine->program->globals[node_of(exec, root)->number].global->type);
    env_set(env, root, fresh);
    return env_assume(context, env, fresh, after);
}

static void add_root(GArray *roots, Value root)
{
    for (uint32_t i = 0; i < roots->len; i++)
        if (g_array_index(roots, Value, i) == root)
            return;
    g_array_append_val(roots, root);
}

void memory_escape(Exec *exec, Env *env, Value value)
{
    Values *values = exec->engine->values;
    if (value == VALUE_NONE)
        return;
    if (is_task(exec, value)) {
        escape_task(env);
        return;
    }
    /* Everything that can be reached from the address: a worklist of objects, each entered once. */
    GArray *roots = g_array_new(FALSE, FALSE, sizeof(Value));
    Value first = value_root(values, value);
    g_array_append_val(roots, first);
    for (uint32_t at = 0; at < roots->len; at++) {
        Value root = g_array_index(roots, Value, at);
        int kind = node_of(exec, root)->kind;
        if (kind != VALUE_LOCAL && kind != VALUE_SYMBOL && kind != VALUE_GLOBAL)
            continue;
        if (kind != VALUE_GLOBAL)
            env_set(env, value_key(values, VALUE_KEY_LEAKED, root, 0), value_const(values, 1));
        for (uint32_t i = 0; i < env->cell_count; i++) {
            Cell cell = env->cells[i];
            if (node_of(exec, cell.key)->kind == VALUE_KEY || value_root(values, cell.key) != root)
                continue;
            if (is_task(exec, cell.value))
                escape_task(env);
            else
                add_root(roots, value_root(values, cell.value));
        }
    }
    g_array_free(roots, TRUE);
}

void memory_havoc(Exec *exec, Env *env)
{
    Values *values = exec->engine->values;
    bool any_mark = false; /* something is known of who knows which object */
    for (uint32_t i = 0; i < env->cell_count && !any_mark; i++) {
        const ValueNode *node = node_of(exec, env->cells[i].key);
        any_mark = node->kind == VALUE_KEY &&
                   (node->op == VALUE_KEY_LEAKED || node->op == VALUE_KEY_HEAP || node->op == VALUE_KEY_PRIVATE);
    }
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        if (node_of(exec, key)->kind == VALUE_KEY)
            continue;
        Value root = value_root(values, key);
        int kind = node_of(exec, root)->kind;
        if ((kind == VALUE_LOCAL && !any_mark) || keep_static(exec, env, env->cells[i]))
            continue;
        if (may_be_refilled(exec, env, env->cells[i])) {
            env_remove(env, key);
            continue;
        }
        /* A task behind a pointer that came in lies in the caller's memory: the caller knows whether others reach it. */
        if (kind == VALUE_SYMBOL && is_any_task(exec, env->cells[i].value))
            continue;
        if (any_mark ? !memory_is_private(exec, env, root) && is_visible_outside(exec, env, root) : is_outside_root(exec, root))
            memory_unknown(exec, env, key);
    }
    env_set(env, value_key(values, VALUE_KEY_HAVOC, VALUE_NONE, 0), value_const(values, 1));
    exec_forget_incomplete(exec, env);
}
