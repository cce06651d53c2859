/* statics.c - initialisers of objects with static storage: no code, a list of what is where.
 *
 * Kept are functions, addresses of whole objects, integers, and the characters of short strings; the rest is unknown. Tables of many integers (character
 * classes, fonts) are cut: is_zero_filled is then false, so that nobody takes what is missing for zero. */
#include <string.h>

#include "lower.h"

enum {
    MAX_INTEGERS = 4096,
    MAX_CHARACTERS = 64, /* of a string as it is written: a mode, a verb, a state; nobody compares longer ones */
    MAX_STEPS = 8       /* to an array of characters */
};

typedef struct Static {
    LowerUnit *unit;
    uint32_t global;
    GArray *entries; /* IrInitializer */
    uint32_t integers;
} Static;

static CXCursor operand_of(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    return children.count == 0 ? clang_getNullCursor() : children.at[children.count - 1];
}

/* Through casts and parentheses, and through & where asked. */
static CXCursor strip(LowerUnit *unit, CXCursor expression, bool strips_address)
{
    for (unsigned depth = 0; depth < 100; depth++) {
        switch ((int)clang_getCursorKind(expression)) {
        case CXCursor_ParenExpr:
        case CXCursor_CStyleCastExpr:
        case CXCursor_UnexposedExpr: break;
        case CXCursor_UnaryOperator:
            if ((strips_address && clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_AddrOf) ||
                clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Extension)
                break;
            return expression;
        default: return expression;
        }
        CXCursor inner = operand_of(unit, expression);
        if (clang_Cursor_isNull(inner))
            return expression;
        expression = inner;
    }
    return expression;
}

static void note_function_entry(Static *state, IrInitializer *entry, CXCursor declaration)
{
    uint32_t function = lower_function(state->unit, declaration);
    IrFunction *target = ir_builder_function(state->unit->builder, function);
    target->is_address_taken = true;
    target->is_table_target = target->is_table_target || entry->path_length > 0;
    entry->kind = IR_CONSTANT_FUNCTION;
    entry->value = function;
}

/* Only the address of the whole object, or of an array's first element, which is the same. */
static void note_object_entry(Static *state, IrInitializer *entry, CXCursor object)
{
    LowerUnit *unit = state->unit;
    enum CXCursorKind kind = clang_getCursorKind(object);
    CXCursor declaration = clang_getCursorReferenced(object);
    if (kind == CXCursor_StringLiteral) {
        entry->kind = IR_CONSTANT_GLOBAL;
        entry->value = lower_string(unit, object);
    } else if (kind == CXCursor_CompoundLiteralExpr) {
        entry->kind = IR_CONSTANT_GLOBAL;
        entry->value = lower_static_literal(unit, object);
    } else if (kind == CXCursor_DeclRefExpr && clang_getCursorKind(declaration) == CXCursor_FunctionDecl) {
        note_function_entry(state, entry, declaration);
    } else if (kind == CXCursor_DeclRefExpr && clang_getCursorKind(declaration) == CXCursor_VarDecl &&
               lower_is_global(declaration)) {
        entry->kind = IR_CONSTANT_GLOBAL;
        entry->value = lower_global(unit, declaration);
    } else if (kind == CXCursor_AddrLabelExpr && unit->body != NULL) {
        LowerChildren labels = lower_children(unit, object);
        if (labels.count > 0)
            lower_label(unit, clang_getCursorReferenced(labels.at[0]))->is_address_taken = true;
    }
}

/* Steps through arrays of arrays become one. */
static void flatten(LowerUnit *unit, IrInitializer *entry, const LowerStep *path, uint32_t length)
{
    entry->path = BASE_NEW_ARRAY(unit->arena, IrPathStep, length);
    entry->path_length = 0;
    for (uint32_t i = 0; i < length; i++) {
        int64_t value = path[i].value * (path[i].is_index ? MAX(lower_element_count(path[i].type), 1) : 1);
        if (path[i].is_index && i > 0 && path[i - 1].is_index)
            entry->path[entry->path_length - 1].value += value;
        else
            entry->path[entry->path_length++] = (IrPathStep){path[i].is_index, value};
    }
}

/* The characters of a literal, NULL: it is long, or has wide ones or zeros. In the unit's arena. */
static const char *characters_of(LowerUnit *unit, CXCursor literal)
{
    const char *spelling = lower_text(unit->scratch, clang_getCursorSpelling(literal)); /* with its quotes, what does not print as octal escapes */
    const size_t length = strlen(spelling);
    if (length < 2 || spelling[0] != '"' || length > MAX_CHARACTERS || strstr(spelling, "\\0") != NULL || strstr(spelling, "\\a") != NULL)
        return NULL;
    char *quoted = g_strndup(spelling + 1, length - 2);
    char *text = g_strcompress(quoted);
    const char *kept = base_arena_strdup(unit->arena, text);
    g_free(text);
    g_free(quoted);
    return kept;
}

/* The characters of a string, in an array that is: false: they are not known. */
static bool note_characters(Static *state, const LowerStep *path, uint32_t length, CXType array, CXCursor literal)
{
    CXType type = clang_getArrayElementType(clang_getCanonicalType(array));
    LowerStep steps[MAX_STEPS];
    IrInitializer entry = {.kind = IR_CONSTANT_TEXT};
    if (length >= MAX_STEPS || lower_type(state->unit, type).bits != 8)
        return false;
    entry.text = characters_of(state->unit, literal);
    for (uint32_t i = 0; i < length; i++)
        steps[i] = path[i];
    steps[length] = (LowerStep){true, 0, type};
    if (entry.text != NULL && entry.text[0] != '\0') {
        flatten(state->unit, &entry, steps, length + 1);
        g_array_append_val(state->entries, entry);
        state->integers++;
    }
    return entry.text != NULL;
}

static bool is_integer_type(LowerUnit *unit, CXType type)
{
    return lower_type(unit, type).kind == IR_TYPE_INT;
}

static enum CXChildVisitResult note_mention(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Static *state = data;
    CXCursor declaration = clang_getCursorReferenced(cursor);
    if (clang_getCursorKind(cursor) != CXCursor_DeclRefExpr || clang_getCursorKind(declaration) != CXCursor_VarDecl || !lower_is_global(declaration))
        return CXChildVisit_Recurse;
    IrInitializer mentioned = {.kind = IR_CONSTANT_GLOBAL, .value = lower_global(state->unit, declaration)};
    IrInitializer unknown = {.kind = IR_CONSTANT_UNKNOWN};
    g_array_append_val(state->entries, mentioned);
    g_array_append_val(state->entries, unknown);
    return CXChildVisit_Continue;
}

/* The address of a part (`&s.x`, `a + 1`) is not kept, but that something leads to the object is: by an entry for the whole that the next one takes back. */
static void note_mentions(Static *state, CXCursor value)
{
    note_mention(value, clang_getNullCursor(), state);
    clang_visitChildren(value, note_mention, state);
}

static void visit_static(void *context, const LowerStep *path, uint32_t length, CXType type, CXCursor value)
{
    Static *state = context;
    LowerUnit *unit = state->unit;
    IrType kind = lower_type(unit, type);
    IrInitializer entry = {.path_length = length, .kind = IR_CONSTANT_UNKNOWN};
    bool is_anywhere = false;
    for (uint32_t i = 0; i < length; i++)
        is_anywhere |= path[i].value == LOWER_ANY_INDEX;
    if (kind.kind == IR_TYPE_POINTER)
        note_object_entry(state, &entry, strip(unit, value, true));
    if (kind.kind == IR_TYPE_TASK)
        return;
    bool is_cut = is_integer_type(unit, type) && state->integers >= MAX_INTEGERS;
    if (is_anywhere)
        note_mentions(state, value);
    if (!is_anywhere && state->integers < MAX_INTEGERS && lower_is_array(type) && lower_string_literal(unit, value) && note_characters(state, path, length, type, strip(unit, value, false)))
        return;
    if (is_anywhere || is_cut || kind.kind == IR_TYPE_AGGREGATE) {
        ir_builder_global(unit->builder, state->global)->is_zero_filled = false;
        return;
    }
    CXCursor integer = kind.kind == IR_TYPE_POINTER ? strip(unit, value, false) : value; /* null is a cast of 0 */
    if (entry.kind == IR_CONSTANT_UNKNOWN && lower_fold(unit, integer, &entry.value)) {
        entry.kind = IR_CONSTANT_INT;
        state->integers++;
    }
    if (clang_getCursorKind(integer) == CXCursor_CXXNullPtrLiteralExpr ||
        clang_getCursorKind(integer) == CXCursor_GNUNullExpr)
        entry.kind = IR_CONSTANT_INT;
    if (entry.kind == IR_CONSTANT_UNKNOWN)
        note_mentions(state, value);
    flatten(unit, &entry, path, length);
    g_array_append_val(state->entries, entry);
}

static Static begin(LowerUnit *unit, uint32_t global)
{
    return (Static){unit, global, g_array_new(FALSE, FALSE, sizeof(IrInitializer)), 0};
}

static void end(Static *state)
{
    IrGlobal *entry = ir_builder_global(state->unit->builder, state->global);
    entry->initializers = BASE_NEW_ARRAY(state->unit->arena, IrInitializer, state->entries->len);
    entry->initializer_count = state->entries->len;
    if (state->entries->len > 0)
        memcpy(entry->initializers, state->entries->data, sizeof(IrInitializer) * state->entries->len);
    g_array_free(state->entries, TRUE);
}

void lower_static_initializer(LowerUnit *unit, uint32_t global, CXType type, CXCursor initializer)
{
    Static state = begin(unit, global);
    lower_walk_initializer(unit, type, initializer, visit_static, &state);
    end(&state);
}

void lower_static_string(LowerUnit *unit, uint32_t global, CXCursor literal)
{
    Static state = begin(unit, global);
    bool is_known = note_characters(&state, NULL, 0, clang_getCursorType(literal), literal);
    end(&state);
    ir_builder_global(unit->builder, global)->is_zero_filled = is_known;
}
