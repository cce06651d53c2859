/* kept.c - contents of files by their stamps, to bytes and back; see kept.h.
 *
 * A file whose device, number, size, time of writing and time of change are what they were holds what it held: a write sets the time of
 * change, and no program can set that back. It is not so, and nothing is kept of the file,
 * - where it changed less than two seconds before it was read: a second change may fall into the same tick of the file system's clock
 *   (git calls such entries racy). So a time that is still to come is never trusted either;
 * - on file systems that are not known to keep such times (files.c).
 * A clock that was set back could bring a tick back: what was kept later than it is now is not used at all.
 *
 * Bytes: the time, the number of words of a set of pieces, names, then contents. A content that no scanner asked for in a while is left out. */
#include "kept.h"

#include <string.h>

#include "base/bytes.h"

enum { MOST_IDLE = 30 };

enum { HAS_ANNOTATION = 1, IS_BROKEN = 2, IS_TIMED = 4, HAS_OLD_COMMENT = 8 }; /* of a text */
enum { IS_QUOTED = 1, IS_COMPUTED = 2, IS_CERTAIN = 4 };                       /* of an include */

/* --- writing --- */

typedef struct Writer {
    GHashTable *numbers; /* name -> its number, counted from 1 */
    GByteArray *names, *contents;
    uint32_t count;
    size_t words;
} Writer;

/* NULL is 0. Equal names are the same pointer (lex.h). */
static void put_name(Writer *writer, const char *name)
{
    gpointer number = name != NULL ? g_hash_table_lookup(writer->numbers, name) : NULL;
    if (name != NULL && number == NULL) {
        number = GUINT_TO_POINTER(g_hash_table_size(writer->numbers) + 1);
        g_hash_table_insert(writer->numbers, (gpointer)(uintptr_t)name, number);
        base_put_text(writer->names, name);
    }
    base_put_number(writer->contents, GPOINTER_TO_UINT(number));
}

static void put_text(Writer *writer, const ScanText *text)
{
    GByteArray *out = writer->contents;
    base_put_number(out, (text->has_annotation ? HAS_ANNOTATION : 0) | (text->is_broken ? IS_BROKEN : 0) | (text->is_timed ? IS_TIMED : 0) |
                             (text->has_old_comment ? HAS_OLD_COMMENT : 0));
    base_put(out, text->pieces, sizeof(uint64_t) * writer->words);
    base_put_number(out, text->include_count);
    for (uint32_t i = 0; i < text->include_count; i++) {
        const ScanInclude *include = &text->includes[i];
        base_put_number(out, (include->is_quoted ? IS_QUOTED : 0) | (include->is_computed ? IS_COMPUTED : 0) | (include->is_certain ? IS_CERTAIN : 0));
        put_name(writer, include->name);
    }
    base_put_number(out, text->macro_count);
    for (uint32_t i = 0; i < text->macro_count; i++) {
        put_name(writer, text->macros[i].name);
        put_name(writer, text->macros[i].header);
    }
}

/* Texts that are unclear are few, and read again. */
static bool is_worth_it(const ScanContent *content)
{
    return !content->is_fresh && content->is_datable && content->text.unclear == NULL && content->idle <= MOST_IDLE;
}

static void look_for_news(const ScanContent *content, void *data)
{
    bool *has_news = data;
    *has_news = *has_news || (content->is_new && is_worth_it(content));
}

static void put_content(const ScanContent *content, void *data)
{
    Writer *writer = data;
    if (!is_worth_it(content))
        return;
    writer->count++;
    base_put(writer->contents, &content->stamp, sizeof content->stamp);
    base_put(writer->contents, &content->hash, sizeof content->hash);
    base_put(writer->contents, &content->size, sizeof content->size);
    base_put_number(writer->contents, content->idle);
    put_text(writer, &content->text);
}

bool scan_kept_write(const ScanFiles *files, const ScanLexing *lexing, time_t now, GByteArray *out)
{
    bool has_news = false;
    scan_files_each(files, look_for_news, &has_news);
    if (!has_news)
        return false;
    Writer writer = {g_hash_table_new(NULL, NULL), g_byte_array_new(), g_byte_array_new(), 0, scan_pieces_words(lexing->pieces)};
    scan_files_each(files, put_content, &writer);
    int64_t when = now;
    base_put(out, &when, sizeof when);
    base_put_number(out, (uint32_t)writer.words);
    base_put_number(out, g_hash_table_size(writer.numbers));
    base_put(out, writer.names->data, writer.names->len);
    base_put_number(out, writer.count);
    base_put(out, writer.contents->data, writer.contents->len);
    g_byte_array_unref(writer.names);
    g_byte_array_unref(writer.contents);
    g_hash_table_unref(writer.numbers);
    return true;
}

/* --- reading --- */

typedef struct Names {
    const char **all;
    uint32_t count;
} Names;

static Names take_names(BaseReader *reader, const ScanLexing *lexing)
{
    Names names = {.count = base_take_count(reader, sizeof(uint32_t))};
    names.all = g_new0(const char *, (gsize)names.count + 1);
    for (uint32_t i = 0; i < names.count; i++)
        names.all[i] = g_string_chunk_insert_const(lexing->names, base_take_some_text(reader));
    return names;
}

static const char *take_name(BaseReader *reader, const Names *names, bool may_be_none)
{
    uint32_t number = base_take_number(reader);
    if (number > names->count || (number == 0 && !may_be_none))
        reader->is_broken = true;
    return reader->is_broken || number == 0 ? NULL : names->all[number - 1];
}

static void take_text(BaseReader *reader, const Names *names, size_t words, ScanText *text)
{
    uint32_t marks = base_take_number(reader);
    text->has_annotation = (marks & HAS_ANNOTATION) != 0;
    text->is_broken = (marks & IS_BROKEN) != 0;
    text->is_timed = (marks & IS_TIMED) != 0;
    text->has_old_comment = (marks & HAS_OLD_COMMENT) != 0;
    text->pieces = g_new0(uint64_t, words + 1);
    base_take(reader, text->pieces, sizeof(uint64_t) * words);
    text->include_count = base_take_count(reader, 2 * sizeof(uint32_t));
    text->includes = g_new0(ScanInclude, (gsize)text->include_count + 1);
    for (uint32_t i = 0; i < text->include_count; i++) {
        uint32_t kind = base_take_number(reader);
        text->includes[i] = (ScanInclude){take_name(reader, names, false), (kind & IS_QUOTED) != 0, (kind & IS_COMPUTED) != 0, (kind & IS_CERTAIN) != 0};
        text->has_computed |= text->includes[i].is_computed;
    }
    text->macro_count = base_take_count(reader, 2 * sizeof(uint32_t));
    text->macros = g_new0(ScanMacro, (gsize)text->macro_count + 1);
    for (uint32_t i = 0; i < text->macro_count; i++) {
        text->macros[i].name = take_name(reader, names, false);
        text->macros[i].header = take_name(reader, names, true);
    }
}

static void take_content(BaseReader *reader, const Names *names, size_t words, ScanFiles *files)
{
    ScanContent *content = g_new0(ScanContent, 1);
    base_take(reader, &content->stamp, sizeof content->stamp);
    base_take(reader, &content->hash, sizeof content->hash);
    base_take(reader, &content->size, sizeof content->size);
    content->idle = base_take_number(reader) + 1;
    content->is_datable = true;
    take_text(reader, names, words, &content->text);
    if (reader->is_broken) {
        scan_text_clear(&content->text);
        g_free(content);
    } else {
        scan_files_add(files, content);
    }
}

void scan_kept_read(ScanFiles *files, const ScanLexing *lexing, time_t now, const void *bytes, size_t length)
{
    BaseReader reader = base_reader(bytes, length);
    int64_t when;
    base_take(&reader, &when, sizeof when);
    size_t words = base_take_number(&reader);
    if (reader.is_broken || when > now || words != scan_pieces_words(lexing->pieces))
        return;
    Names names = take_names(&reader, lexing);
    uint32_t count = base_take_count(&reader, 2 * sizeof(ScanHash) + sizeof(uint64_t) + 4 * sizeof(uint32_t));
    for (uint32_t i = 0; i < count && !reader.is_broken; i++)
        take_content(&reader, &names, words, files);
    g_free(names.all);
}
