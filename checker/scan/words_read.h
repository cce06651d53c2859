/* words_read.h - a text's uses of names and its definitions, as words.c makes bytes of them. Private to this folder. */
#ifndef VTCHECK_SCAN_WORDS_READ_H
#define VTCHECK_SCAN_WORDS_READ_H

#include "scan/words.h"

typedef struct FoundName {
    ScanName name;
    guint noted;  /* the reader's: the last declaration in which it was noted */
    uint8_t uses; /* ScanUse, or-ed */
} FoundName;

/* Names are told by their numbers here, which are places in `names`. */
typedef struct FoundWords {
    FoundName *names; /* each once, in the order in which they appear */
    uint32_t name_count;
    GArray *definitions; /* ScanDefinition */
    GArray *words;       /* uint32_t: those that stand in definitions */
} FoundWords;

/* Any bytes are safe. Free with words_clear. */
FoundWords words_read(const char *text, size_t length);
void words_clear(FoundWords *found);

#endif
