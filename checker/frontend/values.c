/* values.c - values, conversions, temporaries, reading and writing places. */
#include "lower.h"

LowerValue lower_none(void)
{
    return (LowerValue){IR_NONE, IR_VOID, IR_NONE, false, 0, false};
}

LowerValue lower_register(IrReg reg, IrType type)
{
    return (LowerValue){reg, type, IR_NONE, false, 0, false};
}

LowerValue lower_constant(LowerUnit *unit, IrType type, int64_t value, IrSpan span)
{
    return (LowerValue){ir_build_const(unit->builder, type, value, span), type, IR_NONE, type.kind != IR_TYPE_FLOAT, value, false};
}

LowerPlace lower_memory(IrReg address, IrType type, IrSpan span)
{
    return (LowerPlace){
        .kind = LOWER_MEMORY, .address = address, .task_address = IR_NONE, .task = IR_NONE, .type = type, .span = span};
}

/* Its storage begins anew each time control gets here, so that a loop's turns do not see each other's. */
uint32_t lower_temporary(LowerUnit *unit, IrType type, IrSpan span)
{
    uint32_t local = ir_builder_add_local(unit->builder, (IrLocal){.type = type, .span = span});
    ir_build_begin_scope(unit->builder, local, span);
    return local;
}

LowerPlace lower_temporary_place(LowerUnit *unit, IrType type, IrSpan span)
{
    uint32_t local = lower_temporary(unit, type, span);
    return lower_memory(ir_build_local(unit->builder, local, span), type, span);
}

LowerValue lower_unknown(LowerUnit *unit, IrType type, IrSpan span)
{
    if (type.kind == IR_TYPE_VOID)
        return lower_none();
    if (type.kind == IR_TYPE_AGGREGATE)
        return lower_register(lower_temporary_place(unit, type, span).address, type);
    return lower_register(ir_build_unknown(unit->builder, type, span), type);
}

void lower_escape(LowerUnit *unit, LowerValue value, IrSpan span)
{
    if (value.reg == IR_NONE || value.is_constant)
        return;
    if (value.type.kind == IR_TYPE_POINTER || value.type.kind == IR_TYPE_TASK || value.type.kind == IR_TYPE_AGGREGATE)
        ir_build_escape(unit->builder, value.reg, span);
}

/* --- conversions --- */

static int64_t wrap(IrType type, int64_t value)
{
    if (type.kind != IR_TYPE_INT || type.bits >= 64)
        return value;
    uint64_t mask = (UINT64_C(1) << type.bits) - 1;
    uint64_t bits = (uint64_t)value & mask;
    if (type.is_signed && (bits >> (type.bits - 1)) != 0)
        bits |= ~mask;
    return (int64_t)bits;
}

static LowerValue convert_to_bool(LowerUnit *unit, LowerValue value, IrSpan span)
{
    if (value.is_constant)
        return lower_constant(unit, IR_BOOL, value.constant != 0, span);
    IrReg zero = ir_build_const(unit->builder, value.type, 0, span);
    IrReg differs = ir_build_binary(unit->builder, IR_NE, IR_I32, value.reg, zero, value.type, span);
    return lower_register(ir_build_cast(unit->builder, IR_BOOL, differs, IR_I32, span), IR_BOOL);
}

LowerValue lower_convert(LowerUnit *unit, LowerValue value, IrType type, IrSpan span)
{
    if (ir_type_equal(value.type, type))
        return value;
    if (type.kind == IR_TYPE_VOID)
        return lower_none();
    if (type.kind == IR_TYPE_AGGREGATE && value.type.kind == IR_TYPE_AGGREGATE && value.reg != IR_NONE)
        return lower_register(value.reg, type); /* an array of unknown record, a qualified one, ... */
    if (value.reg == IR_NONE || !ir_is_plain(type) || !ir_is_plain(value.type)) {
        lower_escape(unit, value, span); /* only in code with errors, and for GNU's casts to unions */
        return lower_unknown(unit, type, span);
    }
    if (type.kind == IR_TYPE_INT && type.bits == 1 && !type.is_signed)
        return convert_to_bool(unit, value, span);
    if (value.is_constant && value.type.kind != IR_TYPE_OTHER) {
        if (type.kind == IR_TYPE_INT)
            return lower_constant(unit, type, wrap(type, value.constant), span);
        if (type.kind == IR_TYPE_POINTER && value.constant == 0)
            return lower_constant(unit, type, 0, span);
    }
    LowerValue converted = lower_register(ir_build_cast(unit->builder, type, value.reg, value.type, span), type);
    converted.function = value.function;
    return converted;
}

/* --- places --- */

static IrReg build_member(LowerUnit *unit, LowerPlace place, IrType type, bool is_write, bool is_address_taken)
{
    IrInst inst = {.op = IR_OP_MEMBER, .type = type, .span = place.span};
    inst.as.member.task_address = place.task_address;
    inst.as.member.task = place.task;
    inst.as.member.name = place.name;
    inst.as.member.is_write = is_write;
    inst.as.member.is_address_taken = is_address_taken;
    inst.as.member.in_api = place.in_api;
    return ir_builder_append(unit->builder, inst);
}

LowerValue lower_load(LowerUnit *unit, LowerPlace place, IrSpan span)
{
    if (place.kind == LOWER_MEMBER) {
        bool is_scalar_member = ir_is_plain(place.type);
        IrReg reg = build_member(unit, place, is_scalar_member ? place.type : IR_VOID, false, false);
        return is_scalar_member ? lower_register(reg, place.type) : lower_unknown(unit, place.type, span);
    }
    if (place.type.kind == IR_TYPE_AGGREGATE)
        return lower_register(place.address, place.type);
    if (place.type.kind == IR_TYPE_VOID) /* *(void *)p */
        return lower_none();
    return lower_register(ir_build_load(unit->builder, place.type, place.address, place.is_volatile, span), place.type);
}

void lower_store(LowerUnit *unit, LowerPlace place, LowerValue value, IrSpan span)
{
    if (place.kind == LOWER_MEMBER) {
        build_member(unit, place, IR_VOID, true, false);
        lower_escape(unit, value, span);
        return;
    }
    value = lower_convert(unit, value, place.type, span);
    if (value.reg == IR_NONE)
        return;
    if (place.is_element && value.function != IR_NONE)
        ir_builder_function(unit->builder, value.function)->is_table_target = true;
    if (place.type.kind == IR_TYPE_AGGREGATE)
        ir_build_copy(unit->builder, place.type, place.address, value.reg, span);
    else
        ir_build_store(unit->builder, place.type, place.address, value.reg, place.is_volatile, span);
}

IrReg lower_address(LowerUnit *unit, LowerPlace place, IrSpan span)
{
    (void)span;
    if (place.kind == LOWER_MEMBER)
        return build_member(unit, place, IR_POINTER, false, true);
    return place.address;
}

/* What `expression`, which is at `place`, is as a value. */
LowerValue lower_place_value(LowerUnit *unit, LowerPlace place, CXCursor expression, IrSpan span)
{
    if (lower_is_array_object(unit, expression))
        return lower_register(lower_address(unit, place, span), IR_POINTER);
    LowerValue value = lower_load(unit, place, span);
    return lower_convert(unit, value, lower_type_of(unit, expression),
                         span); /* a bit-field is read in its declared type */
}

/* base.field, of C type `type`. */
LowerPlace lower_field_place(LowerUnit *unit, LowerPlace base, CXCursor field, CXType type, IrSpan span)
{
    LowerPlace place = base;
    place.span = span;
    place.is_volatile = base.is_volatile || lower_is_volatile(type);
    place.is_element = true;
    if (base.kind == LOWER_MEMBER) { /* t.result.x is still an access to t's result */
        place.type = lower_type(unit, type);
        place.span = base.span;
        return place;
    }
    const LowerMember *member = lower_member(unit, field);
    if (member == NULL) { /* code with errors */
        place.type = lower_type(unit, type);
        place.address = ir_build_unknown(unit->builder, IR_POINTER, span);
        return place;
    }
    place.type = member->stored;
    if (member->anonymous == NULL)
        place.address = ir_build_field(unit->builder, base.address, member->field, span);
    return place;
}
