/* fix.c - what fixes are made from, and edits; see fix.h. */
#include "fix.h"

#include <string.h>

struct FixContext {
    const AnalysisResult *analysis;
    ReportSources *sources;
    bool is_whole_program;
    GHashTable *tokens;       /* path => ReportTokens, or NULL */
    GHashTable *macros;       /* module => set of names */
    GHashTable *bodies;       /* NULL: none was asked for */
    GHashTable *names;        /* "function:name" => place that has claimed it */
    gpointer slot;
    GDestroyNotify free_slot;
    GStringChunk *strings;
};

static void free_tokens(gpointer tokens)
{
    report_tokens_free(tokens);
}

FixContext *fix_context_new(const AnalysisResult *analysis, ReportSources *sources, bool is_whole_program)
{
    FixContext *context = g_new0(FixContext, 1);
    context->analysis = analysis;
    context->sources = sources;
    context->is_whole_program = is_whole_program;
    context->tokens = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_tokens);
    context->macros = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    context->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    context->strings = g_string_chunk_new(1024);
    return context;
}

void fix_context_free(FixContext *context)
{
    if (context == NULL)
        return;
    g_hash_table_unref(context->tokens);
    g_hash_table_unref(context->macros);
    g_hash_table_unref(context->names);
    g_clear_pointer(&context->bodies, g_hash_table_unref);
    if (context->slot != NULL)
        context->free_slot(context->slot);
    g_string_chunk_free(context->strings);
    g_free(context);
}

const AnalysisResult *fix_analysis(const FixContext *context)
{
    return context->analysis;
}

const AnalysisProgram *fix_program(const FixContext *context)
{
    return context->analysis->program;
}

gpointer *fix_slot(FixContext *context, GDestroyNotify free_slot)
{
    context->free_slot = free_slot;
    return &context->slot;
}

bool fix_is_whole_program(const FixContext *context)
{
    return context->is_whole_program;
}

bool fix_claim_name(FixContext *context, const char *function, const char *name, const void *place)
{
    char *key = g_strdup_printf("%s:%s", function, name);
    gpointer owner = NULL;
    if (g_hash_table_lookup_extended(context->names, key, NULL, &owner)) {
        g_free(key);
        return owner == place;
    }
    g_hash_table_insert(context->names, key, (gpointer)(uintptr_t)place);
    return true;
}

GHashTable *fix_bodies(FixContext *context, GDestroyNotify free_body)
{
    if (context->bodies == NULL)
        context->bodies = g_hash_table_new_full(NULL, NULL, NULL, free_body);
    return context->bodies;
}

const ReportTokens *fix_tokens(FixContext *context, const char *path)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(context->tokens, path, NULL, &known))
        return known;
    const ReportSource *source = report_sources_get(context->sources, path);
    ReportTokens *tokens = source != NULL ? report_tokens_new(source) : NULL;
    g_hash_table_insert(context->tokens, g_string_chunk_insert(context->strings, path), tokens);
    return tokens;
}

bool fix_is_checked(const IrModule *module, uint32_t file)
{
    return file < module->file_count && (module->files[file].role == IR_FILE_MAIN || module->files[file].role == IR_FILE_USER);
}

/* --- macros --- */

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* The name in a line "#define NAME ..."; NULL: another line. */
static char *defined_name(const char *line, const char *end)
{
    static const char word[] = "define";
    const char *at = skip_blanks(line, end);
    if (at == end || *at != '#')
        return NULL;
    at = skip_blanks(at + 1, end);
    if ((size_t)(end - at) < sizeof word || strncmp(at, word, strlen(word)) != 0)
        return NULL;
    at = skip_blanks(at + strlen(word), end);
    const char *start = at;
    while (at < end && (g_ascii_isalnum(*at) || *at == '_'))
        at++;
    return at > start ? g_strndup(start, (gsize)(at - start)) : NULL;
}

/* By lines, not by tokens, as these are all headers of a unit; what is commented out counts, too. */
static void add_macros(GHashTable *names, const ReportSource *source)
{
    const char *end = source->text + source->length;
    for (uint32_t i = 0; i < source->line_count; i++) {
        char *name = defined_name(source->text + source->line_starts[i], end);
        if (name != NULL)
            g_hash_table_add(names, name);
    }
}

static GHashTable *macros_of(FixContext *context, const IrModule *module)
{
    GHashTable *names = g_hash_table_lookup(context->macros, module);
    if (names != NULL)
        return names;
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint32_t f = 0; f < module->file_count; f++) {
        const ReportSource *source = fix_is_checked(module, f) ? report_sources_get(context->sources, module->files[f].path) : NULL;
        if (source != NULL)
            add_macros(names, source);
    }
    g_hash_table_insert(context->macros, (gpointer)(uintptr_t)module, names);
    return names;
}

bool fix_is_macro(FixContext *context, const IrModule *module, const char *name)
{
    return g_hash_table_contains(macros_of(context, module), name);
}

/* --- types --- */

/* T of `VT_DEFINE(NAME, T)` at this place, where vt_NAME is `name`. */
static const char *result_type(FixContext *context, const ReportTokens *tokens, uint32_t macro, const char *name)
{
    uint32_t open = macro + 1;
    if (!report_token_is(tokens, macro, "VT_DEFINE") || !report_token_is(tokens, open, "(") || !g_str_has_prefix(name, "vt_") ||
        !report_token_is(tokens, open + 1, name + 3) || !report_token_is(tokens, open + 2, ",") || tokens->at[open].partner == REPORT_NO_TOKEN)
        return NULL;
    uint32_t first = open + 3, close = tokens->at[open].partner;
    if (first >= close)
        return NULL;
    size_t start = tokens->at[first].start;
    return g_string_chunk_insert_len(context->strings, tokens->source->text + start, (gssize)(tokens->at[close - 1].end - start));
}

bool fix_type_find(FixContext *context, const IrModule *module, const char *name, FixType *type)
{
    const IrRecord *record = NULL;
    for (uint32_t i = 0; name != NULL && record == NULL && i < module->record_count; i++)
        if (module->records[i].is_task && g_strcmp0(module->records[i].name, name) == 0)
            record = &module->records[i];
    if (record == NULL || record->span.file >= module->file_count)
        return false;
    *type = (FixType){record->name, NULL};
    const IrFile *file = &module->files[record->span.file];
    if (file->role == IR_FILE_API)
        return strcmp(name, "vt_void") == 0 && g_str_has_suffix(file->path, "/valuetask/void.h");
    const ReportTokens *tokens = fix_tokens(context, file->path);
    uint32_t macro = tokens != NULL ? report_tokens_find(tokens, record->span.line, record->span.column) : REPORT_NO_TOKEN;
    if (macro != REPORT_NO_TOKEN)
        type->result = result_type(context, tokens, macro, name);
    return type->result != NULL && !fix_is_macro(context, module, "VT_DEFINE");
}

/* --- edits --- */

void fix_edit(Fix *fix, const char *path, const ReportTokens *tokens, size_t start, size_t end, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    FixEdit edit = {path, tokens->source, start, end, g_string_chunk_insert(fix->strings, text)};
    g_array_append_val(fix->edits, edit);
    g_free(text);
}

void fix_start_over(Fix *fix)
{
    g_array_set_size(fix->edits, 0);
    g_hash_table_remove_all(fix->blocks);
    fix->is_clashing = false;
}

void fix_tell(Fix *fix, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fix->message = g_string_chunk_insert(fix->strings, text);
    g_free(text);
}

static gint compare_edits(gconstpointer left, gconstpointer right)
{
    const FixEdit *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    if (order == 0)
        order = (a->start > b->start) - (a->start < b->start);
    return order != 0 ? order : (a->end > a->start) - (b->end > b->start); /* insertions first */
}

/* Sorts the edits and joins those at one place. false: two of them overlap. */
static bool settle_edits(Fix *fix)
{
    guint kept = 0;
    g_array_sort(fix->edits, compare_edits); /* stable */
    for (guint i = 0; i < fix->edits->len; i++) {
        FixEdit edit = g_array_index(fix->edits, FixEdit, i);
        FixEdit *last = kept > 0 ? &g_array_index(fix->edits, FixEdit, kept - 1) : NULL;
        if (last == NULL || strcmp(last->path, edit.path) != 0 || last->end < edit.start || (last->end == edit.start && last->start < last->end)) {
            g_array_index(fix->edits, FixEdit, kept++) = edit;
        } else if (last->start == last->end) {
            char *text = g_strconcat(last->text, edit.text, NULL);
            last->text = g_string_chunk_insert(fix->strings, text);
            last->end = edit.end;
            g_free(text);
        } else {
            return false;
        }
    }
    g_array_set_size(fix->edits, kept);
    return kept > 0;
}

static void give(const Fix *fix, ReportSet *set)
{
    ReportEdit *edits = g_new0(ReportEdit, fix->edits->len);
    for (guint i = 0; i < fix->edits->len; i++) {
        const FixEdit *edit = &g_array_index(fix->edits, FixEdit, i);
        edits[i].place.path = edit->path;
        edits[i].text = edit->text;
        report_source_place(edit->source, edit->start, &edits[i].place.line, &edits[i].place.column);
        report_source_place(edit->source, edit->end, &edits[i].place.end_line, &edits[i].place.end_column);
    }
    report_set_add_fix(set, &(ReportFix){fix->message, edits, fix->edits->len});
    g_free(edits);
}

void fix_make(FixContext *context, FixMaker make, const AnalysisEvent *event, ReportSet *set)
{
    Fix fix = {context, g_string_chunk_new(512), g_array_new(FALSE, FALSE, sizeof(FixEdit)), g_hash_table_new(NULL, NULL), false, NULL};
    if (make(&fix, event) && !fix.is_clashing && fix.message != NULL && settle_edits(&fix))
        give(&fix, set);
    g_array_unref(fix.edits);
    g_hash_table_unref(fix.blocks);
    g_string_chunk_free(fix.strings);
}
