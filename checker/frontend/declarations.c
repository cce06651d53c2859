/* declarations.c - entries for functions and variables, made when something first names them.
 *
 * Identity is the canonical cursor. A later redeclaration carries the attributes of those before it, an earlier one
 * not those after it; so annotations and attributes are read from the last one (unit.c collected it) and the one that
 * was named. */
#include <string.h>

#include "lower.h"

/* --- attributes without a cursor kind of their own --- */

typedef struct AttributeSearch {
    LowerUnit *unit;
    const char *name;
    bool is_found;
} AttributeSearch;

/* `text` starts with `name`, perhaps between double underscores. */
static bool is_attribute_text(const char *text, size_t left, const char *name)
{
    size_t length = strlen(name);
    bool has_underscores = left > 2 && text[0] == '_' && text[1] == '_';
    if (has_underscores) {
        text += 2;
        left -= 2;
    }
    if (left < length || strncmp(text, name, length) != 0)
        return false;
    char next = left > length ? text[length] : '\0';
    if (has_underscores)
        return next == '_';
    return !g_ascii_isalnum(next) && next != '_';
}

static enum CXChildVisitResult find_attribute(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    AttributeSearch *search = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (!clang_isAttribute(kind))
        return CXChildVisit_Break;
    if (kind != CXCursor_UnexposedAttr && kind != CXCursor_PureAttr && kind != CXCursor_ConstAttr)
        return CXChildVisit_Continue;
    size_t left;
    const char *text = lower_source_at(search->unit, clang_getRangeStart(clang_getCursorExtent(cursor)), &left);
    search->is_found = text != NULL && is_attribute_text(text, left, search->name);
    return search->is_found ? CXChildVisit_Break : CXChildVisit_Continue;
}

bool lower_has_attribute(LowerUnit *unit, CXCursor cursor, const char *name)
{
    if (!clang_Cursor_hasAttrs(cursor))
        return false;
    AttributeSearch search = {unit, name, false};
    clang_visitChildren(cursor, find_attribute, &search);
    return search.is_found;
}

/* --- functions --- */

/* GNU's noreturn is in the type, C11's and C23's are attributes. */
static bool is_noreturn(LowerUnit *unit, CXCursor cursor)
{
    CXString spelling = clang_getTypeSpelling(clang_getCanonicalType(clang_getCursorType(cursor)));
    const char *text = clang_getCString(spelling);
    bool is_in_type = text != NULL && strstr(text, "noreturn") != NULL;
    clang_disposeString(spelling);
    return is_in_type || lower_has_attribute(unit, cursor, "noreturn") ||
           lower_has_attribute(unit, cursor, "_Noreturn");
}

static IrLinkage linkage_of(LowerUnit *unit, CXCursor cursor)
{
    if (clang_getCursorLinkage(cursor) == CXLinkage_Internal || clang_getCursorLinkage(cursor) == CXLinkage_NoLinkage)
        return IR_LINKAGE_INTERNAL;
    if (clang_getCursorKind(cursor) == CXCursor_FunctionDecl && clang_Cursor_isFunctionInlined(cursor))
        return IR_LINKAGE_MERGED;
    return lower_has_attribute(unit, cursor, "weak") ? IR_LINKAGE_MERGED : IR_LINKAGE_EXTERNAL;
}

static bool has_any_annotation(CXCursor function)
{
    if (lower_has_annotation(function, NULL))
        return true;
    int count = clang_Cursor_getNumArguments(function);
    for (int i = 0; i < count; i++) {
        if (lower_has_annotation(clang_Cursor_getArgument(function, (unsigned)i), NULL))
            return true;
    }
    return false;
}

bool lower_says_more(LowerUnit *unit, CXCursor redeclaration, CXCursor first)
{
    return linkage_of(unit, first) != linkage_of(unit, redeclaration) || is_noreturn(unit, first) != is_noreturn(unit, redeclaration) ||
           lower_has_attribute(unit, first, "malloc") != lower_has_attribute(unit, redeclaration, "malloc") || has_any_annotation(redeclaration);
}

static CXCursor latest_declaration(LowerUnit *unit, CXCursor cursor)
{
    const CXCursor *latest = lower_cursor_map_get(unit->latest, clang_getCanonicalCursor(cursor));
    if (latest != NULL || !unit->skips_header)
        return latest != NULL ? *latest : cursor;
    CXCursor definition = clang_getCursorDefinition(cursor); /* of a header's declarations it is the one that may say more */
    return clang_getCursorKind(definition) == CXCursor_FunctionDecl ? definition : cursor;
}

/* A name that a macro pasted together is spelled nowhere; then it is the API's if the macro expanding there is the one
 * that declares a value task. */
static bool is_spelled_in_api(const LowerUnit *unit, CXCursor function)
{
    CXSourceLocation location = clang_getCursorLocation(function);
    CXFile file = lower_spelling_file(location);
    if (file != NULL)
        return lower_is_api_file(unit, file);
    LowerPoint at;
    clang_getFileLocation(location, &at.file, NULL, NULL, &at.offset);
    for (guint i = 0; i < unit->api_expansions->len; i++) {
        const LowerPoint *expansion = &g_array_index(unit->api_expansions, LowerPoint, i);
        if (expansion->file == at.file && expansion->offset == at.offset)
            return true;
    }
    return false;
}

static enum CXChildVisitResult find_opened(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    LowerUnit *unit = ((void **)data)[0];
    bool *opens = ((void **)data)[1];
    const enum CXCursorKind kind = clang_getCursorKind(cursor);
    CXCursor record = clang_getNullCursor();
    if (kind == CXCursor_MemberRefExpr)
        record = clang_getCursorSemanticParent(clang_getCursorReferenced(cursor));
    else if (kind == CXCursor_InitListExpr || kind == CXCursor_CompoundLiteralExpr)
        record = clang_getTypeDeclaration(clang_getCanonicalType(clang_getCursorType(cursor)));
    *opens = *opens || (!clang_Cursor_isNull(record) && lower_is_task_record(unit, clang_getCanonicalCursor(record)));
    return *opens ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* A function of the program that its header, which declares a value task as well, announces: it has a body elsewhere that does not look into one. Who does is the API's own code. */
static bool is_of_program(LowerUnit *unit, CXCursor cursor)
{
    CXCursor definition = clang_getCursorDefinition(cursor);
    CXFile file = clang_Cursor_isNull(definition) ? NULL : lower_spelling_file(clang_getCursorLocation(definition));
    bool opens = false;
    if (file == NULL || lower_is_api_file(unit, file))
        return false;
    clang_visitChildren(definition, find_opened, (void *[]){unit, &opens});
    return !opens;
}

bool lower_function_is_api(LowerUnit *unit, CXCursor cursor)
{
    if (unit->part != NULL && lower_is_known_api(unit, cursor))
        return true;
    CXCursor latest = latest_declaration(unit, cursor);
    CXString name = clang_getCursorSpelling(cursor);
    bool is_described = lower_is_described_function(unit, clang_getCString(name));
    clang_disposeString(name);
    if (is_described || has_any_annotation(latest) || has_any_annotation(cursor))
        return true;
    const bool is_spelled = is_spelled_in_api(unit, latest) || is_spelled_in_api(unit, clang_getCanonicalCursor(cursor));
    return is_spelled && !is_of_program(unit, cursor);
}

static IrEffect effect_of(CXCursor parameter)
{
    if (lower_has_annotation(parameter, "vt::consumes"))
        return IR_EFFECT_CONSUMES;
    return lower_has_annotation(parameter, "vt::observes") ? IR_EFFECT_OBSERVES : IR_EFFECT_UNSPECIFIED;
}

/* Nobody but the library that it belongs to looks into it: `FILE`, a heap task. */
static bool is_opaque(CXType pointee)
{
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(pointee));
    if (clang_getCursorKind(declaration) != CXCursor_StructDecl)
        return false;
    if (clang_Cursor_isNull(clang_getCursorDefinition(declaration)))
        return true;
    CXString name = clang_getCursorSpelling(declaration);
    bool is_reserved = clang_getCString(name)[0] == '_';
    clang_disposeString(name);
    return is_reserved;
}

/* Who takes a pointer to constant things of a type does not write them. To `const void`: only of the C library is it known that it does not keep what anybody may
 * ask back as `void *`. What libraries (`is_trusted`: the C library and the API) write to objects of their own is nothing that anybody reads. */
static IrParam make_parameter(LowerUnit *unit, CXCursor shown, CXCursor latest, bool is_library, bool is_trusted)
{
    IrParam param = {.effect = effect_of(latest), .span = lower_name_span(unit, shown)};
    if (param.effect == IR_EFFECT_UNSPECIFIED)
        param.effect = effect_of(shown);
    const char *name = lower_text(unit->arena, clang_getCursorSpelling(shown));
    param.name = name[0] == '\0' ? NULL : name;
    CXType type = clang_getCursorType(shown);
    param.type = lower_variable_type(unit, shown);
    if (clang_getCanonicalType(type).kind == CXType_Pointer || lower_is_array(type)) {
        CXType pointee = lower_pointee(type);
        param.points_to_task = lower_holds_task(unit, pointee);
        param.points_to_const = (clang_isConstQualifiedType(pointee) && (pointee.kind != CXType_Void || is_library)) || (is_trusted && is_opaque(pointee));
    }
    return param;
}

static void add_parameters(LowerUnit *unit, IrFunction *function, CXCursor shown, CXCursor latest)
{
    int count = clang_Cursor_getNumArguments(shown);
    if (count <= 0)
        return;
    bool is_library = lower_library(function->name) != NULL;
    function->params = BASE_NEW_ARRAY(unit->arena, IrParam, count);
    function->param_count = (uint32_t)count;
    for (int i = 0; i < count; i++) {
        CXCursor parameter = clang_Cursor_getArgument(shown, (unsigned)i);
        CXCursor other = clang_Cursor_getArgument(latest, (unsigned)i);
        function->params[i] = make_parameter(unit, parameter, clang_Cursor_isNull(other) ? parameter : other, is_library, is_library || function->is_api);
    }
}

/* A description names functions, not parameters: all that have to do with a value task are meant. */
static void describe_parameters(const LowerUnit *unit, IrFunction *function)
{
    IrEffect effect = lower_described_effect(unit, function->name);
    for (uint32_t i = 0; i < function->param_count; i++) {
        IrParam *param = &function->params[i];
        if (param->effect == IR_EFFECT_UNSPECIFIED && (param->type.kind == IR_TYPE_TASK || param->points_to_task))
            param->effect = effect;
    }
}

/* All that a library function reads is numbers: what it answers depends on nothing else. Clang's builtins are such where they are no others. */
static bool answers_numbers(const IrFunction *function, const LowerLibrary *library)
{
    bool is_builtin = g_str_has_prefix(function->name, "__builtin_");
    bool does = library != NULL && (library->is_answer || is_builtin) && ir_is_number(function->return_type) &&
                (function->param_count > 0 || (is_builtin && function->is_variadic));
    for (uint32_t i = 0; i < function->param_count; i++)
        does = does && ir_is_number(function->params[i].type);
    return does;
}

static void add_library_knowledge(LowerUnit *unit, IrFunction *function, CXCursor latest)
{
    const LowerLibrary *library = function->linkage == IR_LINKAGE_INTERNAL ? NULL : lower_library(function->name);
    function->is_noreturn = is_noreturn(unit, latest) || (library != NULL && library->is_noreturn);
    function->is_zeroing = library != NULL && library->is_zeroing;
    function->is_allocator = (library != NULL && library->is_allocator) || lower_has_attribute(unit, latest, "malloc");
    function->is_deallocator = library != NULL && library->is_deallocator;
    function->is_setjmp = library != NULL && library->is_setjmp;
    function->is_pure_library = library != NULL && library->is_pure;
    function->is_pure = (library != NULL && library->is_answer) || lower_has_attribute(unit, latest, "pure");
    function->is_constant = lower_has_attribute(unit, latest, "const") || answers_numbers(function, library);
}

static IrCompletion completion_of(CXCursor function)
{
    if (lower_has_annotation(function, "vt::completes_sync"))
        return IR_COMPLETION_SYNC;
    return lower_has_annotation(function, "vt::completes_async") ? IR_COMPLETION_ASYNC : IR_COMPLETION_UNSPECIFIED;
}

uint32_t lower_function(LowerUnit *unit, CXCursor cursor)
{
    CXCursor canonical = clang_getCanonicalCursor(cursor);
    guint known = GPOINTER_TO_UINT(lower_cursor_map_get(unit->functions, canonical));
    if (known != 0)
        return known - 1;
    CXCursor latest = latest_declaration(unit, cursor);
    CXCursor shown = clang_getCursorDefinition(cursor);
    if (clang_Cursor_isNull(shown) || clang_getCursorKind(shown) != CXCursor_FunctionDecl)
        shown = canonical;
    CXType type = clang_getCanonicalType(clang_getCursorType(shown));
    IrFunction function = {
        .name = lower_text(unit->arena, clang_getCursorSpelling(shown)),
        .linkage = linkage_of(unit, latest),
        .return_type = lower_type(unit, clang_getCursorResultType(shown)),
        .completion = completion_of(latest),
        .is_variadic = clang_isFunctionTypeVariadic(type) != 0,
        .has_prototype = type.kind == CXType_FunctionProto,
        .is_api = lower_function_is_api(unit, cursor),
        .span = lower_name_span(unit, shown),
    };
    if (function.completion == IR_COMPLETION_UNSPECIFIED)
        function.completion = completion_of(cursor);
    function.symbol =
        function.linkage == IR_LINKAGE_INTERNAL ? lower_symbol(unit, shown, function.name) : function.name;
    if (function.completion == IR_COMPLETION_UNSPECIFIED)
        function.completion = lower_described_completion(unit, function.name);
    add_parameters(unit, &function, shown, latest);
    describe_parameters(unit, &function);
    add_library_knowledge(unit, &function, latest);
    uint32_t index = ir_builder_add_function(unit->builder, function);
    lower_cursor_map_set(unit->functions, unit->arena, canonical, GUINT_TO_POINTER(index + 1));
    if (clang_Cursor_getStorageClass(shown) == CX_SC_Static && clang_isCursorDefinition(shown))
        lower_want_body(unit, shown);
    return index;
}

/* Only the cleanup attribute names a function without a cursor; so the index is made when it is first met. */
static enum CXChildVisitResult index_function(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    LowerUnit *unit = data;
    if (clang_getCursorKind(cursor) == CXCursor_FunctionDecl) {
        CXCursor *copy = BASE_NEW(unit->arena, CXCursor);
        *copy = cursor;
        g_hash_table_insert(unit->by_name,
                            (gpointer)(uintptr_t)lower_text(unit->arena, clang_getCursorSpelling(cursor)), copy);
    }
    return CXChildVisit_Continue;
}

uint32_t lower_function_named(LowerUnit *unit, const char *name)
{
    if (unit->by_name == NULL) {
        unit->by_name = g_hash_table_new(g_str_hash, g_str_equal);
        clang_visitChildren(clang_getTranslationUnitCursor(unit->tu), index_function, unit);
    }
    const CXCursor *cursor = g_hash_table_lookup(unit->by_name, name);
    unit->needs_all = unit->needs_all || (cursor == NULL && unit->skips_header);
    return cursor == NULL ? IR_NONE : lower_function(unit, *cursor);
}

/* --- variables --- */

bool lower_is_global(CXCursor variable)
{
    enum CX_StorageClass storage = clang_Cursor_getStorageClass(variable);
    if (storage == CX_SC_Static || storage == CX_SC_Extern || storage == CX_SC_PrivateExtern)
        return true;
    CXCursor parent = clang_getCursorSemanticParent(variable);
    return clang_getCursorKind(parent) != CXCursor_FunctionDecl;
}

static const char *static_local_symbol(LowerUnit *unit, CXCursor cursor, const char *name)
{
    unsigned offset;
    clang_getFileLocation(clang_getCursorLocation(cursor), NULL, NULL, NULL, &offset);
    CXCursor parent = clang_getCursorSemanticParent(cursor);
    const char *function = lower_text(unit->scratch, clang_getCursorSpelling(parent));
    const char *inner = base_arena_printf(unit->scratch, "%s.%s#%u", function, name, offset);
    return lower_symbol(unit, cursor, inner);
}

static bool is_const_object(CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    while (lower_is_array(canonical) && !clang_isConstQualifiedType(canonical))
        canonical = clang_getCanonicalType(clang_getArrayElementType(canonical));
    return clang_isConstQualifiedType(canonical);
}

static IrGlobal describe_global(LowerUnit *unit, CXCursor cursor)
{
    CXType type = clang_getCursorType(cursor);
    enum CX_StorageClass storage = clang_Cursor_getStorageClass(cursor);
    CXCursor initializer = clang_Cursor_getVarDeclInitializer(cursor);
    bool is_in_function = clang_getCursorKind(clang_getCursorSemanticParent(cursor)) == CXCursor_FunctionDecl;
    IrGlobal global = {
        .name = lower_text(unit->arena, clang_getCursorSpelling(cursor)),
        .linkage = linkage_of(unit, cursor),
        .type = lower_type(unit, type),
        .holds_task = lower_holds_task(unit, type),
        .is_const = is_const_object(type),
        .is_volatile = lower_is_volatile(type),
        .is_static_local = is_in_function && storage == CX_SC_Static,
        .is_thread_local = clang_getCursorTLSKind(cursor) != CXTLS_None,
        .is_defined = storage != CX_SC_Extern || !clang_Cursor_isNull(initializer),
        .span = lower_name_span(unit, cursor),
    };
    global.is_zero_filled = global.is_defined;
    global.symbol = global.name;
    if (global.is_static_local)
        global.symbol = static_local_symbol(unit, cursor, global.name);
    else if (global.linkage == IR_LINKAGE_INTERNAL)
        global.symbol = lower_symbol(unit, cursor, global.name);
    return global;
}

uint32_t lower_global(LowerUnit *unit, CXCursor cursor)
{
    CXCursor canonical = clang_getCanonicalCursor(cursor);
    guint known = GPOINTER_TO_UINT(lower_cursor_map_get(unit->globals, canonical));
    if (known != 0)
        return known - 1;
    const CXCursor *defining = lower_cursor_map_get(unit->variables, canonical);
    CXCursor shown = defining != NULL ? *defining : lower_better_definition(cursor, lower_better_definition(canonical, clang_getCursorDefinition(cursor)));
    uint32_t index = ir_builder_add_global(unit->builder, describe_global(unit, shown));
    lower_cursor_map_set(unit->globals, unit->arena, canonical, GUINT_TO_POINTER(index + 1));
    CXCursor initializer = clang_Cursor_getVarDeclInitializer(shown);
    if (!clang_Cursor_isNull(initializer))
        lower_static_initializer(unit, index, clang_getCursorType(shown), initializer);
    return index;
}

uint32_t lower_weak_address(LowerUnit *unit, CXCursor function)
{
    CXCursor canonical = clang_getCanonicalCursor(function);
    if (!clang_Cursor_isNull(clang_getCursorDefinition(function)) || !lower_has_attribute(unit, latest_declaration(unit, function), "weak"))
        return IR_NONE;
    guint known = GPOINTER_TO_UINT(lower_cursor_map_get(unit->globals, canonical));
    if (known != 0)
        return known - 1;
    const char *name = lower_text(unit->arena, clang_getCursorSpelling(function));
    IrGlobal global = {
        .name = name,
        .symbol = base_arena_printf(unit->arena, "&%s", name),
        .linkage = IR_LINKAGE_EXTERNAL,
        .type = IR_POINTER,
        .is_const = true,
        .span = lower_name_span(unit, function),
    };
    uint32_t index = ir_builder_add_global(unit->builder, global);
    lower_cursor_map_set(unit->globals, unit->arena, canonical, GUINT_TO_POINTER(index + 1));
    return index;
}

/* --- objects without a name --- */

/* The name of a literal in the macro expansion at an offset: by how many there were before, since where clang keeps the text of one that was pasted together depends on what else it has read. */
static char *next_of_expansion(LowerUnit *unit, const char *path, const char *name, unsigned offset)
{
    char *at = base_arena_printf(unit->arena, "+%s:%s#%u", path, name, offset);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(unit->strings, at));
    g_hash_table_insert(unit->strings, at, GUINT_TO_POINTER(count + 1));
    return base_arena_printf(unit->arena, "%s:%s#%u.%u", path, name, offset, count);
}

static uint32_t add_nameless(LowerUnit *unit, CXCursor cursor, const char *name, bool is_const, bool *is_new)
{
    CXFile file;
    unsigned offset;
    clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(cursor)), &file, NULL, NULL, &offset);
    CXFile spelled;
    unsigned spelled_offset; /* one expansion can hold several */
    clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(cursor)), &spelled, NULL, NULL,
                              &spelled_offset);
    const char *path = file == NULL ? "" : lower_path_of(unit, file);
    const bool is_direct = spelled == file && spelled_offset == offset;
    char *key = is_direct ? g_strdup_printf("%s:%s#%u", path, name, offset) : g_strdup_printf("-%s:%s#%u.%u", path, name, offset, spelled_offset);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(unit->strings, key));
    *is_new = known == 0;
    if (known == 0) {
        CXType type = clang_getCursorType(cursor);
        IrGlobal global = {
            .name = name,
            .symbol = is_direct ? base_arena_strdup(unit->arena, key) : next_of_expansion(unit, path, name, offset),
            .linkage = IR_LINKAGE_INTERNAL,
            .type = lower_type(unit, type),
            .holds_task = lower_holds_task(unit, type),
            .is_const = is_const,
            .is_defined = true,
            .span = lower_span(unit, cursor),
        };
        known = ir_builder_add_global(unit->builder, global) + 1;
        g_hash_table_insert(unit->strings, base_arena_strdup(unit->arena, key), GUINT_TO_POINTER(known));
    }
    g_free(key);
    return known - 1;
}

/* An object of its own, so that its address is known not to be null and not to be another one's; strings of one text are one object (C11 6.4.5p7 allows it). */
uint32_t lower_string(LowerUnit *unit, CXCursor literal)
{
    CXType type = clang_getCursorType(literal);
    CXString spelling = clang_getCursorSpelling(literal);
    char *text = g_strdup_printf("%d:%lld:%s", (int)clang_getArrayElementType(type).kind, clang_getArraySize(type), clang_getCString(spelling));
    clang_disposeString(spelling);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(unit->texts, text));
    if (known != 0) {
        g_free(text);
        return known - 1;
    }
    bool is_new;
    uint32_t index = add_nameless(unit, literal, "(string)", true, &is_new);
    lower_static_string(unit, index, literal);
    g_hash_table_insert(unit->texts, text, GUINT_TO_POINTER(index + 1));
    return index;
}

uint32_t lower_static_literal(LowerUnit *unit, CXCursor literal)
{
    bool is_new;
    uint32_t index = add_nameless(unit, literal, "(compound literal)", false, &is_new);
    LowerChildren children = lower_expressions(unit, literal);
    if (is_new && children.count > 0) {
        ir_builder_global(unit->builder, index)->is_zero_filled = true;
        lower_static_initializer(unit, index, clang_getCursorType(literal), children.at[children.count - 1]);
    }
    return index;
}
