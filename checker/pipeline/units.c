/* units.c - from the command line and the compilation database to what is parsed; see units.h.
 *
 * A FILE of the database is checked once for each different set of flags it has there. A header that is not in it takes the flags of the
 * entry that is most likely to include it. A source that is not in it is refused: guessed flags give wrong answers. */
#define _XOPEN_SOURCE 700 /* lstat, realpath */
#include "pipeline/units.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "pipeline/compile_database.h"
#include "frontend/arguments.h"

/* Nobody writes C this long; a file of this size is data, or a mistake. */
enum { LARGEST_FILE = 256 * 1024 * 1024, PROBE = 8192 };

typedef struct Collector {
    PipelineUnits *units;
    const PipelineRequest *request;
    ReportSet *set;                   /* NULL: nobody wants to know what is wrong with a file */
    const PipelineDatabase *database; /* NULL: none */
    GHashTable *seen;               /* text of source, directory and flags */
} Collector;

static void free_unit(gpointer data)
{
    PipelineUnit *unit = data;
    g_free(unit->source);
    g_free(unit->directory);
    g_strfreev(unit->flags);
    g_free(unit->dropped);
    g_free(unit->origin);
    if (unit->apis != NULL)
        g_ptr_array_unref(unit->apis);
    g_free(unit);
}

PipelineUnits pipeline_units_new(void)
{
    return (PipelineUnits){.units = g_ptr_array_new_with_free_func(free_unit)};
}

void pipeline_units_add(PipelineUnits *units, const char *source, const char *directory)
{
    PipelineUnit *unit = g_new0(PipelineUnit, 1);
    unit->source = g_strdup(source);
    unit->directory = g_strdup(directory);
    unit->flags = g_new0(char *, 1);
    unit->origin = g_strdup("a summary");
    g_ptr_array_add(units->units, unit);
}

void pipeline_units_clear(PipelineUnits *units)
{
    if (units->units != NULL)
        g_ptr_array_unref(units->units);
    g_free(units->notice);
    pipeline_database_free(units->database);
    *units = (PipelineUnits){0};
}

/* --- files that are worth a try --- */

static void add_problem(Collector *collector, ReportSeverity severity, const char *source, const char *message)
{
    ReportProblem problem = {severity, {source, 0, 0, 0, 0}, message};
    if (collector->set != NULL)
        report_set_add_problem(collector->set, &problem);
}

/* Why a file cannot be C, or NULL. `named`: the user has named it, and not the database alone. */
static const char *unusable(const char *path, bool named)
{
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    if (!is_there && errno == ENOENT)
        return named ? "no such file" : "no such file, though the compilation database lists it; have the build system write that anew";
    if (!is_there)
        return g_strerror(errno);
    if (S_ISDIR(status.st_mode))
        return "this is a folder, and without a compilation database or a compile_flags.txt it is not known how the files in it are compiled; give flags for all of them as "
               "'vtcheck FOLDER -- FLAGS', or name the database's folder with -p";
    if (!S_ISREG(status.st_mode))
        return "this is not a regular file";
    if (status.st_size > LARGEST_FILE)
        return "this file is larger than 256 MB and was not read";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return g_strerror(errno);
    char bytes[PROBE];
    ssize_t count = read(file, bytes, sizeof bytes);
    close(file);
    if (count < 0)
        return "this file cannot be read";
    if (memchr(bytes, '\0', (size_t)count) != NULL)
        return "this looks like a binary file (or UTF-16 text), not like C source; it was not parsed";
    return NULL;
}

/* --- one unit --- */

static char **with_extra(const PipelineRequest *request, const char *const *words)
{
    GPtrArray *all = g_ptr_array_new();
    if (words[0] != NULL)
        g_ptr_array_add(all, g_strdup(words[0]));
    for (guint i = 0; i < request->extra_before->len; i++)
        g_ptr_array_add(all, g_strdup(request->extra_before->pdata[i]));
    for (const char *const *word = words; *word != NULL && word[1] != NULL; word++)
        g_ptr_array_add(all, g_strdup(word[1]));
    for (guint i = 0; i < request->extra_after->len; i++)
        g_ptr_array_add(all, g_strdup(request->extra_after->pdata[i]));
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

/* True when the same file was to be parsed in the same way before. */
static bool is_repeated(Collector *collector, const char *source, const char *directory, char **flags)
{
    char *joined = g_strjoinv("\n", flags);
    char *key = g_strjoin("\n", source, directory, joined, NULL);
    g_free(joined);
    return !g_hash_table_add(collector->seen, key);
}

static const char empty_word[] = "";

/* Returns true when the command was one for C. Takes `origin`. */
static bool add_unit(Collector *collector, const char *source, const char *directory, const char *const *words, char *origin, bool named)
{
    const char *const none[] = {empty_word, NULL};
    char **command = with_extra(collector->request, words[0] != NULL ? words : none);
    FrontendArguments arguments = frontend_clean_arguments((const char *const *)command, directory, source);
    g_strfreev(command);
    bool usable = arguments.is_c && !arguments.is_cc1;
    const char *fault = usable && !(named && collector->request->has_texts) ? unusable(source, named) : NULL;
    if (usable && fault != NULL) {
        add_problem(collector, REPORT_ERROR, source, fault);
    } else if (usable && !is_repeated(collector, source, directory, arguments.flags)) {
        PipelineUnit *unit = g_new0(PipelineUnit, 1);
        unit->source = g_strdup(source);
        unit->directory = g_strdup(directory);
        unit->flags = g_steal_pointer(&arguments.flags);
        unit->dropped = g_steal_pointer(&arguments.dropped);
        unit->origin = g_steal_pointer(&origin);
        unit->is_named = named;
        if (arguments.unread != NULL) {
            char *message = g_strdup_printf("flags are missing, because response files could not be read: %s", arguments.unread);
            add_problem(collector, REPORT_WARNING, source, message);
            g_free(message);
        }
        g_ptr_array_add(collector->units->units, unit);
    } else if (!usable && !named) {
        collector->units->skipped++;
    }
    frontend_arguments_clear(&arguments);
    g_free(origin);
    return usable;
}

static bool add_command(Collector *collector, const PipelineCommand *command, const char *source, bool named)
{
    char *origin = strcmp(command->file, source) == 0
                       ? g_strdup_printf("%s", collector->database->path)
                       : g_strdup_printf("%s, entry of %s", collector->database->path, base_path_below(command->file, collector->request->working_directory));
    return add_unit(collector, source, command->directory, (const char *const *)command->words, origin, named);
}

/* --- FILEs --- */

/* How likely an entry's file is to include the header, greater is likelier: same folder and name, then the same name, then the
 * folder nearest. */
static size_t likeness(const char *header, const char *source)
{
    size_t common = 0;
    for (size_t i = 0; header[i] != '\0' && header[i] == source[i]; i++)
        common += header[i] == '/';
    char *folder = g_path_get_dirname(header), *source_folder = g_path_get_dirname(source);
    bool same_folder = strcmp(folder, source_folder) == 0, same_stem = base_path_same_stem(header, source);
    g_free(folder);
    g_free(source_folder);
    return common * 8 + (same_folder ? 4 : 0) + (same_stem ? 100000 : 0);
}

static bool is_c_command(const PipelineCommand *command)
{
    FrontendArguments arguments = frontend_clean_arguments((const char *const *)command->words, command->directory, command->file);
    bool is_c = arguments.is_c && !arguments.is_cc1;
    frontend_arguments_clear(&arguments);
    return is_c;
}

static const PipelineCommand *best_for_unlisted(const PipelineDatabase *database, const char *path)
{
    const PipelineCommand *best = NULL;
    size_t best_likeness = 0;
    for (guint i = 0; i < database->commands->len; i++) {
        const PipelineCommand *command = database->commands->pdata[i];
        size_t now = likeness(path, command->file);
        if ((best == NULL || now > best_likeness) && is_c_command(command)) {
            best = command;
            best_likeness = now;
        }
    }
    return best;
}

bool pipeline_is_same_file(const char *one, const char *other)
{
    struct stat a, b;
    if (strcmp(one, other) == 0)
        return true;
    const char *name = strrchr(one, '/'), *other_name = strrchr(other, '/');
    if (name == NULL || other_name == NULL || strcmp(name, other_name) != 0)
        return false;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static void add_file_of_database(Collector *collector, const char *source)
{
    bool listed = false, is_c = false;
    for (guint i = 0; i < collector->database->commands->len; i++) {
        const PipelineCommand *command = collector->database->commands->pdata[i];
        if (pipeline_is_same_file(command->file, source)) {
            listed = true;
            is_c |= add_command(collector, command, command->file, true);
        }
    }
    if (!listed && (frontend_is_header(source) || collector->request->has_texts)) { /* who has just begun to type a file has not told the build yet */
        const PipelineCommand *command = best_for_unlisted(collector->database, source);
        if (command != NULL)
            is_c = add_command(collector, command, source, true);
        listed = command != NULL;
    }
    char *message = NULL;
    if (!listed)
        message = g_strdup_printf("not in the compilation database %s, so its flags are not known; have the build system write that "
                                  "anew if the file is new, give flags as 'vtcheck FILE -- FLAGS', or name another database with -p", collector->database->path);
    else if (!is_c)
        message = g_strdup("the compilation database compiles this file as another language than C");
    if (message != NULL)
        add_problem(collector, REPORT_ERROR, source, message);
    g_free(message);
}

/* "-- FLAGS" may begin with the compiler, as CMake's clang-tidy slot gives it. */
static void add_file_with_flags(Collector *collector, const char *source, bool named)
{
    GPtrArray *words = g_ptr_array_new();
    const GPtrArray *given = collector->request->compiler_flags;
    const char *first = given != NULL && given->len > 0 ? given->pdata[0] : "-";
    if (first[0] == '-' || first[0] == '@')
        g_ptr_array_add(words, (gpointer)(uintptr_t) "cc");
    for (guint i = 0; given != NULL && i < given->len; i++)
        g_ptr_array_add(words, given->pdata[i]);
    g_ptr_array_add(words, NULL);
    char *origin = g_strdup(given != NULL ? "the command line" : "no compilation database: no flags");
    if (!add_unit(collector, source, collector->request->working_directory, (const char *const *)words->pdata, origin, named))
        add_problem(collector, REPORT_ERROR, source, "this is not C by its name or by the flags given; '-- -x c' makes it C");
    g_ptr_array_free(words, TRUE);
}

/* Without a database. false: there is no compile_flags.txt. */
static bool add_file_with_nearest_flags(Collector *collector, const char *source, bool named)
{
    char *folder = g_path_get_dirname(source), *path = pipeline_flags_discover(folder), *error = NULL;
    g_free(folder);
    if (path == NULL)
        return false;
    char **words = pipeline_flags_load(path, &error), *directory = g_path_get_dirname(path);
    if (words == NULL)
        add_problem(collector, REPORT_ERROR, source, error);
    else if (!add_unit(collector, source, directory, (const char *const *)words, g_strdup(path), named))
        add_problem(collector, REPORT_ERROR, source, "this is not C by its name or by the flags of compile_flags.txt");
    g_strfreev(words);
    g_free(directory);
    g_free(error);
    g_free(path);
    return true;
}

/* The first of these is told; it is rare that one has flags and another not. */
static void note_missing_flags(Collector *collector, const char *file)
{
    if (collector->units->notice == NULL)
        collector->units->notice = g_strdup_printf("warning: no compile_commands.json was found for '%s', so it is checked without compiler flags; "
                                                   "give them as 'vtcheck FILE -- FLAGS', or the database's folder with -p", file);
}

/* --- folders --- */

static gint compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

/* The names in a folder, sorted, without hidden ones. NULL: it cannot be read. */
static GPtrArray *names_in(const char *folder)
{
    GDir *open = g_dir_open(folder, 0, NULL);
    if (open == NULL)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(open); name != NULL; name = g_dir_read_name(open))
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_dir_close(open);
    g_ptr_array_sort(names, compare_names);
    return names;
}

/* Files named *.c in a folder and those below, which links to folders do not lead out of. Returns how many there are. */
static guint add_sources_below(Collector *collector, const char *folder)
{
    guint count = 0;
    GPtrArray *names = names_in(folder);
    if (names == NULL) {
        add_problem(collector, REPORT_ERROR, folder, "this folder cannot be read");
        return 1;
    }
    for (guint i = 0; i < names->len; i++) {
        char *path = g_build_filename(folder, names->pdata[i], NULL);
        struct stat status;
        bool is_there = lstat(path, &status) == 0;
        if (is_there && S_ISDIR(status.st_mode)) {
            count += add_sources_below(collector, path);
        } else if (is_there && g_str_has_suffix(path, ".c") && !g_file_test(path, G_FILE_TEST_IS_DIR)) {
            count++;
            if (!g_file_test(path, G_FILE_TEST_EXISTS))
                add_problem(collector, REPORT_ERROR, path, "this link leads to no file");
            else if (collector->request->compiler_flags != NULL || !add_file_with_nearest_flags(collector, path, false))
                add_file_with_flags(collector, path, false);
        }
        g_free(path);
    }
    g_ptr_array_unref(names);
    return count;
}

/* Without a database: all C files of a folder, where it is known how they are compiled. */
static bool add_folder_with_flags(Collector *collector, const char *folder)
{
    char *flags = pipeline_flags_discover(folder);
    bool has_flags = collector->request->compiler_flags != NULL || flags != NULL;
    g_free(flags);
    if (has_flags && add_sources_below(collector, folder) == 0)
        add_problem(collector, REPORT_ERROR, folder, "no file named *.c lies in this folder, or below");
    return has_flags;
}

/* Which entries lie in a folder: their names may lead there by another way than the folder's does, through links. */
typedef struct FolderNames {
    const char *folder;
    char *real;           /* NULL: it cannot be told */
    GHashTable *is_below; /* folder of an entry, owned => whether its real path is the folder's, or below */
} FolderNames;

static bool is_real_below(const FolderNames *names, const char *folder)
{
    char *real = realpath(folder, NULL);
    bool is = real != NULL && names->real != NULL && (strcmp(real, names->real) == 0 || base_path_below(real, names->real) != real);
    free(real);
    return is;
}

static bool is_in_folder(const FolderNames *names, const char *file)
{
    if (base_path_below(file, names->folder) != file)
        return true;
    char *folder = g_path_get_dirname(file);
    gpointer known = NULL;
    if (!g_hash_table_lookup_extended(names->is_below, folder, NULL, &known)) {
        known = GINT_TO_POINTER(is_real_below(names, folder));
        g_hash_table_insert(names->is_below, folder, known);
    } else {
        g_free(folder);
    }
    return GPOINTER_TO_INT(known);
}

/* false: it is none, or how its files are compiled is not known. */
static bool add_folder(Collector *collector, const char *folder)
{
    struct stat status;
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return false;
    if (collector->database == NULL)
        return !collector->request->has_texts && add_folder_with_flags(collector, folder);
    FolderNames names = {folder, realpath(folder, NULL), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool has_c = false;
    for (guint i = 0; i < collector->database->commands->len; i++) {
        const PipelineCommand *command = collector->database->commands->pdata[i];
        if (is_in_folder(&names, command->file))
            has_c |= add_command(collector, command, command->file, false);
    }
    free(names.real);
    g_hash_table_unref(names.is_below);
    if (!has_c)
        add_problem(collector, REPORT_ERROR, folder, "no C file of the compilation database lies in this folder");
    return true;
}

static void add_file(Collector *collector, const char *file)
{
    char *source = base_path_absolute(file, collector->request->working_directory);
    if (add_folder(collector, source)) {
        g_free(source);
        return;
    }
    const char *fault = collector->request->has_texts ? NULL : unusable(source, true);
    if (fault != NULL)
        add_problem(collector, REPORT_ERROR, source, fault);
    else if (collector->database != NULL)
        add_file_of_database(collector, source);
    else if (collector->request->compiler_flags != NULL)
        add_file_with_flags(collector, source, true);
    else if (!add_file_with_nearest_flags(collector, source, true)) {
        note_missing_flags(collector, file);
        add_file_with_flags(collector, source, true);
    }
    g_free(source);
}

/* --- the database --- */

static char *find_database(const PipelineRequest *request, char **error)
{
    if (request->database != NULL)
        return pipeline_database_locate(request->database, request->working_directory, error);
    if (request->files->len == 0)
        return pipeline_database_discover(request->working_directory);
    char *first = base_path_absolute(request->files->pdata[0], request->working_directory);
    char *folder = g_file_test(first, G_FILE_TEST_IS_DIR) ? g_strdup(first) : g_path_get_dirname(first);
    char *found = pipeline_database_discover(folder);
    g_free(folder);
    g_free(first);
    return found;
}

static bool open_database(Collector *collector, PipelineDatabase **database, char **error)
{
    const PipelineRequest *request = collector->request;
    if (request->compiler_flags != NULL) {
        if (request->files->len > 0)
            return true;
        *error = g_strdup("no FILE to check with the flags after '--'");
        return false;
    }
    char *path = find_database(request, error);
    if (path != NULL)
        *database = pipeline_database_load(path, error);
    else if (*error == NULL && request->files->len == 0)
        *error = g_strdup("no FILE given and no compile_commands.json in this folder, its parents or build/ in any of them; "
                          "CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, 'bear -- make' for other build systems, and -p names its folder");
    g_free(path);
    return *error == NULL;
}

bool pipeline_units_collect(PipelineUnits *units, const PipelineRequest *request, ReportSet *set, char **error)
{
    *units = pipeline_units_new();
    PipelineDatabase *database = NULL;
    Collector collector = {units, request, set, NULL, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool good = open_database(&collector, &database, error);
    collector.database = database;
    if (good && request->files->len > 0) {
        for (guint i = 0; i < request->files->len; i++)
            add_file(&collector, request->files->pdata[i]);
    } else if (good) {
        units->is_whole = true;
        for (guint i = 0; i < database->commands->len; i++) {
            const PipelineCommand *command = database->commands->pdata[i];
            add_command(&collector, command, command->file, false);
        }
        if (units->units->len == 0 && set->problems->len == 0) {
            *error = g_strdup_printf("%s: nothing to check: the compilation database lists no C file", database->path);
            good = false;
        }
    }
    g_hash_table_unref(collector.seen);
    units->database = database;
    return good;
}

bool pipeline_units_add_context(PipelineUnits *units, const PipelineRequest *request, const PipelineCommand *command)
{
    guint before = units->units->len, skipped = units->skipped;
    Collector collector = {units, request, NULL, units->database, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    add_command(&collector, command, command->file, false);
    units->skipped = skipped; /* which tells of entries that were asked for */
    g_hash_table_unref(collector.seen);
    if (units->units->len == before)
        return false;
    ((PipelineUnit *)units->units->pdata[before])->is_context = true;
    return true;
}
