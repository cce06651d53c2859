/* tokens.h - a reader of C that sees words, signs and directives, and nothing of what is in comments and literals. Private to this folder.
 *
 * It reads any bytes, and always ends. Lines are spliced where a directive goes on; a word that is cut by a splice is two. */
#ifndef VTCHECK_SCAN_TOKENS_H
#define VTCHECK_SCAN_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "scan/words.h"

typedef enum TokenKind { TOKEN_END, TOKEN_WORD, TOKEN_SIGN, TOKEN_LITERAL } TokenKind;

typedef struct Token {
    TokenKind kind;
    const char *begin;
    size_t length;      /* of a sign 1; 2 for ++ -- && */
    ScanName name;      /* of a word */
    bool in_directive;  /* it stands in a directive ... */
    bool begins_one;    /* ... and is its '#' */
} Token;

typedef struct TokenReader {
    const char *start, *at, *end;
    bool in_directive, begins_line;
} TokenReader;

TokenReader token_reader(const char *bytes, size_t length);
Token token_next(TokenReader *reader);

bool token_is_word(const Token *token, const char *word);
bool token_is_sign(const Token *token, char sign); /* that stands alone */

#endif
