/* files.c - names, and contents behind them; see files.h.
 *
 * A name is looked up once, found or not. Most names are of nothing: <bits/types.h> is looked for in every folder of the search path, of which few have a folder "bits". Contents are known by device, number, size and times, so that a header with two names
 * is read once and one that changed is read again. */
#define _POSIX_C_SOURCE 200809L
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { LARGEST_FILE = 256 * 1024 * 1024, FRESH_SECONDS = 2 };

struct ScanFiles {
    ScanLexing lexing;
    GHashTable *names;     /* path -> ScanFile, or NULL */
    GHashTable *folders;   /* path of a folder -> whether there may be one */
    GHashTable *contents;  /* ScanHash of the stamp -> ScanContent */
    GByteArray *buffer;
    ScanStats stats;
    dev_t device;          /* the one that was looked at last */
    bool has_device, is_datable;
};

static guint hash_of(gconstpointer key)
{
    return (guint)((const ScanHash *)key)->low;
}

static gboolean is_equal(gconstpointer one, gconstpointer other)
{
    return memcmp(one, other, sizeof(ScanHash)) == 0;
}

static void free_content(gpointer data)
{
    ScanContent *content = data;
    scan_text_clear(&content->text);
    g_free(content);
}

static void free_file(gpointer data)
{
    ScanFile *file = data;
    if (file == NULL)
        return;
    if (file->included != NULL)
        g_ptr_array_unref(file->included);
    g_free(file->folder);
    g_free(file);
}

ScanFiles *scan_files_new(const ScanLexing *lexing)
{
    ScanFiles *files = g_new0(ScanFiles, 1);
    files->lexing = *lexing;
    files->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_file);
    files->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    files->contents = g_hash_table_new_full(hash_of, is_equal, NULL, free_content);
    files->buffer = g_byte_array_new();
    return files;
}

void scan_files_free(ScanFiles *files)
{
    g_hash_table_unref(files->names);
    g_hash_table_unref(files->folders);
    g_hash_table_unref(files->contents);
    g_byte_array_unref(files->buffer);
    g_free(files);
}

static ScanHash hash_bytes(const void *bytes, size_t length)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    return (ScanHash){hash.low64, hash.high64};
}

static ScanHash stamp_of(const struct stat *status)
{
    const uint64_t parts[] = {
        (uint64_t)status->st_dev,          (uint64_t)status->st_ino,          (uint64_t)status->st_size,         (uint64_t)status->st_mtim.tv_sec,
        (uint64_t)status->st_mtim.tv_nsec, (uint64_t)status->st_ctim.tv_sec, (uint64_t)status->st_ctim.tv_nsec,
    };
    return hash_bytes(parts, sizeof parts);
}

/* A second write within the grain of the file system's clock would leave the same times. A time to come is no time to trust. */
static bool is_fresh(const struct stat *status)
{
    return status->st_ctim.tv_sec + FRESH_SECONDS >= time(NULL);
}

/* Whether the kernel of this machine sets the time of each change, so that nobody can set it back: known of these. On others (FAT, file systems of
 * other machines, of programs) it may mean something else, or follow another clock. */
static bool is_datable(ScanFiles *files, int file, dev_t device)
{
    static const unsigned long kinds[] = {EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC, TMPFS_MAGIC, OVERLAYFS_SUPER_MAGIC};
    if (files->has_device && files->device == device)
        return files->is_datable;
    struct statfs system;
    files->has_device = true;
    files->device = device;
    files->is_datable = false;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds) && fstatfs(file, &system) == 0; i++)
        files->is_datable |= (unsigned long)system.f_type == kinds[i];
    return files->is_datable;
}

/* --- contents --- */

static bool read_all(GByteArray *buffer, int file, size_t size)
{
    g_byte_array_set_size(buffer, (guint)size + 1); /* one more, to see that there is no more */
    size_t filled = 0;
    while (filled <= size) {
        ssize_t count = read(file, buffer->data + filled, size + 1 - filled);
        if (count == 0)
            break;
        if (count < 0 && errno != EINTR)
            return false;
        filled += count > 0 ? (size_t)count : 0;
    }
    return filled == size;
}

static ScanContent *load(ScanFiles *files, int file, const char **fault)
{
    struct stat before, after;
    if (fstat(file, &before) != 0 || !S_ISREG(before.st_mode)) {
        *fault = "one of its files is no regular file";
        return NULL;
    }
    if (before.st_size > LARGEST_FILE) {
        *fault = "one of its files is larger than 256 MB";
        return NULL;
    }
    ScanHash stamp = stamp_of(&before), stamp_after = {0, 0};
    bool is_whole = read_all(files->buffer, file, (size_t)before.st_size);
    if (fstat(file, &after) == 0)
        stamp_after = stamp_of(&after);
    if (!is_whole || !is_equal(&stamp, &stamp_after)) {
        *fault = "one of its files could not be read, or changed meanwhile";
        return NULL;
    }
    ScanContent *content = g_new0(ScanContent, 1);
    content->stamp = stamp;
    content->size = (uint64_t)before.st_size;
    content->hash = hash_bytes(files->buffer->data, content->size);
    content->is_fresh = is_fresh(&before);
    content->is_datable = is_datable(files, file, before.st_dev);
    content->is_new = true;
    scan_lex(&files->lexing, (const char *)files->buffer->data, content->size, &content->text);
    g_hash_table_replace(files->contents, &content->stamp, content);
    files->stats.files++;
    files->stats.bytes += content->size;
    return content;
}

static ScanContent *open_content(ScanFiles *files, const char *path, const struct stat *status, const char **fault)
{
    ScanHash stamp = stamp_of(status);
    ScanContent *known = g_hash_table_lookup(files->contents, &stamp);
    if (known != NULL) {
        known->idle = 0;
        return known;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        *fault = "one of its files cannot be opened";
        return NULL;
    }
    ScanContent *content = load(files, file, fault);
    close(file);
    return content;
}

/* --- names --- */

static ScanHash hash_named(const char *path, ScanHash bytes)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, path, strlen(path) + 1);
    XXH3_128bits_update(&state, &bytes, sizeof bytes);
    XXH128_hash_t hash = XXH3_128bits_digest(&state);
    return (ScanHash){hash.low64, hash.high64};
}

static bool is_absence(int fault)
{
    return fault == ENOENT || fault == ENOTDIR;
}

/* Asked once of each. */
static bool has_folder(ScanFiles *files, const char *folder)
{
    struct stat status;
    gpointer is_there;
    if (!g_hash_table_lookup_extended(files->folders, folder, NULL, &is_there)) {
        is_there = GINT_TO_POINTER(stat(folder, &status) == 0 || !is_absence(errno));
        g_hash_table_insert(files->folders, g_strdup(folder), is_there);
    }
    return GPOINTER_TO_INT(is_there);
}

static ScanFile *look_up(ScanFiles *files, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        if (is_absence(errno))
            return NULL;
        ScanFile *file = g_new0(ScanFile, 1);
        file->unclear = "one of its files cannot be reached";
        return file;
    }
    if (S_ISDIR(status.st_mode))
        return NULL;
    ScanFile *file = g_new0(ScanFile, 1);
    if (S_ISREG(status.st_mode))
        file->content = open_content(files, path, &status, &file->unclear);
    else
        file->unclear = "one of its files is no regular file";
    if (file->content != NULL)
        file->hash = hash_named(path, file->content->hash);
    return file;
}

ScanFile *scan_files_find(ScanFiles *files, const char *path)
{
    gpointer known_path, known;
    if (g_hash_table_lookup_extended(files->names, path, &known_path, &known))
        return known;
    char *folder = g_path_get_dirname(path), *name = g_strdup(path);
    ScanFile *file = has_folder(files, folder) ? look_up(files, path) : NULL;
    g_hash_table_insert(files->names, name, file);
    if (file != NULL) {
        file->path = name;
        file->folder = g_steal_pointer(&folder);
    }
    g_free(folder);
    return file;
}

static gboolean may_change_unseen(gpointer key, gpointer value, gpointer unused)
{
    (void)key;
    (void)unused;
    return ((const ScanContent *)value)->is_fresh;
}

void scan_files_refresh(ScanFiles *files)
{
    g_hash_table_remove_all(files->names);
    g_hash_table_remove_all(files->folders);
    g_hash_table_foreach_remove(files->contents, may_change_unseen, NULL);
}

void scan_files_each(const ScanFiles *files, void (*visit)(const ScanContent *content, void *data), void *data)
{
    GHashTableIter iter;
    gpointer content;
    g_hash_table_iter_init(&iter, files->contents);
    while (g_hash_table_iter_next(&iter, NULL, &content))
        visit(content, data);
}

void scan_files_add(ScanFiles *files, ScanContent *content)
{
    if (g_hash_table_contains(files->contents, &content->stamp))
        free_content(content);
    else
        g_hash_table_replace(files->contents, &content->stamp, content);
}

ScanStats scan_files_stats(const ScanFiles *files)
{
    return files->stats;
}
