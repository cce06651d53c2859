/* arena.h - memory that lives and dies together.
 *
 * One arena a translation unit, one a function analysis, one a run. Nothing in an arena is freed singly; the
 * arena is freed whole. Allocation never returns NULL: a tool that cannot get memory ends with a message
 * (the same decision GLib takes). Not thread-safe: an arena belongs to one thread. */
#ifndef VTCHECK_BASE_ARENA_H
#define VTCHECK_BASE_ARENA_H

#include <stddef.h>

typedef struct BaseArena BaseArena;

BaseArena *base_arena_new(void);
void base_arena_free(BaseArena *arena);               /* NULL is fine */
void *base_arena_alloc(BaseArena *arena, size_t size); /* zeroed, aligned for any type */
char *base_arena_strdup(BaseArena *arena, const char *text);
char *base_arena_strndup(BaseArena *arena, const char *text, size_t length);
char *base_arena_printf(BaseArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Forgets everything allocated but keeps the memory for the next use. */
void base_arena_reset(BaseArena *arena);

/* Bytes handed out since creation or the last reset. */
size_t base_arena_used(const BaseArena *arena);

#define BASE_NEW(arena, type) ((type *)base_arena_alloc((arena), sizeof(type)))
#define BASE_NEW_ARRAY(arena, type, count) ((type *)base_arena_alloc((arena), sizeof(type) * (size_t)(count)))

#endif
