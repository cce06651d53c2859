/* suppress.c - which findings comments silence; see suppress.h. Comments are found by suppress_scan.c. */
#include "report/suppress.h"

#include <string.h>

#include "report/suppress_fix.h"
#include "report/suppress_scan.h"

const ReportRule report_rule_unused_suppression = {
    .id = "vt-unused-suppression",
    .severity = REPORT_WARNING,
    .summary = "a NOLINT comment silences nothing",
    .documentation = "# vt-unused-suppression\n\nWith `--report-unused-suppressions`: a `NOLINT` comment that names a rule of vtcheck, and no finding of such a rule is "
                     "where it is looked for. The defect was mended, or the name is misspelt. Take the comment out: the next real finding on this line would be "
                     "silenced, too.\n",
};

/* A stretch of a file that is silent: from one place to before another. */
typedef struct Region {
    uint32_t line, column, end_line, end_column;
    guint mark; /* index: whose it is */
} Region;

/* One file's comments. */
typedef struct Comments {
    const char *path;
    GArray *marks, *defines, *regions;
} Comments;

typedef struct Suppression {
    ReportSet *set;
    ReportSources *sources;
    GPtrArray *files;     /* Comments */
    GHashTable *by_path;  /* path => Comments */
} Suppression;

/* --- marks to regions --- */

static const char *mark_word(MarkKind kind)
{
    static const char *const words[] = {[MARK_LINE] = "NOLINT", [MARK_NEXT_LINE] = "NOLINTNEXTLINE", [MARK_BEGIN] = "NOLINTBEGIN", [MARK_END] = "NOLINTEND"};
    return words[kind];
}

static void add_unmatched(ReportSet *set, const char *path, const Mark *mark)
{
    const char *missing = mark_word(mark->kind == MARK_BEGIN ? MARK_END : MARK_BEGIN), *word = mark_word(mark->kind);
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
    GArray *open = g_array_new(FALSE, FALSE, sizeof(guint)); /* begins without end yet, innermost last */
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        Region region = {mark->line, 1, mark->line, UINT32_MAX, i};
        if (mark->kind == MARK_NEXT_LINE) {
            region.line = region.end_line = mark->line + 1;
        } else if (mark->kind == MARK_BEGIN) {
            g_array_append_val(open, i);
            continue;
        } else if (mark->kind == MARK_END) {
            guint last = open->len > 0 ? g_array_index(open, guint, open->len - 1) : 0;
            const Mark *begin = open->len > 0 ? &g_array_index(marks, Mark, last) : NULL;
            if (begin == NULL || g_strcmp0(begin->globs, mark->globs) != 0) {
                add_unmatched(set, path, mark);
                continue;
            }
            g_array_set_size(open, open->len - 1);
            g_array_index(marks, Mark, last).end = i;
            region = (Region){begin->line, begin->column, mark->line, mark->column, last};
        }
        g_array_append_val(regions, region);
    }
    for (guint i = 0; i < open->len; i++)
        add_unmatched(set, path, &g_array_index(marks, Mark, g_array_index(open, guint, i)));
    g_array_unref(open);
    return regions;
}

static void free_comments(gpointer data)
{
    Comments *comments = data;
    g_array_unref(comments->marks);
    g_array_unref(comments->defines);
    g_array_unref(comments->regions);
    g_free(comments);
}

/* The comments of a file, read when first asked for; NULL: it cannot be read. `path` must live as long as the suppression. */
static Comments *comments_of(Suppression *suppression, const char *path)
{
    Comments *comments = g_hash_table_lookup(suppression->by_path, path);
    const ReportSource *source = comments == NULL ? report_sources_get(suppression->sources, path) : NULL;
    if (source == NULL)
        return comments;
    comments = g_new0(Comments, 1);
    *comments = (Comments){.path = path, .marks = suppress_marks_new(), .defines = suppress_defines_new()};
    suppress_scan(source, comments->marks, comments->defines);
    comments->regions = make_regions(suppression->set, path, comments->marks);
    g_ptr_array_add(suppression->files, comments);
    g_hash_table_insert(suppression->by_path, (gpointer)(uintptr_t)path, comments);
    return comments;
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

/* Where the region's list names the finding's rule, the finding is silent. */
static bool silence(Suppression *suppression, Comments *comments, const Region *region, ReportFinding *finding)
{
    Mark *mark = &g_array_index(comments->marks, Mark, region->mark);
    if (!globs_match(mark->globs, finding->rule->id))
        return false;
    if (!finding->is_suppressed)
        finding->reason = mark->reason != NULL ? g_string_chunk_insert_const(suppression->set->strings, mark->reason) : NULL;
    finding->is_suppressed = true;
    mark->is_used = true;
    return true;
}

static void silence_in_place(Suppression *suppression, ReportFinding *finding)
{
    Comments *comments = finding->place.path != NULL ? comments_of(suppression, finding->place.path) : NULL;
    for (guint i = 0; comments != NULL && i < comments->regions->len; i++) {
        const Region *region = &g_array_index(comments->regions, Region, i);
        if (region_holds(region, &finding->place))
            silence(suppression, comments, region, finding);
    }
}

/* --- macros --- */

static bool covers_define(const Region *region, const Define *define)
{
    return region->line <= define->last && region->end_line >= define->first;
}

static bool any_define_covered(const Suppression *suppression)
{
    for (guint f = 0; f < suppression->files->len; f++) {
        const Comments *comments = suppression->files->pdata[f];
        for (guint d = 0; d < comments->defines->len; d++)
            for (guint r = 0; r < comments->regions->len; r++)
                if (covers_define(&g_array_index(comments->regions, Region, r), &g_array_index(comments->defines, Define, d)))
                    return true;
    }
    return false;
}

/* Marks what covers one of the macro's definitions. Which of several counts, only the preprocessor knows. Then, the macros that
 * its definitions name. `seen` holds names that were looked at (borrowed). */
static void silence_by_macro(Suppression *suppression, const char *name, ReportFinding *finding, GHashTable *seen)
{
    GPtrArray *names = g_ptr_array_new();
    g_ptr_array_add(names, (gpointer)(uintptr_t)name);
    for (guint n = 0; n < names->len; n++) {
        if (!g_hash_table_add(seen, names->pdata[n]))
            continue;
        for (guint f = 0; f < suppression->files->len; f++) {
            Comments *comments = suppression->files->pdata[f];
            for (guint d = 0; d < comments->defines->len; d++) {
                const Define *define = &g_array_index(comments->defines, Define, d);
                if (strcmp(define->name, names->pdata[n]) != 0)
                    continue;
                for (guint r = 0; r < comments->regions->len; r++) {
                    const Region *region = &g_array_index(comments->regions, Region, r);
                    if (covers_define(region, define))
                        silence(suppression, comments, region, finding);
                }
                for (guint i = 0; i < define->names->len; i++)
                    g_ptr_array_add(names, define->names->pdata[i]);
            }
        }
    }
    g_ptr_array_unref(names);
}

/* The identifier at a place, or NULL. */
static char *identifier_at(ReportSources *sources, const ReportPlace *place)
{
    const char *text = NULL;
    size_t length = 0, end = 0;
    if (!report_source_line(report_sources_get(sources, place->path), place->line, &text, &length) || place->column == 0 || place->column > length)
        return NULL;
    text += place->column - 1;
    length -= place->column - 1;
    while (end < length && (g_ascii_isalnum(text[end]) || text[end] == '_'))
        end++;
    return end > 0 ? g_strndup(text, end) : NULL;
}

/* A finding in what a macro expands to stands where the macro is used. */
static void silence_in_macros(Suppression *suppression)
{
    ReportSet *set = suppression->set;
    for (guint i = 0; i < set->files->len; i++)
        if (report_sources_mention(suppression->sources, set->files->pdata[i], "NOLINT"))
            comments_of(suppression, set->files->pdata[i]);
    if (!any_define_covered(suppression))
        return;
    for (guint i = 0; i < set->files->len; i++)
        comments_of(suppression, set->files->pdata[i]);
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        char *name = finding->is_suppressed || finding->place.path == NULL ? NULL : identifier_at(suppression->sources, &finding->place);
        if (name != NULL) {
            GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
            silence_by_macro(suppression, name, finding, seen);
            g_hash_table_unref(seen);
        }
        g_free(name);
    }
}

/* --- comments that silence nothing --- */

typedef enum EntryKind { ENTRY_OF_OTHERS, ENTRY_UNKNOWN, ENTRY_IDLE, ENTRY_MAY_SERVE } EntryKind;

/* One name of a list. May serve: the mark is used, or the rule did not take part in this run. */
static EntryKind weigh_entry(const char *glob, const Mark *mark, const ReportKnownRules *known)
{
    EntryKind kind = g_ascii_strncasecmp(glob, "vt-", 3) == 0 ? ENTRY_UNKNOWN : ENTRY_OF_OTHERS;
    for (size_t i = 0; i < known->count && kind != ENTRY_OF_OTHERS && kind != ENTRY_MAY_SERVE; i++)
        if (g_pattern_match_simple(glob, known->ids[i]))
            kind = mark->is_used || !known->took_part[i] ? ENTRY_MAY_SERVE : ENTRY_IDLE;
    return kind;
}

/* What is wrong with a mark, or NULL: it may be meant for another program, or for another run. *left (g_free): what others need of its list;
 * NULL: that is for a person to say, for a name that is no rule may be a misspelt one. */
static char *complaint(const Mark *mark, const ReportKnownRules *known, char **left)
{
    char *unknown = NULL, *message = NULL, **entries = g_strsplit(mark->globs != NULL ? mark->globs : "", ",", -1);
    bool is_idle = false, may_serve = false, is_empty = mark->globs != NULL;
    GPtrArray *others = g_ptr_array_new();
    for (char **entry = entries; *entry != NULL; entry++) {
        EntryKind kind = weigh_entry(g_strstrip(*entry), mark, known);
        is_empty = is_empty && **entry == '\0';
        is_idle = is_idle || kind == ENTRY_IDLE;
        may_serve = may_serve || kind == ENTRY_MAY_SERVE;
        if (kind == ENTRY_UNKNOWN && unknown == NULL)
            unknown = *entry;
        if (kind == ENTRY_OF_OTHERS && **entry != '\0')
            g_ptr_array_add(others, *entry);
    }
    g_ptr_array_add(others, NULL);
    *left = NULL;
    if (unknown != NULL) {
        message = g_strdup_printf("this %s names '%s', which is no rule", mark_word(mark->kind), unknown);
    } else if (((is_idle && !may_serve) || is_empty) && mark->kind != MARK_END) {
        message = g_strdup_printf("this %s(%s) silences nothing", mark_word(mark->kind), mark->globs);
        *left = g_strjoinv(", ", (char **)others->pdata);
    }
    g_ptr_array_unref(others);
    g_strfreev(entries);
    return message;
}

static void add_idle(Suppression *suppression, const Comments *comments, guint m, const char *message, const char *left)
{
    const Mark *mark = &g_array_index(comments->marks, Mark, m);
    SuppressFix fix = {.count = 0};
    if (left != NULL)
        suppress_fix(report_sources_get(suppression->sources, comments->path), comments->path, comments->marks, m, left, &fix);
    ReportFinding finding = {.rule = &report_rule_unused_suppression, .severity = report_rule_unused_suppression.severity,
                             .place = {comments->path, mark->line, mark->column, mark->line, mark->end_column}, .message = message,
                             .fix = {fix.message, fix.edits, fix.count}};
    report_set_add(suppression->set, &finding);
}

static void add_unused(Suppression *suppression, const ReportKnownRules *known)
{
    for (guint f = 0; f < suppression->files->len; f++) {
        const Comments *comments = suppression->files->pdata[f];
        for (guint m = 0; m < comments->marks->len; m++) {
            char *left = NULL, *message = complaint(&g_array_index(comments->marks, Mark, m), known, &left);
            if (message != NULL)
                add_idle(suppression, comments, m, message, left);
            g_free(message);
            g_free(left);
        }
    }
}

/* A file that was not (wholly) analysed lacks findings, so its comments, and those of headers, may only seem idle. */
static bool is_complete(ReportSet *set)
{
    for (guint i = 0; i < set->problems->len; i++)
        if (g_array_index(set->problems, ReportProblem, i).severity > REPORT_NOTE) {
            ReportProblem note = {.severity = REPORT_NOTE, .message = "comments that silence nothing were not looked for, because not everything could be analysed"};
            report_set_add_problem(set, &note);
            return false;
        }
    return true;
}

static gint compare_paths(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void report_suppress(ReportSet *set, ReportSources *sources, const ReportKnownRules *unused)
{
    g_ptr_array_sort(set->files, compare_paths); /* so that nothing depends on the order of units */
    Suppression suppression = {set, sources, g_ptr_array_new_with_free_func(free_comments), g_hash_table_new(g_str_hash, g_str_equal)};
    bool all_silent = true;
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        silence_in_place(&suppression, finding);
        all_silent = all_silent && finding->is_suppressed;
    }
    if (!all_silent)
        silence_in_macros(&suppression);
    bool wants_unused = unused != NULL && is_complete(set);
    for (guint i = 0; wants_unused && i < set->files->len; i++)
        comments_of(&suppression, set->files->pdata[i]);
    if (wants_unused)
        add_unused(&suppression, unused);
    g_hash_table_unref(suppression.by_path);
    g_ptr_array_unref(suppression.files);
}
