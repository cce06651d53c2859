/* dump.c - what the analysis derived, for people: --dump=summary and --dump=state. */
#include "analysis/engine.h"

void analysis_dump_summaries(const AnalysisProgram *program, const char *function, GString *out)
{
    (void)program;
    (void)function;
    (void)out;
}
void analysis_dump_states(const AnalysisProgram *program, const char *function, GString *out)
{
    (void)program;
    (void)function;
    (void)out;
}
