/* tokens.c - see tokens.h. */
#define _GNU_SOURCE /* memmem */
#include "scan/tokens.h"

#include <string.h>

#include "scan/characters.h"

static bool is_word_part(char c)
{
    return scan_is(c, SCAN_WORD_START | SCAN_DIGIT);
}

static char peek(const TokenReader *reader, ptrdiff_t ahead)
{
    return reader->end - reader->at > ahead ? reader->at[ahead] : '\0';
}

/* Past a character, or two when the first takes the meaning from the second. */
static void pass_escaped(TokenReader *reader)
{
    reader->at += *reader->at == '\\' && reader->end - reader->at > 1 ? 2 : 1;
}

static bool pass_comment(TokenReader *reader)
{
    if (*reader->at != '/' || (peek(reader, 1) != '/' && peek(reader, 1) != '*'))
        return false;
    if (reader->at[1] == '/') {
        while (reader->at < reader->end && *reader->at != '\n')
            pass_escaped(reader);
    } else {
        const char *close = memmem(reader->at + 2, (size_t)(reader->end - reader->at - 2), "*/", 2);
        reader->at = close != NULL ? close + 2 : reader->end;
    }
    return true;
}

/* Blanks, comments and ends of lines; these end a directive unless a backslash stands before them. */
static void pass_space(TokenReader *reader)
{
    while (reader->at < reader->end) {
        char c = *reader->at;
        if (c == '\n') {
            reader->in_directive = false;
            reader->begins_line = true;
            reader->at++;
        } else if (scan_is(c, SCAN_BLANK | SCAN_NEWLINE)) {
            reader->at++;
        } else if (c == '\\' && (peek(reader, 1) == '\n' || (peek(reader, 1) == '\r' && peek(reader, 2) == '\n'))) {
            reader->at += peek(reader, 1) == '\r' ? 3 : 2;
        } else if (!pass_comment(reader)) {
            return;
        }
    }
}

/* A string or character constant; one that does not end goes to the end of its line. */
static void pass_quoted(TokenReader *reader)
{
    char quote = *reader->at++;
    while (reader->at < reader->end && *reader->at != quote && *reader->at != '\n')
        pass_escaped(reader);
    reader->at += reader->at < reader->end && *reader->at == quote;
}

/* With the digit separators of C23, which begin no literal. */
static void pass_number(TokenReader *reader)
{
    while (reader->at < reader->end && (is_word_part(*reader->at) || *reader->at == '.' || (*reader->at == '\'' && is_word_part(peek(reader, 1)))))
        reader->at++;
}

static void take_word(TokenReader *reader, Token *token)
{
    const char *at = reader->at;
    ScanName name = SCAN_NAME_START;
    for (; at < reader->end && is_word_part(*at); at++)
        name = SCAN_NAME_STEP(name, *at);
    reader->at = at;
    token->kind = TOKEN_WORD;
    token->name = name;
}

Token token_next(TokenReader *reader)
{
    pass_space(reader);
    Token token = {.kind = TOKEN_END, .begin = reader->at, .in_directive = reader->in_directive};
    bool begins_line = reader->begins_line;
    reader->begins_line = false;
    if (reader->at >= reader->end)
        return token;
    char c = *reader->at;
    if (scan_is(c, SCAN_WORD_START)) {
        take_word(reader, &token);
    } else if (scan_is(c, SCAN_DIGIT) || c == '"' || c == '\'') {
        token.kind = TOKEN_LITERAL;
        if (scan_is(c, SCAN_DIGIT))
            pass_number(reader);
        else
            pass_quoted(reader);
    } else {
        token.kind = TOKEN_SIGN;
        reader->at += (c == '+' || c == '-' || c == '&') && peek(reader, 1) == c ? 2 : 1;
        if (c == '#' && begins_line)
            token.in_directive = token.begins_one = reader->in_directive = true;
    }
    token.length = (size_t)(reader->at - token.begin);
    return token;
}

TokenReader token_reader(const char *bytes, size_t length)
{
    return (TokenReader){.start = bytes, .at = bytes, .end = length > 0 ? bytes + length : bytes, .begins_line = true};
}

bool token_is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && strlen(word) == token->length && memcmp(token->begin, word, token->length) == 0;
}

bool token_is_sign(const Token *token, char sign)
{
    return token->kind == TOKEN_SIGN && token->length == 1 && *token->begin == sign;
}
