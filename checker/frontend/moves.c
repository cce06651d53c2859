/* moves.c - memory that is moved and cleared by the C library, where value tasks may lie in it: an assignment, several, or a loop of them. */
#include <string.h>

#include "lower.h"

/* What an argument points to, however it is written as a `void *`. An array that becomes a pointer counts as a whole when
 * `size` is that of the whole. */
static CXType pointed_type(LowerUnit *unit, CXCursor argument, int64_t size)
{
    for (unsigned depth = 0; depth < 100; depth++) {
        CXCursor inner;
        argument = lower_peel(unit, argument);
        if (clang_getCursorKind(argument) == CXCursor_CStyleCastExpr) {
            LowerChildren operands = lower_expressions(unit, argument);
            if (operands.count == 0)
                break;
            inner = operands.at[operands.count - 1];
        } else if (!lower_is_transparent(unit, argument, &inner)) {
            break;
        }
        argument = inner;
    }
    CXType type = clang_getCursorType(argument);
    if (lower_is_array(type) && clang_Type_getSizeOf(type) == size)
        return lower_unqualified(type);
    CXType pointee = lower_pointee(type);
    return pointee.kind != CXType_Invalid ? lower_unqualified(pointee) : pointee; /* a null pointer may be written as a number */
}

/* memset(&a, 0, sizeof a) makes all of a zero, where a is a value task or may hold one. false: it is not that. */
static bool clear(LowerUnit *unit, CXCursor call, LowerChildren parts, LowerValue *result)
{
    int64_t byte = 1, size = 0;
    if (parts.count != 4 || !lower_evaluate(parts.at[2], &byte) || byte != 0 || !lower_evaluate(parts.at[3], &size))
        return false;
    CXType type = pointed_type(unit, parts.at[1], size);
    IrType cleared = type.kind == CXType_Invalid ? IR_OTHER : lower_type(unit, type);
    if ((cleared.kind != IR_TYPE_TASK && cleared.kind != IR_TYPE_AGGREGATE) || clang_Type_getSizeOf(type) != size)
        return false;
    IrSpan span = lower_span(unit, call);
    *result = lower_convert(unit, lower_value(unit, parts.at[1]), IR_POINTER, span);
    ir_build_zero(unit->builder, cleared, result->reg, span);
    return true;
}

enum { MOST_MOVED = 16 }; /* value tasks that are moved one by one */

/* memcpy(to, from, 2 * sizeof *from) of value tasks: all are read, then all are written, as memmove does. */
static bool move_some(LowerUnit *unit, CXCursor call, LowerChildren parts, int64_t size, LowerValue *result)
{
    CXType type = pointed_type(unit, parts.at[1], -1);
    int64_t each = type.kind == CXType_Invalid ? 0 : clang_Type_getSizeOf(type);
    IrType moved = each > 0 ? lower_type(unit, type) : IR_OTHER;
    if (moved.kind != IR_TYPE_TASK || !clang_equalTypes(type, pointed_type(unit, parts.at[2], -1)) || size % each != 0 || size / each > MOST_MOVED)
        return false;
    IrSpan span = lower_span(unit, call);
    LowerValue pointers[2], tasks[MOST_MOVED];
    lower_operands(unit, parts.at + 1, 2, pointers);
    for (int i = 0; i < 2; i++)
        pointers[i] = lower_convert(unit, pointers[i], IR_POINTER, span);
    for (int64_t pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < size / each; i++) {
            IrReg at = ir_build_index(unit->builder, pointers[1 - pass].reg, ir_build_const(unit->builder, IR_INT(64, true), i, span), span);
            if (pass == 0)
                tasks[i] = lower_load(unit, lower_memory(at, moved, span), span);
            else
                lower_store(unit, lower_memory(at, moved, span), tasks[i], span);
        }
    *result = pointers[0];
    return true;
}

/* memcpy(&a, &b, sizeof a) of two objects of one type is a = b, where an object is a value task or may hold one. false: it is not that. */
static bool move_one(LowerUnit *unit, CXCursor call, LowerChildren parts, int64_t size, LowerValue *result)
{
    CXType type = pointed_type(unit, parts.at[1], size);
    if (type.kind == CXType_Invalid)
        return false;
    IrType moved = lower_type(unit, type);
    bool may_hold_tasks = moved.kind == IR_TYPE_TASK || moved.kind == IR_TYPE_AGGREGATE;
    if (!may_hold_tasks || !clang_equalTypes(type, pointed_type(unit, parts.at[2], size)) || clang_Type_getSizeOf(type) != size)
        return move_some(unit, call, parts, size, result);
    IrSpan span = lower_span(unit, call);
    LowerValue pointers[2];
    lower_operands(unit, parts.at + 1, 2, pointers);
    for (int i = 0; i < 2; i++)
        pointers[i] = lower_convert(unit, pointers[i], IR_POINTER, span);
    lower_store(unit, lower_memory(pointers[0].reg, moved, span), lower_load(unit, lower_memory(pointers[1].reg, moved, span), span), span);
    *result = pointers[0];
    return true;
}

/* --- a number of elements that is not known when compiling --- */

/* A number without parentheses and conversions that leave it as it is. */
static CXCursor without_conversions(LowerUnit *unit, CXCursor number)
{
    for (unsigned depth = 0; depth < 100; depth++) {
        number = lower_computed(unit, number);
        LowerChildren operands = clang_getCursorKind(number) == CXCursor_CStyleCastExpr ? lower_expressions(unit, number) : (LowerChildren){NULL, 0};
        if (operands.count == 0)
            break;
        const CXCursor operand = operands.at[operands.count - 1];
        const IrType from = lower_type_of(unit, operand), to = lower_type_of(unit, number);
        if (from.kind != IR_TYPE_INT || to.kind != IR_TYPE_INT || from.bits > to.bits)
            break;
        number = operand;
    }
    return number;
}

/* Of `n * sizeof *t`, n; of any other size, itself, and how many bytes go into one. */
static CXCursor number_of_elements(LowerUnit *unit, CXCursor size, int64_t each, int64_t *bytes)
{
    const CXCursor product = without_conversions(unit, size);
    const bool is_product = clang_getCursorKind(product) == CXCursor_BinaryOperator && clang_getCursorBinaryOperatorKind(product) == CXBinaryOperator_Mul;
    const LowerChildren factors = is_product ? lower_expressions(unit, product) : (LowerChildren){NULL, 0};
    for (uint32_t i = 0; i < 2 && factors.count == 2; i++) {
        int64_t factor;
        if (lower_evaluate(factors.at[i], &factor) && factor == each) {
            *bytes = 1;
            return without_conversions(unit, factors.at[1 - i]);
        }
    }
    *bytes = each;
    return product;
}

typedef struct Moved {
    LowerValue to, from, count;
    IrType type;  /* of an element */
    IrSpan span;
} Moved;

static LowerPlace element_at(LowerUnit *unit, const Moved *moved, LowerValue pointer, LowerValue index)
{
    return lower_memory(ir_build_index(unit->builder, pointer.reg, index.reg, moved->span), moved->type, moved->span);
}

static LowerValue moved_on(LowerUnit *unit, const Moved *moved, LowerValue index, IrBinary op)
{
    const LowerValue one = lower_constant(unit, index.type, 1, moved->span);
    return lower_register(ir_build_binary(unit->builder, op, index.type, index.reg, one.reg, index.type, moved->span), index.type);
}

/* for (i = 0; i < count; i++) to[i] = from[i]; or, backwards, for (i = count; i > 0;) { i--; to[i] = from[i]; } */
static void move_each(LowerUnit *unit, const Moved *moved, bool is_backwards)
{
    IrBuilder *builder = unit->builder;
    const IrSpan span = moved->span;
    const LowerValue zero = lower_constant(unit, moved->count.type, 0, span);
    const LowerPlace place = lower_temporary_place(unit, moved->count.type, span);
    lower_store(unit, place, is_backwards ? moved->count : zero, span);
    const uint32_t head = ir_builder_add_block(builder), body = ir_builder_add_block(builder), exit = ir_builder_add_block(builder);
    lower_jump(unit, head, span);
    ir_builder_set_block(builder, head);
    LowerValue index = lower_load(unit, place, span);
    const IrReg is_left = is_backwards ? ir_build_binary(builder, IR_GT, IR_I32, index.reg, zero.reg, index.type, span)
                                       : ir_build_binary(builder, IR_LT, IR_I32, index.reg, moved->count.reg, index.type, span);
    lower_branch_on(unit, lower_register(is_left, IR_I32), body, exit, IR_BRANCH_HIDDEN, span);
    ir_builder_set_block(builder, body);
    if (is_backwards)
        index = moved_on(unit, moved, index, IR_SUB);
    lower_store(unit, element_at(unit, moved, moved->to, index), lower_load(unit, element_at(unit, moved, moved->from, index), span), span);
    lower_store(unit, place, is_backwards ? index : moved_on(unit, moved, index, IR_ADD), span);
    lower_jump(unit, head, span);
    ir_builder_set_block(builder, exit);
}

/* Where what is moved may lie in part where it is moved to, it goes backwards if it goes up. */
static void move_either_way(LowerUnit *unit, const Moved *moved)
{
    IrBuilder *builder = unit->builder;
    const uint32_t up = ir_builder_add_block(builder), down = ir_builder_add_block(builder), exit = ir_builder_add_block(builder);
    const IrReg goes_up = ir_build_binary(builder, IR_LT, IR_I32, moved->from.reg, moved->to.reg, IR_POINTER, moved->span);
    lower_branch_on(unit, lower_register(goes_up, IR_I32), up, down, IR_BRANCH_HIDDEN, moved->span);
    for (int i = 0; i < 2; i++) {
        ir_builder_set_block(builder, i == 0 ? up : down);
        move_each(unit, moved, i == 0);
        lower_jump(unit, exit, moved->span);
    }
    ir_builder_set_block(builder, exit);
}

/* Value tasks; where an array's elements close a gap or make room, also what may say which of another's are tasks. Text does not. */
static bool is_worth_moving(LowerUnit *unit, CXType element, bool may_overlap)
{
    const IrType type = lower_type(unit, element);
    const bool is_text = type.kind == IR_TYPE_INT && type.bits == 8 && (element.kind == CXType_Char_S || element.kind == CXType_Char_U);
    return !lower_is_array(element) && (lower_holds_task(unit, element) || (may_overlap && !is_text && (ir_is_plain(type) || type.kind == IR_TYPE_AGGREGATE)));
}

/* memmove(t, t + 1, (n - 1) * sizeof *t) is a loop over n - 1 of them. false: it is nothing of concern. */
static bool move_many(LowerUnit *unit, CXCursor call, LowerChildren parts, bool may_overlap, LowerValue *result)
{
    const CXType type = pointed_type(unit, parts.at[1], -1);
    int64_t bytes, size, each = type.kind == CXType_Invalid ? 0 : clang_Type_getSizeOf(type);
    if (each <= 0 || (lower_evaluate(parts.at[3], &size) && size % each != 0) || !is_worth_moving(unit, type, may_overlap) || !clang_equalTypes(type, pointed_type(unit, parts.at[2], -1)))
        return false;
    Moved moved = {.type = lower_type(unit, type), .span = lower_span(unit, call)};
    const CXCursor operands[] = {parts.at[1], parts.at[2], number_of_elements(unit, parts.at[3], each, &bytes)};
    LowerValue values[3];
    lower_operands(unit, operands, 3, values);
    if (values[2].type.kind != IR_TYPE_INT)
        return false;
    moved.to = lower_convert(unit, values[0], IR_POINTER, moved.span);
    moved.from = lower_convert(unit, values[1], IR_POINTER, moved.span);
    moved.count = values[2].type.bits < 32 ? lower_convert(unit, values[2], IR_I32, moved.span) : values[2];
    if (bytes > 1) {
        const LowerValue divisor = lower_constant(unit, moved.count.type, bytes, moved.span);
        moved.count.reg = ir_build_binary(unit->builder, IR_DIV, moved.count.type, moved.count.reg, divisor.reg, moved.count.type, moved.span);
    }
    if (may_overlap)
        move_either_way(unit, &moved);
    else
        move_each(unit, &moved, false);
    *result = moved.to;
    return true;
}

static bool move(LowerUnit *unit, CXCursor call, LowerChildren parts, bool may_overlap, LowerValue *result)
{
    int64_t size;
    return parts.count == 4 && ((lower_evaluate(parts.at[3], &size) && move_one(unit, call, parts, size, result)) || move_many(unit, call, parts, may_overlap, result));
}

bool lower_moved(LowerUnit *unit, CXCursor call, const char *name, LowerChildren parts, LowerValue *result)
{
    name += g_str_has_prefix(name, "__builtin_") ? strlen("__builtin_") : 0;
    if (strcmp(name, "memset") == 0)
        return clear(unit, call, parts, result);
    const bool may_overlap = strcmp(name, "memmove") == 0;
    return (may_overlap || strcmp(name, "memcpy") == 0) && move(unit, call, parts, may_overlap, result);
}
