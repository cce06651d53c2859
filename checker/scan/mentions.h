/* mentions.h - who defines what code with value tasks uses, directly or through others: by the words of files, without preprocessing.
 *
 * For one question: which files without value tasks decide what becomes of one. What a file defines at file level is known with the
 * names that stand in each definition; from the names that code with value tasks uses, definitions are followed to whatever they use in turn.
 * Names are all there is: a local variable named as another file's global counts as a use of it, which costs a parse and nothing else; a
 * member (`x.name`, `x->name`) or a tag is no use. A definition whose name a macro puts together, or whose parameters are declared in the
 * old way, is not seen. Not thread-safe. */
#ifndef VTCHECK_SCAN_MENTIONS_H
#define VTCHECK_SCAN_MENTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct ScanMentions ScanMentions;

ScanMentions *scan_mentions_new(void);
void scan_mentions_free(ScanMentions *mentions);

/* Adds what code with value tasks uses, any bytes; of a header what stands inside of braces and macros only, for what it declares is not used by
 * everybody who includes it. */
void scan_mentions_use(ScanMentions *mentions, const char *bytes, size_t length, bool is_header);

/* Adds what a file defines, any bytes: a source, which has a number that is not negative, or SCAN_HEADER, whose functions and macros anybody may
 * use. Sources come before the first question. */
enum { SCAN_HEADER = -1 };
void scan_mentions_add(ScanMentions *mentions, const char *bytes, size_t length, gint file);

/* The next source that defines, with external linkage, something that is used: each once, the nearest first. Its headers may be added
 * before the one after it is asked for. *is_near: code with value tasks names it itself. false: there is none. */
bool scan_mentions_next(ScanMentions *mentions, gint *file, bool *is_near);

/* The names of variables of external linkage that are used, of all so far: whoever writes one decides, too. near: those that code with value
 * tasks names itself, further: the others. They live as long as mentions. */
void scan_mentions_variables(const ScanMentions *mentions, GPtrArray *near, GPtrArray *further);

#endif
