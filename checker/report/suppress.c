/* suppress.c - NOLINT comments; see suppress.h.
 *
 * The words count in comments only, so that a string that talks of NOLINT silences nothing. A small scanner finds the
 * comments: it knows strings, character constants and lines joined by a backslash, and nothing else of C. A quote
 * that is not closed on its (joined) line ends there: text in an #if 0 or an #error may hold a lone apostrophe. */
#include "report/suppress.h"

#include <string.h>

typedef enum MarkKind { MARK_LINE, MARK_NEXT_LINE, MARK_BEGIN, MARK_END } MarkKind;

typedef struct Mark {
    MarkKind kind;
    uint32_t line, column;
    char *globs; /* NULL: all rules */
} Mark;

/* A stretch of a file that is silent: from one place to before another. */
typedef struct Region {
    uint32_t line, column, end_line, end_column;
    const char *globs;
} Region;

/* --- comments --- */

typedef struct Scanner {
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    GArray *marks;
} Scanner;

static void step(Scanner *scanner)
{
    if (*scanner->at++ == '\n') {
        scanner->line++;
        scanner->line_start = scanner->at;
    }
}

/* Steps over a backslash and what it joins or escapes. */
static void step_escaped(Scanner *scanner)
{
    step(scanner);
    if (scanner->at < scanner->end && *scanner->at == '\r')
        step(scanner);
    if (scanner->at < scanner->end)
        step(scanner);
}

/* A backslash at the very end of a line. */
static bool joins_lines(const Scanner *scanner)
{
    const char *at = scanner->at;
    if (*at != '\\' || at + 1 >= scanner->end)
        return false;
    return at[1] == '\n' || (at[1] == '\r' && at + 2 < scanner->end && at[2] == '\n');
}

static bool is_word_character(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* At "NOLINT": reads the rest of the word and its list. Stays on the line. */
static void read_mark(Scanner *scanner)
{
    static const struct {
        const char *word;
        MarkKind kind;
    } words[] = {{"NOLINT", MARK_LINE}, {"NOLINTNEXTLINE", MARK_NEXT_LINE}, {"NOLINTBEGIN", MARK_BEGIN}, {"NOLINTEND", MARK_END}};
    const char *start = scanner->at, *end = start;
    while (end < scanner->end && is_word_character(*end))
        end++;
    scanner->at = end;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i].word) != (size_t)(end - start) || memcmp(words[i].word, start, (size_t)(end - start)) != 0)
            continue;
        Mark mark = {words[i].kind, scanner->line, (uint32_t)(start - scanner->line_start) + 1, NULL};
        if (end < scanner->end && *end == '(') {
            const char *close = end + 1;
            while (close < scanner->end && *close != ')' && *close != '\n')
                close++;
            if (close < scanner->end && *close == ')') {
                mark.globs = g_strndup(end + 1, (gsize)(close - end - 1));
                scanner->at = close + 1;
            }
        }
        g_array_append_val(scanner->marks, mark);
        return;
    }
}

/* After the comment's opening; `block`: until its closing mark, else until the end of the (joined) line. */
static void scan_comment(Scanner *scanner, bool block)
{
    while (scanner->at < scanner->end) {
        size_t left = (size_t)(scanner->end - scanner->at);
        if (block && left >= 2 && scanner->at[0] == '*' && scanner->at[1] == '/') {
            scanner->at += 2;
            return;
        }
        if (!block && *scanner->at == '\n')
            return;
        if (!block && joins_lines(scanner))
            step_escaped(scanner);
        else if (left >= 6 && memcmp(scanner->at, "NOLINT", 6) == 0 && !is_word_character(scanner->at[-1]))
            read_mark(scanner);
        else
            step(scanner);
    }
}

static void scan_quoted(Scanner *scanner, char quote)
{
    step(scanner);
    while (scanner->at < scanner->end && *scanner->at != '\n') {
        if (*scanner->at == '\\') {
            step_escaped(scanner);
            continue;
        }
        bool closes = *scanner->at == quote;
        step(scanner);
        if (closes)
            return;
    }
}

static void scan_file(const ReportSource *source, GArray *marks)
{
    Scanner scanner = {source->text, source->text + source->length, source->text, 1, marks};
    while (scanner.at < scanner.end) {
        char c = *scanner.at;
        /* The second character of an opening may come after a joined line; nobody writes that around a NOLINT. */
        char next = scanner.at + 1 < scanner.end ? scanner.at[1] : '\0';
        if (c == '/' && (next == '/' || next == '*')) {
            scanner.at += 2;
            scan_comment(&scanner, next == '*');
        } else if (c == '"' || c == '\'') {
            scan_quoted(&scanner, c);
        } else if (c == '\\') {
            step_escaped(&scanner);
        } else {
            step(&scanner);
        }
    }
}

/* --- marks to regions --- */

static void add_unmatched(ReportSet *set, const char *path, const Mark *mark)
{
    const char *missing = mark->kind == MARK_BEGIN ? "NOLINTEND" : "NOLINTBEGIN";
    const char *word = mark->kind == MARK_BEGIN ? "NOLINTBEGIN" : "NOLINTEND";
    char *list = mark->globs != NULL ? g_strdup_printf("(%s)", mark->globs) : g_strdup("");
    char *message = g_strdup_printf("this %s%s has no %s%s with the same list; it suppresses nothing", word, list, missing, list);
    ReportProblem problem = {REPORT_NOTE, {path, mark->line, mark->column, 0, 0}, message};
    report_set_add_problem(set, &problem);
    g_free(message);
    g_free(list);
}

static GArray *make_regions(ReportSet *set, const char *path, const GArray *marks)
{
    GArray *regions = g_array_new(FALSE, FALSE, sizeof(Region));
    GPtrArray *open = g_ptr_array_new(); /* begins without end yet, innermost last */
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        Region region = {mark->line, 1, mark->line, UINT32_MAX, mark->globs};
        if (mark->kind == MARK_NEXT_LINE) {
            region.line = region.end_line = mark->line + 1;
        } else if (mark->kind == MARK_BEGIN) {
            g_ptr_array_add(open, mark);
            continue;
        } else if (mark->kind == MARK_END) {
            const Mark *begin = open->len > 0 ? open->pdata[open->len - 1] : NULL;
            if (begin == NULL || g_strcmp0(begin->globs, mark->globs) != 0) {
                add_unmatched(set, path, mark);
                continue;
            }
            g_ptr_array_set_size(open, (gint)open->len - 1);
            region = (Region){begin->line, begin->column, mark->line, mark->column, begin->globs};
        }
        g_array_append_val(regions, region);
    }
    for (guint i = 0; i < open->len; i++)
        add_unmatched(set, path, open->pdata[i]);
    g_ptr_array_unref(open);
    return regions;
}

/* --- findings --- */

/* As in clang-tidy: names apart by commas, "*" for any characters; a "-" entry takes nothing back here. */
static bool globs_match(const char *globs, const char *rule)
{
    if (globs == NULL)
        return true;
    bool matches = false;
    char **entries = g_strsplit(globs, ",", -1);
    for (char **entry = entries; *entry != NULL && !matches; entry++)
        matches = g_pattern_match_simple(g_strstrip(*entry), rule);
    g_strfreev(entries);
    return matches;
}

static bool region_holds(const Region *region, const ReportPlace *place)
{
    if (place->line < region->line || place->line > region->end_line)
        return false;
    if (place->line == region->line && place->column < region->column)
        return false;
    return place->line != region->end_line || place->column < region->end_column;
}

static bool is_silenced(const GArray *regions, const ReportFinding *finding)
{
    for (guint i = 0; i < regions->len; i++) {
        const Region *region = &g_array_index(regions, Region, i);
        if (region_holds(region, &finding->place) && globs_match(region->globs, finding->rule->id))
            return true;
    }
    return false;
}

static void clear_mark(gpointer data)
{
    g_free(((Mark *)data)->globs);
}

static void suppress_in_file(ReportSet *set, ReportSources *sources, const char *path, const GArray *indices)
{
    const ReportSource *source = report_sources_get(sources, path);
    if (source == NULL)
        return;
    GArray *marks = g_array_new(FALSE, TRUE, sizeof(Mark));
    g_array_set_clear_func(marks, clear_mark);
    scan_file(source, marks);
    GArray *regions = make_regions(set, path, marks);
    for (guint i = 0; i < indices->len; i++) {
        ReportFinding *finding = &g_array_index(set->findings, ReportFinding, g_array_index(indices, guint, i));
        finding->is_suppressed = finding->is_suppressed || is_silenced(regions, finding);
    }
    g_array_unref(regions);
    g_array_unref(marks);
}

void report_suppress(ReportSet *set, ReportSources *sources)
{
    GHashTable *by_path = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    GPtrArray *paths = g_ptr_array_new();
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        if (finding->place.path == NULL)
            continue;
        GArray *indices = g_hash_table_lookup(by_path, finding->place.path);
        if (indices == NULL) {
            indices = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(by_path, (gpointer)(uintptr_t)finding->place.path, indices);
            g_ptr_array_add(paths, (gpointer)(uintptr_t)finding->place.path);
        }
        g_array_append_val(indices, i);
    }
    for (guint i = 0; i < paths->len; i++)
        suppress_in_file(set, sources, paths->pdata[i], g_hash_table_lookup(by_path, paths->pdata[i]));
    g_ptr_array_unref(paths);
    g_hash_table_unref(by_path);
}
