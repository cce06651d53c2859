/* judgement.h - which rules apply to which file, and how loud: configuration and command line put together.
 *
 * Each file has the configuration nearest to it, or that of --config-file; the command line wins over both. */
#ifndef VTCHECK_PIPELINE_JUDGEMENT_H
#define VTCHECK_PIPELINE_JUDGEMENT_H

#include "config/config.h"
#include "pipeline/units.h"
#include "profile/profile.h"
#include "report/finding.h"

/* What the command line says. Any text may be NULL but the last. */
typedef struct PipelineWishes {
    const char *checks, *warnings_as_errors, *header_filter;
    const char *config_file;        /* absolute; NULL: looked for */
    const char *working_directory;  /* absolute */
    bool report_unused;             /* comments that silence nothing are findings */
} PipelineWishes;

/* What holds for all files that have one configuration. */
typedef struct PipelinePolicy {
    const Config *config;
    bool *enabled;             /* per rule, as rules_all orders them */
    bool *promoted;            /* per rule: its findings are errors */
    ReportSeverity *severity;  /* per rule, before promotion */
    GRegex *header_filter;     /* NULL: all headers */
    ProfileSettings measured;  /* what is made of measurements */
    GPtrArray *apis;           /* BaseApi, owned by the configuration */
} PipelinePolicy;

/* Reads each configuration once, when it is first needed: one whose files may have changed needs a new judgement. Not thread-safe. */
typedef struct PipelineJudgement PipelineJudgement;

/* Functions that can fail set *error (g_free) to a text for the user: a sentence, or "path:line:column: error: sentence". */

/* NULL: the wishes make no sense, or the working directory's configuration does not. */
PipelineJudgement *pipeline_judgement_new(const PipelineWishes *wishes, char **error);
void pipeline_judgement_free(PipelineJudgement *judgement); /* NULL is fine */

bool pipeline_judgement_reports_unused(const PipelineJudgement *judgement);

/* The policy of a file (absolute path), which lives as long as the judgement; NULL: its configuration cannot be read. */
const PipelinePolicy *pipeline_policy(PipelineJudgement *judgement, const char *path, char **error);

/* Gives the units that have none yet the APIs that their configurations describe, which live as long as the judgement. False: a configuration cannot
 * be read, or the command line leaves no rule on for any unit. *warning (g_free) may be set when it succeeds. */
bool pipeline_judgement_attach(PipelineJudgement *judgement, const PipelineUnits *units, char **warning, char **error);

/* Drops the findings of rules that are off where they stand, and those in headers that are not to be shown (files of `units`
 * always are); sets severities. */
bool pipeline_judgement_apply(PipelineJudgement *judgement, const PipelineUnits *units, ReportSet *set, char **error);

#endif
