/* apply.c - fixes applied to texts; see apply.h. */
#include "report/apply.h"

#include <string.h>

typedef struct Applying {
    ReportSources *sources;
    GPtrArray *files;         /* ReportChangedFile */
    GHashTable *by_path;      /* path => ReportChangedFile */
    GHashTable *seen;         /* text of a fix => itself */
} Applying;

static void free_file(gpointer data)
{
    ReportChangedFile *file = data;
    g_array_unref(file->pieces);
    g_free(file);
}

static ReportChangedFile *file_of(Applying *applying, const char *path)
{
    ReportChangedFile *file = g_hash_table_lookup(applying->by_path, path);
    if (file == NULL) {
        file = g_new0(ReportChangedFile, 1);
        *file = (ReportChangedFile){path, report_sources_get(applying->sources, path), g_array_new(FALSE, FALSE, sizeof(ReportPiece))};
        g_ptr_array_add(applying->files, file);
        g_hash_table_insert(applying->by_path, (gpointer)(uintptr_t)path, file);
    }
    return file;
}

/* --- one fix --- */

static bool offset_of(const ReportSource *source, uint32_t line, uint32_t column, size_t *offset)
{
    if (line == source->line_count + 1 && column == 1) { /* behind the last line end */
        *offset = source->length;
        return true;
    }
    if (line == 0 || column == 0 || line > source->line_count)
        return false;
    size_t next = line < source->line_count ? source->line_starts[line] : source->length;
    *offset = source->line_starts[line - 1] + column - 1;
    return *offset <= next;
}

static bool piece_of(const ReportSource *source, const ReportEdit *edit, ReportPiece *piece)
{
    const ReportPlace *place = &edit->place;
    piece->text = edit->text;
    return source != NULL && offset_of(source, place->line, place->column, &piece->start) &&
           offset_of(source, place->end_line, place->end_column, &piece->end) && piece->start <= piece->end;
}

/* The index of the first piece that does not end before `offset`. */
static guint first_from(const ReportChangedFile *file, size_t offset)
{
    guint low = 0, high = file->pieces->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(file->pieces, ReportPiece, middle).end < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Two edits that touch are one too many: which of two insertions comes first cannot be known. */
static bool overlaps(const ReportChangedFile *file, const ReportPiece *piece)
{
    guint next = first_from(file, piece->start);
    return next < file->pieces->len && g_array_index(file->pieces, ReportPiece, next).start <= piece->end;
}

static char *fix_key(const ReportFix *fix)
{
    GString *key = g_string_new(NULL);
    for (uint32_t i = 0; i < fix->edit_count; i++) {
        const ReportPlace *place = &fix->edits[i].place;
        g_string_append_printf(key, "%s:%u:%u-%u:%u=%s\n", place->path, place->line, place->column, place->end_line, place->end_column, fix->edits[i].text);
    }
    return g_string_free(key, FALSE);
}

/* A file with more \r\n than plain \n ends its lines so. */
static bool has_crlf(const ReportSource *source)
{
    uint32_t crlf = 0;
    for (uint32_t i = 1; i < source->line_count; i++) {
        size_t end = source->line_starts[i];
        crlf += end >= 2 && source->text[end - 2] == '\r';
    }
    return source->line_count > 0 && crlf > (source->line_count - 1) / 2;
}

static const char *with_line_ends(GStringChunk *strings, const ReportSource *source, const char *text)
{
    if (!has_crlf(source))
        return g_string_chunk_insert(strings, text);
    GString *out = g_string_new(NULL);
    for (; *text != '\0'; text++)
        g_string_append_printf(out, "%s%c", *text == '\n' ? "\r" : "", *text);
    const char *kept = g_string_chunk_insert(strings, out->str);
    g_string_free(out, TRUE);
    return kept;
}

/* Takes a fix with all its edits, or leaves it out. */
static bool take_fix(Applying *applying, const ReportFix *fix, GStringChunk *strings, ReportDecline *why)
{
    for (uint32_t i = 0; i < fix->edit_count; i++) {
        ReportChangedFile *file = file_of(applying, fix->edits[i].place.path);
        ReportPiece piece;
        if (!piece_of(file->source, &fix->edits[i], &piece)) {
            *why = REPORT_DECLINE_CHANGED;
            return false;
        }
        if (overlaps(file, &piece)) {
            *why = REPORT_DECLINE_OVERLAP;
            return false;
        }
    }
    for (uint32_t i = 0; i < fix->edit_count; i++) {
        ReportChangedFile *file = file_of(applying, fix->edits[i].place.path);
        ReportPiece piece;
        piece_of(file->source, &fix->edits[i], &piece);
        piece.text = with_line_ends(strings, file->source, piece.text);
        g_array_insert_val(file->pieces, first_from(file, piece.start), piece);
    }
    return true;
}

/* --- the whole --- */

static gint compare_files(gconstpointer left, gconstpointer right)
{
    const ReportChangedFile *const *a = left, *const *b = right;
    return strcmp((*a)->path, (*b)->path);
}

static void collect_fixes(Applying *applying, const ReportSet *set, ReportChanges *changes)
{
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        if (finding->fix.edit_count == 0 || finding->is_suppressed)
            continue;
        char *key = fix_key(&finding->fix);
        ReportDeclined declined = {.finding = finding};
        if (g_hash_table_contains(applying->seen, key) || take_fix(applying, &finding->fix, changes->strings, &declined.why)) {
            changes->fixed++;
            g_hash_table_add(applying->seen, key);
        } else {
            g_array_append_val(changes->declined, declined);
            g_free(key);
        }
    }
}

ReportChanges *report_apply(const ReportSet *set, ReportSources *sources)
{
    Applying applying = {sources, g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal),
                         g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    ReportChanges *changes = g_new0(ReportChanges, 1);
    changes->files = g_ptr_array_new_with_free_func(free_file);
    changes->declined = g_array_new(FALSE, FALSE, sizeof(ReportDeclined));
    changes->strings = g_string_chunk_new(1024);
    collect_fixes(&applying, set, changes);
    g_ptr_array_sort(applying.files, compare_files);
    for (guint i = 0; i < applying.files->len; i++) {
        ReportChangedFile *file = applying.files->pdata[i];
        if (file->pieces->len > 0)
            g_ptr_array_add(changes->files, file);
        else
            free_file(file);
    }
    g_ptr_array_unref(applying.files);
    g_hash_table_unref(applying.by_path);
    g_hash_table_unref(applying.seen);
    return changes;
}

void report_changes_free(ReportChanges *changes)
{
    if (changes == NULL)
        return;
    g_ptr_array_unref(changes->files);
    g_array_unref(changes->declined);
    g_string_chunk_free(changes->strings);
    g_free(changes);
}

GString *report_changed_text(const ReportChangedFile *file)
{
    GString *out = g_string_new(NULL);
    size_t done = 0;
    for (guint i = 0; i < file->pieces->len; i++) {
        const ReportPiece *piece = &g_array_index(file->pieces, ReportPiece, i);
        g_string_append_len(out, file->source->text + done, (gssize)(piece->start - done));
        g_string_append(out, piece->text);
        done = piece->end;
    }
    g_string_append_len(out, file->source->text + done, (gssize)(file->source->length - done));
    return out;
}
