/* fix_forget.c - a task that some paths lose is given up there; see fix_forget.h.
 *
 *     make();                             vt_int_forget(make());
 *
 *     vt_int t = make();            =>    vt_int t = make();
 *     if (n)                              if (n) {
 *         return 0;                           vt_int_forget(t);
 *     return vt_int_await(t, &x);             return 0;
 *                                         }
 *                                         return vt_int_await(t, &x);
 *
 * For a variable, fix_flow.h tells at each instruction whether the task is there. A way out gets its _forget where the task is there on all paths, nothing where it is gone.
 * Which function that is, fix_api.h knows. */
#include "fix_forget.h"

#include "fix_api.h"
#include "fix_flow.h"

/* --- a dropped result --- */

static const IrInst *call_at(const FixBody *body, IrSpan span)
{
    uint32_t token = fix_token_at(body, span);
    return token != REPORT_NO_TOKEN ? g_hash_table_lookup(body->calls, GUINT_TO_POINTER(token)) : NULL;
}

/* `call(...);` or `(void)call(...);` as a statement. */
static bool forget_result(Fix *fix, const FixBody *body, const IrInst *call)
{
    const ReportTokens *tokens = body->tokens;
    uint32_t name = fix_token_at(body, call->span), first = name;
    uint32_t close = tokens->at[name + 1].partner;
    const char *forget = fix_api_function(fix, body, call->type.record, FIX_FORGET);
    if (forget == NULL || close == REPORT_NO_TOKEN || !report_token_is(tokens, close + 1, ";") ||
        fix_is_macro(body->context, body->module, fix_callee(body, call)->name))
        return false;
    if (first > 3 && report_token_is(tokens, first - 1, ")") && report_token_is(tokens, first - 2, "void") && report_token_is(tokens, first - 3, "("))
        first -= 3;
    if (!fix_is_plain(body, first) || !fix_is_statement(body, first))
        return false;
    fix_edit(fix, body->path, tokens, tokens->at[first].start, tokens->at[name].start, "%s(", forget);
    fix_edit(fix, body->path, tokens, tokens->at[close].end, tokens->at[close].end, ")");
    fix_tell(fix, "give the result up with '%s'", forget);
    return true;
}

/* --- a variable --- */

static FixAtExit choose(const IrInst *exit, const void *context)
{
    const FixFlow *flow = context;
    unsigned state = fix_flow_before(flow, exit);
    /* `return t;` takes the task along. */
    if ((state & FIX_STATE_THERE) == 0 || fix_flow_takes(flow, exit))
        return FIX_EXIT_SKIP;
    return state == FIX_STATE_THERE ? FIX_EXIT_ADD : FIX_EXIT_DECLINE;
}

/* `t = ...;` while the task is there. */
static bool forget_before(Fix *fix, const FixFlow *flow, const FixUse *use, const char *statement)
{
    const FixVariable *variable = flow->variable;
    const FixBody *body = variable->body;
    unsigned state = fix_flow_before(flow, use->inst);
    if ((state & FIX_STATE_THERE) == 0)
        return true;
    uint32_t end = fix_statement_end(body, use->token);
    bool is_simple = state == FIX_STATE_THERE && fix_is_in_list(body, use->token) && report_token_is(body->tokens, use->token + 1, "=") && end != REPORT_NO_TOKEN;
    for (guint i = 0; is_simple && i < variable->uses->len; i++) {
        uint32_t token = g_array_index(variable->uses, FixUse, i).token;
        is_simple = token <= use->token || token >= end;
    }
    if (!is_simple)
        return false;
    size_t at = body->tokens->at[use->token].start;
    fix_edit(fix, body->path, body->tokens, at, at, "%s%s", statement, fix_break(fix, body->tokens, use->token));
    return true;
}

static bool forget_where_lost(Fix *fix, const FixFlow *flow, const char *statement)
{
    const FixVariable *variable = flow->variable;
    for (guint i = 0; i < variable->uses->len; i++) {
        const FixUse *use = &g_array_index(variable->uses, FixUse, i);
        unsigned state = fix_flow_before(flow, use->inst);
        bool is_odd = fix_flow_takes(flow, use->inst) && state != 0 && state != FIX_STATE_THERE; /* consumed twice perhaps: another finding */
        if (use->kind == FIX_USE_OTHER || use->kind == FIX_USE_MEMBER || is_odd || (use->kind == FIX_USE_ASSIGN && !forget_before(fix, flow, use, statement)))
            return false;
    }
    return fix_add_at_exits(fix, variable, statement, choose, flow);
}

static bool forget_variable(Fix *fix, const FixBody *body, uint32_t local)
{
    FixVariable variable;
    bool good = fix_variable_read_any(&variable, body, local) && !variable.is_parameter && fix_is_structured(body);
    const char *forget = good ? fix_api_function(fix, body, body->function->locals[local].type.record, FIX_FORGET) : NULL;
    if (forget != NULL) {
        FixFlow flow;
        char *statement = g_strdup_printf("%s(%s);", forget, variable.name);
        fix_flow_run(&flow, &variable, false);
        good = forget_where_lost(fix, &flow, statement);
        fix_flow_clear(&flow);
        g_free(statement);
    }
    good = good && forget != NULL;
    if (good)
        fix_tell(fix, "give '%s' up with '%s' where it is lost", variable.name, forget);
    fix_variable_clear(&variable);
    return good;
}

/* The variable that the call's result is stored into. */
static uint32_t receiving_local(const FixBody *body, const IrInst *call)
{
    const IrInst *store = call->result < body->function->register_count ? body->readers[call->result] : NULL;
    const IrInst *address = store != NULL && store->op == IR_OP_STORE && store->as.store.value == call->result ? fix_definition(body, store->as.store.address) : NULL;
    return address != NULL && address->op == IR_OP_LOCAL ? address->as.local : IR_NONE;
}

bool fix_forget(Fix *fix, const AnalysisEvent *event)
{
    const FixBody *body = fix_body(fix, event->module, event->function);
    const IrInst *call = body != NULL ? call_at(body, event->span) : NULL;
    if (call == NULL || event->loss == ANALYSIS_LOSS_SOME_PATHS || call->type.kind != IR_TYPE_TASK)
        return false;
    if (event->loss == ANALYSIS_LOSS_DROPPED)
        return forget_result(fix, body, call);
    uint32_t local = receiving_local(body, call);
    return local != IR_NONE && forget_variable(fix, body, local);
}
