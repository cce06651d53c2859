/* outline.c - a scanner of C's top level; see outline.h.
 *
 * It knows comments, literals, directives, brackets, and which braces follow a parameter list. It is a guess where macros make
 * declarations: a body that is not recognised is simply parsed each time. */
#include "lsp/outline.h"

#include <limits.h>
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

/* Steps over what means nothing inside of braces. That is most of a file, and nearly all that an outline costs. */
static void skip_plain(Scanner *scanner)
{
    static const bool means_something[UCHAR_MAX + 1] = {
        ['\n'] = true, ['"'] = true, ['\''] = true, ['/'] = true, ['#'] = true, ['{'] = true, ['}'] = true,
    };
    while (scanner->at < scanner->end && (*scanner->at == ' ' || *scanner->at == '\t' || *scanner->at == '\r'))
        scanner->at++;
    const char *first = scanner->at;
    while (scanner->at < scanner->end && !means_something[(unsigned char)*scanner->at])
        scanner->at++;
    if (scanner->at > first)
        scanner->at_line_start = false;
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
    for (;;) {
        skip_plain(scanner);
        if (scanner->at == scanner->end)
            return;
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

/* --- heads that nothing names --- */

/* A set of words that may say yes too often: then a head is parsed for nothing. */
typedef struct Words {
    uint64_t bits[1024];
} Words;

static uint32_t hash_of(const char *word, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)word[i]) * 16777619u;
    return (hash ^ hash >> 16) & 0xffff;
}

static size_t word_length(const char *at, const char *end)
{
    const char *first = at;
    while (at < end && is_word(*at))
        at++;
    return (size_t)(at - first);
}

static void add_words(Words *words, const char *at, const char *end)
{
    while (at < end) {
        size_t length = word_length(at, end);
        if (length > 0) {
            uint32_t hash = hash_of(at, length);
            words->bits[hash / 64] |= (uint64_t)1 << hash % 64;
        }
        at += MAX(length, 1);
    }
}

/* What the head declares stands before a bracket, be it by a macro of this name. Where it may stand elsewhere, or more than the
 * function is declared, the answer is yes. */
static bool may_be_named(const Words *words, const char *at, const char *end)
{
    char last = '\0';
    bool has_name = false;
    while (at < end) {
        size_t length = word_length(at, end);
        const char *behind = at + MAX(length, 1);
        while (length > 0 && behind < end && g_ascii_isspace(*behind))
            behind++;
        if (length > 0 && behind < end && *behind == '(') {
            uint32_t hash = hash_of(at, length);
            has_name = true;
            if ((words->bits[hash / 64] >> hash % 64 & 1) != 0)
                return true;
        }
        if (*at == '{' || (*at == '(' && last == ')'))
            return true;
        if (!g_ascii_isspace(*at))
            last = *at;
        at = behind;
    }
    return !has_name;
}

void lsp_outline_drop_heads(const char *text, size_t length, const GArray *outline, LspKeep *keep)
{
    Words *words = g_new0(Words, 1);
    size_t from = 0; /* behind the last piece */
    for (guint i = 0; i < outline->len; i++) {
        const LspPiece *piece = &g_array_index(outline, LspPiece, i);
        add_words(words, text + from, text + piece->head);
        if (keep[i] == LSP_KEEP_ALL)
            add_words(words, text + piece->head, text + piece->end);
        from = piece->end;
    }
    add_words(words, text + from, text + length);
    for (guint i = 0; i < outline->len; i++) {
        const LspPiece *piece = &g_array_index(outline, LspPiece, i);
        if (keep[i] == LSP_KEEP_HEAD && !may_be_named(words, text + piece->head, text + piece->begin))
            keep[i] = LSP_KEEP_NOTHING;
    }
    g_free(words);
}

/* --- blanking --- */

static void blank_range(char *from, const char *to)
{
    for (; from < to; from++)
        *from = *from == '\n' || *from == '\r' ? *from : ' ';
}

/* `from` is no part of a comment, literal or directive. */
static void blank_all_but_directives(const char *text, char *copy, size_t from, size_t to)
{
    if (memchr(text + from, '#', to - from) == NULL) {
        blank_range(copy + from, copy + to);
        return;
    }
    Scanner scanner = {text, text + from, text + to, 1, from == 0 || text[from - 1] == '\n'};
    while (scanner.at < scanner.end) {
        const char *before = scanner.at;
        bool directive;
        if (!skip_opaque(&scanner, &directive))
            step(&scanner);
        if (!directive)
            blank_range(copy + (before - text), copy + (scanner.at - text));
    }
}

char *lsp_outline_blank(const char *text, size_t length, const GArray *outline, const LspKeep *keep)
{
    char *copy = g_strndup(text, length);
    for (guint i = 0; i < outline->len; i++) {
        const LspPiece *piece = &g_array_index(outline, LspPiece, i);
        bool is_closed = text[piece->end - 1] == '}';
        if (keep[i] == LSP_KEEP_HEAD && is_closed)
            blank_all_but_directives(text, copy, piece->begin + 1, piece->end - 1);
        else if (keep[i] == LSP_KEEP_NOTHING && is_closed)
            blank_all_but_directives(text, copy, piece->head, piece->end);
    }
    return copy;
}
