/* findings.h - from what the analysis tells to findings: which rules speak, how loud, about which files.
 *
 * The last stage before a report is written, for the batch driver and the language server alike. */
#ifndef VTCHECK_PIPELINE_FINDINGS_H
#define VTCHECK_PIPELINE_FINDINGS_H

#include "analysis/analysis.h"
#include "pipeline/judgement.h"
#include "profile/profile.h"
#include "report/suppress.h"

/* What was measured of the program's functions, each weighed by the configuration of its file. */
ProfileResult *pipeline_measure(PipelineJudgement *judgement, const Profile *profile, const AnalysisProgram *program, const char *working_directory);

/* Adds to `set` what the rules say of the analysis and of what was measured (NULL: nothing), and the analysis's limits: all that depends on
 * the program alone. */
void pipeline_find(const AnalysisResult *analysis, const ProfileResult *measured, const PipelineUnits *units, ReportSources *sources, ReportSet *set);

/* Adds the module's files that are not of the system: those in which comments and macros are looked for. */
void pipeline_note_files(const IrModule *module, ReportSet *set);

/* Judges what is in the set (judgement.h), marks what comments suppress, sorts and merges. Returns false and sets *error
 * (g_free) when the configuration of a file with findings cannot be read. */
bool pipeline_weigh(PipelineJudgement *judgement, const PipelineUnits *units, ReportSources *sources, ReportSet *set, char **error);

/* Both. */
bool pipeline_judge(PipelineJudgement *judgement, const AnalysisResult *analysis, const ProfileResult *measured, const PipelineUnits *units,
                    ReportSources *sources, ReportSet *set, char **error);

#endif
