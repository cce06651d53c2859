/* source.c - cursors as keys and lists, libclang's strings, files and spans.
 *
 * Spans are clang_getFileLocation's: a macro argument is where the user wrote it, a macro's body where it is expanded.
 * Text is read through clang_getFileContents at the spelling location; nothing here tokenizes. */
#include <ctype.h>
#include <string.h>

#include "lower.h"

/* A statement's cursor also holds the declaration it was reached from, and clang_equalCursors compares that: the label
 * that && in a static table names is not "equal" to the one in the body. data[1] is the statement itself. */
static bool is_statement(CXCursor cursor)
{
    return clang_isStatement(cursor.kind) || clang_isExpression(cursor.kind);
}

bool lower_is_same(CXCursor a, CXCursor b)
{
    if (is_statement(a))
        return a.kind == b.kind && a.data[1] == b.data[1];
    return clang_equalCursors(a, b) != 0;
}

static guint hash_cursor(gconstpointer key)
{
    const CXCursor *cursor = key;
    return is_statement(*cursor) ? g_direct_hash(cursor->data[1]) : clang_hashCursor(*cursor);
}

static gboolean equal_cursors(gconstpointer a, gconstpointer b)
{
    return lower_is_same(*(const CXCursor *)a, *(const CXCursor *)b);
}

GHashTable *lower_cursor_map_new(void)
{
    return g_hash_table_new(hash_cursor, equal_cursors);
}

void *lower_cursor_map_get(GHashTable *map, CXCursor key)
{
    return g_hash_table_lookup(map, &key);
}

void lower_cursor_map_set(GHashTable *map, BaseArena *arena, CXCursor key, void *value)
{
    CXCursor *copy = BASE_NEW(arena, CXCursor);
    *copy = key;
    g_hash_table_insert(map, copy, value);
}

/* --- children --- */

static enum CXChildVisitResult collect(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    GArray *collected = data;
    g_array_append_val(collected, cursor);
    return CXChildVisit_Continue;
}

LowerChildren lower_children(LowerUnit *unit, CXCursor cursor)
{
    g_array_set_size(unit->collected, 0);
    clang_visitChildren(cursor, collect, unit->collected);
    LowerChildren children = {NULL, unit->collected->len};
    if (children.count > 0) {
        children.at = BASE_NEW_ARRAY(unit->scratch, CXCursor, children.count);
        memcpy(children.at, unit->collected->data, sizeof(CXCursor) * children.count);
    }
    return children;
}

bool lower_is_expression(CXCursor cursor)
{
    return clang_isExpression(clang_getCursorKind(cursor)) != 0;
}

LowerChildren lower_expressions(LowerUnit *unit, CXCursor cursor)
{
    LowerChildren children = lower_children(unit, cursor);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < children.count; i++) {
        if (lower_is_expression(children.at[i]))
            children.at[kept++] = children.at[i];
    }
    children.count = kept;
    return children;
}

const char *lower_text(BaseArena *arena, CXString string)
{
    const char *text = clang_getCString(string);
    const char *copy = base_arena_strdup(arena, text == NULL ? "" : text);
    clang_disposeString(string);
    return copy;
}

/* --- files --- */

const char *lower_path_of(LowerUnit *unit, CXFile file)
{
    CXString name = clang_getFileName(file);
    const char *text = clang_getCString(name);
    char *absolute = g_canonicalize_filename(text == NULL ? "" : text, unit->directory);
    const char *path = base_arena_strdup(unit->arena, absolute);
    g_free(absolute);
    clang_disposeString(name);
    return path;
}

bool lower_is_api_file(const LowerUnit *unit, CXFile file)
{
    for (guint i = 0; file != NULL && i < unit->api_files->len; i++) {
        if (clang_File_isEqual(g_ptr_array_index(unit->api_files, i), file))
            return true;
    }
    return false;
}

uint32_t lower_file(LowerUnit *unit, CXFile file, CXSourceLocation location)
{
    if (file == NULL)
        return IR_NONE;
    if (file == unit->last_file)
        return unit->last_file_index;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(unit->files, file));
    if (known == 0) {
        IrFileRole role = IR_FILE_USER;
        if (unit->main_file != NULL && clang_File_isEqual(file, unit->main_file))
            role = IR_FILE_MAIN;
        else if (lower_is_api_file(unit, file))
            role = IR_FILE_API;
        else if (clang_Location_isInSystemHeader(location))
            role = IR_FILE_SYSTEM;
        known = ir_builder_add_file(unit->builder, lower_path_of(unit, file), role) + 1;
        g_hash_table_insert(unit->files, file, GUINT_TO_POINTER(known));
    }
    unit->last_file = file;
    unit->last_file_index = known - 1;
    return known - 1;
}

/* --- spans --- */

static const IrSpan nowhere = {IR_NONE, 0, 0, 0, 0};

IrSpan lower_start_span(LowerUnit *unit, CXCursor cursor, uint32_t length)
{
    CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(cursor));
    CXFile file;
    unsigned line, column;
    clang_getFileLocation(start, &file, &line, &column, NULL);
    if (file == NULL || line == 0)
        return nowhere;
    return (IrSpan){lower_file(unit, file, start), line, column, line, column + length};
}

static IrSpan make_span(LowerUnit *unit, CXCursor cursor)
{
    CXSourceRange range = clang_getCursorExtent(cursor);
    CXSourceLocation start = clang_getRangeStart(range);
    CXFile file, end_file;
    unsigned line, column, end_line, end_column;
    clang_getFileLocation(start, &file, &line, &column, NULL);
    if (file == NULL || line == 0)
        return nowhere;
    clang_getFileLocation(clang_getRangeEnd(range), &end_file, &end_line, &end_column, NULL);
    if (end_file != file || end_line < line || (end_line == line && end_column <= column)) {
        end_line = line;
        end_column = column + 1;
    }
    return (IrSpan){lower_file(unit, file, start), line, column, end_line, end_column};
}

/* An expression is asked for its span several times in a row, and the answer is not cheap inside macros. */
IrSpan lower_span(LowerUnit *unit, CXCursor cursor)
{
    if (!is_statement(cursor))
        return make_span(unit, cursor);
    LowerSpan *known = &unit->spans[g_direct_hash(cursor.data[1]) / sizeof(void *) % LOWER_SPANS];
    if (known->statement != cursor.data[1] || known->kind != cursor.kind)
        *known = (LowerSpan){cursor.data[1], cursor.kind, make_span(unit, cursor)};
    return known->span;
}

IrSpan lower_name_span(LowerUnit *unit, CXCursor cursor)
{
    CXSourceLocation location = clang_getCursorLocation(cursor);
    CXFile file, spelled_file;
    unsigned line, column, offset, spelled_offset;
    clang_getFileLocation(location, &file, &line, &column, &offset);
    if (file == NULL || line == 0)
        return nowhere;
    clang_getSpellingLocation(location, &spelled_file, NULL, NULL, &spelled_offset);
    unsigned length = 1; /* a name that a macro made has no length in the file */
    if (spelled_file == file && spelled_offset == offset) {
        CXString name = clang_getCursorSpelling(cursor);
        const char *text = clang_getCString(name);
        if (text != NULL && text[0] != '\0' && strchr(text, ' ') == NULL)
            length = (unsigned)strlen(text);
        clang_disposeString(name);
    }
    return (IrSpan){lower_file(unit, file, location), line, column, line, column + length};
}

/* --- text --- */

/* NULL for what a macro pasted together, which is spelled in no file. */
CXFile lower_spelling_file(CXSourceLocation location)
{
    CXFile file;
    clang_getSpellingLocation(location, &file, NULL, NULL, NULL);
    return file;
}

const char *lower_source_at(LowerUnit *unit, CXSourceLocation spelled_at, size_t *left)
{
    CXFile file;
    unsigned offset;
    size_t size = 0;
    clang_getSpellingLocation(spelled_at, &file, NULL, NULL, &offset);
    const char *text = file == NULL ? NULL : clang_getFileContents(unit->tu, file, &size);
    if (text == NULL || offset >= size)
        return NULL;
    *left = size - offset;
    return text + offset;
}

char *lower_leading_identifier(LowerUnit *unit, CXCursor cursor, char *buffer, size_t size)
{
    size_t left, length = 0;
    const char *text = lower_source_at(unit, clang_getRangeStart(clang_getCursorExtent(cursor)), &left);
    while (text != NULL && length < left && length + 1 < size &&
           (isalnum((unsigned char)text[length]) || text[length] == '_'))
        length++;
    if (length > 0)
        memcpy(buffer, text, length);
    buffer[length] = '\0';
    return buffer;
}

/* Link name of what is internal to a file: its defining file and what tells it from others there. */
const char *lower_symbol(LowerUnit *unit, CXCursor cursor, const char *name)
{
    CXFile file;
    clang_getFileLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return base_arena_printf(unit->arena, "%s:%s", file == NULL ? "" : lower_path_of(unit, file), name);
}
