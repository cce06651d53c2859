/* read.c - the text of a profile; see profile.h and docs/profile.md.
 *
 * A line is split from its end, for only its first field may contain spaces: [task,] pending, ready, function, line, file.
 * Fields are separated by tabs; in a line that has none, by spaces or commas, so that a profile can be written by hand. */
#include "profile/profile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 256 * 1024 * 1024, SHOWN = 40 };

typedef struct Reader {
    Profile *profile;
    GHashTable *known; /* ProfileSite * -> index + 1 in sites */
    const char *name;
    size_t line;
    char **error;
} Reader;

static bool refuse(Reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(Reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    *reader->error = g_strdup_printf("%s:%" G_GSIZE_FORMAT ": %s", reader->name, reader->line, sentence);
    g_free(sentence);
    return false;
}

/* What a person may see of a field. */
static char *shown(const char *field)
{
    char *escaped = g_strescape(field, NULL);
    if (strlen(escaped) > SHOWN)
        strcpy(escaped + SHOWN - 3, "...");
    return escaped;
}

static bool read_number(Reader *reader, const char *field, const char *what, uint64_t most, uint64_t *number)
{
    guint64 read = 0;
    if (g_ascii_string_to_unsigned(field, 10, 0, most, &read, NULL)) {
        *number = read;
        return true;
    }
    char *text = shown(field);
    refuse(reader, "'%s' is no %s: it has to be a decimal number up to %" G_GUINT64_FORMAT, text, what, most);
    g_free(text);
    return false;
}

/* --- splitting --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts the last field off `line`, which is shortened. NULL: there is only one left. */
static char *cut_last(char *line, const char *separators)
{
    char *end = line + strlen(line);
    while (end > line && strchr(separators, end[-1]) != NULL)
        *--end = '\0';
    char *begin = end;
    while (begin > line && strchr(separators, begin[-1]) == NULL)
        begin--;
    if (begin == line)
        return NULL;
    begin[-1] = '\0';
    return begin;
}

enum { FIELD_PENDING, FIELD_READY, FIELD_FUNCTION, FIELD_LINE, FIELDS };

/* Fills `fields` from the end of `line`, of which the file is left. */
static bool split(char *line, char **fields, bool *is_task)
{
    const char *separators = strchr(line, '\t') != NULL ? "\t" : " ,";
    char *last = cut_last(line, separators);
    *is_task = last != NULL && strcmp(last, "task") == 0;
    fields[FIELD_PENDING] = *is_task ? cut_last(line, separators) : last;
    for (int i = FIELD_READY; i < FIELDS; i++)
        fields[i] = fields[i - 1] != NULL ? cut_last(line, separators) : NULL;
    if (fields[FIELD_LINE] == NULL)
        return false;
    for (char *end = line + strlen(line); end > line && strchr(separators, end[-1]) != NULL;)
        *--end = '\0';
    return line[0] != '\0';
}

/* --- sites --- */

static guint hash_site(gconstpointer data)
{
    const ProfileSite *site = data;
    return g_str_hash(site->file) * 31 + g_str_hash(site->function) * 17 + site->line * 2 + site->is_task;
}

static gboolean equal_sites(gconstpointer one, gconstpointer other)
{
    const ProfileSite *a = one, *b = other;
    return a->line == b->line && a->is_task == b->is_task && strcmp(a->file, b->file) == 0 && strcmp(a->function, b->function) == 0;
}

static uint64_t add(uint64_t one, uint64_t other)
{
    return one > UINT64_MAX - other ? UINT64_MAX : one + other;
}

static void add_site(Reader *reader, const ProfileSite *site)
{
    ProfileSite *sum = g_hash_table_lookup(reader->known, site);
    if (sum == NULL) {
        sum = g_new(ProfileSite, 1);
        *sum = *site;
        sum->file = g_string_chunk_insert_const(reader->profile->strings, site->file);
        sum->function = g_string_chunk_insert_const(reader->profile->strings, site->function);
        g_hash_table_add(reader->known, sum);
        return;
    }
    sum->ready = add(sum->ready, site->ready);
    sum->pending = add(sum->pending, site->pending);
}

static bool read_line(Reader *reader, char *line)
{
    char *fields[FIELDS];
    uint64_t number = 0;
    ProfileSite site = {0};
    while (is_blank(*line))
        line++;
    if (*line == '\0' || *line == '#')
        return true;
    if (!split(line, fields, &site.is_task))
        return refuse(reader, "a line has the fields file, line, function, ready and pending, separated by tabs; this one has fewer");
    if (!read_number(reader, fields[FIELD_LINE], "line number", UINT32_MAX, &number) ||
        !read_number(reader, fields[FIELD_READY], "number of complete value tasks", UINT64_MAX, &site.ready) ||
        !read_number(reader, fields[FIELD_PENDING], "number of pending value tasks", UINT64_MAX, &site.pending))
        return false;
    site.file = line;
    site.line = (uint32_t)number;
    site.function = fields[FIELD_FUNCTION];
    add_site(reader, &site);
    return true;
}

static bool read_lines(Reader *reader, char *text, size_t length)
{
    for (char *line = text, *end = text + length; line < end;) {
        reader->line++;
        char *newline = memchr(line, '\n', (size_t)(end - line));
        char *stop = newline != NULL ? newline : end;
        if (memchr(line, '\0', (size_t)(stop - line)) != NULL)
            return refuse(reader, "a NUL byte: this is no text, so it is no profile");
        *stop = '\0';
        if (stop > line && stop[-1] == '\r')
            stop[-1] = '\0';
        if (!read_line(reader, line))
            return false;
        line = newline != NULL ? newline + 1 : end;
    }
    return true;
}

static gint compare_sites(gconstpointer one, gconstpointer other)
{
    const ProfileSite *a = one, *b = other;
    int order = strcmp(a->file, b->file);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = strcmp(a->function, b->function);
    return order != 0 ? order : (int)a->is_task - (int)b->is_task;
}

Profile *profile_parse(const char *text, size_t length, const char *name, char **error)
{
    Profile *profile = g_new0(Profile, 1);
    profile->strings = g_string_chunk_new(4096);
    profile->sites = g_array_new(FALSE, FALSE, sizeof(ProfileSite));
    Reader reader = {.profile = profile, .name = name, .error = error};
    reader.known = g_hash_table_new_full(hash_site, equal_sites, g_free, NULL);
    char *copy = g_malloc(length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    bool good = read_lines(&reader, copy, length);
    g_free(copy);
    GHashTableIter iterator;
    gpointer site;
    g_hash_table_iter_init(&iterator, reader.known);
    while (good && g_hash_table_iter_next(&iterator, &site, NULL))
        g_array_append_vals(profile->sites, site, 1);
    g_hash_table_unref(reader.known);
    g_array_sort(profile->sites, compare_sites);
    if (good)
        return profile;
    profile_free(profile);
    return NULL;
}

/* Not g_file_get_contents: a device may have no end. Returns false with errno. */
static bool read_bytes(const char *path, GByteArray *bytes)
{
    guint8 buffer[1 << 16];
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return false;
    size_t got;
    while (bytes->len <= MOST_BYTES && (got = fread(buffer, 1, sizeof buffer, file)) > 0)
        g_byte_array_append(bytes, buffer, (guint)got);
    bool good = ferror(file) == 0;
    int error = errno;
    fclose(file);
    errno = error;
    return good;
}

Profile *profile_read(const char *path, char **error)
{
    GByteArray *bytes = g_byte_array_new();
    Profile *profile = NULL;
    if (!read_bytes(path, bytes))
        *error = g_strdup_printf("%s: %s", path, g_strerror(errno));
    else if (bytes->len > MOST_BYTES)
        *error = g_strdup_printf("%s: larger than %d MiB, which no profile is", path, MOST_BYTES >> 20);
    else
        profile = profile_parse((const char *)bytes->data, bytes->len, path, error);
    g_byte_array_unref(bytes);
    return profile;
}

void profile_free(Profile *profile)
{
    if (profile == NULL)
        return;
    g_string_chunk_free(profile->strings);
    g_array_unref(profile->sites);
    g_free(profile);
}
