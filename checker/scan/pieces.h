/* pieces.h - names that `##`, `#` and neighbouring string literals can make of smaller ones.
 *
 * A name that nobody wrote can still be there: CAT(my_, task), "vt::" "value_task". So a file is not asked for the names
 * themselves but for their pieces: every identifier, number or string in it that is a part of a name is noted, and a name
 * is possible when pieces laid end to end make it. One letter alone says too little (every program has an `e`), so at most
 * two pieces of a name may be single letters; that is the limit of what is recognised. */
#ifndef VTCHECK_SCAN_PIECES_H
#define VTCHECK_SCAN_PIECES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ScanPieces ScanPieces;

ScanPieces *scan_pieces_new(void);
void scan_pieces_free(ScanPieces *pieces);

/* Adds a name; returns its number. All names are added before the first look-up. */
guint scan_pieces_add_name(ScanPieces *pieces, const char *name);

/* Words of a set of pieces. */
size_t scan_pieces_words(const ScanPieces *pieces);

/* Notes the text in `set` when it is a piece of some name. `hash` is scan_pieces_hash of it. */
void scan_pieces_note(const ScanPieces *pieces, const char *text, size_t length, uint32_t hash, uint64_t *set);

/* Whether the pieces in `set` can make the name. */
bool scan_pieces_make(const ScanPieces *pieces, guint name, const uint64_t *set);

/* FNV-1a, a character at a time, so that a lexer has it when it has the end of the word. */
#define SCAN_HASH_START UINT32_C(2166136261)
#define SCAN_HASH_STEP(hash, character) (((hash) ^ (uint8_t)(character)) * UINT32_C(16777619))

#endif
