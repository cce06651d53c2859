/* keys.h - from a YAML tree to a Config. Private to this folder. */
#ifndef VTCHECK_CONFIG_KEYS_H
#define VTCHECK_CONFIG_KEYS_H

#include "config/config.h"
#include "config/yaml.h"

Config *config_new(void);
void config_free(Config *config);

/* Reads one file's tree (NULL: an empty file). `path` is kept, not copied. Returns NULL and fills *error when a key is
 * unknown or a value has the wrong type. */
Config *config_read(const YamlNode *root, const char *path, const ConfigKnown *known, YamlError *error);

/* Fills what `config` leaves open from `parent`. */
void config_inherit(Config *config, const Config *parent);

#endif
