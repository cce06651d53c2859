/* writer_html.c - a report to be read in a browser: one file that loads nothing, whatever stands in the code under check.
 *
 * All content is written as elements; nothing is built by the script, which only adds comfort (report.js). A content security policy with
 * the hashes of the style and the script forbids everything else. */
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "report/apply.h"
#include "report/html_assets.h"
#include "report/html_source.h"

/* A browser shall be able to open it: past this many findings, source is left out. */
enum { MOST_WITH_SOURCE = 1000 };

typedef struct Html {
    const ReportRun *run;
    GString *out;
    GPtrArray *findings; /* const ReportFinding *, those that are shown; the i-th has the anchor f<i+1> */
    GPtrArray *rules;    /* const ReportRule *, those with findings, in order of their first */
} Html;

static void put(Html *html, const char *markup)
{
    g_string_append(html->out, markup);
}

static const char *path_of(const Html *html, const ReportPlace *place)
{
    return place->path != NULL ? base_path_below(place->path, html->run->working_directory) : "";
}

/* --- head --- */

static char *hash_of(const char *text)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize size = sizeof digest;
    g_checksum_update(checksum, (const guchar *)text, -1);
    g_checksum_get_digest(checksum, digest, &size);
    g_checksum_free(checksum);
    return g_base64_encode(digest, size);
}

static void write_head(Html *html)
{
    char *style = hash_of(html_style), *script = hash_of(html_script);
    put(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    g_string_append_printf(html->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
                                      "base-uri 'none'; form-action 'none'\">\n", style, script);
    g_string_append_printf(html->out, "<title>vtcheck: %u %s</title>\n<style>", html->findings->len, html->findings->len == 1 ? "finding" : "findings");
    put(html, html_style);
    put(html, "</style>\n</head>\n");
    g_free(style);
    g_free(script);
}

static void write_count(Html *html, uint32_t count, const char *class, const char *one, const char *many)
{
    if (count > 0)
        g_string_append_printf(html->out, "<span class=\"count %s\">%u %s</span>\n", class, count, count == 1 ? one : many);
}

static void write_top(Html *html)
{
    const ReportRun *run = html->run;
    put(html, "<body>\n<a class=\"skip\" href=\"#content\">Skip to the findings</a>\n<header class=\"top\">\n<h1>Value tasks</h1>\n<p>vtcheck ");
    html_text(html->out, run->tool_version);
    g_string_append_printf(html->out, ", %u %s checked</p>\n<div class=\"counts\">\n", run->counts.files, run->counts.files == 1 ? "file" : "files");
    write_count(html, report_count(run->set, REPORT_ERROR), "error", "error", "errors");
    write_count(html, report_count(run->set, REPORT_WARNING), "warning", "warning", "warnings");
    if (html->findings->len == 0)
        put(html, "<span class=\"count\">no findings</span>\n");
    write_count(html, report_count_suppressed(run->set), "", "suppressed", "suppressed");
    write_count(html, report_count_known(run->set), "", "in the baseline", "in the baseline");
    write_count(html, run->counts.failed_files, "warning", "file could not be analysed", "files could not be analysed");
    write_count(html, run->counts.partial_files, "warning", "file analysed only in part", "files analysed only in part");
    put(html, "</div>\n");
    if (html->findings->len > 0)
        put(html, "<div class=\"tools\"><input id=\"search\" type=\"search\" aria-label=\"filter\" placeholder=\"Filter: words of file, function, rule or message\">\n"
                  "<label><input type=\"checkbox\" value=\"error\" checked> errors</label> <label><input type=\"checkbox\" value=\"warning\" checked> warnings</label>\n"
                  "<span class=\"keys\"><kbd>j</kbd> <kbd>k</kbd> next, previous finding &nbsp; <kbd>n</kbd> <kbd>p</kbd> next, previous step &nbsp; <kbd>/</kbd> filter</span>"
                  "</div>\n");
    put(html, "</header>\n");
}

/* --- the list --- */

static void write_link(Html *html, guint index, bool by_rule)
{
    const ReportFinding *finding = html->findings->pdata[index];
    g_string_append_printf(html->out, "<li><a class=\"%s\" href=\"#f%u\"><span class=\"at\">", report_severity_name(finding->severity), index + 1);
    if (by_rule) {
        html_text(html->out, path_of(html, &finding->place));
        put(html, ":");
    }
    g_string_append_printf(html->out, "%u</span> ", finding->place.line);
    html_text(html->out, finding->message);
    put(html, "</a></li>\n");
}

static bool belongs(const ReportFinding *finding, const ReportFinding *first, bool by_rule)
{
    return by_rule ? finding->rule == first->rule : g_strcmp0(finding->place.path, first->place.path) == 0;
}

/* Groups in the order of their first findings. */
static void write_groups(Html *html, bool by_rule)
{
    bool *done = g_new0(bool, html->findings->len + 1);
    g_string_append_printf(html->out, "<div class=\"%s\">\n", by_rule ? "rules" : "files");
    for (guint i = 0; i < html->findings->len; i++) {
        const ReportFinding *first = html->findings->pdata[i];
        guint count = 0;
        for (guint k = i; !done[i] && k < html->findings->len; k++)
            count += belongs(html->findings->pdata[k], first, by_rule);
        if (done[i])
            continue;
        put(html, "<details open><summary>");
        html_text(html->out, by_rule ? first->rule->id : path_of(html, &first->place));
        g_string_append_printf(html->out, " <span class=\"at\">%u</span></summary><ol>\n", count);
        for (guint k = i; k < html->findings->len; k++) {
            if (done[k] || !belongs(html->findings->pdata[k], first, by_rule))
                continue;
            done[k] = true;
            write_link(html, k, by_rule);
        }
        put(html, "</ol></details>\n");
    }
    put(html, "</div>\n");
    g_free(done);
}

static void write_list(Html *html)
{
    put(html, "<nav aria-label=\"findings\">\n"
              "<input type=\"radio\" name=\"by\" id=\"by-file\" checked><input type=\"radio\" name=\"by\" id=\"by-rule\">"
              "<label for=\"by-file\">by file</label><label for=\"by-rule\">by rule</label>\n");
    write_groups(html, false);
    write_groups(html, true);
    put(html, "</nav>\n");
}

/* --- findings --- */

/* Whether a line of a unified diff, and the next one, name the files. */
static bool is_diff_head(const char *line, const char *next)
{
    return g_str_has_prefix(line, "--- ") && next != NULL && g_str_has_prefix(next, "+++ ");
}

/* One line of a unified diff, with its tabs as blanks. */
static void write_diff_line(Html *html, const char *line, bool is_head)
{
    const char *element = is_head || line[0] == '@' ? "em" : line[0] == '+' ? "ins" : line[0] == '-' ? "del" : NULL;
    char **pieces = g_strsplit(line, "\t", -1), *text = g_strjoinv("    ", pieces);
    g_strfreev(pieces);
    if (element != NULL)
        g_string_append_printf(html->out, "<%s>", element);
    html_text(html->out, text);
    if (element != NULL)
        g_string_append_printf(html->out, "</%s>", element);
    put(html, "\n");
    g_free(text);
}

/* What the fix alone would change, as a diff. */
static void write_fix(Html *html, const ReportFinding *finding)
{
    ReportSet *alone = report_set_new();
    report_set_add(alone, finding);
    report_set_finish(alone);
    ReportChanges *changes = report_apply(alone, html->run->sources);
    GString *diff = g_string_new(NULL);
    for (guint i = 0; i < changes->files->len; i++) {
        const ReportChangedFile *file = changes->files->pdata[i];
        report_append_diff(file, base_path_below(file->path, html->run->working_directory), diff);
    }
    if (diff->len > 0) {
        put(html, "<details class=\"fix\"><summary>Fix: ");
        html_text(html->out, finding->fix.message);
        put(html, "</summary>\n<pre>");
        char **lines = g_strsplit(diff->str, "\n", -1);
        for (char **line = lines; *line != NULL && (line[0][0] != '\0' || line[1] != NULL); line++)
            write_diff_line(html, *line, is_diff_head(line[0], line[1]) || (line > lines && is_diff_head(line[-1], line[0])));
        put(html, "</pre></details>\n");
        g_strfreev(lines);
    }
    g_string_free(diff, TRUE);
    report_changes_free(changes);
    report_set_free(alone);
}

/* The path of a finding whose source is not shown. */
static void write_path(Html *html, const ReportFinding *finding)
{
    bool is_begun = false;
    for (uint32_t i = 0; i < finding->note_count; i++) {
        const ReportNote *note = &finding->notes[i];
        if (!report_note_is_step(finding, i))
            continue;
        put(html, is_begun ? "<li>" : "<ol class=\"path\">\n<li>");
        is_begun = true;
        html_text(html->out, note->message);
        put(html, ": ");
        html_text(html->out, path_of(html, &note->place));
        g_string_append_printf(html->out, ":%u</li>\n", note->place.line);
    }
    put(html, is_begun ? "</ol>\n" : "");
}

static void write_finding(Html *html, guint index)
{
    const ReportFinding *finding = html->findings->pdata[index];
    const char *severity = report_severity_name(finding->severity);
    g_string_append_printf(html->out, "<section class=\"finding %s\" id=\"f%u\" data-level=\"%s\" data-text=\"", severity, index + 1, severity);
    const char *const words[] = {path_of(html, &finding->place), finding->rule->id, finding->function != NULL ? finding->function : "", finding->message};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        html_text(html->out, words[i]);
        put(html, " ");
    }
    g_string_append_printf(html->out, "\">\n<h2><a href=\"#f%u\">", index + 1);
    html_text(html->out, finding->message);
    g_string_append_printf(html->out, "</a></h2>\n<p class=\"place\"><span class=\"tag %s\">%s</span><a href=\"#rule-%s\">%s</a> &middot; ", severity, severity,
                           finding->rule->id, finding->rule->id);
    html_text(html->out, path_of(html, &finding->place));
    g_string_append_printf(html->out, ":%u:%u", finding->place.line, finding->place.column);
    if (finding->function != NULL) {
        put(html, " in <code>");
        html_text(html->out, finding->function);
        put(html, "</code>");
    }
    put(html, "</p>\n");
    if (index < MOST_WITH_SOURCE && finding->place.path != NULL)
        html_source(html->run, finding, html->out);
    else
        write_path(html, finding);
    for (uint32_t i = 0; i < finding->note_count; i++) {
        if (report_note_is_step(finding, i))
            continue;
        put(html, "<p class=\"advice\">");
        html_text(html->out, finding->notes[i].message);
        put(html, "</p>\n");
    }
    if (finding->fix.edit_count > 0)
        write_fix(html, finding);
    put(html, "</section>\n");
}

/* --- what else there is --- */

/* The page's headings become those of a section. */
static void write_page(Html *html, const ReportRule *rule)
{
    static const char *const headings[][2] = {{"<h2>", "<h4>"}, {"</h2>", "</h4>"}, {"<h1>", "<h3>"}, {"</h1>", "</h3>"}};
    const char *page = rule->documentation != NULL ? rule->documentation : rule->summary;
    char *markup = cmark_markdown_to_html(page, strlen(page), CMARK_OPT_DEFAULT); /* raw HTML is left out */
    GString *text = g_string_new(markup);
    free(markup);
    for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
        g_string_replace(text, headings[i][0], headings[i][1], 0);
    g_string_append_printf(html->out, "<section class=\"page\" id=\"rule-%s\"><details><summary>%s: ", rule->id, rule->id);
    html_text(html->out, rule->summary);
    put(html, "</summary>\n");
    put(html, text->str);
    put(html, "</details></section>\n");
    g_string_free(text, TRUE);
}

static void write_problems(Html *html)
{
    const ReportSet *set = html->run->set;
    if (set->problems->len == 0)
        return;
    put(html, "<section class=\"problems\"><h2>What could not be analysed</h2>\n<ul>\n");
    for (guint i = 0; i < set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(set->problems, ReportProblem, i);
        put(html, "<li>");
        if (problem->place.path != NULL) {
            html_text(html->out, path_of(html, &problem->place));
            put(html, ": ");
        }
        html_text(html->out, problem->message);
        put(html, "</li>\n");
    }
    put(html, "</ul></section>\n");
}

static void write_limits(Html *html)
{
    const ReportSet *set = html->run->set;
    bool any = false;
    for (guint i = 0; i < set->limits->len; i++) {
        const ReportLimit *limit = &g_array_index(set->limits, ReportLimit, i);
        if (!limit->has_tasks)
            continue;
        if (!any)
            put(html, "<section class=\"problems\"><h2>Functions that were cut short</h2>\n<p>What they do with value tasks was judged in part only.</p>\n<ul>\n");
        any = true;
        put(html, "<li>");
        html_text(html->out, path_of(html, &limit->place));
        g_string_append_printf(html->out, ":%u: <code>", limit->place.line);
        html_text(html->out, limit->function);
        put(html, "</code>: ");
        html_text(html->out, limit->reason);
        put(html, "</li>\n");
    }
    if (any)
        put(html, "</ul></section>\n");
}

/* --- all of it --- */

static void collect(Html *html)
{
    for (guint i = 0; i < html->run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(html->run->set->findings, ReportFinding, i);
        if (finding->is_suppressed)
            continue;
        g_ptr_array_add(html->findings, (gpointer)(uintptr_t)finding);
        if (!g_ptr_array_find(html->rules, finding->rule, NULL))
            g_ptr_array_add(html->rules, (gpointer)(uintptr_t)finding->rule);
    }
}

void report_write_html(const ReportRun *run, GString *out)
{
    Html html = {run, out, g_ptr_array_new(), g_ptr_array_new()};
    collect(&html);
    write_head(&html);
    write_top(&html);
    put(&html, "<div class=\"layout\">\n");
    write_list(&html);
    put(&html, "<main id=\"content\">\n<p id=\"none\" class=\"nothing\"");
    put(&html, html.findings->len > 0 ? " hidden>Nothing matches the filter.</p>\n" : ">Nothing was found.</p>\n");
    for (guint i = 0; i < html.findings->len; i++)
        write_finding(&html, i);
    if (html.findings->len > MOST_WITH_SOURCE)
        g_string_append_printf(out, "<p class=\"nothing\">Source is shown for the first %d findings only.</p>\n", MOST_WITH_SOURCE);
    for (guint i = 0; i < html.rules->len; i++)
        write_page(&html, html.rules->pdata[i]);
    write_problems(&html);
    write_limits(&html);
    put(&html, "</main>\n</div>\n<script>");
    put(&html, html_script);
    put(&html, "</script>\n</body>\n</html>\n");
    g_ptr_array_unref(html.findings);
    g_ptr_array_unref(html.rules);
}
