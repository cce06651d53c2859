/* patch.c - unified diffs to changed lines; see patch.h.
 *
 * Only hunks are read for lines, and by the numbers in their headers, so that what stands in the files cannot be taken for a header.
 * Files are told apart by their real path. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "report/patch.h"

#include <stdlib.h>
#include <string.h>

/* Lines first to last are new; first > last: lines were deleted between `last` and `first`. */
typedef struct Range {
    uint32_t first, last;
} Range;

struct ReportPatch {
    GHashTable *by_file; /* real path => GArray of Range */
    char *stray;         /* the first file of the patch that is not here; NULL: there is none */
};

static void free_ranges(gpointer ranges)
{
    g_array_unref(ranges);
}

ReportPatch *report_patch_new(void)
{
    ReportPatch *changes = g_new0(ReportPatch, 1);
    changes->by_file = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_ranges);
    return changes;
}

void report_patch_free(ReportPatch *changes)
{
    if (changes == NULL)
        return;
    g_hash_table_unref(changes->by_file);
    g_free(changes->stray);
    g_free(changes);
}

const char *report_patch_stray(const ReportPatch *changes)
{
    return g_hash_table_size(changes->by_file) == 0 ? changes->stray : NULL;
}

/* The ranges of a file, made when it is new. NULL: there is no such file, so no findings either. */
static GArray *ranges_of(ReportPatch *changes, const char *path)
{
    char *real = realpath(path, NULL);
    if (real == NULL)
        return NULL;
    GArray *ranges = g_hash_table_lookup(changes->by_file, real);
    if (ranges == NULL) {
        ranges = g_array_new(FALSE, FALSE, sizeof(Range));
        g_hash_table_insert(changes->by_file, g_strdup(real), ranges);
    }
    free(real);
    return ranges;
}

void report_patch_add_file(ReportPatch *changes, const char *path)
{
    GArray *ranges = ranges_of(changes, path);
    Range all = {1, UINT32_MAX};
    if (ranges != NULL)
        g_array_append_val(ranges, all);
}

/* --- reading --- */

typedef struct DiffReader {
    ReportPatch *changes;
    const char *const *folders;
    const char *at, *end;
    uint32_t line;              /* of the patch, for messages */
    GArray *ranges;             /* of the current file; NULL: it is gone, or none was named yet */
    bool has_file;
    bool is_diff, has_text;     /* a line that only diffs have was met; any that is not empty */
    uint64_t old_left, new_left; /* lines of the current hunk */
    uint64_t new_line;
    uint64_t deleted, added;    /* lines in a row just before new_line */
} DiffReader;

/* As git quotes a name: "a\303\244\"b". Without quotes it ends at a tab (diff -u puts the time there). */
static char *read_name(const char *text, size_t length)
{
    if (length > 0 && text[0] == '"') {
        const char *end = text + 1;
        while (end < text + length && *end != '"')
            end += *end == '\\' && end + 1 < text + length ? 2 : 1;
        if (end >= text + length) /* no quote at its end: none of git's */
            return g_strndup(text, length);
        char *inside = g_strndup(text + 1, (gsize)(end - text - 1));
        char *name = g_strcompress(inside);
        g_free(inside);
        return name;
    }
    const char *tab = memchr(text, '\t', length);
    return g_strndup(text, tab != NULL ? (gsize)(tab - text) : length);
}

static GArray *find_file(DiffReader *reader, const char *name)
{
    const char *slash = strchr(name, '/');
    const char *below = slash != NULL && slash != name ? slash + 1 : name;
    const bool has_prefix = below - name == 2; /* "b/src/x.c" is meant as "src/x.c"; "lib/x.c" as it is, or as "x.c" where `diff -ru old new` wrote it */
    const char *names[] = {has_prefix ? below : name, has_prefix ? name : below};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        for (const char *const *folder = reader->folders; *folder != NULL; folder++) {
            char *path = names[n][0] == '/' ? g_strdup(names[n]) : g_build_filename(*folder, names[n], NULL);
            GArray *ranges = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? ranges_of(reader->changes, path) : NULL;
            g_free(path);
            if (ranges != NULL)
                return ranges;
        }
    }
    return NULL;
}

static void add_range(DiffReader *reader, Range range)
{
    if (reader->ranges != NULL)
        g_array_append_val(reader->ranges, range);
}

/* A line that others took the place of is changed; what is left over was deleted. */
static void end_change(DiffReader *reader)
{
    if (reader->deleted > reader->added)
        add_range(reader, (Range){(uint32_t)reader->new_line, (uint32_t)reader->new_line - 1});
    reader->deleted = reader->added = 0;
}

/* "12,3" or "12". */
static bool read_pair(const char **at, const char *end, uint64_t *start, uint64_t *count)
{
    char *after = NULL;
    if (*at >= end || !g_ascii_isdigit(**at))
        return false;
    *start = g_ascii_strtoull(*at, &after, 10);
    *count = 1;
    if (*after == ',') {
        if (!g_ascii_isdigit(after[1]))
            return false;
        *count = g_ascii_strtoull(after + 1, &after, 10);
    }
    *at = after;
    return *start < UINT32_MAX / 2 && *count < UINT32_MAX / 2;
}

/* "@@ -1,2 +3,4 @@". With no new lines, `start` is the line before. */
static bool read_hunk_header(DiffReader *reader, const char *text, const char *end)
{
    uint64_t old_start;
    const char *at = text + strlen("@@ -");
    if (!read_pair(&at, end, &old_start, &reader->old_left) || end - at < 2 || at[0] != ' ' || at[1] != '+')
        return false;
    at += 2;
    if (!read_pair(&at, end, &reader->new_line, &reader->new_left) || end - at < 3 || memcmp(at, " @@", 3) != 0)
        return false;
    if (reader->new_left == 0)
        reader->new_line++;
    return reader->has_file;
}

static bool read_hunk_line(DiffReader *reader, char kind)
{
    bool is_old = kind == '-' || kind == ' ' || kind == '\n', is_new = kind == '+' || kind == ' ' || kind == '\n';
    if (kind == '\\') /* "\ No newline at end of file" */
        return true;
    if ((!is_old && !is_new) || (is_old && reader->old_left == 0) || (is_new && reader->new_left == 0))
        return false;
    reader->old_left -= is_old;
    reader->new_left -= is_new;
    if (kind == '-') {
        reader->deleted++;
    } else if (kind == '+') {
        reader->added++;
        add_range(reader, (Range){(uint32_t)reader->new_line, (uint32_t)reader->new_line});
        reader->new_line++;
    } else {
        end_change(reader);
        reader->new_line++;
    }
    if (reader->old_left == 0 && reader->new_left == 0)
        end_change(reader);
    return true;
}

/* A diff need not have hunks: of modes, renames and binary files, or `git show` of a commit that changes nothing. */
static void note_kind(DiffReader *reader, const char *text, size_t length)
{
    static const char *const signs[] = {"diff --git ", "Binary files ", "Index: ", "Only in ", "commit "};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
        reader->is_diff = reader->is_diff || (length > strlen(signs[i]) && memcmp(text, signs[i], strlen(signs[i])) == 0);
    reader->has_text = reader->has_text || length > 0;
}

/* One line, without its end. */
static bool read_line(DiffReader *reader, const char *text, const char *end)
{
    size_t length = (size_t)(end - text);
    if (length > 0 && end[-1] == '\r' && reader->old_left + reader->new_left == 0)
        end--, length--;
    if (reader->old_left + reader->new_left > 0)
        return read_hunk_line(reader, length > 0 ? text[0] : '\n'); /* some programs strip the blank of an empty line */
    note_kind(reader, text, length);
    if (length > 4 && memcmp(text, "+++ ", 4) == 0) {
        char *name = read_name(text + 4, length - 4);
        reader->ranges = find_file(reader, name);
        if (reader->ranges == NULL && reader->changes->stray == NULL && strcmp(name, "/dev/null") != 0)
            reader->changes->stray = g_strdup(name);
        reader->has_file = reader->is_diff = true;
        g_free(name);
    } else if (length >= 4 && memcmp(text, "@@ -", 4) == 0) {
        return read_hunk_header(reader, text, end);
    } else if (reader->has_file) {
        return length < 2 || memcmp(text, "@@", 2) != 0; /* what begins so behind a file's name is a hunk that is not understood */
    }
    return length < 5 || memcmp(text, "@@@ -", 5) != 0; /* of a merge, against both parents */
}

bool report_patch_read(ReportPatch *changes, const char *text, size_t length, const char *const *folders, char **error)
{
    /* A copy, so that numbers at its very end are safe to read. */
    char *copy = g_malloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    *error = NULL;
    DiffReader reader = {.changes = changes, .folders = folders, .at = copy, .end = copy + length, .line = 1};
    bool good = true;
    for (; good && reader.at < reader.end; reader.line++) {
        const char *newline = memchr(reader.at, '\n', (size_t)(reader.end - reader.at));
        const char *end = newline != NULL ? newline : reader.end;
        good = read_line(&reader, reader.at, end);
        reader.at = newline != NULL ? newline + 1 : reader.end;
    }
    bool is_cut = good && reader.old_left + reader.new_left > 0;
    if (!good || is_cut)
        *error = g_strdup_printf("line %u of the patch: %s", reader.line - 1, is_cut ? "it ends amid a hunk" : "this does not fit a unified diff");
    else if (reader.has_text && !reader.is_diff)
        *error = g_strdup("this is no unified diff, as 'git diff' and 'diff -u' write it (without colours)");
    g_free(copy);
    return *error == NULL;
}

/* --- filtering --- */

static const GArray *ranges_at(const ReportPatch *changes, GHashTable *real_paths, const char *path)
{
    gpointer ranges = NULL;
    if (path == NULL || g_hash_table_lookup_extended(real_paths, path, NULL, &ranges))
        return ranges;
    char *real = realpath(path, NULL);
    ranges = real != NULL ? g_hash_table_lookup(changes->by_file, real) : NULL;
    free(real);
    g_hash_table_insert(real_paths, (gpointer)(uintptr_t)path, ranges);
    return ranges;
}

static bool touches(const GArray *ranges, const ReportPlace *place)
{
    uint32_t last = MAX(place->end_line, place->line);
    for (guint i = 0; ranges != NULL && i < ranges->len; i++) {
        const Range *range = &g_array_index(ranges, Range, i);
        if (range->first <= range->last && range->first <= last && range->last >= place->line)
            return true;
    }
    return false;
}

static bool holds_deletion(const GArray *ranges, uint32_t first, uint32_t last)
{
    for (guint i = 0; ranges != NULL && i < ranges->len; i++) {
        const Range *range = &g_array_index(ranges, Range, i);
        if (range->first > range->last && first <= range->last && last >= range->first)
            return true;
    }
    return false;
}

/* The steps in the finding's own file span a stretch of it. */
static bool is_concerned(const ReportPatch *changes, GHashTable *real_paths, const ReportFinding *finding)
{
    const GArray *own = ranges_at(changes, real_paths, finding->place.path);
    uint32_t first = finding->place.line, last = MAX(finding->place.end_line, first);
    if (touches(own, &finding->place))
        return true;
    for (uint32_t i = 0; i < finding->note_count; i++) {
        const ReportPlace *place = &finding->notes[i].place;
        if (place->path == NULL || place->line == 0)
            continue;
        if (touches(ranges_at(changes, real_paths, place->path), place))
            return true;
        if (finding->place.path != NULL && strcmp(place->path, finding->place.path) == 0) {
            first = MIN(first, place->line);
            last = MAX(last, MAX(place->line, place->end_line));
        }
    }
    return holds_deletion(own, first, last);
}

void report_patch_filter(const ReportPatch *changes, ReportSet *set)
{
    GHashTable *real_paths = g_hash_table_new(g_str_hash, g_str_equal); /* path of a finding => its ranges */
    guint kept = 0;
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding finding = g_array_index(set->findings, ReportFinding, i);
        if (is_concerned(changes, real_paths, &finding))
            g_array_index(set->findings, ReportFinding, kept++) = finding;
    }
    g_array_set_size(set->findings, kept);
    g_hash_table_unref(real_paths);
}
