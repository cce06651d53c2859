/* expressions.c - which handler an expression has, and the plain ones: names, members, subscripts, casts, literals. */
#include <string.h>

#include "lower.h"

typedef LowerValue (*ValueHandler)(LowerUnit *unit, CXCursor expression);
typedef LowerPlace (*PlaceHandler)(LowerUnit *unit, CXCursor expression);
typedef void (*EffectHandler)(LowerUnit *unit, CXCursor expression);

/* --- depth --- */

bool lower_enter(LowerUnit *unit)
{
    LowerBody *body = unit->body;
    if (body->depth >= LOWER_MAX_DEPTH) {
        if (body->degraded == NULL)
            body->degraded = "nested too deeply";
        return false;
    }
    body->depth++;
    return true;
}

void lower_leave(LowerUnit *unit)
{
    unit->body->depth--;
}

/* --- what is not modelled --- */

/* Its operands happen, whatever they reach is out of sight, and nothing is known of the result. */
LowerValue lower_not_modelled(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    CXString kind = clang_getCursorKindSpelling(clang_getCursorKind(expression));
    ir_builder_count_unknown(unit->builder, clang_getCString(kind));
    clang_disposeString(kind);
    LowerChildren operands = lower_expressions(unit, expression);
    for (uint32_t i = 0; i < operands.count; i++)
        lower_escape(unit, lower_value(unit, operands.at[i]), span);
    return lower_unknown(unit, lower_type_of(unit, expression), span);
}

/* --- literals --- */

static LowerValue value_of_constant(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    IrType type = lower_type_of(unit, expression);
    int64_t value;
    if (type.kind == IR_TYPE_POINTER) /* nullptr, __null */
        return lower_constant(unit, type, 0, span);
    if (lower_fold(unit, expression, &value))
        return lower_constant(unit, type, value, span);
    return lower_unknown(unit, type, span);
}

/* sizeof and _Alignof: the operand is evaluated only where its type is a variable-length array. */
static LowerValue value_of_sizeof(LowerUnit *unit, CXCursor expression)
{
    LowerChildren operands = lower_expressions(unit, expression);
    if (operands.count > 0 &&
        clang_getCanonicalType(clang_getCursorType(operands.at[0])).kind == CXType_VariableArray) {
        lower_place(unit, operands.at[0]);
        return lower_unknown(unit, lower_type_of(unit, expression), lower_span(unit, expression));
    }
    return value_of_constant(unit, expression);
}

static LowerPlace place_of_string(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    IrReg address = ir_build_global(unit->builder, lower_string(unit, expression), span);
    return lower_memory(address, lower_type_of(unit, expression), span);
}

/* --- names --- */

static LowerPlace place_of_variable(LowerUnit *unit, CXCursor variable, IrSpan span)
{
    CXType type = clang_getCursorType(variable);
    guint local = GPOINTER_TO_UINT(lower_cursor_map_get(unit->locals, variable));
    IrReg address;
    if (local != 0)
        address = ir_build_local(unit->builder, local - 1, span);
    else if (clang_getCursorKind(variable) == CXCursor_VarDecl && lower_is_global(variable))
        address = ir_build_global(unit->builder, lower_global(unit, variable), span);
    else
        address = ir_build_unknown(unit->builder, IR_POINTER, span); /* a declaration that an error swallowed */
    LowerPlace place = lower_memory(address, lower_variable_type(unit, variable), span);
    place.is_volatile = lower_is_volatile(type);
    return place;
}

static LowerPlace place_of_name(LowerUnit *unit, CXCursor expression)
{
    CXCursor declaration = clang_getCursorReferenced(expression);
    IrSpan span = lower_span(unit, expression);
    enum CXCursorKind kind = clang_getCursorKind(declaration);
    if (kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl)
        return place_of_variable(unit, declaration, span);
    LowerValue value = lower_value(unit, expression);
    return lower_memory(value.reg, IR_OTHER, span); /* a function */
}

static LowerValue value_of_function(LowerUnit *unit, CXCursor declaration, IrSpan span)
{
    uint32_t function = lower_function(unit, declaration);
    ir_builder_function(unit->builder, function)->is_address_taken = true;
    uint32_t weak = lower_weak_address(unit, declaration);
    if (weak != IR_NONE)
        return lower_load(unit, lower_memory(ir_build_global(unit->builder, weak, span), IR_POINTER, span), span);
    LowerValue value = lower_register(ir_build_function(unit->builder, function, span), IR_POINTER);
    value.function = function;
    return value;
}

static LowerValue value_of_name(LowerUnit *unit, CXCursor expression)
{
    CXCursor declaration = clang_getCursorReferenced(expression);
    IrSpan span = lower_span(unit, expression);
    CXType type = clang_getCursorType(expression);
    switch ((int)clang_getCursorKind(declaration)) {
    case CXCursor_FunctionDecl: return value_of_function(unit, declaration, span);
    case CXCursor_EnumConstantDecl:
        return lower_constant(unit, lower_type(unit, type), clang_getEnumConstantDeclValue(declaration), span);
    case CXCursor_VarDecl:
    case CXCursor_ParmDecl:
        return lower_place_value(unit, place_of_variable(unit, declaration, span), expression, span);
    default: return lower_unknown(unit, lower_type(unit, type), span);
    }
}

/* --- members and subscripts --- */

/* t.result: the task is looked into. An anonymous union inside it is on the way. */
static LowerPlace place_of_task_member(LowerUnit *unit, CXCursor expression, LowerPlace base, IrSpan span)
{
    CXSourceLocation location = clang_getCursorLocation(expression);
    LowerPlace place = base;
    place.kind = LOWER_MEMBER;
    place.type = lower_type_of(unit, expression);
    place.name = lower_text(unit->scratch, clang_getCursorSpelling(expression));
    place.in_api = lower_is_api_file(unit, lower_spelling_file(location));
    place.span = span;
    return place;
}

/* What stands before `.` or `->`. */
static LowerPlace place_of_base(LowerUnit *unit, CXCursor base)
{
    if (!lower_is_pointer(unit, base))
        return lower_place(unit, base);
    CXType pointee = lower_pointee(clang_getCursorType(base));
    LowerValue pointer = lower_value(unit, base);
    LowerPlace place = lower_memory(pointer.reg, lower_type(unit, pointee), lower_span(unit, base));
    place.is_volatile = lower_is_volatile(pointee);
    return place;
}

static bool is_anonymous_field(CXCursor field)
{
    CXType type = clang_getCanonicalType(clang_getCursorType(field));
    return clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type)) != 0;
}

static LowerPlace place_of_member(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    LowerChildren children = lower_expressions(unit, expression);
    CXCursor field = clang_getCursorReferenced(expression);
    CXType type = clang_getCursorType(expression);
    if (children.count == 0 || clang_getCursorKind(field) != CXCursor_FieldDecl) {
        LowerValue value = lower_not_modelled(unit, expression);
        LowerPlace place = lower_temporary_place(unit, value.type.kind == IR_TYPE_VOID ? IR_OTHER : value.type, span);
        return place;
    }
    LowerPlace base = place_of_base(unit, children.at[0]);
    if (base.kind == LOWER_MEMORY && base.type.kind == IR_TYPE_TASK) {
        base.task_address = base.address;
        base.address = IR_NONE;
        if (!is_anonymous_field(field))
            return place_of_task_member(unit, expression, base, span);
        base.kind = LOWER_MEMBER; /* named by the access around this one */
        base.span = span;
        return base;
    }
    if (base.kind == LOWER_MEMBER && base.name == NULL)
        return is_anonymous_field(field) ? base : place_of_task_member(unit, expression, base, span);
    return lower_field_place(unit, base, field, type, span);
}

static LowerPlace place_of_subscript(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    CXType type = clang_getCursorType(expression);
    LowerChildren children = lower_expressions(unit, expression);
    if (children.count != 2 || (!lower_is_pointer(unit, children.at[0]) && !lower_is_pointer(unit, children.at[1]))) {
        LowerValue value = lower_not_modelled(unit, expression); /* an element of a vector */
        return lower_temporary_place(unit, value.type.kind == IR_TYPE_VOID ? IR_OTHER : value.type, span);
    }
    LowerValue values[2];
    lower_operands(unit, children.at, 2, values);
    LowerValue left = values[0], right = values[1];
    bool is_swapped = left.type.kind != IR_TYPE_POINTER; /* 1[array] */
    LowerValue pointer = lower_index(unit, is_swapped ? right : left, is_swapped ? left : right, false,
                                     clang_getCursorType(children.at[is_swapped]), span);
    LowerPlace place = lower_memory(pointer.reg, lower_type(unit, type), span);
    place.is_volatile = lower_is_volatile(type);
    place.is_element = true;
    return place;
}

/* --- compound literals --- */

static LowerPlace place_of_compound_literal(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    CXType type = clang_getCursorType(expression);
    LowerPlace place = lower_temporary_place(unit, lower_type(unit, type), span);
    LowerChildren children = lower_expressions(unit, expression);
    if (children.count > 0)
        lower_initialize(unit, place, type, children.at[children.count - 1]);
    return place;
}

/* Braces where no object is known: only in code with errors, or for a scalar. */
static LowerValue value_of_list(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    IrType type = lower_type_of(unit, expression);
    IrSpan span = lower_span(unit, expression);
    bool is_scalar = type.kind == IR_TYPE_INT || type.kind == IR_TYPE_POINTER;
    if (is_scalar && children.count == 1)
        return lower_value_as(unit, children.at[0], type);
    for (uint32_t i = 0; i < children.count; i++)
        lower_escape(unit, lower_value(unit, children.at[i]), span);
    return is_scalar && children.count == 0 ? lower_constant(unit, type, 0, span) : lower_unknown(unit, type, span);
}

/* --- through --- */

static CXCursor only_operand(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    return children.count == 0 ? clang_getNullCursor() : children.at[children.count - 1];
}

CXCursor lower_peel(LowerUnit *unit, CXCursor expression)
{
    for (;;) {
        CXCursor inner = clang_getNullCursor();
        switch ((int)clang_getCursorKind(expression)) {
        case CXCursor_ParenExpr: inner = only_operand(unit, expression); break;
        case CXCursor_UnaryOperator:
            if (clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Extension)
                inner = only_operand(unit, expression);
            break;
        case CXCursor_GenericSelectionExpr:
        case CXCursor_UnexposedExpr:
            if (!lower_chosen(unit, expression, &inner))
                inner = clang_getNullCursor();
            break;
        default: break;
        }
        if (clang_Cursor_isNull(inner))
            return expression;
        expression = inner;
    }
}

bool lower_is_transparent(LowerUnit *unit, CXCursor expression, CXCursor *operand)
{
    if (clang_getCursorKind(expression) != CXCursor_UnexposedExpr)
        return false;
    LowerChildren children = lower_children(unit, expression);
    if (children.count != 1 || lower_classify(unit, expression, children) != LOWER_CAST)
        return false;
    *operand = children.at[0];
    return true;
}

CXCursor lower_computed(LowerUnit *unit, CXCursor expression)
{
    CXCursor operand;
    expression = lower_peel(unit, expression);
    while (lower_is_transparent(unit, expression, &operand))
        expression = lower_peel(unit, operand);
    return expression;
}

static LowerValue value_of_place(LowerUnit *unit, CXCursor expression)
{
    LowerPlace place = lower_place(unit, expression);
    return lower_place_value(unit, place, expression, lower_span(unit, expression));
}

static LowerValue value_of_statement_expression(LowerUnit *unit, CXCursor expression)
{
    return lower_statement_expression(unit, expression, true);
}

static void effect_of_statement_expression(LowerUnit *unit, CXCursor expression)
{
    lower_statement_expression(unit, expression, false);
}

static void effect_of_cast(LowerUnit *unit, CXCursor expression)
{
    CXCursor operand = only_operand(unit, expression);
    if (!clang_Cursor_isNull(operand))
        lower_effect(unit, operand);
}

static void effect_of_transparent(LowerUnit *unit, CXCursor expression)
{
    CXCursor operand;
    if (lower_is_transparent(unit, expression, &operand))
        lower_effect(unit, operand);
    else
        lower_unexposed(unit, expression);
}

static void effect_of_binary(LowerUnit *unit, CXCursor expression)
{
    enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expression);
    if (op != CXBinaryOperator_LAnd && op != CXBinaryOperator_LOr) {
        lower_binary(unit, expression); /* the comma drops its right value itself */
        return;
    }
    uint32_t join = ir_builder_add_block(unit->builder);
    LowerChildren children = lower_expressions(unit, expression);
    if (children.count != 2)
        return;
    uint32_t right = ir_builder_add_block(unit->builder);
    bool is_and = op == CXBinaryOperator_LAnd;
    lower_condition(unit, children.at[0], is_and ? right : join, is_and ? join : right, IR_BRANCH_LOGICAL);
    ir_builder_set_block(unit->builder, right);
    lower_effect(unit, children.at[1]);
    ir_build_jump(unit->builder, join, lower_span(unit, expression));
    ir_builder_set_block(unit->builder, join);
}

static LowerValue value_of_label_address(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_children(unit, expression);
    if (children.count > 0 && clang_getCursorKind(children.at[0]) == CXCursor_LabelRef)
        lower_label(unit, clang_getCursorReferenced(children.at[0]))->is_address_taken = true;
    return lower_unknown(unit, IR_POINTER, lower_span(unit, expression));
}

/* --- the table --- */

typedef struct Expression {
    ValueHandler value;   /* NULL: through the place */
    PlaceHandler place;   /* NULL: not an lvalue; its value is put into a temporary */
    EffectHandler effect; /* NULL: the value is computed and dropped */
} Expression;

static const Expression expressions[] = {
#define AT(kind_) [CXCursor_##kind_ - CXCursor_FirstExpr]
    AT(UnexposedExpr) = {lower_unexposed, NULL, effect_of_transparent},
    AT(DeclRefExpr) = {value_of_name, place_of_name, NULL},
    AT(MemberRefExpr) = {NULL, place_of_member, NULL},
    AT(CallExpr) = {lower_call, NULL, lower_call_effect},
    AT(BlockExpr) = {lower_block, NULL, NULL},
    AT(IntegerLiteral) = {value_of_constant, NULL, NULL},
    AT(FloatingLiteral) = {value_of_constant, NULL, NULL},
    AT(ImaginaryLiteral) = {value_of_constant, NULL, NULL},
    AT(FixedPointLiteral) = {value_of_constant, NULL, NULL},
    AT(CharacterLiteral) = {value_of_constant, NULL, NULL},
    AT(CXXBoolLiteralExpr) = {value_of_constant, NULL, NULL},
    AT(CXXNullPtrLiteralExpr) = {value_of_constant, NULL, NULL},
    AT(GNUNullExpr) = {value_of_constant, NULL, NULL},
    AT(StringLiteral) = {NULL, place_of_string, NULL},
    AT(UnaryOperator) = {lower_unary, lower_unary_place, NULL},
    AT(ArraySubscriptExpr) = {NULL, place_of_subscript, NULL},
    AT(BinaryOperator) = {lower_binary, NULL, effect_of_binary},
    AT(CompoundAssignOperator) = {lower_compound_assignment, NULL, NULL},
    AT(ConditionalOperator) = {lower_conditional, NULL, lower_conditional_effect},
    AT(CStyleCastExpr) = {lower_cast, NULL, effect_of_cast},
    AT(CompoundLiteralExpr) = {NULL, place_of_compound_literal, NULL},
    AT(InitListExpr) = {value_of_list, NULL, NULL},
    AT(AddrLabelExpr) = {value_of_label_address, NULL, NULL},
    AT(StmtExpr) = {value_of_statement_expression, NULL, effect_of_statement_expression},
    AT(GenericSelectionExpr) = {lower_generic, NULL, NULL},
    AT(UnaryExpr) = {value_of_sizeof, NULL, NULL},
#undef AT
};

static const Expression *find_handlers(CXCursor expression)
{
    static const Expression none = {lower_not_modelled, NULL, NULL};
    size_t index = (size_t)clang_getCursorKind(expression) - CXCursor_FirstExpr;
    if (index >= G_N_ELEMENTS(expressions) || (expressions[index].value == NULL && expressions[index].place == NULL))
        return &none;
    return &expressions[index];
}

LowerValue lower_value(LowerUnit *unit, CXCursor expression)
{
    expression = lower_peel(unit, expression);
    if (!lower_enter(unit))
        return lower_unknown(unit, lower_type_of(unit, expression), lower_span(unit, expression));
    const Expression *handlers = find_handlers(expression);
    LowerValue value = handlers->value != NULL ? handlers->value(unit, expression) : value_of_place(unit, expression);
    lower_leave(unit);
    return value;
}

LowerValue lower_value_as(LowerUnit *unit, CXCursor expression, IrType type)
{
    return lower_convert(unit, lower_value(unit, expression), type, lower_span(unit, expression));
}

/* A value that something wants the address of. A task's members are looked at without storing it first. */
static LowerPlace place_of_value(LowerUnit *unit, CXCursor expression)
{
    LowerValue value = lower_value(unit, expression);
    IrSpan span = lower_span(unit, expression);
    if (value.type.kind == IR_TYPE_AGGREGATE)
        return lower_memory(value.reg, value.type, span);
    if (value.type.kind == IR_TYPE_TASK) {
        LowerPlace place = lower_memory(IR_NONE, value.type, span);
        place.kind = LOWER_MEMBER;
        place.task = value.reg;
        return place;
    }
    LowerPlace place = lower_temporary_place(unit, value.type.kind == IR_TYPE_VOID ? IR_OTHER : value.type, span);
    lower_store(unit, place, value, span);
    return place;
}

LowerPlace lower_place(LowerUnit *unit, CXCursor expression)
{
    expression = lower_peel(unit, expression);
    CXCursor operand;
    while (lower_is_transparent(unit, expression, &operand) &&
           ir_type_equal(lower_type_of(unit, operand), lower_type_of(unit, expression)))
        expression = lower_peel(unit, operand);
    IrSpan span = lower_span(unit, expression);
    if (!lower_enter(unit))
        return lower_memory(ir_build_unknown(unit->builder, IR_POINTER, span), lower_type_of(unit, expression), span);
    const Expression *handlers = find_handlers(expression);
    LowerPlace place = handlers->place != NULL ? handlers->place(unit, expression) : place_of_value(unit, expression);
    lower_leave(unit);
    return place;
}

void lower_effect(LowerUnit *unit, CXCursor expression)
{
    expression = lower_peel(unit, expression);
    if (!lower_enter(unit))
        return;
    const Expression *handlers = find_handlers(expression);
    if (handlers->effect != NULL)
        handlers->effect(unit, expression);
    else if (handlers->value != NULL)
        handlers->value(unit, expression);
    else
        value_of_place(unit, expression);
    lower_leave(unit);
}
