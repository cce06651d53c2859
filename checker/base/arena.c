/* arena.c - chunked bump allocation; see arena.h. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };

typedef struct Chunk {
    struct Chunk *next;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
} Chunk;

struct BaseArena {
    Chunk *chunks;   /* newest first; allocation is from its free end */
    size_t offset;   /* used bytes of the newest chunk */
    size_t used;
    size_t next_size;
};

static void out_of_memory(size_t size)
{
    fprintf(stderr, "vtcheck: out of memory (%zu bytes wanted)\n", size);
    abort();
}

BaseArena *base_arena_new(void)
{
    BaseArena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        out_of_memory(sizeof *arena);
    arena->next_size = FIRST_CHUNK;
    return arena;
}

void base_arena_free(BaseArena *arena)
{
    if (arena == NULL)
        return;
    for (Chunk *chunk = arena->chunks; chunk != NULL;) {
        Chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(arena);
}

static void add_chunk(BaseArena *arena, size_t at_least)
{
    size_t size = arena->next_size > at_least ? arena->next_size : at_least;
    if (size > SIZE_MAX - sizeof(Chunk))
        out_of_memory(size);
    Chunk *chunk = malloc(sizeof(Chunk) + size);
    if (chunk == NULL)
        out_of_memory(size);
    chunk->next = arena->chunks;
    chunk->size = size;
    arena->chunks = chunk;
    arena->offset = 0;
    if (arena->next_size < LARGEST_CHUNK)
        arena->next_size *= 2;
}

void *base_arena_alloc(BaseArena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        out_of_memory(size);
    size = (size + align - 1) & ~(align - 1);
    if (arena->chunks == NULL || arena->chunks->size - arena->offset < size)
        add_chunk(arena, size);
    void *memory = arena->chunks->bytes + arena->offset;
    arena->offset += size;
    arena->used += size;
    return memset(memory, 0, size);
}

char *base_arena_strndup(BaseArena *arena, const char *text, size_t length)
{
    char *copy = base_arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *base_arena_strdup(BaseArena *arena, const char *text)
{
    return base_arena_strndup(arena, text, strlen(text));
}

char *base_arena_printf(BaseArena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = base_arena_alloc(arena, length < 0 ? 1 : (size_t)length + 1);
    if (length >= 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void base_arena_reset(BaseArena *arena)
{
    /* Keep only the newest chunk: it is the largest, and one chunk is what a steady state needs. */
    if (arena->chunks != NULL) {
        for (Chunk *chunk = arena->chunks->next; chunk != NULL;) {
            Chunk *next = chunk->next;
            free(chunk);
            chunk = next;
        }
        arena->chunks->next = NULL;
    }
    arena->offset = 0;
    arena->used = 0;
}

size_t base_arena_used(const BaseArena *arena)
{
    return arena->used;
}
