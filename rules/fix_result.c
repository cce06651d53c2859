/* fix_result.c - a result that is read out of a value task is awaited; see fix_result.h.
 *
 *     vt_int t = make();           vt_int t = make();
 *     use(t.result);         =>    int result = 0;
 *     vt_int_forget(t);            if (vt_int_await(t, &result) < 0)
 *                                      result = 0;
 *                                  use(result);
 *
 * What failed has no result; its bits were zero, and so is what is used in its place. Proof: before the read the task is there on all paths
 * (fix_flow.h, where the read counts as its consumption), and every later _forget goes; the await is put before the statement, so
 * nothing in it may decide whether the member is read at all. */
#include "fix_result.h"

#include "fix_flow.h"

typedef struct Reading {
    Fix *fix;
    const FixBody *body;
    const IrInst *inst;
    FixType type;
    uint32_t first, last;    /* tokens of `t.result` */
    uint32_t statement;
} Reading;

static const IrInst *member_at(const FixBody *body, IrSpan span)
{
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            if (inst->op == IR_OP_MEMBER && inst->span.file == span.file && inst->span.line == span.line && inst->span.column == span.column &&
                inst->span.end_line == span.end_line && inst->span.end_column == span.end_column)
                return inst;
        }
    return NULL;
}

/* Whether the member is read whenever the statement is run, and before all that could matter to the task. */
static bool is_unconditional(Reading *reading)
{
    static const char *const decide[] = {"&&", "||", "?", ",", "while", "for", "do", "{", NULL};
    const FixBody *body = reading->body;
    const ReportTokens *tokens = body->tokens;
    reading->statement = fix_statement_start(body, reading->first);
    if (reading->statement == REPORT_NO_TOKEN || !fix_is_in_list(body, reading->statement))
        return false;
    bool is_condition = report_token_is(tokens, reading->statement, "if") || report_token_is(tokens, reading->statement, "switch");
    uint32_t end = is_condition ? tokens->at[reading->statement + 1].partner : fix_statement_end(body, reading->statement);
    if (end == REPORT_NO_TOKEN || reading->first > end)
        return false;
    for (uint32_t i = reading->statement; i < end; i++) {
        bool is_argument = report_token_is(tokens, i, ",") && g_hash_table_contains(body->calls, GUINT_TO_POINTER(tokens->at[i].outer - 1));
        for (const char *const *word = decide; !is_argument && *word != NULL; word++)
            if (report_token_is(tokens, i, *word) && (i < reading->first || i > reading->last))
                return false;
    }
    return true;
}

static const char *step_of(const char *indent)
{
    return indent[0] == '\t' ? "\t" : "    ";
}

/* The await before the statement, of what the text `task` says. */
static void await_before(Reading *reading, const char *task)
{
    Fix *fix = reading->fix;
    const FixBody *body = reading->body;
    const ReportTokens *tokens = body->tokens;
    const char *value = fix_new_name(fix, body, reading->statement, "result"), *space = fix_break(fix, tokens, reading->statement);
    const char *zero = reading->inst->type.kind == IR_TYPE_POINTER ? "NULL" : "0";
    const char *star = g_str_has_suffix(reading->type.result, "*") ? "" : " ";
    size_t before = tokens->at[reading->statement].start;
    bool is_on_own_line = fix_is_first_on_line(tokens, reading->statement);
    fix_edit(fix, body->path, tokens, before, before, "%s%s%s = %s;%sif (%s_await(%s, &%s) < 0)%s%s%s = %s; /* it has failed */%s", reading->type.result, star, value, zero, space,
             reading->type.name, task, value, space, is_on_own_line ? step_of(fix_indent(fix, tokens, reading->statement)) : "", value, zero, space);
    fix_edit(fix, body->path, tokens, tokens->at[reading->first].start, tokens->at[reading->last].end, "%s", value);
}

/* --- of a call --- */

static bool await_call(Reading *reading, const IrInst *call)
{
    const FixBody *body = reading->body;
    uint32_t name = fix_token_at(body, call->span);
    if (name != reading->first || g_hash_table_lookup(body->calls, GUINT_TO_POINTER(name)) != call || body->tokens->at[name + 1].partner + 2 != reading->last ||
        fix_is_macro(body->context, body->module, fix_callee(body, call)->name))
        return false;
    await_before(reading, fix_text(reading->fix, body->tokens, name, reading->last - 2));
    return true;
}

/* --- of a variable --- */

/* Whether the initialiser is a call that can hand out no task but a new one. */
static bool is_fresh(const FixVariable *variable)
{
    const IrInst *call = variable->initialisation != NULL ? fix_definition(variable->body, variable->initialisation->as.store.value) : NULL;
    const IrFunction *callee = call != NULL ? fix_callee(variable->body, call) : NULL;
    if (callee == NULL)
        return false;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        if (call->as.call.arguments[i].type.kind == IR_TYPE_TASK || (i < callee->param_count && callee->params[i].points_to_task))
            return false;
    return true;
}

/* `vt_int_forget(t);` behind the await goes, with its line where it has one of its own. */
static bool remove_forget(const Reading *reading, const FixUse *use)
{
    const FixBody *body = reading->body;
    const ReportTokens *tokens = body->tokens;
    uint32_t end = fix_statement_end(body, use->callee);
    if (g_strcmp0(fix_api_word(&reading->type, fix_callee(body, use->inst)), "forget") != 0 || !fix_is_in_list(body, use->callee) || end == REPORT_NO_TOKEN)
        return false;
    size_t start = tokens->at[use->callee].start, stop = tokens->at[end].end;
    if (fix_is_first_on_line(tokens, use->callee) && end + 1 < tokens->count && fix_is_first_on_line(tokens, end + 1) &&
        tokens->source->text[stop] == '\n') {
        while (tokens->source->text[start - 1] != '\n')
            start--;
        stop++;
    }
    fix_edit(reading->fix, body->path, tokens, start, stop, "%s", "");
    return true;
}

static bool is_right(Reading *reading, const FixVariable *variable, const FixFlow *flow)
{
    for (guint i = 0; i < variable->uses->len; i++) {
        const FixUse *use = &g_array_index(variable->uses, FixUse, i);
        unsigned state = fix_flow_before(flow, use->inst);
        if (use->kind == FIX_USE_CONSUME && state == FIX_STATE_GONE && remove_forget(reading, use))
            continue;
        bool is_this = use->kind == FIX_USE_MEMBER && use->inst == reading->inst;
        bool is_other = use->kind == FIX_USE_CONSUME || use->kind == FIX_USE_OBSERVE || use->kind == FIX_USE_RETURN;
        bool is_dead = state == 0;
        if ((!is_this && !is_other) || (!is_dead && state != FIX_STATE_THERE))
            return false;
    }
    return true;
}

static bool await_variable(Reading *reading, uint32_t local)
{
    FixVariable variable;
    bool good = fix_variable_read(&variable, reading->body, local) && is_fresh(&variable) &&
                fix_is_structured(reading->body) && reading->last == reading->first + 2;
    if (good) {
        FixFlow flow;
        fix_flow_run(&flow, &variable, true);
        good = is_right(reading, &variable, &flow);
        fix_flow_clear(&flow);
    }
    if (good)
        await_before(reading, variable.name);
    fix_variable_clear(&variable);
    return good;
}

bool fix_result(Fix *fix, const AnalysisEvent *event)
{
    const FixBody *body = fix_body(fix, event->module, event->function);
    const IrInst *inst = body != NULL ? member_at(body, event->span) : NULL;
    if (inst == NULL || g_strcmp0(inst->as.member.name, "result") != 0 || inst->as.member.is_write || inst->as.member.is_address_taken ||
        (inst->type.kind != IR_TYPE_INT && inst->type.kind != IR_TYPE_POINTER))
        return false;
    const IrInst *address = fix_definition(body, inst->as.member.task_address), *call = fix_definition(body, inst->as.member.task);
    const IrType type = address != NULL && address->op == IR_OP_LOCAL ? body->function->locals[address->as.local].type : call != NULL ? call->type : IR_VOID;
    Reading reading = {.fix = fix, .body = body, .inst = inst, .first = fix_token_at(body, inst->span)};
    if (type.kind != IR_TYPE_TASK || type.record >= body->module->record_count || reading.first == REPORT_NO_TOKEN ||
        !fix_type_find(body->context, body->module, body->module->records[type.record].name, &reading.type) || reading.type.result == NULL)
        return false;
    reading.last = fix_last_token(body, inst->span, reading.first);
    if (reading.last == REPORT_NO_TOKEN || !report_token_is(body->tokens, reading.last, "result") || !report_token_is(body->tokens, reading.last - 1, ".") ||
        !fix_is_plain(body, reading.first) || !is_unconditional(&reading))
        return false;
    bool good = call != NULL && call->op == IR_OP_CALL ? await_call(&reading, call) : address != NULL && await_variable(&reading, address->as.local);
    if (good)
        fix_tell(fix, "await the task with '%s_await' and take the result from there", reading.type.name);
    return good;
}
