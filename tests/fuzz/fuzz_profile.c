/* libFuzzer target: any bytes are safe to read as a profile. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *error = NULL;
    profile_free(profile_parse((const char *)data, size, "fuzz", &error));
    g_free(error);
    return 0;
}
