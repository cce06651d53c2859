/* scan.h - which files a translation unit may read, and whether a value task can be in any of them, without parsing.
 *
 * The answer errs on one side only. Every `#include` counts, whatever `#if` stands around it, and means every file that any
 * folder of the search path has under that name; so the set of files holds all that a compiler would read, and more. What is
 * not understood (a computed include that no table of macros resolves, a flag that moves the search path, a file that
 * cannot be read, text that lexes differently in different dialects) makes the whole unit *unclear*, and an unclear unit is parsed.
 * docs/skipping.md tells users what that means.
 *
 * A header is read and lexed once for the life of a scanner, however many units include it; and not even once where an earlier scanner
 * did, and device, number, size and times of the file are the same (kept.c says when these are trusted). Not thread-safe. */
#ifndef VTCHECK_SCAN_SCAN_H
#define VTCHECK_SCAN_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Scanner Scanner;

typedef struct ScanSettings {
    const char *annotation;        /* the string of the attribute `annotate` that makes a type a value task */
    const char *rule_prefix;       /* how names of rules begin: a NOLINT comment that names one may silence nothing, which has to be told */
    const char *const *names;      /* identifiers that mean one as well (types of the configuration); NULL-terminated, or NULL */
    const char *resource_dir;      /* Clang's own headers are in include/ there; NULL: not known, so every unit is unclear */
} ScanSettings;

/* Strings must outlive the call only. The settings' strings are copied. */
Scanner *scan_new(const ScanSettings *settings);
void scan_free(Scanner *scanner); /* NULL is fine */

/* Looks at the file system anew: later answers are about what is there then. Files that are as they were are not read again. */
void scan_refresh(Scanner *scanner);

/* What this scanner and those before it read of files, for the next one with equal settings. scan_remember appends it; false, and nothing
 * appended: all of it was recalled. Any bytes are safe to recall: those that are not understood are not used. */
bool scan_remember(const Scanner *scanner, GByteArray *out);
void scan_recall(Scanner *scanner, const void *bytes, size_t length);

typedef struct ScanInput {
    const char *source;        /* absolute */
    const char *directory;     /* absolute; relative flags count from here */
    const char *const *flags;  /* as frontend_clean_arguments leaves them; NULL-terminated */
} ScanInput;

typedef struct ScanHash {
    uint64_t low, high;
} ScanHash;

typedef struct ScanAnswer {
    const char *unclear;    /* why the files are not all known, a constant sentence; NULL: they are */
    bool may_hold_tasks;    /* false: nothing in the files can declare a value task. True when unclear */
    bool looks_broken;      /* a plain reason why it cannot compile was seen (missing header, brackets that do not match, #error) */
    bool is_timed;          /* __DATE__, __TIME__ or __TIMESTAMP__ stands in a file: parses may differ though no byte does */
    ScanHash content;       /* of names and bytes of all files, and which names are one file, in a fixed order; of no meaning when unclear */
    ScanHash stamp;         /* of their identities and times: changes when any was written or replaced, be it by the same bytes */
    uint64_t bytes;         /* of all files: what a parse will cost, roughly */
    uint32_t files;
} ScanAnswer;

ScanAnswer scan_unit(Scanner *scanner, const ScanInput *input);

/* The same as if the source held this text. */
ScanAnswer scan_text(Scanner *scanner, const ScanInput *input, const char *text, size_t length);

/* Appends the paths (g_free) of all files that a unit may read. */
void scan_list(Scanner *scanner, const ScanInput *input, GPtrArray *paths);

/* The same for a unit that holds this text, without its source; false: these are not all known. Paths are borrowed until something is refreshed; equal
 * ones are the same pointer. */
bool scan_list_text(Scanner *scanner, const ScanInput *input, const char *text, GPtrArray *paths);

/* Whether the file (absolute path) is among those of the unit, or of the text, that was looked at last. */
bool scan_has(Scanner *scanner, const char *path);

/* The file that an include of `name` in the file `path` means, as long as nothing is refreshed; NULL: there is none, or more than one of that name. */
const char *scan_included(Scanner *scanner, const ScanInput *input, const char *path, const char *name, bool is_quoted);

/* Of the bytes of a file (absolute path), as it is known; NULL: it cannot be read. For as long as nothing is refreshed. */
const ScanHash *scan_hash_of(Scanner *scanner, const char *path);

typedef struct ScanStats {
    uint32_t files;   /* lexed */
    uint64_t bytes;   /* of these */
} ScanStats;

ScanStats scan_stats(const Scanner *scanner);

#endif
