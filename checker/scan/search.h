/* search.h - what the flags of a command say about where headers are found. */
#ifndef VTCHECK_SCAN_SEARCH_H
#define VTCHECK_SCAN_SEARCH_H

#include <glib.h>
#include <stdbool.h>

typedef struct ScanSearch {
    GPtrArray *folders;    /* absolute paths, owned: every folder in which a header may be found, and more */
    GPtrArray *forced;     /* -include and -imacros, as written, owned */
    GString *definitions;  /* -D as #define lines */
    const char *unclear;   /* a constant sentence, or NULL */
    bool is_old;           /* strict C89, where "//" is no comment before "*" */
} ScanSearch;

/* `resource_dir` as in ScanSettings. */
ScanSearch *scan_search_new(const char *const *flags, const char *directory, const char *resource_dir);
void scan_search_free(ScanSearch *search);

#endif
