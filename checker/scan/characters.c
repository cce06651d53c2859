/* characters.c - see characters.h. */
#include "scan/characters.h"

#define W SCAN_WORD_START
#define D SCAN_DIGIT
#define B SCAN_BLANK
#define N SCAN_NEWLINE
#define WORDS_16 W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W

const uint8_t scan_characters[256] = {
    B, 0, 0, 0, 0, 0, 0, 0, 0, B, N, B, B, N, 0, 0, /* NUL, \t \n \v \f \r */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, 0, 0, W, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* $ */
    D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0,
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, W, /* _ */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, 0,
    WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16,
};
