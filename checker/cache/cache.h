/* cache.h - results kept between runs, by a key that says all they depend on.
 *
 * A folder of files, one an entry, named by the key. An entry carries its key and a checksum: whatever a crash, a full disk or a bad
 * one left behind is seen and counts as not there. Entries appear whole, by a rename, so that any number of processes
 * may share a folder and be killed at any instant. Nothing is ever lost but time, so nothing here is flushed to the disk. */
#ifndef VTCHECK_CACHE_CACHE_H
#define VTCHECK_CACHE_CACHE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Cache Cache;

typedef struct CacheKey {
    uint64_t low, high;
} CacheKey;

/* Opens or makes the folder. NULL and *problem (g_free), a sentence, when it is no place for a cache. `limit` bounds the bytes kept
 * there: past it the entries that were not used for the longest time go. */
Cache *cache_open(const char *folder, uint64_t limit, char **problem);

/* Trims the folder when it has outgrown its limit. NULL is fine. */
void cache_close(Cache *cache);

/* Whether there is an entry, be it whole or not: a cheap no. */
bool cache_has(const Cache *cache, CacheKey key);

/* Appends the entry's bytes; false: there is none that is whole. */
bool cache_get(Cache *cache, CacheKey key, GByteArray *bytes);

/* Keeps the bytes. A failure is no error of the run; the first one is remembered for cache_problem. */
void cache_put(Cache *cache, CacheKey key, const guint8 *bytes, size_t length);

/* Why entries could not be kept, a sentence for people; NULL: they were. */
const char *cache_problem(const Cache *cache);

/* --- keys --- */

/* Made of parts, in order; each part is framed by its length, so "ab" "c" is not "a" "bc". */
typedef struct CacheKeyBuilder CacheKeyBuilder;

CacheKeyBuilder *cache_key_new(void);
void cache_key_add(CacheKeyBuilder *builder, const void *bytes, size_t length);
void cache_key_add_text(CacheKeyBuilder *builder, const char *text); /* NULL differs from "" */
CacheKey cache_key_end(CacheKeyBuilder *builder);                    /* frees it */

/* This program: by the linker's hash of it, else by its bytes. False: neither is known. */
bool cache_key_add_program(CacheKeyBuilder *builder);

#endif
