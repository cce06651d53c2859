/* vocabulary.h - what files say by their words (words.h), from one run to the next: each content is read once. */
#ifndef VTCHECK_SCAN_VOCABULARY_H
#define VTCHECK_SCAN_VOCABULARY_H

#include "scan/scan.h"
#include "scan/words.h"

typedef struct ScanVocabulary ScanVocabulary;

ScanVocabulary *scan_vocabulary_new(void);
void scan_vocabulary_free(ScanVocabulary *vocabulary); /* NULL is fine */

/* What an earlier one remembered. Any bytes are safe: what is not understood is not used. Keeps a reference. */
void scan_vocabulary_recall(ScanVocabulary *vocabulary, GByteArray *bytes);

/* Appends what the vocabulary holds, for the next one; false, and nothing appended: all of it was recalled. What nobody asked for in a while is left out. */
bool scan_vocabulary_remember(const ScanVocabulary *vocabulary, GByteArray *out);

/* The words of a file (absolute path), for as long as the vocabulary lives. `hash` is that of its bytes (scan_hash_of), so that it need not be read; NULL: not
 * known. NULL: it cannot be read. */
const ScanWords *scan_vocabulary_of(ScanVocabulary *vocabulary, const char *path, const ScanHash *hash);

/* Some file did not hold what its hash says: it changed since. */
bool scan_vocabulary_is_torn(const ScanVocabulary *vocabulary);

#endif
