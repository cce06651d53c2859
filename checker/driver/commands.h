/* commands.h - what vtcheck answers without checking anything. */
#ifndef VTCHECK_DRIVER_COMMANDS_H
#define VTCHECK_DRIVER_COMMANDS_H

#include "driver/options.h"

/* --version, --help, --list-checks, explain. Returns an exit status, or -1: the options ask for a check. */
int driver_answer(const DriverOptions *options);

/* "0.1.0" */
const char *driver_version(void);

#endif
