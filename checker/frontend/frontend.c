/* frontend.c - translation units: parsed, diagnosed, lowered, released. */
#define _POSIX_C_SOURCE 200809L
#include "frontend/frontend.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "frontend/arguments.h"
#include "libclang.h"
#include "parse.h"

/* Deeply nested code recurses in clang and here; address space is cheap. */
#define STACK_SIZE ((size_t)256 << 20)

/* GCC accepts what these say, by default or with a warning. */
static const char *const lenient_flags[] = {
    "-Wno-implicit-function-declaration",
    "-Wno-int-conversion",
    "-Wno-implicit-int",
    "-Wno-incompatible-function-pointer-types",
    "-Wno-incompatible-pointer-types",
    "-Wno-return-mismatch",
};

/* The default: one parse, everything from files, then all is released. */
static const unsigned batch_options = CXTranslationUnit_KeepGoing;

/* A session's: what stands before the first declaration is kept as a precompiled preamble. */
static const unsigned session_options =
    CXTranslationUnit_KeepGoing | CXTranslationUnit_PrecompiledPreamble | CXTranslationUnit_CreatePreambleOnFirstParse;

/* --- parsing --- */

static char *absolute_source(const FrontendInput *input)
{
    return g_canonicalize_filename(input->source, input->directory);
}

static GPtrArray *make_arguments(const FrontendInput *input, const char *const *flags)
{
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; flags != NULL && flags[i] != NULL; i++)
        g_ptr_array_add(arguments, g_strdup(flags[i]));
    g_ptr_array_add(arguments, g_strdup("-D__VTCHECK__"));
    g_ptr_array_add(arguments, g_strdup("-w"));
    g_ptr_array_add(arguments, g_strdup("-ferror-limit=0"));
    for (size_t i = 0; i < G_N_ELEMENTS(lenient_flags); i++)
        g_ptr_array_add(arguments, g_strdup(lenient_flags[i]));
    if (input->resource_dir != NULL) {
        g_ptr_array_add(arguments, g_strdup("-resource-dir"));
        g_ptr_array_add(arguments, g_strdup(input->resource_dir));
    }
    g_ptr_array_add(arguments, g_strdup_printf("-working-directory=%s", input->directory));
    if (input->header != NULL) {
        g_ptr_array_add(arguments, g_strdup("-include-pch"));
        g_ptr_array_add(arguments, g_strdup(input->header->path));
    }
    return arguments;
}

static enum CXErrorCode parse_with(Parse *parse, const char *source, const char *const *flags)
{
    GPtrArray *arguments = make_arguments(parse->input, flags);
    if ((parse->options & CXTranslationUnit_ForSerialization) != 0)
        g_ptr_array_add(arguments, g_strdup("-xc-header"));
    enum CXErrorCode code =
        clang_parseTranslationUnit2(parse->index, source, (const char *const *)arguments->pdata, (int)arguments->len,
                                    &parse->unsaved, parse->unsaved.Filename != NULL, parse->options, &parse->tu);
    g_ptr_array_free(arguments, TRUE);
    return code;
}

static const char *code_words(enum CXErrorCode code)
{
    switch (code) {
    case CXError_Crashed: return "clang crashed on it";
    case CXError_InvalidArguments: return "clang was given invalid arguments";
    case CXError_ASTReadError: return "clang could not make sense of its compiler flags";
    default: return "clang could not parse it with its compiler flags";
    }
}

static bool is_readable(const char *path, char **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        *error = g_strdup_printf("%s: is a directory", path);
        return false;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        *error = g_strdup_printf("%s: %s", path, g_strerror(errno));
        return false;
    }
    fclose(file);
    return true;
}

/* Preambles stay in memory: a process that is killed leaves no file behind. */
static CXIndex create_index(const Parse *parse)
{
    if ((parse->options & CXTranslationUnit_PrecompiledPreamble) == 0)
        return clang_createIndex(parse->skips_header, 0);
    CXIndexOptions wanted = {.Size = sizeof wanted, .StorePreamblesInMemory = 1};
    CXIndex index = clang_createIndexWithOptions(&wanted);
    return index != NULL ? index : clang_createIndex(0, 0); /* another version's options are refused */
}

bool parse_unit(Parse *parse)
{
    const char *missing = frontend_libclang_load();
    if (missing != NULL) {
        parse->error = g_strdup(missing);
        return false;
    }
    char *source = absolute_source(parse->input);
    bool is_unsaved = g_strcmp0(parse->unsaved.Filename, source) == 0;
    if (!is_unsaved && !is_readable(source, &parse->error)) {
        g_free(source);
        return false;
    }
    if (parse->index == NULL)
        parse->index = create_index(parse);
    enum CXErrorCode code = parse_with(parse, source, parse->input->arguments);
    if (code != CXError_Success && code != CXError_Crashed && parse->input->header == NULL) {
        char **minimal = frontend_minimal_arguments(parse->input->arguments);
        code = parse_with(parse, source, (const char *const *)minimal);
        g_strfreev(minimal);
    }
    if (code != CXError_Success)
        parse->error = g_strdup_printf("%s: %s", source, code_words(code));
    g_free(source);
    return code == CXError_Success;
}

void parse_end(Parse *parse)
{
    if (parse->tu != NULL)
        clang_disposeTranslationUnit(parse->tu);
    if (parse->index != NULL)
        clang_disposeIndex(parse->index);
}

/* --- a thread with a stack --- */

typedef struct Job {
    void (*run)(void *data);
    void *data;
} Job;

static void *run_thread(void *data)
{
    Job *job = data;
    job->run(job->data);
    return NULL;
}

/* libclang would parse on a thread of its own with 8 MB of stack unless told not to. */
static gpointer forbid_threads(gpointer unused)
{
    (void)unused;
    g_setenv("LIBCLANG_NOTHREADS", "1", FALSE);
    return NULL;
}

void parse_on_large_stack(void (*run)(void *data), void *data)
{
    static GOnce once = G_ONCE_INIT;
    g_once(&once, forbid_threads, NULL);
    Job job = {run, data};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    bool has_thread = pthread_attr_setstacksize(&attributes, STACK_SIZE) == 0 &&
                      pthread_create(&thread, &attributes, run_thread, &job) == 0;
    pthread_attr_destroy(&attributes);
    if (has_thread)
        pthread_join(thread, NULL);
    else
        run(data);
}

/* --- diagnostics --- */

static const FrontendSeverity severities[] = {
    [CXDiagnostic_Ignored] = FRONTEND_NOTE,    [CXDiagnostic_Note] = FRONTEND_NOTE,
    [CXDiagnostic_Warning] = FRONTEND_WARNING, [CXDiagnostic_Error] = FRONTEND_ERROR,
    [CXDiagnostic_Fatal] = FRONTEND_FATAL,
};

static void note_diagnostic(LowerUnit *unit, CXDiagnostic diagnostic, GArray *diagnostics)
{
    enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(diagnostic);
    if (severity < CXDiagnostic_Error)
        return;
    CXFile file;
    unsigned line, column, offset;
    CXSourceLocation location = clang_getDiagnosticLocation(diagnostic);
    clang_getFileLocation(location, &file, &line, &column, &offset);
    if (severity == CXDiagnostic_Error && clang_equalLocations(location, clang_getNullLocation()))
        return; /* about a compiler flag that clang does not know; what a flag makes the preprocessor read (-include, -D) has a place, in no file */
    const char *message = lower_text(unit->arena, clang_getDiagnosticSpelling(diagnostic));
    FrontendDiagnostic entry = {
        .severity = severities[severity],
        .path = file == NULL ? NULL : g_strdup(lower_path_of(unit, file)),
        .line = file == NULL ? 0 : line,
        .column = file == NULL ? 0 : column,
        .message = g_strdup(message),
    };
    g_array_append_val(diagnostics, entry);
    LowerError error = {file, line, offset, message};
    if (file != NULL)
        g_array_append_val(unit->errors, error);
}

static void note_diagnostics(LowerUnit *unit, FrontendResult *result)
{
    GArray *diagnostics = g_array_new(FALSE, FALSE, sizeof(FrontendDiagnostic));
    unsigned count = clang_getNumDiagnostics(unit->tu);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit->tu, i);
        note_diagnostic(unit, diagnostic, diagnostics);
        clang_disposeDiagnostic(diagnostic);
    }
    result->diagnostic_count = diagnostics->len;
    result->diagnostics = (FrontendDiagnostic *)(void *)g_array_free(diagnostics, FALSE);
}

/* --- lowering --- */

/* Of the processor: what else runs on the machine does not count. */
static double thread_seconds(void)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void parse_begin_unit(LowerUnit *unit, const Parse *parse)
{
    char *source = absolute_source(parse->input);
    *unit = (LowerUnit){.tu = parse->tu, .directory = parse->input->directory, .apis = parse->input->apis};
    unit->builder = ir_builder_new(source);
    unit->arena = ir_builder_arena(unit->builder);
    unit->scratch = base_arena_new();
    unit->main_file = clang_getFile(parse->tu, source);
    unit->files = g_hash_table_new(NULL, NULL);
    unit->sources = lower_source_map_new();
    unit->places = g_hash_table_new(NULL, NULL);
    unit->api_files = g_ptr_array_new();
    unit->api_expansions = g_array_new(FALSE, FALSE, sizeof(LowerPoint));
    unit->task_records = lower_cursor_map_new();
    unit->records = lower_cursor_map_new();
    unit->members = lower_cursor_map_new();
    unit->types = g_hash_table_new(NULL, NULL);
    unit->functions = lower_cursor_map_new();
    unit->globals = lower_cursor_map_new();
    unit->locals = lower_cursor_map_new();
    unit->latest = lower_cursor_map_new();
    unit->variables = lower_cursor_map_new();
    unit->variable_order = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    unit->effects = lower_cursor_map_new();
    unit->wanted_bodies = lower_cursor_map_new();
    unit->strings = g_hash_table_new(g_str_hash, g_str_equal);
    unit->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    unit->definitions = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    unit->called_unseen = g_ptr_array_new();
    unit->written_unseen = g_ptr_array_new();
    unit->errors = g_array_new(FALSE, FALSE, sizeof(LowerError));
    unit->collected = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    ir_builder_add_file(unit->builder, source, IR_FILE_MAIN); /* the first, whatever is in it */
    g_free(source);
}

void parse_end_unit(LowerUnit *unit)
{
    GHashTable *tables[] = {unit->sources,   unit->places,    unit->files,     unit->task_records, unit->records,
                            unit->members, unit->types,     unit->functions, unit->globals,      unit->locals,
                            unit->latest,  unit->variables, unit->effects,   unit->strings,      unit->texts,   unit->wanted_bodies};
    GArray *arrays[] = {unit->api_expansions, unit->variable_order, unit->definitions, unit->errors, unit->collected};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        g_hash_table_destroy(tables[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    if (unit->by_name != NULL)
        g_hash_table_destroy(unit->by_name);
    if (unit->described != NULL)
        g_array_unref(unit->described);
    g_ptr_array_free(unit->api_files, TRUE);
    g_ptr_array_free(unit->called_unseen, TRUE);
    g_ptr_array_free(unit->written_unseen, TRUE);
    base_arena_free(unit->scratch);
}

static uint32_t count_instructions(const IrModule *module)
{
    uint32_t count = 0;
    for (uint32_t f = 0; f < module->function_count; f++) {
        for (uint32_t b = 0; b < module->functions[f].block_count; b++)
            count += module->functions[f].blocks[b].inst_count;
    }
    return count;
}

typedef struct ParseJob {
    Parse *parse;
    const FrontendBodies *bodies;
    FrontendResult result;
    bool is_refused;      /* with the header the result may be another one than without */
    bool needs_all;       /* something in the header has to be looked at */
} ParseJob;

static void lower_parsed(ParseJob *job)
{
    const Parse *parse = job->parse;
    FrontendResult *result = &job->result;
    double start = thread_seconds();
    LowerUnit unit;
    parse_begin_unit(&unit, parse);
    unit.wanted = job->bodies;
    unit.header = parse->input->header != NULL ? parse->input->header->facts : NULL;
    unit.skips_header = parse->skips_header;
    unit.is_helper = parse->input->is_helper;
    unit.lowers_idle = parse->options != batch_options; /* a later part may ask for what nothing asks for now */
    if (unit.apis != NULL) {
        unit.described = base_api_names(unit.apis);
        unit.met = g_byte_array_set_size(g_byte_array_new(), unit.described->len);
        memset(unit.met->data, 0, unit.met->len);
    }
    note_diagnostics(&unit, result);
    lower_unit(&unit);
    result->met = unit.met;
    result->stats.functions = unit.functions_lowered;
    result->stats.degraded_functions = unit.functions_degraded;
    result->stats.has_value_tasks = unit.has_value_tasks;
    result->stats.has_header = parse->input->header != NULL;
    job->needs_all = unit.needs_all;
    result->module = ir_builder_finish(unit.builder);
    parse_end_unit(&unit);
    result->stats.instructions = count_instructions(result->module);
    result->stats.lower_seconds = thread_seconds() - start;
}

/* Again what was parsed before, with other text; the preamble is used where it still fits. */
static bool reparse_unit(Parse *parse)
{
    if (clang_reparseTranslationUnit(parse->tu, 1, &parse->unsaved, clang_defaultReparseOptions(parse->tu)) == 0)
        return true;
    clang_disposeTranslationUnit(parse->tu); /* nothing else may be done with it */
    parse->tu = NULL;
    return parse_unit(parse);
}

void parse_count_errors(CXTranslationUnit tu, uint32_t *in_files, uint32_t *about_flags)
{
    unsigned count = clang_getNumDiagnostics(tu);
    *in_files = *about_flags = 0;
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);
        CXFile file;
        clang_getFileLocation(clang_getDiagnosticLocation(diagnostic), &file, NULL, NULL, NULL);
        enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(diagnostic);
        *in_files += severity == CXDiagnostic_Fatal || (severity == CXDiagnostic_Error && file != NULL);
        *about_flags += severity == CXDiagnostic_Error && file == NULL;
        clang_disposeDiagnostic(diagnostic);
    }
}

/* What clang has to say, it is to say of the files as they are: a parse with a header counts when it says nothing. */
static bool is_clean(const Parse *parse)
{
    uint32_t in_files, about_flags;
    parse_count_errors(parse->tu, &in_files, &about_flags);
    return in_files == 0 && about_flags == parse->input->header->facts->flag_errors;
}

static void parse_job(void *data)
{
    ParseJob *job = data;
    double start = thread_seconds();
    bool is_parsed = job->parse->tu != NULL ? reparse_unit(job->parse) : parse_unit(job->parse);
    job->result.stats.parse_seconds = thread_seconds() - start;
    job->result.error = g_steal_pointer(&job->parse->error);
    job->is_refused = job->parse->input->header != NULL && !(is_parsed && is_clean(job->parse));
    if (is_parsed && !job->is_refused)
        lower_parsed(job);
    if (job->parse->options == batch_options)
        parse_end(job->parse);
}

static ParseJob run_job(const FrontendInput *input, bool skips_header)
{
    Parse parse = {.input = input, .options = batch_options, .skips_header = skips_header};
    char *source = absolute_source(input);
    if (input->header != NULL)
        parse.unsaved = (struct CXUnsavedFile){source, input->header->text, input->header->length};
    ParseJob job = {.parse = &parse};
    parse_on_large_stack(parse_job, &job);
    job.parse = NULL;
    g_free(source);
    return job;
}

/* To look at all that is in a header costs as much as a third of a parse; it is done where there is something. */
FrontendResult frontend_parse(const FrontendInput *input)
{
    ParseJob job = run_job(input, input->header != NULL && input->header->facts->is_bare);
    if (job.needs_all) {
        frontend_result_clear(&job.result);
        job = run_job(input, false);
    }
    if (job.is_refused) {
        FrontendInput plain = *input;
        plain.header = NULL;
        frontend_result_clear(&job.result);
        job = run_job(&plain, false);
    }
    job.result.clang = frontend_clang_version();
    return job.result;
}

/* --- sessions --- */

struct FrontendSession {
    FrontendInput input;
    char *changed; /* the file whose text is given */
    Parse parse;
};

FrontendSession *frontend_session_new(const FrontendInput *input, const char *changed)
{
    FrontendSession *session = g_new0(FrontendSession, 1);
    session->input = (FrontendInput){
        .source = g_strdup(input->source), .directory = g_strdup(input->directory), .resource_dir = g_strdup(input->resource_dir),
        .arguments = (const char *const *)g_strdupv((char **)(uintptr_t)input->arguments), .apis = input->apis,
    };
    session->changed = g_strdup(changed);
    session->parse = (Parse){.input = &session->input, .options = session_options};
    return session;
}

void frontend_session_free(FrontendSession *session)
{
    if (session == NULL)
        return;
    parse_end(&session->parse);
    g_free((gpointer)(uintptr_t)session->input.source);
    g_free((gpointer)(uintptr_t)session->input.directory);
    g_strfreev((char **)(uintptr_t)session->input.arguments);
    g_free((gpointer)(uintptr_t)session->input.resource_dir);
    g_free(session->changed);
    g_free(session);
}

FrontendResult frontend_session_parse(FrontendSession *session, const char *text, size_t length, const FrontendBodies *bodies)
{
    session->parse.unsaved = (struct CXUnsavedFile){session->changed, text, length};
    ParseJob job = {.parse = &session->parse, .bodies = bodies};
    parse_on_large_stack(parse_job, &job);
    return job.result;
}

void frontend_result_clear(FrontendResult *result)
{
    for (uint32_t i = 0; i < result->diagnostic_count; i++) {
        g_free(result->diagnostics[i].path);
        g_free(result->diagnostics[i].message);
    }
    g_free(result->diagnostics);
    if (result->met != NULL)
        g_byte_array_unref(result->met);
    g_free(result->clang);
    g_free(result->error);
    ir_module_free(result->module);
    *result = (FrontendResult){0};
}

const char *frontend_load(void)
{
    return frontend_libclang_load();
}

char *frontend_library(void)
{
    return frontend_libclang_path();
}

char *frontend_clang_version(void)
{
    if (frontend_libclang_load() != NULL)
        return NULL;
    CXString version = clang_getClangVersion();
    char *copy = g_strdup(clang_getCString(version));
    clang_disposeString(version);
    return copy;
}

/* --- the AST as text --- */

typedef struct Dump {
    GString *out;
    unsigned depth;
} Dump;

static void append_string(GString *out, const char *before, CXString string, const char *after)
{
    const char *text = clang_getCString(string);
    if (text != NULL && text[0] != '\0')
        g_string_append_printf(out, "%s%s%s", before, text, after);
    clang_disposeString(string);
}

static enum CXChildVisitResult dump_cursor(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    Dump *dump = data;
    CXSourceLocation location = clang_getCursorLocation(cursor);
    if (dump->depth == 0 && clang_Location_isInSystemHeader(location))
        return CXChildVisit_Continue;
    unsigned line, column;
    clang_getFileLocation(location, NULL, &line, &column, NULL);
    g_string_append_printf(dump->out, "%*s", (int)(2 * dump->depth), "");
    append_string(dump->out, "", clang_getCursorKindSpelling(clang_getCursorKind(cursor)), "");
    append_string(dump->out, " '", clang_getCursorSpelling(cursor), "'");
    append_string(dump->out, " <", clang_getTypeSpelling(clang_getCursorType(cursor)), ">");
    g_string_append_printf(dump->out, " %u:%u\n", line, column);
    Dump inner = {dump->out, dump->depth + 1};
    clang_visitChildren(cursor, dump_cursor, &inner);
    return CXChildVisit_Continue;
}

typedef struct DumpJob {
    const FrontendInput *input;
    char *text, *error;
} DumpJob;

static void dump_job(void *data)
{
    DumpJob *job = data;
    Parse parse = {.input = job->input};
    if (parse_unit(&parse)) {
        Dump dump = {g_string_new(NULL), 0};
        clang_visitChildren(clang_getTranslationUnitCursor(parse.tu), dump_cursor, &dump);
        job->text = g_string_free(dump.out, FALSE);
    }
    job->error = parse.error;
    parse_end(&parse);
}

char *frontend_dump_ast(const FrontendInput *input, char **error)
{
    DumpJob job = {.input = input};
    parse_on_large_stack(dump_job, &job);
    if (error != NULL)
        *error = job.error;
    else
        g_free(job.error);
    return job.text;
}
