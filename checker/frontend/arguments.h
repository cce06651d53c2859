/* arguments.h - compile commands as build systems write them, to flags that libclang takes.
 *
 * No libclang here: pure text (and response files, and a look whether a precompiled header lies beside an -include).
 * docs/compile-commands.md says what is kept, translated and dropped, and why; compiler_flags.def is the table. */
#ifndef VTCHECK_FRONTEND_ARGUMENTS_H
#define VTCHECK_FRONTEND_ARGUMENTS_H

#include <glib.h>
#include <stdbool.h>

typedef struct FrontendArguments {
    char **flags;       /* NULL-terminated; without compiler, source and outputs; -w and what makes GCC's code acceptable added */
    bool is_c;          /* false: another language (C++, Objective-C, assembler): not for vtcheck */
    bool is_cc1;        /* an internal -cc1 job: skip */
    char *dropped;      /* flags that were dropped although they could matter, for -v; NULL: none */
    char *unread;       /* response files that could not be read, each with the reason; NULL: none. Flags are missing then */
} FrontendArguments;

/* `command` is the whole command, compiler first, NULL-terminated; response files (@file) are read relative to
 * `directory`. `source` is the file to be analysed, absolute or relative to `directory`; it and all other inputs are
 * removed from the flags. Never fails: what cannot be read is named in `unread`. Launchers (ccache, distcc, ...) and
 * cross drivers (arm-none-eabi-gcc => --target=) are understood. */
FrontendArguments frontend_clean_arguments(const char *const *command, const char *directory, const char *source);
void frontend_arguments_clear(FrontendArguments *arguments);

/* The reduced set of flags for a second try when libclang refuses the first: include paths, macros, language, standard,
 * target. NULL-terminated; free with g_strfreev. */
char **frontend_minimal_arguments(const char *const *flags);

/* Splits a command line as a shell does, without expansions: single quotes keep everything, double quotes all but \",
 * \\, \$, \` and a spliced line. Unclosed quotes end with the text. NULL-terminated; free with g_strfreev. */
char **frontend_split_command(const char *text);

/* True when the path ends as a C header does: ".h". */
bool frontend_is_header(const char *path);

/* Clang's resource directory for the libclang that this program would load, or NULL; free with g_free. Loads nothing. Looks, in this order:
 * $VTCHECK_RESOURCE_DIR, beside this executable (../lib/clang/N, ../lib/vtcheck/clang/N), beside that libclang, the usual
 * prefixes of that major version, `clang-N -print-resource-dir`. A directory counts only if it holds include/stddef.h. */
char *frontend_find_resource_dir(void);

#endif
