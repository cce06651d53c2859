/* initials.c - what globals hold that nothing ever writes: tables above all, read by an index of which something is known. */
#include "analysis/engine.h"

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
                 fields_begin_as_one(exec->engine, memory_field_id(exec->engine, module_index, (uint32_t)step->value), node.number))
            address = node.left;
        else
            return false;
        at--;
    }
}

static uint32_t module_index_of(const AnalysisProgram *program, const IrModule *module)
{
    for (uint32_t i = 0; i < program->module_count; i++)
        if (program->modules[i] == module)
            return i;
    return 0;
}

/* Whether the global's initial values are what it holds for good. */
static bool is_never_written(const Engine *engine, uint32_t global)
{
    const AnalysisGlobal *linked = &engine->program->globals[global];
    return linked->is_defined && !linked->global->is_volatile && (linked->global->is_const || !linked->is_ever_written);
}

Value initials_value(Exec *exec, Value address)
{
    Engine *engine = exec->engine;
    Value root = value_root(engine->values, address);
    const ValueNode *node = value_node(exec->engine->values, root);
    if (node->kind != VALUE_GLOBAL)
        return VALUE_NONE;
    const AnalysisGlobal *linked = &engine->program->globals[node->number];
    const IrGlobal *global = linked->global;
    if (!is_never_written(engine, (uint32_t)node->number) || value_unknown_element(exec->engine->values, address) != VALUE_NONE)
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
    return global->is_zero_filled && !overlap_is_doubtful(exec, address) ? value_const(engine->values, 0) : VALUE_NONE;
}

bool initials_have_functions(const Engine *engine, uint32_t global)
{
    const IrGlobal *table = engine->program->globals[global].global;
    bool any = false;
    for (uint32_t i = 0; i < table->initializer_count && !any; i++)
        any = table->initializers[i].kind == IR_CONSTANT_FUNCTION;
    return any && is_never_written(engine, global);
}

enum { MOST_INDICES = 64 };

/* What the element `at` of an array holds in the place of the element of unknown number that an address lies in. */
static Value value_with_index(Exec *exec, Value address, Value element, int64_t at)
{
    Values *values = exec->engine->values;
    Value one = value_rebase(values, address, element, value_element(values, value_node(values, element)->left, value_const(values, at)));
    return one == VALUE_NONE ? VALUE_NONE : initials_value(exec, one);
}

GArray *initials_ways(Exec *exec, const Env *env, Value address, Value *index)
{
    WorldContext *context = &exec->run->context;
    Value element = value_unknown_element(context->values, address);
    const ValueNode *root = value_node(context->values, value_root(context->values, address));
    if (element == VALUE_NONE || root->kind != VALUE_GLOBAL || !is_never_written(exec->engine, (uint32_t)root->number))
        return NULL;
    int64_t indices[MOST_INDICES];
    *index = value_node(context->values, element)->right;
    uint32_t count = intset_members(context->sets, env_set_of(context, env, *index), indices, MOST_INDICES);
    if (count == 0)
        return NULL;
    GArray *ways = g_array_new(FALSE, FALSE, sizeof(InitialWay));
    for (uint32_t i = 0; i < count; i++) {
        InitialWay way = {value_with_index(exec, address, element, indices[i]), intset_range(context->sets, indices[i], indices[i])};
        uint32_t at = 0;
        while (at < ways->len && g_array_index(ways, InitialWay, at).held != way.held)
            at++;
        if (at == ways->len)
            g_array_append_val(ways, way);
        else
            g_array_index(ways, InitialWay, at).indices = intset_union(context->sets, g_array_index(ways, InitialWay, at).indices, way.indices);
    }
    return ways;
}

bool initials_functions(Exec *exec, Value address, void (*visit)(uint32_t function, void *data), void *data)
{
    const Engine *engine = exec->engine;
    if (address == VALUE_NONE || value_unknown_element(exec->engine->values, address) == VALUE_NONE)
        return false;
    const ValueNode *node = value_node(exec->engine->values, value_root(engine->values, address));
    if (node->kind != VALUE_GLOBAL)
        return false;
    const AnalysisGlobal *linked = &engine->program->globals[node->number];
    if (!is_never_written(engine, (uint32_t)node->number))
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
