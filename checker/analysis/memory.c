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

static bool has_key(const Exec *exec, const Env *env, int key, Value of)
{
    return env_get(env, value_key(exec->engine->values, key, of, 0)) != VALUE_NONE;
}

bool memory_is_made_here(const Exec *exec, const Env *env, Value root)
{
    return node_of(exec, root)->kind == VALUE_SYMBOL && has_key(exec, env, VALUE_KEY_HEAP, root);
}

static bool is_known_to_others(const Exec *exec, const Env *env, Value root)
{
    return has_key(exec, env, VALUE_KEY_LEAKED, root) || has_key(exec, env, VALUE_KEY_KEPT, root);
}

static bool is_visible_outside(Exec *exec, const Env *env, Value root)
{
    bool is_own = memory_is_made_here(exec, env, root) || !value_is_outside(exec->engine->values, root);
    return !is_own || is_known_to_others(exec, env, root);
}

bool memory_is_private(Exec *exec, const Env *env, Value root)
{
    int kind = node_of(exec, root)->kind;
    if (kind == VALUE_SYMBOL && has_key(exec, env, VALUE_KEY_PRIVATE, root))
        return !has_key(exec, env, VALUE_KEY_LEAKED, root);
    return (kind == VALUE_LOCAL || (kind == VALUE_SYMBOL && has_key(exec, env, VALUE_KEY_HEAP, root))) && !is_known_to_others(exec, env, root);
}

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

/* Others may know the object, if it is one of this function. Of what came in callers are told that it may be found by pointers that are lost. */
static void note_known(Exec *exec, Env *env, Value root)
{
    Values *values = exec->engine->values;
    const ValueNode *node = node_of(exec, root);
    bool is_told = exec->run->context.keeps_outside && node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER;
    if (node->kind == VALUE_LOCAL)
        env_set(env, value_key(values, VALUE_KEY_LEAKED, root, 0), value_const(values, 1));
    else if (is_told || memory_is_made_here(exec, env, root))
        env_set(env, value_key(values, VALUE_KEY_KEPT, root, 0), value_const(values, 1));
}

/* A pointer of which nothing is known may be that one: where it leads, unknown pointers lead. */
static void lose_pointer(Exec *exec, Env *env, Value pointer)
{
    note_known(exec, env, value_root(exec->engine->values, pointer));
}

static void make_unknown(Exec *exec, Env *env, Value address)
{
    Value root = value_root(exec->engine->values, address);
    Value old = env_get(env, address);
    if (old != VALUE_NONE)
        lose_pointer(exec, env, old);
    if (old != VALUE_NONE && is_task(exec, old))
        escape_task(env);
    bool is_absent_known = (value_is_outside(exec->engine->values, root) && exec->run->context.keeps_outside) ||
                           env_rest(exec->engine->values, env, address) == REST_ZERO;
    if (is_absent_known && old != VALUE_NONE && !is_task(exec, old) && node_of(exec, old)->type.kind != IR_TYPE_TASK) {
        const ValueNode *node = node_of(exec, old);
        IrType type = node->kind == VALUE_SYMBOL ? node->type : IR_INT(64, true);
        env_set(env, address, env_fresh(&exec->run->context, env, type));
    } else {
        env_remove(env, address);
    }
}

/* Where to go on from, downwards, when the cell at `at` has been taken away: a mark may have been put in front of it. */
static uint32_t below(const Env *env, uint32_t at, Value next)
{
    if (at == 0)
        return 0;
    uint32_t i = at - 1;
    while (env->cells[i].key != next)
        i++;
    return i + 1;
}

uint32_t memory_forget_cell(Exec *exec, Env *env, uint32_t at)
{
    const Value key = env->cells[at].key, next = at > 0 ? env->cells[at - 1].key : VALUE_NONE;
    const ValueNode node = *node_of(exec, key);
    if (value_is_rest(&node))
        env_set_rest(exec->engine->values, env, node.left, node.number, REST_UNKNOWN);
    else
        make_unknown(exec, env, key);
    return below(env, at, next);
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

static bool is_behind_pointer(Exec *exec, const Env *env, Value root)
{
    int kind = node_of(exec, root)->kind;
    return (kind == VALUE_SYMBOL || kind == VALUE_EXPRESSION) && !memory_is_made_here(exec, env, root);
}

/* Who knows an object: found once for all cells of it, which stand together. */
typedef struct Standing {
    Value root; /* VALUE_NONE: not found yet */
    bool is_pointed, is_visible; /* somebody else's pointer leads there; others know it */
} Standing;

static void find_standing(Exec *exec, const Env *env, Value root, Standing *standing)
{
    if (standing->root != root)
        *standing = (Standing){root, is_behind_pointer(exec, env, root), is_visible_outside(exec, env, root)};
}

/* Whether two objects of different names may be one: somebody else's pointer leads to one of them, and others know both. */
static bool may_be_one(Exec *exec, const Env *env, const Standing *a, const Standing *b)
{
    return a->root != b->root && (a->is_pointed || b->is_pointed) && a->is_visible && b->is_visible &&
           !env_are_apart(exec->engine->values, env, a->root, b->root);
}

bool memory_may_be_one_object(Exec *exec, const Env *env, Value a, Value b)
{
    Standing one = {VALUE_NONE}, other = {VALUE_NONE};
    find_standing(exec, env, a, &one);
    find_standing(exec, env, b, &other);
    return may_be_one(exec, env, &one, &other);
}

static bool same_last_step(Exec *exec, Value a, Value b)
{
    const ValueNode *left = node_of(exec, a), *right = node_of(exec, b);
    if (left->kind == VALUE_FIELD || right->kind == VALUE_FIELD)
        return left->kind == right->kind && fields_begin_as_one(exec->engine, left->number, right->number);
    return true;
}

bool memory_may_be_one_place(Exec *exec, const Env *env, Value a, Value b)
{
    const Values *values = exec->engine->values;
    return memory_may_be_one_object(exec, env, value_root(values, a), value_root(values, b)) && same_last_step(exec, a, b);
}

/* An element that is found by a counter that goes round. */
static bool is_in_ring(const Exec *exec, Value address)
{
    Value element = value_unknown_element(exec->engine->values, address);
    const ValueNode *index = node_of(exec, element == VALUE_NONE ? VALUE_NONE : node_of(exec, element)->right);
    while (index->kind == VALUE_EXPRESSION && index->op == VALUE_OP_CAST)
        index = node_of(exec, index->left);
    return index->kind == VALUE_EXPRESSION && (index->op == IR_REM || index->op == IR_AND);
}

/* A task that may or may not be the element just touched cannot be followed any more. What a number of another element is, is not known any more: who follows single paths takes nothing for
 * certain that such a one decides. */
static void lose_aliased_elements(Exec *exec, Env *env, Value address, bool forget_numbers)
{
    bool is_doubtful = overlap_is_doubtful(exec, address);
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        bool holds_task = is_task(exec, env->cells[i].value);
        if (key == address || (!holds_task && !forget_numbers) || !(is_doubtful || overlap_is_doubtful(exec, key)) ||
            !overlap_may_be_same(exec, env, key, address))
            continue;
        if (!holds_task) {
            i = memory_forget_cell(exec, env, i);
            if (exec->run->bounded_looks > 0)
                env->is_loose = env->is_loose_since_task = true;
            continue;
        }
        exec->run->has_lost_element = true;
        exec->run->has_trusted = exec->run->has_trusted || (env->is_loose && is_in_ring(exec, address)); /* a path by itself says which one it is */
        escape_task(env);
    }
}

Rest memory_rest(Exec *exec, const Env *env, Value address)
{
    Values *values = exec->engine->values;
    Rest rest = env_rest(values, env, address);
    bool is_doubtful = overlap_is_doubtful(exec, address);
    for (uint32_t i = 0; i < env->cell_count; i++) {
        const ValueNode key = *value_node(values, env->cells[i].key);
        if (!value_is_rest(&key))
            continue;
        Rest other = env->cells[i].value == value_const(values, 1) ? REST_ZERO : REST_UNKNOWN;
        if (other != rest && (is_doubtful || overlap_is_doubtful(exec, key.left)) && overlap_may_be_inside(exec, env, address, key.left, key.number))
            return REST_UNKNOWN;
        if (rest == REST_ZERO && other == REST_UNKNOWN && memory_may_be_one_object(exec, env, value_root(values, address), value_root(values, key.left)))
            return REST_UNKNOWN;
    }
    return rest;
}

/* Whether something else than the rest of its object holds may have been stored there under another name. Of what came in behind two pointers
 * callers know whether it is one object (summary.c). */
static bool may_be_stored(Exec *exec, const Env *env, Value address, Rest rest)
{
    Values *values = exec->engine->values;
    Value root = value_root(values, address);
    bool is_doubtful = overlap_is_doubtful(exec, address);
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Cell cell = env->cells[i];
        if (cell.key == address || node_of(exec, cell.key)->kind == VALUE_KEY || (rest == REST_ZERO && cell.value == value_const(values, 0)))
            continue;
        bool is_same = (is_doubtful || overlap_is_doubtful(exec, cell.key)) && overlap_may_be_same(exec, env, cell.key, address);
        bool is_other = rest == REST_ZERO && memory_may_be_one_object(exec, env, root, value_root(values, cell.key)) && same_last_step(exec, address, cell.key);
        if ((is_same || is_other) && !env_is_as_found(exec->engine->values, env, cell))
            return true;
    }
    return false;
}

/* The pointers that an element of unknown number may hold. */
static void lose_pointers_at(Exec *exec, Env *env, Value address)
{
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Cell cell = env->cells[i];
        if (node_of(exec, cell.key)->kind != VALUE_KEY && overlap_may_be_same(exec, env, cell.key, address))
            lose_pointer(exec, env, cell.value);
    }
}

/* Inside a struct that was passed by value. */
static bool is_in_parameter(const Exec *exec, Value root)
{
    const ValueNode *node = node_of(exec, root);
    return node->kind == VALUE_LOCAL && node->number < exec->function->param_count && exec->function->locals[node->number].type.kind == IR_TYPE_AGGREGATE;
}

Value memory_load(Exec *exec, Env *env, Value address, IrType type, bool is_volatile)
{
    WorldContext *context = &exec->run->context;
    if (!ir_is_scalar(type))
        return VALUE_NONE;
    if (address == VALUE_NONE || (is_volatile && type.kind != IR_TYPE_TASK) || node_of(exec, address)->kind == VALUE_CONST)
        return env_fresh(context, env, type);
    if (exec->run->first_look != FIRST_LOOK_NONE && !first_look_knows(exec->run, address)) {
        Value constant = initials_value(exec, address);
        return constant != VALUE_NONE ? constant : env_fresh(context, env, type);
    }
    if (answers_is_place(exec->engine, address))
        return answers_load(exec, env, address, type);
    context->work += env->cell_count;
    address = overlap_known_name(exec, env, address);
    lose_aliased_elements(exec, env, address, false);
    Value value = env_get(env, value_key(exec->engine->values, VALUE_KEY_DOUBTED, address, 0));
    if (value == VALUE_NONE)
        value = env_get(env, address);
    if (value != VALUE_NONE && type.kind != IR_TYPE_TASK && is_any_task(exec, value)) /* its bytes, as another member of a union */
        return env_fresh(context, env, type);
    if (value != VALUE_NONE)
        return overlap_is_float_as_bits(exec, address, value, type) ? value_same(exec->engine->values, VALUE_SAME_BITS, value, VALUE_NONE, type) : value;
    Value root = value_root(exec->engine->values, address);
    bool came_in = value_is_outside(exec->engine->values, root) && !memory_is_made_here(exec, env, root);
    value = initials_value(exec, address);
    if (value != VALUE_NONE)
        return value;
    Rest rest = memory_rest(exec, env, address);
    bool is_stored = may_be_stored(exec, env, address, rest);
    if (rest == REST_ZERO && type.kind != IR_TYPE_TASK && !is_stored)
        return value_const(exec->engine->values, 0);
    if (is_stored && type.kind == IR_TYPE_POINTER)
        lose_pointers_at(exec, env, address);
    bool is_found = type.kind == IR_TYPE_TASK && (came_in || is_in_parameter(exec, root));
    value = is_found ? call_found_task(exec, env, address, type) : env_fresh(context, env, type);
    env_set(env, address, value);
    unchanged_load(exec, env, (Cell){address, value});
    if (came_in && context->keeps_outside && rest == REST_AS_IT_WAS && !is_stored) {
        Value havoc = value_key(exec->engine->values, VALUE_KEY_HAVOC, VALUE_NONE, 0);
        Value initial = value_key(exec->engine->values, VALUE_KEY_INITIAL, address, 0);
        /* A task that was found in memory is never a new one, even if unknown code may have put it there. */
        bool is_initial = type.kind == IR_TYPE_TASK || env_get(env, havoc) == VALUE_NONE || memory_is_private(exec, env, root) || is_out_of_reach(exec, root);
        Value first = is_initial ? initial : value_key(exec->engine->values, VALUE_KEY_SEEN, address, 0);
        if (env_get(env, first) == VALUE_NONE || (!is_initial && ir_is_plain(type))) /* what is read anew is not stored here either */
            env_set(env, first, value);
    }
    return value;
}

/* --- stores --- */

/* A field with the consumed task, in an object that others may know: it may get a new task without our seeing it. */
static bool may_be_refilled(Exec *exec, const Env *env, Cell cell)
{
    Value root = value_root(exec->engine->values, cell.key);
    return env->state == TASK_CONSUMED && is_task(exec, cell.value) && node_of(exec, cell.key)->kind == VALUE_FIELD &&
           node_of(exec, root)->kind == VALUE_SYMBOL && !memory_is_private(exec, env, root);
}

/* Of what came in behind two pointers callers know whether it is one object. They get both stores; but what is read here from now on may be either. A pointer that is as
 * it came is taken to be that still: a list is mended by `l->prev->next = l->next; l->next->prev = l->prev`. */
static void doubt_cell(Exec *exec, Env *env, Cell cell)
{
    const ValueNode *node = node_of(exec, cell.value);
    IrType type = node->kind == VALUE_CONST ? IR_INT(64, true) : node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION ? node->type : IR_POINTER;
    if (type.kind != IR_TYPE_POINTER || !env_is_as_found(exec->engine->values, env, cell))
        env_set(env, value_key(exec->engine->values, VALUE_KEY_DOUBTED, cell.key, 0), env_fresh(&exec->run->context, env, type));
}

static bool is_doubted(Exec *exec, const Env *env, Value root, Value other)
{
    return exec->run->kind == RUN_ENTRY && is_behind_pointer(exec, env, root) && is_behind_pointer(exec, env, other);
}

void memory_doubt_aliases(Exec *exec, Env *env, Value address)
{
    const Values *values = exec->engine->values;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Cell cell = env->cells[i];
        Value root = value_root(values, address), other = value_root(values, cell.key);
        if (root != other && node_of(exec, cell.key)->kind != VALUE_KEY && !is_any_task(exec, cell.value) && is_doubted(exec, env, root, other) &&
            same_last_step(exec, address, cell.key))
            doubt_cell(exec, env, cell);
    }
}

/* A pointer that is kept in a field of which somebody takes the address is also written by what leads to pointers: `for (end = &list; *end != NULL; end = &(*end)->next)`. */
static bool may_hold_pointer(const Exec *exec, Value address, Cell cell)
{
    const ValueNode *field = node_of(exec, cell.key), *held = node_of(exec, cell.value);
    bool is_pointer = held->kind == VALUE_SYMBOL ? held->type.kind == IR_TYPE_POINTER : held->kind != VALUE_EXPRESSION && held->kind != VALUE_TASK;
    return is_pointer && node_of(exec, address)->kind == VALUE_SYMBOL && field->kind == VALUE_FIELD && exec->engine->asked.pointed_fields[field->number];
}

/* Whether a global variable is a number or a pointer by itself, and the other place one of several elements: no array that a pointer leads to, `ids[i + 1]` beside `total += n`. */
static bool is_beside_scalar(const Exec *exec, Value global, Value place)
{
    const ValueNode *node = node_of(exec, global);
    if (node->kind != VALUE_GLOBAL || exec->engine->program->globals[node->number].global->type.kind == IR_TYPE_AGGREGATE)
        return false;
    const ValueNode *step = node_of(exec, place);
    while (step->kind == VALUE_FIELD)
        step = node_of(exec, step->left);
    return step->kind == VALUE_ELEMENT || step->kind == VALUE_ELEMENT_AT;
}

/* Numbers that a store through `address` may have overwritten under another name; a consumed task, by a new one. */
static void forget_aliases(Exec *exec, Env *env, Value address, Value value, IrTypeKind kind)
{
    const bool stores_task = kind == IR_TYPE_TASK;
    Values *values = exec->engine->values;
    Standing own = {VALUE_NONE}, other = {VALUE_NONE};
    find_standing(exec, env, value_root(values, address), &own);
    for (uint32_t i = env->cell_count; own.is_visible && i-- > 0;) {
        Value key = env->cells[i].key;
        if (key == address || node_of(exec, key)->kind == VALUE_KEY ||
            !(same_last_step(exec, address, key) || (kind == IR_TYPE_POINTER && may_hold_pointer(exec, address, env->cells[i]))))
            continue;
        bool is_refill = stores_task && may_be_refilled(exec, env, env->cells[i]);
        if (!is_refill && (stores_task || is_any_task(exec, env->cells[i].value))) /* a task and a number are objects of different types (C11 6.5p7) */
            continue;
        find_standing(exec, env, value_root(values, key), &other);
        if (!may_be_one(exec, env, &own, &other) || is_beside_scalar(exec, address, key) || is_beside_scalar(exec, key, address))
            continue;
        const bool is_equal = env->cells[i].value == value && node_of(exec, key)->kind == VALUE_FIELD && node_of(exec, key)->number == node_of(exec, address)->number; /* wherever it went */
        if (is_equal || own_counts_are_apart(exec, env, address, key))
            continue;
        if (is_refill)
            env_remove(env, key);
        else if (is_doubted(exec, env, own.root, other.root))
            doubt_cell(exec, env, env->cells[i]);
        else
            i = memory_forget_cell(exec, env, i);
        other.root = VALUE_NONE; /* what the cell led to may be known now */
    }
}

bool memory_has_field(const Engine *engine, uint32_t m, uint32_t record, int64_t id)
{
    for (uint32_t f = engine->first_field[m][record]; f != IR_NONE; f = engine->next_field[m][f]) {
        IrType type = engine->program->modules[m]->fields[f].type;
        bool is_inner = type.kind == IR_TYPE_AGGREGATE && type.record != IR_NONE;
        if (memory_field_id(engine, m, f) == id || (is_inner && memory_has_field(engine, m, type.record, id)))
            return true;
    }
    return false;
}

void memory_forget_aliases(Exec *exec, Env *env, Value object, uint32_t record)
{
    Values *values = exec->engine->values;
    Standing own = {VALUE_NONE}, other = {VALUE_NONE};
    find_standing(exec, env, value_root(values, object), &own);
    exec->run->context.work += own.is_visible ? env->cell_count : 0;
    for (uint32_t i = env->cell_count; own.is_visible && i-- > 0;) {
        Value key = env->cells[i].key;
        const ValueNode node = *node_of(exec, key);
        if (node.kind == VALUE_KEY || is_any_task(exec, env->cells[i].value))
            continue;
        find_standing(exec, env, value_root(values, key), &other);
        if (!may_be_one(exec, env, &own, &other) || (record != IR_NONE && node.kind == VALUE_FIELD && !memory_has_field(exec->engine, exec->run->info->module_index, record, node.number)))
            continue;
        i = memory_forget_cell(exec, env, i);
        other.root = VALUE_NONE;
    }
}

static bool is_object(const Exec *exec, Value root)
{
    const ValueNode *node = node_of(exec, root);
    return node->kind == VALUE_LOCAL || node->kind == VALUE_GLOBAL || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER);
}

/* What can be reached from an address, a worklist: objects by their roots, each once, and the followed task. */
static GArray *objects_reached(Exec *exec, const Env *env, Value address)
{
    const Values *values = exec->engine->values;
    GArray *reached = g_array_new(FALSE, FALSE, sizeof(Value));
    GHashTable *known = g_hash_table_new(NULL, NULL);
    Value root = value_root(values, address);
    if (is_object(exec, root) && g_hash_table_add(known, GUINT_TO_POINTER(root)))
        g_array_append_val(reached, root);
    for (uint32_t at = 0; at < reached->len; at++)
        for (uint32_t i = 0; i < env->cell_count; i++) {
            Cell cell = env->cells[i];
            root = value_root(values, cell.value);
            bool is_inside = node_of(exec, cell.key)->kind != VALUE_KEY && value_root(values, cell.key) == g_array_index(reached, Value, at);
            if (is_inside && (is_object(exec, root) || is_task(exec, root)) && g_hash_table_add(known, GUINT_TO_POINTER(root)))
                g_array_append_val(reached, root);
        }
    g_hash_table_destroy(known);
    return reached;
}

bool memory_leads_to_task(Exec *exec, const Env *env, Value address)
{
    GArray *reached = objects_reached(exec, env, address);
    bool leads = false;
    for (uint32_t i = 0; i < reached->len; i++)
        leads = leads || is_task(exec, g_array_index(reached, Value, i));
    g_array_free(reached, TRUE);
    return leads;
}

static bool is_pointer_to_own(const Exec *exec, const Env *env, Value value)
{
    Value root = value_root(exec->engine->values, value);
    return node_of(exec, root)->kind == VALUE_LOCAL || memory_is_made_here(exec, env, root);
}

void memory_note_lost(Exec *exec, Env *env, Value value)
{
    GArray *reached = objects_reached(exec, env, value);
    for (uint32_t i = 0; i < reached->len; i++)
        note_known(exec, env, g_array_index(reached, Value, i));
    g_array_free(reached, TRUE);
}

void memory_note_found(Exec *exec, Env *env, Value value)
{
    if (is_pointer_to_own(exec, env, value))
        memory_note_lost(exec, env, value);
}

void memory_note_copied(Exec *exec, Env *env, Value object)
{
    GArray *reached = objects_reached(exec, env, object);
    for (uint32_t i = 0; i < reached->len; i++) {
        Value other = g_array_index(reached, Value, i);
        if (other != value_root(exec->engine->values, object) && memory_is_made_here(exec, env, other))
            note_known(exec, env, other);
    }
    g_array_free(reached, TRUE);
}

void memory_note_kept(Exec *exec, Env *env, Value place, Value value)
{
    if (is_visible_outside(exec, env, value_root(exec->engine->values, place)))
        memory_note_found(exec, env, value);
}

Value memory_prepare_store(Exec *exec, Env *env, Value address, Value value, IrType type, const IrInst *inst)
{
    if (address == VALUE_NONE || node_of(exec, address)->kind == VALUE_CONST) {
        if (is_pointer_to_own(exec, env, value) || is_task(exec, value))
            memory_escape(exec, env, value);
        return VALUE_NONE;
    }
    exec->run->context.work += env->cell_count;
    address = overlap_known_name(exec, env, address);
    Value old = env_get(env, address);
    if (old != VALUE_NONE && is_task(exec, old) && !is_task(exec, value) && inst != NULL)
        exec_step(exec, env, TRACE_OVERWRITTEN, inst->span, report_stored_name(exec->module, exec->function, inst, exec->run->context.arena));
    answers_forget(exec, env, address, type.kind == IR_TYPE_TASK);
    lose_aliased_elements(exec, env, address, true);
    forget_aliases(exec, env, address, value, type.kind);
    return address;
}

void memory_put(Exec *exec, Env *env, Value address, Value value, IrType type)
{
    WorldContext *context = &exec->run->context;
    if (!ir_is_scalar(type))
        value = VALUE_NONE;
    if (value == VALUE_NONE)
        value = env_fresh(context, env, type);
    env_remove(env, value_key(context->values, VALUE_KEY_DOUBTED, address, 0));
    exec->run->puts_tasks = exec->run->puts_tasks || (type.kind == IR_TYPE_TASK && value_is_outside(context->values, address));
    unchanged_store(exec, env, (Cell){address, value}, type);
    env_set(env, address, value);
}

void memory_store(Exec *exec, Env *env, Value address, Value value, IrType type, const IrInst *inst)
{
    address = memory_prepare_store(exec, env, address, value, type, inst);
    if (address == VALUE_NONE)
        return;
    memory_put(exec, env, address, value, type);
    memory_note_kept(exec, env, address, env_get(env, address));
}

/* --- unknown code --- */

/* A number in a static variable stays as it is, or becomes one of a few; a task stays where nobody takes it. false: neither is known. */
static bool keep_static(Exec *exec, Env *env, Cell cell)
{
    WorldContext *context = &exec->run->context;
    Value root = value_root(context->values, cell.key);
    const UnseenWrites *writes = unseen_writes_at(exec, root);
    if (writes == NULL || writes->is_any || (is_any_task(exec, cell.value) && writes->takes_task))
        return false;
    if (is_any_task(exec, cell.value))
        return writes->numbers == INTSET_EMPTY;
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

/* Whether it says something that unseen code knows the object: that may find others anyway, but callers want to hear of them. */
static bool was_hidden(const Exec *exec, const Env *env, Value root)
{
    int kind = node_of(exec, root)->kind;
    return kind == VALUE_LOCAL || (kind == VALUE_SYMBOL && (exec->run->context.keeps_outside || has_key(exec, env, VALUE_KEY_HEAP, root) ||
                                                            has_key(exec, env, VALUE_KEY_PRIVATE, root)));
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
    GArray *roots = objects_reached(exec, env, value);
    for (uint32_t i = 0; i < roots->len; i++) {
        Value root = g_array_index(roots, Value, i);
        if (node_of(exec, root)->kind == VALUE_TASK)
            escape_task(env);
        else if (was_hidden(exec, env, root))
            env_set(env, value_key(values, VALUE_KEY_LEAKED, root, 0), value_const(values, 1));
    }
    g_array_free(roots, TRUE);
}

/* Unseen code may have changed a place. Whether it gets at one that is as it came, callers know best: they are told that such code ran, and nothing of the place. */
static uint32_t forget_changed(Exec *exec, Env *env, uint32_t at)
{
    const Cell cell = env->cells[at];
    const Value next = at > 0 ? env->cells[at - 1].key : VALUE_NONE;
    bool do_callers_know = exec->run->context.keeps_outside && !is_any_task(exec, cell.value) && env_is_as_found(exec->engine->values, env, cell) &&
                           value_is_outside(exec->engine->values, value_root(exec->engine->values, cell.key));
    if (!do_callers_know)
        return memory_forget_cell(exec, env, at);
    lose_pointer(exec, env, cell.value);
    env_remove(env, cell.key);
    return below(env, at, next);
}

void memory_show(Exec *exec, Env *env, Value value)
{
    Value object = value == VALUE_NONE ? VALUE_NONE : value_root(exec->engine->values, value), leaked = value_key(exec->engine->values, VALUE_KEY_LEAKED, object, 0);
    bool was_leaked = env_get(env, leaked) != VALUE_NONE;
    memory_escape(exec, env, value);
    if (!was_leaked)
        env_remove(env, leaked);
}

void memory_havoc(Exec *exec, Env *env)
{
    Values *values = exec->engine->values;
    exec->run->context.work += env->cell_count;
    own_counts_name_zeros(exec, env);
    bool any_mark = false; /* something is known of who knows which object */
    for (uint32_t i = 0; i < env->cell_count && !any_mark; i++) {
        const ValueNode *node = node_of(exec, env->cells[i].key);
        any_mark = node->kind == VALUE_KEY &&
                   (node->op == VALUE_KEY_LEAKED || node->op == VALUE_KEY_HEAP || node->op == VALUE_KEY_PRIVATE);
    }
    GArray *before = g_array_new(FALSE, FALSE, sizeof(Cell));
    for (uint32_t i = env->cell_count; i-- > 0;) {
        Value key = env->cells[i].key;
        const ValueNode node = *node_of(exec, key);
        if (node.kind == VALUE_KEY) {
            Value object = node.op == VALUE_KEY_REST ? value_root(values, node.left) : VALUE_NONE;
            bool is_reached = object != VALUE_NONE && is_visible_outside(exec, env, object) && !is_out_of_reach(exec, object);
            if (is_reached && !memory_is_private(exec, env, object) && !own_counts_has(exec, env, node.left))
                i = memory_forget_cell(exec, env, i);
            continue;
        }
        Value root = value_root(values, key);
        int kind = node_of(exec, root)->kind;
        const Cell was = env->cells[i];
        if (kind == VALUE_LOCAL && !any_mark)
            continue;
        if (keep_static(exec, env, was)) {
            if (env_get(env, key) != was.value)
                g_array_append_val(before, was);
            continue;
        }
        if ((!is_any_task(exec, was.value) && own_counts_has(exec, env, key)) || own_counts_has_bound(exec, env, was))
            continue;
        if (may_be_refilled(exec, env, env->cells[i])) {
            env_remove(env, key);
            continue;
        }
        /* A task behind a pointer that came in lies in the caller's memory: the caller knows whether others reach it. */
        if (kind == VALUE_SYMBOL && is_any_task(exec, env->cells[i].value))
            continue;
        if (any_mark ? memory_is_private(exec, env, root) || !is_visible_outside(exec, env, root) : !value_is_outside(exec->engine->values, root))
            continue;
        g_array_append_val(before, env->cells[i]);
        i = forget_changed(exec, env, i);
    }
    unchanged_keep(exec, env, before);
    env_set(env, value_key(values, VALUE_KEY_HAVOC, VALUE_NONE, 0), value_const(values, 1));
    exec_forget_incomplete(exec, env);
}
