/* lex.c - C's first three phases of translation, as far as a scan needs them; see lex.h.
 *
 * Spliced lines are joined in a copy first (most files have none in what matters, many have some), so that nothing after
 * sees a splice. Then one pass over the bytes: comments, literals, words, directives. Where dialects of C disagree on where a
 * comment or a literal ends (trigraphs, raw strings, digit separators, unfinished comments), the file is called unclear. */
#define _GNU_SOURCE /* memmem */
#include "lex.h"

#include "characters.h"

#include <string.h>

enum { MOST_NESTED = 256 };

typedef struct Lexer {
    const ScanLexing *lexing;
    ScanText *text;
    GArray *includes, *macros;
    const char *at, *end;
    bool in_directive;
    int nested;                     /* #if */
    int brackets, saved[MOST_NESTED]; /* open ones; as they were at each #if */
} Lexer;

static void unclear(Lexer *lexer, const char *why)
{
    if (lexer->text->unclear == NULL)
        lexer->text->unclear = why;
}

static char peek(const Lexer *lexer, ptrdiff_t ahead)
{
    return lexer->end - lexer->at > ahead ? lexer->at[ahead] : '\0';
}

/* --- splices --- */

/* The length of a spliced line's end at `at`, a backslash: as GCC and Clang do, blanks may follow it. 0: none. */
static size_t splice_length(const char *at, const char *end)
{
    const char *next = at + 1;
    while (next < end && (*next == ' ' || *next == '\t' || *next == '\f' || *next == '\v'))
        next++;
    if (next == end || !scan_is(*next, SCAN_NEWLINE))
        return 0;
    if (next + 1 < end && scan_is(next[1], SCAN_NEWLINE) && next[0] != next[1])
        next++;
    return (size_t)(next + 1 - at);
}

/* The text with its lines joined, in *joined when that differs; *length is updated. */
static const char *join_lines(const char *bytes, size_t *length, char **joined)
{
    const char *end = bytes + *length, *from = bytes, *at = bytes;
    char *out = NULL;
    while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        size_t splice = splice_length(at, end);
        if (splice == 0) {
            at++;
            continue;
        }
        if (out == NULL)
            out = *joined = g_malloc(*length + 1);
        memcpy(out, from, (size_t)(at - from));
        out += at - from;
        at += splice;
        from = at;
    }
    if (out == NULL)
        return bytes;
    memcpy(out, from, (size_t)(end - from));
    out += end - from;
    *length = (size_t)(out - *joined);
    return *joined;
}

static bool has_trigraph(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + length;
    while ((at = memmem(at, (size_t)(end - at), "??", 2)) != NULL) {
        if (at + 2 < end && strchr("=/'()!<>-", at[2]) != NULL && at[2] != '\0')
            return true;
        at++;
    }
    return false;
}

/* --- blanks and comments --- */

static void to_end_of_line(Lexer *lexer)
{
    while (lexer->at < lexer->end && !scan_is(*lexer->at, SCAN_NEWLINE))
        lexer->at++;
}

/* True when a comment began here and was passed. */
static bool pass_comment(Lexer *lexer)
{
    if (*lexer->at != '/')
        return false;
    char next = peek(lexer, 1);
    if (next == '/') {
        lexer->text->has_old_comment |= peek(lexer, 2) == '*';
        to_end_of_line(lexer);
        return true;
    }
    if (next != '*')
        return false;
    const char *close = memmem(lexer->at + 2, (size_t)(lexer->end - lexer->at - 2), "*/", 2);
    if (close == NULL) {
        unclear(lexer, "a comment in it has no end");
        lexer->at = lexer->end;
    } else {
        lexer->at = close + 2;
    }
    return true;
}

/* Blanks and comments, not the end of the line. */
static void pass_blanks(Lexer *lexer)
{
    while (lexer->at < lexer->end && (scan_is(*lexer->at, SCAN_BLANK) || pass_comment(lexer)))
        if (scan_is(peek(lexer, 0), SCAN_BLANK))
            lexer->at++;
}

/* --- words --- */

typedef struct Word {
    const char *text;
    size_t length;
    uint32_t hash;
} Word;

static bool is_word(Word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.text, text, word.length) == 0;
}

/* Length 0 when no identifier begins here. */
static Word take_word(Lexer *lexer)
{
    Word word = {lexer->at, 0, SCAN_HASH_START};
    if (lexer->at >= lexer->end || !scan_is(*lexer->at, SCAN_WORD_START))
        return word;
    while (lexer->at < lexer->end && scan_is(*lexer->at, SCAN_WORD_START | SCAN_DIGIT)) {
        word.hash = SCAN_HASH_STEP(word.hash, *lexer->at);
        lexer->at++;
    }
    word.length = (size_t)(lexer->at - word.text);
    return word;
}

static const char *intern(const Lexer *lexer, Word word)
{
    char *copy = g_strndup(word.text, word.length);
    const char *interned = g_string_chunk_insert_const(lexer->lexing->names, copy);
    g_free(copy);
    return interned;
}

static void note_piece(Lexer *lexer, const char *text, size_t length)
{
    uint32_t hash = SCAN_HASH_START;
    for (size_t i = 0; i < length; i++)
        hash = SCAN_HASH_STEP(hash, text[i]);
    scan_pieces_note(lexer->lexing->pieces, text, length, hash, lexer->text->pieces);
}

/* --- literals --- */

/* A string without escapes is a piece; with one it is none, as Clang takes no escapes in an attribute's string. */
static void note_string(Lexer *lexer, const char *text, size_t length)
{
    if (length > 16 && memmem(text, length, "annotate", 8) != NULL && memmem(text, length, "attribute", 9) != NULL)
        unclear(lexer, "a string in it spells an annotation"); /* _Pragma("clang attribute ...") */
    note_piece(lexer, text, length);
}

/* From the opening quote to behind the closing one, or to the end of the line when there is none (text that #if 0 hides). */
static void pass_literal(Lexer *lexer)
{
    char quote = *lexer->at++;
    const char *begin = lexer->at;
    while (lexer->at < lexer->end && *lexer->at != quote && !scan_is(*lexer->at, SCAN_NEWLINE)) {
        if (*lexer->at == '\\' && lexer->end - lexer->at > 1 && !scan_is(lexer->at[1], SCAN_NEWLINE))
            lexer->at++;
        lexer->at++;
    }
    if (quote == '"')
        note_string(lexer, begin, (size_t)(lexer->at - begin));
    if (lexer->at < lexer->end && *lexer->at == quote)
        lexer->at++;
}

/* C23 reads 1'000 as one number, older C as a number and a character constant that goes on to the next quote. */
static void check_separators(Lexer *lexer, unsigned separators)
{
    if (separators % 2 == 0)
        return;
    for (const char *at = lexer->at; at < lexer->end && !scan_is(*at, SCAN_NEWLINE); at++)
        if (*at == '\'' || *at == '"' || (*at == '/' && at + 1 < lexer->end && (at[1] == '/' || at[1] == '*')))
            unclear(lexer, "digit separators in it are read in two ways");
}

static void pass_number(Lexer *lexer)
{
    const char *begin = lexer->at;
    unsigned separators = 0;
    while (lexer->at < lexer->end) {
        char c = *lexer->at;
        bool is_separator = c == '\'' && scan_is(peek(lexer, 1), SCAN_WORD_START | SCAN_DIGIT);
        bool is_sign = (c == '+' || c == '-') && lexer->at > begin && strchr("eEpP", lexer->at[-1]) != NULL;
        if (!scan_is(c, SCAN_WORD_START | SCAN_DIGIT) && c != '.' && !is_sign && !is_separator)
            break;
        separators += is_separator;
        lexer->at++;
    }
    note_piece(lexer, begin, (size_t)(lexer->at - begin));
    if (separators > 0)
        check_separators(lexer, separators);
}

/* --- directives --- */

/* The name between quotes or brackets; length 0: there is none here. */
static Word take_header_name(Lexer *lexer, bool *is_quoted)
{
    char open = peek(lexer, 0), close = open == '<' ? '>' : '"';
    Word name = {lexer->at + 1, 0, 0};
    if (open != '<' && open != '"')
        return name;
    const char *at = lexer->at + 1;
    while (at < lexer->end && *at != close && !scan_is(*at, SCAN_NEWLINE))
        at++;
    if (at == lexer->end || *at != close)
        return name;
    name.length = (size_t)(at - name.text);
    lexer->at = at + 1;
    *is_quoted = open == '"';
    return name;
}

static void take_include(Lexer *lexer, bool is_certain)
{
    pass_blanks(lexer);
    ScanInclude include = {.is_certain = is_certain && lexer->nested == 0};
    Word name = take_header_name(lexer, &include.is_quoted);
    if (name.length == 0) {
        include.is_computed = lexer->text->has_computed = true;
        name = take_word(lexer);
        if (name.length == 0) {
            if (is_certain)
                unclear(lexer, "an #include in it names no header");
            return;
        }
        note_piece(lexer, name.text, name.length);
    }
    include.name = intern(lexer, name);
    g_array_append_val(lexer->includes, include);
}

/* The lexer is left behind the macro's name, so that its body is lexed like other text. */
static void take_define(Lexer *lexer)
{
    pass_blanks(lexer);
    Word name = take_word(lexer);
    if (name.length == 0)
        return;
    scan_pieces_note(lexer->lexing->pieces, name.text, name.length, name.hash, lexer->text->pieces);
    ScanMacro macro = {intern(lexer, name), NULL};
    Lexer ahead = *lexer;
    if (peek(&ahead, 0) != '(') {
        bool is_quoted;
        pass_blanks(&ahead);
        Word header = take_header_name(&ahead, &is_quoted);
        pass_blanks(&ahead);
        if (header.length > 0 && (ahead.at == ahead.end || scan_is(*ahead.at, SCAN_NEWLINE)))
            macro.header = intern(lexer, (Word){header.text - 1, header.length + 2, 0});
    }
    g_array_append_val(lexer->macros, macro);
}

static void enter_conditional(Lexer *lexer)
{
    if (lexer->nested < MOST_NESTED)
        lexer->saved[lexer->nested] = lexer->brackets;
    lexer->nested++;
}

/* Each branch begins with the brackets that were open before the #if. */
static void change_branch(Lexer *lexer)
{
    if (lexer->nested > 0 && lexer->nested <= MOST_NESTED)
        lexer->brackets = lexer->saved[lexer->nested - 1];
}

static void leave_conditional(Lexer *lexer)
{
    if (lexer->nested == 0)
        lexer->text->is_broken = true;
    else
        lexer->nested--;
}

/* The words of #error are no tokens to everybody: a comment that opens there closes where? */
static void take_message(Lexer *lexer, bool is_error)
{
    const char *begin = lexer->at;
    to_end_of_line(lexer);
    const char *open = memmem(begin, (size_t)(lexer->at - begin), "/*", 2);
    if (open != NULL && memmem(open, (size_t)(lexer->at - open), "*/", 2) == NULL)
        unclear(lexer, "a comment in it begins in an #error");
    lexer->text->is_broken |= is_error && lexer->nested == 0;
}

static void take_pragma(Lexer *lexer)
{
    Lexer ahead = *lexer;
    pass_blanks(&ahead);
    if (!is_word(take_word(&ahead), "clang"))
        return;
    pass_blanks(&ahead);
    if (is_word(take_word(&ahead), "module"))
        unclear(lexer, "it names Clang's modules");
}

/* Behind the '#'. The rest of the line that is not taken here is lexed like other text. */
static void take_directive(Lexer *lexer)
{
    lexer->in_directive = true;
    pass_blanks(lexer);
    Word name = take_word(lexer);
    if (is_word(name, "define"))
        take_define(lexer);
    else if (is_word(name, "include") || is_word(name, "include_next") || is_word(name, "import"))
        take_include(lexer, true);
    else if (is_word(name, "if") || is_word(name, "ifdef") || is_word(name, "ifndef"))
        enter_conditional(lexer);
    else if (is_word(name, "else") || is_word(name, "elif") || is_word(name, "elifdef") || is_word(name, "elifndef"))
        change_branch(lexer);
    else if (is_word(name, "endif"))
        leave_conditional(lexer);
    else if (is_word(name, "error") || is_word(name, "warning"))
        take_message(lexer, name.text[0] == 'e');
    else if (is_word(name, "pragma"))
        take_pragma(lexer);
    else if (is_word(name, "embed"))
        unclear(lexer, "it embeds a file");
}

/* --- the text --- */

static bool is_raw_prefix(Word word)
{
    return is_word(word, "R") || is_word(word, "LR") || is_word(word, "uR") || is_word(word, "UR") || is_word(word, "u8R");
}

/* Names with a meaning of their own. */
static void note_special(Lexer *lexer, Word word)
{
    if (is_word(word, "__has_include") || is_word(word, "__has_include_next")) {
        pass_blanks(lexer);
        if (peek(lexer, 0) == '(') {
            lexer->at++;
            take_include(lexer, false);
        }
    } else if (is_word(word, "__has_embed")) {
        unclear(lexer, "it embeds a file");
    } else if (is_word(word, "__DATE__") || is_word(word, "__TIME__") || is_word(word, "__TIMESTAMP__")) {
        lexer->text->is_timed = true;
    }
}

static void pass_word(Lexer *lexer)
{
    Word word = take_word(lexer);
    scan_pieces_note(lexer->lexing->pieces, word.text, word.length, word.hash, lexer->text->pieces);
    if (peek(lexer, 0) == '"' && is_raw_prefix(word))
        unclear(lexer, "it may hold a raw string");
    if (word.text[0] == '_' && word.length > 2 && word.text[1] == '_')
        note_special(lexer, word);
    else if (is_word(word, "include_alias"))
        unclear(lexer, "it gives headers other names");
}

static void pass_punctuation(Lexer *lexer)
{
    char c = *lexer->at++;
    bool digraph_open = c == '<' && (peek(lexer, 0) == '%' || peek(lexer, 0) == ':');
    bool digraph_close = (c == '%' || c == ':') && peek(lexer, 0) == '>';
    if (c == '\\' && (peek(lexer, 0) == 'u' || peek(lexer, 0) == 'U'))
        unclear(lexer, "an identifier in it is written by numbers");
    if (lexer->in_directive)
        return;
    if (c == '(' || c == '[' || c == '{' || digraph_open)
        lexer->brackets++;
    else if (c == ')' || c == ']' || c == '}' || digraph_close)
        lexer->brackets--;
    lexer->text->is_broken |= lexer->brackets < 0;
}

static void lex(Lexer *lexer)
{
    bool line_start = true;
    while (lexer->at < lexer->end) {
        char c = *lexer->at;
        if (scan_is(c, SCAN_NEWLINE)) {
            lexer->at++;
            line_start = true;
            lexer->in_directive = false;
        } else if (scan_is(c, SCAN_BLANK)) {
            lexer->at++;
        } else if (pass_comment(lexer)) {
            continue;
        } else if (line_start && (c == '#' || (c == '%' && peek(lexer, 1) == ':'))) {
            lexer->at += c == '#' ? 1 : 2;
            line_start = false;
            take_directive(lexer);
        } else {
            line_start = false;
            if (scan_is(c, SCAN_WORD_START))
                pass_word(lexer);
            else if (scan_is(c, SCAN_DIGIT) || (c == '.' && scan_is(peek(lexer, 1), SCAN_DIGIT)))
                pass_number(lexer);
            else if (c == '"' || c == '\'')
                pass_literal(lexer);
            else
                pass_punctuation(lexer);
        }
    }
}

static bool has_text(const char *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

/* NOLINT or a relative (the longest is NOLINTNEXTLINE) with a list of nothing. */
static bool is_empty_silencer(const char *at, const char *end)
{
    static const char word[] = "NOLINT";
    if ((size_t)(end - at) < sizeof word || memcmp(at, word, sizeof word - 1) != 0)
        return false;
    at += sizeof word - 1;
    for (size_t i = 0; i < strlen("NEXTLINE") && at < end && g_ascii_isupper(*at); i++)
        at++;
    if (at == end || *at++ != '(')
        return false;
    while (at < end && g_ascii_isspace(*at))
        at++;
    return at < end && *at == ')';
}

/* NOLINT, and with it an empty list, or later on its line the name of a rule, in whatever case. */
static bool has_silencer(const char *bytes, size_t length, const char *rule_prefix)
{
    const char *at = bytes, *end = bytes + length;
    size_t prefix_length = strlen(rule_prefix);
    while ((at = memmem(at, (size_t)(end - at), "NOLINT", strlen("NOLINT"))) != NULL) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end != NULL ? line_end : end;
        for (; at < line_end; at++)
            if (is_empty_silencer(at, line_end) || ((size_t)(line_end - at) >= prefix_length && g_ascii_strncasecmp(at, rule_prefix, prefix_length) == 0))
                return true;
    }
    return false;
}

void scan_lex(const ScanLexing *lexing, const char *bytes, size_t length, ScanText *text)
{
    *text = (ScanText){.pieces = g_new0(uint64_t, scan_pieces_words(lexing->pieces) + 1)};
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    Lexer lexer = {.lexing = lexing, .text = text};
    if (has_trigraph(bytes, length))
        unclear(&lexer, "trigraphs in it are read in two ways");
    char *joined = NULL;
    bytes = join_lines(bytes, &length, &joined);
    text->has_annotation = has_text(bytes, length, lexing->annotation) || has_silencer(bytes, length, lexing->rule_prefix);
    lexer.includes = g_array_new(FALSE, FALSE, sizeof(ScanInclude));
    lexer.macros = g_array_new(FALSE, FALSE, sizeof(ScanMacro));
    lexer.at = bytes;
    lexer.end = bytes + length;
    lex(&lexer);
    text->is_broken |= lexer.brackets != 0 || lexer.nested != 0;
    text->include_count = lexer.includes->len;
    text->includes = (ScanInclude *)(void *)g_array_free(lexer.includes, FALSE);
    text->macro_count = lexer.macros->len;
    text->macros = (ScanMacro *)(void *)g_array_free(lexer.macros, FALSE);
    g_free(joined);
}

void scan_text_clear(ScanText *text)
{
    g_free(text->includes);
    g_free(text->macros);
    g_free(text->pieces);
    *text = (ScanText){0};
}
