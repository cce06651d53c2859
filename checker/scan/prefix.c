/* prefix.c - what a source begins with; see prefix.h. One pass over the bytes, a line at a time, up to the first that is not understood. */
#include "prefix.h"

#include <string.h>

typedef struct Reader {
    const char *bytes;
    size_t at, length;
} Reader;

static char peek(const Reader *reader, size_t ahead)
{
    return reader->at + ahead < reader->length ? reader->bytes[reader->at + ahead] : '\0';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* Comments and blanks up to something else, or (is_line) the end of the line. False: a comment that a splice could lengthen, that does not end, or that
 * leads to another line where that would go on with the directive. */
static bool skip_blanks(Reader *reader, bool is_line)
{
    for (;;) {
        char c = peek(reader, 0);
        if (c == ' ' || c == '\t' || (!is_line && is_line_end(c))) {
            reader->at++;
        } else if (c == '/' && peek(reader, 1) == '*') {
            const char *begin = reader->bytes + reader->at + 2;
            const char *end = g_strstr_len(begin, (gssize)(reader->length - reader->at - 2), "*/");
            if (end == NULL || memchr(begin, '\\', (size_t)(end - begin)) != NULL)
                return false;
            for (const char *inside = begin; is_line && inside < end; inside++)
                if (is_line_end(*inside))
                    return false;
            reader->at = (size_t)(end + 2 - reader->bytes);
        } else if (c == '/' && peek(reader, 1) == '/') {
            for (; reader->at < reader->length && !is_line_end(peek(reader, 0)); reader->at++)
                if (peek(reader, 0) == '\\' || (peek(reader, 0) == '?' && peek(reader, 1) == '?'))
                    return false;
        } else {
            return true;
        }
    }
}

static size_t take_word(Reader *reader, GString *text)
{
    size_t begin = reader->at;
    while (is_word(peek(reader, 0)))
        reader->at++;
    g_string_append_len(text, reader->bytes + begin, (gssize)(reader->at - begin));
    return reader->at - begin;
}

/* <name> or "name". */
static bool take_header(Reader *reader, GString *text)
{
    char close = peek(reader, 0) == '<' ? '>' : '"';
    size_t begin = reader->at++;
    if (reader->bytes[begin] != '<' && reader->bytes[begin] != '"')
        return false;
    while (peek(reader, 0) != close) {
        char c = peek(reader, 0);
        if (c == '\0' || is_line_end(c) || c == '\\' || c == '?')
            return false;
        reader->at++;
    }
    reader->at++;
    g_string_append_len(text, reader->bytes + begin, (gssize)(reader->at - begin));
    return true;
}

/* NAME, or NAME and an integer. */
static bool take_macro(Reader *reader, GString *text, bool has_body)
{
    if (!is_word(peek(reader, 0)) || g_ascii_isdigit(peek(reader, 0)) || take_word(reader, text) == 0 || peek(reader, 0) == '(')
        return false;
    if (!has_body || !skip_blanks(reader, true))
        return !has_body;
    if (g_ascii_isdigit(peek(reader, 0))) {
        g_string_append_c(text, ' ');
        take_word(reader, text);
    }
    return true;
}

/* Behind its `#`. */
static bool take_directive(Reader *reader, GString *text, bool *is_include)
{
    g_string_assign(text, "#");
    if (!skip_blanks(reader, true) || take_word(reader, text) == 0)
        return false;
    *is_include = strcmp(text->str, "#include") == 0;
    bool is_define = strcmp(text->str, "#define") == 0, is_undef = strcmp(text->str, "#undef") == 0;
    if (!(*is_include || is_define || is_undef) || !skip_blanks(reader, true))
        return false;
    g_string_append_c(text, ' ');
    return *is_include ? take_header(reader, text) : take_macro(reader, text, is_define);
}

static void clear_directive(gpointer data)
{
    g_free(((ScanDirective *)data)->text);
}

static GArray *take_directives(Reader *reader)
{
    GArray *directives = g_array_new(FALSE, FALSE, sizeof(ScanDirective));
    g_array_set_clear_func(directives, clear_directive);
    GString *text = g_string_new(NULL);
    bool is_include;
    while (skip_blanks(reader, false) && peek(reader, 0) == '#') {
        size_t begin = reader->at++;
        if (!take_directive(reader, text, &is_include))
            break;
        size_t end = reader->at;
        if (!skip_blanks(reader, true) || !is_line_end(peek(reader, 0)))
            break;
        ScanDirective directive = {g_strdup(text->str), begin, end, is_include};
        g_array_append_val(directives, directive);
    }
    g_string_free(text, TRUE);
    return directives;
}

/* Past a whole line of `#first second`; `second` receives it. */
static bool pass_line(Reader *reader, const char *first, GString *second)
{
    GString *word = g_string_new(NULL);
    bool passed = skip_blanks(reader, false) && peek(reader, 0) == '#' && reader->at++ < reader->length && skip_blanks(reader, true) && take_word(reader, word) > 0 &&
                  strcmp(word->str, first) == 0 && skip_blanks(reader, true);
    g_string_free(word, TRUE);
    g_string_truncate(second, 0);
    return passed && take_word(reader, second) > 0 && skip_blanks(reader, true) && is_line_end(peek(reader, 0));
}

/* Past the line, and those that go on with it. */
static void pass_rest(Reader *reader)
{
    while (reader->at < reader->length && (!is_line_end(peek(reader, 0)) || reader->bytes[reader->at - 1] == '\\'))
        reader->at++;
}

/* Whether the condition that the reader is in has one branch, and no directive stands behind it. Comments behind code are not told apart: what looks like a directive
 * in one makes it doubtful. */
static bool is_last_condition(Reader reader)
{
    GString *word = g_string_new(NULL);
    guint depth = 1;
    bool is_last = true;
    while (is_last && (is_last = skip_blanks(&reader, false)) && reader.at < reader.length) {
        bool is_directive = peek(&reader, 0) == '#';
        reader.at += is_directive;
        g_string_truncate(word, 0);
        if (is_directive && (is_last = skip_blanks(&reader, true) && depth > 0)) {
            take_word(&reader, word);
            bool is_branch = g_str_has_prefix(word->str, "el"); /* else, elif, elifdef */
            depth += g_str_has_prefix(word->str, "if") ? 1u : 0u;
            depth -= strcmp(word->str, "endif") == 0 ? 1u : 0u;
            is_last = depth > 1 || !is_branch;
        }
        pass_rest(&reader);
    }
    g_string_free(word, TRUE);
    return is_last;
}

/* Past `#pragma once`, or `#ifndef NAME` and its #define around all of the file; leaves the reader where neither is. */
static void pass_guard(Reader *reader)
{
    GString *name = g_string_new(NULL), *again = g_string_new(NULL);
    Reader once = *reader, condition = *reader;
    if (pass_line(&once, "pragma", name) && strcmp(name->str, "once") == 0)
        *reader = once;
    else if (pass_line(&condition, "ifndef", name) && pass_line(&condition, "define", again) && strcmp(name->str, again->str) == 0 && is_last_condition(condition))
        *reader = condition;
    g_string_free(name, TRUE);
    g_string_free(again, TRUE);
}

GArray *scan_prefix(const char *bytes, size_t length)
{
    Reader reader = {bytes, 0, length};
    return take_directives(&reader);
}

GArray *scan_prefix_of_header(const char *bytes, size_t length)
{
    Reader reader = {bytes, 0, length};
    pass_guard(&reader);
    pass_guard(&reader); /* some have both */
    return take_directives(&reader);
}
