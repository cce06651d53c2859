/* writers.c - the table of report formats, and what they share; see writer.h. */
#include "report/writer.h"

#include <string.h>

static const ReportWriter writers[] = {
    {"text", "as Clang prints: path:line:col: warning: message [rule], the source line, notes", report_write_text},
    {"concise", "one line a finding: path:line:col: warning: message [rule]", report_write_concise},
    {"json", "one JSON object with findings, problems and counts", report_write_json},
    {"sarif", "SARIF 2.1.0, as GitHub code scanning takes it", report_write_sarif},
    {"html", "one page for a browser, with the source and the path through it", report_write_html},
    {"github", "annotations of a GitHub workflow", report_write_github},
};

const ReportWriter *report_writers(size_t *count)
{
    *count = G_N_ELEMENTS(writers);
    return writers;
}

const ReportWriter *report_writer_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(writers); i++)
        if (strcmp(writers[i].name, name) == 0)
            return &writers[i];
    return NULL;
}

const char *report_severity_name(ReportSeverity severity)
{
    static const char *const names[] = {[REPORT_NOTE] = "note", [REPORT_WARNING] = "warning", [REPORT_ERROR] = "error"};
    return names[severity];
}

uint32_t report_count(const ReportSet *set, ReportSeverity severity)
{
    uint32_t count = 0;
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        count += !finding->is_suppressed && finding->severity == severity;
    }
    return count;
}

uint32_t report_count_suppressed(const ReportSet *set)
{
    uint32_t count = 0;
    for (guint i = 0; i < set->findings->len; i++)
        count += g_array_index(set->findings, ReportFinding, i).is_suppressed;
    return count - report_count_known(set);
}

uint32_t report_count_known(const ReportSet *set)
{
    uint32_t count = 0;
    for (guint i = 0; i < set->findings->len; i++)
        count += g_array_index(set->findings, ReportFinding, i).is_known;
    return count;
}

static void append_count(GString *out, uint32_t count, const char *one, const char *many)
{
    g_string_append_printf(out, "%u %s", count, count == 1 ? one : many);
}

char *report_summary(const ReportRun *run)
{
    uint32_t errors = report_count(run->set, REPORT_ERROR), warnings = report_count(run->set, REPORT_WARNING);
    uint32_t notes = report_count(run->set, REPORT_NOTE), suppressed = report_count_suppressed(run->set), known = report_count_known(run->set);
    GString *out = g_string_new(NULL);
    if (errors + warnings == 0) {
        g_string_append(out, "no findings");
    } else {
        append_count(out, errors + warnings, "finding (", "findings (");
        if (errors > 0)
            append_count(out, errors, "error", "errors");
        if (errors > 0 && warnings > 0)
            g_string_append(out, ", ");
        if (warnings > 0)
            append_count(out, warnings, "warning", "warnings");
        g_string_append_c(out, ')');
    }
    if (notes > 0) {
        g_string_append(out, ", ");
        append_count(out, notes, "note", "notes");
    }
    g_string_append(out, " in ");
    append_count(out, run->counts.files, "file", "files");
    if (suppressed > 0)
        g_string_append_printf(out, "; %u suppressed", suppressed);
    if (known > 0)
        g_string_append_printf(out, "; %u in the baseline", known);
    if (run->counts.failed_files > 0) {
        g_string_append(out, "; ");
        append_count(out, run->counts.failed_files, "file", "files");
        g_string_append(out, " could not be analysed");
    }
    if (run->counts.partial_files > 0) {
        g_string_append(out, "; ");
        append_count(out, run->counts.partial_files, "file", "files");
        g_string_append(out, " analysed only in part");
    }
    return g_string_free(out, FALSE);
}

char *report_cut_short(const ReportSet *set)
{
    guint count = 0;
    for (guint i = 0; i < set->limits->len; i++)
        count += g_array_index(set->limits, ReportLimit, i).has_tasks;
    if (count == 0)
        return NULL;
    return count == 1 ? g_strdup("1 function was cut short: what it does with value tasks was judged in part only (--stats names it)")
                      : g_strdup_printf("%u functions were cut short: what they do with value tasks was judged in part only (--stats names them)", count);
}

uint32_t report_append_visible(GString *out, const char *text, size_t length)
{
    uint32_t width = 0;
    for (size_t i = 0; i < length;) {
        gunichar c = g_utf8_get_char_validated(text + i, (gssize)(length - i));
        gsize before = out->len;
        size_t size = 1;
        if (c == (gunichar)-1 || c == (gunichar)-2 || c == 0 || c < 0x20 || c == 0x7f) {
            g_string_append_printf(out, "<%02x>", (unsigned char)text[i]);
            width += (uint32_t)(out->len - before);
        } else {
            size = (size_t)(g_utf8_next_char(text + i) - (text + i));
            GUnicodeType type = g_unichar_type(c);
            if (type == G_UNICODE_CONTROL || (type == G_UNICODE_FORMAT && c != 0x200d) || type == G_UNICODE_LINE_SEPARATOR ||
                type == G_UNICODE_PARAGRAPH_SEPARATOR) {
                g_string_append_printf(out, "<U+%04X>", c);
                width += (uint32_t)(out->len - before);
            } else {
                g_string_append_len(out, text + i, (gssize)size);
                width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
            }
        }
        i += size;
    }
    return width;
}
