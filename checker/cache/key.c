/* key.c - XXH3 of 128 bits over framed parts; see cache.h. */
#include "cache/cache.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct CacheKeyBuilder {
    XXH3_state_t *state; /* allocated by xxHash, which wants it aligned */
};

CacheKeyBuilder *cache_key_new(void)
{
    CacheKeyBuilder *builder = g_new(CacheKeyBuilder, 1);
    builder->state = XXH3_createState();
    if (builder->state == NULL)
        g_error("no memory for a hash");
    XXH3_128bits_reset(builder->state);
    return builder;
}

void cache_key_add(CacheKeyBuilder *builder, const void *bytes, size_t length)
{
    uint64_t frame = length;
    XXH3_128bits_update(builder->state, &frame, sizeof frame);
    XXH3_128bits_update(builder->state, bytes, length);
}

void cache_key_add_text(CacheKeyBuilder *builder, const char *text)
{
    static const uint64_t absent = UINT64_MAX;
    if (text == NULL)
        XXH3_128bits_update(builder->state, &absent, sizeof absent);
    else
        cache_key_add(builder, text, strlen(text));
}

CacheKey cache_key_end(CacheKeyBuilder *builder)
{
    XXH128_hash_t hash = XXH3_128bits_digest(builder->state);
    XXH3_freeState(builder->state);
    g_free(builder);
    return (CacheKey){hash.low64, hash.high64};
}
