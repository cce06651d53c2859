/* mentions.h - which functions and variables the text of a file may use, and which it defines at file level, without preprocessing.
 *
 * For one question: which files without value tasks hold what the code around value tasks calls and tests. Names are all there is: a
 * local variable named as another file's global counts as a use of it, which costs a parse and nothing else. A definition whose name
 * a macro puts together, or whose parameters are declared in the old way, is not seen. */
#ifndef VTCHECK_SCAN_MENTIONS_H
#define VTCHECK_SCAN_MENTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Adds the names (keys, g_free by the table) that a text uses; of a header those inside of braces and macros only, for what it declares
 * is not used by everybody who includes it. */
void scan_mentions_add(const char *bytes, size_t length, bool is_header, GHashTable *names);

/* Whether the text defines one of the names, with external linkage. */
bool scan_mentions_define_any(const char *bytes, size_t length, GHashTable *names);

#endif
