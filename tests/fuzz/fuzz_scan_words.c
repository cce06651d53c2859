/* Any bytes are looked at for names; and taken for what an earlier run said of a file. */
#include "scan/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    ScanWords words;
    GByteArray *said = g_byte_array_new();
    scan_words_write((const char *)bytes, length, said);
    if (!scan_words_view(said->data, said->len, 0, &words) || scan_words_size(&words) != said->len)
        g_error("words that cannot be read back");
    scan_words_use(&words, scan_name("name"), SCAN_DEFINES);
    g_byte_array_set_size(said, 0);
    g_byte_array_append(said, bytes, (guint)length);
    if (scan_words_view(said->data, said->len, 0, &words))
        scan_words_use(&words, scan_name("name"), SCAN_DEFINES);
    g_byte_array_unref(said);
    return 0;
}
