/* text_lex.h - private to this folder: tokens of the text form.
 *
 * A lexer is put on a text and moved token by token; `token` is the one looked at. Any bytes are safe. After the first
 * error, and at the end, every token is IR_TOKEN_END, so that a parser's loops end by themselves. */
#ifndef VTCHECK_IR_TEXT_LEX_H
#define VTCHECK_IR_TEXT_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum IrTokenKind {
    IR_TOKEN_END,
    IR_TOKEN_NEWLINE,
    IR_TOKEN_WORD,     /* text: letters, digits, _ and $ */
    IR_TOKEN_STRING,   /* text: what is between the quotes, escapes and all */
    IR_TOKEN_NUMBER,   /* value: decimal digits, without sign */
    IR_TOKEN_REGISTER, /* value: %12 */
    IR_TOKEN_ARROW,    /* -> */
    IR_TOKEN_DOTS,     /* .. */
    IR_TOKEN_ELLIPSIS, /* ... */
    IR_TOKEN_MARK      /* mark: one of ( ) [ ] { } , : = @ # . ? - */
} IrTokenKind;

typedef struct IrToken {
    IrTokenKind kind;
    char mark;
    bool has_escape;
    const char *text;
    size_t length;
    uint64_t value;
    const char *start; /* where it stands in the text */
} IrToken;

typedef struct IrLexer {
    const char *text, *end;
    const char *at;           /* behind `token` */
    IrToken token;
    const char *error;        /* a string literal or the parser's; NULL: none */
    const char *error_place;
} IrLexer;

void ir_lexer_start(IrLexer *lexer, const char *text, size_t length); /* looks at the first token */
void ir_lexer_next(IrLexer *lexer);
void ir_lexer_fail(IrLexer *lexer, const char *place, const char *error); /* only the first error is kept */

/* Line and column, from 1, of a place in the text. Linear: for errors only. */
void ir_lexer_position(const IrLexer *lexer, const char *place, uint32_t *line, uint32_t *column);

/* Copies what the text of a string token means to `out`, which has room for token->length + 1 bytes. */
void ir_lexer_unescape(const IrToken *token, char *out);

#endif
