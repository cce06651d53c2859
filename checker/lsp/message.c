/* message.c - requests and replies as GVariants; see message.h. Strings are byte strings, for paths need not be UTF-8. */
#include "lsp/message.h"

#include <string.h>

#include "rules/rules.h"

#define PLACE "(ayuuuu)"
#define FINDING "(ayuay" PLACE "ayb" NOTES "ay" EDITS ")"
#define NOTES "a(" PLACE "ay)"
#define EDITS "a(" PLACE "ay)"
#define FINDINGS "a" FINDING

const char lsp_request_type[] = "(uxuuay" LSP_MODULES ")";
const char lsp_reply_type[] = "(ux" FINDINGS "ayaay" LSP_MODULES ")";

static GVariant *bytes_of(const char *text)
{
    return g_variant_new_bytestring(text != NULL ? text : "");
}

/* --- findings out --- */

static GVariant *place_out(const ReportPlace *place)
{
    return g_variant_new("(@ayuuuu)", bytes_of(place->path), place->line, place->column, place->end_line, place->end_column);
}

static GVariant *finding_out(const ReportFinding *finding)
{
    GVariantBuilder notes, edits;
    g_variant_builder_init(&notes, G_VARIANT_TYPE(NOTES));
    g_variant_builder_init(&edits, G_VARIANT_TYPE(EDITS));
    for (uint32_t i = 0; i < finding->note_count; i++)
        g_variant_builder_add(&notes, "(@" PLACE "@ay)", place_out(&finding->notes[i].place), bytes_of(finding->notes[i].message));
    for (uint32_t i = 0; i < finding->fix.edit_count; i++)
        g_variant_builder_add(&edits, "(@" PLACE "@ay)", place_out(&finding->fix.edits[i].place), bytes_of(finding->fix.edits[i].text));
    return g_variant_new("(@ayu@ay@" PLACE "@ayb@" NOTES "@ay@" EDITS ")", bytes_of(finding->rule->id), (guint32)finding->severity,
                         bytes_of(finding->message), place_out(&finding->place), bytes_of(finding->function), finding->is_suppressed,
                         g_variant_builder_end(&notes), bytes_of(finding->fix.message), g_variant_builder_end(&edits));
}

static GVariant *findings_out(const ReportSet *set)
{
    GVariantBuilder findings;
    g_variant_builder_init(&findings, G_VARIANT_TYPE(FINDINGS));
    for (guint i = 0; set != NULL && i < set->findings->len; i++)
        g_variant_builder_add_value(&findings, finding_out(&g_array_index(set->findings, ReportFinding, i)));
    return g_variant_builder_end(&findings);
}

/* --- findings in --- */

static ReportPlace place_in(GVariant *variant)
{
    ReportPlace place = {0};
    g_variant_get(variant, "(^&ayuuuu)", &place.path, &place.line, &place.column, &place.end_line, &place.end_column);
    return place;
}

static const ReportRule *rule_in(const char *id)
{
    static const ReportRule *const others[] = {&lsp_clang_rule, &report_rule_unused_suppression};
    const Rule *rule = rules_find(id);
    for (size_t i = 0; rule == NULL && i < G_N_ELEMENTS(others); i++)
        if (strcmp(others[i]->id, id) == 0)
            return others[i];
    return rule != NULL ? &rule->info : NULL;
}

/* Children stay alive as long as the whole: their bytes are the whole's. */
static void texts_in(GVariant *array, ReportFinding *finding, bool are_notes)
{
    gsize count = g_variant_n_children(array);
    for (gsize i = 0; i < count; i++) {
        GVariant *place = NULL;
        const char *text = NULL;
        g_variant_get_child(array, i, "(@" PLACE "^&ay)", &place, &text);
        if (are_notes)
            finding->notes[i] = (ReportNote){place_in(place), text};
        else
            finding->fix.edits[i] = (ReportEdit){place_in(place), text};
        g_variant_unref(place);
    }
}

static const char *or_null(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

static void finding_in(GVariant *variant, ReportSet *set)
{
    const char *id = NULL, *function = NULL;
    guint32 severity = 0;
    gboolean is_suppressed = FALSE;
    GVariant *place = NULL, *notes = NULL, *edits = NULL;
    ReportFinding finding = {0};
    g_variant_get(variant, "(^&ayu^&ay@" PLACE "^&ayb@" NOTES "^&ay@" EDITS ")", &id, &severity, &finding.message, &place, &function,
                  &is_suppressed, &notes, &finding.fix.message, &edits);
    finding.rule = rule_in(id);
    finding.severity = (ReportSeverity)MIN(severity, (guint32)REPORT_ERROR);
    finding.place = place_in(place);
    finding.function = or_null(function);
    finding.fix.message = or_null(finding.fix.message);
    finding.is_suppressed = is_suppressed;
    finding.note_count = (uint32_t)g_variant_n_children(notes);
    finding.notes = g_new0(ReportNote, finding.note_count + 1);
    finding.fix.edit_count = (uint32_t)g_variant_n_children(edits);
    finding.fix.edits = g_new0(ReportEdit, finding.fix.edit_count + 1);
    texts_in(notes, &finding, true);
    texts_in(edits, &finding, false);
    if (finding.rule != NULL)
        report_set_add(set, &finding);
    g_free(finding.notes);
    g_free(finding.fix.edits);
    g_variant_unref(place);
    g_variant_unref(notes);
    g_variant_unref(edits);
}

static ReportSet *findings_in(GVariant *array)
{
    ReportSet *set = report_set_new();
    gsize count = g_variant_n_children(array);
    for (gsize i = 0; i < count; i++) {
        GVariant *finding = g_variant_get_child_value(array, i);
        finding_in(finding, set);
        g_variant_unref(finding);
    }
    return set;
}

/* --- messages --- */

static GVariant *modules_or_none(GVariant *modules)
{
    return modules != NULL ? modules : g_variant_new_array(G_VARIANT_TYPE("(ayaayayaay)"), NULL, 0);
}

GVariant *lsp_request_write(const LspRequest *request)
{
    GVariant *text = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, request->text != NULL ? request->text : "", request->length, 1);
    return g_variant_new("(uxuu@ay@" LSP_MODULES ")", (guint32)request->kind, request->number, request->line, request->column, text,
                         modules_or_none(request->modules));
}

bool lsp_request_read(GVariant *variant, LspRequest *request)
{
    guint32 kind = 0;
    GVariant *text = NULL;
    *request = (LspRequest){0};
    g_variant_get(variant, "(uxuu@ay@" LSP_MODULES ")", &kind, &request->number, &request->line, &request->column, &text, &request->modules);
    request->kind = (LspRequestKind)kind;
    request->text = g_variant_get_fixed_array(text, &request->length, 1);
    if (request->text == NULL)
        request->text = "";
    g_variant_unref(text);
    return kind <= LSP_REQUEST_PROGRAM;
}

GVariant *lsp_reply_write(LspReplyKind kind, gint64 number, const ReportSet *set, const char *text, const char *const *files, GVariant *modules)
{
    static const char *const none[] = {NULL};
    return g_variant_new("(ux@" FINDINGS "@ay^aay@" LSP_MODULES ")", (guint32)kind, number, findings_out(set), bytes_of(text),
                         files != NULL ? files : none, modules_or_none(modules));
}

bool lsp_reply_read(GVariant *variant, LspReply *reply)
{
    guint32 kind = 0;
    GVariant *findings = NULL;
    *reply = (LspReply){0};
    g_variant_get(variant, "(ux@" FINDINGS "^ay^aay@" LSP_MODULES ")", &kind, &reply->number, &findings, &reply->text, &reply->files, &reply->modules);
    reply->kind = (LspReplyKind)kind;
    reply->set = findings_in(findings);
    g_variant_unref(findings);
    return kind <= LSP_REPLY_PROJECT;
}

void lsp_reply_clear(LspReply *reply)
{
    report_set_free(reply->set);
    g_free(reply->text);
    g_strfreev(reply->files);
    if (reply->modules != NULL)
        g_variant_unref(reply->modules);
    *reply = (LspReply){0};
}
