/* lex.h - what one file says that matters to a scan: whom it includes, which macros could name a header, which pieces of names it holds. */
#ifndef VTCHECK_SCAN_LEX_H
#define VTCHECK_SCAN_LEX_H

#include "pieces.h"

typedef struct ScanInclude {
    const char *name;   /* the header's; of a computed include the macro's. In ScanLexing.names */
    bool is_quoted;     /* "name", not <name> */
    bool is_computed;
    bool is_certain;    /* in no #if, and no __has_include: when there is no such file, the unit does not compile */
} ScanInclude;

typedef struct ScanMacro {
    const char *name;    /* in ScanLexing.names */
    const char *header;  /* the same, with its quotes or brackets, when that is the whole body; else NULL */
} ScanMacro;

typedef struct ScanText {
    ScanInclude *includes; uint32_t include_count;
    ScanMacro *macros;     uint32_t macro_count;
    uint64_t *pieces;          /* scan_pieces_words of them */
    const char *unclear;       /* a constant sentence: why this text may mean something else to a compiler; NULL: it does not */
    bool has_annotation;       /* the annotation stands there in one piece, or a comment that silences a rule */
    bool is_broken;            /* brackets that do not match, or an #error outside of any #if */
    bool is_timed;             /* says __DATE__, __TIME__ or __TIMESTAMP__ */
    bool has_computed;         /* one of the includes is computed */
    bool has_old_comment;      /* "//" followed by "*": no line comment in strict C89 */
} ScanText;

typedef struct ScanLexing {
    const ScanPieces *pieces;
    const char *annotation, *rule_prefix;
    GStringChunk *names;  /* owns the names in texts; equal ones are the same pointer */
} ScanLexing;

/* Lexes `length` bytes, any bytes. */
void scan_lex(const ScanLexing *lexing, const char *bytes, size_t length, ScanText *text);
void scan_text_clear(ScanText *text);

#endif
