/* outline.h - where the functions of a C file have their bodies, told from the text alone, and the file with bodies left out.
 *
 * An editor's check parses the functions that were changed and nothing of the others: their bodies are overwritten with blanks,
 * line by line, so that every place stays where it is. Directives inside of bodies are kept, for they may define macros. */
#ifndef VTCHECK_LSP_OUTLINE_H
#define VTCHECK_LSP_OUTLINE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A function definition: [head, end) in bytes; the body's braces are at begin and end - 1. */
typedef struct LspPiece {
    size_t head, begin, end;
    uint32_t head_line, line, end_line; /* of the three, from 1; end_line is the closing brace's */
} LspPiece;

/* LspPiece, in order. A brace in the first column ends a body, whatever stands before it: so an unfinished function does not
 * swallow those behind it. */
GArray *lsp_outline(const char *text, size_t length);

/* A copy of the text (g_free) with the bodies of all pieces blank but those that `keep` says, one flag a piece. */
char *lsp_outline_blank(const char *text, size_t length, const GArray *outline, const bool *keep);

#endif
