/* apply_diff.c - changed files as a unified diff; see apply.h.
 *
 * The pieces say where a file changes, so nothing is searched: lines that pieces touch form blocks, blocks whose context
 * would meet form a hunk. Lines at the rim of a block that stay the same are taken out of it. */
#include "report/apply.h"

#include <string.h>

enum { CONTEXT = 3 };

/* Old lines [first, first + count), from 0, become the lines of `text`. */
typedef struct Block {
    uint32_t first, count;
    GString *text;
    uint32_t lines;   /* of text */
} Block;

static void clear_block(gpointer data)
{
    g_string_free(((Block *)data)->text, TRUE);
}

static uint32_t count_lines(const char *text, size_t length)
{
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += text[i] == '\n';
    return count + (length > 0 && text[length - 1] != '\n');
}

static size_t line_offset(const ReportSource *source, uint32_t line)
{
    return line < source->line_count ? source->line_starts[line] : source->length;
}

/* The line, from 0, that has the byte; the one past the last for the end of a text that ends with a line end. */
static uint32_t line_of(const ReportSource *source, size_t offset)
{
    uint32_t line, column;
    if (offset == source->length && (offset == 0 || source->text[offset - 1] == '\n'))
        return source->line_count;
    report_source_place(source, offset, &line, &column);
    return line - 1;
}

/* --- blocks --- */

static size_t line_length(const char *text, size_t left)
{
    const char *newline = memchr(text, '\n', left);
    return newline != NULL ? (size_t)(newline - text) + 1 : left;
}

static void trim(Block *block, const ReportSource *source)
{
    while (block->count > 0 && block->lines > 0) {
        size_t old_start = line_offset(source, block->first), old_length = line_offset(source, block->first + 1) - old_start;
        if (line_length(block->text->str, block->text->len) != old_length || memcmp(block->text->str, source->text + old_start, old_length) != 0)
            break;
        g_string_erase(block->text, 0, (gssize)old_length);
        block->first++;
        block->count--;
        block->lines--;
    }
    while (block->count > 0 && block->lines > 0) {
        size_t old_start = line_offset(source, block->first + block->count - 1);
        size_t old_length = line_offset(source, block->first + block->count) - old_start;
        gsize length = block->text->len;
        bool is_whole_line = length == old_length || (length > old_length && block->text->str[length - old_length - 1] == '\n');
        if (!is_whole_line || memcmp(block->text->str + length - old_length, source->text + old_start, old_length) != 0)
            break;
        g_string_truncate(block->text, length - old_length);
        block->count--;
        block->lines--;
    }
}

static GArray *blocks_of(const ReportChangedFile *file)
{
    const ReportSource *source = file->source;
    GArray *blocks = g_array_new(FALSE, TRUE, sizeof(Block));
    g_array_set_clear_func(blocks, clear_block);
    for (guint i = 0; i < file->pieces->len;) {
        Block block = {.text = g_string_new(NULL)};
        block.first = line_of(source, g_array_index(file->pieces, ReportPiece, i).start);
        size_t done = line_offset(source, block.first);
        uint32_t end = block.first;
        while (i < file->pieces->len && line_of(source, g_array_index(file->pieces, ReportPiece, i).start) <= end) {
            const ReportPiece *piece = &g_array_index(file->pieces, ReportPiece, i++);
            g_string_append_len(block.text, source->text + done, (gssize)(piece->start - done));
            g_string_append(block.text, piece->text);
            done = piece->end;
            end = line_of(source, done);
        }
        uint32_t after = MIN(end + 1, source->line_count);
        g_string_append_len(block.text, source->text + done, (gssize)(line_offset(source, after) - done));
        block.count = after - block.first;
        block.lines = count_lines(block.text->str, block.text->len);
        trim(&block, source);
        g_array_append_val(blocks, block);
    }
    return blocks;
}

/* --- hunks --- */

static void append_lines(GString *out, char sign, const char *text, size_t length)
{
    while (length > 0) {
        size_t line = line_length(text, length);
        g_string_append_c(out, sign);
        g_string_append_len(out, text, (gssize)line);
        if (text[line - 1] != '\n')
            g_string_append(out, "\n\\ No newline at end of file\n");
        text += line;
        length -= line;
    }
}

static void append_old(GString *out, char sign, const ReportSource *source, uint32_t from, uint32_t to)
{
    size_t start = line_offset(source, from);
    append_lines(out, sign, source->text + start, line_offset(source, to) - start);
}

/* "12,3"; an empty range is named by the line before it. */
static void append_range(GString *out, uint32_t first, uint32_t count)
{
    g_string_append_printf(out, "%u", count > 0 ? first + 1 : first);
    if (count != 1)
        g_string_append_printf(out, ",%u", count);
}

/* Blocks [from, to) as one hunk; `shift` is how many lines the text has grown by before. Returns it with these. */
static int64_t append_hunk(GString *out, const ReportSource *source, const GArray *blocks, guint from, guint to, int64_t shift)
{
    const Block *first = &g_array_index(blocks, Block, from), *last = &g_array_index(blocks, Block, to - 1);
    uint32_t start = first->first > CONTEXT ? first->first - CONTEXT : 0;
    uint32_t end = MIN(last->first + last->count + CONTEXT, source->line_count);
    int64_t growth = 0;
    for (guint i = from; i < to; i++)
        growth += (int64_t)g_array_index(blocks, Block, i).lines - g_array_index(blocks, Block, i).count;
    g_string_append(out, "@@ -");
    append_range(out, start, end - start);
    g_string_append(out, " +");
    append_range(out, (uint32_t)(start + shift), (uint32_t)(end - start + growth));
    g_string_append(out, " @@\n");
    uint32_t done = start;
    for (guint i = from; i < to; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        append_old(out, ' ', source, done, block->first);
        append_old(out, '-', source, block->first, block->first + block->count);
        append_lines(out, '+', block->text->str, block->text->len);
        done = block->first + block->count;
    }
    append_old(out, ' ', source, done, end);
    return shift + growth;
}

/* As git spells a name: quoted where it has bytes that would end the line or the quotes. */
static void append_name(GString *out, const char *side, const char *name)
{
    bool is_plain = true;
    for (const char *c = name; *c != '\0'; c++)
        is_plain = is_plain && (unsigned char)*c >= 0x20 && *c != '"' && *c != '\\' && *c != 0x7f;
    const char *prefix = name[0] == '/' ? "" : side;
    if (is_plain) {
        g_string_append_printf(out, "%s%s%s\n", prefix, name, strchr(name, ' ') != NULL ? "\t" : "");
        return;
    }
    g_string_append_printf(out, "\"%s", prefix);
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_printf(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7f)
            g_string_append_printf(out, "\\%03o", (unsigned char)*c);
        else
            g_string_append_c(out, *c);
    }
    g_string_append(out, "\"\n");
}

void report_append_diff(const ReportChangedFile *file, const char *name, GString *out)
{
    GArray *blocks = blocks_of(file);
    int64_t shift = 0;
    g_string_append(out, "--- ");
    append_name(out, "a/", name);
    g_string_append(out, "+++ ");
    append_name(out, "b/", name);
    for (guint from = 0; from < blocks->len;) {
        guint to = from + 1;
        while (to < blocks->len && g_array_index(blocks, Block, to).first <=
                                       g_array_index(blocks, Block, to - 1).first + g_array_index(blocks, Block, to - 1).count + 2 * CONTEXT)
            to++;
        shift = append_hunk(out, file->source, blocks, from, to, shift);
        from = to;
    }
    g_array_unref(blocks);
}
