/* constant_arguments.c - parameters that are one of a few numbers at every call.
 *
 * Of a function that only its own file can call, and that is never called through a pointer, all calls are seen. Where each of them passes a
 * constant for a parameter, the function is entered with one of these: `run_steps(step, context, 1)` goes round once. (Interprocedural
 * constant propagation of literal constants: Callahan, Cooper, Kennedy and Torczon, 1986.) */
#include "analysis/engine.h"
#include "ir/inst.h"

static bool is_candidate(const FunctionInfo *info)
{
    const IrFunction *function = info->function;
    return function->linkage == IR_LINKAGE_INTERNAL && !info->linked->is_address_taken && !info->linked->is_table_target &&
           function->span.file == 0 && function->param_count > 0 && info->is_analysable;
}

enum { MOST_CASTS = 8 };

static bool find_constant(const IrInst *const *definition, IrReg reg, int most, int64_t *number)
{
    const IrInst *inst = definition[reg];
    if (inst == NULL || inst->type.kind != IR_TYPE_INT)
        return false;
    if (inst->op == IR_OP_CONST)
        *number = inst->as.constant;
    else if (inst->op != IR_OP_CAST || most == 0 || !find_constant(definition, inst->as.cast.operand, most - 1, number))
        return false;
    *number = inst->type.bits == 1 ? *number != 0 : ir_wrap_constant(inst->type, *number);
    return true;
}

bool constant_arguments_find_number(const IrInst *const *definition, IrReg reg, IrType type, int64_t *number)
{
    return type.kind == IR_TYPE_INT && find_constant(definition, reg, MOST_CASTS, number) && *number == ir_wrap_constant(type, *number) &&
           (type.is_signed || *number >= 0) /* not a huge one */;
}

static void note_call(IntSets *sets, const IrInst *const *definition, const IrInst *call, FunctionInfo *callee)
{
    for (uint32_t p = 0; p < callee->function->param_count; p++) {
        ConstantArgument *noted = &callee->constants[p];
        int64_t number = 0;
        IrType type = callee->function->params[p].type;
        bool is_constant = p < call->as.call.argument_count &&
                           constant_arguments_find_number(definition, call->as.call.arguments[p].reg, type, &number);
        noted->is_known = is_constant && (!noted->is_seen || noted->is_known);
        noted->numbers = intset_union(sets, noted->is_seen ? noted->numbers : INTSET_EMPTY, intset_range(sets, number, number));
        noted->is_seen = true;
    }
}

static void note_calls(Engine *engine, const FunctionInfo *caller)
{
    const uint32_t *function_of = engine->program->function_of[caller->module_index];
    const IrInst **definition = ir_definitions(caller->function);
    for (uint32_t b = 0; b < caller->function->block_count; b++)
        for (uint32_t i = 0; i < caller->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &caller->function->blocks[b].insts[i];
            if (inst->op != IR_OP_CALL || inst->as.call.function == IR_NONE)
                continue;
            FunctionInfo *callee = &engine->infos[function_of[inst->as.call.function]];
            if (callee->constants != NULL)
                note_call(engine->sets, definition, inst, callee);
        }
    g_free(definition);
}

void constant_arguments_find(Engine *engine)
{
    uint32_t count = engine->program->function_count;
    bool *is_doubtful = g_new0(bool, engine->program->module_count + 1); /* a body is not what the source says: it may call anything */
    for (uint32_t i = 0; i < count; i++)
        if (engine->infos[i].function->degraded != NULL)
            is_doubtful[engine->infos[i].module_index] = true;
    for (uint32_t i = 0; i < count; i++) {
        FunctionInfo *info = &engine->infos[i];
        if (is_candidate(info) && !is_doubtful[info->module_index])
            info->constants = BASE_NEW_ARRAY(engine->arena, ConstantArgument, info->function->param_count);
    }
    for (uint32_t i = 0; i < count; i++)
        if (engine->infos[i].is_analysable)
            note_calls(engine, &engine->infos[i]);
    g_free(is_doubtful);
}
