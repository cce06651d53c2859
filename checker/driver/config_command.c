/* config_command.c - verify, dump and explain a configuration; see config_command.h. */
#include "driver/config_command.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "driver/output.h"
#include "driver/pipeline.h"
#include "rules/rules.h"

typedef struct Question {
    PipelineJudgement *judgement;
    const char *working_directory;
    char *file;                  /* whose configuration is meant; a folder stands for the files in it */
    const PipelinePolicy *policy;
} Question;

static bool is_configuration(const char *path)
{
    return g_str_has_suffix(path, ".yaml") || g_str_has_suffix(path, ".yml");
}

/* FILE may be a configuration itself; then it is read as with --config-file. */
static bool ask(Question *question, DriverOptions *options)
{
    const char *given = options->files->len > 0 ? options->files->pdata[0] : ".";
    char *path = base_path_absolute(given, question->working_directory);
    struct stat status;
    bool exists = stat(path, &status) == 0;
    bool is_own = is_configuration(path) && options->config_file == NULL;
    if (!exists && !is_own) {
        driver_tell("%s: no such file; name a source file, a folder, or a configuration", given);
        g_free(path);
        return false;
    }
    if (is_own)
        options->config_file = g_strdup(path);
    question->file = exists && S_ISDIR(status.st_mode) ? g_build_filename(path, CONFIG_FILE_NAME, NULL) : g_strdup(path);
    g_free(path);
    char *error = NULL;
    question->judgement = driver_judgement(options, question->working_directory, &error);
    question->policy = question->judgement != NULL ? pipeline_policy(question->judgement, question->file, &error) : NULL;
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    return question->policy != NULL;
}

static const char *shown(const Question *question, const char *path)
{
    return base_path_below(path, question->working_directory);
}

static void verify(const Question *question, GString *out)
{
    const char *path = question->policy->config->path;
    if (path != NULL)
        g_string_append_printf(out, "%s: can be read\n", shown(question, path));
    else
        g_string_append(out, "no " CONFIG_FILE_NAME " in this folder or above: everything is as by default\n");
}

static void explain_value(const Question *question, GString *out, const char *name, const ConfigValue *value)
{
    if (value->text == NULL)
        return;
    g_string_append_printf(out, "  %s: '%s' (%s:%u:%u", name, value->text, shown(question, value->path), value->line, value->column);
    for (const ConfigValue *outer = value->goes_on; outer != NULL; outer = outer->goes_on)
        g_string_append_printf(out, ", after %s:%u:%u", shown(question, outer->path), outer->line, outer->column);
    g_string_append(out, ")\n");
}

static void explain_given(GString *out, const char *option, const char *value)
{
    if (value != NULL)
        g_string_append_printf(out, "  --%s: '%s' (the command line)\n", option, value);
}

static void explain_rules(const PipelinePolicy *policy, GString *out)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    g_string_append(out, "rules:\n");
    for (size_t i = 0; i < count; i++) {
        const char *severity = report_severity_name(policy->promoted[i] ? REPORT_ERROR : policy->severity[i]);
        g_string_append_printf(out, "  %-20s %s\n", rules[i]->info.id, policy->enabled[i] ? severity : "off");
    }
}

static void explain(const Question *question, const DriverOptions *options, GString *out)
{
    const Config *config = question->policy->config;
    verify(question, out);
    explain_value(question, out, "Checks", &config->checks);
    explain_value(question, out, "WarningsAsErrors", &config->warnings_as_errors);
    explain_value(question, out, "HeaderFilterRegex", &config->header_filter);
    for (guint i = 0; i < config->options->len; i++) {
        const ConfigOption *option = config->options->pdata[i];
        explain_value(question, out, option->name, &option->value);
    }
    for (guint i = 0; i < config->apis->len; i++)
        explain_value(question, out, "ValueTasks", &((const ConfigApi *)config->apis->pdata[i])->type);
    explain_given(out, "checks", options->checks);
    explain_given(out, "warnings-as-errors", options->warnings_as_errors);
    explain_given(out, "header-filter", options->header_filter);
    explain_rules(question->policy, out);
}

static int print(const GString *text)
{
    char *error = NULL;
    GString *visible = g_string_new(NULL);
    driver_append_visible(visible, text->str);
    bool written = driver_output_write(NULL, visible, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    g_string_free(visible, TRUE);
    return written ? DRIVER_CLEAN : DRIVER_FAILED;
}

int driver_config_command(const DriverOptions *options)
{
    DriverOptions own = *options;
    own.config_file = g_strdup(options->config_file);
    char *working_directory = g_get_current_dir();
    Question question = {.working_directory = working_directory};
    int status = DRIVER_FAILED;
    if (ask(&question, &own)) {
        GString *out = g_string_new(NULL);
        if (options->config_dump)
            config_dump(question.policy->config, out);
        else if (options->config_explain)
            explain(&question, options, out);
        else
            verify(&question, out);
        status = print(out);
        g_string_free(out, TRUE);
    }
    pipeline_judgement_free(question.judgement);
    g_free(question.file);
    g_free(own.config_file);
    g_free(working_directory);
    return status;
}
