/* text_lex.c - hand-written: the first byte decides what a token is; see text_lex.h. */
#include "ir/text_lex.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$';
}

void ir_lexer_start(IrLexer *lexer, const char *text, size_t length)
{
    *lexer = (IrLexer){.text = text, .end = text + length, .at = text};
    ir_lexer_next(lexer);
}

void ir_lexer_fail(IrLexer *lexer, const char *place, const char *error)
{
    if (lexer->error == NULL) {
        lexer->error = error;
        lexer->error_place = place;
    }
    lexer->at = lexer->end;
    lexer->token = (IrToken){.kind = IR_TOKEN_END, .start = lexer->end};
}

void ir_lexer_position(const IrLexer *lexer, const char *place, uint32_t *line, uint32_t *column)
{
    const char *line_start = lexer->text;
    *line = 1;
    for (const char *c = lexer->text; c < place; c++) {
        if (*c == '\n') {
            ++*line;
            line_start = c + 1;
        }
    }
    *column = (uint32_t)(place - line_start) + 1;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    if (at < end && *at == ';') {
        while (at < end && *at != '\n')
            at++;
    }
    return at;
}

/* Reads digits; false: more than 64 bits. */
static bool read_digits(IrLexer *lexer, const char *at)
{
    uint64_t value = 0;
    bool fits = true;
    for (; at < lexer->end && is_digit(*at); at++) {
        unsigned digit = (unsigned)(*at - '0');
        fits = fits && value <= (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    lexer->at = at;
    lexer->token.value = value;
    if (!fits)
        ir_lexer_fail(lexer, lexer->token.start, "the number is too large");
    return fits;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static unsigned hex_value(char c)
{
    return (unsigned)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Length of the escape at `at`, which is a backslash; 0: there is no such escape. */
static size_t escape_length(const char *at, const char *end)
{
    if (end - at < 2)
        return 0;
    if (at[1] == 'x')
        return end - at >= 4 && is_hex(at[2]) && is_hex(at[3]) && (at[2] != '0' || at[3] != '0') ? 4 : 0;
    return strchr("\\\"nt", at[1]) != NULL && at[1] != '\0' ? 2 : 0;
}

static void read_string(IrLexer *lexer)
{
    const char *start = lexer->token.start;
    const char *at = start + 1;
    while (at < lexer->end && *at != '"') {
        if (*at == '\n')
            break;
        if (*at == '\0') {
            ir_lexer_fail(lexer, at, "a string holds a zero byte");
            return;
        }
        size_t length = 1;
        if (*at == '\\') {
            length = escape_length(at, lexer->end);
            lexer->token.has_escape = true;
        }
        if (length == 0) {
            ir_lexer_fail(lexer, at, "a string holds an escape that does not exist");
            return;
        }
        at += length;
    }
    if (at >= lexer->end || *at != '"') {
        ir_lexer_fail(lexer, start, "a string does not end");
        return;
    }
    lexer->token.kind = IR_TOKEN_STRING;
    lexer->token.text = start + 1;
    lexer->token.length = (size_t)(at - start) - 1;
    lexer->at = at + 1;
}

void ir_lexer_unescape(const IrToken *token, char *out)
{
    const char *end = token->text + token->length;
    for (const char *at = token->text; at < end;) {
        if (*at != '\\') {
            *out++ = *at++;
        } else if (at[1] == 'x') {
            *out++ = (char)(hex_value(at[2]) << 4 | hex_value(at[3]));
            at += 4;
        } else {
            *out++ = at[1] == 'n' ? '\n' : at[1] == 't' ? '\t' : at[1];
            at += 2;
        }
    }
    *out = '\0';
}

static void read_mark(IrLexer *lexer)
{
    const char *at = lexer->token.start;
    size_t left = (size_t)(lexer->end - at), length = 1;
    lexer->token.kind = IR_TOKEN_MARK;
    lexer->token.mark = *at;
    if (*at == '.' && left > 1 && at[1] == '.') {
        length = left > 2 && at[2] == '.' ? 3 : 2;
        lexer->token.kind = length == 3 ? IR_TOKEN_ELLIPSIS : IR_TOKEN_DOTS;
    } else if (*at == '-' && left > 1 && at[1] == '>') {
        length = 2;
        lexer->token.kind = IR_TOKEN_ARROW;
    } else if (*at == '\0' || strchr("()[]{},:=@#.?-", *at) == NULL) {
        ir_lexer_fail(lexer, at, "this character has no meaning here");
        return;
    }
    lexer->at = at + length;
}

void ir_lexer_next(IrLexer *lexer)
{
    const char *at = skip_blanks(lexer->at, lexer->end);
    IrToken *token = &lexer->token;
    token->start = at;
    token->has_escape = false;
    if (at >= lexer->end) {
        lexer->at = lexer->end;
        token->kind = IR_TOKEN_END;
    } else if (*at == '\n') {
        lexer->at = at + 1;
        token->kind = IR_TOKEN_NEWLINE;
    } else if (is_digit(*at)) {
        if (read_digits(lexer, at))
            token->kind = IR_TOKEN_NUMBER;
    } else if (is_word(*at)) {
        token->kind = IR_TOKEN_WORD;
        token->text = at;
        while (at < lexer->end && is_word(*at))
            at++;
        token->length = (size_t)(at - token->text);
        lexer->at = at;
    } else if (*at == '%') {
        if (at + 1 >= lexer->end || !is_digit(at[1]))
            ir_lexer_fail(lexer, at, "a register is % and a number");
        else if (read_digits(lexer, at + 1))
            token->kind = IR_TOKEN_REGISTER;
    } else if (*at == '"') {
        read_string(lexer);
    } else {
        read_mark(lexer);
    }
}
