/* conditions.c - where control goes: &&, ||, !, ?: and whatever is tested.
 *
 * A branch goes to its true side where the source, its `!` included, says yes: notes tell "the true branch" and "entering the loop" by it. So a negation
 * is computed (IR_NOT), not turned into sides that are swapped; one around && or || goes down to the last operand, whose branch is the statement's. */
#include "lower.h"

/* --- branches --- */

void lower_branch_on(LowerUnit *unit, LowerValue value, uint32_t if_true, uint32_t if_false, IrBranchKind kind,
                     IrSpan span)
{
    if (value.reg == IR_NONE || !ir_is_plain(value.type))
        value = lower_unknown(unit, IR_I32, span);
    ir_build_branch(unit->builder, value.reg, if_true, if_false, kind, span);
}

static bool is_logical(CXCursor expression, enum CXBinaryOperatorKind *op)
{
    if (clang_getCursorKind(expression) != CXCursor_BinaryOperator)
        return false;
    *op = clang_getCursorBinaryOperatorKind(expression);
    return *op == CXBinaryOperator_LAnd || *op == CXBinaryOperator_LOr;
}

/* Conversions that keep zero zero and the rest not. */
static bool keeps_truth(IrType from, IrType to)
{
    if (to.kind == IR_TYPE_INT && to.bits == 1)
        return from.kind == IR_TYPE_INT || from.kind == IR_TYPE_POINTER;
    if (from.kind == IR_TYPE_POINTER)
        return to.kind == IR_TYPE_POINTER;
    return from.kind == IR_TYPE_INT && to.kind == IR_TYPE_INT && to.bits >= from.bits;
}

/* Where to go, and whether the question is the opposite of the expression's truth. */
typedef struct {
    uint32_t if_true, if_false;
    bool is_negated;
    CXCursor negation; /* the outermost `!`, where a note points; null: none */
    IrBranchKind kind;
} Ways;

/* The expression whose truth is asked, without the `!` before it. */
static CXCursor tested(LowerUnit *unit, CXCursor expression, Ways *ways)
{
    for (;;) {
        CXCursor inner;
        expression = lower_peel(unit, expression);
        enum CXCursorKind kind = clang_getCursorKind(expression);
        if (kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_LNot) {
            LowerChildren children = lower_expressions(unit, expression);
            if (children.count != 1)
                return expression;
            inner = children.at[0];
            ways->is_negated = !ways->is_negated;
            if (clang_Cursor_isNull(ways->negation))
                ways->negation = expression;
        } else if (kind == CXCursor_CallExpr && lower_is_expect(unit, expression, &inner)) {
            /* nothing else happens */
        } else if (lower_is_transparent(unit, expression, &inner)) {
            CXType type = clang_getCursorType(inner);
            if (lower_is_array_object(unit, inner) || lower_is_function(type) ||
                !keeps_truth(lower_type_of(unit, inner), lower_type_of(unit, expression)))
                return expression;
        } else {
            return expression;
        }
        expression = inner;
    }
}

static void condition(LowerUnit *unit, CXCursor expression, Ways ways);

/* Where an expression leads that decides the question by being true, by being false. */
static uint32_t way_of(const Ways *ways, bool truth)
{
    return truth != ways->is_negated ? ways->if_true : ways->if_false;
}

/* a && b && c leans to the left: the operands are collected, then tested in order. */
static void logical_condition(LowerUnit *unit, CXCursor expression, enum CXBinaryOperatorKind op, Ways ways)
{
    GArray *operands = g_array_new(FALSE, FALSE, sizeof(CXCursor)); /* from the last one */
    CXCursor at = expression;
    enum CXBinaryOperatorKind inner = op;
    while (is_logical(at, &inner) && inner == op) {
        LowerChildren children = lower_expressions(unit, at);
        if (children.count != 2)
            break;
        g_array_append_val(operands, children.at[1]);
        at = lower_peel(unit, children.at[0]);
    }
    g_array_append_val(operands, at);
    for (guint i = operands->len; i > 1; i--) {
        uint32_t next = ir_builder_add_block(unit->builder);
        bool is_and = op == CXBinaryOperator_LAnd;
        lower_condition(unit, g_array_index(operands, CXCursor, i - 1), is_and ? next : way_of(&ways, true),
                        is_and ? way_of(&ways, false) : next, IR_BRANCH_LOGICAL);
        ir_builder_set_block(unit->builder, next);
    }
    CXCursor last = g_array_index(operands, CXCursor, 0);
    g_array_free(operands, TRUE);
    if (lower_is_same(last, expression)) /* broken: do not come back here */
        lower_branch_on(unit, lower_not_modelled(unit, last), ways.if_true, ways.if_false, ways.kind, lower_span(unit, expression));
    else
        condition(unit, last, ways);
}

static void conditional_condition(LowerUnit *unit, LowerChildren parts, Ways ways)
{
    uint32_t then = ir_builder_add_block(unit->builder), otherwise = ir_builder_add_block(unit->builder);
    lower_condition(unit, parts.at[0], then, otherwise, IR_BRANCH_CONDITIONAL);
    ir_builder_set_block(unit->builder, then);
    condition(unit, parts.at[1], ways);
    ir_builder_set_block(unit->builder, otherwise);
    condition(unit, parts.at[2], ways);
}

static void leaf_condition(LowerUnit *unit, CXCursor expression, IrSpan span, Ways ways)
{
    int64_t constant;
    LowerValue value;
    if (lower_fold(unit, expression, &constant)) {
        value = lower_constant(unit, IR_I32, (constant != 0) != ways.is_negated, span);
    } else {
        value = lower_value(unit, expression);
        if (ways.is_negated)
            value = lower_not(unit, value, span);
    }
    lower_branch_on(unit, value, ways.if_true, ways.if_false, ways.kind, span);
}

static void condition(LowerUnit *unit, CXCursor expression, Ways ways)
{
    expression = tested(unit, expression, &ways);
    IrSpan span = lower_span(unit, clang_Cursor_isNull(ways.negation) ? expression : ways.negation);
    if (!lower_enter(unit)) {
        lower_branch_on(unit, lower_none(), ways.if_true, ways.if_false, ways.kind, span);
        return;
    }
    enum CXBinaryOperatorKind op;
    enum CXCursorKind cursor_kind = clang_getCursorKind(expression);
    LowerChildren parts;
    if (is_logical(expression, &op)) {
        logical_condition(unit, expression, op, ways);
    } else if (cursor_kind == CXCursor_BinaryOperator &&
               clang_getCursorBinaryOperatorKind(expression) == CXBinaryOperator_Comma &&
               (parts = lower_expressions(unit, expression)).count == 2) {
        lower_effect(unit, parts.at[0]);
        condition(unit, parts.at[1], ways);
    } else if (cursor_kind == CXCursor_ConditionalOperator &&
               (parts = lower_expressions(unit, expression)).count == 3) {
        conditional_condition(unit, parts, ways);
    } else if (cursor_kind == CXCursor_UnexposedExpr && (parts = lower_children(unit, expression)).count == 4 &&
               lower_classify(unit, expression, parts) == LOWER_ELVIS) {
        uint32_t otherwise = ir_builder_add_block(unit->builder);
        lower_condition(unit, parts.at[0], way_of(&ways, true), otherwise, IR_BRANCH_LOGICAL);
        ir_builder_set_block(unit->builder, otherwise);
        condition(unit, parts.at[3], ways);
    } else {
        leaf_condition(unit, expression, span, ways);
    }
    lower_leave(unit);
}

void lower_condition(LowerUnit *unit, CXCursor expression, uint32_t if_true, uint32_t if_false, IrBranchKind kind)
{
    condition(unit, expression, (Ways){.if_true = if_true, .if_false = if_false, .negation = clang_getNullCursor(), .kind = kind});
}

/* --- values that depend on a condition --- */

static void store_and_join(LowerUnit *unit, LowerPlace result, LowerValue value, uint32_t join, IrSpan span)
{
    if (value.reg != IR_NONE)
        lower_store(unit, result, value, span);
    ir_build_jump(unit->builder, join, span);
}

LowerValue lower_logical(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    LowerPlace result = lower_temporary_place(unit, IR_I32, span);
    uint32_t yes = ir_builder_add_block(unit->builder), no = ir_builder_add_block(unit->builder);
    uint32_t join = ir_builder_add_block(unit->builder);
    lower_condition(unit, expression, yes, no, IR_BRANCH_LOGICAL);
    ir_builder_set_block(unit->builder, yes);
    store_and_join(unit, result, lower_constant(unit, IR_I32, 1, span), join, span);
    ir_builder_set_block(unit->builder, no);
    store_and_join(unit, result, lower_constant(unit, IR_I32, 0, span), join, span);
    ir_builder_set_block(unit->builder, join);
    return lower_convert(unit, lower_load(unit, result, span), lower_type_of(unit, expression), span);
}

LowerValue lower_conditional(LowerUnit *unit, CXCursor expression)
{
    LowerChildren parts = lower_expressions(unit, expression);
    IrType type = lower_type_of(unit, expression);
    if (parts.count != 3)
        return lower_not_modelled(unit, expression);
    if (type.kind == IR_TYPE_VOID) {
        lower_conditional_effect(unit, expression);
        return lower_none();
    }
    IrSpan span = lower_span(unit, expression);
    LowerPlace result = lower_temporary_place(unit, type, span);
    uint32_t join = ir_builder_add_block(unit->builder);
    uint32_t sides[2] = {ir_builder_add_block(unit->builder), ir_builder_add_block(unit->builder)};
    lower_condition(unit, parts.at[0], sides[0], sides[1], IR_BRANCH_CONDITIONAL);
    for (uint32_t i = 0; i < 2; i++) {
        ir_builder_set_block(unit->builder, sides[i]);
        LowerValue value = lower_value(unit, parts.at[i + 1]);
        store_and_join(unit, result, lower_convert(unit, value, type, span), join, span);
    }
    ir_builder_set_block(unit->builder, join);
    return lower_load(unit, result, span);
}

void lower_conditional_effect(LowerUnit *unit, CXCursor expression)
{
    LowerChildren parts = lower_expressions(unit, expression);
    if (parts.count != 3) {
        lower_not_modelled(unit, expression);
        return;
    }
    IrSpan span = lower_span(unit, expression);
    uint32_t join = ir_builder_add_block(unit->builder);
    uint32_t sides[2] = {ir_builder_add_block(unit->builder), ir_builder_add_block(unit->builder)};
    lower_condition(unit, parts.at[0], sides[0], sides[1], IR_BRANCH_CONDITIONAL);
    for (uint32_t i = 0; i < 2; i++) {
        ir_builder_set_block(unit->builder, sides[i]);
        lower_effect(unit, parts.at[i + 1]);
        ir_build_jump(unit->builder, join, span);
    }
    ir_builder_set_block(unit->builder, join);
}

/* condition ?: otherwise; the condition is computed once. */
LowerValue lower_elvis(LowerUnit *unit, CXCursor expression, CXCursor condition, CXCursor otherwise)
{
    IrSpan span = lower_span(unit, expression);
    IrType type = lower_type_of(unit, expression);
    LowerValue value = lower_value(unit, condition);
    LowerPlace result = lower_temporary_place(unit, type.kind == IR_TYPE_VOID ? IR_I32 : type, span);
    uint32_t yes = ir_builder_add_block(unit->builder), no = ir_builder_add_block(unit->builder);
    uint32_t join = ir_builder_add_block(unit->builder);
    lower_branch_on(unit, value, yes, no, IR_BRANCH_CONDITIONAL, lower_span(unit, condition));
    ir_builder_set_block(unit->builder, yes);
    store_and_join(unit, result, lower_convert(unit, value, type, span), join, span);
    ir_builder_set_block(unit->builder, no);
    store_and_join(unit, result, lower_convert(unit, lower_value(unit, otherwise), type, span), join, span);
    ir_builder_set_block(unit->builder, join);
    return type.kind == IR_TYPE_VOID ? lower_none() : lower_load(unit, result, span);
}
