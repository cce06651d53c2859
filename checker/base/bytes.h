/* bytes.h - numbers and texts as bytes, and back: for what this program writes and only the same program reads (through a pipe, from its cache).
 *
 * Numbers are in the machine's own byte order. Any bytes are safe to read: a reader that has met what cannot be gives zeros from there on
 * and says so. Texts are read in place, without a copy. */
#ifndef VTCHECK_BASE_BYTES_H
#define VTCHECK_BASE_BYTES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

void base_put(GByteArray *out, const void *bytes, size_t size);
void base_put_number(GByteArray *out, uint32_t number);
void base_put_text(GByteArray *out, const char *text); /* NULL is another one than "" */

typedef struct BaseReader {
    const uint8_t *at, *end;
    bool is_broken;
} BaseReader;

BaseReader base_reader(const void *bytes, size_t length);

void base_take(BaseReader *reader, void *bytes, size_t size);
uint32_t base_take_number(BaseReader *reader);

/* A number of things that take `least` bytes each, at least one: never more than what is left can hold. */
uint32_t base_take_count(BaseReader *reader, size_t least);

/* As long as the bytes that are read; NULL was NULL. */
const char *base_take_text(BaseReader *reader);

/* The same, never NULL: "" where there is none. */
const char *base_take_some_text(BaseReader *reader);

/* All was read, and nothing was wrong. */
bool base_reader_is_done(const BaseReader *reader);

#endif
