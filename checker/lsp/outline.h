/* outline.h - where the functions of a C file have their bodies, told from the text alone, and the file with bodies left out.
 *
 * An editor's check parses the functions that were changed and as little as possible of the others: their bodies are overwritten with
 * blanks, line by line, so that every place stays where it is, and their heads too where nothing that is parsed names them. Directives
 * are kept wherever they stand, for they may define macros. */
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

typedef enum LspKeep { LSP_KEEP_NOTHING, LSP_KEEP_HEAD, LSP_KEEP_ALL } LspKeep;

/* Where `keep`, one a piece, has LSP_KEEP_HEAD and no word of what is kept can be the function's name, it becomes LSP_KEEP_NOTHING. A name
 * that a macro puts together is not seen: who parses the rest must look whether a function is missing. */
void lsp_outline_drop_heads(const char *text, size_t length, const GArray *outline, LspKeep *keep);

/* A copy of the text (g_free) with blanks in place of what `keep`, one a piece, does not keep. */
char *lsp_outline_blank(const char *text, size_t length, const GArray *outline, const LspKeep *keep);

#endif
