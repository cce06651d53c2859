/* suppress_fix.c - see suppress_fix.h. */
#include "report/suppress_fix.h"

#include "report/suppress_scan.h"

/* A line and a comment in it, as indexes. */
typedef struct Line {
    const char *text;
    size_t length, begin, end;
} Line;

static bool is_blank(const char *text, size_t from, size_t to)
{
    while (from < to && g_ascii_isspace(text[from]))
        from++;
    return from == to;
}

static bool is_blank_at(const Line *line, size_t at)
{
    return at >= line->length || g_ascii_isspace(line->text[at]);
}

/* Whether a backslash joins a line to the one above it: then it cannot go, or the next one would come in its place. */
static bool is_joined(const ReportSource *source, uint32_t number)
{
    const char *text = NULL;
    size_t length = 0;
    return report_source_line(source, number - 1, &text, &length) && length > 0 && text[length - 1] == '\\';
}

/* The place to be replaced by *text so that the comment is gone. A comment is a blank to the compiler, so one stays between two words. */
static ReportPlace place_of_comment(const ReportSource *source, const char *path, uint32_t number, Line line, const char **text)
{
    *text = "";
    bool is_last = is_blank(line.text, line.end, line.length), is_first = is_blank(line.text, 0, line.begin);
    if (is_first && is_last && number < source->line_count && !is_joined(source, number))
        return (ReportPlace){path, number, 1, number + 1, 1};
    if (is_last) {
        while (line.begin > 0 && is_blank_at(&line, line.begin - 1))
            line.begin--;
        line.end = line.length;
    } else if (line.begin == 0 || is_blank_at(&line, line.begin - 1)) {
        while (is_blank_at(&line, line.end))
            line.end++;
    } else if (!is_blank_at(&line, line.end)) {
        *text = " ";
    }
    return (ReportPlace){path, number, (uint32_t)line.begin + 1, number, (uint32_t)line.end + 1};
}

static bool make_edit(const ReportSource *source, const char *path, const Mark *mark, const char *left, ReportEdit *edit)
{
    Line line = {NULL, 0, mark->comment_column - 1, mark->comment_end_column - 1};
    if (!report_source_line(source, mark->line, &line.text, &line.length))
        return false;
    if (*left != '\0') {
        size_t bracket = mark->column - 1;
        while (bracket < line.length && line.text[bracket] != '(')
            bracket++;
        *edit = (ReportEdit){{path, mark->line, (uint32_t)bracket + 2, mark->line, mark->end_column - 1}, left};
        return true;
    }
    if (mark->comment_column == 0)
        return false;
    edit->place = place_of_comment(source, path, mark->line, line, &edit->text);
    return true;
}

void suppress_fix(const ReportSource *source, const char *path, const GArray *marks, guint index, const char *left, SuppressFix *fix)
{
    const Mark *mark = &g_array_index(marks, Mark, index);
    *fix = (SuppressFix){.message = *left != '\0' ? "take the rules of vtcheck out of the list" : "take the comment out"};
    if (!make_edit(source, path, mark, left, &fix->edits[0]))
        return;
    bool good = mark->end == 0 || make_edit(source, path, &g_array_index(marks, Mark, mark->end), left, &fix->edits[1]);
    if (good)
        fix->count = mark->end == 0 ? 1 : 2;
}
