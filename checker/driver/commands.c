/* commands.c - answers that need no check; see commands.h. */
#include "driver/commands.h"

#include <string.h>

#include "base/path.h"
#include "driver/config_command.h"
#include "driver/manual.h"
#include "driver/output.h"
#include "driver/pipeline.h"
#include "frontend/frontend.h"
#include "report/suppress.h"
#include "rules/rules.h"

const char *driver_version(void)
{
    return VTCHECK_VERSION;
}

static int print(GString *text)
{
    char *error = NULL;
    bool written = driver_output_write(NULL, text, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    g_string_free(text, TRUE);
    return written ? DRIVER_CLEAN : DRIVER_FAILED;
}

static int print_version(void)
{
    char *clang = frontend_clang_version();
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "vtcheck %s\nlibclang: %s\n", driver_version(), clang != NULL ? clang : frontend_load());
    g_free(clang);
    return print(text);
}

static void append_rule(GString *text, const ReportRule *rule, ReportSeverity severity)
{
    g_string_append_printf(text, "  %-20s %-8s %s\n", rule->id, report_severity_name(severity), rule->summary);
}

static int list_rules(const DriverOptions *options)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    char *error = NULL, *here = g_get_current_dir();
    char *file = options->files->len > 0 ? base_path_absolute(options->files->pdata[0], here) : g_build_filename(here, CONFIG_FILE_NAME, NULL);
    PipelineJudgement *judgement = driver_judgement(options, here, &error);
    const PipelinePolicy *policy = judgement != NULL ? pipeline_policy(judgement, file, &error) : NULL;
    int status = DRIVER_FAILED;
    if (policy != NULL) {
        GString *text = g_string_new("Enabled checks:\n");
        for (size_t i = 0; i < count; i++)
            if (policy->enabled[i])
                append_rule(text, &rules[i]->info, policy->promoted[i] ? REPORT_ERROR : policy->severity[i]);
        status = print(text);
    } else {
        driver_tell("%s", error);
    }
    g_free(error);
    pipeline_judgement_free(judgement);
    g_free(file);
    g_free(here);
    return status;
}

static int explain(const char *id)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    const Rule *rule = id != NULL ? rules_find(id) : NULL;
    GString *text = g_string_new(NULL);
    if (id != NULL && strcmp(id, report_rule_unused_suppression.id) == 0) {
        g_string_append(text, report_rule_unused_suppression.documentation);
        return print(text);
    }
    if (rule != NULL) {
        g_string_append(text, rule->info.documentation);
        if (text->len > 0 && text->str[text->len - 1] != '\n')
            g_string_append_c(text, '\n');
        return print(text);
    }
    g_string_append(text, "'vtcheck explain RULE' tells why a rule is there, with a bad and a good example. The rules:\n");
    for (size_t i = 0; i < count; i++)
        append_rule(text, &rules[i]->info, rules[i]->info.severity);
    if (id == NULL)
        return print(text);
    driver_tell("there is no rule '%s'. %s", id, g_strchomp(text->str));
    g_string_free(text, TRUE);
    return DRIVER_FAILED;
}

static int complete(const DriverOptions *options)
{
    GString *text = g_string_new(NULL);
    char *error = NULL;
    bool written = false;
    if (!driver_completion(options->completion, text))
        error = g_strdup_printf("there is no completion script for '%s'; there is one for bash, zsh and fish", options->completion);
    else
        written = driver_output_write(options->output, text, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    g_string_free(text, TRUE);
    return written ? DRIVER_CLEAN : DRIVER_FAILED;
}

int driver_answer(const DriverOptions *options)
{
    if (options->help) {
        GString *text = g_string_new(NULL);
        driver_options_help(text);
        return print(text);
    }
    if (options->version)
        return print_version();
    if (options->list_checks)
        return list_rules(options);
    if (options->completion != NULL)
        return complete(options);
    if (options->is_config)
        return driver_config_command(options);
    if (options->is_explain)
        return explain(options->explain);
    return -1;
}
