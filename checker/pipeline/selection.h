/* selection.h - which units a run has to parse.
 *
 * A unit in which there can be no value task has nothing to report: it is skipped. The scan that says so errs on the side of parsing
 * (scan/scan.h). A unit that was asked for by name is always parsed, so that its errors are told.
 *
 * A helper is a unit without value tasks that defines a function or variable which code with value tasks uses: a `die` that never
 * returns, a flag that is tested twice; or that such a definition uses in turn. It is parsed for what these do. */
#ifndef VTCHECK_PIPELINE_SELECTION_H
#define VTCHECK_PIPELINE_SELECTION_H

#include "cache/cache.h"
#include "pipeline/units.h"
#include "scan/scan.h"
#include "scan/vocabulary.h"

typedef struct PipelineSelection {
    uint32_t *order;    /* indices of the units to parse: the largest first, so that no worker is left with one at the end */
    uint32_t count;
    uint32_t skipped;
    uint32_t helpers;   /* among those to parse */
    bool is_cut;        /* of helpers that code with value tasks reaches through others only there are more than are parsed */
    uint32_t unclear;   /* units whose files are not all known */
    ScanStats scanned;
    Scanner *scanner;
    ScanAnswer *answers; /* per unit */
    ScanVocabulary *vocabulary; /* of files that were looked into; NULL: nobody looked */
    Cache *cache;        /* NULL: nothing is kept */
    char *resource_dir;  /* may be NULL */
    CacheKey key;        /* of what the scanner read */
    CacheKey words_key;  /* of the vocabulary */
    bool has_key;        /* both */
    GByteArray *recalled; /* what earlier runs read of files; NULL: nothing is kept */
} PipelineSelection;

typedef struct PipelineSelectionSettings {
    bool parse_all;                /* skip nothing */
    bool skip_named;               /* skip units that were asked for by name, too */
    const char *resource_dir;      /* may be NULL */
    Cache *cache;                  /* where earlier runs kept what they read of files; NULL: nowhere */
    const char *working_directory; /* what is read of files is kept apart for each */
} PipelineSelectionSettings;

/* Selects among the units from `first` on, which were added after an earlier selection; what that one selected is gone. */
void pipeline_select_more(PipelineSelection *selection, const PipelineUnits *units, guint first, const PipelineSelectionSettings *settings);

/* Marks the units that are helpers. */
PipelineSelection pipeline_select(const PipelineUnits *units, const PipelineSelectionSettings *settings);

/* What a file (absolute path) says by its words, as long as the selection lives; NULL: it cannot be read. */
const ScanWords *pipeline_selection_words(PipelineSelection *selection, const char *path);

/* Whether the file (absolute path) belongs to the system or the compiler, by where it lies; what an administrator puts beside these does not (/usr/local,
 * /usr/src). */
bool pipeline_selection_is_library(const PipelineSelection *selection, const char *path);

/* Keeps what was read of files, if it is more than an earlier run knew. The last that is done with the selection's cache. */
void pipeline_selection_remember(PipelineSelection *selection);
void pipeline_selection_clear(PipelineSelection *selection);

#endif
