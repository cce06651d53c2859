/* callback_writes.c - which fields callbacks write by way of a pointer to an object of the program: `self->is_open = false;`, `struct server *s = &server; s->is_open = false;`, `close_it(&server);`.
 *
 * Such a pointer is the address of a variable, was read from one, or came of a function without parameters that has a body; or it is the argument of a function that a callback calls with such a one.
 * What a callback does to its own context is no news: `ini_parse(path, on_option, &config)` may be done with it when it returns. Nor is what it does to new objects, or to those of a list. */
#include "analysis/engine.h"

typedef struct Survey {
    Engine *engine;
    const FunctionInfo *info;
    const IrInst **definition; /* per register */
    bool *is_to_object;        /* per local: all pointers that it gets are such, or null */
} Survey;

static const IrInst *without_steps(const Survey *survey, IrReg reg)
{
    const IrInst *inst = survey->definition[reg];
    while (inst != NULL) {
        switch (inst->op) {
        case IR_OP_FIELD: case IR_OP_CONTAINER: inst = survey->definition[inst->as.field.base]; break;
        case IR_OP_INDEX: inst = survey->definition[inst->as.index.base]; break;
        case IR_OP_CAST: inst = survey->definition[inst->as.cast.operand]; break;
        default: return inst;
        }
    }
    return NULL;
}

static bool is_to_object(const Survey *survey, IrReg reg)
{
    const IrInst *inst = without_steps(survey, reg);
    if (inst != NULL && inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE && inst->as.call.argument_count == 0)
        return engine_callee(survey->engine, survey->info->module_index, inst->as.call.function)->function->is_defined;
    const IrInst *place = inst != NULL && inst->op == IR_OP_LOAD ? survey->definition[inst->as.load.address] : NULL;
    if (place != NULL && place->op == IR_OP_LOCAL)
        return survey->is_to_object[place->as.local];
    return (inst != NULL && inst->op == IR_OP_GLOBAL) || (place != NULL && place->op == IR_OP_GLOBAL);
}

/* Those that get another pointer are left out until none is. */
static void find_locals(Survey *survey, bool are_arguments)
{
    const IrFunction *function = survey->info->function;
    for (uint32_t i = 0; i < function->local_count; i++)
        survey->is_to_object[i] = i >= function->param_count || are_arguments;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t b = 0; b < function->block_count; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
                const IrInst *store = &function->blocks[b].insts[i], *place = store->op == IR_OP_STORE ? survey->definition[store->as.store.address] : NULL;
                if (place == NULL || place->op != IR_OP_LOCAL || !survey->is_to_object[place->as.local] || ir_is_zero(without_steps(survey, store->as.store.value)) || is_to_object(survey, store->as.store.value))
                    continue;
                survey->is_to_object[place->as.local] = false;
                changed = true;
            }
    }
}

/* The innermost field in which an address lies, by its shared id; IR_NONE: in none. */
static uint32_t field_at(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    while (inst != NULL && inst->op == IR_OP_INDEX)
        inst = survey->definition[inst->as.index.base];
    return inst != NULL && inst->op == IR_OP_FIELD ? survey->engine->field_ids[survey->info->module_index][inst->as.field.field] : IR_NONE;
}

/* Whether a call gives such a pointer to a function. */
static bool hands_on(const Survey *survey, const IrInst *call)
{
    bool does = false;
    for (uint32_t i = 0; call->op == IR_OP_CALL && call->as.call.function != IR_NONE && i < call->as.call.argument_count && !does; i++)
        does = call->as.call.arguments[i].type.kind == IR_TYPE_POINTER && is_to_object(survey, call->as.call.arguments[i].reg);
    return does;
}

/* The fields that a function writes so, and whom it calls with such a pointer: put into *work where that is new. */
static void note_function(Engine *engine, uint32_t number, bool *takes_object, GArray *work)
{
    const FunctionInfo *info = &engine->infos[number];
    Survey survey = {engine, info, ir_definitions(info->function), g_new0(bool, info->function->local_count + 1)};
    find_locals(&survey, takes_object[number]);
    for (uint32_t b = 0; b < info->function->block_count; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &info->function->blocks[b].insts[i];
            const uint32_t field = inst->op == IR_OP_STORE ? field_at(&survey, inst->as.store.address) : IR_NONE;
            if (field != IR_NONE && is_to_object(&survey, inst->as.store.address))
                engine->callback_fields[field] = true;
            const uint32_t callee = hands_on(&survey, inst) ? engine->program->function_of[info->module_index][inst->as.call.function] : number;
            if (!takes_object[callee] && callee != number) {
                takes_object[callee] = true;
                g_array_append_val(work, callee);
            }
        }
    g_free(survey.is_to_object);
    g_free(survey.definition);
}

void callback_writes_find(Engine *engine, const bool *is_callback)
{
    const uint32_t count = engine->program->function_count;
    bool *takes_object = g_new0(bool, count + 1);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    engine->callback_fields = BASE_NEW_ARRAY(engine->arena, bool, engine->field_count + 1);
    for (uint32_t f = 0; f < count; f++)
        if (is_callback[f])
            g_array_append_val(work, f);
    for (uint32_t next = 0; next < work->len; next++) /* each once, and once more when it takes one */
        note_function(engine, g_array_index(work, uint32_t, next), takes_object, work);
    g_array_free(work, TRUE);
    g_free(takes_object);
}
