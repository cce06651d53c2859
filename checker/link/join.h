/* join.h - modules joined by symbol into the program that the analysis sees.
 *
 * External and merged symbols of one name are one; internal ones stay apart by their file. Where several definitions of
 * a merged symbol exist (inline functions of headers, weak ones), the first in the given order is taken. The result does not
 * depend on the order of modules otherwise. */
#ifndef VTCHECK_LINK_JOIN_H
#define VTCHECK_LINK_JOIN_H

#include "analysis/program.h"

/* The modules must outlive the program. `is_context` says which of them are not checked, only known to those that are; NULL: none is.
 * Free with link_program_free. */
AnalysisProgram *link_join(const IrModule *const *modules, uint32_t count, const bool *is_context);
void link_program_free(AnalysisProgram *program); /* NULL is fine */

#endif
