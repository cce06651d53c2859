/* novelty.c - see novelty.h. */
#include "driver/novelty.h"

#include <string.h>

#include "driver/changed_lines.h"
#include "driver/output.h"
#include "report/baseline.h"

struct DriverNovelty {
    const DriverOptions *options;
    char *baseline;           /* its text, or NULL */
    gsize baseline_length;
    ReportPatch *changes;   /* or NULL */
};

static bool read_baseline(DriverNovelty *novelty, char **error)
{
    const char *path = novelty->options->baseline;
    GError *fault = NULL;
    if (path == NULL)
        return true;
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        *error = g_strdup_printf("--baseline: there is no %s; --write-baseline=%s writes it", path, path);
    else if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        *error = g_strdup_printf("--baseline: %s is not a regular file", path);
    else if (!g_file_get_contents(path, &novelty->baseline, &novelty->baseline_length, &fault))
        *error = g_strdup_printf("--baseline: %s cannot be read: %s", path, fault->message);
    g_clear_error(&fault);
    return *error == NULL;
}

DriverNovelty *driver_novelty_new(const DriverOptions *options, const char *root, const char *working_directory, char **error)
{
    DriverNovelty *novelty = g_new0(DriverNovelty, 1);
    novelty->options = options;
    bool good = read_baseline(novelty, error) && driver_output_check(options->write_baseline, error);
    if (good && options->diff != NULL) {
        novelty->changes = driver_changed_lines(options->diff, root, working_directory, error);
        good = novelty->changes != NULL;
    }
    if (!good)
        g_clear_pointer(&novelty, driver_novelty_free);
    return novelty;
}

void driver_novelty_free(DriverNovelty *novelty)
{
    if (novelty == NULL)
        return;
    g_free(novelty->baseline);
    report_patch_free(novelty->changes);
    g_free(novelty);
}

static bool apply(const char *path, const char *text, gsize length, ReportSet *set, ReportSources *sources, const char *root, char **error)
{
    char *fault = NULL;
    bool good = report_baseline_apply(set, sources, root, text, length, &fault);
    if (!good)
        *error = g_strdup_printf("%s: %s", path, fault);
    g_free(fault);
    return good;
}

/* What was written is known from now on, so this run reports nothing of it. */
static bool write_baseline(const char *path, ReportSet *set, ReportSources *sources, const char *root, char **news, char **error)
{
    GString *text = g_string_new(NULL);
    uint32_t count = report_baseline_write(set, sources, root, text);
    bool good = driver_output_write(path, text, error) && apply(path, text->str, text->len, set, sources, root, error);
    if (good)
        *news = g_strdup_printf("%u %s written to %s", count, count == 1 ? "finding was" : "findings were", path);
    g_string_free(text, TRUE);
    return good;
}

bool driver_novelty_apply(const DriverNovelty *novelty, ReportSet *set, ReportSources *sources, const char *root, char **news, char **error)
{
    const DriverOptions *options = novelty->options;
    bool good = novelty->baseline == NULL || apply(options->baseline, novelty->baseline, novelty->baseline_length, set, sources, root, error);
    if (good && options->write_baseline != NULL)
        good = write_baseline(options->write_baseline, set, sources, root, news, error);
    if (good && novelty->changes != NULL)
        report_patch_filter(novelty->changes, set);
    return good;
}
