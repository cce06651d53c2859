/* environment.h - the environment variables that matter, as one table (environment.def) for those who read them and for the manual. */
#ifndef VTCHECK_BASE_ENVIRONMENT_H
#define VTCHECK_BASE_ENVIRONMENT_H

typedef enum EnvironmentVariable {
#define ENVIRONMENT(name, help) ENVIRONMENT_##name,
#include "base/environment.def"
#undef ENVIRONMENT
    ENVIRONMENT_COUNT
} EnvironmentVariable;

/* The variable's value; NULL where it is not set, or empty. Borrowed from the environment, which nobody changes after the start. */
const char *environment_get(EnvironmentVariable variable);

const char *environment_name(EnvironmentVariable variable);
const char *environment_help(EnvironmentVariable variable);

#endif
