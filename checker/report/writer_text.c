/* writer_text.c - findings as Clang prints them, so that editors and CI systems that read Clang read vtcheck.
 *
 *   src/a.c:12:5: error: 't' is awaited a second time [vt-double-await]
 *      12 |     vt_int_await(t, &r);
 *         |     ^~~~~~~~~~~~~~~~~~~
 *   src/a.c:10:5: note: first awaited here
 *   src/a.c:12:5: note: a fix is at hand (--fix): ...
 *       9 |     vt_int t = make();
 *         |     ~~~~~~     ~~~~~~
 *         |     vt_int_task *t = vt_int_as_task(make());
 *     +++ |+    vt_int_task_unref(t);
 *
 * Columns in the first line are bytes, as Clang counts; the caret stands under the character all the same, whatever
 * the widths of those before it. */
#include "report/writer.h"

#include <string.h>

#include "base/path.h"

/* A longer source line is cut to a window around the caret: this many bytes before it, and in all. */
enum { LONGEST_LINE = 180, CONTEXT_BEFORE = 60 };
enum { TAB_STOP = 8 };

typedef enum Paint { PAINT_NONE, PAINT_BOLD, PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_CARET } Paint;

static const char *const paints[] = {
    [PAINT_NONE] = "\033[0m", [PAINT_BOLD] = "\033[1m", [PAINT_ERROR] = "\033[0;1;31m",
    [PAINT_WARNING] = "\033[0;1;35m", [PAINT_NOTE] = "\033[0;1;36m", [PAINT_CARET] = "\033[0;1;32m",
};

static void paint(const ReportRun *run, GString *out, Paint which)
{
    if (run->color)
        g_string_append(out, paints[which]);
}

/* --- the source line --- */

/* The part of a line that is shown, in bytes. */
typedef struct Window {
    size_t from, to;
} Window;

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static Window choose_window(const char *text, size_t length, size_t caret)
{
    Window window = {0, length};
    if (length <= LONGEST_LINE)
        return window;
    window.from = caret > CONTEXT_BEFORE ? caret - CONTEXT_BEFORE : 0;
    if (window.from + LONGEST_LINE < length)
        window.to = window.from + LONGEST_LINE;
    /* Not amid a character. */
    while (window.from > 0 && is_continuation(text[window.from]))
        window.from--;
    while (window.to < length && is_continuation(text[window.to]))
        window.to++;
    return window;
}

/* Appends a piece of a source line with its tabs expanded; `column` is where it begins. Returns where it ends. */
static uint32_t append_source(GString *out, const char *text, size_t length, uint32_t column)
{
    size_t done = 0;
    while (done < length) {
        const char *tab = memchr(text + done, '\t', length - done);
        size_t plain = tab != NULL ? (size_t)(tab - text) - done : length - done;
        column += report_append_visible(out, text + done, plain);
        done += plain;
        if (tab != NULL) {
            do {
                g_string_append_c(out, ' ');
                column++;
            } while (column % TAB_STOP != 0);
            done++;
        }
    }
    return column;
}

static void append_repeated(GString *out, char c, uint32_t count)
{
    while (count-- > 0)
        g_string_append_c(out, c);
}

static size_t clamp(size_t value, size_t low, size_t high)
{
    return value < low ? low : value > high ? high : value;
}

static void append_gutter(GString *out, uint32_t line)
{
    if (line > 0)
        g_string_append_printf(out, "%5u | ", line);
    else
        g_string_append(out, "      | ");
}

/* The line of a place and, below it, a caret at its start and a ~ under the rest of its range. */
static void append_snippet(const ReportRun *run, const ReportPlace *place, GString *out)
{
    const char *text = NULL;
    size_t length = 0;
    const ReportSource *source = report_sources_get(run->sources, place->path);
    if (place->column == 0 || !report_source_line(source, place->line, &text, &length) || place->column > length + 1)
        return;
    size_t caret = place->column - 1, end = caret + 1;
    if (place->end_line == place->line && place->end_column > 0)
        end = place->end_column - 1;
    else if (place->end_line > place->line)
        end = length;
    Window window = choose_window(text, length, caret);
    end = clamp(end, caret, window.to);

    append_gutter(out, place->line);
    uint32_t column = 0;
    if (window.from > 0)
        column += report_append_visible(out, "...", 3);
    column = append_source(out, text + window.from, caret - window.from, column);
    uint32_t caret_column = column;
    column = append_source(out, text + caret, end - caret, column);
    uint32_t end_column = column;
    append_source(out, text + end, window.to - end, column);
    if (window.to < length)
        g_string_append(out, "...");
    g_string_append_c(out, '\n');

    append_gutter(out, 0);
    append_repeated(out, ' ', caret_column);
    paint(run, out, PAINT_CARET);
    g_string_append_c(out, '^');
    append_repeated(out, '~', end_column > caret_column ? end_column - caret_column - 1 : 0);
    paint(run, out, PAINT_NONE);
    g_string_append_c(out, '\n');
}

/* --- lines --- */

static void append_place(const ReportRun *run, const ReportPlace *place, GString *out)
{
    if (place->path == NULL)
        return;
    const char *path = base_path_below(place->path, run->working_directory);
    report_append_visible(out, path, strlen(path));
    if (place->line > 0)
        g_string_append_printf(out, ":%u", place->line);
    if (place->line > 0 && place->column > 0)
        g_string_append_printf(out, ":%u", place->column);
    g_string_append(out, ": ");
}

static void append_message(const ReportRun *run, const ReportPlace *place, ReportSeverity severity, const char *message, const char *rule, GString *out)
{
    static const Paint severity_paints[] = {[REPORT_NOTE] = PAINT_NOTE, [REPORT_WARNING] = PAINT_WARNING, [REPORT_ERROR] = PAINT_ERROR};
    paint(run, out, PAINT_BOLD);
    append_place(run, place, out);
    paint(run, out, severity_paints[severity]);
    g_string_append_printf(out, "%s: ", report_severity_name(severity));
    paint(run, out, PAINT_NONE);
    if (severity != REPORT_NOTE)
        paint(run, out, PAINT_BOLD);
    report_append_visible(out, message, strlen(message));
    if (rule != NULL)
        g_string_append_printf(out, " [%s]", rule);
    if (severity != REPORT_NOTE)
        paint(run, out, PAINT_NONE);
    g_string_append_c(out, '\n');
}

static bool same_range(const ReportPlace *a, const ReportPlace *b)
{
    return g_strcmp0(a->path, b->path) == 0 && a->line == b->line && a->column == b->column && a->end_line == b->end_line && a->end_column == b->end_column;
}

/* --- fixes --- */

enum { MOST_FIX_LINES = 4 }; /* --fix-dry-run shows them all */

/* How an edit is shown at its line: what changes within the line below it, as Clang does; whole new lines above or behind it, as GCC does. */
typedef enum EditShape { EDIT_WITHIN, EDIT_ABOVE, EDIT_BELOW, EDIT_NOT_SHOWN } EditShape;

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t')
            return false;
    return true;
}

static EditShape shape_of(const ReportRun *run, const ReportFinding *finding, const ReportEdit *edit)
{
    const char *line = NULL, *newline = strrchr(edit->text, '\n');
    size_t length = 0, at = edit->place.column - 1;
    if (g_strcmp0(edit->place.path, finding->place.path) != 0 || edit->place.end_line != edit->place.line ||
        !report_source_line(report_sources_get(run->sources, edit->place.path), edit->place.line, &line, &length) || at > length)
        return EDIT_NOT_SHOWN;
    if (newline == NULL)
        return strchr(edit->text, '\t') == NULL ? EDIT_WITHIN : EDIT_NOT_SHOWN;
    if (edit->place.end_column != edit->place.column)
        return EDIT_NOT_SHOWN;
    if (is_blank(line, at) && is_blank(newline + 1, strlen(newline + 1)))
        return EDIT_ABOVE;
    return at == length && edit->text[0] == '\n' ? EDIT_BELOW : EDIT_NOT_SHOWN;
}

/* The lines that an edit brings in. One above begins with what the edit's own line begins with, and leaves the last of its blanks to that. */
static void append_new_lines(const ReportRun *run, const ReportEdit *edit, EditShape shape, GString *out)
{
    const char *line = NULL;
    size_t length = 0;
    (void)report_source_line(report_sources_get(run->sources, edit->place.path), edit->place.line, &line, &length);
    GString *text = g_string_new_len(line, shape == EDIT_ABOVE ? (gssize)edit->place.column - 1 : 0);
    if (shape == EDIT_ABOVE)
        g_string_append_len(text, edit->text, strrchr(edit->text, '\n') - edit->text);
    else
        g_string_append(text, edit->text + 1);
    char **lines = g_strsplit(text->str, "\n", -1);
    for (char **new_line = lines; *new_line != NULL; new_line++) {
        paint(run, out, PAINT_CARET);
        g_string_append(out, "  +++ |+");
        append_source(out, *new_line, strlen(*new_line), 0);
        paint(run, out, PAINT_NONE);
        g_string_append_c(out, '\n');
    }
    g_strfreev(lines);
    g_string_free(text, TRUE);
}

/* The column at which a byte of a line is shown. */
static uint32_t shown_column(const char *text, size_t at)
{
    GString *scratch = g_string_new(NULL);
    uint32_t column = append_source(scratch, text, at, 0);
    g_string_free(scratch, TRUE);
    return column;
}

static void append_marks(const ReportEdit *edits, uint32_t count, const char *text, GString *out)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = shown_column(text, edits[i].place.column - 1), end = shown_column(text, edits[i].place.end_column - 1);
        if (end == start)
            continue;
        append_repeated(out, ' ', start - column);
        append_repeated(out, '~', end - start);
        column = end;
    }
}

/* Each text below its place, or behind the one before it. */
static void append_texts(const ReportEdit *edits, uint32_t count, const char *text, GString *out)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = MAX(shown_column(text, edits[i].place.column - 1), column + (column > 0));
        if (edits[i].text[0] == '\0')
            continue;
        append_repeated(out, ' ', start - column);
        column = start + report_append_visible(out, edits[i].text, strlen(edits[i].text));
    }
}

/* The line with what changes within it, unless it is too long to be shown, or is not what it was. `count` 0: the line alone. */
static void append_fix_line(const ReportRun *run, const ReportEdit *edits, uint32_t count, GString *out)
{
    const char *text = NULL;
    size_t length = 0;
    const ReportSource *source = report_sources_get(run->sources, edits->place.path);
    if (!report_source_line(source, edits->place.line, &text, &length) || length > LONGEST_LINE || (count > 0 && edits[count - 1].place.end_column > length + 1))
        return;
    bool has_range = false, has_text = false;
    for (uint32_t i = 0; i < count; i++) {
        has_range |= edits[i].place.end_column > edits[i].place.column;
        has_text |= edits[i].text[0] != '\0';
    }
    append_gutter(out, edits->place.line);
    append_source(out, text, length, 0);
    g_string_append_c(out, '\n');
    for (int pass = has_range ? 0 : 1; pass < (has_text ? 2 : 1); pass++) {
        append_gutter(out, 0);
        paint(run, out, PAINT_CARET);
        (pass == 0 ? append_marks : append_texts)(edits, count, text, out);
        paint(run, out, PAINT_NONE);
        g_string_append_c(out, '\n');
    }
}

/* The edits of one line, in their order, up to one that cannot be shown. Returns how many. */
static uint32_t append_fix_at(const ReportRun *run, const ReportFinding *finding, const ReportEdit *edits, uint32_t left, GString *out)
{
    static const EditShape order[] = {EDIT_ABOVE, EDIT_WITHIN, EDIT_BELOW};
    uint32_t ends[G_N_ELEMENTS(order)], at = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        while (at < left && edits[at].place.line == edits->place.line && shape_of(run, finding, &edits[at]) == order[i])
            at++;
        ends[i] = at;
    }
    for (uint32_t i = 0; i < ends[0]; i++)
        append_new_lines(run, &edits[i], EDIT_ABOVE, out);
    if (ends[1] > ends[0])
        append_fix_line(run, &edits[ends[0]], ends[1] - ends[0], out);
    else if (at > 0)
        append_fix_line(run, edits, 0, out);
    for (uint32_t i = ends[1]; i < ends[2]; i++)
        append_new_lines(run, &edits[i], EDIT_BELOW, out);
    return at;
}

static void append_fix(const ReportRun *run, const ReportFinding *finding, GString *out)
{
    char *offer = g_strdup_printf("a fix is at hand (--fix): %s", finding->fix.message);
    append_message(run, &finding->place, REPORT_NOTE, offer, NULL, out);
    g_free(offer);
    uint32_t lines = 0;
    for (uint32_t i = 0; i < finding->fix.edit_count && lines < MOST_FIX_LINES;) {
        uint32_t count = append_fix_at(run, finding, &finding->fix.edits[i], finding->fix.edit_count - i, out);
        lines += count > 0;
        i += MAX(count, 1);
    }
}

/* --- findings --- */

static void append_finding(const ReportRun *run, const ReportFinding *finding, GString *out)
{
    append_message(run, &finding->place, finding->severity, finding->message, finding->rule->id, out);
    append_snippet(run, &finding->place, out);
    const ReportPlace *shown = &finding->place;
    for (uint32_t i = 0; i < finding->note_count; i++) {
        const ReportNote *note = &finding->notes[i];
        /* Advice has no place of its own: it belongs to the finding's. */
        const ReportPlace *place = note->place.path != NULL && note->place.line > 0 ? &note->place : &finding->place;
        append_message(run, place, REPORT_NOTE, note->message, NULL, out);
        /* A line that was just shown, or that heads the finding, tells nothing new. */
        if (!same_range(place, shown) && !same_range(place, &finding->place))
            append_snippet(run, place, out);
        shown = place;
    }
    if (finding->fix.edit_count > 0)
        append_fix(run, finding, out);
}

void report_write_concise(const ReportRun *run, GString *out)
{
    for (guint i = 0; i < run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(run->set->findings, ReportFinding, i);
        if (!finding->is_suppressed)
            append_message(run, &finding->place, finding->severity, finding->message, finding->rule->id, out);
    }
}

void report_write_text(const ReportRun *run, GString *out)
{
    for (guint i = 0; i < run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(run->set->findings, ReportFinding, i);
        if (!finding->is_suppressed)
            append_finding(run, finding, out);
    }
}
