/* config_command.h - 'vtcheck config': looks at the configuration of a file without checking it. */
#ifndef VTCHECK_DRIVER_CONFIG_COMMAND_H
#define VTCHECK_DRIVER_CONFIG_COMMAND_H

#include "driver/options.h"

/* Returns an exit status. */
int driver_config_command(const DriverOptions *options);

#endif
