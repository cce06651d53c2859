/* source_tokens.h - C source text cut into tokens, for those who edit it.
 *
 * This is the text as it stands in the file: nothing is expanded, and what #if leaves out is there too. A whole
 * preprocessing directive is one token. Brackets know each other. Any bytes may come in; what is no C gives tokens all
 * the same. Built once, then read only. */
#ifndef VTCHECK_REPORT_SOURCE_TOKENS_H
#define VTCHECK_REPORT_SOURCE_TOKENS_H

#include "report/source_text.h"

#define REPORT_NO_TOKEN UINT32_MAX

typedef enum ReportTokenKind {
    REPORT_TOKEN_IDENTIFIER, /* keywords too */
    REPORT_TOKEN_NUMBER,
    REPORT_TOKEN_LITERAL,    /* string or character, without its prefix */
    REPORT_TOKEN_PUNCTUATOR, /* the longest one that C knows */
    REPORT_TOKEN_DIRECTIVE   /* from # to the end of the logical line */
} ReportTokenKind;

typedef struct ReportToken {
    ReportTokenKind kind;
    size_t start, end;   /* bytes of the text, half open */
    uint32_t outer;      /* the innermost ( [ { around it, REPORT_NO_TOKEN: none; a bracket is not inside itself */
    uint32_t partner;    /* of a bracket, the other one; REPORT_NO_TOKEN: not a bracket, or it has none */
} ReportToken;

typedef struct ReportTokens {
    const ReportSource *source;
    ReportToken *at;
    uint32_t count;
} ReportTokens;

/* The source must outlive the tokens. Free with report_tokens_free. */
ReportTokens *report_tokens_new(const ReportSource *source);
void report_tokens_free(ReportTokens *tokens); /* NULL is fine */

/* The token that starts at this place; REPORT_NO_TOKEN: none does. */
uint32_t report_tokens_find(const ReportTokens *tokens, uint32_t line, uint32_t column);

/* Whether the token is there and spelled so. */
bool report_token_is(const ReportTokens *tokens, uint32_t index, const char *text);

/* The place of a byte: line and column from 1. */
void report_source_place(const ReportSource *source, size_t offset, uint32_t *line, uint32_t *column);

#endif
