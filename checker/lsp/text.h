/* text.h - the text of a document: its lines, the protocol's positions, and changes to stretches of it.
 *
 * The protocol counts lines and columns from 0, columns in UTF-16 units unless the client agreed on UTF-8; reports count both
 * from 1, columns in bytes. Text is valid UTF-8 always; positions are clamped to it, never refused, as the protocol asks. */
#ifndef VTCHECK_LSP_TEXT_H
#define VTCHECK_LSP_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum LspEncoding { LSP_UTF16, LSP_UTF8 } LspEncoding;

typedef struct LspPosition {
    uint32_t line, character; /* from 0 */
} LspPosition;

typedef struct LspText {
    GString *bytes;
    GArray *lines;  /* size_t: where each starts; made when asked for */
} LspText;

/* Takes any bytes; what is not UTF-8 becomes U+FFFD. */
void lsp_text_init(LspText *text, const char *bytes, size_t length);
void lsp_text_clear(LspText *text);

/* Puts `with` in place of what lies between two positions. */
void lsp_text_replace(LspText *text, LspPosition start, LspPosition end, LspEncoding encoding, const char *with);

uint32_t lsp_text_line_count(LspText *text);

/* A line from 0, without its line end. NULL: there is no such line. */
const char *lsp_text_line(LspText *text, uint32_t line, size_t *length);

/* From a report's line and byte column, both from 1. */
LspPosition lsp_text_position(LspText *text, uint32_t line, uint32_t column, LspEncoding encoding);

/* The length of a stretch of valid UTF-8 in the encoding's units. */
uint32_t lsp_units(const char *bytes, size_t length, LspEncoding encoding);

#endif
