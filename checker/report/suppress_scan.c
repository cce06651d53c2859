/* suppress_scan.c - see suppress_scan.h. A quote that is not closed on its (joined) line ends there: text in an #if 0 or an #error
 * may hold a lone apostrophe. */
#include "report/suppress_scan.h"

#include <string.h>

typedef struct Scanner {
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    GArray *marks, *defines;
    bool is_in_define;      /* in the last of `defines` */
    bool is_blank;          /* nothing but blanks since the line's begin */
} Scanner;

static void end_define(Scanner *scanner)
{
    if (scanner->is_in_define)
        g_array_index(scanner->defines, Define, scanner->defines->len - 1).last = scanner->line;
    scanner->is_in_define = false;
}

static void step(Scanner *scanner)
{
    if (*scanner->at++ == '\n') {
        scanner->line++;
        scanner->line_start = scanner->at;
    }
}

/* Steps over a backslash and what it joins or escapes. */
static void step_escaped(Scanner *scanner)
{
    step(scanner);
    if (scanner->at < scanner->end && *scanner->at == '\r')
        step(scanner);
    if (scanner->at < scanner->end)
        step(scanner);
}

/* A backslash at the very end of a line. */
static bool joins_lines(const Scanner *scanner)
{
    const char *at = scanner->at;
    if (*at != '\\' || at + 1 >= scanner->end)
        return false;
    return at[1] == '\n' || (at[1] == '\r' && at + 2 < scanner->end && at[2] == '\n');
}

static bool is_word_character(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

static const struct {
    const char *word;
    MarkKind kind;
} mark_words[] = {{"NOLINT", MARK_LINE}, {"NOLINTNEXTLINE", MARK_NEXT_LINE}, {"NOLINTBEGIN", MARK_BEGIN}, {"NOLINTEND", MARK_END}};

/* What stands behind a mark on its line, without the punctuation that joins the two; NULL: nothing. */
static char *read_reason(const Scanner *scanner)
{
    const char *start = scanner->at, *end = start;
    while (start < scanner->end && *start != '\n' && (g_ascii_isspace(*start) || strchr(":-,", *start) != NULL))
        start++;
    for (end = start; end < scanner->end && *end != '\n' && *end != '\0'; end++)
        if (*end == '*' && end + 1 < scanner->end && end[1] == '/')
            break;
    while (end > start && (g_ascii_isspace(end[-1]) || end[-1] == '\\'))
        end--;
    return end > start ? g_utf8_make_valid(start, end - start) : NULL;
}

/* At "NOLINT": reads the rest of the word, its list and the reason. Stays on the line. */
static void read_mark(Scanner *scanner)
{
    const char *start = scanner->at, *end = start;
    while (end < scanner->end && is_word_character(*end))
        end++;
    scanner->at = end;
    for (size_t i = 0; i < G_N_ELEMENTS(mark_words); i++) {
        if (strlen(mark_words[i].word) != (size_t)(end - start) || memcmp(mark_words[i].word, start, (size_t)(end - start)) != 0)
            continue;
        Mark mark = {.kind = mark_words[i].kind, .line = scanner->line, .column = (uint32_t)(start - scanner->line_start) + 1};
        if (end < scanner->end && *end == '(') {
            const char *close = end + 1;
            while (close < scanner->end && *close != ')' && *close != '\n')
                close++;
            if (close < scanner->end && *close == ')') {
                mark.globs = g_strndup(end + 1, (gsize)(close - end - 1));
                scanner->at = close + 1;
            }
        }
        mark.end_column = (uint32_t)(scanner->at - scanner->line_start) + 1;
        mark.reason = read_reason(scanner);
        g_array_append_val(scanner->marks, mark);
        return;
    }
}

/* After the comment's opening; `block`: until its closing mark, else until the end of the (joined) line. */
static void scan_comment(Scanner *scanner, bool block)
{
    while (scanner->at < scanner->end) {
        size_t left = (size_t)(scanner->end - scanner->at);
        if (block && left >= 2 && scanner->at[0] == '*' && scanner->at[1] == '/') {
            scanner->at += 2;
            return;
        }
        if (!block && *scanner->at == '\n')
            return;
        if (!block && joins_lines(scanner))
            step_escaped(scanner);
        else if (left >= 6 && memcmp(scanner->at, "NOLINT", 6) == 0 && !is_word_character(scanner->at[-1]))
            read_mark(scanner);
        else
            step(scanner);
    }
}

/* After a comment that began at a place of its line and holds marks from index `first` on: is one mark, and the reason, all it says? */
static void measure_comment(const Scanner *scanner, const char *start, uint32_t line, guint first)
{
    Mark *mark = scanner->marks->len == first + 1 ? &g_array_index(scanner->marks, Mark, first) : NULL;
    if (mark == NULL || line != scanner->line)
        return;
    const char *end = scanner->at, *before = start + 2;
    while (before < scanner->line_start + mark->column - 1 && (g_ascii_isspace(*before) || strchr("/*!<", *before) != NULL))
        before++;
    if (before != scanner->line_start + mark->column - 1)
        return;
    end -= end[-1] == '\r' ? 1 : 0;
    mark->comment_column = (uint32_t)(start - scanner->line_start) + 1;
    mark->comment_end_column = (uint32_t)(end - scanner->line_start) + 1;
}

static void scan_quoted(Scanner *scanner, char quote)
{
    step(scanner);
    while (scanner->at < scanner->end && *scanner->at != '\n') {
        if (*scanner->at == '\\') {
            step_escaped(scanner);
            continue;
        }
        bool closes = *scanner->at == quote;
        step(scanner);
        if (closes)
            return;
    }
}

/* The word at the scanner's place, which it steps over; "" where there is none. */
static char *read_word(Scanner *scanner)
{
    const char *start = scanner->at;
    while (scanner->at < scanner->end && is_word_character(*scanner->at))
        scanner->at++;
    return g_strndup(start, (gsize)(scanner->at - start));
}

static void skip_blanks(Scanner *scanner)
{
    while (scanner->at < scanner->end && (*scanner->at == ' ' || *scanner->at == '\t'))
        scanner->at++;
}

/* At a '#' that begins a line. */
static void read_directive(Scanner *scanner)
{
    scanner->at++;
    skip_blanks(scanner);
    char *word = read_word(scanner);
    if (strcmp(word, "define") == 0) {
        skip_blanks(scanner);
        Define define = {.name = read_word(scanner), .first = scanner->line, .names = g_ptr_array_new_with_free_func(g_free)};
        g_array_append_val(scanner->defines, define);
        scanner->is_in_define = true;
    }
    g_free(word);
}

static void read_identifier(Scanner *scanner)
{
    char *word = read_word(scanner);
    if (scanner->is_in_define)
        g_ptr_array_add(g_array_index(scanner->defines, Define, scanner->defines->len - 1).names, word);
    else
        g_free(word);
}

static void scan_piece(Scanner *scanner)
{
    char c = *scanner->at;
    /* The second character of an opening may come after a joined line; nobody writes that around a NOLINT. */
    char next = scanner->at + 1 < scanner->end ? scanner->at[1] : '\0';
    bool was_blank = scanner->is_blank;
    scanner->is_blank = c == '\n' || (was_blank && (c == ' ' || c == '\t'));
    if (c == '\n')
        end_define(scanner);
    if (c == '/' && (next == '/' || next == '*')) {
        const char *start = scanner->at;
        uint32_t line = scanner->line;
        guint first = scanner->marks->len;
        scanner->at += 2;
        scan_comment(scanner, next == '*');
        measure_comment(scanner, start, line, first);
    } else if (c == '"' || c == '\'') {
        scan_quoted(scanner, c);
    } else if (c == '\\') {
        step_escaped(scanner);
    } else if (c == '#' && was_blank) {
        read_directive(scanner);
    } else if (is_word_character(c)) {
        read_identifier(scanner);
    } else {
        step(scanner);
    }
}

void suppress_scan(const ReportSource *source, GArray *marks, GArray *defines)
{
    Scanner scanner = {.at = source->text, .end = source->text + source->length, .line_start = source->text, .line = 1, .marks = marks, .defines = defines,
                       .is_blank = true};
    while (scanner.at < scanner.end)
        scan_piece(&scanner);
    end_define(&scanner);
}

/* --- arrays --- */

static void clear_mark(gpointer data)
{
    Mark *mark = data;
    g_free(mark->globs);
    g_free(mark->reason);
}

static void clear_define(gpointer data)
{
    Define *define = data;
    g_free(define->name);
    g_ptr_array_unref(define->names);
}

GArray *suppress_marks_new(void)
{
    GArray *marks = g_array_new(FALSE, TRUE, sizeof(Mark));
    g_array_set_clear_func(marks, clear_mark);
    return marks;
}

GArray *suppress_defines_new(void)
{
    GArray *defines = g_array_new(FALSE, TRUE, sizeof(Define));
    g_array_set_clear_func(defines, clear_define);
    return defines;
}
