/* flag_rules.h - what becomes of a compiler's flag: the table of compiler_flags.def, looked up. */
#ifndef VTCHECK_FRONTEND_FLAG_RULES_H
#define VTCHECK_FRONTEND_FLAG_RULES_H

#include <stdbool.h>

typedef enum FlagShape { ALONE, JOINED, SEPARATE, EITHER, EQUALS } FlagShape; /* how it stands with its value: compiler_flags.def */
typedef enum FlagFate {
    KEEP, DROP, NOTE, SEARCH, INCLUDE, NOSTDINC, PREPROCESSOR, LANGUAGE, STANDARD, TARGET, DRIVER_MODE, INTERNAL, PLAN9, XCLANG
} FlagFate;

typedef struct FlagRule {
    const char *name;
    FlagShape shape;
    FlagFate fate;
} FlagRule;

/* The rule with the longest name that fits; NULL: the word is no flag. *value receives the flag's value inside the
 * word, or NULL when it has none or the next word is it (*takes_next). */
const FlagRule *frontend_find_flag(const char *word, const char **value, bool *takes_next);

#endif
