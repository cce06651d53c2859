/* unit.c - a translation unit: which files and types are an API's, what is declared, which bodies are lowered.
 *
 * One walk over the top level finds the value-task types. Without any there is nothing to do. Otherwise a second one
 * collects declarations, keeps what the storage rule needs (records and variables that hold tasks) and then the
 * function bodies of checked code are lowered. Only the children of functions are ever visited deeper.
 *
 * Idle are static functions and variables of a header that stand before the first declaration of a value task: no task can be
 * in them, and nobody outside of the unit can ask for them. They are lowered when something that is lowered names them; most of a
 * header's inline functions are not named by most of its users. */
#include <string.h>

#include "lower.h"

/* --- value-task types --- */

/* The header that spells the fields of a value task is its API's, whoever expands it. */
static enum CXVisitorResult note_api_file(CXCursor field, CXClientData data)
{
    LowerUnit *unit = data;
    LowerPoint at;
    CXFile file = lower_spelling_file(clang_getCursorLocation(field));
    bool is_main = file == NULL || (unit->main_file != NULL && clang_File_isEqual(file, unit->main_file));
    if (is_main)
        return CXVisit_Continue;
    if (!lower_is_api_file(unit, file))
        g_ptr_array_add(unit->api_files, file);
    clang_getFileLocation(clang_getCursorLocation(field), &at.file, NULL, NULL, &at.offset);
    if (at.file == file)
        return CXVisit_Continue; /* written out */
    g_array_append_val(unit->api_expansions, at);
    return CXVisit_Break;
}

void lower_note_task_type(LowerUnit *unit, CXType type)
{
    CXType record = lower_unqualified(type);
    if (record.kind != CXType_Record)
        return;
    CXCursor key = clang_getCanonicalCursor(clang_getTypeDeclaration(record));
    if (lower_cursor_map_get(unit->task_records, key) != NULL)
        return;
    lower_cursor_map_set(unit->task_records, unit->arena, key, unit);
    unit->needs_all = unit->needs_all || (unit->own_records != NULL && lower_cursor_map_get(unit->own_records, key) == NULL);
    unit->has_value_tasks = true;
    clang_Type_visitFields(record, note_api_file, unit);
}

static void note_place(LowerUnit *unit, CXSourceLocation location)
{
    CXFile file;
    clang_getFileLocation(location, &file, NULL, NULL, NULL);
    if (file == NULL || file == unit->last_place || g_hash_table_contains(unit->places, file))
        return;
    CXSourceLocation *copy = BASE_NEW(unit->scratch, CXSourceLocation);
    *copy = location;
    g_hash_table_insert(unit->places, file, copy);
    unit->last_place = file;
}

void lower_note_task(LowerUnit *unit, CXCursor cursor)
{
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    bool is_type = kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl || kind == CXCursor_TypedefDecl;
    if (!is_type || (!lower_has_annotation(cursor, "vt::value_task") && !lower_is_described_task(unit, cursor)))
        return;
    CXType type = kind == CXCursor_TypedefDecl ? clang_getTypedefDeclUnderlyingType(cursor) : clang_getCursorType(cursor);
    lower_note_task_type(unit, type);
    lower_meet_described(unit, cursor, lower_unqualified(type).kind == CXType_Record); /* no other is followed */
}

static enum CXChildVisitResult find_value_tasks(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    LowerUnit *unit = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    note_place(unit, clang_getCursorLocation(cursor));
    if (unit->own_records != NULL && (kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl) && clang_equalCursors(cursor, clang_getCanonicalCursor(cursor)))
        lower_cursor_map_set(unit->own_records, unit->arena, cursor, unit);
    lower_note_task(unit, cursor);
    if (kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl)
        lower_meet_described(unit, cursor, false);
    return CXChildVisit_Continue;
}

/* Types declared inside of functions are found when their function is lowered; the source says whether there may be. */
static bool may_declare_inside(LowerUnit *unit)
{
    size_t size = 0;
    const char *text = unit->main_file == NULL ? NULL : clang_getFileContents(unit->tu, unit->main_file, &size);
    return text != NULL && (g_strstr_len(text, (gssize)size, "vt::value_task") != NULL ||
                            g_strstr_len(text, (gssize)size, "VT_VALUE_TASK") != NULL ||
                            lower_may_describe_inside(unit, text, size));
}

/* --- declarations --- */

bool lower_is_checked_location(LowerUnit *unit, CXSourceLocation location)
{
    CXFile file;
    clang_getFileLocation(location, &file, NULL, NULL, NULL);
    return file != NULL && !clang_Location_isInSystemHeader(location) && !lower_is_api_file(unit, file);
}

typedef struct TaskSearch {
    LowerUnit *unit;
    bool is_found;
} TaskSearch;

static enum CXVisitorResult find_task_field(CXCursor field, CXClientData data)
{
    TaskSearch *search = data;
    CXType type = clang_getCursorType(field);
    CXType canonical = clang_getCanonicalType(type);
    if (clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(canonical)))
        clang_Type_visitFields(canonical, find_task_field, search);
    else
        search->is_found = lower_holds_task(search->unit, type);
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

static enum CXChildVisitResult scan_nested(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl)
        lower_scan_record(data, cursor);
    return CXChildVisit_Continue;
}

void lower_scan_record(LowerUnit *unit, CXCursor record)
{
    if (!clang_isCursorDefinition(record) || !lower_is_checked_location(unit, clang_getCursorLocation(record)))
        return;
    CXType type = clang_getCanonicalType(clang_getCursorType(record));
    if (lower_cursor_map_get(unit->task_records, clang_getCanonicalCursor(record)) != NULL)
        return;
    TaskSearch search = {unit, false};
    clang_Type_visitFields(type, find_task_field, &search);
    if (search.is_found && !clang_Cursor_isAnonymousRecordDecl(record))
        lower_record(unit, type);
    clang_visitChildren(record, scan_nested, unit);
}

/* Of the declarations of one variable, the one with an initialiser counts, then one that is not extern. */
static int definition_rank(CXCursor variable)
{
    if (!clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(variable)))
        return 2;
    return clang_Cursor_getStorageClass(variable) == CX_SC_Extern ? 0 : 1;
}

CXCursor lower_better_definition(CXCursor variable, CXCursor other)
{
    bool has_both = clang_getCursorKind(variable) == CXCursor_VarDecl && clang_getCursorKind(other) == CXCursor_VarDecl;
    if (!has_both)
        return clang_getCursorKind(variable) == CXCursor_VarDecl ? variable : other;
    return definition_rank(other) > definition_rank(variable) ? other : variable;
}

static bool is_in_main_file(const LowerUnit *unit, CXCursor cursor)
{
    CXFile file;
    clang_getFileLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return file != NULL && unit->main_file != NULL && clang_File_isEqual(file, unit->main_file);
}

/* What an attribute calls needs no name to be called by. */
static bool runs_by_itself(LowerUnit *unit, CXCursor function)
{
    return lower_has_attribute(unit, function, "constructor") || lower_has_attribute(unit, function, "destructor") ||
           lower_has_attribute(unit, function, "used");
}

static bool is_idle(LowerUnit *unit, CXCursor cursor)
{
    return !unit->has_met_tasks && !unit->lowers_idle && clang_Cursor_getStorageClass(cursor) == CX_SC_Static && !is_in_main_file(unit, cursor) &&
           !runs_by_itself(unit, cursor);
}

static void note_variable(LowerUnit *unit, CXCursor cursor)
{
    CXCursor canonical = clang_getCanonicalCursor(cursor);
    CXCursor *known = lower_cursor_map_get(unit->variables, canonical);
    const char *aliased = clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)) ? NULL : lower_other_name(unit, cursor);
    if (aliased != NULL)
        g_ptr_array_add(unit->written_unseen, (gpointer)(uintptr_t)aliased);
    if (known == NULL) {
        known = BASE_NEW(unit->arena, CXCursor);
        *known = cursor;
        lower_cursor_map_set(unit->variables, unit->arena, canonical, known);
        if (!is_idle(unit, cursor))
            g_array_append_val(unit->variable_order, canonical);
    } else if (definition_rank(cursor) > definition_rank(*known)) {
        *known = cursor;
    }
}

/* Callers that are not seen: those of its other name, the loader's, and whoever `used` is there for. */
static void note_unseen_callers(LowerUnit *unit, CXCursor cursor)
{
    if (clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)))
        return;
    const char *target = lower_other_name(unit, cursor);
    if (target == NULL && runs_by_itself(unit, cursor))
        target = lower_text(unit->arena, clang_getCursorSpelling(cursor));
    if (target != NULL)
        g_ptr_array_add(unit->called_unseen, (gpointer)(uintptr_t)target);
}

/* A static variable by whose other name anybody may write it. */
static void mark_written_unseen(LowerUnit *unit)
{
    for (guint i = 0; i < unit->variable_order->len && unit->written_unseen->len > 0; i++) {
        const CXCursor *best = lower_cursor_map_get(unit->variables, g_array_index(unit->variable_order, CXCursor, i));
        const char *name = lower_text(unit->scratch, clang_getCursorSpelling(*best));
        if (g_ptr_array_find_with_equal_func(unit->written_unseen, name, g_str_equal, NULL))
            ir_builder_global(unit->builder, lower_global(unit, *best))->is_volatile = true;
    }
}

static void mark_called_unseen(LowerUnit *unit)
{
    for (guint i = 0; i < unit->called_unseen->len; i++) {
        uint32_t function = lower_function_named(unit, unit->called_unseen->pdata[i]);
        if (function != IR_NONE)
            ir_builder_function(unit->builder, function)->is_address_taken = true;
    }
}

static void note_function(LowerUnit *unit, CXCursor cursor)
{
    note_unseen_callers(unit, cursor);
    CXCursor canonical = clang_getCanonicalCursor(cursor);
    if (!clang_equalCursors(canonical, cursor)) { /* a redeclaration carries the attributes of all before it */
        CXCursor *latest = BASE_NEW(unit->arena, CXCursor);
        *latest = cursor;
        lower_cursor_map_set(unit->latest, unit->arena, canonical, latest);
    }
    if (clang_isCursorDefinition(cursor) && !is_idle(unit, cursor))
        lower_want_body(unit, cursor);
}

void lower_want_body(LowerUnit *unit, CXCursor definition)
{
    CXCursor canonical = clang_getCanonicalCursor(definition);
    if (clang_Location_isInSystemHeader(clang_getCursorLocation(definition)) || lower_cursor_map_get(unit->wanted_bodies, canonical) != NULL)
        return;
    lower_cursor_map_set(unit->wanted_bodies, unit->arena, canonical, unit);
    g_array_append_val(unit->definitions, definition);
}

static void note_record(LowerUnit *unit, CXCursor record)
{
    unit->has_met_tasks = unit->has_met_tasks || lower_is_task_record(unit, clang_getCanonicalCursor(record));
    lower_scan_record(unit, record);
}

static enum CXChildVisitResult note_declaration(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    LowerUnit *unit = data;
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_FunctionDecl: note_function(unit, cursor); break;
    case CXCursor_VarDecl: note_variable(unit, cursor); break;
    case CXCursor_StructDecl:
    case CXCursor_UnionDecl: note_record(unit, cursor); break;
    case CXCursor_TypedefDecl: /* typedef struct { ... } name; and struct declarations inside */
        if (lower_is_checked_location(unit, clang_getCursorLocation(cursor)))
            clang_visitChildren(cursor, scan_nested, unit);
        break;
    default: break;
    }
    return CXChildVisit_Continue;
}

/* --- bodies --- */

static const char *error_inside(LowerUnit *unit, CXCursor function)
{
    CXSourceRange extent = clang_getCursorExtent(function);
    CXFile file;
    unsigned start, end;
    clang_getFileLocation(clang_getRangeStart(extent), &file, NULL, NULL, &start);
    clang_getFileLocation(clang_getRangeEnd(extent), NULL, NULL, NULL, &end);
    for (guint i = 0; i < unit->errors->len; i++) {
        const LowerError *error = &g_array_index(unit->errors, LowerError, i);
        if (error->file == file && error->offset >= start && error->offset <= end)
            return base_arena_printf(unit->arena, "error: %s at line %u", error->message, error->line);
    }
    return NULL;
}

static void begin_body(LowerUnit *unit, LowerBody *body, uint32_t function, CXCursor cursor)
{
    *body = (LowerBody){.function = function, .cursor = cursor};
    body->return_type = ir_builder_function(unit->builder, function)->return_type;
    body->labels = lower_cursor_map_new();
    body->label_list = g_ptr_array_new();
    body->label_names = g_ptr_array_new();
    body->gotos = g_array_new(FALSE, FALSE, sizeof(LowerGoto));
    unit->body = body;
    ir_builder_begin_body(unit->builder, function);
}

/* A body that control falls out of: `main` returns 0; a value task that is not returned is a path that, with its
 * callers looking at it, does not exist. */
static void fall_off(LowerUnit *unit, const LowerBody *body, IrSpan end)
{
    if (ir_builder_is_closed(unit->builder))
        return;
    const char *name = ir_builder_function(unit->builder, body->function)->name;
    if (body->return_type.kind == IR_TYPE_VOID) {
        ir_build_return(unit->builder, (IrOperand){IR_NONE, IR_VOID}, end);
    } else if (body->return_type.kind == IR_TYPE_TASK) {
        ir_build_unreachable(unit->builder, end);
    } else {
        LowerValue value = strcmp(name, "main") == 0 ? lower_constant(unit, body->return_type, 0, end)
                                                     : lower_unknown(unit, body->return_type, end);
        ir_build_return(unit->builder, (IrOperand){value.reg, value.type}, end);
    }
}

static void finish_body(LowerUnit *unit, LowerBody *body, IrSpan end)
{
    fall_off(unit, body, end);
    lower_resolve_gotos(unit);
    IrFunction *function = ir_builder_function(unit->builder, body->function);
    function->degraded = body->degraded;
    ir_builder_end_body(unit->builder, end);
    unit->functions_lowered++;
    unit->functions_degraded += body->degraded != NULL;
    g_hash_table_destroy(body->labels);
    g_ptr_array_free(body->label_list, TRUE);
    g_ptr_array_free(body->label_names, TRUE);
    g_array_free(body->gotos, TRUE);
    lower_pretty_free(body->pretty);
    unit->body = NULL;
}

static IrSpan closing_brace(LowerUnit *unit, CXCursor cursor)
{
    IrSpan span = lower_span(unit, cursor);
    span.line = span.end_line;
    span.column = span.end_column > 1 ? span.end_column - 1 : span.end_column;
    if (span.end_column <= span.column)
        span.end_column = span.column + 1;
    return span;
}

void lower_function_body(LowerUnit *unit, CXCursor cursor)
{
    uint32_t function = lower_function(unit, cursor);
    if (ir_builder_function(unit->builder, function)->is_api)
        return;
    if (ir_builder_function(unit->builder, function)->is_defined)
        return; /* GNU's extern inline and its definition */
    LowerBody body;
    begin_body(unit, &body, function, cursor);
    g_hash_table_remove_all(unit->locals);
    body.degraded = error_inside(unit, cursor);
    int count = clang_Cursor_getNumArguments(cursor);
    for (int i = 0; i < count; i++)
        lower_cursor_map_set(unit->locals, unit->scratch, clang_Cursor_getArgument(cursor, (unsigned)i),
                             GUINT_TO_POINTER((guint)i + 1));
    LowerChildren children = lower_children(unit, cursor);
    for (uint32_t i = 0; i < children.count; i++) {
        if (clang_getCursorKind(children.at[i]) == CXCursor_CompoundStmt)
            lower_statement(unit, children.at[i]);
    }
    finish_body(unit, &body, closing_brace(unit, cursor));
    g_hash_table_remove_all(unit->locals);
    base_arena_reset(unit->scratch);
}

/* --- the unit --- */

typedef struct Inclusion {
    CXFile file; /* NULL: clang does not say it again */
    const char *path;
    IrFileRole role;
} Inclusion;

typedef struct Inclusions {
    LowerUnit *unit;
    GArray *all; /* Inclusion */
} Inclusions;

/* Asking clang for a place in a file costs more than lowering it; so a place that a declaration gave is used, and what a system header includes is
 * taken for one. */
static void note_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
    const Inclusions *inclusions = data;
    LowerUnit *unit = inclusions->unit;
    const CXSourceLocation *known = g_hash_table_lookup(unit->places, file);
    bool is_of_system = known == NULL && depth > 0 && clang_Location_isInSystemHeader(stack[0]);
    CXSourceLocation place = known != NULL ? *known : is_of_system ? stack[0] : clang_getLocationForOffset(unit->tu, file, 0);
    Inclusion inclusion = {file, lower_path_of(unit, file), lower_role(unit, file, place)};
    g_array_append_val(inclusions->all, inclusion);
}

/* The walks over the top level do not come by the files of a precompiled header. */
static void note_header_files(const Inclusions *inclusions)
{
    LowerUnit *unit = inclusions->unit;
    GHashTable *apis = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < unit->api_files->len; i++)
        g_hash_table_add(apis, (gpointer)(uintptr_t)lower_path_of(unit, unit->api_files->pdata[i]));
    for (guint i = 0; unit->header != NULL && i < unit->header->files->len; i++) {
        const char *path = unit->header->files->pdata[i];
        IrFileRole role = g_hash_table_contains(apis, path) ? IR_FILE_API : unit->header->is_system->data[i] ? IR_FILE_SYSTEM : IR_FILE_USER;
        Inclusion inclusion = {NULL, path, role};
        g_array_append_val(inclusions->all, inclusion);
    }
    g_hash_table_unref(apis);
}

static gint compare_inclusions(gconstpointer one, gconstpointer other)
{
    return strcmp(((const Inclusion *)one)->path, ((const Inclusion *)other)->path);
}

/* The module's file table is also the list of what it was made from: by name, so that it does not tell how. */
static void note_files(LowerUnit *unit)
{
    Inclusions inclusions = {unit, g_array_new(FALSE, FALSE, sizeof(Inclusion))};
    note_header_files(&inclusions);
    clang_getInclusions(unit->tu, note_inclusion, &inclusions);
    g_array_sort(inclusions.all, compare_inclusions);
    for (guint i = 0; i < inclusions.all->len; i++) {
        const Inclusion *inclusion = &g_array_index(inclusions.all, Inclusion, i);
        uint32_t index = ir_builder_add_file(unit->builder, inclusion->path, inclusion->role);
        if (inclusion->file != NULL)
            g_hash_table_insert(unit->files, inclusion->file, GUINT_TO_POINTER(index + 1));
    }
    g_array_unref(inclusions.all);
    g_hash_table_remove_all(unit->places);
    base_arena_reset(unit->scratch);
}

/* --- a header's unit --- */

typedef struct Survey {
    LowerUnit *unit;
    bool is_bare;
} Survey;

/* A declaration that says more than the one before it. Of what clang knows by itself the first is written nowhere. */
static bool is_news(LowerUnit *unit, CXCursor function)
{
    CXCursor canonical = clang_getCanonicalCursor(function), *copy = BASE_NEW(unit->arena, CXCursor);
    const CXCursor *before = lower_cursor_map_get(unit->latest, canonical);
    bool is_more = before != NULL && lower_says_more(unit, function, *before);
    *copy = function;
    lower_cursor_map_set(unit->latest, unit->arena, canonical, copy);
    return is_more;
}

/* Whether a unit can do without having seen this before it is named there: its static things are idle, and each declaration says what the
 * last one does, or the definition. */
static enum CXChildVisitResult survey_declaration(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Survey *survey = data;
    LowerUnit *unit = survey->unit;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    bool is_static = clang_Cursor_getStorageClass(cursor) == CX_SC_Static, is_checked = !clang_Location_isInSystemHeader(clang_getCursorLocation(cursor));
    if (kind == CXCursor_FunctionDecl)
        survey->is_bare = !is_news(unit, cursor) || clang_isCursorDefinition(cursor);
    if (kind == CXCursor_FunctionDecl && survey->is_bare && is_checked && clang_isCursorDefinition(cursor))
        survey->is_bare = is_static && !runs_by_itself(unit, cursor);
    else if (kind == CXCursor_VarDecl && is_checked)
        survey->is_bare = is_static || definition_rank(cursor) == 0;
    return survey->is_bare ? CXChildVisit_Continue : CXChildVisit_Break;
}

bool lower_survey(LowerUnit *unit)
{
    CXCursor root = clang_getTranslationUnitCursor(unit->tu);
    clang_visitChildren(root, find_value_tasks, unit);
    note_files(unit);
    Survey survey = {unit, !unit->has_value_tasks};
    if (survey.is_bare)
        clang_visitChildren(root, survey_declaration, &survey);
    return survey.is_bare;
}

/* --- the unit's own --- */

static void lower_global_entries(LowerUnit *unit)
{
    for (guint i = 0; i < unit->variable_order->len; i++) {
        CXCursor canonical = g_array_index(unit->variable_order, CXCursor, i);
        const CXCursor *best = lower_cursor_map_get(unit->variables, canonical);
        if (!lower_is_checked_location(unit, clang_getCursorLocation(*best)))
            continue;
        if (definition_rank(*best) > 0 || lower_holds_task(unit, clang_getCursorType(*best)))
            lower_global(unit, *best);
        base_arena_reset(unit->scratch);
    }
}

void lower_unit(LowerUnit *unit)
{
    if (unit->wanted != NULL) {
        lower_part(unit);
        return;
    }
    CXCursor root = clang_getTranslationUnitCursor(unit->tu);
    unit->own_records = unit->skips_header ? lower_cursor_map_new() : NULL;
    clang_visitChildren(root, find_value_tasks, unit);
    if (unit->own_records != NULL)
        g_hash_table_destroy(unit->own_records);
    unit->own_records = NULL;
    note_files(unit);
    if (!unit->has_value_tasks && !unit->is_helper && !may_declare_inside(unit))
        return;
    clang_visitChildren(root, note_declaration, unit);
    mark_called_unseen(unit);
    mark_written_unseen(unit);
    lower_global_entries(unit);
    for (guint i = 0; i < unit->definitions->len; i++)
        lower_function_body(unit, g_array_index(unit->definitions, CXCursor, i));
}
