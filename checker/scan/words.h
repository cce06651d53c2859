/* words.h - what a file says by its words: which names it uses in which way, and what it defines, with the names that stand in each
 * definition. Without preprocessing or parsing.
 *
 * For two questions: who defines, keeps or writes what one file asks for; and which files without value tasks decide what becomes of
 * one (mentions.h). As elsewhere in a scan, answers err on one side: a source that does is named (unless macros paste the name together, or an
 * included file does it), and some that do not. Names are all there is: a local variable named as another file's global counts as a use of
 * it; a member (`x.name`, `x->name`) or a tag is none.
 *
 * Names are hashes of 64 bits: two with one hash cost a needless parse. What is said of a file is a block of bytes that can be
 * kept and read in place. Thread-safe. */
#ifndef VTCHECK_SCAN_WORDS_H
#define VTCHECK_SCAN_WORDS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* FNV-1a, a character at a time. */
typedef uint64_t ScanName;
#define SCAN_NAME_START UINT64_C(14695981039346656037)
#define SCAN_NAME_STEP(name, character) (((name) ^ (uint8_t)(character)) * UINT64_C(1099511628211))

ScanName scan_name(const char *text);

/* What a file may do with a name. */
typedef enum ScanUse {
    SCAN_DEFINES = 1,    /* it stands outside of all braces, and not in a plain prototype; or between those of an enumeration */
    SCAN_KEEPS = 2,      /* it stands there other than to be called */
    SCAN_WRITES = 4,     /* it is assigned to, entered or has its address taken */
    SCAN_MEANS = 8,      /* it may mean what another file defines */
    SCAN_MEANS_INSIDE = 16, /* the same inside of braces or a macro: by whoever includes the file */
    SCAN_MACRO = 32,     /* #define or #undef of it */
    SCAN_DECLARES = 64   /* it stands outside of braces and parentheses, and some follow */
} ScanUse;

/* Names that no word can have: there is a pragma other than `once`; there is a `##`. */
#define SCAN_PRAGMA "#pragma"
#define SCAN_PASTE "##"

/* A function, variable or macro. */
typedef struct ScanDefinition {
    uint32_t name;              /* number among the file's names */
    uint32_t marks;             /* ScanMark, or-ed */
    uint32_t first, count;      /* of the words that stand in it, each once */
} ScanDefinition;

typedef enum ScanMark {
    SCAN_HIDDEN = 1,   /* from other sources: static, or a macro */
    SCAN_VARIABLE = 2
} ScanMark;

/* A view of bytes, which outlive it. */
typedef struct ScanWords {
    const ScanName *names;  /* sorted, each once: all words outside of comments and literals */
    const uint8_t *uses;    /* per name: ScanUse, or-ed; 0: it stands in a condition only */
    const ScanDefinition *definitions;
    const uint32_t *words;  /* numbers of names */
    uint32_t name_count, definition_count, word_count;
} ScanWords;

/* Appends what a text says, any bytes; `out` is a multiple of eight bytes before and afterwards. */
void scan_words_write(const char *text, size_t length, GByteArray *out);

/* A view of what scan_words_write appended, from `offset` on. False: these are other bytes. */
bool scan_words_view(const uint8_t *bytes, size_t length, size_t offset, ScanWords *words);

/* Bytes that the view takes. */
size_t scan_words_size(const ScanWords *words);

/* Whether the file may use the name in one of the ways (ScanUse, or-ed); whether it may use one of these, which are sorted. */
bool scan_words_use(const ScanWords *words, ScanName name, unsigned uses);
bool scan_words_use_any(const ScanWords *words, const ScanName *names, size_t count, unsigned uses);

#endif
