/* source_text.c - the text of source files; see source_text.h. */
#include "report/source_text.h"

#include <glib.h>
#include <string.h>

struct ReportSources {
    GHashTable *by_path; /* path => ReportSource, or NULL for one that cannot be read */
    ReportReadText read;
    void *context;       /* of `read` */
};

char *report_read_text(const char *path, size_t *length, void *unused)
{
    (void)unused;
    char *text = NULL;
    bool is_read = g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(path, &text, length, NULL);
    return is_read ? text : NULL;
}

static void free_source(gpointer data)
{
    ReportSource *source = data;
    if (source == NULL)
        return;
    g_free(source->text);
    g_free(source->line_starts);
    g_free(source);
}

ReportSources *report_sources_new(void)
{
    ReportSources *sources = g_new0(ReportSources, 1);
    sources->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_source);
    sources->read = report_read_text;
    return sources;
}

void report_sources_read_by(ReportSources *sources, ReportReadText read, void *context)
{
    sources->read = read;
    sources->context = context;
}

void report_sources_free(ReportSources *sources)
{
    if (sources == NULL)
        return;
    g_hash_table_unref(sources->by_path);
    g_free(sources);
}

static void find_lines(ReportSource *source)
{
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(size_t));
    const char *end = source->text + source->length;
    for (const char *at = source->text; at < end;) {
        size_t start = (size_t)(at - source->text);
        g_array_append_val(starts, start);
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline != NULL ? newline + 1 : end;
    }
    source->line_count = starts->len;
    source->line_starts = (size_t *)(void *)g_array_free(starts, FALSE);
}

/* Takes the text, which a NUL follows; NULL: it cannot be read. */
static const ReportSource *add(ReportSources *sources, const char *path, char *text, size_t length)
{
    ReportSource *source = NULL;
    if (text != NULL) {
        source = g_new0(ReportSource, 1);
        source->text = text;
        source->length = length;
        find_lines(source);
    }
    g_hash_table_insert(sources->by_path, g_strdup(path), source);
    return source;
}

void report_sources_put(ReportSources *sources, const char *path, const char *text, size_t length)
{
    if (g_hash_table_contains(sources->by_path, path))
        return;
    char *copy = g_malloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    add(sources, path, copy, length);
}

const ReportSource *report_sources_get(ReportSources *sources, const char *path)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(sources->by_path, path, NULL, &known))
        return known;
    size_t length = 0;
    char *text = sources->read(path, &length, sources->context);
    return add(sources, path, text, length);
}

/* By its first letter, which is rare: all files of a program are searched so, and memchr is ten times as fast as memmem. */
static bool holds(const char *text, size_t length, const char *word)
{
    size_t word_length = strlen(word);
    for (const char *at = text; at != NULL && (size_t)(text + length - at) >= word_length; at++) {
        at = memchr(at, *word, (size_t)(text + length - at) - word_length + 1);
        if (at == NULL || memcmp(at, word, word_length) == 0)
            return at != NULL;
    }
    return false;
}

bool report_sources_mention(ReportSources *sources, const char *path, const char *word)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(sources->by_path, path, NULL, &known)) {
        const ReportSource *source = known;
        return source != NULL && holds(source->text, source->length, word);
    }
    size_t length = 0;
    char *text = sources->read(path, &length, sources->context);
    bool found = holds(text, length, word);
    if (found)
        add(sources, path, text, length);
    else
        g_free(text);
    return found;
}

bool report_source_line(const ReportSource *source, uint32_t line, const char **text, size_t *length)
{
    if (source == NULL || line == 0 || line > source->line_count)
        return false;
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] : source->length;
    while (end > start && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r'))
        end--;
    *text = source->text + start;
    *length = end - start;
    return true;
}
