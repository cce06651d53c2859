/* libclang.c - libclang loaded on demand; see libclang.h.
 *
 * Most runs need no libclang: nothing in the files can be a value task, or nothing changed since the last run. Loading it and
 * LLVM costs more than all the rest of such a run. So the program is not linked with it: the functions of libclang.def are defined
 * here and go through a table that frontend_libclang_load fills. */
#define _GNU_SOURCE /* RTLD_DEEPBIND */
#include "libclang.h"

#include <clang-c/Index.h>
#include <dlfcn.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/environment.h"

enum { NEWEST_CLANG = 23, OLDEST_CLANG = 17 };

/* While libclang is loaded some 25,000 names are looked up, in one library after the other: in its own and LLVM first, not in all of this program's. Sanitizers,
 * which stand before the C library's functions, refuse that. */
#if defined(RTLD_DEEPBIND) && !defined(VTCHECK_IS_SANITIZED)
enum { LOAD_MODE = RTLD_LAZY | RTLD_LOCAL | RTLD_DEEPBIND };
#else
enum { LOAD_MODE = RTLD_LAZY | RTLD_LOCAL };
#endif

/* --- the table --- */

static struct {
#define LIBCLANG_FUNCTION(type, name, parameters, arguments) type(*name) parameters;
#define LIBCLANG_PROCEDURE(name, parameters, arguments) void(*name) parameters;
#include "libclang.def"
#undef LIBCLANG_FUNCTION
#undef LIBCLANG_PROCEDURE
} library;

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
#define LIBCLANG_FUNCTION(type, name, parameters, arguments) {#name, &library.name},
#define LIBCLANG_PROCEDURE(name, parameters, arguments) {#name, &library.name},
#include "libclang.def"
#undef LIBCLANG_FUNCTION
#undef LIBCLANG_PROCEDURE
};

#define LIBCLANG_FUNCTION(type, name, parameters, arguments) \
    type name parameters                                     \
    {                                                        \
        return library.name arguments;                       \
    }
#define LIBCLANG_PROCEDURE(name, parameters, arguments) \
    void name parameters                                \
    {                                                   \
        library.name arguments;                         \
    }
#include "libclang.def"
#undef LIBCLANG_FUNCTION
#undef LIBCLANG_PROCEDURE

/* --- where it lies --- */

int frontend_libclang_major(const char *path)
{
    static const char *const marks[] = {"libclang-", "llvm-", "llvm", "libclang.so."};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *at = strstr(path, marks[i]);
        int major = at != NULL ? atoi(at + strlen(marks[i])) : 0;
        if (major >= OLDEST_CLANG && major <= NEWEST_CLANG)
            return major;
    }
    return 0;
}

static char *if_there(char *path)
{
    if (path != NULL && g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return path;
    g_free(path);
    return NULL;
}

/* FOLDER/libclang-N.so.N, as Debian names it, or FOLDER/libclang.so.N. */
static char *try_folder(const char *folder, int major)
{
    char *found = if_there(g_strdup_printf("%s/libclang-%d.so.%d", folder, major, major));
    return found != NULL ? found : if_there(g_strdup_printf("%s/libclang.so.%d", folder, major));
}

static char *beside_program(int major)
{
    char *program = g_file_read_link("/proc/self/exe", NULL);
    if (program == NULL)
        return NULL;
    char *bin = g_path_get_dirname(program), *prefix = g_path_get_dirname(bin), *lib = g_build_filename(prefix, "lib", NULL);
    char *private = g_build_filename(lib, "vtcheck", NULL);
    char *found = try_folder(private, major);
    if (found == NULL && strcmp(prefix, "/usr") != 0)
        found = try_folder(lib, major);
    g_free(private);
    g_free(lib);
    g_free(prefix);
    g_free(bin);
    g_free(program);
    return found;
}

static char *usual_folders(int major)
{
    static const char *const versioned[] = {"/usr/lib/llvm-%d/lib", "/usr/lib/llvm%d/lib", "/usr/lib/llvm/%d/lib", "/usr/lib64/llvm%d/lib64"};
    static const char *const plain[] = {"/usr/lib64", "/usr/lib", "/usr/local/lib", "/opt/homebrew/opt/llvm/lib", "/usr/local/opt/llvm/lib"};
    char *found = NULL;
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(versioned); i++) {
        char **halves = g_strsplit(versioned[i], "%d", 2);
        char *folder = g_strdup_printf("%s%d%s", halves[0], major, halves[1]);
        found = try_folder(folder, major);
        g_free(folder);
        g_strfreev(halves);
    }
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(plain); i++)
        found = try_folder(plain[i], major);
    return found;
}

char *frontend_libclang_path(void)
{
    const char *given = environment_get(ENVIRONMENT_VTCHECK_LIBCLANG);
    if (given != NULL)
        return g_strdup(given);
    char *found = NULL;
    for (int major = NEWEST_CLANG; found == NULL && major >= OLDEST_CLANG; major--)
        found = beside_program(major);
    if (found == NULL)
        found = if_there(g_strdup(VTCHECK_LIBCLANG_PATH));
    for (int major = NEWEST_CLANG; found == NULL && major >= OLDEST_CLANG; major--)
        found = usual_folders(major);
    return found;
}

/* --- loading --- */

static void *open_library(char **problem)
{
    char *path = frontend_libclang_path();
    void *handle = path != NULL ? dlopen(path, LOAD_MODE) : NULL;
    if (path != NULL && handle == NULL)
        *problem = g_strdup_printf("libclang cannot be loaded: %s; name another one in VTCHECK_LIBCLANG", dlerror());
    for (int major = NEWEST_CLANG; path == NULL && handle == NULL && major >= OLDEST_CLANG; major--) {
        char *name = g_strdup_printf("libclang-%d.so.%d", major, major);
        handle = dlopen(name, LOAD_MODE);
        g_free(name);
    }
    if (handle == NULL && *problem == NULL)
        *problem = g_strdup("libclang was not found; install it (Debian: libclang1-19), or name the library in VTCHECK_LIBCLANG");
    g_free(path);
    return handle;
}

static gpointer load(gpointer unused)
{
    (void)unused;
    char *problem = NULL;
    void *handle = open_library(&problem);
    for (size_t i = 0; handle != NULL && problem == NULL && i < G_N_ELEMENTS(symbols); i++) {
        void *function = dlsym(handle, symbols[i].name);
        if (function == NULL)
            problem = g_strdup_printf("this libclang has no %s, so it is older than version %d; name another one in VTCHECK_LIBCLANG",
                                      symbols[i].name, OLDEST_CLANG);
        memcpy(symbols[i].slot, &function, sizeof function); /* ISO C knows no conversion of an object's pointer to a function's */
    }
    return problem; /* kept for good, as the library is */
}

const char *frontend_libclang_load(void)
{
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, load, NULL);
}
