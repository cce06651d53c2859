/* fuzz_lsp_framing.c - any bytes, cut into pieces, as a client's stream: every message that comes out is read, nothing fails. */
#include <stddef.h>
#include <stdint.h>

#include "lsp/framing.h"
#include "lsp/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_message(JsonNode *message)
{
    LspPosition start, end;
    lsp_string_at(message, "method");
    lsp_number_at(message, "params.position.line", 0);
    lsp_range_at(message, "params.range", &start, &end);
    lsp_array_at(message, "params.contentChanges");
    g_free(lsp_path_of_uri(lsp_string_at(message, "params.textDocument.uri")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    LspFramer framer;
    lsp_framer_init(&framer);
    size_t piece = size > 0 ? (size_t)data[0] + 1 : 1;
    for (size_t at = 1; at < size; at += piece) {
        lsp_framer_feed(&framer, data + at, MIN(piece, size - at));
        for (LspFrame frame; (frame = lsp_framer_next(&framer)).kind != LSP_FRAME_MORE;) {
            if (frame.kind == LSP_FRAME_MESSAGE) {
                read_message(frame.node);
                json_node_unref(frame.node);
            }
            g_free(frame.problem);
        }
    }
    lsp_framer_clear(&framer);
    return 0;
}
