/* asked.c - which numbers any condition ever asks about.
 *
 * A counter that nobody tests makes worlds differ for nothing. Backward from the conditions of branches and switches,
 * array indices and called pointers, this marks the locals, fields and globals whose numbers can reach one of them, through
 * arithmetic, stores, parameters and results, over the whole program and without regard to order. Numbers in unmarked
 * places are forgotten at the borders of blocks; pointers and tasks never are. (A program slice on conditions: Weiser, ICSE 1981.) */
#include "analysis/engine.h"

typedef struct Slice {
    Engine *engine;
    FunctionInfo *info;
    const IrInst **definition; /* per register */
    bool *is_asked;            /* per register */
    GArray *work;              /* registers to look behind */
    bool changed;              /* something that other functions see was marked */
} Slice;

static void ask_register(Slice *slice, IrReg reg)
{
    if (reg == IR_NONE || slice->is_asked[reg])
        return;
    slice->is_asked[reg] = true;
    g_array_append_val(slice->work, reg);
}

static void ask_operand(IrReg reg, void *data)
{
    ask_register(data, reg);
}

static void mark(Slice *slice, bool *flag)
{
    slice->changed = slice->changed || !*flag;
    *flag = true;
}

/* The flag of the place that an address names. */
static bool *flag_of_place(Slice *slice, IrReg address)
{
    Engine *engine = slice->engine;
    for (;;) {
        const IrInst *inst = address == IR_NONE ? NULL : slice->definition[address];
        if (inst == NULL)
            return &engine->asked.behind_pointers;
        switch (inst->op) {
        case IR_OP_LOCAL: return &slice->info->asked_locals[inst->as.local];
        case IR_OP_FIELD: return &engine->asked.fields[memory_field_id(engine, slice->info->module_index, inst->as.field.field)];
        case IR_OP_GLOBAL: return &engine->asked.globals[engine->program->global_of[slice->info->module_index][inst->as.global]];
        case IR_OP_INDEX: address = inst->as.index.base; break;
        default: return &engine->asked.behind_pointers;
        }
    }
}

static void ask_result(Slice *slice, const IrInst *call)
{
    Engine *engine = slice->engine;
    if (call->as.call.function != IR_NONE) {
        mark(slice, &engine_callee(engine, slice->info->module_index, call->as.call.function)->is_result_asked);
        return;
    }
    for (uint32_t i = 0; i < engine->program->function_count; i++) /* through a pointer: any whose address is taken */
        if (engine->infos[i].linked->is_address_taken || engine->infos[i].linked->is_table_target)
            mark(slice, &engine->infos[i].is_result_asked);
}

static void look_behind(Slice *slice, IrReg reg)
{
    const IrInst *inst = slice->definition[reg];
    if (inst == NULL)
        return;
    switch (inst->op) {
    case IR_OP_LOAD: mark(slice, flag_of_place(slice, inst->as.load.address)); break;
    case IR_OP_BINARY: case IR_OP_UNARY: case IR_OP_CAST: ir_visit_operands(inst, ask_operand, slice); break;
    case IR_OP_CALL: ask_result(slice, inst); break;
    default: break;
    }
}

static void ask_arguments(Slice *slice, const IrInst *call)
{
    FunctionInfo *callee = call->as.call.function == IR_NONE
        ? NULL : engine_callee(slice->engine, slice->info->module_index, call->as.call.function);
    ask_register(slice, call->as.call.pointer);
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        if (callee == NULL || (callee->is_analysable && i < callee->function->param_count && callee->asked_locals[i]))
            ask_register(slice, call->as.call.arguments[i].reg);
}

static void scan_inst(Slice *slice, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_BRANCH: ask_register(slice, inst->as.branch.condition); break;
    case IR_OP_SWITCH: ask_register(slice, inst->as.switch_.value); break;
    case IR_OP_INDEX: ask_register(slice, inst->as.index.index); break;
    case IR_OP_CALL: ask_arguments(slice, inst); break;
    case IR_OP_STORE:
        if (*flag_of_place(slice, inst->as.store.address))
            ask_register(slice, inst->as.store.value);
        break;
    case IR_OP_RETURN:
        if (slice->info->is_result_asked)
            ask_register(slice, inst->as.return_.value.reg);
        break;
    default: break;
    }
}

/* One function to its own fixpoint; whether others may now ask for more. */
static bool slice_function(Engine *engine, FunctionInfo *info)
{
    const IrFunction *function = info->function;
    Slice slice = {.engine = engine, .info = info};
    slice.definition = g_new0(const IrInst *, function->register_count + 1);
    slice.is_asked = g_new0(bool, function->register_count + 1);
    slice.work = g_array_new(FALSE, FALSE, sizeof(IrReg));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].result != IR_NONE)
                slice.definition[function->blocks[b].insts[i].result] = &function->blocks[b].insts[i];
    bool any = false;
    do {
        slice.changed = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            for (uint32_t i = function->blocks[b].inst_count; i-- > 0;)
                scan_inst(&slice, &function->blocks[b].insts[i]);
        while (slice.work->len > 0) {
            IrReg reg = g_array_index(slice.work, IrReg, slice.work->len - 1);
            g_array_set_size(slice.work, slice.work->len - 1);
            look_behind(&slice, reg);
        }
        any = any || slice.changed;
    } while (slice.changed);
    g_free(slice.definition);
    g_free(slice.is_asked);
    g_array_free(slice.work, TRUE);
    return any;
}

void asked_find(Engine *engine)
{
    uint32_t fields = 1;
    for (uint32_t m = 0; m < engine->program->module_count; m++)
        for (uint32_t f = 0; f < engine->program->modules[m]->field_count; f++)
            fields = MAX(fields, engine->field_ids[m][f] + 1);
    engine->asked.fields = BASE_NEW_ARRAY(engine->arena, bool, fields);
    engine->asked.globals = BASE_NEW_ARRAY(engine->arena, bool, engine->program->global_count + 1);
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        engine->infos[i].asked_locals = BASE_NEW_ARRAY(engine->arena, bool, engine->infos[i].function->local_count +
                                                                                engine->infos[i].function->param_count + 1);
    /* A function that is given a task may say by its result whether it consumed it. */
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        for (uint32_t p = 0; p < engine->infos[i].function->param_count; p++)
            if (engine->infos[i].function->params[p].type.kind == IR_TYPE_TASK)
                engine->infos[i].is_result_asked = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < engine->program->function_count; i++)
            if (engine->infos[i].is_analysable && slice_function(engine, &engine->infos[i]))
                changed = true;
    }
}

static bool is_number(const Values *values, Value value)
{
    const ValueNode *node = value_node(values, value);
    return node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_INT);
}

static bool is_place_asked(const Engine *engine, const FunctionInfo *info, Value address)
{
    for (;;) {
        const ValueNode *node = value_node(engine->values, address);
        switch (node->kind) {
        case VALUE_FIELD: return engine->asked.fields[node->number];
        case VALUE_GLOBAL: return engine->asked.globals[node->number];
        case VALUE_LOCAL: /* a local whose address was given away may be read through it */
            return info->asked_locals[node->number] ||
                   (engine->asked.behind_pointers && (info->body == NULL || info->body->local_slot[node->number] == IR_NONE));
        case VALUE_ELEMENT: case VALUE_ELEMENT_AT: address = node->left; break;
        case VALUE_KEY: return node->op != VALUE_KEY_RETURN || info->is_result_asked;
        default: return engine->asked.behind_pointers;
        }
    }
}

bool asked_is_forgotten(const Engine *engine, const FunctionInfo *info, Value key, Value value)
{
    if (!is_number(engine->values, value))
        return false;
    const ValueNode *node = value_node(engine->values, key);
    if (node->kind != VALUE_KEY)
        return !is_place_asked(engine, info, key);
    if (node->op == VALUE_KEY_INITIAL || node->op == VALUE_KEY_SEEN)
        return !is_place_asked(engine, info, node->left);
    return node->op == VALUE_KEY_RETURN && !info->is_result_asked;
}
