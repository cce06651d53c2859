/* double_await.c - vt-double-await: a task that was consumed is consumed again. */
#include "fix_task.h"
#include "rule_pages.h"
#include "wording.h"

static char *advise(const AnalysisEvent *event)
{
    const char *type = wording_own_type(event);
    if (event->use == ANALYSIS_USE_CLEANUP)
        return g_strdup("the cleanup function runs in any case: leave the task to it alone, or do without it");
    if (type != NULL)
        return g_strdup_printf("a value task is consumed exactly once; to await it several times, turn it into a task with '%s_as_task' first", type);
    return g_strdup("a value task is consumed exactly once; keep its result, or turn it into a task first if its API has such");
}

static void report(const Rule *rule, const AnalysisEvent *event, ReportSet *set)
{
    const char *task = wording_task(event, set);
    char *message;
    if (event->use == ANALYSIS_USE_RETURN)
        message = g_strdup_printf("%s is returned although it was consumed before", task);
    else if (event->use == ANALYSIS_USE_CLEANUP)
        message = g_strdup_printf("%s is handed to the cleanup function '%s', which runs here, although it was consumed before", task, event->callee);
    else
        message = g_strdup_printf("%s is %s although it was consumed before", task, wording_consumption(event->callee, set));
    char *advice = advise(event);
    wording_add(rule, event, message, advice, set);
    g_free(message);
    g_free(advice);
}

static bool is_same_start(IrSpan a, IrSpan b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

/* The variable whose task the event's instruction consumes; IR_NONE: no variable, or none that is named there. */
static uint32_t consumed_local(const FixBody *body, IrSpan span)
{
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            if (!is_same_start(inst->span, span))
                continue;
            if (inst->op == IR_OP_RETURN && inst->as.return_.value.type.kind == IR_TYPE_TASK)
                return fix_loaded_local(body, inst->as.return_.value.reg);
            for (uint32_t k = 0; inst->op == IR_OP_CALL && k < inst->as.call.argument_count; k++)
                if (inst->as.call.arguments[k].type.kind == IR_TYPE_TASK)
                    return fix_loaded_local(body, inst->as.call.arguments[k].reg);
        }
    return IR_NONE;
}

/* Whether the task was made for this variable: came in with the parameter, or is the result of the call that initialises it. Another
 * variable's task would be consumed by turning it into a task here. */
static bool is_its_own(const FixVariable *variable, const AnalysisEvent *event)
{
    const IrInst *made = variable->initialisation != NULL ? fix_definition(variable->body, variable->initialisation->as.store.value) : NULL;
    for (uint32_t i = 0; i < event->step_count; i++) {
        const TraceStep *step = &event->steps[i];
        if (step->depth != 0 || step->module != event->module)
            continue;
        if (step->kind == TRACE_PARAMETER)
            return variable->is_parameter && g_strcmp0(step->name, variable->name) == 0;
        if (step->kind == TRACE_CREATED)
            return made != NULL && made->op == IR_OP_CALL && is_same_start(made->span, step->span);
    }
    return false;
}

static bool fix(Fix *fix, const AnalysisEvent *event)
{
    const FixBody *body = fix_body(fix, event->module, event->function);
    uint32_t local = body != NULL ? consumed_local(body, event->span) : IR_NONE;
    FixVariable variable = {0};
    bool good = local != IR_NONE && fix_variable_read_any(&variable, body, local) && is_its_own(&variable, event) &&
                fix_variable_to_task(fix, &variable, false);
    if (good)
        fix_tell(fix, "turn '%s' into a task once, and await that", variable.name);
    fix_variable_clear(&variable);
    return good;
}

const Rule rule_double_await = {
    .info = {"vt-double-await", REPORT_ERROR, "a value task is consumed twice on some path", rule_page_double_await, {"correctness", "external/cwe/cwe-675"}},
    .events = 1u << ANALYSIS_CONSUMED_AGAIN,
    .report = report,
    .fix = fix,
};
