/* vocabulary.c - words by the hash of the bytes that they were read from; see vocabulary.h.
 *
 * Bytes: a mark, then for each content its hash, how many vocabularies before this one remembered it for nothing, and its words. */
#define _POSIX_C_SOURCE 200809L
#include "scan/vocabulary.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { MOST_IDLE = 30, LARGEST_FILE = 64 * 1024 * 1024 };

static const uint64_t mark = UINT64_C(0x3142434f56545656); /* "VVTVOCB1" */

/* A multiple of eight bytes, as words begin at one. */
typedef struct EntryHead {
    ScanHash hash;
    uint64_t idle; /* 0: it was asked for */
} EntryHead;

typedef struct Entry {
    EntryHead head;
    const uint8_t *bytes;
    ScanWords words;
} Entry;

struct ScanVocabulary {
    BaseArena *arena;
    GHashTable *entries; /* ScanHash -> Entry */
    GPtrArray *blocks;   /* GByteArray: what entries view */
    bool has_news, is_torn;
};

static guint hash_of(gconstpointer key)
{
    return (guint)((const ScanHash *)key)->low;
}

static gboolean is_equal(gconstpointer one, gconstpointer other)
{
    return memcmp(one, other, sizeof(ScanHash)) == 0;
}

static void unref_block(gpointer block)
{
    g_byte_array_unref(block);
}

ScanVocabulary *scan_vocabulary_new(void)
{
    ScanVocabulary *vocabulary = g_new0(ScanVocabulary, 1);
    vocabulary->arena = base_arena_new();
    vocabulary->entries = g_hash_table_new(hash_of, is_equal);
    vocabulary->blocks = g_ptr_array_new_with_free_func(unref_block);
    return vocabulary;
}

void scan_vocabulary_free(ScanVocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    g_hash_table_unref(vocabulary->entries);
    g_ptr_array_unref(vocabulary->blocks);
    base_arena_free(vocabulary->arena);
    g_free(vocabulary);
}

static Entry *add(ScanVocabulary *vocabulary, const EntryHead *head, const uint8_t *bytes, const ScanWords *words)
{
    Entry *entry = BASE_NEW(vocabulary->arena, Entry);
    *entry = (Entry){*head, bytes, *words};
    g_hash_table_replace(vocabulary->entries, &entry->head.hash, entry);
    return entry;
}

void scan_vocabulary_recall(ScanVocabulary *vocabulary, GByteArray *bytes)
{
    size_t at = sizeof mark;
    EntryHead head;
    ScanWords words;
    if (bytes->len < sizeof mark || memcmp(bytes->data, &mark, sizeof mark) != 0)
        return;
    g_ptr_array_add(vocabulary->blocks, g_byte_array_ref(bytes));
    while (bytes->len - at >= sizeof head && scan_words_view(bytes->data, bytes->len, at + sizeof head, &words)) {
        memcpy(&head, bytes->data + at, sizeof head);
        head.idle++;
        at += sizeof head;
        add(vocabulary, &head, bytes->data + at, &words);
        at += scan_words_size(&words);
    }
}

bool scan_vocabulary_remember(const ScanVocabulary *vocabulary, GByteArray *out)
{
    GHashTableIter iter;
    gpointer value;
    if (!vocabulary->has_news)
        return false;
    g_byte_array_append(out, (const guint8 *)&mark, sizeof mark);
    g_hash_table_iter_init(&iter, vocabulary->entries);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Entry *entry = value;
        if (entry->head.idle > MOST_IDLE)
            continue;
        g_byte_array_append(out, (const guint8 *)&entry->head, sizeof entry->head);
        g_byte_array_append(out, entry->bytes, (guint)scan_words_size(&entry->words));
    }
    return true;
}

static const Entry *known_entry(ScanVocabulary *vocabulary, const ScanHash *hash)
{
    Entry *known = g_hash_table_lookup(vocabulary->entries, hash);
    if (known != NULL)
        known->head.idle = 0;
    return known;
}

static const Entry *read_text(ScanVocabulary *vocabulary, const char *text, size_t length, const ScanHash *expected)
{
    XXH128_hash_t bits = XXH3_128bits(text, length);
    EntryHead head = {{bits.low64, bits.high64}, 0};
    vocabulary->is_torn = vocabulary->is_torn || (expected != NULL && !is_equal(expected, &head.hash));
    const Entry *known = known_entry(vocabulary, &head.hash);
    if (known != NULL)
        return known;
    ScanWords words = {0};
    GByteArray *block = g_byte_array_new();
    scan_words_write(text, length, block);
    scan_words_view(block->data, block->len, 0, &words);
    g_ptr_array_add(vocabulary->blocks, block);
    vocabulary->has_news = true;
    return add(vocabulary, &head, block->data, &words);
}

const ScanWords *scan_vocabulary_of(ScanVocabulary *vocabulary, const char *path, const ScanHash *hash)
{
    struct stat status;
    char *text = NULL;
    gsize length = 0;
    const Entry *known = hash != NULL ? known_entry(vocabulary, hash) : NULL;
    if (known != NULL)
        return &known->words;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > LARGEST_FILE || !g_file_get_contents(path, &text, &length, NULL))
        return NULL;
    const Entry *entry = read_text(vocabulary, text, length, hash);
    g_free(text);
    return &entry->words;
}

bool scan_vocabulary_is_torn(const ScanVocabulary *vocabulary)
{
    return vocabulary->is_torn;
}
