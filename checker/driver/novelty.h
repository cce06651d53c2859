/* novelty.h - of what was found, what is new: --baseline, --write-baseline and --diff. */
#ifndef VTCHECK_DRIVER_NOVELTY_H
#define VTCHECK_DRIVER_NOVELTY_H

#include "driver/options.h"
#include "report/source_text.h"

typedef struct DriverNovelty DriverNovelty;

/* Reads what the options name, before anything is checked. `options` must outlive it. NULL and *error (g_free) when a file cannot
 * be read or git does not answer. */
DriverNovelty *driver_novelty_new(const DriverOptions *options, const char *root, const char *working_directory, char **error);
void driver_novelty_free(DriverNovelty *novelty); /* NULL is fine */

/* Applies it to a finished set and writes the new baseline. *news (g_free) may be set to a line for the user. False and *error (g_free):
 * the baseline is none, or the new one cannot be written. */
bool driver_novelty_apply(const DriverNovelty *novelty, ReportSet *set, ReportSources *sources, const char *root, char **news, char **error);

#endif
