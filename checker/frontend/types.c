/* types.c - clang's types, records and fields as the module's.
 *
 * Types are looked up by the identity of clang's canonical type. A record enters the module when something first
 * needs it, with all its fields; the members of anonymous structs and unions become fields of the enclosing record. */
#include <string.h>

#include "lower.h"

/* --- annotations --- */

typedef struct Annotation {
    const char *text;
    bool is_found;
} Annotation;

/* Attributes come before all other children. */
static enum CXChildVisitResult find_annotation(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Annotation *annotation = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_AnnotateAttr) {
        CXString string = clang_getCursorSpelling(cursor);
        const char *text = clang_getCString(string);
        if (text != NULL)
            annotation->is_found =
                annotation->text == NULL ? g_str_has_prefix(text, "vt::") : strcmp(text, annotation->text) == 0;
        clang_disposeString(string);
        if (annotation->is_found)
            return CXChildVisit_Break;
    }
    return clang_isAttribute(kind) ? CXChildVisit_Continue : CXChildVisit_Break;
}

bool lower_has_annotation(CXCursor cursor, const char *text)
{
    if (!clang_Cursor_hasAttrs(cursor))
        return false;
    Annotation annotation = {text, false};
    clang_visitChildren(cursor, find_annotation, &annotation);
    return annotation.is_found;
}

/* --- types --- */

CXType lower_unqualified(CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    if (canonical.kind == CXType_Atomic)
        canonical = clang_getCanonicalType(clang_Type_getValueType(canonical));
    return clang_getUnqualifiedType(canonical);
}

bool lower_is_array(CXType type)
{
    switch (clang_getCanonicalType(type).kind) {
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_VariableArray:
    case CXType_DependentSizedArray: return true;
    default: return false;
    }
}

bool lower_is_pointer(LowerUnit *unit, CXCursor expression)
{
    CXType type = clang_getCursorType(expression);
    return lower_is_array(type) || lower_type(unit, type).kind == IR_TYPE_POINTER;
}

CXType lower_pointee(CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    return lower_is_array(canonical) ? clang_getArrayElementType(canonical) : clang_getPointeeType(canonical);
}

int64_t lower_element_count(CXType type)
{
    int64_t count = 1;
    for (CXType at = clang_getCanonicalType(type); lower_is_array(at); at = lower_pointee(at)) {
        long long size = at.kind == CXType_ConstantArray ? clang_getArraySize(at) : 0;
        if (size < 1 || count > INT64_MAX / size)
            return 0;
        count *= size;
    }
    return count;
}

bool lower_is_function(CXType type)
{
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto;
}

/* clang's canonical array type carries the qualifiers of its elements. */
bool lower_is_volatile(CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    while (lower_is_array(canonical) && !clang_isVolatileQualifiedType(canonical))
        canonical = clang_getCanonicalType(clang_getArrayElementType(canonical));
    return canonical.kind == CXType_Atomic || clang_isVolatileQualifiedType(canonical);
}

bool lower_is_task_record(LowerUnit *unit, CXCursor canonical)
{
    return lower_cursor_map_get(unit->task_records, canonical) != NULL || (unit->part != NULL && lower_learn_task(unit, canonical));
}

/* Asked of every parameter's pointee; so it must not bring records into the module. */
bool lower_holds_task(LowerUnit *unit, CXType type)
{
    CXType element = type;
    while (lower_is_array(element))
        element = clang_getArrayElementType(clang_getCanonicalType(element));
    element = lower_unqualified(element);
    return element.kind == CXType_Record &&
           lower_is_task_record(unit, clang_getCanonicalCursor(clang_getTypeDeclaration(element)));
}

/* What a kind of type is, by clang's name for it; what is not listed is IR_TYPE_OTHER. */
typedef enum TypeClass {
    CLASS_OTHER,
    CLASS_VOID,
    CLASS_BOOL,
    CLASS_SIGNED,
    CLASS_UNSIGNED,
    CLASS_FLOAT,
    CLASS_POINTER,
    CLASS_ARRAY,
    CLASS_RECORD,
    CLASS_ENUM
} TypeClass;

static const unsigned char type_classes[] = {
    [CXType_Void] = CLASS_VOID,
    [CXType_Bool] = CLASS_BOOL,
    [CXType_Char_U] = CLASS_UNSIGNED,
    [CXType_UChar] = CLASS_UNSIGNED,
    [CXType_Char16] = CLASS_UNSIGNED,
    [CXType_Char32] = CLASS_UNSIGNED,
    [CXType_UShort] = CLASS_UNSIGNED,
    [CXType_UInt] = CLASS_UNSIGNED,
    [CXType_ULong] = CLASS_UNSIGNED,
    [CXType_ULongLong] = CLASS_UNSIGNED,
    [CXType_Char_S] = CLASS_SIGNED,
    [CXType_SChar] = CLASS_SIGNED,
    [CXType_WChar] = CLASS_SIGNED,
    [CXType_Short] = CLASS_SIGNED,
    [CXType_Int] = CLASS_SIGNED,
    [CXType_Long] = CLASS_SIGNED,
    [CXType_LongLong] = CLASS_SIGNED,
    [CXType_Half] = CLASS_FLOAT,
    [CXType_Float16] = CLASS_FLOAT,
    [CXType_Float] = CLASS_FLOAT,
    [CXType_Double] = CLASS_FLOAT,
    [CXType_LongDouble] = CLASS_FLOAT,
    [CXType_Float128] = CLASS_FLOAT,
    [CXType_NullPtr] = CLASS_POINTER,
    [CXType_Pointer] = CLASS_POINTER,
    [CXType_BlockPointer] = CLASS_POINTER,
    [CXType_FunctionNoProto] = CLASS_POINTER,
    [CXType_FunctionProto] = CLASS_POINTER,
    [CXType_ConstantArray] = CLASS_ARRAY,
    [CXType_IncompleteArray] = CLASS_ARRAY,
    [CXType_VariableArray] = CLASS_ARRAY,
    [CXType_DependentSizedArray] = CLASS_ARRAY,
    [CXType_Record] = CLASS_RECORD,
    [CXType_Enum] = CLASS_ENUM,
};

static IrType integer_type(CXType type, bool is_signed)
{
    long long size = clang_Type_getSizeOf(type);
    if (size < 1 || size > 8)
        return IR_OTHER;
    return IR_INT((uint8_t)(size * 8), is_signed);
}

static IrType float_type(CXType type)
{
    long long size = clang_Type_getSizeOf(type);
    return size < 2 || size > 16 ? IR_OTHER : IR_FLOAT((uint8_t)(size * 8));
}

static IrType record_type(LowerUnit *unit, CXType type)
{
    CXCursor declaration = clang_getCanonicalCursor(clang_getTypeDeclaration(type));
    LowerRecord *record = lower_record(unit, type);
    if (record == NULL)
        return IR_AGGREGATE(IR_NONE);
    bool is_task = lower_is_task_record(unit, declaration);
    return is_task ? IR_TASK(record->index) : IR_AGGREGATE(record->index);
}

static IrType make_type(LowerUnit *unit, CXType type)
{
    TypeClass class = (size_t)type.kind < G_N_ELEMENTS(type_classes) ? (TypeClass)type_classes[type.kind] : CLASS_OTHER;
    switch (class) {
    case CLASS_VOID: return IR_VOID;
    case CLASS_BOOL: return IR_BOOL;
    case CLASS_SIGNED: return integer_type(type, true);
    case CLASS_UNSIGNED: return integer_type(type, false);
    case CLASS_FLOAT: return float_type(type);
    case CLASS_POINTER: return IR_POINTER;
    case CLASS_ARRAY: return IR_AGGREGATE(IR_NONE);
    case CLASS_RECORD: return record_type(unit, type);
    case CLASS_ENUM: return lower_type(unit, clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type)));
    case CLASS_OTHER: break;
    }
    return IR_OTHER;
}

IrType lower_type(LowerUnit *unit, CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    if (canonical.kind == CXType_Atomic)
        canonical = clang_getCanonicalType(clang_Type_getValueType(canonical));
    if (canonical.kind == CXType_Invalid)
        return IR_OTHER;
    IrType *known = g_hash_table_lookup(unit->types, canonical.data[0]);
    if (known != NULL)
        return *known;
    IrType made = make_type(unit, canonical);
    known = BASE_NEW(unit->arena, IrType);
    *known = made;
    g_hash_table_insert(unit->types, canonical.data[0], known);
    return made;
}

/* libclang shows a parameter declared as an array with the type it was declared with, and so everything whose type
 * comes from it, although all of these are pointers. Only some expressions can be arrays, and a variable that is one is
 * no parameter and was not initialised by a pointer (__auto_type). */
bool lower_is_decayed(LowerUnit *unit, CXCursor variable)
{
    if (!lower_is_array(clang_getCursorType(variable)))
        return false;
    if (clang_getCursorKind(variable) == CXCursor_ParmDecl)
        return true;
    CXCursor initializer = clang_Cursor_getVarDeclInitializer(variable);
    if (clang_Cursor_isNull(initializer))
        return false;
    return !lower_string_literal(unit, initializer) && !lower_is_array_object(unit, initializer);
}

bool lower_is_array_object(LowerUnit *unit, CXCursor expression)
{
    while (lower_is_array(clang_getCursorType(expression))) {
        switch ((int)clang_getCursorKind(expression)) {
        case CXCursor_DeclRefExpr: return !lower_is_decayed(unit, clang_getCursorReferenced(expression));
        case CXCursor_MemberRefExpr:
        case CXCursor_ArraySubscriptExpr:
        case CXCursor_StringLiteral:
        case CXCursor_CompoundLiteralExpr:
        case CXCursor_InitListExpr: return true;
        case CXCursor_UnaryOperator:
            if (clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Deref)
                return true;
            if (clang_getCursorUnaryOperatorKind(expression) != CXUnaryOperator_Extension)
                return false;
            break;
        case CXCursor_ParenExpr:
        case CXCursor_UnexposedExpr:
        case CXCursor_GenericSelectionExpr: break;
        default: return false;
        }
        LowerChildren children = lower_expressions(unit, expression);
        if (children.count == 0)
            return false;
        expression = children.at[children.count - 1];
    }
    return false;
}

IrType lower_type_of(LowerUnit *unit, CXCursor expression)
{
    CXType type = clang_getCursorType(expression);
    if (lower_is_array(type) && !lower_is_array_object(unit, expression))
        return IR_POINTER;
    return lower_type(unit, type);
}

IrType lower_variable_type(LowerUnit *unit, CXCursor variable)
{
    return lower_is_decayed(unit, variable) ? IR_POINTER : lower_type(unit, clang_getCursorType(variable));
}

/* --- records --- */

typedef struct Unnamed {
    CXCursor wanted;
    unsigned before; /* records without a name, in the same one */
} Unnamed;

static enum CXChildVisitResult count_unnamed(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Unnamed *unnamed = data;
    if (clang_equalCursors(cursor, unnamed->wanted))
        return CXChildVisit_Break;
    bool is_record = clang_getCursorKind(cursor) == CXCursor_StructDecl || clang_getCursorKind(cursor) == CXCursor_UnionDecl;
    unnamed->before += is_record && clang_Cursor_isAnonymous(cursor);
    return CXChildVisit_Continue;
}

static const char *record_name(LowerUnit *unit, CXType type, CXCursor declaration, bool is_task);

/* Inside another record, its number there: the same in each file that declares that record. Elsewhere, its place. */
static const char *unnamed_record_name(LowerUnit *unit, CXCursor declaration)
{
    const char *word = clang_getCursorKind(declaration) == CXCursor_UnionDecl ? "union" : "struct";
    CXCursor around = clang_getCursorSemanticParent(declaration);
    if (clang_getCursorKind(around) == CXCursor_StructDecl || clang_getCursorKind(around) == CXCursor_UnionDecl) {
        Unnamed unnamed = {declaration, 0};
        clang_visitChildren(around, count_unnamed, &unnamed);
        return base_arena_printf(unit->arena, "%s %u in %s", word, unnamed.before + 1, record_name(unit, clang_getCursorType(around), around, false));
    }
    CXFile file;
    unsigned line, column;
    clang_getFileLocation(clang_getCursorLocation(declaration), &file, &line, &column, NULL);
    char *base = file == NULL ? g_strdup("?") : g_path_get_basename(lower_path_of(unit, file));
    const char *name = base_arena_printf(unit->arena, "%s at %s:%u:%u", word, base, line, column);
    g_free(base);
    return name;
}

static const char *record_name(LowerUnit *unit, CXType type, CXCursor declaration, bool is_task)
{
    if (clang_Cursor_isAnonymous(declaration))
        return unnamed_record_name(unit, declaration);
    const char *name = lower_text(unit->arena, clang_getTypeSpelling(clang_getUnqualifiedType(type)));
    if (is_task && g_str_has_prefix(name, "struct "))
        name += strlen("struct ");
    return name;
}

static enum CXVisitorResult collect_field(CXCursor cursor, CXClientData data)
{
    GArray *fields = data;
    g_array_append_val(fields, cursor);
    return CXVisit_Continue;
}

static bool is_unnamed_bit_field(CXCursor field)
{
    if (!clang_Cursor_isBitField(field))
        return false;
    CXString name = clang_getCursorSpelling(field);
    const char *text = clang_getCString(name);
    bool is_unnamed = text == NULL || text[0] == '\0';
    clang_disposeString(name);
    return is_unnamed;
}

static IrType stored_type(LowerUnit *unit, CXCursor field, CXType type)
{
    IrType stored = lower_type(unit, type);
    int width = clang_Cursor_isBitField(field) ? clang_getFieldDeclBitWidth(field) : -1;
    if (stored.kind == IR_TYPE_INT && width > 0 && width < stored.bits)
        stored.bits = (uint8_t)width;
    return stored;
}

/* A type's size in bits; IR_OPEN: it has none that is known, as the array at the end of a struct. */
static int64_t bits_of(CXType type)
{
    long long size = clang_Type_getSizeOf(type);
    bool is_open = size < 0 || size > IR_MOST_BITS / 8 || (size == 0 && lower_is_array(type));
    return is_open ? IR_OPEN : size * 8;
}

/* `start`: of the record that the field is a member of, in that of which it becomes a field. */
static IrLayout layout_of(CXCursor field, CXType type, int64_t start)
{
    long long offset = clang_Cursor_getOffsetOfField(field);
    if (offset < 0 || start < 0 || start + offset > IR_MOST_BITS) /* what is wrong with it Clang says */
        return IR_BESIDE;
    IrLayout layout = {start + offset, bits_of(type), 0};
    if (clang_Cursor_isBitField(field))
        layout.size = clang_getFieldDeclBitWidth(field);
    CXType element = type;
    while (lower_is_array(element))
        element = lower_pointee(element);
    if (lower_is_array(type))
        layout.element = MAX(bits_of(element), 0);
    return layout;
}

static void add_members(LowerUnit *unit, LowerRecord *record, CXType type, int64_t start);

static LowerMember anonymous_member(LowerUnit *unit, const LowerRecord *record, CXCursor cursor, CXCursor declaration, int64_t start)
{
    LowerMember member = {cursor, clang_getCursorType(cursor), IR_NONE, NULL, IR_AGGREGATE(IR_NONE)};
    member.anonymous = BASE_NEW(unit->arena, LowerRecord);
    member.anonymous->index = record->index;
    member.anonymous->is_union = clang_getCursorKind(declaration) == CXCursor_UnionDecl;
    add_members(unit, member.anonymous, member.type, layout_of(cursor, member.type, start).begin);
    return member;
}

static LowerMember make_member(LowerUnit *unit, const LowerRecord *record, CXCursor cursor, int64_t start)
{
    LowerMember member = {cursor, clang_getCursorType(cursor), IR_NONE, NULL, IR_VOID};
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(member.type));
    if (clang_Cursor_isAnonymousRecordDecl(declaration))
        return anonymous_member(unit, record, cursor, declaration, start);
    member.stored = stored_type(unit, cursor, member.type);
    IrField field = {
        .name = lower_text(unit->arena, clang_getCursorSpelling(cursor)),
        .record = record->index,
        .type = member.stored,
        .holds_task = lower_holds_task(unit, member.type),
        .layout = layout_of(cursor, member.type, start),
        .span = lower_name_span(unit, cursor),
    };
    member.field = ir_builder_add_field(unit->builder, field);
    return member;
}

static void add_members(LowerUnit *unit, LowerRecord *record, CXType type, int64_t start)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    clang_Type_visitFields(clang_getCanonicalType(type), collect_field, fields);
    record->members = BASE_NEW_ARRAY(unit->arena, LowerMember, fields->len);
    for (guint i = 0; i < fields->len; i++) {
        CXCursor cursor = g_array_index(fields, CXCursor, i);
        if (is_unnamed_bit_field(cursor))
            continue;
        LowerMember *member = &record->members[record->member_count++];
        *member = make_member(unit, record, cursor, start);
        lower_cursor_map_set(unit->members, unit->arena, cursor, member);
    }
    g_array_free(fields, TRUE);
}

LowerRecord *lower_record(LowerUnit *unit, CXType type)
{
    CXType canonical = lower_unqualified(type);
    if (canonical.kind != CXType_Record)
        return NULL;
    CXCursor declaration = clang_getTypeDeclaration(canonical);
    CXCursor key = clang_getCanonicalCursor(declaration);
    LowerRecord *record = lower_cursor_map_get(unit->records, key);
    if (record != NULL)
        return record;
    bool is_anonymous = clang_Cursor_isAnonymousRecordDecl(declaration) != 0; /* its members are fields of the record around it */
    record = BASE_NEW(unit->arena, LowerRecord);
    lower_cursor_map_set(unit->records, unit->arena, key, record); /* before its fields: they may point back here */
    record->is_union = clang_getCursorKind(declaration) == CXCursor_UnionDecl;
    record->is_task = lower_is_task_record(unit, key);
    IrRecord entry = {
        .name = record_name(unit, canonical, declaration, record->is_task),
        .is_union = record->is_union,
        .is_task = record->is_task,
        .span = lower_name_span(unit, declaration),
    };
    record->index = ir_builder_add_record(unit->builder, entry);
    if (!record->is_task && !is_anonymous) /* nothing looks inside a value task */
        add_members(unit, record, canonical, 0);
    return record;
}

LowerMember *lower_member(LowerUnit *unit, CXCursor field)
{
    LowerMember *member = lower_cursor_map_get(unit->members, field);
    if (member != NULL)
        return member;
    CXCursor parent = clang_getCursorSemanticParent(field);
    while (clang_Cursor_isAnonymousRecordDecl(parent))
        parent = clang_getCursorSemanticParent(parent);
    lower_record(unit, clang_getCursorType(parent));
    return lower_cursor_map_get(unit->members, field);
}
