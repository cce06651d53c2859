/* options.c - the table of options, its parser and its help; see options.h.
 *
 * Accepted spellings: --name=value, --name value, -p DIR, -pDIR; and, because clang-tidy's users write it, a single
 * dash before a long name (-checks=...). */
#include "driver/options.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/path.h"

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_OPTIONAL, OPTION_NUMBER, OPTION_LIST } OptionKind;

typedef struct Option {
    const char *name;      /* without dashes; NULL: only a letter */
    char letter;           /* '\0': none */
    OptionKind kind;
    size_t offset;         /* in DriverOptions */
    const char *value;     /* what the help calls the value */
    const char *choices;   /* "a|b|c": nothing else is accepted; NULL: anything. OPTION_OPTIONAL: the value where none is given */
    const char *help;
} Option;

#define FIELD(name) offsetof(DriverOptions, name)

static const Option options_table[] = {
    {NULL, 'p', OPTION_TEXT, FIELD(database), "DIR", NULL,
     "folder of compile_commands.json, or that file; else it is looked for upward from the first FILE, and in build/ there"},
    {"checks", 0, OPTION_TEXT, FIELD(checks), "GLOBS", NULL, "rules to apply, as clang-tidy takes them: -*,vt-double-await"},
    {"config-file", 0, OPTION_TEXT, FIELD(config_file), "FILE", NULL,
     "the configuration of all files (default: for each, the nearest .vtcheck.yaml in its folder or above)"},
    {"warnings-as-errors", 0, OPTION_TEXT, FIELD(warnings_as_errors), "GLOBS", NULL, "rules whose findings are errors"},
    {"header-filter", 0, OPTION_TEXT, FIELD(header_filter), "REGEX", NULL, "show findings of only those headers whose path matches (default: all but system headers)"},
    {"format", 0, OPTION_LIST, FIELD(formats), "FORMAT[:FILE]", NULL,
     "how findings are written: text (default), concise, json, sarif, html or github; may be repeated, with a FILE each"},
    {"output", 'o', OPTION_TEXT, FIELD(output), "FILE", NULL, "where a format without FILE goes; replaced only when all is written"},
    {"profile", 0, OPTION_TEXT, FIELD(profile), "FILE", NULL, "judge vt-rarely-sync by what a program built with -DVT_PROFILE measured"},
    {"fix", 0, OPTION_FLAG, FIELD(fix), NULL, NULL, "apply the fixes that are proven to keep the program right, and report what is left"},
    {"fix-dry-run", 0, OPTION_FLAG, FIELD(fix_dry_run), NULL, NULL, "print the fixes as a unified diff in place of findings (reports with a FILE of their own are written); change no file"},
    {"baseline", 0, OPTION_TEXT, FIELD(baseline), "FILE", NULL, "report only findings that are not in FILE, which --write-baseline wrote"},
    {"write-baseline", 0, OPTION_TEXT, FIELD(write_baseline), "FILE", NULL, "write all findings to FILE, to be known from then on"},
    {"diff", 0, OPTION_OPTIONAL, FIELD(diff), "REV", "HEAD",
     "report only findings with a step on a line that changed since REV (default: HEAD), as git says; '-' reads a patch from standard input"},
    {"report-unused-suppressions", 0, OPTION_FLAG, FIELD(report_unused), NULL, NULL,
     "NOLINT comments that name a rule of vtcheck and silence nothing are findings"},
    {"extra-arg", 0, OPTION_LIST, FIELD(extra_after), "FLAG", NULL, "add a compiler flag to the end of every command; may be repeated"},
    {"extra-arg-before", 0, OPTION_LIST, FIELD(extra_before), "FLAG", NULL, "the same, at the beginning"},
    {NULL, 'j', OPTION_NUMBER, FIELD(jobs), "N", NULL, "parse N files at a time (default: the number of processors, or what the make that runs vtcheck allows)"},
    {"max-memory", 0, OPTION_NUMBER, FIELD(max_memory), "MB", NULL, "memory for all workers together; a file that needs more alone is given up (default: no limit)"},
    {"root", 0, OPTION_TEXT, FIELD(root), "DIR", NULL, "summarise, link: the folder that paths in summaries are relative to (default: the working directory)"},
    {"depfile", 0, OPTION_TEXT, FIELD(depfile), "FILE", NULL, "summarise: write what was read to FILE, as make and Ninja take it"},
    {"cache-dir", 0, OPTION_TEXT, FIELD(cache_dir), "DIR", NULL, "keep what was parsed in DIR (default: vtcheck/ in $XDG_CACHE_HOME or ~/.cache)"},
    {"no-cache", 0, OPTION_FLAG, FIELD(no_cache), NULL, NULL, "parse again what was parsed before, and keep nothing"},
    {"no-shared-headers", 0, OPTION_FLAG, FIELD(no_shared_headers), NULL, NULL, "parse what many files begin with anew for each of them"},
    {"no-skip", 0, OPTION_FLAG, FIELD(no_skip), NULL, NULL, "parse files of the database in which there can be no value task, too"},
    {"stdio", 0, OPTION_FLAG, FIELD(stdio), NULL, NULL, "lsp: speak on standard input and output; it always does, but many editors say so"},
    {"timeout", 0, OPTION_NUMBER, FIELD(timeout), "SECONDS", NULL, "give a file up that takes longer to parse (default: 600; 0: never)"},
    {"list-checks", 0, OPTION_FLAG, FIELD(list_checks), NULL, NULL, "list the rules that --checks leaves on, and end"},
    {"dump", 0, OPTION_TEXT, FIELD(dump), "WHAT", "ast|ir|cfg|state|summary", "print a stage of the analysis in place of findings: ast, ir, cfg (Graphviz), state or summary"},
    {"explain-state", 0, OPTION_TEXT, FIELD(explain_state), "FILE:LINE[:COLUMN]", NULL,
     "print, in place of findings, how each value task stands before that line (a column is not needed), and why nothing is reported about it"},
    {"stats", 0, OPTION_FLAG, FIELD(stats), NULL, NULL, "tell on standard error what was parsed, analysed and given up"},
    {"color", 0, OPTION_TEXT, FIELD(color), "WHEN", "auto|always|never", "auto (default), always or never; NO_COLOR in the environment means never"},
    {"exit-zero", 0, OPTION_FLAG, FIELD(exit_zero), NULL, NULL, "exit with 0 though there are findings"},
    {"allow-incomplete", 0, OPTION_FLAG, FIELD(allow_incomplete), NULL, NULL, "exit with 0 though files could not be analysed"},
    {"quiet", 'q', OPTION_FLAG, FIELD(quiet), NULL, NULL, "no summary, no progress"},
    {"verbose", 'v', OPTION_FLAG, FIELD(verbose), NULL, NULL, "tell on standard error which compile command each file was checked with"},
    {"version", 0, OPTION_FLAG, FIELD(version), NULL, NULL, "print the versions of vtcheck and of libclang"},
    {"help", 'h', OPTION_FLAG, FIELD(help), NULL, NULL, "print this"},
};

/* What "vtcheck config" takes besides; these come first there. */
static const Option config_table[] = {
    {"verify", 0, OPTION_FLAG, FIELD(config_verify), NULL, NULL, "say whether the configuration can be read (default)"},
    {"dump", 0, OPTION_FLAG, FIELD(config_dump), NULL, NULL, "print it with all that it inherits, as YAML"},
    {"explain", 0, OPTION_FLAG, FIELD(config_explain), NULL, NULL, "tell where each setting comes from, and which rules apply"},
};

/* What stands in place of files. */
static const DriverOptionWords verbs[] = {
    {.name = "summarise", .value = "SRC -o FILE -- FLAGS", .help = "parse one source, for 'link' (docs/distributed.md)"},
    {.name = "link", .value = "[OPTIONS] FILE|@LIST...", .help = "check what was summarised"},
    {.name = "lsp", .value = "[OPTIONS] [-- FLAGS...]", .help = "language server on standard input and output"},
    {.name = "explain", .value = "[RULE]", .help = "why, a bad and a good example, how to fix"},
    {.name = "config", .value = "[ACTION] [FILE]", .help = "look at the configuration of FILE, or of this folder"},
    {.name = "completion", .value = "SHELL", .help = "print the completion script for bash, zsh or fish"},
};

bool driver_verb_words(size_t i, DriverOptionWords *words)
{
    if (i < G_N_ELEMENTS(verbs))
        *words = verbs[i];
    return i < G_N_ELEMENTS(verbs);
}

static DriverOptionWords words_of(const Option *option)
{
    return (DriverOptionWords){option->name, option->letter, option->value, option->kind == OPTION_OPTIONAL ? NULL : option->choices,
                               option->kind == OPTION_LIST, option->help};
}

bool driver_option_words(size_t i, DriverOptionWords *words)
{
    if (i < G_N_ELEMENTS(options_table))
        *words = words_of(&options_table[i]);
    return i < G_N_ELEMENTS(options_table);
}

bool driver_config_option_words(size_t i, DriverOptionWords *words)
{
    if (i < G_N_ELEMENTS(config_table))
        *words = words_of(&config_table[i]);
    return i < G_N_ELEMENTS(config_table);
}

/* --- suggestions --- */

static size_t edit_distance(const char *a, const char *b)
{
    size_t rows = strlen(a), columns = strlen(b);
    size_t *row = g_new(size_t, columns + 1);
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            size_t inserted = MIN(row[j], row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = MIN(replaced, inserted);
        }
    }
    size_t distance = row[columns];
    g_free(row);
    return distance;
}

/* `name` without dashes and value. */
static char *unknown_option(const char *word, const char *name, size_t length)
{
    char *typed = g_strndup(name, MIN(length, 64));
    const char *best = NULL;
    size_t best_distance = strlen(typed) / 3 + 2; /* farther is no misspelling */
    for (size_t i = 0; i < G_N_ELEMENTS(options_table); i++) {
        size_t distance = options_table[i].name != NULL ? edit_distance(typed, options_table[i].name) : SIZE_MAX;
        if (distance < best_distance) {
            best = options_table[i].name;
            best_distance = distance;
        }
    }
    char *error = best != NULL ? g_strdup_printf("unknown option '%s'; did you mean '--%s'?", word, best)
                               : g_strdup_printf("unknown option '%s'; 'vtcheck --help' lists them all, and compiler flags go after '--'", word);
    g_free(typed);
    return error;
}

/* --- parsing --- */

static const Option *find_in_table(const Option *table, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        const char *known = table[i].name;
        if (known != NULL && strlen(known) == length && strncmp(known, name, length) == 0)
            return &table[i];
    }
    return NULL;
}

static const Option *find_long(const DriverOptions *options, const char *name, size_t length)
{
    const Option *found = options->is_config ? find_in_table(config_table, G_N_ELEMENTS(config_table), name, length) : NULL;
    return found != NULL ? found : find_in_table(options_table, G_N_ELEMENTS(options_table), name, length);
}

static const Option *find_letter(char letter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options_table); i++)
        if (options_table[i].letter == letter)
            return &options_table[i];
    return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
    char **words = g_strsplit(choices, "|", -1);
    bool found = g_strv_contains((const char *const *)words, value);
    g_strfreev(words);
    return found;
}

static bool set_option(DriverOptions *options, const Option *option, const char *word, const char *value, char **error)
{
    void *field = (char *)options + option->offset;
    if (option->kind == OPTION_TEXT && option->choices != NULL && !is_choice(option->choices, value)) {
        *error = g_strdup_printf("--%s takes one of %s, not '%s'", option->name, option->choices, value);
        return false;
    }
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)field = true; break;
    case OPTION_TEXT:
    case OPTION_OPTIONAL:
        g_free(*(char **)field);
        *(char **)field = g_strdup(value);
        break;
    case OPTION_NUMBER: {
        gint64 number = 0;
        gint64 least = option->offset == FIELD(jobs) ? 1 : 0;
        if (!g_ascii_string_to_signed(value, 10, least, 100000, &number, NULL)) {
            *error = g_strdup_printf("'%s' takes a whole number from %d to 100000, not '%s'", word, (int)least, value);
            return false;
        }
        *(int *)field = (int)number;
        break;
    }
    case OPTION_LIST: g_ptr_array_add(*(GPtrArray **)field, g_strdup(value)); break;
    }
    return true;
}

/* What means something to the language server, too. */
static bool is_for_serving(const Option *option)
{
    static const size_t fields[] = {FIELD(database), FIELD(checks), FIELD(warnings_as_errors), FIELD(header_filter), FIELD(report_unused), FIELD(config_file), FIELD(extra_after), FIELD(extra_before),
                                    FIELD(jobs), FIELD(cache_dir), FIELD(no_cache), FIELD(stdio)};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
        if (fields[i] == option->offset)
            return true;
    return false;
}

/* One word that begins with a dash; *next is the following one, set to NULL when it was used. */
static bool parse_option(DriverOptions *options, const char *word, const char **next, char **error)
{
    const char *name = word + (word[1] == '-' ? 2 : 1);
    size_t length = strcspn(name, "=");
    const Option *option = find_long(options, name, length);
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    if (option == NULL && word[1] != '-') {
        option = find_letter(word[1]);
        if (option != NULL && option->kind == OPTION_FLAG && word[2] != '\0')
            option = NULL;
        value = word[2] == '\0' ? NULL : word[2] == '=' ? word + 3 : word + 2;
    }
    if (option == NULL) {
        *error = unknown_option(word, name, length);
        return false;
    }
    if (option->kind == OPTION_FLAG && value != NULL) {
        *error = g_strdup_printf("option '%.*s' takes no value", (int)strcspn(word, "="), word);
        return false;
    }
    if (option->kind == OPTION_OPTIONAL && value == NULL)
        value = option->choices;
    if (option->kind != OPTION_FLAG && value == NULL) {
        if (*next == NULL || strcmp(*next, "--") == 0) {
            *error = g_strdup_printf("option '%s' needs a value: %s", word, option->value);
            return false;
        }
        value = *next;
        *next = NULL;
    }
    if (!is_for_serving(option) && options->batch_option == NULL)
        options->batch_option = g_strdup(word);
    return set_option(options, option, word, value, error);
}

static bool check_config(DriverOptions *options, char **error)
{
    int actions = options->config_verify + options->config_dump + options->config_explain;
    if (actions == 0)
        options->config_verify = true;
    if (actions > 1 || options->files->len > 1)
        *error = g_strdup("'vtcheck config' takes one of --verify, --dump and --explain, and at most one FILE: a source file, a folder, or a configuration");
    return *error == NULL;
}

/* A dry run changes no file; fixes are applied in rounds, and move lines. */
static bool check_fix(const DriverOptions *options, char **error)
{
    if (options->fix && options->fix_dry_run)
        *error = g_strdup("--fix changes files and --fix-dry-run only shows how: one of them");
    else if (options->fix && g_strcmp0(options->diff, "-") == 0)
        *error = g_strdup("--fix moves the lines that the patch of --diff=- speaks of; --diff=REV asks git again each time");
    return *error == NULL;
}

static bool check_summaries(DriverOptions *options, char **error)
{
    g_ptr_array_remove_index(options->files, 0);
    if (options->is_summarise && (options->files->len != 1 || options->output == NULL))
        *error = g_strdup("'vtcheck summarise' takes one source and the file to write: vtcheck summarise SRC -o FILE -- FLAGS");
    else if (options->is_link && (options->files->len == 0 || options->compiler_flags != NULL))
        *error = g_strdup("'vtcheck link' takes the files that 'vtcheck summarise' wrote, or @LIST with one name a line, and no compiler flags");
    else if (options->fix || options->fix_dry_run)
        *error = g_strdup("--fix needs the sources at hand: it goes with 'vtcheck' alone");
    return *error == NULL;
}

static bool check_completion(DriverOptions *options, char **error)
{
    if (options->files->len != 2) {
        *error = g_strdup("'vtcheck completion' takes one shell: bash, zsh or fish");
        return false;
    }
    options->completion = g_strdup(options->files->pdata[1]);
    g_ptr_array_set_size(options->files, 0);
    return true;
}

static bool check_explain(DriverOptions *options, char **error)
{
    if (options->files->len > 2) {
        *error = g_strdup("'vtcheck explain' takes one rule; a file of the name 'explain' is given as './explain'");
        return false;
    }
    options->is_explain = true;
    options->explain = options->files->len == 2 ? g_strdup(options->files->pdata[1]) : NULL;
    return true;
}

static bool check_serve(DriverOptions *options, char **error)
{
    options->is_serve = true;
    if (options->files->len > 1)
        *error = g_strdup("'vtcheck lsp' takes no FILE, the editor names them; a file of the name 'lsp' is given as './lsp'");
    else if (options->batch_option != NULL && !options->help)
        *error = g_strdup_printf("option '%s' means nothing to 'vtcheck lsp'", options->batch_option);
    return *error == NULL;
}

static bool check_verb(DriverOptions *options, char **error)
{
    if (options->is_config)
        return check_config(options, error);
    const char *verb = options->files->len > 0 ? options->files->pdata[0] : "";
    options->is_summarise = strcmp(verb, "summarise") == 0 || strcmp(verb, "summarize") == 0;
    options->is_link = strcmp(verb, "link") == 0;
    if (options->is_summarise || options->is_link)
        return check_summaries(options, error);
    static const struct {
        const char *name;
        bool (*check)(DriverOptions *options, char **error);
    } checks[] = {{"completion", check_completion}, {"explain", check_explain}, {"lsp", check_serve}};
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        if (strcmp(verb, checks[i].name) != 0)
            continue;
        bool good = checks[i].check(options, error);
        g_ptr_array_set_size(options->files, 0);
        return good;
    }
    return true;
}

static bool check_stdio(const DriverOptions *options, char **error)
{
    if (options->stdio && !options->is_serve)
        *error = g_strdup("--stdio goes with 'vtcheck lsp'");
    return *error == NULL;
}

/* "a.c:5:3", "a.c:5:3:", as compilers write a place and editors copy it: "a.c:5". What follows the line of a file is dropped, unless the file's name goes on so. */
static void drop_column(char *place)
{
    size_t length = strlen(place);
    if (length > 0 && place[length - 1] == ':')
        place[length - 1] = '\0';
    char *colon = strrchr(place, ':');
    char *before = colon != NULL ? g_strrstr_len(place, colon - place, ":") : NULL;
    guint64 number = 0;
    if (before == NULL || !g_ascii_string_to_unsigned(colon + 1, 10, 0, G_MAXUINT32, &number, NULL))
        return;
    *colon = '\0';
    if (!g_ascii_string_to_unsigned(before + 1, 10, 0, G_MAXUINT32, &number, NULL) || g_file_test(place, G_FILE_TEST_EXISTS))
        *colon = ':';
}

/* "FILE:LINE", made of "FILE:LINE:COLUMN", too; what is printed is one more dump. */
static bool check_explain_state(DriverOptions *options, char **error)
{
    if (options->explain_state == NULL)
        return true;
    drop_column(options->explain_state);
    const char *colon = strrchr(options->explain_state, ':');
    guint64 line = 0;
    if (colon == NULL || colon == options->explain_state || !g_ascii_string_to_unsigned(colon + 1, 10, 1, G_MAXUINT32, &line, NULL)) {
        *error = g_strdup_printf("--explain-state takes a file and a line, as in src/a.c:12, not '%s'", options->explain_state);
        return false;
    }
    if (options->dump != NULL) {
        *error = g_strdup("--dump and --explain-state cannot both be printed");
        return false;
    }
    options->dump = g_strdup(DRIVER_DUMP_EXPLAIN_STATE);
    return true;
}

bool driver_options_parse(DriverOptions *options, int argc, char **argv, char **error)
{
    *error = NULL;
    *options = (DriverOptions){.timeout = 600};
    options->files = g_ptr_array_new_with_free_func(g_free);
    options->extra_before = g_ptr_array_new_with_free_func(g_free);
    options->extra_after = g_ptr_array_new_with_free_func(g_free);
    options->formats = g_ptr_array_new_with_free_func(g_free);
    options->color = g_strdup("auto");
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--") == 0) {
            options->compiler_flags = g_ptr_array_new_with_free_func(g_free);
            for (i++; i < argc; i++)
                g_ptr_array_add(options->compiler_flags, g_strdup(argv[i]));
        } else if (word[0] == '-' && word[1] != '\0') {
            const char *next = i + 1 < argc ? argv[i + 1] : NULL;
            bool had_next = next != NULL;
            if (!parse_option(options, word, &next, error))
                return false;
            i += had_next && next == NULL;
        } else if (strcmp(word, "config") == 0 && options->files->len == 0 && !options->is_config) {
            options->is_config = true; /* what follows may be one of its own options */
        } else {
            g_ptr_array_add(options->files, g_strdup(word));
        }
    }
    return check_explain_state(options, error) && check_fix(options, error) && check_verb(options, error) && check_stdio(options, error);
}

static void free_list(GPtrArray *list)
{
    if (list != NULL)
        g_ptr_array_unref(list);
}

void driver_options_clear(DriverOptions *options)
{
    free_list(options->files);
    free_list(options->compiler_flags);
    free_list(options->extra_before);
    free_list(options->extra_after);
    free_list(options->formats);
    for (size_t i = 0; i < G_N_ELEMENTS(options_table); i++)
        if (options_table[i].kind == OPTION_TEXT || options_table[i].kind == OPTION_OPTIONAL)
            g_free(*(char **)(void *)((char *)options + options_table[i].offset));
    g_free(options->explain);
    g_free(options->completion);
    g_free(options->batch_option);
    *options = (DriverOptions){0};
}

char *driver_cache_folder(const DriverOptions *options, const char *working_directory)
{
    if (options->no_cache)
        return NULL;
    return options->cache_dir != NULL ? base_path_absolute(options->cache_dir, working_directory) : g_build_filename(g_get_user_cache_dir(), "vtcheck", NULL);
}

PipelineRequest driver_request(const DriverOptions *options, const char *working_directory)
{
    return (PipelineRequest){
        .files = options->files, .compiler_flags = options->compiler_flags, .extra_before = options->extra_before,
        .extra_after = options->extra_after, .database = options->database, .working_directory = working_directory,
    };
}

PipelineWishes driver_wishes(const DriverOptions *options, const char *working_directory, char **config_file)
{
    *config_file = options->config_file != NULL ? base_path_absolute(options->config_file, working_directory) : NULL;
    return (PipelineWishes){options->checks, options->warnings_as_errors, options->header_filter, *config_file, working_directory,
                            options->report_unused};
}

PipelineJudgement *driver_judgement(const DriverOptions *options, const char *working_directory, char **error)
{
    char *file = NULL;
    PipelineWishes wishes = driver_wishes(options, working_directory, &file);
    PipelineJudgement *judgement = pipeline_judgement_new(&wishes, error);
    g_free(file);
    return judgement;
}

/* --- help --- */

enum { HELP_COLUMN = 27, HELP_WIDTH = 100 };

static void append_wrapped(GString *out, const char *text)
{
    size_t column = HELP_COLUMN;
    char **words = g_strsplit(text, " ", -1);
    for (char **word = words; *word != NULL; word++) {
        size_t length = strlen(*word);
        if (column > HELP_COLUMN && column + 1 + length > HELP_WIDTH) {
            g_string_append_printf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (column > HELP_COLUMN) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, *word);
        column += length;
    }
    g_string_append_c(out, '\n');
    g_strfreev(words);
}

static void append_option(GString *out, const Option *option)
{
    GString *left = g_string_new("  ");
    if (option->letter != '\0')
        g_string_append_printf(left, "-%c%s", option->letter, option->name != NULL ? ", " : "");
    if (option->name != NULL)
        g_string_append_printf(left, "--%s", option->name);
    if (option->value != NULL && option->kind == OPTION_OPTIONAL)
        g_string_append_printf(left, "[=%s]", option->value);
    else if (option->value != NULL)
        g_string_append_printf(left, "%c%s", option->name != NULL ? '=' : ' ', option->value);
    g_string_append(out, left->str);
    if (left->len + 2 > HELP_COLUMN)
        g_string_append_printf(out, "\n%*s", HELP_COLUMN, "");
    else
        g_string_append_printf(out, "%*s", (int)(HELP_COLUMN - left->len), "");
    append_wrapped(out, option->help);
    g_string_free(left, TRUE);
}

void driver_options_help(GString *out)
{
    g_string_append(out, "vtcheck finds misuse of value tasks in C code.\n\n"
                         "usage: vtcheck [OPTIONS] [FILE...]            check FILEs or folders, or the whole compilation database\n"
                         "       vtcheck [OPTIONS] FILE... -- FLAGS...  check FILEs, or the *.c of folders, with these compiler flags\n");
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
        char *left = g_strdup_printf("%s %s", verbs[i].name, verbs[i].value);
        g_string_append_printf(out, "       vtcheck %-30s %s\n", left, verbs[i].help);
        g_free(left);
    }
    g_string_append(out, "\noptions:\n");
    for (size_t i = 0; i < G_N_ELEMENTS(options_table); i++)
        append_option(out, &options_table[i]);
    g_string_append(out, "\nactions of 'vtcheck config':\n");
    for (size_t i = 0; i < G_N_ELEMENTS(config_table); i++)
        append_option(out, &config_table[i]);
    g_string_append(out, "\nexit status: 0 no finding; 1 at least one finding; 2 the run itself failed; 3 no finding, but some\n"
                         "file could not be (wholly) analysed\n");
}
