/* summary_seen.c - what a callee found in memory behind unseen code, and what it knew of memory before such code ran last, for its caller, which may ask for the same.
 *
 * What it found there last lies there still when it returns. What it knew, or had stored, before such code ran may have changed since: to the caller that is what it is
 * to the callee itself (unchanged.c). Pointers come before what they lead to. */
#include "analysis/application.h"

/* Whether what a cell says is about memory behind a pointer of which another cell, that has not been looked at, says where it was found. */
static bool is_too_early(const Application *application, const bool *done, uint32_t at, int op)
{
    const Values *values = application->exec->engine->values;
    const World *way = application->way;
    const Value root = value_root(values, value_node(values, way->cells[at].key)->left);
    bool is = false;
    for (uint32_t i = 0; i < way->cell_count && !is && value_node(values, root)->has_symbols; i++) {
        const ValueNode *key = value_node(values, way->cells[i].key);
        is = i != at && !done[i] && key->kind == VALUE_KEY && key->op == op && value_root(values, way->cells[i].value) == root;
    }
    return is;
}

/* What such cells say, one after the other; false: that cannot be here. */
static bool visit_places(Application *application, int op, bool (*visit)(Application *application, Cell cell))
{
    const World *way = application->way;
    bool *done = g_new0(bool, way->cell_count + 1), possible = true;
    for (bool changed = true; changed && possible;) {
        changed = false;
        for (uint32_t i = 0; i < way->cell_count && possible; i++) {
            const ValueNode key = *value_node(application->exec->engine->values, way->cells[i].key);
            if (done[i] || key.kind != VALUE_KEY || key.op != op || is_too_early(application, done, i, op))
                continue;
            done[i] = changed = true;
            possible = !application_is_bound(application, key.left) || visit(application, way->cells[i]);
        }
    }
    g_free(done);
    return possible;
}

/* As the caller loads it; `void`: it is an address that is known. */
static IrType type_of_found(const Application *application, Value place, Value value)
{
    const Engine *engine = application->exec->engine;
    const ValueNode *node = value_node(engine->values, place), *found = value_node(engine->values, value);
    IrTypeKind field = node->kind == VALUE_FIELD ? engine->fields[node->number].kind : IR_TYPE_VOID;
    if (field == IR_TYPE_FLOAT)
        return IR_FLOAT(64);
    if (found->kind == VALUE_CONST)
        return field == IR_TYPE_POINTER ? IR_POINTER : IR_INT(64, true);
    IrType type = application_type(application, value);
    return (found->kind == VALUE_SYMBOL || found->kind == VALUE_EXPRESSION) && ir_is_plain(type) ? type : (IrType){.kind = IR_TYPE_VOID};
}

/* What is found in the caller's memory is this value of the callee; false: it cannot be. */
static bool find_the_same(Application *application, Value found, Value value, IrType type)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    bool are_unknown = value_node(values, found)->kind == VALUE_SYMBOL && value_node(values, value)->kind == VALUE_SYMBOL;
    if (!are_unknown || found == value) {
        Value same = value_binary(values, IR_EQ, found, value, type, IR_I32);
        return unchanged_assume(exec, application->env, same, intset_range(exec->engine->sets, 1, 1));
    }
    for (uint32_t i = 0; i < application->way->symbol_count; i++) /* by that name the caller remembers it */
        application->bound[i] = value_renamed(values, application->bound[i], value, found);
    return unchanged_rename(exec, application->env, value, found);
}

static bool find_seen(Application *application, Cell seen)
{
    Exec *exec = application->exec;
    const Value place = value_node(exec->engine->values, seen.key)->left, address = application_in_caller(application, place);
    IrType type = type_of_found(application, place, seen.value);
    if (world_get(application->way, place) != seen.value || type.kind == IR_TYPE_VOID ||
        memory_is_private(exec, application->env, value_root(exec->engine->values, address))) /* private: it came in so (application_bind_initials) */
        return true;
    Value found = memory_load(exec, application->env, address, type, false);
    return find_the_same(application, found, application_in_caller(application, seen.value), type);
}

/* Of a task that this very call has made, it was before there was one. */
static bool hear_before(Application *application, Cell before)
{
    const ValueNode key = *value_node(application->exec->engine->values, before.key);
    Cell known = {application_in_caller(application, key.left), application_in_caller(application, before.value)};
    unchanged_hear(application->exec, application->env, known, application->has_made || key.number != 0);
    return true;
}

bool application_find_again(Application *application)
{
    return visit_places(application, VALUE_KEY_SEEN, find_seen) && visit_places(application, VALUE_KEY_BEFORE, hear_before);
}
