/* build.c - the shorthands of builder.h, one an opcode. */
#include "ir/builder.h"

IrReg ir_build_const(IrBuilder *builder, IrType type, int64_t value, IrSpan span)
{
    IrInst inst = {.op = IR_OP_CONST, .type = type, .span = span};
    inst.as.constant = value;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_unknown(IrBuilder *builder, IrType type, IrSpan span)
{
    return ir_builder_append(builder, (IrInst){.op = IR_OP_UNKNOWN, .type = type, .span = span});
}

IrReg ir_build_local(IrBuilder *builder, uint32_t local, IrSpan span)
{
    IrInst inst = {.op = IR_OP_LOCAL, .type = IR_POINTER, .span = span};
    inst.as.local = local;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_global(IrBuilder *builder, uint32_t global, IrSpan span)
{
    IrInst inst = {.op = IR_OP_GLOBAL, .type = IR_POINTER, .span = span};
    inst.as.global = global;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_function(IrBuilder *builder, uint32_t function, IrSpan span)
{
    IrInst inst = {.op = IR_OP_FUNCTION, .type = IR_POINTER, .span = span};
    inst.as.function = function;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_field(IrBuilder *builder, IrReg base, uint32_t field, IrSpan span)
{
    IrInst inst = {.op = IR_OP_FIELD, .type = IR_POINTER, .span = span};
    inst.as.field.base = base;
    inst.as.field.field = field;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_container(IrBuilder *builder, IrReg base, uint32_t field, IrSpan span)
{
    IrInst inst = {.op = IR_OP_CONTAINER, .type = IR_POINTER, .span = span};
    inst.as.field.base = base;
    inst.as.field.field = field;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_index(IrBuilder *builder, IrReg base, IrReg index, IrSpan span)
{
    return ir_build_scaled_index(builder, base, index, 1, span);
}

IrReg ir_build_scaled_index(IrBuilder *builder, IrReg base, IrReg index, int64_t scale, IrSpan span)
{
    IrInst inst = {.op = IR_OP_INDEX, .type = IR_POINTER, .span = span};
    inst.as.index.base = base;
    inst.as.index.index = index;
    inst.as.index.scale = scale;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_load(IrBuilder *builder, IrType type, IrReg address, bool is_volatile, IrSpan span)
{
    IrInst inst = {.op = IR_OP_LOAD, .type = type, .span = span};
    inst.as.load.address = address;
    inst.as.load.is_volatile = is_volatile;
    return ir_builder_append(builder, inst);
}

void ir_build_store(IrBuilder *builder, IrType type, IrReg address, IrReg value, bool is_volatile, IrSpan span)
{
    IrInst inst = {.op = IR_OP_STORE, .type = type, .span = span};
    inst.as.store.address = address;
    inst.as.store.value = value;
    inst.as.store.is_volatile = is_volatile;
    ir_builder_append(builder, inst);
}

void ir_build_copy(IrBuilder *builder, IrType type, IrReg destination, IrReg source, IrSpan span)
{
    IrInst inst = {.op = IR_OP_COPY, .type = type, .span = span};
    inst.as.copy.destination = destination;
    inst.as.copy.source = source;
    ir_builder_append(builder, inst);
}

void ir_build_zero(IrBuilder *builder, IrType type, IrReg destination, IrSpan span)
{
    IrInst inst = {.op = IR_OP_ZERO, .type = type, .span = span};
    inst.as.copy.destination = destination;
    inst.as.copy.source = IR_NONE;
    ir_builder_append(builder, inst);
}

IrReg ir_build_binary(IrBuilder *builder, IrBinary op, IrType type, IrReg left, IrReg right, IrType operand_type,
                      IrSpan span)
{
    IrInst inst = {.op = IR_OP_BINARY, .type = type, .span = span};
    inst.as.binary.op = op;
    inst.as.binary.left = left;
    inst.as.binary.right = right;
    inst.as.binary.operand_type = operand_type;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_unary(IrBuilder *builder, IrUnary op, IrType type, IrReg operand, IrType operand_type, IrSpan span)
{
    IrInst inst = {.op = IR_OP_UNARY, .type = type, .span = span};
    inst.as.unary.op = op;
    inst.as.unary.operand = operand;
    inst.as.unary.operand_type = operand_type;
    return ir_builder_append(builder, inst);
}

IrReg ir_build_cast(IrBuilder *builder, IrType type, IrReg operand, IrType operand_type, IrSpan span)
{
    IrInst inst = {.op = IR_OP_CAST, .type = type, .span = span};
    inst.as.cast.operand = operand;
    inst.as.cast.operand_type = operand_type;
    return ir_builder_append(builder, inst);
}

void ir_build_escape(IrBuilder *builder, IrReg value, IrSpan span)
{
    IrInst inst = {.op = IR_OP_ESCAPE, .type = IR_VOID, .span = span};
    inst.as.escape.value = value;
    ir_builder_append(builder, inst);
}

static void build_scope(IrBuilder *builder, IrOp op, uint32_t local, IrSpan span)
{
    IrInst inst = {.op = op, .type = IR_VOID, .span = span};
    inst.as.local = local;
    ir_builder_append(builder, inst);
}

void ir_build_begin_scope(IrBuilder *builder, uint32_t local, IrSpan span)
{
    build_scope(builder, IR_OP_BEGIN_SCOPE, local, span);
}

void ir_build_end_scope(IrBuilder *builder, uint32_t local, IrSpan span)
{
    build_scope(builder, IR_OP_END_SCOPE, local, span);
}

void ir_build_jump(IrBuilder *builder, uint32_t target, IrSpan span)
{
    IrInst inst = {.op = IR_OP_JUMP, .type = IR_VOID, .span = span};
    inst.as.jump.target = target;
    ir_builder_append(builder, inst);
}

void ir_build_branch(IrBuilder *builder, IrReg condition, uint32_t if_true, uint32_t if_false, IrBranchKind kind,
                     IrSpan span)
{
    IrInst inst = {.op = IR_OP_BRANCH, .type = IR_VOID, .span = span};
    inst.as.branch.condition = condition;
    inst.as.branch.if_true = if_true;
    inst.as.branch.if_false = if_false;
    inst.as.branch.kind = kind;
    ir_builder_append(builder, inst);
}

void ir_build_return(IrBuilder *builder, IrOperand value, IrSpan span)
{
    IrInst inst = {.op = IR_OP_RETURN, .type = IR_VOID, .span = span};
    inst.as.return_.value = value;
    ir_builder_append(builder, inst);
}

void ir_build_unreachable(IrBuilder *builder, IrSpan span)
{
    ir_builder_append(builder, (IrInst){.op = IR_OP_UNREACHABLE, .type = IR_VOID, .span = span});
}
