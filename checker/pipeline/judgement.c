/* judgement.c - configuration and command line to policies, one for each different configuration; see judgement.h. */
#include "pipeline/judgement.h"

#include <string.h>

#include "report/suppress.h"
#include "rules/rules.h"

struct PipelineJudgement {
    char *checks, *warnings_as_errors, *header_filter, *working_directory;
    ConfigKnown known;
    const char **rule_ids;
    ConfigOptionKind *option_kinds;
    ConfigStore *store;
    GHashTable *policies; /* Config => PipelinePolicy */
    bool report_unused;
};

/* --- what configurations may say --- */

#define THRESHOLD "vt-rarely-sync.Threshold"
#define MINIMUM "vt-rarely-sync.Minimum"

/* What single rules have besides their severity. */
static const ConfigOptionKind further_options[] = {
    {THRESHOLD, NULL, 0, 100},
    {MINIMUM, NULL, 1, INT64_MAX},
};

/* Every rule's severity can be set. */
static void fill_known(PipelineJudgement *judgement)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    judgement->rule_ids = g_new0(const char *, count + 1);
    judgement->option_kinds = g_new0(ConfigOptionKind, count + G_N_ELEMENTS(further_options));
    for (size_t i = 0; i < count; i++) {
        judgement->rule_ids[i] = rules[i]->info.id;
        judgement->option_kinds[i] = (ConfigOptionKind){.name = g_strconcat(rules[i]->info.id, ".Severity", NULL), .choices = "error|warning"};
    }
    for (size_t i = 0; i < G_N_ELEMENTS(further_options); i++) {
        judgement->option_kinds[count + i] = further_options[i];
        judgement->option_kinds[count + i].name = g_strdup(further_options[i].name);
    }
    judgement->known = (ConfigKnown){judgement->rule_ids, count, judgement->option_kinds, count + G_N_ELEMENTS(further_options), judgement->working_directory};
}

/* --- rule masks --- */

static const char *unless_empty(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

static bool names_rules_first(const char *globs)
{
    return globs[strspn(globs, ", \t")] != '-';
}

/* The command line's list goes on where the configuration's ends, unless it says by itself what is on. */
static char *combine(const char *configured, const char *given)
{
    if (given == NULL)
        return g_strdup(configured);
    if (unless_empty(configured) == NULL || names_rules_first(given))
        return g_strdup(given);
    return g_strjoin(",", configured, given, NULL);
}

/* `option` is what the user calls the globs; `otherwise` is the mask's value where there are none. */
static bool *select_rules(const char *option, const char *configured, const char *given, bool otherwise, char **error)
{
    size_t count = 0;
    rules_all(&count);
    bool *mask = g_new0(bool, count + 1);
    char *globs = combine(configured, given), *bad = NULL;
    if (unless_empty(globs) == NULL) {
        for (size_t i = 0; i < count; i++)
            mask[i] = otherwise;
    } else if (!rules_select(globs, mask, &bad)) {
        *error = g_strdup_printf("--%s: no rule matches '%s'; 'vtcheck --list-checks' lists the rules", option, bad != NULL ? bad : globs);
        g_free(bad);
        g_clear_pointer(&mask, g_free);
    }
    g_free(globs);
    return mask;
}

static bool any_rule(const bool *enabled)
{
    size_t count = 0;
    rules_all(&count);
    for (size_t i = 0; i < count; i++)
        if (enabled[i])
            return true;
    return false;
}

/* --- policies --- */

static ReportSeverity *read_severities(const Config *config)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    ReportSeverity *severities = g_new0(ReportSeverity, count + 1);
    for (size_t i = 0; i < count; i++) {
        char *name = g_strconcat(rules[i]->info.id, ".Severity", NULL);
        const ConfigValue *value = config_option(config, name);
        severities[i] = rules[i]->info.severity;
        if (value != NULL)
            severities[i] = strcmp(value->text, "error") == 0 ? REPORT_ERROR : REPORT_WARNING;
        g_free(name);
    }
    return severities;
}

/* The configuration has seen to it that these are numbers in their range. */
static int64_t read_number(const Config *config, const char *name, int64_t otherwise)
{
    const ConfigValue *value = config_option(config, name);
    return value != NULL ? g_ascii_strtoll(value->text, NULL, 10) : otherwise;
}

static ProfileSettings read_profile_settings(const Config *config)
{
    ProfileSettings settings = PROFILE_SETTINGS_DEFAULT;
    settings.threshold = (unsigned)read_number(config, THRESHOLD, settings.threshold);
    settings.minimum = (uint64_t)read_number(config, MINIMUM, (int64_t)settings.minimum);
    return settings;
}

static bool compile_header_filter(const PipelineJudgement *judgement, PipelinePolicy *policy, char **error)
{
    const char *pattern = judgement->header_filter != NULL ? judgement->header_filter : policy->config->header_filter.text;
    if (pattern == NULL)
        return true;
    GError *fault = NULL;
    policy->header_filter = g_regex_new(pattern, G_REGEX_RAW, 0, &fault);
    if (policy->header_filter != NULL)
        return true;
    *error = g_strdup_printf("--header-filter: '%s' is no regular expression: %s", pattern, fault->message);
    g_error_free(fault);
    return false;
}

static void free_policy(gpointer data)
{
    PipelinePolicy *policy = data;
    g_free(policy->enabled);
    g_free(policy->promoted);
    g_free(policy->severity);
    g_clear_pointer(&policy->header_filter, g_regex_unref);
    g_ptr_array_unref(policy->apis);
    g_free(policy);
}

static PipelinePolicy *make_policy(const PipelineJudgement *judgement, const Config *config, char **error)
{
    PipelinePolicy *policy = g_new0(PipelinePolicy, 1);
    policy->config = config;
    policy->apis = g_ptr_array_new();
    for (guint i = 0; i < config->apis->len; i++)
        g_ptr_array_add(policy->apis, ((const ConfigApi *)config->apis->pdata[i])->api);
    policy->severity = read_severities(config);
    policy->measured = read_profile_settings(config);
    policy->enabled = select_rules("checks", config->checks.text, unless_empty(judgement->checks), true, error);
    if (policy->enabled != NULL)
        policy->promoted = select_rules("warnings-as-errors", config->warnings_as_errors.text, judgement->warnings_as_errors, false, error);
    if (policy->promoted == NULL || !compile_header_filter(judgement, policy, error)) {
        free_policy(policy);
        return NULL;
    }
    return policy;
}

const PipelinePolicy *pipeline_policy(PipelineJudgement *judgement, const char *path, char **error)
{
    const Config *config = config_store_for_file(judgement->store, path, error);
    if (config == NULL)
        return NULL;
    PipelinePolicy *policy = g_hash_table_lookup(judgement->policies, config);
    if (policy == NULL) {
        policy = make_policy(judgement, config, error);
        if (policy != NULL)
            g_hash_table_insert(judgement->policies, (gpointer)(uintptr_t)config, policy);
    }
    return policy;
}

static const PipelinePolicy *policy_here(PipelineJudgement *judgement, char **error)
{
    char *here = g_build_filename(judgement->working_directory, CONFIG_FILE_NAME, NULL);
    const PipelinePolicy *policy = pipeline_policy(judgement, here, error);
    g_free(here);
    return policy;
}

/* A header outside of the project has no configuration of its own; then it is treated as a file of the working directory. */
static const PipelinePolicy *policy_for_header(PipelineJudgement *judgement, const char *path, char **error)
{
    const PipelinePolicy *own = pipeline_policy(judgement, path, error);
    return own == NULL || own->config->path != NULL ? own : policy_here(judgement, error);
}

/* --- the judgement --- */

PipelineJudgement *pipeline_judgement_new(const PipelineWishes *wishes, char **error)
{
    *error = NULL;
    PipelineJudgement *judgement = g_new0(PipelineJudgement, 1);
    judgement->checks = g_strdup(wishes->checks);
    judgement->warnings_as_errors = g_strdup(wishes->warnings_as_errors);
    judgement->header_filter = g_strdup(wishes->header_filter);
    judgement->working_directory = g_strdup(wishes->working_directory);
    judgement->report_unused = wishes->report_unused;
    fill_known(judgement);
    judgement->store = config_store_new(&judgement->known, wishes->config_file);
    judgement->policies = g_hash_table_new_full(NULL, NULL, NULL, free_policy);
    /* The wishes' own mistakes are told whatever there is to check. */
    if (policy_here(judgement, error) == NULL)
        g_clear_pointer(&judgement, pipeline_judgement_free);
    return judgement;
}

void pipeline_judgement_free(PipelineJudgement *judgement)
{
    if (judgement == NULL)
        return;
    g_hash_table_unref(judgement->policies);
    config_store_free(judgement->store);
    for (size_t i = 0; i < judgement->known.option_count; i++)
        g_free((char *)(uintptr_t)judgement->option_kinds[i].name);
    g_free(judgement->option_kinds);
    g_free(judgement->rule_ids);
    g_free(judgement->checks);
    g_free(judgement->warnings_as_errors);
    g_free(judgement->header_filter);
    g_free(judgement->working_directory);
    g_free(judgement);
}

bool pipeline_judgement_reports_unused(const PipelineJudgement *judgement)
{
    return judgement->report_unused;
}

/* --- units and findings --- */

bool pipeline_judgement_attach(PipelineJudgement *judgement, const PipelineUnits *units, char **warning, char **error)
{
    bool any = units->units->len == 0;
    *warning = *error = NULL;
    for (guint i = 0; i < units->units->len; i++) {
        PipelineUnit *unit = units->units->pdata[i];
        const PipelinePolicy *policy = pipeline_policy(judgement, unit->source, error);
        if (policy == NULL && unit->is_context) {
            g_clear_pointer(error, g_free); /* nobody asked for what is there */
            continue;
        }
        if (policy == NULL)
            return false;
        any = any || (!unit->is_context && any_rule(policy->enabled));
        if (policy->apis->len > 0 && unit->apis == NULL)
            unit->apis = g_ptr_array_ref(policy->apis);
    }
    /* A run without rules is always clean. Nobody asks for that on a command line; for a folder of other people's code a
     * configuration may. */
    if (!any && unless_empty(judgement->checks) != NULL)
        *error = g_strdup("--checks leaves no rule on; '-*,vt-double-await' leaves one, 'vtcheck --list-checks' lists them all");
    else if (!any)
        *warning = g_strdup("warning: the configuration leaves no rule on for what is checked here");
    return *error == NULL;
}

static size_t index_of_rule(const ReportRule *info)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++)
        if (&rules[i]->info == info)
            return i;
    g_assert_not_reached();
}

/* Returns whether the finding is to be kept. */
static bool apply_policy(const PipelinePolicy *policy, bool is_header, ReportFinding *finding)
{
    bool is_shown = !is_header || policy->header_filter == NULL || g_regex_match(policy->header_filter, finding->place.path, 0, NULL);
    if (finding->rule == &report_rule_unused_suppression)
        return is_shown; /* it was asked for by an option of its own */
    size_t rule = index_of_rule(finding->rule);
    if (finding->severity != REPORT_NOTE) /* advice stays advice */
        finding->severity = policy->promoted[rule] ? REPORT_ERROR : policy->severity[rule];
    return policy->enabled[rule] && is_shown;
}

bool pipeline_judgement_apply(PipelineJudgement *judgement, const PipelineUnits *units, ReportSet *set, char **error)
{
    GHashTable *sources = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < units->units->len; i++)
        g_hash_table_add(sources, ((PipelineUnit *)units->units->pdata[i])->source);
    guint kept = 0;
    bool good = true;
    *error = NULL;
    for (guint i = 0; good && i < set->findings->len; i++) {
        ReportFinding finding = g_array_index(set->findings, ReportFinding, i);
        const char *path = finding.place.path;
        bool is_header = path != NULL && !g_hash_table_contains(sources, path);
        const PipelinePolicy *policy = is_header ? policy_for_header(judgement, path, error) : pipeline_policy(judgement, path != NULL ? path : "/", error);
        good = policy != NULL;
        if (good && apply_policy(policy, is_header, &finding))
            g_array_index(set->findings, ReportFinding, kept++) = finding;
    }
    g_array_set_size(set->findings, kept);
    g_hash_table_unref(sources);
    return good;
}
