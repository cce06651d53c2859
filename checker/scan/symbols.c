/* symbols.c - one pass over each source: words, braces, parentheses, what stands beside a word; see symbols.h.
 *
 * Words are kept as hashes of 32 bits: two words with one hash cost a needless parse. After an #else, braces and parentheses are
 * as they were at the #if, so that a function whose head is written twice has one body. */
#define _GNU_SOURCE /* memmem */
#include "scan/symbols.h"

#include <string.h>
#include <sys/stat.h>

#include "scan/pieces.h"

enum { MOST_NESTED = 64, LARGEST_SOURCE = 64 * 1024 * 1024 };

/* The words of one source: an open hash table whose size is a power of two. */
typedef struct Words {
    guint32 *hashes; /* 0: free */
    guint8 *uses;
    guint size, count;
} Words;

struct ScanSymbols {
    Words *sources;
    guint count;
};

typedef struct Depth {
    int braces, parentheses;
} Depth;

typedef struct Reader {
    const char *at, *end;
    Words *words;
    Depth depth, saved[MOST_NESTED];
    int nested;
    bool in_define;
    bool follows_address;     /* the last token makes what follows it written: & ++ -- */
    guint32 head;             /* a word outside of braces and parentheses that some follow; 0: none */
    bool is_head_closed;      /* its parentheses are */
} Reader;

/* --- tables --- */

static guint place_of(const Words *words, guint32 hash)
{
    guint at = hash & (words->size - 1);
    while (words->hashes[at] != 0 && words->hashes[at] != hash)
        at = (at + 1) & (words->size - 1);
    return at;
}

static void resize(Words *words, guint size)
{
    Words old = *words;
    *words = (Words){g_new0(guint32, size), g_new0(guint8, size), size, old.count};
    for (guint i = 0; i < old.size; i++)
        if (old.hashes[i] != 0) {
            guint at = place_of(words, old.hashes[i]);
            words->hashes[at] = old.hashes[i];
            words->uses[at] = old.uses[i];
        }
    g_free(old.hashes);
    g_free(old.uses);
}

static void note(Words *words, guint32 hash, guint8 uses)
{
    if (uses == 0)
        return;
    if (4 * words->count >= 3 * words->size)
        resize(words, words->size == 0 ? 64 : 2 * words->size);
    guint at = place_of(words, hash);
    words->count += words->hashes[at] == 0;
    words->hashes[at] = hash;
    words->uses[at] |= uses;
}

/* --- characters --- */

enum { BLANK = 1, WORD = 2 };

#define B BLANK
#define W WORD
#define WORDS_16 W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W

static const guint8 classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, B, B, B, 0, 0, /* \t \n \v \f \r */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, 0, 0, W, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* $ */
    W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, 0, 0,
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, W, /* _ */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, 0,
    WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16, WORDS_16,
};

#undef B
#undef W
#undef WORDS_16

static bool is_word(char c)
{
    return classes[(guint8)c] == WORD;
}

static bool is_blank(char c)
{
    return classes[(guint8)c] == BLANK;
}

static char peek(const Reader *reader, ptrdiff_t ahead)
{
    return reader->end - reader->at > ahead ? reader->at[ahead] : '\0';
}

static void to_end_of_line(Reader *reader)
{
    while (reader->at < reader->end && *reader->at != '\n')
        reader->at += *reader->at == '\\' && reader->end - reader->at > 1 ? 2 : 1;
}

/* True when a comment or a literal began here and was passed. */
static bool pass_quoted(Reader *reader)
{
    char first = *reader->at;
    if (first == '/' && peek(reader, 1) == '/') {
        to_end_of_line(reader);
    } else if (first == '/' && peek(reader, 1) == '*') {
        const char *close = memmem(reader->at + 2, (size_t)(reader->end - reader->at - 2), "*/", 2);
        reader->at = close != NULL ? close + 2 : reader->end;
    } else if (first == '"' || first == '\'') {
        for (reader->at++; reader->at < reader->end && *reader->at != first && *reader->at != '\n';)
            reader->at += *reader->at == '\\' && reader->end - reader->at > 1 ? 2 : 1;
        reader->at += reader->at < reader->end && *reader->at == first;
    } else {
        return false;
    }
    return true;
}

/* --- words --- */

/* Whether what stands behind a word may change what it names: an assignment, or the way into it. */
static bool is_written_behind(const char *at, const char *end)
{
    char first = at < end ? *at : '\0', second = end - at > 1 ? at[1] : '\0', third = end - at > 2 ? at[2] : '\0';
    if (first == '=')
        return second != '=';
    if (first == '[' || first == '.')
        return true;
    if (first == '-' && second == '>')
        return true;
    if ((first == '+' || first == '-') && second == first)
        return true;
    if ((first == '<' || first == '>') && second == first)
        return third == '=';
    return first != '\0' && strchr("+-*/%&|^", first) != NULL && second == '=';
}

static bool is_outside(const Reader *reader)
{
    return reader->depth.braces <= 0 && !reader->in_define;
}

/* What followed the head's parentheses was no end of a declaration. */
static void settle_head(Reader *reader)
{
    if (reader->head != 0 && reader->is_head_closed)
        note(reader->words, reader->head, SCAN_DEFINES);
    reader->head = 0;
}

/* With the digit separators of C23, which begin no literal. */
static void pass_number(Reader *reader)
{
    while (reader->at < reader->end && (is_word(*reader->at) || (*reader->at == '\'' && is_word(peek(reader, 1)))))
        reader->at++;
}

static void read_word(Reader *reader)
{
    const char *first = reader->at;
    bool was_address = reader->follows_address;
    reader->follows_address = false;
    if (g_ascii_isdigit(*first)) {
        pass_number(reader);
        return;
    }
    guint32 hash = SCAN_HASH_START;
    const char *next = first, *end = reader->end;
    for (; next < end && is_word(*next); next++)
        hash = SCAN_HASH_STEP(hash, *next);
    hash |= hash == 0;
    reader->at = next;
    while (next < end && is_blank(*next))
        next++;
    bool is_called = next < reader->end && *next == '(', is_outside_here = is_outside(reader);
    guint8 uses = is_called ? 0 : SCAN_KEEPS;
    if (!is_outside_here && (was_address || is_written_behind(next, reader->end)))
        uses |= SCAN_WRITES;
    /* An attribute behind a head says nothing of what it is. */
    bool is_attribute = reader->head != 0 && reader->is_head_closed && reader->at - first > 2 && first[0] == '_' && first[1] == '_';
    if (is_outside_here && reader->depth.parentheses == 0 && !is_attribute) {
        settle_head(reader);
        if (is_called) {
            reader->head = hash;
            reader->is_head_closed = false;
        }
    }
    if (is_outside_here && !is_called)
        uses |= SCAN_DEFINES;
    note(reader->words, hash, uses);
}

/* --- directives --- */

static bool names(const Reader *reader, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(reader->end - reader->at) > length && strncmp(reader->at, word, length) == 0 && !is_word(reader->at[length]);
}

/* At a '#' that begins a line. The body of a macro is read as code. */
static void read_directive(Reader *reader)
{
    do
        reader->at++;
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t'));
    if (names(reader, "define")) {
        reader->at += strlen("define");
        reader->in_define = true;
        return;
    }
    if (names(reader, "if") || names(reader, "ifdef") || names(reader, "ifndef")) {
        if (reader->nested < MOST_NESTED)
            reader->saved[reader->nested] = reader->depth;
        reader->nested++;
    } else if (names(reader, "else") || names(reader, "elif") || names(reader, "elifdef") || names(reader, "elifndef")) {
        if (reader->nested > 0 && reader->nested <= MOST_NESTED)
            reader->depth = reader->saved[reader->nested - 1];
    } else if (names(reader, "endif") && reader->nested > 0) {
        reader->nested--;
    }
    to_end_of_line(reader);
}

/* --- the rest --- */

static void read_mark(Reader *reader)
{
    char mark = *reader->at++, next = peek(reader, 0);
    bool is_doubled = next == mark && (mark == '+' || mark == '-' || mark == '&');
    reader->follows_address = mark == '&' ? !is_doubled && next != '=' : is_doubled;
    reader->at += is_doubled;
    if (reader->in_define)
        return;
    if (mark == ';' || mark == ',') {
        if (reader->depth.parentheses == 0)
            reader->head = 0;
    } else if (mark == '{' || mark == '}') {
        settle_head(reader);
        reader->depth.braces += mark == '{' ? 1 : -1;
        reader->depth.parentheses = 0; /* whatever a macro left open */
    } else if (mark == '(') {
        reader->depth.parentheses++;
    } else if (mark == ')' && reader->depth.parentheses > 0) {
        reader->depth.parentheses--;
        reader->is_head_closed |= reader->depth.parentheses == 0;
    }
}

void scan_symbols_add(ScanSymbols *symbols, guint source, const char *text, size_t length)
{
    Reader reader = {.at = text, .end = text + length, .words = &symbols->sources[source]};
    bool begins_line = true;
    while (reader.at < reader.end) {
        char first = *reader.at;
        if (first == '\n') {
            reader.at++;
            begins_line = true;
            reader.in_define = false;
        } else if (is_blank(first)) {
            reader.at++;
        } else if (first == '\\') {
            reader.at += reader.end - reader.at > 1 ? 2 : 1; /* a spliced line: still the same directive */
        } else if (first == '#' && begins_line) {
            read_directive(&reader);
        } else {
            begins_line = false;
            if (is_word(first))
                read_word(&reader);
            else if (!pass_quoted(&reader))
                read_mark(&reader);
        }
    }
}

void scan_symbols_read(ScanSymbols *symbols, guint source, const char *path)
{
    struct stat status;
    char *text = NULL;
    gsize length = 0;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= LARGEST_SOURCE && g_file_get_contents(path, &text, &length, NULL))
        scan_symbols_add(symbols, source, text, length);
    g_free(text);
}

ScanSymbols *scan_symbols_new(guint count)
{
    ScanSymbols *symbols = g_new0(ScanSymbols, 1);
    symbols->sources = g_new0(Words, count + 1);
    symbols->count = count;
    return symbols;
}

void scan_symbols_free(ScanSymbols *symbols)
{
    if (symbols == NULL)
        return;
    for (guint i = 0; i < symbols->count; i++) {
        g_free(symbols->sources[i].hashes);
        g_free(symbols->sources[i].uses);
    }
    g_free(symbols->sources);
    g_free(symbols);
}

bool scan_symbols_has(const ScanSymbols *symbols, guint source, const char *name, unsigned uses)
{
    const Words *words = &symbols->sources[source];
    guint32 hash = SCAN_HASH_START;
    for (; *name != '\0'; name++)
        hash = SCAN_HASH_STEP(hash, *name);
    hash |= hash == 0;
    if (words->size == 0)
        return false;
    guint at = place_of(words, hash);
    return words->hashes[at] != 0 && (words->uses[at] & uses) != 0;
}
