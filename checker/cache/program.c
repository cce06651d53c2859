/* program.c - which program this is, for keys: a version number stays the same from build to build. */
#define _GNU_SOURCE /* dl_iterate_phdr */
#include <link.h>
#include <string.h>

#include "cache/cache.h"

enum { SHORTEST_IDENTIFIER = 16 };

typedef struct Note {
    uint32_t name_length, length, type;
} Note;

/* The linker's hash of the program, if it made one. Adds it to `data`, a GByteArray. */
static int find_identifier(struct dl_phdr_info *object, size_t size, void *data)
{
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_NOTE)
            continue;
        const char *at = (const char *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr), *end = at + object->dlpi_phdr[i].p_memsz;
        Note note;
        for (; end - at >= (ptrdiff_t)sizeof note; at += sizeof note + (note.name_length + 3) / 4 * 4 + (note.length + 3) / 4 * 4) {
            memcpy(&note, at, sizeof note);
            if (note.type == NT_GNU_BUILD_ID && note.name_length == sizeof "GNU" && memcmp(at + sizeof note, "GNU", sizeof "GNU") == 0)
                g_byte_array_append(data, (const guint8 *)at + sizeof note + sizeof "GNU", note.length);
        }
    }
    return 1; /* no other object: the first is the program */
}

static gpointer find_program(gpointer unused)
{
    (void)unused;
    GByteArray *identifier = g_byte_array_new();
    dl_iterate_phdr(find_identifier, identifier);
    GMappedFile *program = identifier->len < SHORTEST_IDENTIFIER ? g_mapped_file_new("/proc/self/exe", FALSE, NULL) : NULL;
    CacheKeyBuilder *builder = cache_key_new();
    if (program != NULL)
        cache_key_add(builder, g_mapped_file_get_contents(program), g_mapped_file_get_length(program));
    else
        cache_key_add(builder, identifier->data, identifier->len);
    CacheKey key = cache_key_end(builder);
    bool is_known = program != NULL || identifier->len >= SHORTEST_IDENTIFIER;
    if (program != NULL)
        g_mapped_file_unref(program);
    g_byte_array_unref(identifier);
    return is_known ? g_memdup2(&key, sizeof key) : NULL; /* kept for good */
}

bool cache_key_add_program(CacheKeyBuilder *builder)
{
    static GOnce once = G_ONCE_INIT;
    const CacheKey *key = g_once(&once, find_program, NULL);
    if (key != NULL)
        cache_key_add(builder, key, sizeof *key);
    return key != NULL;
}
