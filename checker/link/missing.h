/* missing.h - what a program's checked modules need to know and its modules do not say: where to look on for more modules.
 *
 * A run over some files of a program sees declarations of what the others define. What is asked for is what could change a verdict
 * about a checked function: it starts from the functions of checked modules through which value tasks go, and follows whatever these
 * call or keep the address of. */
#ifndef VTCHECK_LINK_MISSING_H
#define VTCHECK_LINK_MISSING_H

#include <glib.h>

#include "analysis/program.h"

/* Link names, which live in the modules. */
typedef struct LinkMissing {
    GPtrArray *definitions; /* functions and variables that another module may define, or define otherwise; those that handle tasks first */
    GPtrArray *keepers;     /* functions whose addresses other modules may keep in a table */
    GPtrArray *writers;     /* variables that no module here writes */
} LinkMissing;

/* What a module can give to those who miss something: what letter a name is listed under. */
enum { LINK_DEFINES = 'd', LINK_KEEPS = 'k', LINK_WRITES = 'w' };

/* All of it: names (g_free), each behind its letter. */
GPtrArray *link_offers(const IrModule *module);

LinkMissing *link_missing(const AnalysisProgram *program);
void link_missing_free(LinkMissing *missing);

#endif
