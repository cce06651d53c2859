/* outline.c - a scanner of C's top level; see outline.h.
 *
 * It knows comments, literals, directives, brackets, and which braces follow a parameter list. It is a guess where macros make
 * declarations: a body that is not recognised is simply parsed each time. */
#include "lsp/outline.h"

#include <string.h>

typedef struct Scanner {
    const char *text, *at, *end;
    uint32_t line;
    bool at_line_start; /* only blanks so far on this line */
} Scanner;

static char peek(const Scanner *scanner, size_t ahead)
{
    return (size_t)(scanner->end - scanner->at) > ahead ? scanner->at[ahead] : '\0';
}

static void step(Scanner *scanner)
{
    char c = *scanner->at++;
    if (c == '\n') {
        scanner->line++;
        scanner->at_line_start = true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
        scanner->at_line_start = false;
    }
}

static void skip_literal(Scanner *scanner)
{
    char quote = *scanner->at;
    step(scanner);
    while (scanner->at < scanner->end && *scanner->at != '\n') {
        bool closes = *scanner->at == quote;
        if (*scanner->at == '\\' && scanner->at + 1 < scanner->end)
            step(scanner);
        step(scanner);
        if (closes)
            return;
    }
}

static void skip_line(Scanner *scanner) /* and those that a backslash joins; the line end stays */
{
    while (scanner->at < scanner->end && *scanner->at != '\n') {
        if (*scanner->at == '\\' && peek(scanner, 1) == '\r' && peek(scanner, 2) == '\n')
            step(scanner);
        if ((*scanner->at == '\\' || *scanner->at == '\r') && peek(scanner, 1) == '\n' && scanner->at > scanner->text &&
            (*scanner->at == '\\' || scanner->at[-1] == '\\'))
            step(scanner);
        step(scanner);
    }
}

static void skip_block_comment(Scanner *scanner)
{
    step(scanner);
    step(scanner);
    while (scanner->at < scanner->end && !(*scanner->at == '*' && peek(scanner, 1) == '/'))
        step(scanner);
    for (int i = 0; i < 2 && scanner->at < scanner->end; i++)
        step(scanner);
}

/* Steps over what has no brackets of its own. false: at something else, or at the end. A directive is one only at the start
 * of its line; *directive tells that it was one. */
static bool skip_opaque(Scanner *scanner, bool *directive)
{
    char c = peek(scanner, 0);
    *directive = false;
    if (c == '"' || c == '\'') {
        skip_literal(scanner);
    } else if (c == '/' && peek(scanner, 1) == '/') {
        skip_line(scanner);
    } else if (c == '/' && peek(scanner, 1) == '*') {
        bool at_start = scanner->at_line_start;
        skip_block_comment(scanner);
        scanner->at_line_start = at_start;
    } else if (c == '#' && scanner->at_line_start) {
        *directive = true;
        skip_line(scanner);
    } else {
        return false;
    }
    return true;
}

/* --- the outline --- */

static bool is_first_column(const Scanner *scanner)
{
    return scanner->at == scanner->text || scanner->at[-1] == '\n';
}

/* From an opening brace to behind the one that closes it. */
static void skip_braces(Scanner *scanner)
{
    unsigned depth = 0;
    bool directive;
    while (scanner->at < scanner->end) {
        if (skip_opaque(scanner, &directive))
            continue;
        char c = *scanner->at;
        bool first = is_first_column(scanner);
        step(scanner);
        if (c == '{')
            depth++;
        else if (c == '}' && (--depth == 0 || first))
            return;
    }
}

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* struct __attribute__((packed)) { is no function although a bracket stands before the brace. */
typedef struct Head {
    const char *start;  /* of the declaration; NULL: between two */
    uint32_t line;
    char last;          /* the last character that means something */
    bool is_record;     /* struct, union or enum was the last word but attributes */
    bool has_value;     /* an initialiser has begun: braces are a compound literal's */
} Head;

static void note_word(Head *head, const char *word, size_t length)
{
    static const char *const records[] = {"struct", "union", "enum"};
    static const char *const attributes[] = {"__attribute__", "__attribute", "_Alignas", "alignas", "__declspec"};
    for (size_t i = 0; i < G_N_ELEMENTS(records); i++)
        if (strlen(records[i]) == length && memcmp(records[i], word, length) == 0) {
            head->is_record = true;
            return;
        }
    for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
        if (strlen(attributes[i]) == length && memcmp(attributes[i], word, length) == 0)
            return;
    head->is_record = false;
}

static void skip_brackets(Scanner *scanner)
{
    unsigned depth = 0;
    bool directive;
    while (scanner->at < scanner->end) {
        if (skip_opaque(scanner, &directive))
            continue;
        char c = *scanner->at;
        if (c == '{' || c == '}' || c == ';')
            return; /* not closed */
        step(scanner);
        if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            return;
    }
}

static void add_piece(Scanner *scanner, const Head *head, GArray *outline)
{
    LspPiece piece = {.head = (size_t)(head->start - scanner->text), .begin = (size_t)(scanner->at - scanner->text),
                      .head_line = head->line, .line = scanner->line};
    skip_braces(scanner);
    piece.end = (size_t)(scanner->at - scanner->text);
    piece.end_line = scanner->line;
    g_array_append_val(outline, piece);
}

static void scan_token(Scanner *scanner, Head *head, GArray *outline)
{
    char c = *scanner->at;
    if (head->start == NULL && c != ';' && c != '}' && !g_ascii_isspace(c))
        *head = (Head){.start = scanner->at, .line = scanner->line};
    if (c == '{') {
        bool is_function = head->last == ')' && !head->is_record && !head->has_value;
        if (is_function)
            add_piece(scanner, head, outline);
        else
            skip_braces(scanner);
        head->last = '}';
        if (is_function)
            *head = (Head){0};
    } else if (c == '(') {
        skip_brackets(scanner);
        head->last = ')';
    } else if (c == ';' || c == '}') {
        step(scanner);
        *head = (Head){0};
    } else if (is_word(c)) {
        const char *word = scanner->at;
        while (scanner->at < scanner->end && is_word(*scanner->at))
            step(scanner);
        note_word(head, word, (size_t)(scanner->at - word));
        head->last = 'a';
    } else {
        if (!g_ascii_isspace(c)) {
            head->last = c;
            head->is_record = false;
            head->has_value |= c == '=';
        }
        step(scanner);
    }
}

GArray *lsp_outline(const char *text, size_t length)
{
    GArray *outline = g_array_new(FALSE, FALSE, sizeof(LspPiece));
    Scanner scanner = {text, text, text + length, 1, true};
    Head head = {0};
    bool directive;
    while (scanner.at < scanner.end)
        if (!skip_opaque(&scanner, &directive))
            scan_token(&scanner, &head, outline);
    return outline;
}

/* --- blanking --- */

static void blank_range(char *copy, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (copy[i] != '\n' && copy[i] != '\r')
            copy[i] = ' ';
}

static void blank_piece(const char *text, char *copy, const LspPiece *piece)
{
    Scanner scanner = {text, text + piece->begin + 1, text + piece->end - 1, 1, false};
    while (scanner.at < scanner.end) {
        const char *before = scanner.at;
        bool directive;
        if (!skip_opaque(&scanner, &directive))
            step(&scanner);
        if (!directive)
            blank_range(copy, (size_t)(before - text), (size_t)(scanner.at - text));
    }
}

char *lsp_outline_blank(const char *text, size_t length, const GArray *outline, const bool *keep)
{
    char *copy = g_strndup(text, length);
    for (guint i = 0; i < outline->len; i++) {
        const LspPiece *piece = &g_array_index(outline, LspPiece, i);
        if (!keep[i] && text[piece->end - 1] == '}')
            blank_piece(text, copy, piece);
    }
    return copy;
}
