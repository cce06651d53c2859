/* config.h - .vtcheck.yaml: which rules apply to a file, and which APIs are value tasks without saying so.
 *
 * A file's configuration is the nearest .vtcheck.yaml in its folder or above; with `Inherit: true` those further up are
 * read, too, and the nearer one wins. docs/configuration.md describes the keys, config.c has their table.
 *
 * Nothing here prints. Errors are whole lines: "path:line:column: error: sentence", or without line and column where
 * the file as a whole is meant. Not thread-safe. */
#ifndef VTCHECK_CONFIG_CONFIG_H
#define VTCHECK_CONFIG_CONFIG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/api.h"

#define CONFIG_FILE_NAME ".vtcheck.yaml"

/* A value and where it was written. */
typedef struct ConfigValue {
    char *text;             /* NULL: not given */
    const char *path;       /* absolute; lives as long as the store */
    uint32_t line, column;
    const struct ConfigValue *goes_on; /* a list: the inherited one that it goes on from, which is in `text` already; or NULL */
} ConfigValue;

typedef struct ConfigOption {
    char *name;             /* "vt-field-storage.Severity" */
    ConfigValue value;
} ConfigOption;

typedef struct ConfigPlace {
    uint32_t line, column;
} ConfigPlace;

typedef struct ConfigApi {
    BaseApi *api;
    ConfigValue type;       /* its type, and where the description begins */
    GArray *places;         /* ConfigPlace: where its names stand, in the order of base_api_names */
} ConfigApi;

typedef struct Config {
    const char *path;       /* the nearest file, absolute; NULL: there is none, all is as by default */
    bool inherits;
    ConfigValue checks, warnings_as_errors, header_filter;
    GPtrArray *options;     /* ConfigOption, names differ */
    GPtrArray *apis;        /* ConfigApi, types differ; the nearest file's first */
} Config;

/* An option that CheckOptions may hold. */
typedef struct ConfigOptionKind {
    const char *name;
    const char *choices;    /* "error|warning"; NULL: a whole number from least to most */
    int64_t least, most;
} ConfigOptionKind;

/* What the rest of the program knows. */
typedef struct ConfigKnown {
    const char *const *rules; /* identifiers */
    size_t rule_count;
    const ConfigOptionKind *options;
    size_t option_count;
    const char *working_directory; /* paths in messages are relative to it where they lie below */
} ConfigKnown;

typedef struct ConfigStore ConfigStore;

/* `file` NULL: configurations are looked for; else this one (absolute) is everyone's. `known` must outlive the store. */
ConfigStore *config_store_new(const ConfigKnown *known, const char *file);
void config_store_free(ConfigStore *store); /* NULL is fine; frees its configurations */

/* The configuration of a file (absolute path; it need not exist). Returns NULL and sets *error (g_free) when a
 * configuration that counts for it cannot be read. The result lives as long as the store. */
const Config *config_store_for_file(ConfigStore *store, const char *path, char **error);

/* A configuration file itself, with what it inherits. As above. */
const Config *config_store_load(ConfigStore *store, const char *path, char **error);

/* The value of an option of CheckOptions, or NULL. */
const ConfigValue *config_option(const Config *config, const char *name);

/* The merged configuration as YAML that can be read again. */
void config_dump(const Config *config, GString *out);

#endif
