/* unexposed.c - expressions libclang has no kind for, and those whose operands are chosen when compiling.
 *
 * An implicit cast has exactly its operand's source range; anything else that is unexposed starts with the name of a
 * builtin, which is read from the source. */
#include <string.h>

#include "lower.h"

typedef struct Named {
    const char *prefix;
    LowerUnexposed class;
} Named;

static const Named named[] = {
    {"__builtin_choose_expr", LOWER_CHOOSE},
    {"__builtin_va_arg", LOWER_VA_ARG},
    {"__builtin_offsetof", LOWER_CONSTANT},
    {"__builtin_types_compatible_p", LOWER_CONSTANT},
    {"__builtin_LINE", LOWER_CONSTANT},
    {"__builtin_COLUMN", LOWER_CONSTANT},
    {"__builtin_FILE", LOWER_CONSTANT},
    {"__builtin_FUNCTION", LOWER_CONSTANT},
    {"__builtin_shufflevector", LOWER_PURE},
    {"__builtin_convertvector", LOWER_PURE},
    {"__builtin_bit_cast", LOWER_PURE},
    {"__c11_atomic_", LOWER_ATOMIC},
    {"__atomic_", LOWER_ATOMIC},
    {"__scoped_atomic_", LOWER_ATOMIC},
    {"__opencl_atomic_", LOWER_ATOMIC},
    {"__hip_atomic_", LOWER_ATOMIC},
};

LowerUnexposed lower_classify(LowerUnit *unit, CXCursor expression, LowerChildren children)
{
    if (children.count == 1 && lower_is_expression(children.at[0]) &&
        clang_equalRanges(clang_getCursorExtent(expression), clang_getCursorExtent(children.at[0])))
        return clang_getCursorType(expression).kind == CXType_Dependent ? LOWER_UNEXPOSED : LOWER_CAST;
    if (children.count == 4 && lower_is_same(children.at[0], children.at[1]) &&
        lower_is_same(children.at[1], children.at[2]))
        return LOWER_ELVIS;
    char name[40];
    lower_leading_identifier(unit, expression, name, sizeof name);
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        if (g_str_has_prefix(name, named[i].prefix))
            return named[i].class;
    }
    return LOWER_UNEXPOSED;
}

/* Their pointers reach what other threads may change. */
static LowerValue escape_operands(LowerUnit *unit, CXCursor expression, bool is_escaping)
{
    IrSpan span = lower_span(unit, expression);
    LowerChildren operands = lower_expressions(unit, expression);
    for (uint32_t i = 0; i < operands.count; i++) {
        LowerValue value = lower_value(unit, operands.at[i]);
        if (is_escaping)
            lower_escape(unit, value, span);
    }
    return lower_unknown(unit, lower_type_of(unit, expression), span);
}

/* The operands stand in the order in which Clang keeps them: the place, the memory order, what is stored or compared with, the other order, what is stored if that is the same. */
static LowerValue atomic(LowerUnit *unit, CXCursor expression)
{
    enum { POINTER, VALUE = 2, WANTED = 4 };
    LowerChildren at = lower_expressions(unit, expression);
    const CXCursor none = clang_getNullCursor();
    char name[40];
    lower_leading_identifier(unit, expression, name, sizeof name);
    const bool is_init = g_str_has_suffix(name, "_init");
    LowerAtomic operands = {at.count > POINTER ? at.at[POINTER] : none, is_init && at.count == 2 ? at.at[1] : at.count > VALUE ? at.at[VALUE] : none, none};
    if (at.count > WANTED)
        operands = (LowerAtomic){at.at[POINTER], at.at[WANTED], at.at[VALUE]};
    LowerValue result;
    if (at.count > POINTER && lower_atomic(unit, expression, name, operands, &result))
        return result;
    return escape_operands(unit, expression, true);
}

/* A task among the arguments of a variadic function was put there by the caller: it is found, not made. */
static LowerValue next_argument(LowerUnit *unit, CXCursor expression)
{
    LowerValue argument = escape_operands(unit, expression, false);
    if (argument.type.kind != IR_TYPE_TASK)
        return argument;
    IrSpan span = lower_span(unit, expression);
    return lower_load(unit, lower_memory(lower_unknown(unit, IR_POINTER, span).reg, argument.type, span), span);
}

static LowerValue cast(LowerUnit *unit, CXCursor expression, CXCursor operand)
{
    CXType type = clang_getCursorType(expression);
    IrSpan span = lower_span(unit, expression);
    if (lower_is_array_object(unit, operand)) /* __func__ around its string, too */
        return lower_register(lower_address(unit, lower_place(unit, operand), span), IR_POINTER);
    if (type.kind == CXType_Void) {
        lower_effect(unit, operand);
        return lower_none();
    }
    return lower_convert(unit, lower_value(unit, operand), lower_type_of(unit, expression), span);
}

static LowerValue constant(LowerUnit *unit, CXCursor expression)
{
    IrType type = lower_type_of(unit, expression);
    IrSpan span = lower_span(unit, expression);
    int64_t value;
    return lower_fold(unit, expression, &value) ? lower_constant(unit, type, value, span)
                                                : lower_unknown(unit, type, span);
}

LowerValue lower_unexposed(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_children(unit, expression);
    CXType type = clang_getCursorType(expression);
    switch (lower_classify(unit, expression, children)) {
    case LOWER_CAST: return cast(unit, expression, children.at[0]);
    case LOWER_ELVIS: return lower_elvis(unit, expression, children.at[0], children.at[3]);
    case LOWER_CONSTANT: return constant(unit, expression);
    case LOWER_PURE: return escape_operands(unit, expression, false);
    case LOWER_VA_ARG: return next_argument(unit, expression);
    case LOWER_ATOMIC: return atomic(unit, expression);
    case LOWER_CHOOSE: /* lower_peel could not tell which */
    case LOWER_UNEXPOSED: break;
    }
    if (type.kind == CXType_Void && children.count >= 2) { /* a designated element outside of its list's walk */
        lower_effect(unit, children.at[children.count - 1]);
        return lower_none();
    }
    if (children.count == 0)
        return constant(unit, expression);
    return lower_not_modelled(unit, expression);
}

/* --- _Generic --- */

/* The association whose type alone is the selection's: a selection has its chosen expression's type. */
static uint32_t match_result_type(LowerChildren associations, CXType type, uint32_t first)
{
    uint32_t found = IR_NONE;
    for (uint32_t i = first; i < associations.count; i++) {
        if (!clang_equalTypes(clang_getCanonicalType(clang_getCursorType(associations.at[i])),
                              clang_getCanonicalType(type)))
            continue;
        if (found != IR_NONE)
            return IR_NONE;
        found = i;
    }
    return found;
}

static const char *without_space(BaseArena *arena, const char *text)
{
    char *copy = base_arena_strdup(arena, text);
    size_t length = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (!g_ascii_isspace(*p))
            copy[length++] = *p;
    }
    copy[length] = '\0';
    return copy;
}

/* The type the controlling expression is compared by, under the name it has there and under its canonical name. */
static uint32_t match_type_names(LowerUnit *unit, CXCursor selection, LowerChildren children)
{
    GPtrArray *names = g_ptr_array_new();
    uint32_t found = IR_NONE;
    CXType type = clang_getCursorType(children.at[0]);
    if (lower_is_array(type))
        type = clang_getCanonicalType(type);
    const char *spellings[2] = {
        without_space(unit->scratch, lower_text(unit->scratch, clang_getTypeSpelling(clang_getUnqualifiedType(type)))),
        without_space(unit->scratch, lower_text(unit->scratch, clang_getTypeSpelling(lower_unqualified(type)))),
    };
    if (lower_generic_types(unit, selection, names) && names->len == children.count - 1) {
        for (uint32_t i = 0; i < names->len; i++) {
            const char *name = without_space(unit->scratch, g_ptr_array_index(names, i));
            if (strcmp(name, spellings[0]) == 0 || strcmp(name, spellings[1]) == 0)
                found = i + 1; /* and never "default": a typedef's name may hide the match */
        }
    }
    g_ptr_array_free(names, TRUE);
    return found;
}

static bool choose_generic(LowerUnit *unit, CXCursor selection, LowerChildren children, CXCursor *chosen)
{
    if (children.count == 2) {
        *chosen = children.at[1];
        return true;
    }
    uint32_t index = children.count < 2 ? IR_NONE : match_result_type(children, clang_getCursorType(selection), 1);
    if (index == IR_NONE && children.count > 2)
        index = match_type_names(unit, selection, children);
    if (index != IR_NONE)
        *chosen = children.at[index];
    return index != IR_NONE;
}

bool lower_chosen(LowerUnit *unit, CXCursor expression, CXCursor *chosen)
{
    if (clang_getCursorKind(expression) == CXCursor_GenericSelectionExpr)
        return choose_generic(unit, expression, lower_expressions(unit, expression), chosen);
    LowerChildren children = lower_children(unit, expression);
    int64_t condition;
    if (children.count != 3 || lower_classify(unit, expression, children) != LOWER_CHOOSE)
        return false;
    if (!lower_evaluate(children.at[0], &condition)) {
        if (clang_getCursorKind(children.at[0]) != CXCursor_CallExpr)
            return false;
        condition = 0; /* __builtin_constant_p of what is none */
    }
    *chosen = children.at[condition != 0 ? 1 : 2];
    return true;
}

/* A selection nothing could decide: a constant if clang knows one, else any of its associations. */
LowerValue lower_generic(LowerUnit *unit, CXCursor expression)
{
    IrSpan span = lower_span(unit, expression);
    IrType type = lower_type_of(unit, expression);
    LowerChildren children = lower_expressions(unit, expression);
    ir_builder_count_unknown(unit->builder, "_Generic");
    bool has_result = type.kind != IR_TYPE_VOID;
    LowerPlace result = lower_temporary_place(unit, has_result ? type : IR_I32, span);
    uint32_t join = ir_builder_add_block(unit->builder);
    for (uint32_t i = 1; i < children.count; i++) {
        uint32_t take = ir_builder_add_block(unit->builder), next = ir_builder_add_block(unit->builder);
        lower_branch_on(unit, lower_unknown(unit, IR_I32, span), take, next, IR_BRANCH_HIDDEN, span);
        ir_builder_set_block(unit->builder, take);
        if (has_result)
            lower_store(unit, result, lower_convert(unit, lower_value(unit, children.at[i]), type, span), span);
        else
            lower_effect(unit, children.at[i]);
        ir_build_jump(unit->builder, join, span);
        ir_builder_set_block(unit->builder, next);
    }
    ir_build_unreachable(unit->builder, span);
    ir_builder_set_block(unit->builder, join);
    return has_result ? lower_load(unit, result, span) : lower_none();
}

/* --- blocks --- */

typedef struct Captures {
    LowerUnit *unit;
    IrSpan span;
} Captures;

static enum CXChildVisitResult escape_capture(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Captures *captures = data;
    LowerUnit *unit = captures->unit;
    if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr) {
        guint local = GPOINTER_TO_UINT(lower_cursor_map_get(unit->locals, clang_getCursorReferenced(cursor)));
        if (local != 0)
            ir_build_escape(unit->builder, ir_build_local(unit->builder, local - 1, captures->span), captures->span);
    }
    return CXChildVisit_Recurse;
}

/* The body of a block literal runs who knows when: all it names escapes. */
LowerValue lower_block(LowerUnit *unit, CXCursor expression)
{
    Captures captures = {unit, lower_span(unit, expression)};
    ir_builder_count_unknown(unit->builder, "BlockExpr");
    clang_visitChildren(expression, escape_capture, &captures);
    return lower_unknown(unit, IR_POINTER, captures.span);
}
