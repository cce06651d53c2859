/* environment.c - the environment variables that matter; see environment.h. The only place that asks for one. */
#include "base/environment.h"

#include <stdlib.h>

static const struct {
    const char *name, *help;
} variables[ENVIRONMENT_COUNT] = {
#define ENVIRONMENT(name, help) {#name, help},
#include "base/environment.def"
#undef ENVIRONMENT
};

const char *environment_get(EnvironmentVariable variable)
{
    const char *value = getenv(variables[variable].name);
    return value != NULL && *value != '\0' ? value : NULL;
}

const char *environment_name(EnvironmentVariable variable)
{
    return variables[variable].name;
}

const char *environment_help(EnvironmentVariable variable)
{
    return variables[variable].help;
}
