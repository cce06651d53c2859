/* commands.h - what vtcheck answers without checking anything. */
#ifndef VTCHECK_DRIVER_COMMANDS_H
#define VTCHECK_DRIVER_COMMANDS_H

#include "driver/options.h"

/* --version, --help, --list-checks, explain. Returns an exit status, or -1: the options ask for a check. */
int driver_answer(const DriverOptions *options);

/* "0.1.0" */
const char *driver_version(void);

/* --checks to a rule mask (g_free), or NULL after a message on standard error. `option` is the option's name;
 * `otherwise` is the mask's value where globs is NULL. */
bool *driver_select_rules(const char *option, const char *globs, bool otherwise);

#endif
