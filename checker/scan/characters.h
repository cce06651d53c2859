/* characters.h - what a character of C's source can be: one look instead of many comparisons. */
#ifndef VTCHECK_SCAN_CHARACTERS_H
#define VTCHECK_SCAN_CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>

/* NUL, tab, \v, \f and the space are blank; \n and \r begin a line. What is beyond ASCII, and $, is a part of words. */
enum { SCAN_WORD_START = 1, SCAN_DIGIT = 2, SCAN_BLANK = 4, SCAN_NEWLINE = 8 };

extern const uint8_t scan_characters[256];

/* Whether it is one of these: `what` is of the bits above. */
static inline bool scan_is(char character, unsigned what)
{
    return (scan_characters[(unsigned char)character] & what) != 0;
}

#endif
