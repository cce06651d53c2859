/* words.c - what a file says by its words, as bytes: written, viewed, asked; see words.h.
 *
 * The three counts and a mark, names, definitions, words, uses; padded to eight. In the machine's own order. */
#include "scan/words.h"

#include <stdlib.h>
#include <string.h>

#include "scan/words_read.h"

static const uint32_t mark = 0x56575244; /* "VWRD" */

typedef struct Head {
    uint32_t mark, name_count, definition_count, word_count;
} Head;

/* --- writing --- */

typedef struct Sorted {
    ScanName name;
    uint32_t number;
} Sorted;

static int compare(const void *one, const void *other)
{
    const Sorted *a = one, *b = other;
    return (a->name > b->name) - (a->name < b->name);
}

/* Names in order, and what is said by their numbers. */
static void put_all(const FoundWords *found, GByteArray *out)
{
    Sorted *sorted = g_new(Sorted, (gsize)found->name_count + 1);
    uint32_t *place = g_new(uint32_t, (gsize)found->name_count + 1);
    for (uint32_t i = 0; i < found->name_count; i++)
        sorted[i] = (Sorted){found->names[i].name, i};
    qsort(sorted, found->name_count, sizeof *sorted, compare);
    Head head = {mark, found->name_count, found->definitions->len, found->words->len};
    g_byte_array_append(out, (const guint8 *)&head, sizeof head);
    for (uint32_t i = 0; i < found->name_count; i++) {
        place[sorted[i].number] = i;
        g_byte_array_append(out, (const guint8 *)&sorted[i].name, sizeof sorted[i].name);
    }
    for (guint i = 0; i < found->definitions->len; i++) {
        ScanDefinition definition = g_array_index(found->definitions, ScanDefinition, i);
        definition.name = place[definition.name];
        g_byte_array_append(out, (const guint8 *)&definition, sizeof definition);
    }
    for (guint i = 0; i < found->words->len; i++)
        g_byte_array_append(out, (const guint8 *)&place[g_array_index(found->words, uint32_t, i)], sizeof *place);
    for (uint32_t i = 0; i < found->name_count; i++)
        g_byte_array_append(out, &found->names[sorted[i].number].uses, 1);
    while (out->len % 8 != 0)
        g_byte_array_append(out, (const guint8 *)"", 1);
    g_free(sorted);
    g_free(place);
}

void scan_words_write(const char *text, size_t length, GByteArray *out)
{
    FoundWords found = words_read(text, length);
    put_all(&found, out);
    words_clear(&found);
}

/* --- views --- */

static size_t size_of(const Head *head)
{
    size_t size = sizeof *head + sizeof(ScanName) * (size_t)head->name_count + sizeof(ScanDefinition) * (size_t)head->definition_count +
                  sizeof(uint32_t) * (size_t)head->word_count + head->name_count;
    return (size + 7) / 8 * 8;
}

static bool is_sound(const ScanWords *words)
{
    bool sound = true;
    for (uint32_t i = 0; i < words->word_count; i++)
        sound &= words->words[i] < words->name_count;
    for (uint32_t i = 0; i < words->definition_count; i++) {
        const ScanDefinition *definition = &words->definitions[i];
        sound &= definition->name < words->name_count && definition->first <= words->word_count && definition->count <= words->word_count - definition->first;
    }
    return sound;
}

bool scan_words_view(const uint8_t *bytes, size_t length, size_t offset, ScanWords *words)
{
    Head head;
    if (offset % 8 != 0 || offset > length || length - offset < sizeof head)
        return false;
    memcpy(&head, bytes + offset, sizeof head);
    if (head.mark != mark || size_of(&head) > length - offset)
        return false;
    const uint8_t *at = bytes + offset + sizeof head;
    *words = (ScanWords){.name_count = head.name_count, .definition_count = head.definition_count, .word_count = head.word_count};
    words->names = (const ScanName *)(const void *)at;
    words->definitions = (const ScanDefinition *)(const void *)(words->names + head.name_count);
    words->words = (const uint32_t *)(const void *)(words->definitions + head.definition_count);
    words->uses = (const uint8_t *)(words->words + head.word_count);
    return is_sound(words);
}

size_t scan_words_size(const ScanWords *words)
{
    Head head = {mark, words->name_count, words->definition_count, words->word_count};
    return size_of(&head);
}

/* --- questions --- */

ScanName scan_name(const char *text)
{
    ScanName name = SCAN_NAME_START;
    for (; *text != '\0'; text++)
        name = SCAN_NAME_STEP(name, *text);
    return name;
}

bool scan_words_use(const ScanWords *words, ScanName name, unsigned uses)
{
    return scan_words_use_any(words, &name, 1, uses);
}

/* The first of the file's names from `at` on that is not less. */
static uint32_t find(const ScanWords *words, uint32_t at, ScanName name)
{
    uint32_t end = words->name_count;
    while (at < end) {
        uint32_t middle = at + (end - at) / 2;
        if (words->names[middle] < name)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

bool scan_words_use_any(const ScanWords *words, const ScanName *names, size_t count, unsigned uses)
{
    uint32_t at = 0;
    for (size_t i = 0; i < count && at < words->name_count; i++) {
        at = find(words, at, names[i]);
        if (at < words->name_count && words->names[at] == names[i] && (words->uses[at] & uses) != 0)
            return true;
    }
    return false;
}
