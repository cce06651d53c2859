/* framing.h - the protocol's base layer: bytes to messages and back.
 *
 * A message is "Content-Length: N", perhaps further headers, an empty line, and N bytes of JSON. Nothing that arrives ends the
 * stream: what cannot be read is told as LSP_FRAME_BROKEN, and reading goes on at the next header. A message past the limit is
 * skipped as it comes in, without being kept. */
#ifndef VTCHECK_LSP_FRAMING_H
#define VTCHECK_LSP_FRAMING_H

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

enum { LSP_MOST_BYTES = 64 * 1024 * 1024, LSP_MOST_DEPTH = 256 };

typedef enum LspFrameKind {
    LSP_FRAME_MORE,    /* no whole message is there */
    LSP_FRAME_MESSAGE, /* node is set (json_node_unref) */
    LSP_FRAME_BROKEN   /* problem is set (g_free): this was not JSON, or too long, or no message at all */
} LspFrameKind;

typedef struct LspFrame {
    LspFrameKind kind;
    JsonNode *node;
    char *problem;
} LspFrame;

typedef struct LspFramer {
    GByteArray *bytes;   /* not yet read */
    size_t at;           /* of these, done with */
    guint64 skip;        /* still to come of a message that is too long */
    bool is_lost;        /* looking for a header, and said so */
} LspFramer;

void lsp_framer_init(LspFramer *framer);
void lsp_framer_clear(LspFramer *framer);
void lsp_framer_feed(LspFramer *framer, const void *bytes, size_t size);
LspFrame lsp_framer_next(LspFramer *framer);

/* Appends a message with its header. */
void lsp_frame_append(GByteArray *out, JsonNode *node);

#endif
