/* calls.c - calls, and the builtins that are not calls at all. */
#include <string.h>

#include "lower.h"

/* --- builtins --- */

typedef LowerValue (*BuiltinHandler)(LowerUnit *unit, CXCursor call, LowerChildren parts);

static LowerValue result_of(LowerUnit *unit, CXCursor call)
{
    return lower_unknown(unit, lower_type_of(unit, call), lower_span(unit, call));
}

static LowerValue first_argument(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    if (parts.count < 2)
        return result_of(unit, call);
    return lower_value_as(unit, parts.at[1], lower_type_of(unit, call));
}

/* The operands are not evaluated, or only their address or type matters. */
static LowerValue unevaluated(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    (void)parts;
    return result_of(unit, call);
}

static enum CXChildVisitResult find_unfoldable(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    bool *is_found = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    *is_found = kind == CXCursor_CallExpr || kind == CXCursor_InitListExpr || kind == CXCursor_StmtExpr ||
                kind == CXCursor_BlockExpr;
    return *is_found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* What an optimiser could find out is not asked for. Calls are none, and clang's evaluator crashes on some lists. */
static LowerValue constant_p(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    bool is_unfoldable = parts.count < 2;
    for (uint32_t i = 1; i < parts.count && !is_unfoldable; i++) {
        if (find_unfoldable(parts.at[i], call, &is_unfoldable) == CXChildVisit_Recurse)
            clang_visitChildren(parts.at[i], find_unfoldable, &is_unfoldable);
    }
    int64_t value = 0;
    if (is_unfoldable || !lower_evaluate(call, &value))
        value = 0;
    return lower_constant(unit, lower_type_of(unit, call), value, lower_span(unit, call));
}

static LowerValue unreachable(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    (void)parts;
    ir_build_unreachable(unit->builder, lower_span(unit, call));
    return result_of(unit, call);
}

/* Not evaluated by the compiler either; but what is assumed holds afterwards. */
static LowerValue assume(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    if (parts.count < 2)
        return lower_none();
    uint32_t holds = ir_builder_add_block(unit->builder), fails = ir_builder_add_block(unit->builder);
    lower_condition(unit, parts.at[1], holds, fails, IR_BRANCH_HIDDEN);
    ir_builder_set_block(unit->builder, fails);
    ir_build_unreachable(unit->builder, lower_span(unit, call));
    ir_builder_set_block(unit->builder, holds);
    return lower_none();
}

/* __sync_...: other threads may see and change what the operands reach. */
static LowerValue atomic(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    IrSpan span = lower_span(unit, call);
    LowerAtomic operands = {parts.count > 1 ? parts.at[1] : clang_getNullCursor(), parts.count > 2 ? parts.at[2] : clang_getNullCursor(), clang_getNullCursor()};
    char name[40];
    lower_leading_identifier(unit, call, name, sizeof name);
    if (parts.count > 3) /* __sync_..._compare_and_swap */
        operands = (LowerAtomic){parts.at[1], parts.at[3], parts.at[2]};
    LowerValue result;
    if (parts.count > 1 && lower_atomic(unit, call, name, operands, &result))
        return result;
    for (uint32_t i = 1; i < parts.count; i++)
        lower_escape(unit, lower_value(unit, parts.at[i]), span);
    return result_of(unit, call);
}

/* isnan(x) is x != x. */
static LowerValue is_nan(LowerUnit *unit, CXCursor call, LowerChildren parts)
{
    if (parts.count != 2 || lower_type_of(unit, parts.at[1]).kind != IR_TYPE_FLOAT)
        return result_of(unit, call);
    IrSpan span = lower_span(unit, call);
    LowerValue number = lower_value(unit, parts.at[1]);
    IrReg differs = ir_build_binary(unit->builder, IR_NE, IR_I32, number.reg, number.reg, number.type, span);
    return lower_convert(unit, lower_register(differs, IR_I32), lower_type_of(unit, call), span);
}

typedef struct Builtin {
    const char *prefix;
    BuiltinHandler handler;
} Builtin;

static const Builtin builtins[] = {
    {"__builtin_expect", first_argument}, /* and __builtin_expect_with_probability */
    {"__builtin_assume_aligned", first_argument},
    {"__builtin_assume", assume},
    {"__builtin_unreachable", unreachable},
    {"__builtin_trap", unreachable},
    {"__builtin_constant_p", constant_p},
    {"__builtin_isnan", is_nan},
    {"__builtin_object_size", unevaluated},
    {"__builtin_dynamic_object_size", unevaluated},
    {"__builtin_classify_type", unevaluated},
    {"__builtin_types_compatible_p", unevaluated},
    {"__builtin_va_", unevaluated},
    {"__sync_", atomic},
    {"__atomic_", atomic},
};

static const Builtin *find_builtin(const char *name)
{
    if (!g_str_has_prefix(name, "__"))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
        if (g_str_has_prefix(name, builtins[i].prefix))
            return &builtins[i];
    }
    return NULL;
}

/* --- the callee --- */

/* Parentheses, decay, `*` and `&` around a function's name change nothing. */
static bool is_direct(LowerUnit *unit, CXCursor callee, CXCursor *function)
{
    for (unsigned depth = 0; depth < 100; depth++) {
        CXCursor inner;
        callee = lower_peel(unit, callee);
        enum CXCursorKind kind = clang_getCursorKind(callee);
        if (kind == CXCursor_DeclRefExpr) {
            *function = clang_getCursorReferenced(callee);
            return clang_getCursorKind(*function) == CXCursor_FunctionDecl;
        }
        if (kind == CXCursor_UnaryOperator) {
            enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(callee);
            LowerChildren children = lower_expressions(unit, callee);
            if (children.count != 1 || (op != CXUnaryOperator_Deref && op != CXUnaryOperator_AddrOf))
                return false;
            inner = children.at[0];
        } else if (!lower_is_transparent(unit, callee, &inner)) {
            return false;
        }
        callee = inner;
    }
    return false;
}

static const char *function_name(LowerUnit *unit, CXCursor function)
{
    return lower_text(unit->scratch, clang_getCursorSpelling(function));
}

bool lower_is_expect(LowerUnit *unit, CXCursor call, CXCursor *condition)
{
    CXCursor function;
    LowerChildren parts = lower_expressions(unit, call);
    if (parts.count < 2 || !is_direct(unit, parts.at[0], &function))
        return false;
    if (!g_str_has_prefix(function_name(unit, function), "__builtin_expect"))
        return false;
    *condition = parts.at[1];
    return true;
}

/* --- calls --- */

static bool is_noreturn_pointer(CXCursor callee)
{
    CXString spelling = clang_getTypeSpelling(clang_getCanonicalType(clang_getCursorType(callee)));
    const char *text = clang_getCString(spelling);
    bool is_noreturn = text != NULL && strstr(text, "noreturn") != NULL;
    clang_disposeString(spelling);
    return is_noreturn;
}

/* Text among the variable arguments of a function with a format is printed: it is neither written nor kept. Not so where input is read. */
static bool is_printed(const IrFunction *callee, CXCursor argument, uint32_t index)
{
    uint32_t named = callee->param_count;
    if (!callee->is_variadic || named == 0 || index < named || !callee->params[named - 1].points_to_const || strstr(callee->name, "scan") != NULL)
        return false;
    switch ((int)clang_getCanonicalType(lower_pointee(clang_getCursorType(argument))).kind) {
    case CXType_Char_S: case CXType_Char_U: case CXType_SChar: case CXType_UChar: return true;
    default: return false;
    }
}

static void lower_arguments(LowerUnit *unit, LowerChildren parts, IrInst *inst)
{
    inst->as.call.argument_count = parts.count - 1;
    inst->as.call.arguments = BASE_NEW_ARRAY(unit->scratch, IrOperand, parts.count);
    LowerValue *values = BASE_NEW_ARRAY(unit->scratch, LowerValue, parts.count);
    lower_operands(unit, parts.at + 1, parts.count - 1, values);
    /* Behind the arguments: functions that they name first make the table of functions move. */
    const IrFunction *callee = inst->as.call.function == IR_NONE ? NULL : ir_builder_function(unit->builder, inst->as.call.function);
    for (uint32_t i = 1; i < parts.count; i++) {
        LowerValue value = values[i - 1];
        if (value.reg == IR_NONE) /* only in code with errors */
            value = lower_unknown(unit, IR_OTHER, inst->span);
        else if (callee != NULL && is_printed(callee, parts.at[i], i - 1))
            value = lower_unknown(unit, IR_POINTER, inst->span);
        inst->as.call.arguments[i - 1] = (IrOperand){value.reg, value.type};
    }
}

static LowerValue build_call(LowerUnit *unit, CXCursor call, LowerChildren parts, CXCursor function, bool is_known,
                             bool is_unused)
{
    IrInst inst = {.op = IR_OP_CALL, .type = lower_type_of(unit, call), .span = lower_span(unit, call)};
    bool is_noreturn;
    inst.as.call.function = IR_NONE;
    inst.as.call.pointer = IR_NONE;
    inst.as.call.into = IR_NONE;
    inst.as.call.result_unused = is_unused;
    if (is_known) {
        inst.as.call.function = lower_function(unit, function);
        is_noreturn = ir_builder_function(unit->builder, inst.as.call.function)->is_noreturn;
    } else {
        inst.as.call.pointer = lower_convert(unit, lower_value(unit, parts.at[0]), IR_POINTER, inst.span).reg;
        is_noreturn = is_noreturn_pointer(parts.at[0]);
    }
    lower_arguments(unit, parts, &inst);
    if (inst.type.kind == IR_TYPE_AGGREGATE)
        inst.as.call.into = lower_temporary_place(unit, inst.type, inst.span).address;
    IrReg reg = ir_builder_append(unit->builder, inst);
    if (inst.type.kind == IR_TYPE_AGGREGATE)
        reg = inst.as.call.into;
    if (is_noreturn)
        ir_build_unreachable(unit->builder, inst.span);
    return inst.type.kind == IR_TYPE_VOID ? lower_none() : lower_register(reg, inst.type);
}

static LowerValue call_as(LowerUnit *unit, CXCursor call, bool is_unused)
{
    LowerChildren parts = lower_expressions(unit, call);
    if (parts.count == 0)
        return lower_not_modelled(unit, call);
    CXCursor function;
    bool is_known = is_direct(unit, parts.at[0], &function);
    const Builtin *builtin = is_known ? find_builtin(function_name(unit, function)) : NULL;
    if (builtin != NULL)
        return builtin->handler(unit, call, parts);
    LowerValue moved;
    if (is_known && lower_moved(unit, call, function_name(unit, function), parts, &moved))
        return moved;
    return build_call(unit, call, parts, function, is_known, is_unused);
}

LowerValue lower_call(LowerUnit *unit, CXCursor expression)
{
    return call_as(unit, expression, false);
}

void lower_call_effect(LowerUnit *unit, CXCursor expression)
{
    call_as(unit, expression, true);
}

/* __attribute__((cleanup(function))): function(&variable). */
void lower_call_cleanup(LowerUnit *unit, uint32_t function, uint32_t local, IrSpan span)
{
    IrOperand argument = {ir_build_local(unit->builder, local, span), IR_POINTER};
    const IrFunction *callee = ir_builder_function(unit->builder, function);
    IrInst inst = {.op = IR_OP_CALL, .type = callee->return_type, .span = span};
    bool is_noreturn = callee->is_noreturn;
    inst.as.call.function = function;
    inst.as.call.pointer = IR_NONE;
    inst.as.call.into = IR_NONE;
    inst.as.call.arguments = &argument;
    inst.as.call.argument_count = 1;
    inst.as.call.result_unused = inst.as.call.is_cleanup = true;
    if (inst.type.kind == IR_TYPE_AGGREGATE)
        inst.as.call.into = lower_temporary_place(unit, inst.type, span).address;
    ir_builder_append(unit->builder, inst);
    if (is_noreturn)
        ir_build_unreachable(unit->builder, span);
}
