/* names.c - open addressing with linear probing, FNV-1a; see names.h. */
#include "ir/names.h"

#include <glib.h>
#include <string.h>

void ir_names_init(IrNames *names)
{
    *names = (IrNames){.epoch = 1};
}

void ir_names_release(IrNames *names)
{
    g_free(names->entries);
    names->entries = NULL;
}

void ir_names_clear(IrNames *names)
{
    names->count = 0;
    names->epoch++;
    if (names->epoch != 0)
        return;
    if (names->entries != NULL)
        memset(names->entries, 0, sizeof *names->entries * names->capacity);
    names->epoch = 1;
}

static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash;
}

/* The entry of the name, or the free one where it would be. */
static IrNameEntry *slot_of(const IrNames *names, const char *text, size_t length, uint32_t hash)
{
    size_t mask = names->capacity - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        IrNameEntry *entry = &names->entries[at];
        if (entry->epoch != names->epoch)
            return entry;
        if (entry->hash == hash && entry->length == length && memcmp(entry->text, text, length) == 0)
            return entry;
    }
}

static void grow(IrNames *names)
{
    IrNames bigger = {.capacity = names->capacity == 0 ? 64 : names->capacity * 2, .epoch = 1, .count = names->count};
    bigger.entries = g_new0(IrNameEntry, bigger.capacity);
    for (size_t i = 0; i < names->capacity; i++) {
        IrNameEntry entry = names->entries[i];
        if (entry.epoch != names->epoch)
            continue;
        entry.epoch = bigger.epoch;
        *slot_of(&bigger, entry.text, entry.length, entry.hash) = entry;
    }
    g_free(names->entries);
    *names = bigger;
}

IrNameEntry *ir_names_add(IrNames *names, const char *text, size_t length, uint32_t index)
{
    if (names->count * 2 >= names->capacity)
        grow(names);
    uint32_t hash = hash_of(text, length);
    IrNameEntry *entry = slot_of(names, text, length, hash);
    if (entry->epoch == names->epoch) {
        entry->is_ambiguous = true;
        return entry;
    }
    *entry = (IrNameEntry){text, length, hash, index, names->epoch, false};
    names->count++;
    return entry;
}

IrNameEntry *ir_names_find(const IrNames *names, const char *text, size_t length)
{
    if (names->capacity == 0)
        return NULL;
    IrNameEntry *entry = slot_of(names, text, length, hash_of(text, length));
    return entry->epoch == names->epoch ? entry : NULL;
}
