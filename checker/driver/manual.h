/* manual.h - the command line described for others: the manual page, and what shells complete. Made from the table of options. */
#ifndef VTCHECK_DRIVER_MANUAL_H
#define VTCHECK_DRIVER_MANUAL_H

#include <glib.h>
#include <stdbool.h>

/* vtcheck(1) for man. */
void driver_manual(GString *out);

/* The completion script for "bash", "zsh" or "fish"; false: another shell. */
bool driver_completion(const char *shell, GString *out);

#endif
