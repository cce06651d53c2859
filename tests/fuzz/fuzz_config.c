/* fuzz_config.c - any bytes as a configuration: refused with a message or read, never a crash; what was read can be dumped. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "config/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const rules[] = {"vt-double-await", "vt-unawaited"};
    static const ConfigOptionKind options[] = {{.name = "vt-unawaited.Severity", .choices = "error|warning"}, {.name = "vt-x.Share", .least = 0, .most = 100}};
    const ConfigKnown known = {rules, 2, options, 2, "/"};
    YamlError error;
    YamlNode *root = config_yaml_parse((const char *)data, size, &error);
    Config *config = error.message == NULL ? config_read(root, "/c.yaml", &known, &error) : NULL;
    if ((config == NULL) != (error.message != NULL))
        g_error("neither read nor refused");
    if (config != NULL) {
        GString *text = g_string_new(NULL);
        config_dump(config, text);
        g_string_free(text, TRUE);
    }
    config_free(config);
    config_yaml_free(root);
    g_free(error.message);
    return 0;
}
