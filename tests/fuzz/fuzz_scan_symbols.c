/* Any bytes are looked at for names. */
#include "scan/symbols.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    ScanSymbols *symbols = scan_symbols_new(1);
    scan_symbols_add(symbols, 0, (const char *)bytes, length);
    scan_symbols_has(symbols, 0, "name", SCAN_DEFINES);
    scan_symbols_free(symbols);
    return 0;
}
