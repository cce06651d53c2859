/* initials.c - what globals hold that nothing ever writes: tables above all, read by an index of which something is known. */
#include "analysis/engine.h"

#include <string.h>

/* Compares so much of an initialiser's path with an address, from the root outwards. */
static bool steps_match(Exec *exec, uint32_t module_index, Value address, const IrInitializer *initializer, uint32_t steps)
{
    /* An element of unknown number matches every element. */
    Values *values = exec->engine->values;
    uint32_t at = steps;
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

/* The number of an element, 0 for what is none, and what it is an element of. */
static int64_t number_of_element(Exec *exec, Value address, Value *array)
{
    const ValueNode *node = value_node(exec->engine->values, address);
    *array = node->kind == VALUE_ELEMENT ? node->left : address;
    return node->kind == VALUE_ELEMENT ? node->number : 0;
}

/* Whether an initialiser is what is at an address; of a text, it leads to one of its characters. */
static bool path_matches(Exec *exec, uint32_t module_index, Value address, const IrInitializer *initializer)
{
    if (initializer->kind != IR_CONSTANT_TEXT)
        return steps_match(exec, module_index, address, initializer, initializer->path_length);
    Value array;
    const int64_t first = initializer->path[initializer->path_length - 1].value, at = number_of_element(exec, address, &array);
    return at >= first && (uint64_t)at - (uint64_t)first < strlen(initializer->text) && steps_match(exec, module_index, array, initializer, initializer->path_length - 1);
}

static int64_t character_of(Exec *exec, Value address, const IrInitializer *initializer)
{
    Value array;
    return initializer->text[number_of_element(exec, address, &array) - initializer->path[initializer->path_length - 1].value];
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
        case IR_CONSTANT_TEXT: return value_const(engine->values, character_of(exec, address, initializer));
        case IR_CONSTANT_FUNCTION:
            return value_function(engine->values, engine->program->function_of[module_index][initializer->value]);
        case IR_CONSTANT_GLOBAL:
            return value_global(engine->values, engine->program->global_of[module_index][initializer->value]);
        default: return VALUE_NONE;
        }
    }
    return global->is_zero_filled && !overlap_is_doubtful(exec, address) ? value_const(engine->values, 0) : VALUE_NONE;
}

bool initials_are_kept(const Exec *exec, Value root)
{
    const ValueNode *node = value_node(exec->engine->values, root);
    return node->kind == VALUE_GLOBAL && is_never_written(exec->engine, (uint32_t)node->number);
}

bool initials_have_functions(const Engine *engine, uint32_t global)
{
    const IrGlobal *table = engine->program->globals[global].global;
    bool any = false;
    for (uint32_t i = 0; i < table->initializer_count && !any; i++)
        any = table->initializers[i].kind == IR_CONSTANT_FUNCTION;
    return any && is_never_written(engine, global);
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
