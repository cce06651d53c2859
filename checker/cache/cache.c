/* cache.c - entries as files; see cache.h.
 *
 * FOLDER/CACHEDIR.TAG      tells backup programs to leave it out
 * FOLDER/entries-1/ab/...  entries, by the first byte of their key; "1" is the format of an entry
 * FOLDER/entries-1/size    roughly how many bytes they are, so that a run need not count; wrong is harmless, it is counted anew when
 *                          entries are removed
 *
 * An entry's modification time says when it was last used (set anew once a day at most). */
#define _GNU_SOURCE /* flock */
#include "cache/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const char format_folder[] = "entries-1";
static const char magic[8] = {'v', 't', 'c', 'a', 'c', 'h', 'e', '1'};

enum { SECONDS_A_DAY = 24 * 60 * 60, LARGEST_ENTRY = 1 << 30 };

typedef struct Header {
    char magic[8];
    CacheKey key;
    uint64_t length;
    uint64_t check_low, check_high; /* XXH3 of 128 bits of the bytes */
} Header;

struct Cache {
    char *entries;    /* FOLDER/entries-1 */
    uint64_t limit;
    uint64_t added;   /* bytes, by this process */
    char *problem;
};

static void note_problem(Cache *cache, const char *path, int code)
{
    if (cache->problem == NULL)
        cache->problem = g_strdup_printf("results cannot be kept in the cache: %s: %s", path, g_strerror(code));
}

static char *entry_path(const Cache *cache, CacheKey key)
{
    return g_strdup_printf("%s/%02x/%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", cache->entries, (unsigned)(key.high >> 56), (guint64)key.high,
                           (guint64)key.low);
}

/* --- the folder --- */

static void put_tag(const char *folder)
{
    char *path = g_build_filename(folder, "CACHEDIR.TAG", NULL);
    static const char text[] = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds a cache of vtcheck and may be removed at any time.\n";
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
        if (write(file, text, sizeof text - 1) < 0)
            unlink(path);
        close(file);
    }
    g_free(path);
}

Cache *cache_open(const char *folder, uint64_t limit, char **problem)
{
    struct stat status;
    char *entries = g_build_filename(folder, format_folder, NULL);
    if (g_mkdir_with_parents(entries, 0700) != 0 || stat(entries, &status) != 0 || !S_ISDIR(status.st_mode)) {
        *problem = g_strdup_printf("there can be no cache in %s: %s", folder, g_strerror(errno));
        g_free(entries);
        return NULL;
    }
    put_tag(folder);
    Cache *cache = g_new0(Cache, 1);
    cache->entries = entries;
    cache->limit = limit;
    return cache;
}

const char *cache_problem(const Cache *cache)
{
    return cache->problem;
}

/* --- reading --- */

static bool read_exactly(int file, void *bytes, size_t length)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t count = read(file, at, length);
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        at += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool is_sound(const Header *header, CacheKey key, const guint8 *bytes)
{
    XXH128_hash_t check = XXH3_128bits(bytes, header->length);
    return header->key.low == key.low && header->key.high == key.high && header->check_low == check.low64 && header->check_high == check.high64;
}

static bool read_entry(int file, CacheKey key, GByteArray *bytes)
{
    Header header;
    struct stat status;
    guint start = bytes->len;
    if (fstat(file, &status) != 0 || !read_exactly(file, &header, sizeof header) || memcmp(header.magic, magic, sizeof magic) != 0)
        return false;
    if (header.length > LARGEST_ENTRY || (uint64_t)status.st_size != sizeof header + header.length)
        return false;
    g_byte_array_set_size(bytes, start + (guint)header.length);
    if (read_exactly(file, bytes->data + start, header.length) && is_sound(&header, key, bytes->data + start)) {
        if (status.st_mtime + SECONDS_A_DAY < time(NULL))
            futimens(file, NULL); /* used: only an owner may say so, and only order of removal depends on it */
        return true;
    }
    g_byte_array_set_size(bytes, start);
    return false;
}

bool cache_has(const Cache *cache, CacheKey key)
{
    char *path = entry_path(cache, key);
    bool is_there = access(path, F_OK) == 0;
    g_free(path);
    return is_there;
}

bool cache_get(Cache *cache, CacheKey key, GByteArray *bytes)
{
    char *path = entry_path(cache, key);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool found = file >= 0 && read_entry(file, key, bytes);
    if (file >= 0) {
        close(file);
        if (!found)
            unlink(path); /* broken: the next cache_put would replace it, but nobody has to read it till then */
    }
    g_free(path);
    return found;
}

/* --- writing --- */

static bool write_exactly(int file, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t count = write(file, at, length);
        if (count < 0 && errno != EINTR)
            return false;
        at += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

/* A file of its own beside the place; renamed when it is whole. */
static bool write_entry(const char *path, const Header *header, const guint8 *bytes)
{
    char *draft = g_strdup_printf("%s.XXXXXX", path);
    int file = mkostemp(draft, O_CLOEXEC);
    bool good = file >= 0;
    int code = errno;
    if (good) {
        good = write_exactly(file, header, sizeof *header) && write_exactly(file, bytes, header->length);
        code = errno;
        if (close(file) != 0 && good) {
            good = false;
            code = errno;
        }
        if (good && rename(draft, path) != 0) {
            good = false;
            code = errno;
        }
        if (!good)
            unlink(draft);
    }
    g_free(draft);
    errno = code;
    return good;
}

void cache_put(Cache *cache, CacheKey key, const guint8 *bytes, size_t length)
{
    if (length > LARGEST_ENTRY)
        return;
    XXH128_hash_t check = XXH3_128bits(bytes, length);
    Header header = {.key = key, .length = length, .check_low = check.low64, .check_high = check.high64};
    memcpy(header.magic, magic, sizeof magic);
    char *path = entry_path(cache, key), *folder = g_path_get_dirname(path);
    bool good = write_entry(path, &header, bytes);
    if (!good && errno == ENOENT && g_mkdir_with_parents(folder, 0700) == 0)
        good = write_entry(path, &header, bytes);
    if (good)
        cache->added += sizeof header + length;
    else
        note_problem(cache, folder, errno);
    g_free(folder);
    g_free(path);
}

/* --- the limit --- */

typedef struct Entry {
    char *path;
    gint64 used;
    uint64_t size;
} Entry;

static gint by_use(gconstpointer one, gconstpointer other)
{
    const Entry *a = one, *b = other;
    if (a->used != b->used)
        return a->used < b->used ? -1 : 1;
    return strcmp(a->path, b->path);
}

static void clear_entry(gpointer data)
{
    g_free(((Entry *)data)->path);
}

/* Drafts whose writer was killed have a dot in their name, entries have none. */
static void list_folder(const char *folder, GArray *entries)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        struct stat status;
        char *path = g_build_filename(folder, name, NULL);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
            g_free(path);
        } else if (strchr(name, '.') != NULL) {
            if (status.st_mtime + SECONDS_A_DAY < time(NULL))
                unlink(path);
            g_free(path);
        } else {
            Entry entry = {path, status.st_mtime, (uint64_t)status.st_size};
            g_array_append_val(entries, entry);
        }
    }
    if (dir != NULL)
        g_dir_close(dir);
}

/* Removes what was unused for longest until four fifths of the limit are left, so that not every run has to. Returns bytes kept. */
static uint64_t trim(const Cache *cache)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(entries, clear_entry);
    for (unsigned i = 0; i < 256; i++) {
        char *folder = g_strdup_printf("%s/%02x", cache->entries, i);
        list_folder(folder, entries);
        g_free(folder);
    }
    g_array_sort(entries, by_use);
    uint64_t total = 0;
    for (guint i = 0; i < entries->len; i++)
        total += g_array_index(entries, Entry, i).size;
    bool is_over = total > cache->limit;
    for (guint i = 0; is_over && i < entries->len && total > cache->limit / 5 * 4; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        if (unlink(entry->path) == 0)
            total -= entry->size;
    }
    g_array_unref(entries);
    return total;
}

/* Whoever holds the lock does the sums; the others leave theirs out. */
static void keep_within_limit(const Cache *cache)
{
    char *path = g_build_filename(cache->entries, "size", NULL);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    g_free(path);
    if (file < 0)
        return;
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        char text[32] = "";
        ssize_t count = pread(file, text, sizeof text - 1, 0);
        char *end = text;
        uint64_t known = count > 0 ? g_ascii_strtoull(text, &end, 10) : 0;
        bool is_readable = end != text && *end == '\n';
        uint64_t total = known + cache->added;
        if (!is_readable || total > cache->limit)
            total = trim(cache);
        int length = snprintf(text, sizeof text, "%" G_GUINT64_FORMAT "\n", (guint64)total);
        if (ftruncate(file, 0) == 0 && pwrite(file, text, (size_t)length, 0) != length)
            errno = 0; /* an empty or cut number is counted anew next time */
    }
    close(file);
}

void cache_close(Cache *cache)
{
    if (cache == NULL)
        return;
    if (cache->added > 0)
        keep_within_limit(cache);
    g_free(cache->entries);
    g_free(cache->problem);
    g_free(cache);
}
