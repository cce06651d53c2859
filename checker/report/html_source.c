/* html_source.c - see html_source.h.
 *
 * A finding's steps are its notes with a place, and then itself. For each file the lines around its steps are shown, with what the
 * steps point at marked, and below each such line the steps' words. */
#include "report/html_source.h"

#include <string.h>

#include "base/path.h"

enum { CONTEXT = 3, TAB_STOP = 8, LONGEST_LINE = 400, MOST_STEPS = 200 };

typedef struct Step {
    const ReportPlace *place;
    const char *message;
    guint number; /* from 1 */
    bool is_last; /* the finding itself */
} Step;

/* --- text --- */

static void append_escaped(GString *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&': g_string_append(out, "&amp;"); break;
        case '<': g_string_append(out, "&lt;"); break;
        case '>': g_string_append(out, "&gt;"); break;
        case '"': g_string_append(out, "&quot;"); break;
        case '\'': g_string_append(out, "&#39;"); break;
        default: g_string_append_c(out, text[i]); break;
        }
    }
}

/* Returns its width in columns. */
static uint32_t append_visible(GString *out, const char *text, size_t length)
{
    GString *visible = g_string_new(NULL);
    uint32_t width = report_append_visible(visible, text, length);
    append_escaped(out, visible->str, visible->len);
    g_string_free(visible, TRUE);
    return width;
}

void html_text(GString *out, const char *text)
{
    append_visible(out, text, strlen(text));
}

/* --- one line --- */

typedef enum Shade { SHADE_NONE, SHADE_STEP, SHADE_FINDING } Shade;

/* The part of a line that a place covers, in bytes. */
static bool covered(const ReportPlace *place, uint32_t line, size_t length, size_t *from, size_t *to)
{
    uint32_t end_line = MAX(place->end_line, place->line);
    if (line < place->line || line > end_line)
        return false;
    *from = line == place->line ? MIN((size_t)MAX(place->column, 1) - 1, length) : 0;
    if (line < end_line)
        *to = length;
    else if (place->end_line == 0 || place->end_column == 0)
        *to = MIN(*from + 1, length);
    else
        *to = MIN((size_t)place->end_column - 1, length);
    return *from < *to;
}

/* Not amid a character. */
static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static uint32_t append_run(GString *out, const char *text, size_t length, uint32_t column)
{
    for (size_t done = 0; done < length;) {
        const char *tab = memchr(text + done, '\t', length - done);
        size_t plain = tab != NULL ? (size_t)(tab - text) - done : length - done;
        column += append_visible(out, text + done, plain);
        done += plain;
        if (tab != NULL) {
            done++;
            do
                g_string_append_c(out, ' ');
            while (++column % TAB_STOP != 0);
        }
    }
    return column;
}

static void append_line(const GArray *steps, const ReportFinding *finding, const char *path, uint32_t line, const char *text, size_t length, GString *out)
{
    bool is_cut = length > LONGEST_LINE;
    length = MIN(length, LONGEST_LINE);
    Shade shades[LONGEST_LINE + 1] = {SHADE_NONE};
    for (guint i = 0; i < steps->len; i++) {
        const Step *step = &g_array_index(steps, Step, i);
        size_t from, to;
        if (strcmp(step->place->path, path) != 0 || !covered(step->place, line, length, &from, &to))
            continue;
        for (size_t k = from; k < to; k++)
            shades[k] = step->is_last ? SHADE_FINDING : MAX(shades[k], SHADE_STEP);
    }
    uint32_t column = 0;
    for (size_t start = 0, end; start < length; start = end) {
        for (end = start + 1; end < length && (shades[end] == shades[start] || is_continuation(text[end])); end++)
            continue;
        if (shades[start] == SHADE_STEP)
            g_string_append(out, "<mark>");
        else if (shades[start] == SHADE_FINDING)
            g_string_append_printf(out, "<mark class=\"%s\">", report_severity_name(finding->severity));
        column = append_run(out, text + start, end - start, column);
        if (shades[start] != SHADE_NONE)
            g_string_append(out, "</mark>");
    }
    if (is_cut)
        g_string_append(out, " ...");
}

/* --- one file --- */

static void append_steps_at(const GArray *steps, const ReportFinding *finding, const char *path, uint32_t line, GString *out)
{
    for (guint i = 0; i < steps->len; i++) {
        const Step *step = &g_array_index(steps, Step, i);
        if (step->place->line != line || strcmp(step->place->path, path) != 0)
            continue;
        g_string_append(out, "<div class=\"step");
        if (step->is_last)
            g_string_append_printf(out, " last %s", report_severity_name(finding->severity));
        g_string_append_printf(out, "\" data-step=\"%u\"><p><span class=\"badge\">%u</span>", step->number, step->number);
        html_text(out, step->message);
        g_string_append(out, "</p></div>\n");
    }
}

static gint compare_lines(gconstpointer left, gconstpointer right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* The lines of a file that are near to a step, in order; some more than once. */
static GArray *lines_near(const GArray *steps, const char *path, uint32_t line_count)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < steps->len; i++) {
        const ReportPlace *place = g_array_index(steps, Step, i).place;
        if (strcmp(place->path, path) != 0 || place->line > line_count)
            continue;
        for (uint32_t line = place->line > CONTEXT ? place->line - CONTEXT : 1; line <= MIN(place->line + CONTEXT, line_count); line++)
            g_array_append_val(lines, line);
    }
    g_array_sort(lines, compare_lines);
    return lines;
}

static void append_file(const ReportRun *run, const GArray *steps, const ReportFinding *finding, const char *path, GString *out)
{
    const ReportSource *source = report_sources_get(run->sources, path);
    g_string_append(out, "<p class=\"file\">");
    html_text(out, base_path_below(path, run->working_directory));
    g_string_append(out, "</p>\n<div class=\"code\" tabindex=\"0\"><div class=\"rows\">\n");
    uint32_t count = source != NULL ? source->line_count : 0, before = 0;
    /* Without its text, the file's steps stand alone. */
    for (guint i = 0; i < steps->len; i++)
        if (strcmp(g_array_index(steps, Step, i).place->path, path) == 0 && g_array_index(steps, Step, i).place->line > count)
            append_steps_at(steps, finding, path, g_array_index(steps, Step, i).place->line, out);
    GArray *lines = lines_near(steps, path, count);
    for (guint i = 0; i < lines->len; i++) {
        uint32_t line = g_array_index(lines, uint32_t, i);
        const char *text = NULL;
        size_t length = 0;
        if (line == before || !report_source_line(source, line, &text, &length))
            continue;
        if (line > before + 1)
            g_string_append(out, "<div class=\"gap\">&#8943;</div>\n");
        g_string_append_printf(out, "<span></span><span class=\"number\">%u</span><span class=\"source\">", line);
        append_line(steps, finding, path, line, text, length, out);
        g_string_append(out, "</span>\n");
        append_steps_at(steps, finding, path, line, out);
        before = line;
    }
    g_array_unref(lines);
    if (before < count)
        g_string_append(out, "<div class=\"gap\">&#8943;</div>\n");
    g_string_append(out, "</div></div>\n");
}

/* --- the path --- */

static GArray *steps_of(const ReportFinding *finding)
{
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(Step));
    for (uint32_t i = 0; i < finding->note_count && steps->len < MOST_STEPS; i++) {
        const ReportNote *note = &finding->notes[i];
        Step step = {&note->place, note->message, steps->len + 1, false};
        if (report_note_is_step(finding, i))
            g_array_append_val(steps, step);
    }
    Step last = {&finding->place, finding->message, steps->len + 1, true};
    g_array_append_val(steps, last);
    return steps;
}

void html_source(const ReportRun *run, const ReportFinding *finding, GString *out)
{
    GArray *steps = steps_of(finding);
    if (steps->len > 1)
        g_string_append(out, "<div class=\"walk\"><button type=\"button\" data-by=\"-1\" aria-label=\"previous step\">&#8593;</button>"
                             "<button type=\"button\" data-by=\"1\" aria-label=\"next step\">&#8595;</button><output></output></div>\n");
    for (guint i = 0; i < steps->len; i++) {
        const char *path = g_array_index(steps, Step, i).place->path;
        bool is_new = true;
        for (guint k = 0; k < i && is_new; k++)
            is_new = strcmp(g_array_index(steps, Step, k).place->path, path) != 0;
        if (is_new)
            append_file(run, steps, finding, path, out);
    }
    g_array_unref(steps);
}
