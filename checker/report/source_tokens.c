/* source_tokens.c - a lexer for C as it is written; see source_tokens.h.
 *
 * Phases of translation that matter here: a backslash before a line end joins lines (between tokens and inside comments,
 * literals and directives; an identifier that is split so comes out as two), comments are white space. Trigraphs and
 * digraphs are not read: who looks for a bracket then finds none, and leaves the text alone. */
#include "report/source_tokens.h"

#include <glib.h>
#include <string.h>

typedef struct Lexer {
    const char *text;
    size_t at, length;
    bool is_line_start; /* only white space since the line end */
} Lexer;

static char peek(const Lexer *lexer, size_t ahead)
{
    return lexer->at + ahead < lexer->length ? lexer->text[lexer->at + ahead] : '\0';
}

/* The length of a joined line end at the cursor, or 0. */
static size_t splice(const Lexer *lexer)
{
    if (peek(lexer, 0) != '\\')
        return 0;
    return peek(lexer, 1) == '\n' ? 2 : peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n' ? 3 : 0;
}

static void skip_block_comment(Lexer *lexer)
{
    lexer->at += 2;
    while (lexer->at < lexer->length && !(peek(lexer, 0) == '*' && peek(lexer, 1) == '/'))
        lexer->at++;
    lexer->at = MIN(lexer->at + 2, lexer->length);
}

/* To the line end, which stays. */
static void skip_line(Lexer *lexer)
{
    while (lexer->at < lexer->length && peek(lexer, 0) != '\n') {
        size_t joined = splice(lexer);
        lexer->at += joined > 0 ? joined : 1;
    }
}

static void skip_space(Lexer *lexer)
{
    while (lexer->at < lexer->length) {
        char c = peek(lexer, 0);
        size_t joined = splice(lexer);
        if (c == '\n') {
            lexer->is_line_start = true;
            lexer->at++;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
            lexer->at++;
        } else if (joined > 0) {
            lexer->at += joined;
        } else if (c == '/' && peek(lexer, 1) == '*') {
            skip_block_comment(lexer);
        } else if (c == '/' && peek(lexer, 1) == '/') {
            skip_line(lexer);
        } else {
            break;
        }
    }
}

static void skip_directive(Lexer *lexer)
{
    while (lexer->at < lexer->length && peek(lexer, 0) != '\n') {
        size_t joined = splice(lexer);
        if (peek(lexer, 0) == '/' && peek(lexer, 1) == '*')
            skip_block_comment(lexer);
        else
            lexer->at += joined > 0 ? joined : 1;
    }
}

static void skip_literal(Lexer *lexer, char quote)
{
    lexer->at++;
    while (lexer->at < lexer->length && peek(lexer, 0) != '\n') {
        size_t joined = splice(lexer);
        if (peek(lexer, 0) == quote) {
            lexer->at++;
            return;
        }
        lexer->at += joined > 0 ? joined : peek(lexer, 0) == '\\' && lexer->at + 1 < lexer->length ? 2 : 1;
    }
}

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void skip_number(Lexer *lexer)
{
    while (is_word(peek(lexer, 0)) || peek(lexer, 0) == '.' || peek(lexer, 0) == '\'') {
        bool is_exponent = strchr("eEpP", peek(lexer, 0)) != NULL;
        lexer->at++;
        if (is_exponent && (peek(lexer, 0) == '+' || peek(lexer, 0) == '-'))
            lexer->at++;
    }
}

static size_t punctuator_length(const Lexer *lexer)
{
    static const char *const longer[] = {"...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&",
                                         "||",  "+=",  "-=",  "*=", "/=", "%=", "&=", "^=", "|=", "##", "::"};
    for (size_t i = 0; i < G_N_ELEMENTS(longer); i++) {
        size_t length = strlen(longer[i]);
        if (lexer->length - lexer->at >= length && memcmp(lexer->text + lexer->at, longer[i], length) == 0)
            return length;
    }
    return 1;
}

static ReportTokenKind skip_token(Lexer *lexer)
{
    char c = peek(lexer, 0);
    if (c == '#' && lexer->is_line_start) {
        skip_directive(lexer);
        return REPORT_TOKEN_DIRECTIVE;
    }
    lexer->is_line_start = false;
    if (c == '"' || c == '\'') {
        skip_literal(lexer, c);
        return REPORT_TOKEN_LITERAL;
    }
    if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(peek(lexer, 1)))) {
        skip_number(lexer);
        return REPORT_TOKEN_NUMBER;
    }
    if (is_word(c)) {
        while (is_word(peek(lexer, 0)))
            lexer->at++;
        return REPORT_TOKEN_IDENTIFIER;
    }
    lexer->at += punctuator_length(lexer);
    return REPORT_TOKEN_PUNCTUATOR;
}

/* --- brackets --- */

static char bracket_of(const ReportTokens *tokens, const ReportToken *token)
{
    char c = token->kind == REPORT_TOKEN_PUNCTUATOR && token->end - token->start == 1 ? tokens->source->text[token->start] : '\0';
    return c != '\0' && strchr("()[]{}", c) != NULL ? c : '\0';
}

/* A closing bracket that does not fit the innermost open one closes nothing. */
static void match_brackets(ReportTokens *tokens)
{
    static const char opens[] = "([{", closes[] = ")]}";
    uint32_t outer = REPORT_NO_TOKEN;
    for (uint32_t i = 0; i < tokens->count; i++) {
        ReportToken *token = &tokens->at[i];
        char c = bracket_of(tokens, token);
        const char *close = c != '\0' ? strchr(closes, c) : NULL;
        if (close != NULL && outer != REPORT_NO_TOKEN && bracket_of(tokens, &tokens->at[outer]) == opens[close - closes]) {
            token->partner = outer;
            tokens->at[outer].partner = i;
            outer = tokens->at[outer].outer;
        }
        token->outer = outer;
        if (c != '\0' && close == NULL)
            outer = i;
    }
}

/* --- the whole --- */

ReportTokens *report_tokens_new(const ReportSource *source)
{
    GArray *array = g_array_new(FALSE, FALSE, sizeof(ReportToken));
    Lexer lexer = {source->text, 0, source->length, true};
    for (skip_space(&lexer); lexer.at < lexer.length; skip_space(&lexer)) {
        ReportToken token = {.start = lexer.at, .outer = REPORT_NO_TOKEN, .partner = REPORT_NO_TOKEN};
        token.kind = skip_token(&lexer);
        token.end = lexer.at;
        g_array_append_val(array, token);
    }
    ReportTokens *tokens = g_new0(ReportTokens, 1);
    tokens->source = source;
    tokens->count = array->len;
    tokens->at = (ReportToken *)(void *)g_array_free(array, FALSE);
    match_brackets(tokens);
    return tokens;
}

void report_tokens_free(ReportTokens *tokens)
{
    if (tokens == NULL)
        return;
    g_free(tokens->at);
    g_free(tokens);
}

uint32_t report_tokens_find(const ReportTokens *tokens, uint32_t line, uint32_t column)
{
    if (line == 0 || column == 0 || line > tokens->source->line_count)
        return REPORT_NO_TOKEN;
    size_t offset = tokens->source->line_starts[line - 1] + column - 1;
    uint32_t low = 0, high = tokens->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->at[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tokens->count && tokens->at[low].start == offset ? low : REPORT_NO_TOKEN;
}

bool report_token_is(const ReportTokens *tokens, uint32_t index, const char *text)
{
    if (index >= tokens->count)
        return false;
    const ReportToken *token = &tokens->at[index];
    size_t length = strlen(text);
    return token->end - token->start == length && memcmp(tokens->source->text + token->start, text, length) == 0;
}

void report_source_place(const ReportSource *source, size_t offset, uint32_t *line, uint32_t *column)
{
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    *line = low + 1;
    *column = (uint32_t)(offset - (source->line_count > 0 ? source->line_starts[low] : 0)) + 1;
}
