/* check.c - full checks of one file, and what the analysis believes at a line; see check.h. */
#include "lsp/check.h"

#include <string.h>

#include "analysis/explain.h"
#include "ir/binary.h"
#include "link/join.h"
#include "link/missing.h"
#include "lsp/check_inside.h"
#include "lsp/outline.h"
#include "rules/explain_state.h"

enum { MOST_ERRORS = 20, MOST_OTHERS = 64 };

const ReportRule lsp_clang_rule = {
    .id = "clang-error", .severity = REPORT_NOTE, .summary = "Clang cannot make sense of this; what stands around it is analysed only in part", .documentation = "",
};

static void free_other(gpointer data)
{
    OtherModule *other = data;
    g_free(other->source);
    g_strfreev(other->offers);
    g_free(other->bytes);
    ir_module_free(other->module);
    g_free(other);
}

LspCheck *lsp_check_new(const LspCheckInput *input)
{
    LspCheck *check = g_new0(LspCheck, 1);
    check->input = input;
    check->others = g_ptr_array_new_with_free_func(free_other);
    check->offers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    check->has_program = !input->awaits_program;
    check->unit = input->units->units->pdata[0];
    char *warning = NULL; /* that no rule is on for this file: then it is silent */
    check->judgement = pipeline_judgement_new(input->wishes, &check->problem);
    if (check->judgement != NULL && !pipeline_judgement_attach(check->judgement, input->units, &warning, &check->problem))
        g_clear_pointer(&check->judgement, pipeline_judgement_free);
    FrontendInput unit = {check->unit->source, check->unit->directory, (const char *const *)check->unit->flags, input->resource_dir, check->unit->apis, check->unit->is_helper, NULL};
    check->session = frontend_session_new(&unit, input->path);
    g_free(warning);
    return check;
}

static void forget_base(LspCheck *check)
{
    frontend_result_clear(&check->base);
    g_clear_pointer(&check->text, g_free);
    g_clear_pointer(&check->outline, g_array_unref);
    report_set_free(check->set);
    check->set = NULL;
    g_clear_pointer(&check->files, g_strfreev);
}

void lsp_check_free(LspCheck *check)
{
    if (check == NULL)
        return;
    forget_base(check);
    frontend_session_free(check->session);
    pipeline_judgement_free(check->judgement);
    g_free(check->problem);
    g_hash_table_unref(check->offers);
    g_ptr_array_unref(check->others);
    g_free(check);
}

/* --- the program's other files --- */

static void note_offer(LspCheck *check, char *offer, OtherModule *other)
{
    GPtrArray *by = g_hash_table_lookup(check->offers, offer);
    if (by == NULL) {
        by = g_ptr_array_new();
        g_hash_table_insert(check->offers, offer, by);
    }
    g_ptr_array_add(by, other);
}

void lsp_check_set_program(LspCheck *check, const LspModule *modules, size_t count)
{
    g_hash_table_remove_all(check->offers);
    g_ptr_array_set_size(check->others, 0);
    check->has_program = true;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(modules[i].source, check->unit->source) == 0)
            continue;
        OtherModule *other = g_new0(OtherModule, 1);
        other->source = g_strdup(modules[i].source);
        other->offers = g_strdupv((char **)(uintptr_t)modules[i].offers);
        other->bytes = g_memdup2(modules[i].bytes, modules[i].length);
        other->length = modules[i].length;
        g_ptr_array_add(check->others, other);
        for (char **offer = other->offers; *offer != NULL; offer++)
            note_offer(check, *offer, other);
    }
}

static bool read_other(OtherModule *other)
{
    char *error = NULL;
    if (other->module == NULL && !other->is_broken)
        other->module = ir_read(other->bytes, other->length, &error);
    g_free(error); /* nothing to tell: it is our own, and what it says stays unknown */
    other->is_broken = other->module == NULL;
    return !other->is_broken;
}

/* Wants the files that offer one of the names so. */
static void want(LspCheck *check, const GPtrArray *names, char letter, GPtrArray *wanted)
{
    for (guint i = 0; i < names->len; i++) {
        char *offer = g_strdup_printf("%c%s", letter, (const char *)names->pdata[i]);
        const GPtrArray *by = g_hash_table_lookup(check->offers, offer);
        for (guint k = 0; by != NULL && k < by->len && wanted->len < MOST_OTHERS; k++) {
            OtherModule *other = by->pdata[k];
            if (other->is_wanted || !read_other(other))
                continue;
            other->is_wanted = true;
            g_ptr_array_add(wanted, other);
        }
        g_free(offer);
    }
}

static AnalysisProgram *join_with(const GPtrArray *modules, const GPtrArray *wanted)
{
    guint count = modules->len + wanted->len;
    const IrModule **all = g_new(const IrModule *, count + 1);
    bool *is_context = g_new(bool, count + 1);
    for (guint i = 0; i < count; i++) {
        is_context[i] = i >= modules->len;
        all[i] = is_context[i] ? ((const OtherModule *)wanted->pdata[i - modules->len])->module : modules->pdata[i];
    }
    AnalysisProgram *program = link_join(all, count, is_context);
    g_free(all);
    g_free(is_context);
    return program;
}

AnalysisProgram *check_join(LspCheck *check, GPtrArray *modules)
{
    GPtrArray *wanted = g_ptr_array_new();
    for (guint i = 0; i < check->others->len; i++) { /* what was wanted last time is wanted again, most likely */
        OtherModule *other = check->others->pdata[i];
        if (other->is_wanted)
            g_ptr_array_add(wanted, other);
    }
    AnalysisProgram *program = join_with(modules, wanted);
    for (guint before = G_MAXUINT; check->others->len > 0 && before != wanted->len;) {
        LinkMissing *missing = link_missing(program);
        before = wanted->len;
        want(check, missing->definitions, LINK_DEFINES, wanted);
        want(check, missing->keepers, LINK_KEEPS, wanted);
        want(check, missing->writers, LINK_WRITES, wanted);
        link_missing_free(missing);
        if (before == wanted->len)
            break;
        link_program_free(program);
        program = join_with(modules, wanted);
    }
    program->is_part = true;
    program->is_open = check->others->len == 0;
    program->is_awaited = !check->has_program;
    g_ptr_array_unref(wanted);
    return program;
}

/* --- findings --- */

void check_add_errors(const FrontendResult *result, ReportSet *set)
{
    uint32_t added = 0;
    for (uint32_t i = 0; i < result->diagnostic_count && added < MOST_ERRORS; i++) {
        const FrontendDiagnostic *diagnostic = &result->diagnostics[i];
        if (diagnostic->severity < FRONTEND_ERROR || diagnostic->path == NULL)
            continue;
        ReportFinding finding = {.rule = &lsp_clang_rule, .severity = REPORT_NOTE, .message = diagnostic->message};
        finding.place = (ReportPlace){diagnostic->path, diagnostic->line, diagnostic->column, 0, 0};
        report_set_add(set, &finding);
        added++;
    }
}

void check_judge(LspCheck *check, const AnalysisResult *analysis, const char *text, size_t length, ReportSet *set)
{
    ReportSources *sources = report_sources_new();
    report_sources_put(sources, check->input->path, text, length);
    PipelineUnits units = {.units = g_ptr_array_new()};
    PipelineUnit opened = {.source = (char *)(uintptr_t)check->input->path}, old = {.source = (char *)(uintptr_t)check->old_path};
    g_ptr_array_add(units.units, (gpointer)(uintptr_t)check->unit);
    g_ptr_array_add(units.units, &opened);
    if (check->old_path != NULL)
        g_ptr_array_add(units.units, &old);
    g_free(check->problem);
    check->problem = NULL;
    pipeline_judge(check->judgement, analysis, NULL, &units, sources, set, &check->problem);
    g_ptr_array_unref(units.units);
    report_sources_free(sources);
}

/* --- full checks --- */

static bool should_stop(const LspCheck *check)
{
    return check->input->should_stop != NULL && check->input->should_stop(check->input->context);
}

static AnalysisProgram *join_all(LspCheck *check)
{
    GPtrArray *modules = g_ptr_array_new();
    g_ptr_array_add(modules, check->base.module);
    AnalysisProgram *program = check_join(check, modules);
    g_ptr_array_unref(modules);
    return program;
}

static void remember(LspCheck *check, const char *text, size_t length, FrontendResult *result)
{
    forget_base(check);
    check->base = *result;
    *result = (FrontendResult){0};
    check->text = g_strndup(text, length);
    check->length = length;
    check->outline = lsp_outline(text, length);
    check->needs_heads = false;
    const IrModule *module = check->base.module;
    check->files = g_new0(char *, (module != NULL ? module->file_count : 0) + 1);
    for (uint32_t i = 0; module != NULL && i < module->file_count; i++)
        check->files[i] = g_strdup(module->files[i].path);
}

/* Parses all of the text unless that was done. false: stopped, or a problem. */
static bool parse_fully(LspCheck *check, const char *text, size_t length, LspOutcome *outcome)
{
    bool is_same = check->base.module != NULL && check->length == length && memcmp(check->text, text, length) == 0;
    if (is_same && check->set == NULL)
        return true;
    FrontendResult result = frontend_session_parse(check->session, text, length, NULL);
    if (result.error != NULL)
        outcome->problem = g_strdup(result.error);
    remember(check, text, length, &result);
    return check->base.module != NULL;
}

static bool has_errors(const FrontendResult *result)
{
    for (uint32_t i = 0; i < result->diagnostic_count; i++)
        if (result->diagnostics[i].severity >= FRONTEND_ERROR)
            return true;
    return false;
}

/* A comment in a header may silence something in another file that includes it: whether it is idle is the whole project's to say. */
static bool is_for_one_file(const LspCheck *check, const ReportFinding *finding)
{
    return finding->rule != &report_rule_unused_suppression || g_strcmp0(finding->place.path, check->unit->source) == 0;
}

static void check_fully(LspCheck *check, const char *text, size_t length, LspOutcome *outcome)
{
    if (check->judgement == NULL)
        outcome->problem = g_strdup(check->problem);
    if (check->judgement == NULL || should_stop(check) || !parse_fully(check, text, length, outcome) || should_stop(check))
        return;
    AnalysisProgram *program = join_all(check);
    AnalysisResult *analysis = analysis_run(program);
    check->set = report_set_new();
    pipeline_note_files(check->base.module, check->set);
    if (has_errors(&check->base)) /* what is not analysed may be what a comment silences */
        report_set_add_problem(check->set, &(ReportProblem){.severity = REPORT_WARNING, .message = "in part"});
    check_judge(check, analysis, text, length, check->set);
    check_add_errors(&check->base, check->set);
    report_set_finish(check->set);
    outcome->problem = g_strdup(check->problem);
    outcome->set = report_set_new();
    for (guint i = 0; i < check->set->findings->len && outcome->problem == NULL; i++) {
        const ReportFinding *finding = &g_array_index(check->set->findings, ReportFinding, i);
        if (is_for_one_file(check, finding))
            report_set_add(outcome->set, finding);
    }
    report_set_finish(outcome->set);
    analysis_result_free(analysis);
    link_program_free(program);
}

LspOutcome lsp_check_run(LspCheck *check, const char *text, size_t length, bool quick)
{
    LspOutcome outcome = {0};
    outcome.is_quick = quick && check_quickly(check, text, length, &outcome);
    if (!outcome.is_quick)
        check_fully(check, text, length, &outcome);
    outcome.files = (const char *const *)check->files;
    return outcome;
}

void lsp_outcome_clear(LspOutcome *outcome)
{
    report_set_free(outcome->set);
    g_free(outcome->problem);
    *outcome = (LspOutcome){0};
}

/* --- beliefs --- */

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* The identifier at a place (g_free); NULL: none. */
static char *word_at(const char *text, size_t length, uint32_t line, uint32_t column)
{
    const char *at = text, *end = text + length;
    for (uint32_t i = 1; i < line && at != NULL; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at != NULL ? at + 1 : NULL;
    }
    if (at == NULL || column == 0 || column - 1 > (size_t)(end - at))
        return NULL;
    const char *first = at + column - 1, *last = first;
    while (first > at && is_word(first[-1]))
        first--;
    while (last < end && is_word(*last))
        last++;
    return last > first ? g_strndup(first, (gsize)(last - first)) : NULL;
}

/* holders are "t, u". */
static bool holds(const char *holders, const char *word)
{
    char **names = g_strsplit(holders != NULL ? holders : "", ", ", -1);
    bool found = g_strv_contains((const char *const *)names, word);
    g_strfreev(names);
    return found;
}

static bool is_about(const AnalysisTaskBelief *task, const char *word)
{
    bool found = g_strcmp0(task->name, word) == 0 || g_strcmp0(task->maker, word) == 0;
    for (uint32_t i = 0; i < task->belief_count && !found; i++)
        found = holds(task->beliefs[i].holders, word);
    return found;
}

static GString *explain(const AnalysisProgram *program, const char *path, uint32_t line, const char *word)
{
    GString *out = g_string_new(NULL);
    AnalysisExplanation *explanation = analysis_explain(program, path, line);
    for (uint32_t i = 0; i < explanation->task_count; i++) {
        if (!is_about(&explanation->tasks[i], word))
            continue;
        if (out->len > 0)
            g_string_append_c(out, '\n');
        explain_state_write_task(explanation, &explanation->tasks[i], out);
    }
    analysis_explanation_free(explanation);
    return out;
}

char *lsp_check_explain(LspCheck *check, const char *text, size_t length, uint32_t line, uint32_t column)
{
    LspOutcome outcome = {0};
    char *word = word_at(text, length, line, column), *answer = NULL;
    bool is_parsed = check->base.module != NULL && check->length == length && memcmp(check->text, text, length) == 0;
    if (word != NULL && (is_parsed || parse_fully(check, text, length, &outcome))) {
        AnalysisProgram *program = join_all(check);
        GString *out = explain(program, check->input->path, line, word);
        answer = g_string_free(out, out->len == 0);
        link_program_free(program);
    }
    lsp_outcome_clear(&outcome);
    g_free(word);
    return answer;
}
