/* order.c - operands whose order of evaluation C leaves open.
 *
 * They are lowered from left to right. Only where it can matter to a value task - one operand may look at it that
 * another, further right, may consume - both directions are lowered, and control takes either. Where the left one
 * consumes, left to right is the order that shows what is wrong, and the other would show the same mistake again. */
#include "lower.h"

#define MAX_CHOICES 4     /* inside of one another */
#define MAX_REPEATED 64   /* operands of one function lowered twice */
#define MAX_SEEN 200000   /* cursors of one function looked at */
#define MAX_CALLS 4       /* of helpers looked into to tell what a call does */

enum { LOOKS = 1, CONSUMES = 2 };

/* --- what an operand may do --- */

typedef struct Scan {
    LowerUnit *unit;
    unsigned effects;
    bool is_unrepeatable; /* declares something */
} Scan;

/* Implicit casts and parentheses, and & and * where asked, down to what is meant. */
static CXCursor inner(LowerUnit *unit, CXCursor expression, bool strips_address)
{
    CXCursor operand;
    for (;;) {
        expression = lower_peel(unit, expression);
        if (!lower_is_transparent(unit, expression, &operand)) {
            enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(expression);
            if (!strips_address || (op != CXUnaryOperator_AddrOf && op != CXUnaryOperator_Deref))
                return expression;
            LowerChildren children = lower_expressions(unit, expression);
            if (children.count != 1)
                return expression;
            operand = children.at[0];
        }
        expression = operand;
    }
}

static unsigned effects_of_parameter(LowerUnit *unit, CXCursor function, unsigned index, unsigned depth);

/* What a body does to a parameter: it looks where it hands it to what looks and does nothing else with it. */
typedef struct BodyScan {
    LowerUnit *unit;
    CXCursor parameter;
    unsigned effects, depth, mentions, explained;
} BodyScan;

static enum CXChildVisitResult scan_body(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    BodyScan *scan = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_UnaryExpr)
        return CXChildVisit_Continue;
    if (kind == CXCursor_DeclRefExpr)
        scan->mentions += lower_is_same(clang_getCursorReferenced(cursor), scan->parameter);
    CXCursor callee = clang_getCursorReferenced(cursor);
    if (kind != CXCursor_CallExpr || clang_getCursorKind(callee) != CXCursor_FunctionDecl)
        return CXChildVisit_Recurse;
    int count = clang_Cursor_getNumArguments(cursor);
    for (int i = 0; i < count; i++) {
        CXCursor argument = inner(scan->unit, clang_Cursor_getArgument(cursor, (unsigned)i), true);
        if (clang_getCursorKind(argument) == CXCursor_DeclRefExpr &&
            lower_is_same(clang_getCursorReferenced(argument), scan->parameter)) {
            scan->explained++;
            scan->effects |= effects_of_parameter(scan->unit, callee, (unsigned)i, scan->depth + 1);
        }
    }
    return CXChildVisit_Recurse;
}

static unsigned effects_of_body(LowerUnit *unit, CXCursor definition, unsigned index, unsigned depth)
{
    CXCursor parameter = clang_Cursor_getArgument(definition, index);
    guint known = GPOINTER_TO_UINT(lower_cursor_map_get(unit->effects, parameter));
    if (known != 0)
        return known - 1;
    if (depth > MAX_CALLS)
        return CONSUMES;
    lower_cursor_map_set(unit->effects, unit->arena, parameter, GUINT_TO_POINTER(CONSUMES + 1)); /* where it recurs */
    BodyScan scan = {unit, parameter, 0, depth, 0, 0};
    clang_visitChildren(definition, scan_body, &scan);
    unsigned effects = scan.mentions > scan.explained || (scan.effects & CONSUMES) != 0 ? CONSUMES : scan.effects;
    lower_cursor_map_set(unit->effects, unit->arena, parameter, GUINT_TO_POINTER(effects + 1));
    return effects;
}

/* Without annotation and body, one by value is consumed, and through a pointer anything may happen. */
static unsigned effects_of_parameter(LowerUnit *unit, CXCursor function, unsigned index, unsigned depth)
{
    const IrFunction *known = ir_builder_function(unit->builder, lower_function(unit, function));
    if (index >= known->param_count)
        return 0;
    const IrParam param = known->params[index];
    if (param.type.kind != IR_TYPE_TASK && !param.points_to_task)
        return 0;
    if (param.effect != IR_EFFECT_UNSPECIFIED)
        return param.effect == IR_EFFECT_CONSUMES ? CONSUMES : LOOKS;
    CXCursor definition = clang_getCursorDefinition(function);
    if (!clang_Cursor_isNull(definition) && clang_getCursorKind(definition) == CXCursor_FunctionDecl)
        return effects_of_body(unit, definition, index, depth);
    return param.points_to_task ? LOOKS | CONSUMES : CONSUMES;
}

static unsigned effects_by_type(LowerUnit *unit, CXCursor argument)
{
    CXType type = clang_getCursorType(argument);
    if (lower_holds_task(unit, type))
        return lower_is_array(type) ? LOOKS | CONSUMES : CONSUMES;
    bool is_pointer = clang_getCanonicalType(type).kind == CXType_Pointer;
    return is_pointer && lower_holds_task(unit, lower_pointee(type)) ? LOOKS | CONSUMES : 0;
}

/* A task that is some call's result has been seen by nobody else. */
static unsigned effects_of_call(LowerUnit *unit, CXCursor call)
{
    unsigned effects = 0;
    CXCursor callee = clang_getCursorReferenced(call);
    bool is_known = clang_getCursorKind(callee) == CXCursor_FunctionDecl;
    int count = clang_Cursor_getNumArguments(call);
    if (count <= 0)
        return 0;
    int declared = is_known ? clang_Cursor_getNumArguments(callee) : 0;
    for (int i = 0; i < count; i++) {
        CXCursor argument = clang_Cursor_getArgument(call, (unsigned)i);
        unsigned found = i < declared ? effects_of_parameter(unit, callee, (unsigned)i, 0)
                                      : effects_by_type(unit, argument);
        if (found != 0 && clang_getCursorKind(inner(unit, argument, false)) != CXCursor_CallExpr)
            effects |= found;
    }
    return effects;
}

static enum CXChildVisitResult scan_cursor(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Scan *scan = data;
    if (scan->unit->body->cursors_seen++ > MAX_SEEN)
        return CXChildVisit_Break;
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_UnaryExpr: /* sizeof */
    case CXCursor_BlockExpr: return CXChildVisit_Continue;
    case CXCursor_DeclStmt:
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt: scan->is_unrepeatable = true; break;
    case CXCursor_CallExpr: scan->effects |= effects_of_call(scan->unit, cursor); break;
    default: break;
    }
    return CXChildVisit_Recurse;
}

typedef enum Order {
    ORDER_QUIET, /* nothing inside touches a value task */
    ORDER_LEFT_TO_RIGHT,
    ORDER_ANY
} Order;

static Order order_of(LowerUnit *unit, const CXCursor *operands, uint32_t count)
{
    Scan all = {unit, 0, false};
    bool is_open = false;
    for (uint32_t i = 0; i < count; i++) {
        Scan scan = {unit, 0, false};
        if (scan_cursor(operands[i], clang_getNullCursor(), &scan) == CXChildVisit_Recurse)
            clang_visitChildren(operands[i], scan_cursor, &scan);
        is_open = is_open || ((all.effects & LOOKS) != 0 && (scan.effects & CONSUMES) != 0);
        all.effects |= scan.effects;
        all.is_unrepeatable |= scan.is_unrepeatable;
    }
    if (all.effects == 0)
        return ORDER_QUIET;
    bool has_room = unit->body->choices < MAX_CHOICES && unit->body->repeated + count <= MAX_REPEATED;
    return is_open && !all.is_unrepeatable && has_room ? ORDER_ANY : ORDER_LEFT_TO_RIGHT;
}

/* --- both directions --- */

/* Constants and addresses of variables: the same whenever they are asked for. */
static bool is_timeless(LowerUnit *unit, CXCursor expression)
{
    int64_t value;
    if (lower_fold(unit, expression, &value))
        return true;
    expression = inner(unit, expression, false);
    switch ((int)clang_getCursorKind(expression)) {
    case CXCursor_StringLiteral: return true;
    case CXCursor_DeclRefExpr:
        return lower_is_function(clang_getCursorType(expression)) || lower_is_array_object(unit, expression);
    case CXCursor_UnaryOperator: {
        LowerChildren children = lower_expressions(unit, expression);
        return clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_AddrOf && children.count == 1 &&
               clang_getCursorKind(lower_peel(unit, children.at[0])) == CXCursor_DeclRefExpr;
    }
    default: return false;
    }
}

typedef struct Operand {
    CXCursor expression;
    uint32_t local; /* where its value is kept; IR_NONE: it is void, or timeless */
    IrSpan span;
    bool is_timeless;
} Operand;

static void keep_operand(LowerUnit *unit, Operand *operand, LowerValue *kept, bool is_again)
{
    if (operand->is_timeless)
        return;
    LowerValue value = lower_value(unit, operand->expression);
    if (!is_again) {
        *kept = value;
        if (value.reg != IR_NONE)
            operand->local = lower_temporary(unit, value.type, operand->span);
    } else if (operand->local != IR_NONE) {
        ir_build_begin_scope(unit->builder, operand->local, operand->span);
    }
    if (operand->local == IR_NONE)
        return;
    IrReg address = ir_build_local(unit->builder, operand->local, operand->span);
    lower_store(unit, lower_memory(address, kept->type, operand->span), value, operand->span);
}

static LowerValue kept_operand(LowerUnit *unit, const Operand *operand, LowerValue kept)
{
    if (operand->is_timeless)
        return lower_value(unit, operand->expression);
    if (operand->local == IR_NONE)
        return lower_none();
    IrReg address = ir_build_local(unit->builder, operand->local, operand->span);
    LowerValue value = lower_load(unit, lower_memory(address, kept.type, operand->span), operand->span);
    value.function = kept.function;
    return value;
}

static void in_any_order(LowerUnit *unit, const CXCursor *expressions, uint32_t count, LowerValue *values)
{
    Operand *operands = BASE_NEW_ARRAY(unit->scratch, Operand, count);
    for (uint32_t i = 0; i < count; i++)
        operands[i] = (Operand){expressions[i], IR_NONE, lower_span(unit, expressions[i]),
                                is_timeless(unit, expressions[i])};
    uint32_t targets[2] = {ir_builder_add_block(unit->builder), ir_builder_add_block(unit->builder)};
    uint32_t join = ir_builder_add_block(unit->builder);
    IrInst either = {.op = IR_OP_ANY, .type = IR_VOID, .span = operands[0].span};
    either.as.any.targets = targets;
    either.as.any.target_count = 2;
    ir_builder_append(unit->builder, either);
    for (uint32_t turn = 0; turn < 2; turn++) {
        ir_builder_set_block(unit->builder, targets[turn]);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t at = turn == 0 ? i : count - 1 - i;
            keep_operand(unit, &operands[at], &values[at], turn == 1);
        }
        lower_jump(unit, join, operands[count - 1].span);
    }
    ir_builder_set_block(unit->builder, join);
    for (uint32_t i = 0; i < count; i++)
        values[i] = kept_operand(unit, &operands[i], values[i]);
}

void lower_operands(LowerUnit *unit, const CXCursor *operands, uint32_t count, LowerValue *values)
{
    LowerBody *body = unit->body;
    bool was_quiet = body->is_quiet;
    Order order = was_quiet ? ORDER_QUIET : count < 2 ? ORDER_LEFT_TO_RIGHT : order_of(unit, operands, count);
    body->is_quiet = order == ORDER_QUIET;
    if (order == ORDER_ANY) {
        body->choices++;
        body->repeated += count;
        in_any_order(unit, operands, count, values);
        body->choices--;
    } else {
        for (uint32_t i = 0; i < count; i++)
            values[i] = lower_value(unit, operands[i]);
    }
    body->is_quiet = was_quiet;
}
