/* fuzz_summary.c - any bytes are safe to read as a summary file. So that a fuzzer gets past the first lines, these and the checksum
 * are made here: `data` is what follows. Seeds: what `vtcheck summarise` writes, without its first three lines; or none. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/summary_file.h"

static const char version[] = "0";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first two lines are those of any summary. */
static GString *with_head(const uint8_t *data, size_t size)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add(builder, data, size);
    CacheKey check = cache_key_end(builder);
    GString *bytes = g_string_new(NULL);
    PipelineOutcome outcome = {0};
    pipeline_summary_write(&outcome, "/r/a.c", "/r", version, bytes);
    g_string_truncate(bytes, (gsize)(strstr(bytes->str, "\ncheck ") - bytes->str));
    g_string_append_printf(bytes, "\ncheck %016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x\n", (guint64)check.high, (guint64)check.low);
    g_string_append_len(bytes, (const char *)data, (gssize)size);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    GString *bytes = with_head(data, size);
    PipelineSummary summary;
    char *error = NULL;
    bool is_read = pipeline_summary_read(bytes->str, bytes->len, "/r", version, &summary, &error);
    if (is_read != (error == NULL))
        abort();
    if (is_read && (!pipeline_summary_is(&summary, bytes->str, bytes->len) || summary.source == NULL))
        abort();
    if (is_read && summary.outcome.result.module != NULL) {
        IrModule *module = pipeline_summary_module(&summary, bytes->str, "/r", &error);
        if ((module == NULL) != (error != NULL))
            abort();
        ir_module_free(module);
    }
    if (is_read)
        pipeline_summary_clear(&summary);
    g_free(error);
    g_string_free(bytes, TRUE);
    return 0;
}
