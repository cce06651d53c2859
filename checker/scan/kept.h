/* kept.h - what was read of files, from one scanner to the next. See kept.c. */
#ifndef VTCHECK_SCAN_KEPT_H
#define VTCHECK_SCAN_KEPT_H

#include <time.h>

#include "files.h"

/* `now` is what the clock says, in seconds. scan.h has the rest. */
bool scan_kept_write(const ScanFiles *files, const ScanLexing *lexing, time_t now, GByteArray *out);
void scan_kept_read(ScanFiles *files, const ScanLexing *lexing, time_t now, const void *bytes, size_t length);

#endif
