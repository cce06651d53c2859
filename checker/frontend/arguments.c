/* arguments.c - a build system's compile command, word by word, to flags for libclang; see arguments.h.
 *
 * Four steps: response files are expanded, the compiler's word is found (behind launchers) and says which target is
 * meant, each word is looked up in compiler_flags.def, and the file's language decides -x. Nothing is guessed from
 * flags that the table does not know: they are dropped and named, because libclang refuses a whole file for one flag
 * it does not know, while a missing code generation flag changes nothing that vtcheck looks at. */
#include "frontend/arguments.h"

#include <string.h>

#include "frontend/flag_rules.h"

/* Response files may name each other; the bounds end a file that names itself. */
enum { RESPONSE_DEPTH = 16, RESPONSE_WORDS = 1000000 };

/* --- words and response files --- */

typedef enum Quoting { QUOTING_SHELL, QUOTING_RESPONSE_FILE } Quoting;

/* How many characters a backslash at `at` stands for: 2 when it escapes what follows, 1 when it is itself. GCC's response files take
 * a backslash anywhere, a shell only outside single quotes and, in double quotes, before a few characters. */
static bool backslash_escapes(Quoting quoting, char quote, char next)
{
    if (next == '\0')
        return false;
    if (quoting == QUOTING_RESPONSE_FILE || quote == '\0')
        return true;
    return quote == '"' && strchr("\"\\$`\n", next) != NULL;
}

static void split_words(const char *text, Quoting quoting, GPtrArray *words)
{
    GString *word = g_string_new(NULL);
    bool inside = false; /* "" is a word */
    char quote = '\0';
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\' && backslash_escapes(quoting, quote, at[1])) {
            at++;
            if (*at != '\n' || quoting == QUOTING_RESPONSE_FILE)
                g_string_append_c(word, *at);
            inside = true;
        } else if (quote != '\0') {
            if (*at == quote)
                quote = '\0';
            else
                g_string_append_c(word, *at);
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
            inside = true;
        } else if (g_ascii_isspace(*at)) {
            if (inside)
                g_ptr_array_add(words, g_strndup(word->str, word->len));
            g_string_truncate(word, 0);
            inside = false;
        } else {
            g_string_append_c(word, *at);
            inside = true;
        }
    }
    if (inside)
        g_ptr_array_add(words, g_strndup(word->str, word->len));
    g_string_free(word, TRUE);
}

char **frontend_split_command(const char *text)
{
    GPtrArray *words = g_ptr_array_new();
    split_words(text, QUOTING_SHELL, words);
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

static void note_dropped(GString *dropped, const char *first, const char *second, const char *why)
{
    if (dropped->len > 0)
        g_string_append(dropped, ", ");
    g_string_append(dropped, first);
    if (second != NULL)
        g_string_append_printf(dropped, " %s", second);
    if (why != NULL)
        g_string_append_printf(dropped, " (%s)", why);
}

/* Appends `word`, or the words of the response file it names. For GCC an @file that does not exist is an input of
 * that name; it cannot be C, so it is named as unread instead. */
static void expand_word(const char *word, const char *directory, int depth, GPtrArray *words, GString *unread)
{
    if (word[0] != '@' || word[1] == '\0') {
        g_ptr_array_add(words, g_strdup(word));
        return;
    }
    if (depth >= RESPONSE_DEPTH || words->len >= RESPONSE_WORDS) {
        note_dropped(unread, word, NULL, "response files are nested too deeply");
        return;
    }
    char *path = g_canonicalize_filename(word + 1, directory);
    char *text = NULL;
    GError *error = NULL;
    if (!g_file_get_contents(path, &text, NULL, &error)) {
        const char *reason = strrchr(error->message, ':'); /* the path stands before it, and in `word` */
        note_dropped(unread, word, NULL, reason != NULL ? reason + 2 : error->message);
        g_error_free(error);
    } else {
        GPtrArray *inner = g_ptr_array_new_with_free_func(g_free);
        split_words(text, QUOTING_RESPONSE_FILE, inner);
        for (guint i = 0; i < inner->len; i++)
            expand_word(inner->pdata[i], directory, depth + 1, words, unread);
        g_ptr_array_unref(inner);
    }
    g_free(text);
    g_free(path);
}

/* --- the compiler's word --- */

typedef struct CompilerName {
    const char *name;
    bool is_cxx;
} CompilerName;

/* As a whole word, or after "TRIPLE-". Longer names first, so that "clang++" is not "c++" after a prefix. */
static const CompilerName compiler_names[] = {
    {"clang++", true}, {"g++", true}, {"c++", true}, {"icpc", true}, {"icpx", true}, {"em++", true}, {"nvc++", true},
    {"armclang", false}, {"clang", false}, {"egcc", false}, {"gcc", false}, {"emcc", false}, {"mpicc", false}, {"icc", false},
    {"icx", false}, {"tcc", false}, {"nvc", false}, {"xlc", false}, {"cc", false}, {"c89", false}, {"c99", false}, {"c11", false}, {"c17", false},
};

/* Machines that Clang can lay out types for. For another one its type sizes would be a guess: the host's are taken
 * and -v says so. */
static const char *const clang_machines[] = {
    "aarch64", "amd64", "amdgcn", "arc", "arm", "avr", "bpf", "csky", "hexagon", "i386", "i486", "i586", "i686", "lanai", "le32", "le64",
    "loongarch", "m68k", "mips", "msp430", "nvptx", "powerpc", "ppc", "riscv32", "riscv64", "s390x", "sparc", "spir", "systemz", "tce", "thumb", "ve-",
    "wasm", "x86_64", "xcore",
};

static bool is_clang_machine(const char *triple)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clang_machines); i++)
        if (g_str_has_prefix(triple, clang_machines[i]))
            return true;
    return false;
}

typedef struct Compiler {
    char *target;         /* from a cross driver's name; NULL: the host */
    bool target_unknown;  /* a cross driver, or a --target, for a machine that Clang does not know */
    bool is_cxx;
} Compiler;

/* The name without directory, ".exe" and version: "/opt/x/arm-none-eabi-gcc-12.2" => "arm-none-eabi-gcc". */
static char *compiler_stem(const char *word)
{
    char *stem = g_path_get_basename(word);
    if (g_str_has_suffix(stem, ".exe"))
        stem[strlen(stem) - strlen(".exe")] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(compiler_names); i++)
        if (strcmp(stem, compiler_names[i].name) == 0)
            return stem; /* c99 ends in no version */
    size_t end = strlen(stem);
    while (end > 0 && (g_ascii_isdigit(stem[end - 1]) || stem[end - 1] == '.'))
        end--;
    if (end > 0 && stem[end - 1] == '-')
        end--;
    if (end > 0)
        stem[end] = '\0';
    return stem;
}

/* True when the word is a compiler's name; compiler (may be NULL) receives what the name tells. */
static bool read_compiler(const char *word, Compiler *compiler)
{
    if (word[0] == '-' || word[0] == '\0')
        return false;
    char *stem = compiler_stem(word);
    const CompilerName *found = NULL;
    size_t prefix = 0;
    for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(compiler_names); i++) {
        size_t length = strlen(stem), name_length = strlen(compiler_names[i].name);
        if (!g_str_has_suffix(stem, compiler_names[i].name))
            continue;
        prefix = length - name_length;
        if (prefix == 0 || stem[prefix - 1] == '-')
            found = &compiler_names[i];
    }
    if (found != NULL && compiler != NULL) {
        compiler->is_cxx = found->is_cxx;
        if (prefix > 1) {
            stem[prefix - 1] = '\0';
            if (is_clang_machine(stem))
                compiler->target = g_strdup(stem);
            /* "musl-gcc" and "afl-gcc" are no cross drivers: a triple has two parts at least. */
            compiler->target_unknown = compiler->target == NULL && strchr(stem, '-') != NULL;
        }
    }
    g_free(stem);
    return found != NULL;
}

/* --- languages --- */

typedef struct LanguageOf {
    const char *name;      /* a file's extension, or -x's word */
    const char *language;  /* what to give libclang after -x; NULL: it knows from the name; "": not C */
} LanguageOf;

static const LanguageOf extension_languages[] = {
    {".c", NULL}, {".h", "c-header"}, {".i", "cpp-output"},
    {".C", ""}, {".cc", ""}, {".cp", ""}, {".cpp", ""}, {".cxx", ""}, {".CPP", ""}, {".c++", ""}, {".ii", ""}, {".hh", ""}, {".hpp", ""}, {".hxx", ""}, {".H", ""},
    {".cu", ""}, {".cl", ""}, {".m", ""}, {".mm", ""}, {".M", ""}, {".mi", ""}, {".mii", ""}, {".s", ""}, {".S", ""}, {".sx", ""}, {".asm", ""},
    {".f", ""}, {".F", ""}, {".f90", ""}, {".F90", ""}, {".for", ""}, {".d", ""}, {".go", ""}, {".adb", ""}, {".rs", ""}, {".swift", ""},
    {".ll", ""}, {".bc", ""}, {".o", ""}, {".a", ""}, {".so", ""}, {".rc", ""},
};

static const LanguageOf flag_languages[] = {
    {"c", "c"}, {"c-header", "c-header"}, {"cpp-output", "cpp-output"}, {"c-cpp-output", "cpp-output"},
};

/* GCC takes a name it does not know for the linker's; whoever names it here means C. */
static const char *language_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    for (size_t i = 0; dot != NULL && i < G_N_ELEMENTS(extension_languages); i++)
        if (strcmp(dot, extension_languages[i].name) == 0)
            return extension_languages[i].language;
    return "c";
}

static const char *language_of_flag(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flag_languages); i++)
        if (strcmp(word, flag_languages[i].name) == 0)
            return flag_languages[i].language;
    return "";
}

bool frontend_is_header(const char *path)
{
    return g_str_has_suffix(path, ".h");
}

/* Spellings of C's standards, as every libclang from 17 on takes them. NULL: not a standard of C. */
static const char *known_standard(const char *name)
{
    static const char *const newer[][2] = {
        {"c23", "c2x"}, {"gnu23", "gnu2x"}, {"iso9899:2024", "c2x"}, {"c2y", "c2x"}, {"gnu2y", "gnu2x"},
    };
    static const char *const same[] = {
        "c89", "c90", "gnu89", "gnu90", "iso9899:1990", "iso9899:199409", "c99", "c9x", "gnu99", "gnu9x", "iso9899:1999", "iso9899:199x",
        "c11", "c1x", "gnu11", "gnu1x", "iso9899:2011", "c17", "c18", "gnu17", "gnu18", "iso9899:2017", "iso9899:2018", "c2x", "gnu2x",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(newer); i++)
        if (strcmp(name, newer[i][0]) == 0)
            return newer[i][1];
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
        if (strcmp(name, same[i]) == 0)
            return same[i];
    return NULL;
}

/* --- one command --- */

typedef struct Cleaner {
    const char *directory;
    const char *source;      /* absolute */
    GPtrArray *flags;        /* owned strings */
    GString *dropped;
    Compiler compiler;
    char *language;          /* of the last -x; NULL: by extension */
    char *source_language;   /* the -x in force at the source's word */
    bool saw_source;
    bool has_target;
    bool has_nostdinc;
    bool has_gcc_headers;    /* GCC's own header directory was among the include paths */
    bool is_cc1;
} Cleaner;

static void keep(Cleaner *cleaner, const char *flag)
{
    g_ptr_array_add(cleaner->flags, g_strdup(flag));
}

/* GCC's private headers (its stddef.h, its intrinsics) do not parse with Clang, which has its own. */
static bool is_gcc_private(const char *path)
{
    const char *at = strstr(path, "/lib/gcc/");
    if (at == NULL)
        at = strstr(path, "/lib/gcc-cross/");
    return at != NULL && (g_str_has_suffix(path, "/include") || g_str_has_suffix(path, "/include/") || g_str_has_suffix(path, "/include-fixed") ||
                          g_str_has_suffix(path, "/include-fixed/"));
}

/* -include X where X.pch or X.gch lies beside X: Clang's driver would take that file, made by another compiler.
 * Handed over behind the driver's back, X itself is read. */
static void keep_include(Cleaner *cleaner, const char *path)
{
    static const char *const suffixes[] = {".pch", ".gch"};
    char *absolute = g_canonicalize_filename(path, cleaner->directory);
    bool shadowed = false;
    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        char *compiled = g_strconcat(absolute, suffixes[i], NULL);
        shadowed = shadowed || g_file_test(compiled, G_FILE_TEST_EXISTS);
        g_free(compiled);
    }
    if (shadowed)
        keep(cleaner, "-Xclang");
    keep(cleaner, "-include");
    if (shadowed)
        keep(cleaner, "-Xclang");
    keep(cleaner, path);
    g_free(absolute);
}

static void clean_words(Cleaner *cleaner, GPtrArray *words, guint first);

/* -Wp,-DX,-MD,dep.d and -Xpreprocessor x: flags within flags. */
static void clean_preprocessor(Cleaner *cleaner, const char *value)
{
    char **parts = g_strsplit(value, ",", -1);
    GPtrArray *words = g_ptr_array_new();
    for (char **part = parts; *part != NULL; part++) {
        /* cpp itself, unlike the driver, takes the dependency file as the next word after these two. */
        if ((strcmp(*part, "-MD") == 0 || strcmp(*part, "-MMD") == 0) && part[1] != NULL && part[1][0] != '-')
            part++;
        else
            g_ptr_array_add(words, *part);
    }
    clean_words(cleaner, words, 0);
    g_ptr_array_free(words, TRUE);
    g_strfreev(parts);
}

static void clean_standard(Cleaner *cleaner, const char *word, const char *value)
{
    const char *standard = known_standard(value);
    if (standard == NULL) {
        note_dropped(cleaner->dropped, word, NULL, "no standard of C that Clang knows");
        return;
    }
    g_ptr_array_add(cleaner->flags, g_strconcat("-std=", standard, NULL));
}

/* -Xclang words go to Clang's inner command line, which differs from version to version; of those that build systems
 * write only a forced include matters. Returns the index of the last word used. */
static guint clean_xclang(Cleaner *cleaner, GPtrArray *words, guint i)
{
    const char *inner = words->pdata[i + 1];
    if (strcmp(inner, "-include") == 0 && i + 3 < words->len && strcmp(words->pdata[i + 2], "-Xclang") == 0) {
        keep_include(cleaner, words->pdata[i + 3]);
        return i + 3;
    }
    if (strcmp(inner, "-include-pch") == 0)
        note_dropped(cleaner->dropped, "-Xclang", inner, "a precompiled header of another compiler");
    return i + 1;
}

/* Emits a kept flag as it was written: one word or two. */
static void keep_written(Cleaner *cleaner, const char *word, const char *next)
{
    keep(cleaner, word);
    if (next != NULL)
        keep(cleaner, next);
}

static void set_language(Cleaner *cleaner, const char *value)
{
    g_free(cleaner->language);
    cleaner->language = strcmp(value, "none") == 0 ? NULL : g_strdup(value);
}

/* The last one counts. libclang refuses a file outright whose machine it does not know, as that of another compiler that is made from Clang. */
static void set_target(Cleaner *cleaner, const char *triple)
{
    cleaner->has_target = is_clang_machine(triple);
    cleaner->compiler.target_unknown = !cleaner->has_target;
    if (cleaner->has_target)
        g_ptr_array_add(cleaner->flags, g_strconcat("--target=", triple, NULL));
}

/* One flag with its value (NULL: none). `next` is the following word where the flag takes it. */
static void clean_flag(Cleaner *cleaner, FlagFate fate, const char *word, const char *next, const char *value)
{
    switch (fate) {
    case KEEP: keep_written(cleaner, word, next); break;
    case DROP: break;
    case NOTE: note_dropped(cleaner->dropped, word, next, NULL); break;
    case SEARCH:
        if (is_gcc_private(value))
            cleaner->has_gcc_headers = true;
        else
            keep_written(cleaner, word, next);
        break;
    case INCLUDE: keep_include(cleaner, value); break;
    case NOSTDINC: cleaner->has_nostdinc = true; break;
    case PREPROCESSOR: clean_preprocessor(cleaner, value); break;
    case LANGUAGE: set_language(cleaner, value); break;
    case STANDARD: clean_standard(cleaner, word, value); break;
    case TARGET: set_target(cleaner, value); break;
    case DRIVER_MODE: cleaner->compiler.is_cxx = strcmp(value, "g++") == 0; break;
    case INTERNAL: cleaner->is_cc1 = true; break;
    case PLAN9: keep(cleaner, "-fms-extensions"); break;
    case XCLANG: break; /* clean_words */
    }
}

/* An input: the source, an object, a library. None of them stays. */
static void clean_input(Cleaner *cleaner, const char *word)
{
    char *path = g_canonicalize_filename(word, cleaner->directory);
    if (strcmp(path, cleaner->source) == 0 && !cleaner->saw_source) {
        cleaner->saw_source = true;
        cleaner->source_language = g_strdup(cleaner->language);
    }
    g_free(path);
}

static void clean_words(Cleaner *cleaner, GPtrArray *words, guint first)
{
    bool only_inputs = false;
    for (guint i = first; i < words->len; i++) {
        const char *word = words->pdata[i], *value = NULL;
        bool takes_next = false;
        const FlagRule *rule = only_inputs ? NULL : frontend_find_flag(word, &value, &takes_next);
        if (!only_inputs && strcmp(word, "--") == 0) {
            only_inputs = true;
        } else if (rule == NULL) {
            clean_input(cleaner, word);
        } else if (takes_next && i + 1 >= words->len) {
            note_dropped(cleaner->dropped, word, NULL, "its value is missing");
        } else if (rule->fate == XCLANG) {
            i = clean_xclang(cleaner, words, i);
        } else {
            const char *next = takes_next ? words->pdata[i + 1] : NULL;
            clean_flag(cleaner, rule->fate, word, next, takes_next ? next : value);
            i += takes_next;
        }
    }
}

/* The index of the compiler's word: the first, or the first that is a compiler's name behind a launcher (ccache, distcc, env
 * VAR=x, libtool --mode=compile, a script). Past the first sign of a compile job the first word was the compiler. */
static guint find_compiler(GPtrArray *words, Compiler *compiler)
{
    static const char *const launchers[] = {"ccache", "sccache", "distcc", "icecc", "icerun", "gomacc", "rewrapper", "buildcache", "fastbuild", "env"};
    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];
        if (strcmp(word, "-c") == 0 || strcmp(word, "-o") == 0 || g_str_has_suffix(word, ".c"))
            break;
        if (read_compiler(word, compiler))
            return i;
    }
    if (words->len > 1) {
        char *name = g_path_get_basename(words->pdata[0]);
        for (size_t i = 0; i < G_N_ELEMENTS(launchers); i++)
            if (strcmp(name, launchers[i]) == 0) {
                g_free(name);
                return ((const char *)words->pdata[1])[0] == '-' ? 0 : 1;
            }
        g_free(name);
    }
    return 0;
}

/* What makes code that GCC accepts acceptable to Clang: these are errors by default in it, warnings in GCC up to 13,
 * and no concern of vtcheck. -w last of them: it silences what is left. */
static const char *const added_flags[] = {
    "-Wno-implicit-function-declaration", "-Wno-int-conversion", "-Wno-implicit-int", "-Wno-incompatible-function-pointer-types",
    "-Wno-incompatible-pointer-types", "-Wno-return-type", "-Wno-return-mismatch", "-Wno-unknown-warning-option", "-w",
};

/* Clang gives up at 256 brackets inside each other unless told otherwise, GCC never does; libclang's stack is enough for 10,000. */
static void add_bracket_depth(Cleaner *cleaner)
{
    for (guint i = 0; i < cleaner->flags->len; i++)
        if (g_str_has_prefix(cleaner->flags->pdata[i], "-fbracket-depth="))
            return;
    keep(cleaner, "-fbracket-depth=4096");
}

static bool is_machine_flag(const char *word)
{
    return g_str_has_prefix(word, "-m") && strcmp(word, "-m32") != 0 && strcmp(word, "-m64") != 0;
}

/* What is said about a machine that Clang does not know is nothing that it could do something with. */
static void drop_machine(Cleaner *cleaner)
{
    for (guint i = 0; i < cleaner->flags->len;) {
        char *word = cleaner->flags->pdata[i];
        if (!is_machine_flag(word) && !g_str_has_prefix(word, "--target=")) {
            i++;
            continue;
        }
        note_dropped(cleaner->dropped, word, NULL, NULL);
        g_free(word);
        g_ptr_array_remove_index(cleaner->flags, i);
    }
    note_dropped(cleaner->dropped, "the cross compiler's machine", NULL, "Clang does not know it; sizes of types are this machine's");
}

static void add_final_flags(Cleaner *cleaner, FrontendArguments *result)
{
    if (cleaner->has_nostdinc) /* with GCC's own headers gone, Clang's must stay */
        keep(cleaner, cleaner->has_gcc_headers ? "-nostdlibinc" : "-nostdinc");
    if (cleaner->compiler.target_unknown && !cleaner->has_target)
        drop_machine(cleaner);
    else if (cleaner->compiler.target != NULL && !cleaner->has_target)
        g_ptr_array_insert(cleaner->flags, 0, g_strconcat("--target=", cleaner->compiler.target, NULL));

    const char *given = cleaner->saw_source ? cleaner->source_language : cleaner->language;
    const char *language = given != NULL ? language_of_flag(given) : language_of_path(cleaner->source);
    result->is_c = language == NULL || *language != '\0';
    if (given == NULL && cleaner->compiler.is_cxx)
        result->is_c = false; /* g++ compiles .c and .h files as C++ */
    /* A header that goes by the flags of a source compiled with -x c. */
    if (result->is_c && given != NULL && frontend_is_header(cleaner->source) && strcmp(language, "c") == 0)
        language = "c-header";
    if (language != NULL && *language != '\0') {
        keep(cleaner, "-x");
        keep(cleaner, language);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(added_flags); i++)
        keep(cleaner, added_flags[i]);
    add_bracket_depth(cleaner);
}

FrontendArguments frontend_clean_arguments(const char *const *command, const char *directory, const char *source)
{
    FrontendArguments result = {0};
    char *absolute = g_canonicalize_filename(source, directory);
    Cleaner cleaner = {.directory = directory, .source = absolute, .flags = g_ptr_array_new(), .dropped = g_string_new(NULL)};

    GString *unread = g_string_new(NULL);
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    for (const char *const *word = command; *word != NULL; word++)
        expand_word(*word, directory, 0, words, unread);
    guint compiler = find_compiler(words, &cleaner.compiler);
    clean_words(&cleaner, words, compiler + 1);
    g_ptr_array_unref(words);

    add_final_flags(&cleaner, &result);
    result.is_cc1 = cleaner.is_cc1;
    g_ptr_array_add(cleaner.flags, NULL);
    result.flags = (char **)g_ptr_array_free(cleaner.flags, FALSE);
    result.dropped = g_string_free(cleaner.dropped, cleaner.dropped->len == 0);
    result.unread = g_string_free(unread, unread->len == 0);
    g_free(cleaner.compiler.target);
    g_free(cleaner.language);
    g_free(cleaner.source_language);
    g_free(absolute);
    return result;
}

void frontend_arguments_clear(FrontendArguments *arguments)
{
    g_strfreev(arguments->flags);
    g_free(arguments->dropped);
    g_free(arguments->unread);
    *arguments = (FrontendArguments){0};
}

/* --- the second try --- */

static bool is_minimal(const char *word, const FlagRule *rule)
{
    static const char *const names[] = {
        "-D", "-U", "-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-std=", "-x", "-m32", "-m64", "-mx32", "-m16", "--target",
        "--sysroot", "-isysroot", "-nostdinc", "-nostdlibinc", "-working-directory", "-w", "-Xclang",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(rule->name, names[i]) == 0)
            return true;
    return g_str_has_prefix(word, "-Wno-");
}

char **frontend_minimal_arguments(const char *const *flags)
{
    GPtrArray *kept = g_ptr_array_new();
    for (const char *const *word = flags; *word != NULL; word++) {
        const char *value = NULL;
        bool takes_next = false;
        const FlagRule *rule = frontend_find_flag(*word, &value, &takes_next);
        bool stays = rule != NULL && is_minimal(*word, rule);
        if (stays)
            g_ptr_array_add(kept, g_strdup(*word));
        if (takes_next && word[1] != NULL) {
            word++;
            if (stays)
                g_ptr_array_add(kept, g_strdup(*word));
        }
    }
    g_ptr_array_add(kept, NULL);
    return (char **)g_ptr_array_free(kept, FALSE);
}
