/* explain.c - which function a question about a line is about, and what its runs answered; see explain.h and watch.h. */
#include "analysis/explain.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/watch.h"

static bool is_defined_in(const FunctionInfo *info, const char *path)
{
    const uint32_t file = info->function->span.file;
    return info->function->is_defined && file < info->module->file_count && strcmp(info->module->files[file].path, path) == 0;
}

/* The function whose body the line is in: of nested candidates (macros) the one that begins last. */
static FunctionInfo *function_at(Engine *engine, const char *path, uint32_t line)
{
    FunctionInfo *found = NULL;
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        const IrSpan span = info->function->span;
        if (!is_defined_in(info, path))
            continue;
        if (span.line <= line && line <= MAX(info->function->end_span.line, info->function->end_span.end_line) &&
            (found == NULL || found->function->span.line < span.line))
            found = info;
    }
    return found;
}

static const IrFunction *function_after(const Engine *engine, const char *path, uint32_t line)
{
    const IrFunction *found = NULL;
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        const FunctionInfo *info = &engine->infos[i];
        if (is_defined_in(info, path) && info->function->span.line > line && (found == NULL || info->function->span.line < found->span.line))
            found = info->function;
    }
    return found;
}

static const char *why_unseen(const FunctionInfo *info)
{
    if (info->function->is_api)
        return "it belongs to a value-task API and is trusted as declared";
    if (info->function->degraded != NULL)
        return info->function->degraded;
    return "neither it nor what it calls has to do with value tasks";
}

static gint compare_tasks(gconstpointer a, gconstpointer b)
{
    const AnalysisTaskBelief *left = a, *right = b;
    if (left->is_parameter != right->is_parameter)
        return left->is_parameter ? -1 : 1;
    if (left->span.line != right->span.line)
        return left->span.line < right->span.line ? -1 : 1;
    return left->span.column < right->span.column ? -1 : left->span.column > right->span.column;
}

static void keep_tasks(const Watch *watch, AnalysisExplanation *explanation)
{
    explanation->task_count = watch->tasks->len;
    explanation->tasks = BASE_NEW_ARRAY(explanation->arena, AnalysisTaskBelief, watch->tasks->len);
    for (uint32_t i = 0; i < watch->tasks->len; i++) {
        const WatchedTask *task = watch->tasks->pdata[i];
        AnalysisTaskBelief *belief = &explanation->tasks[i];
        *belief = task->belief;
        belief->belief_count = task->beliefs->len;
        belief->beliefs = BASE_NEW_ARRAY(explanation->arena, AnalysisBelief, task->beliefs->len);
        if (task->beliefs->len > 0)
            memcpy(belief->beliefs, task->beliefs->data, sizeof(AnalysisBelief) * task->beliefs->len);
    }
    if (explanation->task_count > 0)
        qsort(explanation->tasks, explanation->task_count, sizeof(AnalysisTaskBelief), compare_tasks);
}

AnalysisExplanation *analysis_explain(const AnalysisProgram *program, const char *path, uint32_t line)
{
    Engine *engine = engine_new(program);
    FunctionInfo *info = function_at(engine, path, line);
    AnalysisExplanation *explanation = BASE_NEW(engine->arena, AnalysisExplanation);
    *explanation = (AnalysisExplanation){.arena = engine->arena, .line = line};
    if (info != NULL) {
        explanation->module = info->module;
        explanation->function = info->function;
        if (info->is_analysable && info->is_relevant) {
            engine->watch = watch_new(info, info->function->span.file, line);
            engine_answer(engine);
            explanation->line = engine->watch->line;
            explanation->limit = g_hash_table_lookup(engine->limits, info);
            keep_tasks(engine->watch, explanation);
            watch_free(engine->watch);
        } else {
            explanation->unseen = why_unseen(info);
        }
    } else {
        explanation->next = function_after(engine, path, line);
    }
    engine_free(engine);
    return explanation;
}

void analysis_explanation_free(AnalysisExplanation *explanation)
{
    if (explanation != NULL)
        base_arena_free(explanation->arena);
}
