/* precompiled.c - what several sources begin with, parsed once and written to a file of clang's.
 *
 * The text is parsed as a header in the source's folder, which is on no disk, so that quoted names mean what they mean in the
 * source. It counts as shareable when clang finds no fault with it, and nothing in it can tell which file it was written in, or has an
 * effect that clang does not keep. */
#define _GNU_SOURCE /* sigaltstack, memmem */
#include <signal.h>
#include <string.h>

#include "parse.h"

/* Words that mean something else in another main file, or that clang forgets at the end of a header. */
static const char *const unshareable[] = {"__BASE_FILE__", "__TIMESTAMP__", "__COUNTER__", "push_macro"};

typedef struct PrecompileJob {
    Parse parse;
    const char *path;
    FrontendHeaderFacts *facts; /* NULL: it cannot be shared */
} PrecompileJob;

FrontendHeaderFacts *frontend_header_facts_new(void)
{
    FrontendHeaderFacts *facts = g_new0(FrontendHeaderFacts, 1);
    facts->files = g_ptr_array_new_with_free_func(g_free);
    facts->is_system = g_byte_array_new();
    return facts;
}

void frontend_header_facts_free(FrontendHeaderFacts *facts)
{
    if (facts == NULL)
        return;
    g_ptr_array_unref(facts->files);
    g_byte_array_unref(facts->is_system);
    g_free(facts);
}

typedef struct WordSearch {
    CXTranslationUnit tu;
    bool is_found;
} WordSearch;

static void search_words(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
    (void)stack;
    (void)depth;
    WordSearch *search = data;
    size_t size = 0;
    const char *text = clang_getFileContents(search->tu, file, &size);
    for (size_t i = 0; text != NULL && i < G_N_ELEMENTS(unshareable); i++)
        search->is_found = search->is_found || memmem(text, size, unshareable[i], strlen(unshareable[i])) != NULL;
}

static bool is_shareable(CXTranslationUnit tu, uint32_t *flag_errors)
{
    uint32_t in_files;
    WordSearch search = {tu, false};
    parse_count_errors(tu, &in_files, flag_errors);
    if (in_files == 0)
        clang_getInclusions(tu, search_words, &search);
    return in_files == 0 && !search.is_found;
}

static FrontendHeaderFacts *survey(const Parse *parse)
{
    FrontendHeaderFacts *facts = frontend_header_facts_new();
    LowerUnit unit;
    parse_begin_unit(&unit, parse);
    facts->is_bare = lower_survey(&unit);
    IrModule *module = ir_builder_finish(unit.builder);
    for (uint32_t i = 1; i < module->file_count; i++) { /* the first is the header that is on no disk */
        guint8 is_system = module->files[i].role == IR_FILE_SYSTEM;
        g_ptr_array_add(facts->files, g_strdup(module->files[i].path));
        g_byte_array_append(facts->is_system, &is_system, 1);
    }
    parse_end_unit(&unit);
    ir_module_free(module);
    return facts;
}

/* While it writes, clang gives the thread a stack for signals and leaves it there; the thread has its own idea of one (a sanitizer's). */
static bool save(CXTranslationUnit tu, const char *path)
{
    stack_t before;
    bool has_before = sigaltstack(NULL, &before) == 0;
    bool is_saved = clang_saveTranslationUnit(tu, path, 0) == 0;
    if (has_before)
        sigaltstack(&before, NULL);
    return is_saved;
}

static void precompile_job(void *data)
{
    PrecompileJob *job = data;
    uint32_t flag_errors;
    if (parse_unit(&job->parse) && is_shareable(job->parse.tu, &flag_errors) && save(job->parse.tu, job->path)) {
        job->facts = survey(&job->parse);
        job->facts->flag_errors = flag_errors;
    }
    parse_end(&job->parse);
    g_free(job->parse.error);
}

FrontendHeaderFacts *frontend_precompile(const FrontendInput *input, const char *text, const char *path)
{
    char *source = g_canonicalize_filename(input->source, input->directory), *folder = g_path_get_dirname(source);
    char *name = g_build_filename(folder, ".vtcheck-shared.h", NULL);
    FrontendInput header = *input;
    header.source = name;
    PrecompileJob job = {
        .parse = {.input = &header, .options = CXTranslationUnit_KeepGoing | CXTranslationUnit_Incomplete | CXTranslationUnit_ForSerialization, .unsaved = {name, text, strlen(text)}},
        .path = path,
    };
    parse_on_large_stack(precompile_job, &job);
    g_free(name);
    g_free(folder);
    g_free(source);
    return job.facts;
}
