/* text.c - lines and positions; see text.h. */
#include "lsp/text.h"

#include <string.h>

static void find_lines(LspText *text)
{
    if (text->lines != NULL)
        return;
    text->lines = g_array_new(FALSE, FALSE, sizeof(size_t));
    const char *start = text->bytes->str, *end = start + text->bytes->len;
    for (const char *at = start;;) {
        size_t offset = (size_t)(at - start);
        g_array_append_val(text->lines, offset);
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL)
            return;
        at = line_end + 1;
    }
}

void lsp_text_init(LspText *text, const char *bytes, size_t length)
{
    char *valid = g_utf8_validate(bytes, (gssize)length, NULL) ? NULL : g_utf8_make_valid(bytes, (gssize)length);
    text->bytes = valid != NULL ? g_string_new(valid) : g_string_new_len(bytes, (gssize)length);
    text->lines = NULL;
    g_free(valid);
}

void lsp_text_clear(LspText *text)
{
    if (text->bytes != NULL)
        g_string_free(text->bytes, TRUE);
    if (text->lines != NULL)
        g_array_unref(text->lines);
    *text = (LspText){0};
}

uint32_t lsp_text_line_count(LspText *text)
{
    find_lines(text);
    return text->lines->len;
}

const char *lsp_text_line(LspText *text, uint32_t line, size_t *length)
{
    find_lines(text);
    if (line >= text->lines->len)
        return NULL;
    size_t start = g_array_index(text->lines, size_t, line);
    size_t end = line + 1 < text->lines->len ? g_array_index(text->lines, size_t, line + 1) - 1 : text->bytes->len;
    if (end > start && text->bytes->str[end - 1] == '\r')
        end--;
    *length = end - start;
    return text->bytes->str + start;
}

/* --- columns --- */

static uint32_t units_of(const char *character, LspEncoding encoding)
{
    uint32_t size = (uint32_t)(g_utf8_next_char(character) - character);
    return encoding == LSP_UTF8 ? size : size == 4 ? 2 : 1; /* beyond the basic plane: a surrogate pair */
}

uint32_t lsp_units(const char *bytes, size_t length, LspEncoding encoding)
{
    uint32_t units = 0;
    for (const char *at = bytes; at < bytes + length; at = g_utf8_next_char(at))
        units += units_of(at, encoding);
    return units;
}

LspPosition lsp_text_position(LspText *text, uint32_t line, uint32_t column, LspEncoding encoding)
{
    size_t length = 0;
    uint32_t count = lsp_text_line_count(text);
    LspPosition position = {MIN(line > 0 ? line - 1 : 0, count - 1), 0};
    const char *bytes = lsp_text_line(text, position.line, &length);
    size_t wanted = column > 0 ? column - 1 : 0;
    if (line > count) /* past the end: the end */
        wanted = length;
    position.character = lsp_units(bytes, MIN(wanted, length), encoding);
    return position;
}

/* A position inside a character means its start. */
static size_t offset_of(LspText *text, LspPosition position, LspEncoding encoding)
{
    size_t length = 0;
    const char *line = lsp_text_line(text, position.line, &length);
    if (line == NULL)
        return text->bytes->len;
    const char *at = line;
    for (uint32_t units = 0; at < line + length; at = g_utf8_next_char(at)) {
        units += units_of(at, encoding);
        if (units > position.character)
            break;
    }
    return (size_t)(at - text->bytes->str);
}

void lsp_text_replace(LspText *text, LspPosition start, LspPosition end, LspEncoding encoding, const char *with)
{
    size_t from = offset_of(text, start, encoding), to = offset_of(text, end, encoding);
    if (to < from) {
        size_t keep = from;
        from = to;
        to = keep;
    }
    char *valid = g_utf8_validate(with, -1, NULL) ? NULL : g_utf8_make_valid(with, -1);
    g_string_erase(text->bytes, (gssize)from, (gssize)(to - from));
    g_string_insert(text->bytes, (gssize)from, valid != NULL ? valid : with);
    g_free(valid);
    g_clear_pointer(&text->lines, g_array_unref);
}
