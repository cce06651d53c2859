/* mentions.h - who defines what code with value tasks uses, directly or through others: a walk over what files say by their words.
 *
 * For one question: which files without value tasks decide what becomes of one. From the names that code with value tasks uses, definitions are followed
 * to whatever they use in turn, the nearest first. What has no hand in it costs an entry for each name that it defines. Not thread-safe. */
#ifndef VTCHECK_SCAN_MENTIONS_H
#define VTCHECK_SCAN_MENTIONS_H

#include "scan/words.h"

typedef struct ScanMentions ScanMentions;

ScanMentions *scan_mentions_new(void);
void scan_mentions_free(ScanMentions *mentions);

/* Adds what code with value tasks uses; of a header what stands inside of braces and macros only, for what it declares is not used by everybody who
 * includes it. */
void scan_mentions_use(ScanMentions *mentions, const ScanWords *words, bool is_header);

/* Adds what a file defines: a source, which has a number that is not negative and its own, or SCAN_HEADER, whose functions and macros anybody may use.
 * Sources come before the first question. The words outlive the mentions. */
enum { SCAN_HEADER = -1 };
void scan_mentions_add(ScanMentions *mentions, const ScanWords *words, gint file);

/* The next source that defines, with external linkage, something that is used: each once, the nearest first. Its headers may be added
 * before the one after it is asked for. *is_near: code with value tasks names it itself. false: there is none. */
bool scan_mentions_next(ScanMentions *mentions, gint *file, bool *is_near);

/* Appends the names (ScanName), sorted, of variables of external linkage that are used, of all so far: whoever writes one decides, too. near: those that
 * code with value tasks names itself, further: the others. */
void scan_mentions_variables(const ScanMentions *mentions, GArray *near, GArray *further);

#endif
