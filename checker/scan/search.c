/* search.c - flags to folders; see search.h.
 *
 * The table names the flags that are understood. Everything else makes the unit unclear, so that a flag nobody thought of costs
 * time and no finding. System folders are a superset of those that Clang's driver takes on Linux, for any target and with or
 * without a system root. */
#include "search.h"

#include <string.h>

#include "base/environment.h"

typedef enum FlagUse {
    IGNORE,        /* moves no header */
    IGNORE_NEXT,   /* the same, with a value in the next word */
    FOLDER,        /* "-Idir" or "-I dir" */
    DEFINE,
    FORCED,
    ROOT,          /* another root of the system's folders */
    TARGET,
    STANDARD,
    XCLANG,
    UNKNOWN
} FlagUse;

static const struct {
    const char *prefix;
    FlagUse use;
} flag_uses[] = { /* the first that fits */
    {"-include-pch", UNKNOWN}, {"-include", FORCED}, {"--include-directory", FOLDER}, {"--include", FORCED}, {"-imacros", FORCED},
    {"-iquote", FOLDER}, {"-isystem-after", FOLDER}, {"-isystem", FOLDER}, {"-idirafter", FOLDER}, {"-isysroot", ROOT}, {"--sysroot", ROOT},
    {"-I-", UNKNOWN}, {"-I", FOLDER}, {"--define-macro", DEFINE}, {"-D", DEFINE}, {"--undefine-macro", IGNORE}, {"-undef", IGNORE}, {"-Xclang", XCLANG},
    {"-std=", STANDARD}, {"-ansi", STANDARD}, {"--ansi", STANDARD}, {"--target=", TARGET}, {"-x", IGNORE_NEXT},
    {"-nostdinc", IGNORE}, {"-nostdlibinc", IGNORE}, {"-pthread", IGNORE}, {"-O", IGNORE}, {"-w", IGNORE}, {"-W", IGNORE},
    {"-fms-compatibility", UNKNOWN}, {"-fmodule", UNKNOWN}, {"-finput-charset", UNKNOWN}, {"-f", IGNORE},
    {"-mmcu", UNKNOWN}, {"-m", IGNORE},
};

static FlagUse use_of(const char *word, size_t *prefix)
{
    *prefix = 0;
    if (word[0] == '-' && word[1] == 'U') { /* "-U X" or "-UX" */
        *prefix = 2;
        return word[2] != '\0' ? IGNORE : IGNORE_NEXT;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(flag_uses); i++)
        if (g_str_has_prefix(word, flag_uses[i].prefix)) {
            *prefix = strlen(flag_uses[i].prefix);
            return flag_uses[i].use;
        }
    return UNKNOWN;
}

static void unclear(ScanSearch *search, const char *why)
{
    if (search->unclear == NULL)
        search->unclear = why;
}

/* Textually: ".." stays, as it means something else behind a symbolic link. */
static char *below(const char *directory, const char *path)
{
    return path[0] == '/' ? g_strdup(path) : g_build_filename(directory, path, NULL);
}

static void add_folder(ScanSearch *search, const char *directory, const char *path)
{
    if (path[0] == '=') /* below the system root */
        unclear(search, "a folder of headers is given relative to the system root");
    char *folder = below(directory, path);
    if (g_file_test(folder, G_FILE_TEST_IS_REGULAR))
        unclear(search, "a folder of headers is a file (a header map?)");
    g_ptr_array_add(search->folders, folder);
}

/* As -D means it: X is 1, X=Y is Y. */
static void add_definition(ScanSearch *search, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t name = equals != NULL ? (size_t)(equals - text) : strlen(text);
    g_string_append_printf(search->definitions, "#define %.*s %s\n", (int)name, text, equals != NULL ? equals + 1 : "1");
    if (strpbrk(text, "\n\r") != NULL)
        unclear(search, "a macro of its flags has several lines");
}

static bool is_strict_c89(const char *word)
{
    static const char *const names[] = {"-ansi", "--ansi", "-std=c89", "-std=c90", "-std=iso9899:1990", "-std=iso9899:199409"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(word, names[i]) == 0)
            return true;
    return false;
}

static gint compare_texts(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* FOLDER/X-linux-Y, and X-linux-Y/include for a cross compiler's folder. */
static void add_machines(ScanSearch *search, const char *folder, const char *inner)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    GPtrArray *found = g_ptr_array_new();
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (strstr(name, "-linux") != NULL)
            g_ptr_array_add(found, g_build_filename(folder, name, inner, NULL));
    g_ptr_array_sort(found, compare_texts);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(search->folders, found->pdata[i]);
    g_ptr_array_free(found, TRUE);
    if (dir != NULL)
        g_dir_close(dir);
}

static void add_system(ScanSearch *search, const char *root)
{
    static const char *const folders[] = {"/usr/local/include", "/usr/include", "/include"};
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
        g_ptr_array_add(search->folders, g_strconcat(root, folders[i], NULL));
    char *usr_include = g_strconcat(root, "/usr/include", NULL), *usr = g_strconcat(root, "/usr", NULL);
    add_machines(search, usr_include, NULL);
    add_machines(search, usr, "include");
    g_free(usr_include);
    g_free(usr);
}

static void take_target(ScanSearch *search, const char *target)
{
    if (strstr(target, "-linux") == NULL)
        unclear(search, "it is for a machine without Linux, whose headers lie elsewhere");
}

/* One flag; returns how many words more it took. `value` is in the word, or the next one. */
static size_t take_flag(ScanSearch *search, FlagUse use, const char *const *word, const char *value, const char *directory, GPtrArray *roots)
{
    switch (use) {
    case FOLDER: add_folder(search, directory, value); break;
    case DEFINE: add_definition(search, value); break;
    case FORCED: g_ptr_array_add(search->forced, g_strdup(value)); break;
    case ROOT: g_ptr_array_add(roots, below(directory, value)); break;
    case TARGET: take_target(search, value); break;
    case STANDARD: search->is_old = is_strict_c89(*word); break;
    case XCLANG: /* frontend_clean_arguments leaves "-Xclang -include -Xclang FILE" only */
        if (strcmp(word[1], "-include") == 0 && word[2] != NULL && strcmp(word[2], "-Xclang") == 0 && word[3] != NULL) {
            g_ptr_array_add(search->forced, g_strdup(word[3]));
            return 3;
        }
        unclear(search, "an -Xclang flag is not understood");
        return 1;
    case UNKNOWN: unclear(search, "one of its flags may move headers"); break;
    case IGNORE:
    case IGNORE_NEXT: break;
    }
    return 0;
}

static bool takes_value(FlagUse use)
{
    return use == IGNORE_NEXT || use == FOLDER || use == DEFINE || use == FORCED || use == ROOT || use == XCLANG;
}

static void take_flags(ScanSearch *search, const char *const *flags, const char *directory, GPtrArray *roots)
{
    for (const char *const *word = flags; *word != NULL; word++) {
        size_t prefix;
        FlagUse use = use_of(*word, &prefix);
        const char *value = *word + prefix;
        bool is_next = takes_value(use) && *value == '\0';
        if (is_next && word[1] == NULL) {
            unclear(search, "a flag lacks its value");
            return;
        }
        if (is_next)
            value = word[1];
        else if ((*word)[1] == '-' && *value == '=')
            value++; /* --sysroot=DIR */
        size_t more = take_flag(search, use, word, value, directory, roots);
        word += MAX(more, (size_t)is_next);
    }
}

/* Variables that move headers, too. */
static void check_environment(ScanSearch *search)
{
    if (environment_get(ENVIRONMENT_CPATH) != NULL || environment_get(ENVIRONMENT_C_INCLUDE_PATH) != NULL ||
        environment_get(ENVIRONMENT_CCC_OVERRIDE_OPTIONS) != NULL)
        unclear(search, "CPATH, C_INCLUDE_PATH or CCC_OVERRIDE_OPTIONS is set");
}

ScanSearch *scan_search_new(const char *const *flags, const char *directory, const char *resource_dir)
{
    ScanSearch *search = g_new0(ScanSearch, 1);
    search->folders = g_ptr_array_new_with_free_func(g_free);
    search->forced = g_ptr_array_new_with_free_func(g_free);
    search->definitions = g_string_new(NULL);
    GPtrArray *roots = g_ptr_array_new_with_free_func(g_free);
    check_environment(search);
    take_flags(search, flags, directory, roots);
    if (resource_dir != NULL)
        g_ptr_array_add(search->folders, g_build_filename(resource_dir, "include", NULL));
    else
        unclear(search, "the folder of Clang's own headers is not known");
    add_system(search, "");
    for (guint i = 0; i < roots->len; i++)
        add_system(search, roots->pdata[i]);
    g_ptr_array_unref(roots);
    return search;
}

void scan_search_free(ScanSearch *search)
{
    g_ptr_array_unref(search->folders);
    g_ptr_array_unref(search->forced);
    g_string_free(search->definitions, TRUE);
    g_free(search);
}
