/* fingerprint.c - see fingerprint.h. */
#include "report/fingerprint.h"

#include <string.h>

/* --- GitHub's hash of a line --- */

enum { WINDOW = 100, BASE = 37, NO_LINE = 0, END_OF_FILE = 0xffff };

typedef struct LineHasher {
    uint64_t hash, oldest_weight;
    uint16_t units[WINDOW];      /* a ring: what the hash is of */
    uint32_t lines[WINDOW];      /* parallel: the line that begins there, or NO_LINE */
    uint32_t at;
    uint32_t line;
    bool is_line_start, was_return;
    GHashTable *counts;          /* hash as text => how often */
    char **hashes;
    uint32_t line_count;
} LineHasher;

/* The window has left the slot: what was hashed since is the line's. */
static void emit(LineHasher *hasher)
{
    uint32_t line = hasher->lines[hasher->at];
    if (line == NO_LINE)
        return;
    hasher->lines[hasher->at] = NO_LINE;
    char *text = g_strdup_printf("%" G_GINT64_MODIFIER "x", hasher->hash);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(hasher->counts, text)) + 1;
    if (line <= hasher->line_count) {
        g_free(hasher->hashes[line - 1]);
        hasher->hashes[line - 1] = g_strdup_printf("%s:%u", text, count);
    }
    g_hash_table_insert(hasher->counts, text, GUINT_TO_POINTER(count));
}

static void push(LineHasher *hasher, uint16_t unit)
{
    uint64_t oldest = hasher->units[hasher->at];
    hasher->units[hasher->at] = unit;
    hasher->hash = hasher->hash * BASE + unit - hasher->oldest_weight * oldest;
    hasher->at = (hasher->at + 1) % WINDOW;
}

static void feed(LineHasher *hasher, uint16_t unit)
{
    bool is_second_half = hasher->was_return && unit == '\n';
    hasher->was_return = false;
    if (unit == ' ' || unit == '\t' || is_second_half)
        return;
    if (unit == '\r') {
        unit = '\n';
        hasher->was_return = true;
    }
    emit(hasher);
    if (hasher->is_line_start) {
        hasher->is_line_start = false;
        hasher->lines[hasher->at] = ++hasher->line;
    }
    hasher->is_line_start = unit == '\n';
    push(hasher, unit);
}

static void feed_character(LineHasher *hasher, gunichar c)
{
    if (c > 0xffff) {
        feed(hasher, (uint16_t)(0xd800 + ((c - 0x10000) >> 10)));
        feed(hasher, (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff)));
    } else {
        feed(hasher, (uint16_t)c);
    }
}

char **report_line_hashes(const ReportSource *source)
{
    LineHasher hasher = {.is_line_start = true, .oldest_weight = 1, .line_count = source->line_count};
    hasher.counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    hasher.hashes = g_new0(char *, (gsize)source->line_count + 1);
    for (uint32_t i = 0; i < source->line_count; i++)
        hasher.hashes[i] = g_strdup("");
    for (int i = 0; i < WINDOW; i++)
        hasher.oldest_weight *= BASE;
    const char *end = source->text + source->length;
    for (const char *at = source->text; at < end;) {
        gunichar c = g_utf8_get_char_validated(at, end - at);
        bool is_valid = c != (gunichar)-1 && c != (gunichar)-2;
        feed_character(&hasher, is_valid ? c : 0xfffd);
        at = is_valid && c != 0 ? g_utf8_next_char(at) : at + 1;
    }
    feed(&hasher, END_OF_FILE);
    for (int i = 0; i < WINDOW; i++) {
        emit(&hasher);
        push(&hasher, 0);
    }
    g_hash_table_unref(hasher.counts);
    return hasher.hashes;
}

/* --- contexts --- */

char *report_bare_line(ReportSources *sources, const ReportPlace *place)
{
    const char *text = NULL;
    size_t length = 0;
    GString *bare = g_string_new(NULL);
    if (place->path != NULL && report_source_line(report_sources_get(sources, place->path), place->line, &text, &length))
        for (size_t i = 0; i < length; i++)
            if (!g_ascii_isspace(text[i]) && text[i] != '\0')
                g_string_append_c(bare, text[i]);
    return g_string_free(bare, FALSE);
}

char **report_contexts(const ReportSet *set, ReportSources *sources)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    char **contexts = g_new0(char *, (gsize)set->findings->len + 1);
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        char *line = report_bare_line(sources, &finding->place);
        char *key = g_strjoin("\n", finding->rule->id, finding->function != NULL ? finding->function : "", line, NULL);
        char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
        hash[16] = '\0'; /* 64 bits are plenty within one file */
        char *in_file = g_strjoin("\n", key, finding->place.path != NULL ? finding->place.path : "", NULL);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, in_file)) + 1;
        g_hash_table_insert(counts, in_file, GUINT_TO_POINTER(count));
        contexts[i] = g_strdup_printf("%s:%u", hash, count);
        g_free(hash);
        g_free(key);
        g_free(line);
    }
    g_hash_table_unref(counts);
    return contexts;
}
