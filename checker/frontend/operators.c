/* operators.c - unary, binary and assignment operators. */
#include "lower.h"

/* --- arithmetic --- */

/* [clang's operator] = the IR's; comparisons included. */
static const signed char binary_ops[] = {
    [CXBinaryOperator_Mul] = IR_MUL + 1,       [CXBinaryOperator_Div] = IR_DIV + 1,
    [CXBinaryOperator_Rem] = IR_REM + 1,       [CXBinaryOperator_Add] = IR_ADD + 1,
    [CXBinaryOperator_Sub] = IR_SUB + 1,       [CXBinaryOperator_Shl] = IR_SHL + 1,
    [CXBinaryOperator_Shr] = IR_SHR + 1,       [CXBinaryOperator_LT] = IR_LT + 1,
    [CXBinaryOperator_GT] = IR_GT + 1,         [CXBinaryOperator_LE] = IR_LE + 1,
    [CXBinaryOperator_GE] = IR_GE + 1,         [CXBinaryOperator_EQ] = IR_EQ + 1,
    [CXBinaryOperator_NE] = IR_NE + 1,         [CXBinaryOperator_And] = IR_AND + 1,
    [CXBinaryOperator_Xor] = IR_XOR + 1,       [CXBinaryOperator_Or] = IR_OR + 1,
    [CXBinaryOperator_MulAssign] = IR_MUL + 1, [CXBinaryOperator_DivAssign] = IR_DIV + 1,
    [CXBinaryOperator_RemAssign] = IR_REM + 1, [CXBinaryOperator_AddAssign] = IR_ADD + 1,
    [CXBinaryOperator_SubAssign] = IR_SUB + 1, [CXBinaryOperator_ShlAssign] = IR_SHL + 1,
    [CXBinaryOperator_ShrAssign] = IR_SHR + 1, [CXBinaryOperator_AndAssign] = IR_AND + 1,
    [CXBinaryOperator_XorAssign] = IR_XOR + 1, [CXBinaryOperator_OrAssign] = IR_OR + 1,
};

IrBinary lower_binary_op(enum CXBinaryOperatorKind kind, bool *is_known)
{
    int op = (size_t)kind < G_N_ELEMENTS(binary_ops) ? binary_ops[kind] : 0;
    *is_known = op != 0;
    return op == 0 ? IR_ADD : (IrBinary)(op - 1);
}

static bool is_comparison(IrBinary op)
{
    return op >= IR_EQ;
}

static const IrType index_type = {IR_TYPE_INT, 64, true, IR_NONE};

LowerValue lower_index(LowerUnit *unit, LowerValue base, LowerValue index, bool is_negative, CXType pointer,
                       IrSpan span)
{
    int64_t scale = lower_element_count(lower_pointee(pointer));
    if (base.type.kind != IR_TYPE_POINTER || index.type.kind != IR_TYPE_INT)
        return lower_unknown(unit, IR_POINTER, span);
    if (base.is_bytes) { /* container_of and the like */
        lower_escape(unit, base, span);
        return lower_unknown(unit, IR_POINTER, span);
    }
    if (scale == 0)
        return lower_register(ir_build_index(unit->builder, base.reg, IR_NONE, span), IR_POINTER);
    if (is_negative && index.is_constant) {
        index = lower_constant(unit, index_type, (int64_t)(0 - (uint64_t)index.constant), span);
    } else if (is_negative) {
        LowerValue wide = lower_convert(unit, index, index_type, span);
        index =
            lower_register(ir_build_unary(unit->builder, IR_NEG, index_type, wide.reg, index_type, span), index_type);
    }
    return lower_register(ir_build_scaled_index(unit->builder, base.reg, index.reg, scale, span), IR_POINTER);
}

/* The type both sides of an arithmetic operator are brought to. */
static IrType common_type(IrType left, IrType right)
{
    if (left.kind == IR_TYPE_POINTER || right.kind == IR_TYPE_POINTER)
        return IR_POINTER;
    if (left.kind == IR_TYPE_OTHER || right.kind == IR_TYPE_OTHER || !ir_is_plain(left) || !ir_is_plain(right))
        return IR_OTHER;
    if (left.kind == IR_TYPE_FLOAT || right.kind == IR_TYPE_FLOAT)
        return left.kind != IR_TYPE_FLOAT || (right.kind == IR_TYPE_FLOAT && right.bits > left.bits) ? right : left;
    if (left.bits < 32)
        left = IR_I32;
    if (right.bits < 32)
        right = IR_I32;
    if (left.bits != right.bits)
        return left.bits > right.bits ? left : right;
    return left.is_signed ? right : left;
}

static IrType shift_type(IrType left)
{
    return left.kind == IR_TYPE_INT && left.bits < 32 ? IR_I32 : left;
}

/* `left op right` as a value of `type`, in C `c_type`; both are values, no short circuit. */
static LowerValue arithmetic(LowerUnit *unit, IrBinary op, LowerValue left, LowerValue right, IrType type,
                             CXType c_type, IrSpan span)
{
    bool is_left_pointer = left.type.kind == IR_TYPE_POINTER, is_right_pointer = right.type.kind == IR_TYPE_POINTER;
    if ((op == IR_ADD || op == IR_SUB) && (is_left_pointer != is_right_pointer)) {
        LowerValue moved = is_left_pointer ? lower_index(unit, left, right, op == IR_SUB, c_type, span)
                                           : lower_index(unit, right, left, false, c_type, span);
        return lower_convert(unit, moved, type, span);
    }
    IrType operands = op == IR_SHL || op == IR_SHR ? shift_type(left.type) : common_type(left.type, right.type);
    bool is_modelled = ir_is_plain(left.type) && ir_is_plain(right.type) && (operands.kind != IR_TYPE_POINTER || is_comparison(op));
    if (!is_modelled || left.reg == IR_NONE || right.reg == IR_NONE)
        return lower_unknown(unit, type, span);
    left = lower_convert(unit, left, operands, span);
    right = lower_convert(unit, right, operands, span);
    IrType result = is_comparison(op) ? IR_I32 : operands;
    IrReg reg = ir_build_binary(unit->builder, op, result, left.reg, right.reg, operands, span);
    return lower_convert(unit, lower_register(reg, result), type, span);
}

/* How far apart two pointers are, in elements. Where these are no elements of the IR's, or bytes of something larger, the difference is only the same as
 * that of the same two. */
static LowerValue difference(LowerUnit *unit, LowerValue left, LowerValue right, CXType pointer, IrSpan span)
{
    if (lower_element_count(lower_pointee(pointer)) == 1 && !left.is_bytes && !right.is_bytes)
        return lower_register(ir_build_binary(unit->builder, IR_SUB, index_type, left.reg, right.reg, IR_POINTER, span), index_type);
    left = lower_convert(unit, left, IR_OTHER, span);
    right = lower_convert(unit, right, IR_OTHER, span);
    LowerValue apart = lower_register(ir_build_binary(unit->builder, IR_SUB, IR_OTHER, left.reg, right.reg, IR_OTHER, span), IR_OTHER);
    return lower_convert(unit, apart, index_type, span);
}

/* --- binary operators --- */

static bool is_arithmetic_operator(CXCursor expression)
{
    bool is_known = false;
    if (clang_getCursorKind(expression) == CXCursor_BinaryOperator)
        lower_binary_op(clang_getCursorBinaryOperatorKind(expression), &is_known);
    return is_known;
}

static LowerValue apply(LowerUnit *unit, CXCursor operator_, LowerValue left, LowerValue right, IrSpan span)
{
    bool is_known;
    IrBinary op = lower_binary_op(clang_getCursorBinaryOperatorKind(operator_), &is_known);
    IrType type = lower_type_of(unit, operator_);
    if (op == IR_SUB && left.type.kind == IR_TYPE_POINTER && right.type.kind == IR_TYPE_POINTER && left.reg != IR_NONE && right.reg != IR_NONE) {
        LowerChildren children = lower_expressions(unit, operator_);
        return lower_convert(unit, difference(unit, left, right, clang_getCursorType(children.at[0]), span), type, span);
    }
    return arithmetic(unit, op, left, right, type, clang_getCursorType(operator_), span);
}

enum { LONG_CHAIN = 100 };

/* What a chain spans up to the end of one of its operands. libclang finds the start of an operator by going down to its leftmost operand,
 * which for each operator of a long chain would be quadratic: there all parts start where the whole does. */
static IrSpan span_up_to(LowerUnit *unit, IrSpan whole, CXCursor operand)
{
    IrSpan span = lower_span(unit, operand);
    if (span.file != whole.file || span.end_line < whole.line)
        return whole;
    whole.end_line = span.end_line;
    whole.end_column = span.end_column;
    return whole;
}

/* `spine` has an operator and its left operand as it stands, `operands` a value each; both from the last one. */
static LowerValue fold_left(LowerUnit *unit, const GArray *spine, const GArray *operands)
{
    guint count = operands->len;
    CXCursor *ordered = BASE_NEW_ARRAY(unit->scratch, CXCursor, count);
    LowerValue *values = BASE_NEW_ARRAY(unit->scratch, LowerValue, count);
    for (guint i = 0; i < count; i++)
        ordered[i] = g_array_index(operands, CXCursor, count - 1 - i);
    lower_operands(unit, ordered, count, values);
    LowerValue value = values[0];
    bool is_long = count > LONG_CHAIN;
    IrSpan whole = is_long ? lower_span(unit, g_array_index(spine, CXCursor, 0)) : (IrSpan){.file = IR_NONE};
    for (guint i = 1; i < count; i++) {
        guint at = spine->len - 2 * i;
        CXCursor operator_ = g_array_index(spine, CXCursor, at), left = g_array_index(spine, CXCursor, at + 1);
        value = lower_convert(unit, value, lower_type_of(unit, left), is_long ? span_up_to(unit, whole, ordered[i - 1]) : lower_span(unit, left));
        value = apply(unit, operator_, value, values[i], is_long ? span_up_to(unit, whole, ordered[i]) : lower_span(unit, operator_));
    }
    return value;
}

/* a + b + c + ... leans to the left, and may be thousands long in generated code: the left spine is a list here. */
static LowerValue arithmetic_chain(LowerUnit *unit, CXCursor expression)
{
    GArray *spine = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    GArray *operands = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    CXCursor at = expression;
    for (;;) {
        LowerChildren children = lower_expressions(unit, at);
        if (children.count != 2)
            break;
        g_array_append_val(spine, at);
        g_array_append_val(spine, children.at[0]);
        g_array_append_val(operands, children.at[1]);
        at = lower_computed(unit, children.at[0]);
        if (!is_arithmetic_operator(at))
            break;
    }
    if (spine->len > 0)
        g_array_append_val(operands, g_array_index(spine, CXCursor, spine->len - 1));
    LowerValue value = spine->len == 0 ? lower_not_modelled(unit, expression) : fold_left(unit, spine, operands);
    g_array_free(spine, TRUE);
    g_array_free(operands, TRUE);
    return value;
}

static LowerValue comma(LowerUnit *unit, CXCursor expression)
{
    GArray *rights = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    CXCursor at = expression;
    while (clang_getCursorKind(at) == CXCursor_BinaryOperator &&
           clang_getCursorBinaryOperatorKind(at) == CXBinaryOperator_Comma) {
        LowerChildren children = lower_expressions(unit, at);
        if (children.count != 2)
            break;
        g_array_append_val(rights, children.at[1]);
        at = children.at[0];
    }
    LowerValue value = lower_none();
    lower_effect(unit, at);
    for (guint i = rights->len; i > 0; i--) {
        CXCursor right = g_array_index(rights, CXCursor, i - 1);
        if (i == 1 && lower_type_of(unit, right).kind != IR_TYPE_VOID)
            value = lower_value(unit, right);
        else
            lower_effect(unit, right);
    }
    g_array_free(rights, TRUE);
    return value;
}

/* What is stored is the result: a bit-field cuts it. */
static LowerValue store_result(LowerUnit *unit, LowerPlace place, LowerValue value, IrSpan span)
{
    if (place.kind == LOWER_MEMORY)
        value = lower_convert(unit, value, place.type, span);
    lower_store(unit, place, value, span);
    return value;
}

static LowerValue assignment(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    if (children.count != 2)
        return lower_not_modelled(unit, expression);
    IrSpan span = lower_span(unit, expression);
    LowerValue value = lower_value(unit, children.at[1]);
    LowerPlace place = lower_place(unit, children.at[0]);
    value = store_result(unit, place, value, span);
    return lower_convert(unit, value, lower_type_of(unit, expression), span);
}

LowerValue lower_binary(LowerUnit *unit, CXCursor expression)
{
    enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expression);
    switch ((int)op) {
    case CXBinaryOperator_Assign: return assignment(unit, expression);
    case CXBinaryOperator_Comma: return comma(unit, expression);
    case CXBinaryOperator_LAnd:
    case CXBinaryOperator_LOr: return lower_logical(unit, expression);
    default: break;
    }
    return is_arithmetic_operator(expression) ? arithmetic_chain(unit, expression)
                                              : lower_not_modelled(unit, expression);
}

LowerValue lower_compound_assignment(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    bool is_known;
    IrBinary op = lower_binary_op(clang_getCursorBinaryOperatorKind(expression), &is_known);
    if (children.count != 2 || !is_known)
        return lower_not_modelled(unit, expression);
    IrSpan span = lower_span(unit, expression);
    LowerValue right = lower_value(unit, children.at[1]);
    LowerPlace place = lower_place(unit, children.at[0]);
    LowerValue old = place.kind == LOWER_MEMBER ? lower_unknown(unit, place.type, span) /* the write is the finding */
                                                : lower_load(unit, place, span);
    IrType declared = lower_type_of(unit, children.at[0]);
    LowerValue value = arithmetic(unit, op, lower_convert(unit, old, declared, span), right, declared,
                                  clang_getCursorType(children.at[0]), span);
    value = store_result(unit, place, value, span);
    return lower_convert(unit, value, lower_type_of(unit, expression), span);
}

/* --- unary operators --- */

static LowerValue increment(LowerUnit *unit, CXCursor operand, bool is_increment, bool is_post, IrSpan span)
{
    LowerPlace place = lower_place(unit, operand);
    IrType type = lower_type_of(unit, operand);
    LowerValue old = place.kind == LOWER_MEMBER ? lower_unknown(unit, place.type, span) : lower_load(unit, place, span);
    old = lower_convert(unit, old, type, span);
    LowerValue changed;
    if (type.kind == IR_TYPE_POINTER) {
        changed = lower_index(unit, old, lower_constant(unit, index_type, is_increment ? 1 : -1, span), false,
                              clang_getCursorType(operand), span);
    } else if (type.kind == IR_TYPE_INT && type.bits > 1) { /* as `x = x + 1` says it: narrow numbers are added as int and converted back */
        LowerValue one = lower_constant(unit, common_type(type, IR_BOOL), 1, span);
        changed = arithmetic(unit, is_increment ? IR_ADD : IR_SUB, old, one, type, clang_getCursorType(operand), span);
    } else if (type.kind == IR_TYPE_INT && is_increment) { /* a bool */
        changed = lower_constant(unit, type, 1, span);
    } else if (type.kind == IR_TYPE_INT) {
        IrReg not = ir_build_unary(unit->builder, IR_NOT, IR_I32, old.reg, type, span);
        changed = lower_convert(unit, lower_register(not, IR_I32), type, span);
    } else {
        changed = arithmetic(unit, is_increment ? IR_ADD : IR_SUB, old, lower_constant(unit, IR_I32, 1, span), type, clang_getCursorType(operand), span);
    }
    changed = lower_convert(unit, store_result(unit, place, changed, span), type, span);
    return is_post ? old : changed;
}

LowerValue lower_not(LowerUnit *unit, LowerValue value, IrSpan span)
{
    if (value.reg == IR_NONE || !ir_is_plain(value.type))
        return lower_unknown(unit, IR_I32, span);
    return lower_register(ir_build_unary(unit->builder, IR_NOT, IR_I32, value.reg, value.type, span), IR_I32);
}

static LowerValue address_of(LowerUnit *unit, CXCursor operand, IrSpan span)
{
    if (lower_is_function(clang_getCursorType(operand)))
        return lower_value(unit, operand);
    return lower_register(lower_address(unit, lower_place(unit, operand), span), IR_POINTER);
}

LowerPlace lower_unary_place(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    IrSpan span = lower_span(unit, expression);
    CXType type = clang_getCursorType(expression);
    if (children.count == 1 && clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Deref) {
        LowerValue pointer = lower_convert(unit, lower_value(unit, children.at[0]), IR_POINTER, span);
        LowerPlace place = lower_memory(pointer.reg, lower_type(unit, type), span);
        place.is_volatile = lower_is_volatile(type);
        return place;
    }
    LowerValue value = lower_unary(unit, expression); /* __real__ z = ...: not modelled */
    LowerPlace place = lower_temporary_place(unit, value.type.kind == IR_TYPE_VOID ? IR_OTHER : value.type, span);
    lower_store(unit, place, value, span);
    return place;
}

static LowerValue dereference(LowerUnit *unit, CXCursor expression, CXCursor operand, IrSpan span)
{
    CXType type = clang_getCursorType(expression);
    if (lower_is_function(type))
        return lower_value(unit, operand); /* *f is f */
    return lower_place_value(unit, lower_unary_place(unit, expression), expression, span);
}

LowerValue lower_unary(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    IrSpan span = lower_span(unit, expression);
    IrType type = lower_type_of(unit, expression);
    if (children.count != 1)
        return lower_not_modelled(unit, expression);
    CXCursor operand = children.at[0];
    enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(expression);
    switch ((int)op) {
    case CXUnaryOperator_PostInc: return increment(unit, operand, true, true, span);
    case CXUnaryOperator_PostDec: return increment(unit, operand, false, true, span);
    case CXUnaryOperator_PreInc: return increment(unit, operand, true, false, span);
    case CXUnaryOperator_PreDec: return increment(unit, operand, false, false, span);
    case CXUnaryOperator_AddrOf: return address_of(unit, operand, span);
    case CXUnaryOperator_Deref: return dereference(unit, expression, operand, span);
    case CXUnaryOperator_Plus: return lower_value_as(unit, operand, type);
    case CXUnaryOperator_Minus:
    case CXUnaryOperator_Not:
    case CXUnaryOperator_LNot: break;
    default: return lower_not_modelled(unit, expression);
    }
    LowerValue value = lower_value(unit, operand);
    if (op == CXUnaryOperator_Minus && value.is_constant && type.kind == IR_TYPE_INT)
        return lower_convert(
            unit, lower_constant(unit, IR_INT(64, true), (int64_t)(0 - (uint64_t)value.constant), span), type, span);
    IrUnary ir_op = op == CXUnaryOperator_Minus ? IR_NEG : op == CXUnaryOperator_Not ? IR_COMPLEMENT : IR_NOT;
    if (ir_op == IR_NOT)
        return lower_convert(unit, lower_not(unit, value, span), type, span);
    if (value.type.kind == IR_TYPE_POINTER || !ir_is_plain(value.type) || !ir_is_plain(type))
        return lower_unknown(unit, type, span);
    value = lower_convert(unit, value, type, span);
    return lower_register(ir_build_unary(unit->builder, ir_op, type, value.reg, type, span), type);
}
