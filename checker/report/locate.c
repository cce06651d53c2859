/* locate.c - see locate.h. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "report/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

uint32_t report_utf16_column(ReportSources *sources, const char *path, uint32_t line, uint32_t column)
{
    const char *text = NULL;
    size_t length = 0;
    if (path == NULL || column == 0 || !report_source_line(report_sources_get(sources, path), line, &text, &length))
        return column > 0 ? column : 1;
    size_t end = MIN((size_t)column - 1, length);
    uint32_t units = 1;
    bool has_mark = line == 1 && length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0; /* a byte order mark, which nobody counts but Clang */
    for (size_t i = has_mark ? 3 : 0; i < end;) {
        gunichar c = g_utf8_get_char_validated(text + i, (gssize)(length - i));
        bool is_valid = c != (gunichar)-1 && c != (gunichar)-2 && c != 0;
        units += is_valid && c > 0xffff ? 2 : 1;
        i += is_valid ? (size_t)(g_utf8_next_char(text + i) - (text + i)) : 1;
    }
    return units;
}

ReportPlace report_utf16_place(ReportSources *sources, const ReportPlace *place)
{
    ReportPlace found = {.path = place->path, .line = MAX(place->line, 1)};
    bool is_range = place->end_line > place->line || (place->end_line == place->line && place->end_column > place->column);
    found.column = report_utf16_column(sources, place->path, found.line, place->column);
    found.end_line = is_range ? place->end_line : found.line;
    found.end_column = is_range ? report_utf16_column(sources, place->path, place->end_line, place->end_column) : found.column + 1;
    if (found.end_line == found.line && found.end_column <= found.column) /* the source changed meanwhile */
        found.end_column = found.column + 1;
    return found;
}

/* --- files --- */

typedef struct Located {
    char *uri;
    bool is_below_root;
} Located;

struct ReportLocator {
    char *root;
    GHashTable *by_path; /* path => Located */
};

static void free_located(gpointer data)
{
    Located *located = data;
    g_free(located->uri);
    g_free(located);
}

ReportLocator *report_locator_new(const char *root)
{
    ReportLocator *locator = g_new0(ReportLocator, 1);
    locator->root = g_strdup(root);
    locator->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_located);
    return locator;
}

void report_locator_free(ReportLocator *locator)
{
    g_hash_table_unref(locator->by_path);
    g_free(locator->root);
    g_free(locator);
}

static Located *locate(const char *root, const char *path)
{
    char *real = realpath(path, NULL); /* NULL: it is gone; then its name must do */
    const char *full = real != NULL ? real : path;
    const char *below = base_path_below(full, root);
    Located *located = g_new0(Located, 1);
    located->is_below_root = below != full;
    char *escaped = g_uri_escape_string(below, "/", FALSE);
    located->uri = located->is_below_root ? g_strdup(escaped) : g_strconcat("file://", escaped, NULL);
    g_free(escaped);
    free(real);
    return located;
}

const char *report_locator_uri(ReportLocator *locator, const char *path, bool *is_below_root)
{
    Located *located = g_hash_table_lookup(locator->by_path, path);
    if (located == NULL) {
        located = locate(locator->root, path);
        g_hash_table_insert(locator->by_path, g_strdup(path), located);
    }
    *is_below_root = located->is_below_root;
    return located->uri;
}
