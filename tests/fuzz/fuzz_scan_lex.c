/* Any bytes are lexed by a scan. */
#include "scan/lex.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ScanPieces *pieces;
    GStringChunk *names = g_string_chunk_new(100);
    if (pieces == NULL) {
        pieces = scan_pieces_new();
        scan_pieces_add_name(pieces, "vt::value_task");
        scan_pieces_add_name(pieces, "annotate");
    }
    ScanText text;
    scan_lex(&(ScanLexing){pieces, "vt::value_task", "vt-", names}, (const char *)bytes, length, &text);
    scan_text_clear(&text);
    g_string_chunk_free(names);
    return 0;
}
