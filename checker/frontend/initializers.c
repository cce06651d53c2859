/* initializers.c - braces: C11 6.7.9 over libclang's lists, which show what was written and not what it means.
 *
 * The walk keeps the "current object" as a stack of frames, as the standard tells it: a positional element goes to the
 * next subobject of the innermost frame, entering aggregates whose braces were left out; a designator starts again
 * from the frame of the braces. A designated element is an UnexposedExpr of type void whose last child is the value
 * and whose others are the designators: MemberRef for .f, an expression for [i], two for [a ... b]. */
#include <string.h>

#include "lower.h"

#define MAX_PATH 64
#define MAX_RANGE 64 /* elements of [a ... b] that are spelled out; beyond: any element */

typedef struct Object {
    CXType type;
    LowerRecord *record; /* of an anonymous struct or union, which has no path step; else NULL */
    uint32_t length;     /* steps of the path to it */
} Object;

typedef struct Frame {
    Object object;
    LowerRecord *record; /* NULL: an array */
    int64_t next, count;
} Frame;

typedef struct Walk {
    LowerUnit *unit;
    LowerInitVisitor visit;
    void *context;
    LowerStep path[MAX_PATH];
    Frame frames[MAX_PATH];
    uint32_t depth; /* frames in use */
} Walk;

static CXCursor strip(LowerUnit *unit, CXCursor expression)
{
    for (;;) {
        enum CXCursorKind kind = clang_getCursorKind(expression);
        if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr &&
            !(kind == CXCursor_UnaryOperator &&
              clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Extension))
            return expression;
        LowerChildren children = lower_children(unit, expression);
        if (children.count != 1)
            return expression;
        expression = children.at[0];
    }
}

/* --- constants --- */

static bool is_foldable(LowerUnit *unit, CXCursor expression, unsigned depth);

static bool are_children_foldable(LowerUnit *unit, CXCursor expression, unsigned depth)
{
    LowerChildren children = lower_expressions(unit, expression);
    for (uint32_t i = 0; i < children.count; i++) {
        if (!is_foldable(unit, children.at[i], depth + 1))
            return false;
    }
    return true;
}

static bool is_unexposed_foldable(LowerUnit *unit, CXCursor expression, unsigned depth)
{
    LowerChildren children = lower_children(unit, expression);
    if (children.count == 0)
        return true;
    LowerUnexposed class = lower_classify(unit, expression, children);
    return class == LOWER_CONSTANT || (class == LOWER_CAST && is_foldable(unit, children.at[0], depth + 1));
}

/* Only what cannot contain an initialiser list (clang's evaluator crashes on some) or an object is handed to clang. */
static bool is_foldable(LowerUnit *unit, CXCursor expression, unsigned depth)
{
    if (depth > 200 || clang_getCursorType(expression).kind == CXType_Dependent)
        return false;
    switch ((int)clang_getCursorKind(expression)) {
    case CXCursor_IntegerLiteral:
    case CXCursor_CharacterLiteral:
    case CXCursor_FloatingLiteral:
    case CXCursor_CXXBoolLiteralExpr:
    case CXCursor_UnaryExpr: return true;
    case CXCursor_DeclRefExpr:
        return clang_getCursorKind(clang_getCursorReferenced(expression)) == CXCursor_EnumConstantDecl;
    case CXCursor_UnaryOperator:
        switch (clang_getCursorUnaryOperatorKind(expression)) {
        case CXUnaryOperator_Plus:
        case CXUnaryOperator_Minus:
        case CXUnaryOperator_Not:
        case CXUnaryOperator_LNot:
        case CXUnaryOperator_Extension: return are_children_foldable(unit, expression, depth);
        default: return false;
        }
    case CXCursor_BinaryOperator: {
        bool is_known;
        lower_binary_op(clang_getCursorBinaryOperatorKind(expression), &is_known);
        enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expression);
        return (is_known || op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr) &&
               are_children_foldable(unit, expression, depth);
    }
    case CXCursor_ParenExpr:
    case CXCursor_ConditionalOperator:
    case CXCursor_CStyleCastExpr: return are_children_foldable(unit, expression, depth);
    case CXCursor_UnexposedExpr: return is_unexposed_foldable(unit, expression, depth);
    default: return false;
    }
}

bool lower_evaluate(CXCursor expression, int64_t *value)
{
    CXEvalResult result = clang_Cursor_Evaluate(expression);
    if (result == NULL)
        return false;
    CXEvalResultKind kind = clang_EvalResult_getKind(result);
    if (kind == CXEval_Float)
        *value = ir_float_constant(clang_EvalResult_getAsDouble(result));
    else if (kind == CXEval_Int)
        *value = clang_EvalResult_isUnsignedInt(result) ? (int64_t)clang_EvalResult_getAsUnsigned(result)
                                                        : (int64_t)clang_EvalResult_getAsLongLong(result);
    clang_EvalResult_dispose(result);
    return kind == CXEval_Int || kind == CXEval_Float;
}

bool lower_fold(LowerUnit *unit, CXCursor expression, int64_t *value)
{
    IrTypeKind kind = lower_type_of(unit, expression).kind;
    return (kind == IR_TYPE_INT || kind == IR_TYPE_FLOAT) && is_foldable(unit, expression, 0) && lower_evaluate(expression, value);
}

bool lower_string_literal(LowerUnit *unit, CXCursor expression)
{
    return clang_getCursorKind(strip(unit, expression)) == CXCursor_StringLiteral;
}

/* --- the walk --- */

static bool push_frame(Walk *walk, Object object)
{
    if (walk->depth == MAX_PATH)
        return false;
    Frame *frame = &walk->frames[walk->depth++];
    *frame = (Frame){.object = object, .record = object.record};
    if (frame->record == NULL && !lower_is_array(object.type))
        frame->record = lower_record(walk->unit, object.type);
    if (frame->record != NULL) {
        frame->count = frame->record->member_count;
        if (frame->record->is_union && frame->count > 1)
            frame->count = 1;
    } else {
        CXType array = clang_getCanonicalType(object.type);
        frame->count = array.kind == CXType_ConstantArray ? (int64_t)clang_getArraySize(array) : INT64_MAX;
    }
    return true;
}

/* The index-th subobject of the innermost frame, which is behind it from now on. */
static bool take(Walk *walk, int64_t index, Object *object)
{
    Frame *frame = &walk->frames[walk->depth - 1];
    uint32_t length = frame->object.length;
    LowerStep step = {frame->record == NULL, index, {0}};
    *object = (Object){.length = length + 1};
    if (frame->record == NULL) {
        frame->next = index == LOWER_ANY_INDEX ? frame->count : index + 1;
        step.type = clang_getArrayElementType(clang_getCanonicalType(frame->object.type));
    } else {
        if (index < 0 || index >= frame->record->member_count)
            return false;
        LowerMember *member = &frame->record->members[index];
        frame->next = frame->record->is_union ? frame->count : index + 1;
        step.type = member->type;
        step.value = member->field;
        object->record = member->anonymous;
        if (member->anonymous != NULL)
            object->length = length;
    }
    object->type = step.type;
    if (length == MAX_PATH)
        return false;
    if (object->record == NULL)
        walk->path[length] = step;
    return true;
}

static void walk_braces(Walk *walk, Object object, CXCursor list);

/* Gives the value to the object as a whole; false: its members are to be given one by one. */
static bool give(Walk *walk, Object object, CXCursor value)
{
    if (clang_getCursorKind(value) == CXCursor_InitListExpr) {
        walk_braces(walk, object, value);
        return true;
    }
    if (object.record != NULL)
        return false;
    bool is_whole;
    if (lower_type(walk->unit, object.type).kind != IR_TYPE_AGGREGATE)
        is_whole = true;
    else if (lower_is_array(object.type) && lower_string_literal(walk->unit, value))
        is_whole = true;
    else
        is_whole = clang_equalTypes(lower_unqualified(object.type), lower_unqualified(clang_getCursorType(value)));
    if (is_whole)
        walk->visit(walk->context, walk->path, object.length, object.type, value);
    return is_whole;
}

static void walk_positional(Walk *walk, uint32_t base, CXCursor value)
{
    for (;;) {
        Frame *top = &walk->frames[walk->depth - 1];
        while (walk->depth > base + 1 && top->next >= top->count)
            top = &walk->frames[--walk->depth - 1];
        Object object;
        if (top->next >= top->count || !take(walk, top->next, &object))
            return; /* too many: an error, or a warning that is off */
        if (give(walk, object, value) || !push_frame(walk, object))
            return;
    }
}

static void walk_at(Walk *walk, uint32_t base, int64_t index, CXCursor value)
{
    Object object;
    if (take(walk, index, &object) && !give(walk, object, value) && push_frame(walk, object))
        walk_positional(walk, base, value);
}

static bool contains_field(const LowerRecord *record, CXCursor field)
{
    for (uint32_t i = 0; i < record->member_count; i++) {
        const LowerMember *member = &record->members[i];
        if (clang_equalCursors(member->cursor, field) ||
            (member->anonymous != NULL && contains_field(member->anonymous, field)))
            return true;
    }
    return false;
}

/* Index of the field, or of the anonymous member that holds it, in the innermost frame; -1: none. */
static int64_t find_field(const Walk *walk, CXCursor field)
{
    const LowerRecord *record = walk->frames[walk->depth - 1].record;
    for (uint32_t i = 0; record != NULL && i < record->member_count; i++) {
        const LowerMember *member = &record->members[i];
        if (clang_equalCursors(member->cursor, field) ||
            (member->anonymous != NULL && contains_field(member->anonymous, field)))
            return i;
    }
    return -1;
}

/* [a ... b] and [a][b] have the same children; what stands between them in the source tells. */
static bool is_range(LowerUnit *unit, CXCursor low, CXCursor high)
{
    CXFile file, high_file;
    unsigned start, end;
    clang_getFileLocation(clang_getRangeEnd(clang_getCursorExtent(low)), &file, NULL, NULL, &start);
    clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(high)), &high_file, NULL, NULL, &end);
    if (file == NULL || file != high_file || start >= end) { /* in a macro's body */
        clang_getSpellingLocation(clang_getRangeEnd(clang_getCursorExtent(low)), &file, NULL, NULL, &start);
        clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(high)), &high_file, NULL, NULL, &end);
    }
    size_t size;
    const char *text = file == NULL || file != high_file ? NULL : clang_getFileContents(unit->tu, file, &size);
    return text != NULL && start < end && end <= size &&
           g_strstr_len(text + start, (gssize)(end - start), "...") != NULL;
}

static int64_t index_value(LowerUnit *unit, CXCursor designator)
{
    int64_t value;
    return lower_fold(unit, designator, &value) && value >= 0 ? value : LOWER_ANY_INDEX;
}

static void walk_range(Walk *walk, uint32_t base, int64_t low, int64_t high, CXCursor value)
{
    uint32_t depth = walk->depth;
    if (low == LOWER_ANY_INDEX || high == LOWER_ANY_INDEX || high - low >= MAX_RANGE) {
        walk_at(walk, base, LOWER_ANY_INDEX, value);
        walk->frames[depth - 1].next = high == LOWER_ANY_INDEX ? INT64_MAX : high + 1;
        return;
    }
    for (int64_t i = low; i <= high; i++) {
        walk->depth = depth;
        walk_at(walk, base, i, value);
    }
}

static void walk_designated(Walk *walk, uint32_t base, LowerChildren parts)
{
    uint32_t last = parts.count - 1;
    walk->depth = base + 1;
    for (uint32_t i = 0; i < last; i++) {
        bool is_field = clang_getCursorKind(parts.at[i]) == CXCursor_MemberRef;
        int64_t index =
            is_field ? find_field(walk, clang_getCursorReferenced(parts.at[i])) : index_value(walk->unit, parts.at[i]);
        if (is_field && index < 0)
            return;
        if (!is_field && i + 1 < last && clang_getCursorKind(parts.at[i + 1]) != CXCursor_MemberRef &&
            is_range(walk->unit, parts.at[i], parts.at[i + 1])) {
            int64_t high = index_value(walk->unit, parts.at[++i]);
            if (i + 1 == last) {
                walk_range(walk, base, index, high, parts.at[last]);
                return;
            }
            index = LOWER_ANY_INDEX; /* [a ... b].f */
        }
        Object object;
        if (i + 1 == last)
            walk_at(walk, base, index, parts.at[last]);
        else if (!take(walk, index, &object) || !push_frame(walk, object))
            return;
    }
}

/* True for a designated element; `parts` are its designators and its value. */
static bool is_designated(LowerUnit *unit, CXCursor element, LowerChildren *parts)
{
    if (clang_getCursorKind(element) != CXCursor_UnexposedExpr || clang_getCursorType(element).kind != CXType_Void)
        return false;
    *parts = lower_children(unit, element);
    return parts->count >= 2;
}

/* char s[] = {"..."} */
static bool is_braced_string(LowerUnit *unit, CXType type, LowerChildren elements)
{
    if (elements.count != 1 || !lower_is_array(type) || !lower_string_literal(unit, elements.at[0]))
        return false;
    return lower_type(unit, clang_getArrayElementType(clang_getCanonicalType(type))).kind == IR_TYPE_INT;
}

static void walk_braces(Walk *walk, Object object, CXCursor list)
{
    LowerUnit *unit = walk->unit;
    IrType type = lower_type(unit, object.type);
    if (object.record == NULL && type.kind == IR_TYPE_TASK) {
        walk->visit(walk->context, walk->path, object.length, object.type, list);
        return;
    }
    LowerChildren elements = lower_children(unit, list);
    bool is_scalar = type.kind != IR_TYPE_AGGREGATE;
    if (object.record == NULL && (is_scalar || is_braced_string(unit, object.type, elements))) {
        if (elements.count > 0)
            give(walk, object, elements.at[0]);
        return;
    }
    uint32_t base = walk->depth;
    if (!push_frame(walk, object))
        return;
    for (uint32_t i = 0; i < elements.count; i++) {
        LowerChildren parts;
        if (is_designated(unit, elements.at[i], &parts))
            walk_designated(walk, base, parts);
        else
            walk_positional(walk, base, elements.at[i]);
    }
    walk->depth = base;
}

void lower_walk_initializer(LowerUnit *unit, CXType type, CXCursor initializer, LowerInitVisitor visit, void *context)
{
    Walk *walk = BASE_NEW(unit->scratch, Walk);
    walk->unit = unit;
    walk->visit = visit;
    walk->context = context;
    give(walk, (Object){type, NULL, 0}, initializer);
}

/* --- objects with automatic storage --- */

typedef struct Automatic {
    LowerUnit *unit;
    LowerPlace base;
    CXCursor last; /* [a ... b] = value: the value is computed once */
    LowerValue value;
    bool has_last;
} Automatic;

/* A value task made of braces is none that is known; naming its members is an access to them. */
static void initialize_task(LowerUnit *unit, LowerPlace place, CXCursor list)
{
    IrSpan span = lower_span(unit, list);
    LowerValue task = lower_unknown(unit, place.type, span);
    lower_store(unit, place, task, span);
    LowerChildren elements = lower_children(unit, list);
    for (uint32_t i = 0; i < elements.count; i++) {
        LowerChildren parts;
        if (!is_designated(unit, elements.at[i], &parts)) {
            lower_effect(unit, elements.at[i]);
            continue;
        }
        CXCursor value = parts.at[parts.count - 1], field = parts.at[parts.count - 2];
        lower_effect(unit, value);
        LowerPlace member = {.kind = LOWER_MEMBER, .address = IR_NONE, .task_address = IR_NONE, .task = task.reg};
        member.name = lower_text(unit->scratch, clang_getCursorSpelling(field));
        member.in_api = lower_is_api_file(unit, lower_spelling_file(clang_getCursorLocation(field)));
        member.span = lower_span(unit, elements.at[i]);
        lower_store(unit, member, lower_none(), member.span);
    }
}

/* Characters of a string are not modelled: any element of the array may be anything. */
static void initialize_string(LowerUnit *unit, LowerPlace place, IrSpan span)
{
    IrType element = IR_INT(8, true);
    IrReg address = ir_build_index(unit->builder, place.address, IR_NONE, span);
    lower_store(unit, lower_memory(address, element, span), lower_unknown(unit, element, span), span);
}

static void initialize_whole(Automatic *automatic, LowerPlace place, CXType type, CXCursor value)
{
    LowerUnit *unit = automatic->unit;
    IrSpan span = lower_span(unit, value);
    bool is_list = clang_getCursorKind(value) == CXCursor_InitListExpr;
    if (is_list && place.type.kind == IR_TYPE_TASK) {
        initialize_task(unit, place, value);
    } else if (lower_is_array(type) && lower_string_literal(unit, value)) {
        initialize_string(unit, place, span);
    } else if (lower_is_array(type)) { /* GNU: = (int[]){...} */
        lower_store(unit, place, lower_register(lower_address(unit, lower_place(unit, value), span), place.type), span);
    } else if (place.type.kind == IR_TYPE_TASK && lower_type_of(unit, value).kind != IR_TYPE_TASK) {
        lower_effect(unit, value); /* { 0 } that reached the task's first member: zero is there already */
    } else {
        bool is_again = automatic->has_last && lower_is_same(automatic->last, value);
        if (!is_again)
            automatic->value = lower_value(unit, value);
        automatic->last = value;
        automatic->has_last = true;
        lower_store(unit, place, automatic->value, span);
    }
}

static void visit_automatic(void *context, const LowerStep *path, uint32_t length, CXType type, CXCursor value)
{
    Automatic *automatic = context;
    LowerUnit *unit = automatic->unit;
    LowerPlace place = automatic->base;
    IrSpan span = lower_span(unit, value);
    place.is_element = place.is_element || length > 0;
    place.type = lower_type(unit, type);
    place.is_volatile = place.is_volatile || lower_is_volatile(type);
    for (uint32_t i = 0; i < length; i++) {
        if (path[i].is_index) {
            IrReg index = path[i].value == LOWER_ANY_INDEX
                              ? IR_NONE
                              : ir_build_const(unit->builder, IR_INT(64, true), path[i].value, span);
            int64_t scale = MAX(lower_element_count(path[i].type), 1);
            place.address = ir_build_scaled_index(unit->builder, place.address, index, scale, span);
        } else {
            uint32_t field = (uint32_t)path[i].value;
            place.address = ir_build_field(unit->builder, place.address, field, span);
            place.type = ir_builder_field(unit->builder, field)->type;
        }
    }
    if (length > 0 && path[length - 1].is_index)
        place.type = lower_type(unit, type);
    initialize_whole(automatic, place, type, value);
}

void lower_initialize(LowerUnit *unit, LowerPlace place, CXType type, CXCursor initializer)
{
    Automatic automatic = {.unit = unit, .base = place};
    if (clang_getCursorKind(initializer) == CXCursor_InitListExpr && place.type.kind != IR_TYPE_TASK)
        ir_build_zero(unit->builder, place.type, place.address, lower_span(unit, initializer));
    lower_walk_initializer(unit, type, initializer, visit_automatic, &automatic);
}
