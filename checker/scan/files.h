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
    bool is_datable;      /* on a file system whose times tell every later one */
    bool is_new;          /* read by this scanner, not remembered from an earlier one */
    uint32_t idle;        /* how many scanners before this one remembered it for nothing; 0: it was asked for */
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

/* For kept.c: calls `visit` with each content that is known; and makes one known that an earlier scanner read, unless its stamp is known. */
void scan_files_each(const ScanFiles *files, void (*visit)(const ScanContent *content, void *data), void *data);
void scan_files_add(ScanFiles *files, ScanContent *content); /* takes it */

ScanStats scan_files_stats(const ScanFiles *files);

#endif
