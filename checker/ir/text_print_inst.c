/* text_print_inst.c - one instruction as a line of text: a table by opcode of what follows the opcode's name. */
#include "ir/text_print.h"

#include "ir/inst.h"

static void print_const(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    ir_put_char(p, ' ');
    ir_put_signed(p, inst->as.constant);
}

static void print_type(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
}

static void print_local(Printer *p, const IrInst *inst)
{
    ir_put_char(p, ' ');
    ir_put_reference(p, p->locals, p->local_count, inst->as.local);
}

static void print_global(Printer *p, const IrInst *inst)
{
    ir_put_char(p, ' ');
    ir_put_reference(p, p->globals, p->module->global_count, inst->as.global);
}

static void print_function(Printer *p, const IrInst *inst)
{
    ir_put_char(p, ' ');
    ir_put_reference(p, p->functions, p->module->function_count, inst->as.function);
}

static void print_field(Printer *p, const IrInst *inst)
{
    ir_put_reg(p, inst->as.field.base);
    ir_put(p, ", ");
    ir_put_reference(p, p->fields, p->module->field_count, inst->as.field.field);
}

static void print_index(Printer *p, const IrInst *inst)
{
    ir_put_reg(p, inst->as.index.base);
    if (inst->as.index.index == IR_NONE)
        ir_put(p, ", ?");
    else
        ir_put_comma_reg(p, inst->as.index.index);
    if (inst->as.index.scale != 1) {
        ir_put_word(p, "scale");
        ir_put_char(p, ' ');
        ir_put_signed(p, inst->as.index.scale);
    }
}

static void print_load(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    ir_put_flags(p, ir_load_flags, inst);
    ir_put_reg(p, inst->as.load.address);
}

static void print_store(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    ir_put_flags(p, ir_store_flags, inst);
    ir_put_reg(p, inst->as.store.address);
    ir_put_comma_reg(p, inst->as.store.value);
}

static void print_copy(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    ir_put_reg(p, inst->as.copy.destination);
    ir_put_comma_reg(p, inst->as.copy.source);
}

static void print_zero(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    ir_put_reg(p, inst->as.copy.destination);
}

static void put_result_type(Printer *p, IrType type, IrType usual)
{
    if (ir_type_equal(type, usual))
        return;
    ir_put(p, " ->");
    ir_put_type(p, type);
}

static void print_binary(Printer *p, const IrInst *inst)
{
    IrType operands = inst->as.binary.operand_type;
    ir_put_word(p, ir_binary_words[inst->as.binary.op]);
    ir_put_type(p, operands);
    ir_put_reg(p, inst->as.binary.left);
    ir_put_comma_reg(p, inst->as.binary.right);
    put_result_type(p, inst->type, inst->as.binary.op >= IR_EQ ? IR_I32 : operands);
}

static void print_unary(Printer *p, const IrInst *inst)
{
    IrType operand = inst->as.unary.operand_type;
    ir_put_word(p, ir_unary_words[inst->as.unary.op]);
    ir_put_type(p, operand);
    ir_put_reg(p, inst->as.unary.operand);
    put_result_type(p, inst->type, inst->as.unary.op == IR_NOT ? IR_I32 : operand);
}

static void print_cast(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->as.cast.operand_type);
    ir_put_reg(p, inst->as.cast.operand);
    ir_put(p, " ->");
    ir_put_type(p, inst->type);
}

static void print_call(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->type);
    if (inst->as.call.function == IR_NONE) {
        ir_put_reg(p, inst->as.call.pointer);
    } else {
        ir_put_char(p, ' ');
        ir_put_reference(p, p->functions, p->module->function_count, inst->as.call.function);
    }
    ir_put_char(p, '(');
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
        ir_put(p, i > 0 ? ", " : "");
        ir_put_bare_type(p, inst->as.call.arguments[i].type);
        ir_put_reg(p, inst->as.call.arguments[i].reg);
    }
    ir_put_char(p, ')');
    if (inst->as.call.into != IR_NONE) {
        ir_put(p, " into");
        ir_put_reg(p, inst->as.call.into);
    }
    ir_put_flags(p, ir_call_flags, inst);
}

static void print_member(Printer *p, const IrInst *inst)
{
    if (inst->type.kind != IR_TYPE_VOID)
        ir_put_type(p, inst->type);
    bool is_value = inst->as.member.task != IR_NONE;
    ir_put_word(p, is_value ? "of" : "at");
    ir_put_reg(p, is_value ? inst->as.member.task : inst->as.member.task_address);
    ir_put_char(p, ',');
    ir_put_quoted(p, inst->as.member.name);
    ir_put_flags(p, ir_member_flags, inst);
}

static void print_escape(Printer *p, const IrInst *inst)
{
    ir_put_reg(p, inst->as.escape.value);
}

static void print_jump(Printer *p, const IrInst *inst)
{
    ir_put_block(p, inst->as.jump.target);
}

static void print_branch(Printer *p, const IrInst *inst)
{
    ir_put_reg(p, inst->as.branch.condition);
    ir_put_char(p, ',');
    ir_put_block(p, inst->as.branch.if_true);
    ir_put_char(p, ',');
    ir_put_block(p, inst->as.branch.if_false);
    ir_put_word(p, ir_branch_words[inst->as.branch.kind]);
}

static void print_switch(Printer *p, const IrInst *inst)
{
    ir_put_type(p, inst->as.switch_.value_type);
    ir_put_reg(p, inst->as.switch_.value);
    ir_put_char(p, ',');
    ir_put_block(p, inst->as.switch_.otherwise);
    ir_put(p, " [");
    for (uint32_t i = 0; i < inst->as.switch_.case_count; i++) {
        const IrCase *range = &inst->as.switch_.cases[i];
        if (i > 0)
            ir_put(p, ", ");
        ir_put_signed(p, range->low);
        if (range->high != range->low) {
            ir_put(p, "..");
            ir_put_signed(p, range->high);
        }
        ir_put_char(p, ':');
        ir_put_block(p, range->target);
    }
    ir_put_char(p, ']');
}

static void print_any(Printer *p, const IrInst *inst)
{
    for (uint32_t i = 0; i < inst->as.any.target_count; i++) {
        if (i > 0)
            ir_put_char(p, ',');
        ir_put_block(p, inst->as.any.targets[i]);
    }
}

static void print_return(Printer *p, const IrInst *inst)
{
    if (inst->as.return_.value.reg == IR_NONE)
        return;
    ir_put_type(p, inst->as.return_.value.type);
    ir_put_reg(p, inst->as.return_.value.reg);
}

static void (*const PRINT_OP[IR_OP_COUNT])(Printer *p, const IrInst *inst) = {
    [IR_OP_CONST] = print_const,       [IR_OP_UNKNOWN] = print_type,      [IR_OP_LOCAL] = print_local,
    [IR_OP_GLOBAL] = print_global,     [IR_OP_FUNCTION] = print_function, [IR_OP_FIELD] = print_field,
    [IR_OP_INDEX] = print_index,       [IR_OP_LOAD] = print_load,         [IR_OP_STORE] = print_store,
    [IR_OP_COPY] = print_copy,         [IR_OP_ZERO] = print_zero,         [IR_OP_BINARY] = print_binary,
    [IR_OP_UNARY] = print_unary,       [IR_OP_CAST] = print_cast,         [IR_OP_CALL] = print_call,
    [IR_OP_MEMBER] = print_member,     [IR_OP_ESCAPE] = print_escape,     [IR_OP_BEGIN_SCOPE] = print_local,
    [IR_OP_END_SCOPE] = print_local,   [IR_OP_JUMP] = print_jump,         [IR_OP_BRANCH] = print_branch,
    [IR_OP_SWITCH] = print_switch,     [IR_OP_ANY] = print_any,           [IR_OP_RETURN] = print_return,
    [IR_OP_CONTAINER] = print_field,
};

void ir_print_inst(Printer *p, const IrInst *inst)
{
    ir_put(p, "  ");
    if (inst->result != IR_NONE) {
        ir_put_char(p, '%');
        ir_put_unsigned(p, inst->result);
        ir_put(p, " = ");
    }
    ir_put(p, ir_op_name(inst->op));
    if (PRINT_OP[inst->op] != NULL)
        PRINT_OP[inst->op](p, inst);
    ir_put_span(p, inst->span);
    ir_put_char(p, '\n');
}
