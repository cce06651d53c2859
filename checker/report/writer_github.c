/* writer_github.c - workflow commands of GitHub Actions: each becomes an annotation of a line in the change.
 *
 *   ::error file=src/a.c,line=12,endLine=12,col=5,endColumn=24,title=vt-double-await::'t' is awaited although ...
 *
 * GitHub shows ten errors and ten warnings of a step. So ten of each are given as commands, the rest as lines of the log, and the number
 * of these is said. A name in the code under check must not become a command of its own: what ends one or begins one is escaped. */
#include <string.h>

#include "report/locate.h"
#include "report/writer.h"

enum { MOST_SHOWN = 10 };

/* The value of a property ends at a comma or a colon, a command at its line's end. */
static void append_escaped(GString *out, const char *text, bool is_property)
{
    char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at != '\0'; at++) {
        bool is_special = *at == '%' || (unsigned char)*at < 0x20 || *at == 0x7f || (is_property && (*at == ':' || *at == ','));
        if (is_special)
            g_string_append_printf(out, "%%%02X", (unsigned char)*at);
        else
            g_string_append_c(out, *at);
    }
    g_free(valid);
}

/* As GitHub names files: below the repository. */
static char *file_name(ReportLocator *locator, const char *path)
{
    bool is_below_root = false;
    const char *uri = report_locator_uri(locator, path, &is_below_root);
    char *name = is_below_root ? g_uri_unescape_string(uri, NULL) : NULL;
    return name != NULL ? name : g_strdup(path);
}

static char *advice_of(const ReportFinding *finding)
{
    GString *text = g_string_new(finding->message);
    for (uint32_t i = 0; i < finding->note_count; i++) {
        const ReportNote *note = &finding->notes[i];
        if (report_note_is_step(finding, i))
            g_string_append_printf(text, "\n%u: %s", note->place.line, note->message);
        else
            g_string_append_printf(text, "\n%s", note->message);
    }
    return g_string_free(text, FALSE);
}

static void append_command(const ReportRun *run, ReportLocator *locator, const ReportFinding *finding, GString *out)
{
    ReportPlace place = report_utf16_place(run->sources, &finding->place);
    char *file = file_name(locator, finding->place.path), *text = advice_of(finding);
    g_string_append_printf(out, "::%s file=", finding->severity == REPORT_ERROR ? "error" : "warning");
    append_escaped(out, file, true);
    g_string_append_printf(out, ",line=%u,endLine=%u", place.line, place.end_line);
    if (place.line == place.end_line) /* columns of several lines are refused */
        g_string_append_printf(out, ",col=%u,endColumn=%u", place.column, place.end_column);
    g_string_append_printf(out, ",title=%s::", finding->rule->id);
    append_escaped(out, text, false);
    g_string_append_c(out, '\n');
    g_free(file);
    g_free(text);
}

/* A line of the log begins with "- ", so that no path can begin it with "::"; and nowhere in it stands "##[", the older
 * form of a command. */
static void append_line(ReportLocator *locator, const ReportFinding *finding, GString *out)
{
    char *file = file_name(locator, finding->place.path);
    char *line = g_strdup_printf("%s:%u:%u: %s: %s [%s]", file, finding->place.line, finding->place.column, report_severity_name(finding->severity),
                                 finding->message, finding->rule->id);
    GString *visible = g_string_new("- ");
    report_append_visible(visible, line, strlen(line));
    g_string_replace(visible, "##[", "#%23[", 0);
    g_string_append_len(out, visible->str, (gssize)visible->len);
    g_string_append_c(out, '\n');
    g_string_free(visible, TRUE);
    g_free(line);
    g_free(file);
}

/* Those past GitHub's limit, as lines; or (NULL) only their number. */
static guint append_rest(const ReportRun *run, ReportLocator *locator, GString *out)
{
    guint seen[REPORT_ERROR + 1] = {0}, rest = 0;
    for (guint i = 0; i < run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(run->set->findings, ReportFinding, i);
        if (finding->is_suppressed || finding->place.path == NULL || seen[finding->severity]++ < MOST_SHOWN)
            continue;
        rest++;
        if (out != NULL)
            append_line(locator, finding, out);
    }
    return rest;
}

/* What deserves a look at a line that is no finding: a log of a green step is read by nobody. */
static void append_notices(const ReportRun *run, ReportLocator *locator, GString *out)
{
    guint seen = 0;
    for (guint i = 0; i < run->set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(run->set->problems, ReportProblem, i);
        if (problem->place.path == NULL || problem->place.line == 0 || seen++ >= MOST_SHOWN)
            continue;
        char *file = file_name(locator, problem->place.path);
        g_string_append(out, "::notice file=");
        append_escaped(out, file, true);
        g_string_append_printf(out, ",line=%u,title=vtcheck::", problem->place.line);
        append_escaped(out, problem->message, false);
        g_string_append_c(out, '\n');
        g_free(file);
    }
}

void report_write_github(const ReportRun *run, GString *out)
{
    ReportLocator *locator = report_locator_new(run->root != NULL ? run->root : run->working_directory);
    guint seen[REPORT_ERROR + 1] = {0};
    for (guint i = 0; i < run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(run->set->findings, ReportFinding, i);
        if (!finding->is_suppressed && finding->place.path != NULL && seen[finding->severity]++ < MOST_SHOWN)
            append_command(run, locator, finding, out);
    }
    guint rest = append_rest(run, locator, NULL);
    if (rest > 0) {
        g_string_append_printf(out, "::notice title=vtcheck::%u more %s in the log of this step: GitHub shows %d errors and %d warnings a step\n", rest,
                               rest == 1 ? "finding is" : "findings are", MOST_SHOWN, MOST_SHOWN);
        append_rest(run, locator, out);
    }
    char *cut_short = report_cut_short(run->set);
    if (cut_short != NULL)
        g_string_append_printf(out, "::notice title=vtcheck::%s\n", cut_short);
    g_free(cut_short);
    append_notices(run, locator, out);
    report_locator_free(locator);
}
