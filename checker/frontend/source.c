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

IrFileRole lower_role(const LowerUnit *unit, CXFile file, CXSourceLocation location)
{
    if (unit->main_file != NULL && clang_File_isEqual(file, unit->main_file))
        return IR_FILE_MAIN;
    if (lower_is_api_file(unit, file))
        return IR_FILE_API;
    return clang_Location_isInSystemHeader(location) ? IR_FILE_SYSTEM : IR_FILE_USER;
}

uint32_t lower_file(LowerUnit *unit, CXFile file, CXSourceLocation location)
{
    if (file == NULL)
        return IR_NONE;
    if (file == unit->last_file)
        return unit->last_file_index;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(unit->files, file));
    if (known == 0) {
        known = ir_builder_add_file(unit->builder, lower_path_of(unit, file), lower_role(unit, file, location)) + 1;
        g_hash_table_insert(unit->files, file, GUINT_TO_POINTER(known));
    }
    unit->last_file = file;
    unit->last_file_index = known - 1;
    return known - 1;
}

/* --- places --- */

/* What a file holds, which clang looks up anew each time it is asked; and the offsets of its lines. clang would count columns from the start of the line
 * each time, which in generated code with one long line is quadratic. */
struct LowerSource {
    const char *text; /* NULL: there is none */
    size_t size;
    char *own;        /* the same, where it is not clang's */
    GArray *starts;   /* unsigned; NULL: nobody asked */
    guint line;       /* that was asked for last */
};

static void free_source(gpointer data)
{
    LowerSource *source = data;
    if (source->starts != NULL)
        g_array_free(source->starts, TRUE);
    g_free(source->own);
    g_free(source);
}

GHashTable *lower_source_map_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, free_source);
}

/* To find the text of a file behind a precompiled header, clang goes through all that is in it; the files are those on the disk. */
static void read_source(LowerUnit *unit, CXFile file, LowerSource *source)
{
    bool is_main = unit->main_file != NULL && clang_File_isEqual(file, unit->main_file);
    if (unit->header != NULL && !is_main && g_file_get_contents(lower_path_of(unit, file), &source->own, &source->size, NULL))
        source->text = source->own;
    else
        source->text = clang_getFileContents(unit->tu, file, &source->size);
}

static LowerSource *source_of(LowerUnit *unit, CXFile file)
{
    if (file == unit->last_source_file)
        return unit->last_source;
    LowerSource *source = g_hash_table_lookup(unit->sources, file);
    if (source == NULL) {
        source = g_new0(LowerSource, 1);
        read_source(unit, file, source);
        g_hash_table_insert(unit->sources, file, source);
    }
    unit->last_source_file = file;
    unit->last_source = source;
    return source;
}

static void find_lines(LowerSource *source)
{
    unsigned start = 0;
    source->starts = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_array_append_val(source->starts, start);
    for (size_t i = 0; source->text != NULL && i < source->size; i++) {
        char c = source->text[i];
        start = (unsigned)i + 1;
        if (c == '\n' || (c == '\r' && (i + 1 == source->size || source->text[i + 1] != '\n')))
            g_array_append_val(source->starts, start);
    }
}

/* The line in which an offset lies, from 0: often the one that was asked for last, or the one behind it. */
static guint line_at(LowerSource *source, unsigned offset)
{
    const unsigned *starts = (const unsigned *)(const void *)source->starts->data;
    guint low = 0, high = source->starts->len; /* starts[low] <= offset < starts[high] */
    for (guint near = source->line; near < high && near < source->line + 2; near++)
        if (starts[near] <= offset && (near + 1 == high || offset < starts[near + 1]))
            return near;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Line and column of an offset, from 1. */
static void find_position(LowerUnit *unit, CXFile file, unsigned offset, uint32_t *line, uint32_t *column)
{
    LowerSource *source = source_of(unit, file);
    if (source->starts == NULL)
        find_lines(source);
    source->line = line_at(source, offset);
    *line = source->line + 1;
    *column = offset - g_array_index(source->starts, unsigned, source->line) + 1;
}

/* --- spans --- */

static const IrSpan nowhere = {IR_NONE, 0, 0, 0, 0};

/* The span of `length` bytes from an offset; `start` tells the file's role. */
static IrSpan span_at(LowerUnit *unit, CXSourceLocation start, CXFile file, unsigned offset, uint32_t length)
{
    uint32_t line, column;
    if (file == NULL)
        return nowhere;
    find_position(unit, file, offset, &line, &column);
    return (IrSpan){lower_file(unit, file, start), line, column, line, column + length};
}

IrSpan lower_start_span(LowerUnit *unit, CXCursor cursor, uint32_t length)
{
    CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(cursor));
    CXFile file;
    unsigned offset;
    clang_getFileLocation(start, &file, NULL, NULL, &offset);
    return span_at(unit, start, file, offset, length);
}

static IrSpan make_span(LowerUnit *unit, CXCursor cursor)
{
    CXSourceRange range = clang_getCursorExtent(cursor);
    CXSourceLocation start = clang_getRangeStart(range);
    CXFile file, end_file;
    unsigned offset, end_offset;
    clang_getFileLocation(start, &file, NULL, NULL, &offset);
    IrSpan span = span_at(unit, start, file, offset, 1);
    clang_getFileLocation(clang_getRangeEnd(range), &end_file, NULL, NULL, &end_offset);
    if (file != NULL && end_file == file && end_offset > offset)
        find_position(unit, file, end_offset, &span.end_line, &span.end_column);
    return span;
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
    unsigned offset, spelled_offset;
    clang_getFileLocation(location, &file, NULL, NULL, &offset);
    clang_getSpellingLocation(location, &spelled_file, NULL, NULL, &spelled_offset);
    unsigned length = 1; /* a name that a macro made has no length in the file */
    if (spelled_file == file && spelled_offset == offset) {
        CXString name = clang_getCursorSpelling(cursor);
        const char *text = clang_getCString(name);
        if (text != NULL && text[0] != '\0' && strchr(text, ' ') == NULL)
            length = (unsigned)strlen(text);
        clang_disposeString(name);
    }
    return span_at(unit, location, file, offset, length);
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
    clang_getSpellingLocation(spelled_at, &file, NULL, NULL, &offset);
    const LowerSource *source = file != NULL ? source_of(unit, file) : NULL;
    if (source == NULL || source->text == NULL || offset >= source->size)
        return NULL;
    *left = source->size - offset;
    return source->text + offset;
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
