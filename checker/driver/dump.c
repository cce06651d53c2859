/* dump.c - the stages of the analysis as text; see dump.h. */
#include "driver/dump.h"

#include <string.h>

#include "analysis/explain.h"
#include "base/path.h"
#include "ir/text.h"
#include "rules/explain_state.h"

/* --- control flow as Graphviz --- */

static void append_quoted(GString *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
}

/* One line an instruction: what it is, what it is about, and where. */
static void append_instruction(const IrModule *module, const IrInst *inst, GString *out)
{
    if (inst->result != IR_NONE)
        g_string_append_printf(out, "%%%u = ", inst->result);
    g_string_append(out, ir_op_name(inst->op));
    if (inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE) {
        g_string_append_c(out, ' ');
        append_quoted(out, module->functions[inst->as.call.function].name);
    } else if (inst->op == IR_OP_MEMBER && inst->as.member.name != NULL) {
        g_string_append_c(out, ' ');
        append_quoted(out, inst->as.member.name);
    }
    if (inst->span.file != IR_NONE && inst->span.line > 0)
        g_string_append_printf(out, "  :%u", inst->span.line);
    g_string_append(out, "\\l");
}

static const char *edge_label(const IrInst *last, uint32_t k)
{
    if (last->op != IR_OP_BRANCH)
        return "";
    return k == 0 ? " [label=\"true\"]" : " [label=\"false\"]";
}

static void append_cfg(const IrModule *module, const IrFunction *function, GString *out)
{
    g_string_append(out, "digraph \"");
    append_quoted(out, function->name);
    g_string_append(out, "\" {\n  node [shape=box, fontname=monospace];\n");
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        g_string_append_printf(out, "  b%u [label=\"b%u\\l", b, b);
        for (uint32_t i = 0; i < block->inst_count; i++)
            append_instruction(module, &block->insts[i], out);
        g_string_append(out, "\"];\n");
        const IrInst *last = ir_end_of(function, b);
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            g_string_append_printf(out, "  b%u -> b%u%s;\n", b, ir_successor(block, k), edge_label(last, k));
    }
    g_string_append(out, "}\n");
}

/* --- all dumps --- */

static void dump_ast(const DriverRun *run, GString *out)
{
    for (guint i = 0; i < run->units.units->len; i++)
        if (run->outcomes[i].dump != NULL)
            g_string_append(out, run->outcomes[i].dump);
}

static void dump_ir(const DriverRun *run, GString *out)
{
    for (uint32_t i = 0; i < run->module_count; i++)
        ir_print_module(run->modules[i], out);
}

static void dump_cfg(const DriverRun *run, GString *out)
{
    for (uint32_t i = 0; i < run->module_count; i++)
        for (uint32_t k = 0; k < run->modules[i]->function_count; k++)
            if (run->modules[i]->functions[k].is_defined)
                append_cfg(run->modules[i], &run->modules[i]->functions[k], out);
}

static void dump_state(const DriverRun *run, GString *out)
{
    analysis_dump_states(run->program, NULL, out);
}

static void dump_summary(const DriverRun *run, GString *out)
{
    analysis_dump_summaries(run->program, NULL, out);
}

/* --- --explain-state --- */

typedef struct Question {
    char *path;       /* absolute, as it was asked for */
    uint32_t line;
    const char *read; /* the same file as it was read; NULL: it was not */
} Question;

static Question question_of(const DriverRun *run)
{
    const char *colon = strrchr(run->options->explain_state, ':');
    char *file = g_strndup(run->options->explain_state, (gsize)(colon - run->options->explain_state));
    Question question = {base_path_absolute(file, run->working_directory), (uint32_t)g_ascii_strtoull(colon + 1, NULL, 10), NULL};
    for (uint32_t i = 0; i < run->module_count && question.read == NULL; i++)
        for (uint32_t k = 0; k < run->modules[i]->file_count && question.read == NULL; k++)
            if (pipeline_is_same_file(run->modules[i]->files[k].path, question.path))
                question.read = run->modules[i]->files[k].path;
    g_free(file);
    return question;
}

static void dump_explain_state(const DriverRun *run, GString *out)
{
    Question question = question_of(run);
    AnalysisExplanation *explanation = analysis_explain(run->program, question.read, question.line);
    explain_state_write(explanation, base_path_below(question.path, run->working_directory), question.line, out);
    analysis_explanation_free(explanation);
    g_free(question.path);
}

char *driver_dump_refusal(const DriverRun *run)
{
    if (strcmp(run->options->dump, DRIVER_DUMP_EXPLAIN_STATE) != 0)
        return NULL;
    Question question = question_of(run);
    const char *shown = base_path_below(question.path, run->working_directory);
    const ReportSource *source = question.read != NULL ? report_sources_get(run->sources, question.read) : NULL;
    char *refusal = NULL;
    if (!g_file_test(question.path, G_FILE_TEST_EXISTS))
        refusal = g_strdup_printf("--explain-state: %s: no such file", shown);
    else if (question.read == NULL)
        refusal = g_strdup_printf("--explain-state: %s: nothing that was checked reads this file", shown);
    else if (source != NULL && question.line > source->line_count)
        refusal = g_strdup_printf("--explain-state: %s has %u line%s, and no line %u", shown, source->line_count, source->line_count == 1 ? "" : "s", question.line);
    g_free(question.path);
    return refusal;
}

/* --- which dump --- */

static const struct {
    const char *name;
    bool wants_program;
    void (*dump)(const DriverRun *run, GString *out);
} dumps[] = {
    {"ast", false, dump_ast}, {"ir", false, dump_ir}, {"cfg", false, dump_cfg}, {"state", true, dump_state}, {"summary", true, dump_summary},
    {DRIVER_DUMP_EXPLAIN_STATE, true, dump_explain_state},
};

bool driver_dump_wants_program(const char *what)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dumps); i++)
        if (strcmp(dumps[i].name, what) == 0)
            return dumps[i].wants_program;
    return false;
}

void driver_dump(const DriverRun *run, GString *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dumps); i++)
        if (strcmp(dumps[i].name, run->options->dump) == 0)
            dumps[i].dump(run, out);
}
