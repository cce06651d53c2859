/* files.h - files by name and by what they hold, each looked at once. */
#ifndef VTCHECK_SCAN_FILES_H
#define VTCHECK_SCAN_FILES_H

#include "lex.h"
#include "scan.h"

/* What was read: shared by all names of one file. */
typedef struct ScanContent {
    ScanText text;
    ScanHash hash;        /* of the bytes */
    ScanHash stamp;       /* device, number, size, times */
    uint64_t size;
    uint32_t visit, place; /* the last unit that reached it, and as which of its files */
    bool is_fresh;        /* written so shortly before it was read that its times may not tell a later change */
} ScanContent;

/* A name under which there is a file. */
typedef struct ScanFile {
    const char *path;          /* interned by ScanFiles */
    char *folder;              /* where its quoted includes are looked for first */
    const char *unclear;       /* a constant sentence: it cannot be read; content is NULL then */
    ScanContent *content;
    ScanHash hash;             /* of path and bytes */
    GPtrArray *included;       /* per search path (closure.c): GPtrArray of ScanFile, or NULL */
    uint32_t visit;            /* the last unit that reached it */
} ScanFile;

typedef struct ScanFiles ScanFiles;

ScanFiles *scan_files_new(const ScanLexing *lexing);
void scan_files_free(ScanFiles *files);

/* The file of that name, or NULL when there is none. Symbolic links are followed; a folder is no file. */
ScanFile *scan_files_find(ScanFiles *files, const char *path);

/* Forgets names, and the contents that may have changed unseen. All ScanFile are gone. */
void scan_files_refresh(ScanFiles *files);

ScanStats scan_files_stats(const ScanFiles *files);

#endif
