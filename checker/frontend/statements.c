/* statements.c - statements but loops and switches. */
#include "lower.h"

typedef void (*StatementHandler)(LowerUnit *unit, CXCursor statement);

void lower_jump(LowerUnit *unit, uint32_t block, IrSpan span)
{
    if (!ir_builder_is_closed(unit->builder))
        ir_build_jump(unit->builder, block, span);
}

/* --- blocks --- */

static IrSpan end_of(LowerUnit *unit, CXCursor statement)
{
    IrSpan span = lower_span(unit, statement);
    span.line = span.end_line;
    span.column = span.end_column > 1 ? span.end_column - 1 : 1;
    return span;
}

static void leave_block(LowerUnit *unit, const LowerScope *outer, IrSpan span)
{
    if (!ir_builder_is_closed(unit->builder))
        lower_scope_leave(unit, outer, span);
    unit->body->scope = outer;
}

static void lower_compound(LowerUnit *unit, CXCursor statement)
{
    const LowerScope *outer = unit->body->scope;
    LowerChildren children = lower_children(unit, statement);
    for (uint32_t i = 0; i < children.count; i++)
        lower_statement(unit, children.at[i]);
    leave_block(unit, outer, end_of(unit, statement));
}

/* The expression a statement expression ends with; labels and attributes stand before it. */
static bool is_last_value(LowerUnit *unit, CXCursor statement, CXCursor *expression)
{
    for (;;) {
        if (lower_is_expression(statement)) {
            *expression = statement;
            return true;
        }
        enum CXCursorKind kind = clang_getCursorKind(statement);
        if (kind != CXCursor_UnexposedStmt)
            return false;
        LowerChildren children = lower_children(unit, statement);
        if (children.count == 0)
            return false;
        statement = children.at[children.count - 1];
    }
}

static LowerValue last_value(LowerUnit *unit, CXCursor statement, IrType type, IrSpan span)
{
    while (clang_getCursorKind(statement) == CXCursor_LabelStmt) {
        LowerChildren children = lower_children(unit, statement);
        LowerLabel *label = lower_label(unit, statement);
        lower_jump(unit, label->block, span);
        ir_builder_set_block(unit->builder, label->block);
        label->scope = unit->body->scope;
        label->is_placed = true;
        if (children.count == 0)
            return lower_unknown(unit, type, span);
        statement = children.at[children.count - 1];
    }
    CXCursor expression;
    if (!is_last_value(unit, statement, &expression)) {
        lower_statement(unit, statement);
        return lower_unknown(unit, type, span);
    }
    LowerValue value = lower_value_as(unit, expression, type);
    if (type.kind != IR_TYPE_AGGREGATE)
        return value;
    LowerPlace copy = lower_temporary_place(unit, type, span); /* what it is read from ends with the block */
    lower_store(unit, copy, value, span);
    return lower_register(copy.address, type);
}

LowerValue lower_statement_expression(LowerUnit *unit, CXCursor expression, bool is_used)
{
    LowerChildren parts = lower_children(unit, expression);
    IrType type = lower_type_of(unit, expression);
    IrSpan span = lower_span(unit, expression);
    if (parts.count == 0)
        return lower_unknown(unit, type, span);
    const LowerScope *outer = unit->body->scope;
    LowerChildren children = lower_children(unit, parts.at[0]);
    LowerValue value = lower_none();
    bool has_value = is_used && type.kind != IR_TYPE_VOID;
    for (uint32_t i = 0; i < children.count; i++) {
        if (has_value && i + 1 == children.count)
            value = last_value(unit, children.at[i], type, span);
        else
            lower_statement(unit, children.at[i]);
    }
    leave_block(unit, outer, end_of(unit, expression));
    if (has_value && children.count == 0)
        return lower_unknown(unit, type, span);
    return value;
}

/* --- declarations --- */

static bool is_variable_array(CXType type)
{
    return clang_getCanonicalType(type).kind == CXType_VariableArray;
}

static void lower_array_sizes(LowerUnit *unit, CXCursor variable, CXCursor initializer)
{
    LowerChildren children = lower_expressions(unit, variable);
    for (uint32_t i = 0; i < children.count; i++) {
        if (!lower_is_same(children.at[i], initializer))
            lower_effect(unit, children.at[i]);
    }
}

static uint32_t cleanup_function(LowerUnit *unit, CXCursor variable)
{
    const char *name = lower_cleanup_name(unit, variable);
    if (name == NULL)
        return IR_NONE;
    uint32_t function = lower_function_named(unit, name);
    if (function == IR_NONE)
        ir_builder_count_unknown(unit->builder, "cleanup");
    return function;
}

static bool is_call(LowerUnit *unit, CXCursor expression)
{
    CXCursor operand;
    expression = lower_peel(unit, expression);
    while (lower_is_transparent(unit, expression, &operand))
        expression = lower_peel(unit, operand);
    return clang_getCursorKind(expression) == CXCursor_CallExpr;
}

/* The name of a variable as the user wrote it; NULL where a macro brought it along for something that has a name of its own, so that it says
 * nothing to who reads the call of the macro. */
static const char *written_name(LowerUnit *unit, CXCursor cursor, CXCursor initializer)
{
    const char *name = lower_text(ir_builder_arena(unit->builder), clang_getCursorSpelling(cursor));
    if (clang_Cursor_isNull(initializer) || is_call(unit, initializer))
        return name;
    CXFile file, spelling_file;
    unsigned offset, spelling_offset;
    CXSourceLocation location = clang_getCursorLocation(cursor);
    clang_getFileLocation(location, &file, NULL, NULL, &offset);
    clang_getSpellingLocation(location, &spelling_file, NULL, NULL, &spelling_offset);
    if (file == NULL || (offset == spelling_offset && clang_File_isEqual(file, spelling_file)))
        return name;
    size_t left = 0;
    const char *text = lower_source_at(unit, clang_getLocationForOffset(unit->tu, file, offset), &left);
    return name == NULL || text == NULL || (left >= strlen(name) && strncmp(text, name, strlen(name)) == 0) ? name : NULL;
}

static void lower_variable(LowerUnit *unit, CXCursor cursor)
{
    if (lower_is_global(cursor)) {
        lower_global(unit, cursor);
        return;
    }
    CXType type = clang_getCursorType(cursor);
    CXCursor initializer = clang_Cursor_getVarDeclInitializer(cursor);
    if (is_variable_array(type))
        lower_array_sizes(unit, cursor, initializer);
    IrSpan span = lower_name_span(unit, cursor);
    IrLocal local = {
        .name = written_name(unit, cursor, initializer),
        .type = lower_variable_type(unit, cursor),
        .is_volatile = lower_is_volatile(type),
        .span = span,
    };
    const bool is_array = local.type.kind == IR_TYPE_AGGREGATE && local.type.record == IR_NONE;
    const int64_t length = is_array ? lower_element_count(type) : 0;
    local.length = length <= UINT32_MAX ? (uint32_t)length : 0;
    if (local.type.kind == IR_TYPE_VOID) /* an error */
        local.type = IR_OTHER;
    uint32_t index = ir_builder_add_local(unit->builder, local);
    lower_cursor_map_set(unit->locals, unit->scratch, cursor, GUINT_TO_POINTER(index + 1));
    ir_build_begin_scope(unit->builder, index, span);
    lower_scope_push(unit, index, cleanup_function(unit, cursor), span);
    if (clang_Cursor_isNull(initializer))
        return;
    LowerPlace place = lower_memory(ir_build_local(unit->builder, index, span), local.type, span);
    place.is_volatile = local.is_volatile;
    if (lower_is_decayed(unit, cursor))
        lower_store(unit, place, lower_value(unit, initializer), span);
    else
        lower_initialize(unit, place, type, initializer);
}

static void lower_declarations(LowerUnit *unit, CXCursor statement)
{
    LowerChildren children = lower_children(unit, statement);
    for (uint32_t i = 0; i < children.count; i++) {
        lower_note_task(unit, children.at[i]);
        switch ((int)clang_getCursorKind(children.at[i])) {
        case CXCursor_VarDecl: lower_variable(unit, children.at[i]); break;
        case CXCursor_StructDecl:
        case CXCursor_UnionDecl: lower_scan_record(unit, children.at[i]); break;
        default: break;
        }
    }
}

/* --- control --- */

static void lower_if(LowerUnit *unit, CXCursor statement)
{
    IrSpan span = lower_start_span(unit, statement, 2);
    uint32_t exit = ir_builder_add_block(unit->builder);
    for (;;) { /* else if, else if, ... may go on for thousands of lines */
        LowerChildren parts = lower_children(unit, statement);
        if (parts.count < 2)
            break;
        bool has_else = parts.count > 2;
        uint32_t then = ir_builder_add_block(unit->builder);
        uint32_t otherwise = has_else ? ir_builder_add_block(unit->builder) : exit;
        lower_condition(unit, parts.at[0], then, otherwise, IR_BRANCH_IF);
        ir_builder_set_block(unit->builder, then);
        lower_statement(unit, parts.at[1]);
        lower_jump(unit, exit, span);
        if (!has_else)
            break;
        ir_builder_set_block(unit->builder, otherwise);
        statement = parts.at[2];
        if (clang_getCursorKind(statement) != CXCursor_IfStmt) {
            lower_statement(unit, statement);
            break;
        }
    }
    lower_jump(unit, exit, span);
    ir_builder_set_block(unit->builder, exit);
}

static void lower_return(LowerUnit *unit, CXCursor statement)
{
    IrSpan span = lower_span(unit, statement);
    IrType type = unit->body->return_type;
    LowerChildren children = lower_children(unit, statement);
    LowerValue value = lower_none();
    if (children.count > 0 && type.kind == IR_TYPE_VOID)
        lower_effect(unit, children.at[0]);
    else if (children.count > 0)
        value = lower_value_as(unit, children.at[0], type);
    else if (type.kind != IR_TYPE_VOID)
        value = lower_unknown(unit, type, span);
    lower_scope_cleanups(unit, NULL, span);
    ir_build_return(unit->builder, (IrOperand){value.reg, value.type}, span);
}

static void lower_break(LowerUnit *unit, CXCursor statement)
{
    const LowerTarget *target = unit->body->target;
    IrSpan span = lower_span(unit, statement);
    if (target == NULL)
        return; /* an error */
    lower_scope_leave(unit, target->scope, span);
    ir_build_jump(unit->builder, target->break_block, span);
}

static void lower_continue(LowerUnit *unit, CXCursor statement)
{
    const LowerTarget *target = unit->body->target;
    IrSpan span = lower_span(unit, statement);
    while (target != NULL && target->continue_block == IR_NONE)
        target = target->parent;
    if (target == NULL)
        return;
    lower_scope_leave(unit, target->scope, span);
    ir_build_jump(unit->builder, target->continue_block, span);
}

/* --- labels and jumps --- */

static void lower_labelled(LowerUnit *unit, CXCursor statement)
{
    while (clang_getCursorKind(statement) == CXCursor_LabelStmt) {
        LowerLabel *label = lower_label(unit, statement);
        lower_jump(unit, label->block, lower_start_span(unit, statement, 1));
        ir_builder_set_block(unit->builder, label->block);
        label->scope = unit->body->scope;
        label->is_placed = true;
        LowerChildren children = lower_children(unit, statement);
        if (children.count == 0)
            return;
        statement = children.at[children.count - 1];
    }
    lower_statement(unit, statement);
}

static void lower_goto_statement(LowerUnit *unit, CXCursor statement)
{
    LowerChildren children = lower_children(unit, statement);
    IrSpan span = lower_span(unit, statement);
    for (uint32_t i = 0; i < children.count; i++) {
        if (clang_getCursorKind(children.at[i]) == CXCursor_LabelRef) {
            lower_goto(unit, lower_label(unit, clang_getCursorReferenced(children.at[i])), span);
            return;
        }
    }
    ir_build_unreachable(unit->builder, span); /* to a label that is not there: an error */
}

static void lower_computed_goto(LowerUnit *unit, CXCursor statement)
{
    LowerChildren children = lower_expressions(unit, statement);
    for (uint32_t i = 0; i < children.count; i++)
        lower_effect(unit, children.at[i]);
    lower_goto(unit, NULL, lower_span(unit, statement));
}

/* Outputs are shown as the object itself, inputs as its value; both may be kept and changed. */
static void lower_asm_operands(LowerUnit *unit, CXCursor statement, IrSpan span)
{
    LowerChildren children = lower_expressions(unit, statement);
    for (uint32_t i = 0; i < children.count; i++) {
        CXCursor operand = lower_peel(unit, children.at[i]);
        enum CXCursorKind kind = clang_getCursorKind(operand);
        bool is_object =
            kind == CXCursor_DeclRefExpr || kind == CXCursor_MemberRefExpr || kind == CXCursor_ArraySubscriptExpr ||
            (kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(operand) == CXUnaryOperator_Deref);
        bool has_place = is_object &&
                         clang_getCursorKind(clang_getCursorReferenced(operand)) != CXCursor_FunctionDecl &&
                         clang_getCursorKind(clang_getCursorReferenced(operand)) != CXCursor_EnumConstantDecl;
        LowerValue value = has_place ? lower_register(lower_address(unit, lower_place(unit, operand), span), IR_POINTER)
                                     : lower_value(unit, operand);
        lower_escape(unit, value, span);
    }
}

void lower_asm(LowerUnit *unit, CXCursor statement)
{
    IrSpan span = lower_span(unit, statement);
    lower_asm_operands(unit, statement, span);
    const char *labels;
    if (lower_asm_labels(unit, statement, &labels))
        lower_asm_goto(unit, labels, span);
}

/* --- the table --- */

static void lower_attributed(LowerUnit *unit, CXCursor statement)
{
    LowerChildren children = lower_children(unit, statement);
    for (uint32_t i = 0; i < children.count; i++) {
        if (!clang_isAttribute(clang_getCursorKind(children.at[i])))
            lower_statement(unit, children.at[i]);
    }
}

static void lower_nothing(LowerUnit *unit, CXCursor statement)
{
    (void)unit;
    (void)statement;
}

static const StatementHandler statements[] = {
#define AT(kind_) [CXCursor_##kind_ - CXCursor_FirstStmt]
    AT(UnexposedStmt) = lower_attributed,
    AT(LabelStmt) = lower_labelled,
    AT(CompoundStmt) = lower_compound,
    AT(CaseStmt) = lower_case,
    AT(DefaultStmt) = lower_case,
    AT(IfStmt) = lower_if,
    AT(SwitchStmt) = lower_switch,
    AT(WhileStmt) = lower_while,
    AT(DoStmt) = lower_do,
    AT(ForStmt) = lower_for,
    AT(GotoStmt) = lower_goto_statement,
    AT(IndirectGotoStmt) = lower_computed_goto,
    AT(ContinueStmt) = lower_continue,
    AT(BreakStmt) = lower_break,
    AT(ReturnStmt) = lower_return,
    AT(GCCAsmStmt) = lower_asm,
    AT(MSAsmStmt) = lower_asm,
    AT(NullStmt) = lower_nothing,
    AT(DeclStmt) = lower_declarations,
#undef AT
};

/* OpenMP's and others' statements: what is inside happens, how often is not known. */
static void lower_unknown_statement(LowerUnit *unit, CXCursor statement)
{
    CXString kind = clang_getCursorKindSpelling(clang_getCursorKind(statement));
    ir_builder_count_unknown(unit->builder, clang_getCString(kind));
    clang_disposeString(kind);
    if (unit->body->degraded == NULL)
        unit->body->degraded = "a statement that is not modelled";
    LowerChildren children = lower_children(unit, statement);
    for (uint32_t i = 0; i < children.count; i++)
        lower_statement(unit, children.at[i]);
}

void lower_statement(LowerUnit *unit, CXCursor statement)
{
    if (!lower_enter(unit))
        return;
    enum CXCursorKind kind = clang_getCursorKind(statement);
    size_t index = (size_t)kind - CXCursor_FirstStmt;
    if (lower_is_expression(statement))
        lower_effect(unit, statement);
    else if (kind >= CXCursor_FirstStmt && index < G_N_ELEMENTS(statements) && statements[index] != NULL)
        statements[index](unit, statement);
    else if (clang_isStatement(kind))
        lower_unknown_statement(unit, statement);
    lower_leave(unit);
}
