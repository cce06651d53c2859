/* summary_file.c - a unit's outcome to a file and back; see summary_file.h.
 *
 * A first line with the format, one with the program's version, one with a checksum of the rest; then sections, each
 * "NAME LENGTH", that many bytes, and a line end. The module is the last one, as ir/binary.h writes it. */
#define _GNU_SOURCE /* memmem */
#include "pipeline/summary_file.h"

#include <string.h>

#include "base/path.h"
#include "cache/cache.h"
#include "ir/binary.h"

static const char format_name[] = "vtcheck summary ", format_line[] = "vtcheck summary 3", silencing_word[] = "NOLINT";

/* --- paths --- */

typedef const char *(*PathMap)(const IrModule *module, const char *path, const char *root);

static const char *make_relative(const IrModule *module, const char *path, const char *root)
{
    (void)module;
    return base_path_below(path, root);
}

static const char *make_absolute(const IrModule *module, const char *path, const char *root)
{
    if (path[0] == '/' || path[0] == '\0' || path[0] == '<')
        return path;
    char *absolute = base_path_absolute(path, root);
    const char *copy = base_arena_strdup(module->arena, absolute);
    g_free(absolute);
    return copy;
}

/* Link names of what is internal to a file begin with its path and a colon. */
static const char *make_symbol_absolute(const IrModule *module, const char *symbol, const char *root)
{
    return symbol[0] == '/' || symbol[0] == ':' ? symbol : base_arena_printf(module->arena, "%s/%s", root, symbol);
}

static void map_paths(IrModule *module, const char *root, PathMap map_path, PathMap map_symbol)
{
    module->source = map_path(module, module->source, root);
    for (uint32_t i = 0; i < module->file_count; i++)
        module->files[i].path = map_path(module, module->files[i].path, root);
    for (uint32_t i = 0; i < module->function_count; i++)
        if (module->functions[i].linkage == IR_LINKAGE_INTERNAL)
            module->functions[i].symbol = map_symbol(module, module->functions[i].symbol, root);
    for (uint32_t i = 0; i < module->global_count; i++)
        if (module->globals[i].linkage == IR_LINKAGE_INTERNAL)
            module->globals[i].symbol = map_symbol(module, module->globals[i].symbol, root);
}

/* --- which texts a report may quote --- */

static void mark(bool *wanted, const IrModule *module, IrSpan span)
{
    if (span.file < module->file_count)
        wanted[span.file] = true;
}

static bool has_task(const IrFunction *function)
{
    bool found = function->return_type.kind == IR_TYPE_TASK;
    for (uint32_t i = 0; !found && i < function->param_count; i++)
        found = function->params[i].type.kind == IR_TYPE_TASK || function->params[i].points_to_task;
    for (uint32_t i = 0; !found && function->is_defined && i < function->register_count; i++)
        found = function->register_types[i].kind == IR_TYPE_TASK;
    return found;
}

/* A comment may silence what a macro of its file expands to, or one of another file that names it (report/suppress.h). */
static bool any_silences(const IrModule *module)
{
    ReportSources *sources = report_sources_new();
    bool any = false;
    for (uint32_t i = 0; i < module->file_count && !any; i++)
        any = module->files[i].role != IR_FILE_SYSTEM && report_sources_mention(sources, module->files[i].path, silencing_word);
    report_sources_free(sources);
    return any;
}

/* The source, and headers with functions or storage for value tasks; where comments silence something, all but those of the system. */
static bool *choose_texts(const IrModule *module)
{
    bool *wanted = g_new0(bool, module->file_count + 1), has_comments = any_silences(module);
    for (uint32_t i = 0; i < module->function_count; i++)
        if (has_task(&module->functions[i]))
            mark(wanted, module, module->functions[i].span);
    for (uint32_t i = 0; i < module->field_count; i++)
        if (module->fields[i].holds_task)
            mark(wanted, module, module->fields[i].span);
    for (uint32_t i = 0; i < module->global_count; i++)
        if (module->globals[i].holds_task)
            mark(wanted, module, module->globals[i].span);
    for (uint32_t i = 0; i < module->file_count; i++)
        wanted[i] = module->files[i].role == IR_FILE_MAIN || (wanted[i] && module->files[i].role == IR_FILE_USER) ||
                    (has_comments && module->files[i].role != IR_FILE_SYSTEM);
    return wanted;
}

/* --- writing --- */

static void put(GString *out, const char *name, const char *bytes, size_t length)
{
    g_string_append_printf(out, "%s %" G_GSIZE_FORMAT "\n", name, length);
    g_string_append_len(out, bytes, (gssize)length);
    g_string_append_c(out, '\n');
}

static void put_text(GString *out, const char *name, GString *text)
{
    put(out, name, text->str, text->len);
    g_string_free(text, TRUE);
}

static void put_diagnostics(GString *out, const FrontendResult *result, const char *root)
{
    for (uint32_t i = 0; i < result->diagnostic_count; i++) {
        const FrontendDiagnostic *diagnostic = &result->diagnostics[i];
        const char *path = diagnostic->path != NULL ? base_path_below(diagnostic->path, root) : "";
        GString *text = g_string_new(NULL);
        g_string_append_printf(text, "%u %u %u\n%s\n%s", (unsigned)diagnostic->severity, diagnostic->line, diagnostic->column, path, diagnostic->message);
        put_text(out, "diagnostic", text);
    }
}

static void put_sources(GString *out, const IrModule *module, const char *root)
{
    bool *wanted = choose_texts(module);
    for (uint32_t i = 0; i < module->file_count; i++) {
        char *text = NULL;
        gsize length = 0;
        if (!wanted[i] || !g_file_get_contents(module->files[i].path, &text, &length, NULL))
            continue;
        GString *section = g_string_new(base_path_below(module->files[i].path, root));
        g_string_append_c(section, '\n');
        g_string_append_len(section, text, (gssize)length);
        put_text(out, "text", section);
        g_free(text);
    }
    g_free(wanted);
}

static void put_module(GString *out, IrModule *module, const char *root)
{
    put_sources(out, module, root);
    map_paths(module, root, make_relative, make_relative);
    GByteArray *bytes = g_byte_array_new();
    ir_write(module, bytes);
    put(out, "module", (const char *)bytes->data, bytes->len);
    g_byte_array_unref(bytes);
}

/* The frontend's words begin with the file's name, which is told by `source`. */
static void put_error(GString *out, const char *error, const char *source)
{
    size_t length = strlen(source);
    if (strncmp(error, source, length) == 0 && strncmp(error + length, ": ", 2) == 0)
        error += length + 2;
    put(out, "error", error, strlen(error));
}

static CacheKey check_of(const char *bytes, size_t length)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add(builder, bytes, length);
    return cache_key_end(builder);
}

void pipeline_summary_write(PipelineOutcome *outcome, const char *source, const char *root, const char *version, GString *out)
{
    FrontendResult *result = &outcome->result;
    GString *body = g_string_new(NULL);
    const char *below = base_path_below(source, root);
    put(body, "source", below, strlen(below));
    if (result->clang != NULL)
        put(body, "clang", result->clang, strlen(result->clang));
    if (result->error != NULL)
        put_error(body, result->error, source);
    GString *counts = g_string_new(NULL);
    g_string_append_printf(counts, "%u %u %u %u", result->stats.functions, result->stats.degraded_functions, result->stats.instructions,
                           result->stats.has_value_tasks);
    put_text(body, "counts", counts);
    put_diagnostics(body, result, root);
    if (result->module != NULL)
        put_module(body, result->module, root);
    CacheKey check = check_of(body->str, body->len);
    g_string_append_printf(out, "%s\nby vtcheck %s\ncheck %016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x\n", format_line, version, (guint64)check.high,
                           (guint64)check.low);
    g_string_append_len(out, body->str, (gssize)body->len);
    g_string_free(body, TRUE);
}

/* --- reading --- */

typedef struct Reader {
    const char *begin, *at, *end;
    const char *root;
    PipelineSummary *summary;
    GArray *diagnostics;
    char *error;
} Reader;

/* A line without its end; NULL: there is no whole one. g_free. */
static char *take_line(Reader *reader)
{
    const char *newline = reader->at < reader->end ? memchr(reader->at, '\n', (size_t)(reader->end - reader->at)) : NULL;
    if (newline == NULL)
        return NULL;
    char *line = g_strndup(reader->at, (gsize)(newline - reader->at));
    reader->at = newline + 1;
    return line;
}

static void fail(Reader *reader, const char *why)
{
    if (reader->error == NULL)
        reader->error = g_strdup(why);
}

static char *absolute_of(const Reader *reader, const char *path)
{
    return base_path_absolute(path, reader->root);
}

static void take_counts(Reader *reader, const char *bytes, size_t length)
{
    (void)length;
    FrontendStats *stats = &reader->summary->outcome.result.stats;
    uint32_t *const fields[] = {&stats->functions, &stats->degraded_functions, &stats->instructions};
    char *at = (char *)(uintptr_t)bytes;
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
        *fields[i] = (uint32_t)g_ascii_strtoull(at, &at, 10);
    stats->has_value_tasks = g_ascii_strtoull(at, &at, 10) != 0;
}

static void take_diagnostic(Reader *reader, const char *bytes, size_t length)
{
    char *text = g_strndup(bytes, length);
    char **lines = g_strsplit(text, "\n", 3);
    if (g_strv_length(lines) == 3) {
        char *at = lines[0];
        FrontendDiagnostic diagnostic = {0};
        uint64_t severity = g_ascii_strtoull(at, &at, 10);
        diagnostic.severity = severity <= FRONTEND_FATAL ? (FrontendSeverity)severity : FRONTEND_ERROR;
        diagnostic.line = (uint32_t)g_ascii_strtoull(at, &at, 10);
        diagnostic.column = (uint32_t)g_ascii_strtoull(at, &at, 10);
        diagnostic.path = lines[1][0] != '\0' ? absolute_of(reader, lines[1]) : NULL;
        diagnostic.message = g_strdup(lines[2]);
        g_array_append_val(reader->diagnostics, diagnostic);
    } else {
        fail(reader, "an error of Clang's in it makes no sense");
    }
    g_strfreev(lines);
    g_free(text);
}

static void take_source(Reader *reader, const char *bytes, size_t length)
{
    char *path = g_strndup(bytes, length);
    g_free(reader->summary->source);
    reader->summary->source = absolute_of(reader, path);
    g_free(path);
}

static void take_error(Reader *reader, const char *bytes, size_t length)
{
    g_free(reader->summary->outcome.result.error);
    reader->summary->outcome.result.error = g_strndup(bytes, length);
}

static void take_clang(Reader *reader, const char *bytes, size_t length)
{
    g_free(reader->summary->outcome.result.clang);
    reader->summary->outcome.result.clang = g_strndup(bytes, length);
}

static void take_text(Reader *reader, const char *bytes, size_t length)
{
    const char *newline = memchr(bytes, '\n', length);
    if (newline == NULL) {
        fail(reader, "a text in it has no name");
        return;
    }
    char *name = g_strndup(bytes, (gsize)(newline - bytes));
    PipelineSummaryText text = {absolute_of(reader, name), (size_t)(newline + 1 - reader->begin), length - (size_t)(newline + 1 - bytes)};
    g_array_append_val(reader->summary->texts, text);
    reader->summary->has_comments |= memmem(newline, length - (size_t)(newline - bytes), silencing_word, strlen(silencing_word)) != NULL;
    g_free(name);
}

static char *describe_fault(const char *fault)
{
    return g_strdup_printf("its module cannot be read: %s", fault);
}

static void take_module(Reader *reader, const char *bytes, size_t length)
{
    PipelineSummary *summary = reader->summary;
    char *fault = NULL;
    if (summary->outcome.result.module != NULL || summary->source == NULL) {
        fail(reader, "its sections are not in order");
        return;
    }
    summary->module_at = (size_t)(bytes - reader->begin);
    summary->module_length = length;
    summary->outcome.result.module = ir_read_head(bytes, length, &fault);
    if (summary->outcome.result.module != NULL)
        map_paths(summary->outcome.result.module, reader->root, make_absolute, make_symbol_absolute);
    else if (reader->error == NULL)
        reader->error = describe_fault(fault);
    g_free(fault);
}

static const struct {
    const char *name;
    void (*take)(Reader *reader, const char *bytes, size_t length);
} sections[] = {
    {"source", take_source}, {"clang", take_clang}, {"error", take_error}, {"counts", take_counts}, {"diagnostic", take_diagnostic}, {"text", take_text}, {"module", take_module},
};

static void take_section(Reader *reader)
{
    char *line = take_line(reader), *space = line != NULL ? strchr(line, ' ') : NULL;
    guint64 length = 0;
    bool is_framed = space != NULL && g_ascii_string_to_unsigned(space + 1, 10, 0, (guint64)(reader->end - reader->at), &length, NULL) &&
                     (guint64)(reader->end - reader->at) > length && reader->at[length] == '\n';
    if (!is_framed) {
        fail(reader, "it is cut, or not a summary");
    } else {
        bool is_known = false;
        for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
            if (strlen(sections[i].name) == (size_t)(space - line) && strncmp(sections[i].name, line, (size_t)(space - line)) == 0) {
                sections[i].take(reader, reader->at, length);
                is_known = true;
            }
        if (!is_known)
            fail(reader, "it holds something that this vtcheck does not know");
        reader->at += length + 1;
    }
    g_free(line);
}

static void take_head(Reader *reader, const char *version)
{
    char *format = take_line(reader), *by = take_line(reader), *check = take_line(reader);
    char *expected_by = g_strdup_printf("by vtcheck %s", version);
    if (check == NULL || !g_str_has_prefix(format, format_name)) {
        fail(reader, "it is no summary of vtcheck's");
    } else if (strcmp(format, format_line) != 0) {
        reader->error = g_strdup_printf("it is a '%s', this vtcheck reads '%s'; make it again", format, format_line);
    } else if (strcmp(by, expected_by) != 0) {
        reader->error = g_strdup_printf("it was made %s, this is vtcheck %s; make it again", by, version);
    } else {
        CacheKey found = reader->summary->check = check_of(reader->at, (size_t)(reader->end - reader->at));
        char *expected = g_strdup_printf("check %016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", (guint64)found.high, (guint64)found.low);
        if (strcmp(check, expected) != 0)
            fail(reader, "it is damaged: its checksum does not fit; make it again");
        g_free(expected);
    }
    g_free(expected_by);
    g_free(format);
    g_free(by);
    g_free(check);
}

static void clear_text(gpointer data)
{
    g_free(((PipelineSummaryText *)data)->path);
}

bool pipeline_summary_read(const char *bytes, size_t length, const char *root, const char *version, PipelineSummary *summary, char **error)
{
    *summary = (PipelineSummary){.texts = g_array_new(FALSE, FALSE, sizeof(PipelineSummaryText))};
    g_array_set_clear_func(summary->texts, clear_text);
    Reader reader = {.begin = bytes, .at = bytes, .end = bytes + length, .root = root, .summary = summary};
    reader.diagnostics = g_array_new(FALSE, TRUE, sizeof(FrontendDiagnostic));
    take_head(&reader, version);
    summary->begin = (size_t)(reader.at - bytes);
    while (reader.error == NULL && reader.at < reader.end)
        take_section(&reader);
    if (summary->source == NULL)
        fail(&reader, "it names no source");
    summary->outcome.result.diagnostic_count = reader.diagnostics->len;
    summary->outcome.result.diagnostics = (FrontendDiagnostic *)(void *)g_array_free(reader.diagnostics, FALSE);
    *error = reader.error;
    if (reader.error != NULL)
        pipeline_summary_clear(summary);
    return reader.error == NULL;
}

void pipeline_summary_clear(PipelineSummary *summary)
{
    pipeline_outcome_clear(&summary->outcome);
    if (summary->texts != NULL)
        g_array_unref(summary->texts);
    g_free(summary->source);
    *summary = (PipelineSummary){0};
}

bool pipeline_summary_is(const PipelineSummary *summary, const char *bytes, size_t length)
{
    if (length < summary->begin)
        return false;
    CacheKey found = check_of(bytes + summary->begin, length - summary->begin);
    return memcmp(&found, &summary->check, sizeof found) == 0;
}

IrModule *pipeline_summary_module(const PipelineSummary *summary, const char *bytes, const char *root, char **error)
{
    char *fault = NULL;
    IrModule *module = ir_read(bytes + summary->module_at, summary->module_length, &fault);
    if (module != NULL)
        map_paths(module, root, make_absolute, make_symbol_absolute);
    else
        *error = describe_fault(fault);
    g_free(fault);
    return module;
}
