/* part.c - some function bodies of a unit, without a walk over its top level.
 *
 * An editor asks for the one function that is being edited. With a precompiled preamble, a walk over all declarations would bring
 * each of them back from it, which costs several times what the body does. So the bodies are found by their place, and types
 * and functions are judged when one of them is first met: by their annotations, by the descriptions of APIs, and by what the
 * earlier, whole module says of their names. Variables and records that no wanted body mentions are not in the module. */
#include "lower.h"

typedef struct LowerPart {
    GHashTable *tasks, *apis;  /* names, of the known module */
    GHashTable *asked;         /* canonical record declarations that were judged */
} LowerPart;

static void learn_known(LowerPart *part, const IrModule *known)
{
    for (uint32_t i = 0; known != NULL && i < known->record_count; i++)
        if (known->records[i].is_task)
            g_hash_table_add(part->tasks, (gpointer)(uintptr_t)known->records[i].name);
    for (uint32_t i = 0; known != NULL && i < known->function_count; i++)
        if (known->functions[i].is_api)
            g_hash_table_add(part->apis, (gpointer)(uintptr_t)known->functions[i].name);
}

static void learn_api_files(LowerUnit *unit, const IrModule *known)
{
    for (uint32_t i = 0; known != NULL && i < known->file_count; i++) {
        CXFile file = known->files[i].role == IR_FILE_API ? clang_getFile(unit->tu, known->files[i].path) : NULL;
        if (file != NULL)
            g_ptr_array_add(unit->api_files, file);
    }
}

static bool is_in(const GHashTable *names, CXString text)
{
    const char *name = clang_getCString(text);
    if (name != NULL && g_str_has_prefix(name, "struct "))
        name += sizeof "struct " - 1;
    bool found = name != NULL && g_hash_table_contains((GHashTable *)(uintptr_t)names, name);
    clang_disposeString(text);
    return found;
}

bool lower_learn_task(LowerUnit *unit, CXCursor record)
{
    if (lower_cursor_map_get(unit->part->asked, record) != NULL)
        return false; /* else it is among the task records */
    lower_cursor_map_set(unit->part->asked, unit->arena, record, unit);
    CXType type = clang_getCursorType(record);
    CXCursor definition = clang_getTypeDeclaration(type);
    bool is_task = lower_has_annotation(record, "vt::value_task") || lower_has_annotation(definition, "vt::value_task") ||
                   lower_is_described_task(unit, record) || is_in(unit->part->tasks, clang_getTypeSpelling(clang_getUnqualifiedType(type)));
    if (is_task)
        lower_note_task_type(unit, type);
    return is_task;
}

bool lower_is_known_api(LowerUnit *unit, CXCursor function)
{
    return is_in(unit->part->apis, clang_getCursorSpelling(function));
}

/* The function whose body begins at an offset of the main file; null where none does, as in code with errors. */
static CXCursor function_at(LowerUnit *unit, size_t offset)
{
    CXSourceLocation location = clang_getLocationForOffset(unit->tu, unit->main_file, (unsigned)offset);
    CXCursor cursor = clang_getCursor(unit->tu, location);
    if (clang_getCursorKind(cursor) == CXCursor_CompoundStmt)
        cursor = clang_getCursorSemanticParent(cursor);
    bool is_function = clang_getCursorKind(cursor) == CXCursor_FunctionDecl && clang_isCursorDefinition(cursor);
    return is_function ? cursor : clang_getNullCursor();
}

void lower_part(LowerUnit *unit)
{
    LowerPart part = {g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(g_str_hash, g_str_equal), lower_cursor_map_new()};
    unit->part = &part;
    learn_known(&part, unit->wanted->known);
    learn_api_files(unit, unit->wanted->known);
    for (size_t i = 0; i < unit->wanted->count; i++) {
        CXCursor function = function_at(unit, unit->wanted->begins[i]);
        if (!clang_Cursor_isNull(function))
            lower_function_body(unit, function);
    }
    unit->has_value_tasks = g_hash_table_size(unit->task_records) > 0;
    unit->part = NULL;
    g_hash_table_destroy(part.tasks);
    g_hash_table_destroy(part.apis);
    g_hash_table_destroy(part.asked);
}
