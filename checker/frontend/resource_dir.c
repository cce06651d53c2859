/* resource_dir.c - where Clang's own headers (stddef.h, stdarg.h, ...) lie; see arguments.h.
 *
 * libclang computes that directory from its own path, which distributions move about; and a vtcheck that was installed
 * into another prefix, or brings libclang along, must find them as well. So places are tried in order and one counts
 * only when the headers are really there. */
#define _GNU_SOURCE /* realpath */
#include "frontend/arguments.h"

#include <stdlib.h>
#include <string.h>

#include "base/environment.h"
#include "libclang.h"

/* Newest and oldest major version of Clang looked for when the library's name tells none. */
enum { NEWEST_CLANG = 23, OLDEST_CLANG = 17 };

/* Takes ownership of `directory`; NULL when Clang's headers are not in it. */
static char *if_complete(char *directory)
{
    char *header = g_build_filename(directory, "include", "stddef.h", NULL);
    bool complete = g_file_test(header, G_FILE_TEST_IS_REGULAR);
    g_free(header);
    if (complete)
        return directory;
    g_free(directory);
    return NULL;
}

/* PREFIX/clang/N for the wanted major version; every version when it is 0, newest first. */
static char *try_versions(const char *lib, int major)
{
    char *found = NULL;
    int newest = major != 0 ? major : NEWEST_CLANG, oldest = major != 0 ? major : OLDEST_CLANG;
    for (int n = newest; found == NULL && n >= oldest; n--) {
        char *directory = g_strdup_printf("%s/clang/%d", lib, n);
        found = if_complete(directory);
    }
    return found;
}

static char *try_beside_program(int major)
{
    static const char *const places[] = {"lib", "lib/vtcheck", "lib64", "lib64/vtcheck"};
    char *program = g_file_read_link("/proc/self/exe", NULL);
    if (program == NULL)
        return NULL;
    char *bin = g_path_get_dirname(program), *prefix = g_path_get_dirname(bin), *found = NULL;
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(places); i++) {
        char *lib = g_build_filename(prefix, places[i], NULL);
        found = try_versions(lib, major);
        g_free(lib);
    }
    g_free(prefix);
    g_free(bin);
    g_free(program);
    return found;
}

static char *try_beside_library(const char *library, int major)
{
    char *real = realpath(library, NULL);
    const char *paths[] = {library, real};
    char *found = NULL;
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(paths); i++) {
        if (paths[i] == NULL)
            continue;
        char *lib = g_path_get_dirname(paths[i]);
        found = try_versions(lib, major);
        g_free(lib);
    }
    free(real);
    return found;
}

static char *try_usual_prefixes(int major)
{
    static const char *const prefixes[] = {"/usr/lib/llvm-%d/lib", "/usr/lib/llvm%d/lib", "/usr/lib/llvm/%d/lib", "/usr/lib64/llvm%d/lib"};
    static const char *const plain[] = {"/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/opt/llvm/lib", "/usr/local/opt/llvm/lib"};
    char *found = NULL;
    int newest = major != 0 ? major : NEWEST_CLANG, oldest = major != 0 ? major : OLDEST_CLANG;
    for (int n = newest; found == NULL && n >= oldest; n--)
        for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(prefixes); i++) {
            char **halves = g_strsplit(prefixes[i], "%d", 2);
            char *lib = g_strdup_printf("%s%d%s", halves[0], n, halves[1]);
            found = try_versions(lib, n);
            g_free(lib);
            g_strfreev(halves);
        }
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(plain); i++)
        found = try_versions(plain[i], major);
    return found;
}

static char *ask_clang(int major)
{
    char *name = major != 0 ? g_strdup_printf("clang-%d", major) : g_strdup("clang");
    char *arguments[] = {name, (char[]){"-print-resource-dir"}, NULL};
    char *output = NULL, *found = NULL;
    if (g_spawn_sync(NULL, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, NULL, NULL) && output != NULL)
        found = if_complete(g_strdup(g_strstrip(output)));
    g_free(output);
    g_free(name);
    return found;
}

char *frontend_find_resource_dir(void)
{
    const char *given = environment_get(ENVIRONMENT_VTCHECK_RESOURCE_DIR);
    if (given != NULL)
        return if_complete(g_strdup(given));
    char *library = frontend_libclang_path();
    int major = library != NULL ? frontend_libclang_major(library) : 0;
    if (major == 0 && library != NULL) {
        char *real = realpath(library, NULL);
        major = real != NULL ? frontend_libclang_major(real) : 0;
        free(real);
    }
    char *found = try_beside_program(major);
    if (found == NULL && library != NULL)
        found = try_beside_library(library, major);
    if (found == NULL)
        found = try_usual_prefixes(major);
    if (found == NULL)
        found = ask_clang(major);
    g_free(library);
    return found;
}
