/* fix_look.c - a task that is looked at too late is looked at before it is consumed; see fix_look.h.
 *
 *     int rc = vt_int_await(t, &value);            bool was_completed = vt_int_is_completed(t);
 *     log(vt_int_is_completed(t));           =>    int rc = vt_int_await(t, &value);
 *                                                  log(was_completed);
 *
 * Proof: before the consumption the task is there on all paths, before the look it is gone on all (fix_flow.h). The statement that
 * consumes stands in a list of statements, and the look further down in the same list or in something nested there: so the new
 * variable is set whenever the look is reached, and of the same task, for nothing in between gives the variable another one. Further looks
 * behind it, which only follow the reported one, are answered alike. A look in a loop that begins in between may be there to wait: no fix.
 * A function of another API counts that is said to look only, takes nothing but the task, and answers with an int or a bool. */
#include "fix_look.h"

#include <string.h>

#include "fix_flow.h"

typedef struct Look {
    const FixBody *body;
    const FixVariable *variable;
    uint32_t token;         /* of `vt_int_is_completed(t)` */
    uint32_t statement;     /* that consumes */
    GArray *looks;          /* uint32_t: it, and those behind it */
} Look;

/* The last token of a look, or REPORT_NO_TOKEN where the argument is more than the variable's name. */
static uint32_t last_of(const FixBody *body, uint32_t token)
{
    bool is_simple = fix_is_plain(body, token) && report_token_is(body->tokens, token + 1, "(") && body->tokens->at[token + 1].partner == token + 3;
    return is_simple ? token + 3 : REPORT_NO_TOKEN;
}

/* The last consumption before the look; NULL: none. */
static const FixUse *consumption_before(const Look *look)
{
    const FixUse *found = NULL;
    for (guint i = 0; i < look->variable->uses->len; i++) {
        const FixUse *use = &g_array_index(look->variable->uses, FixUse, i);
        if (use->kind == FIX_USE_CONSUME && use->token < look->token)
            found = use;
    }
    return found;
}

/* Whether all uses are understood, and none between the statement's begin and the last look gives the variable another task. */
static bool is_same_task(const Look *look)
{
    uint32_t last = g_array_index(look->looks, uint32_t, look->looks->len - 1);
    for (guint i = 0; i < look->variable->uses->len; i++) {
        const FixUse *use = &g_array_index(look->variable->uses, FixUse, i);
        bool is_between = use->token >= look->statement && use->token < last;
        if (use->kind == FIX_USE_OTHER || use->kind == FIX_USE_MEMBER || (use->kind == FIX_USE_ASSIGN && is_between))
            return false;
    }
    return true;
}

/* Whether who comes to the looks has come through the statement, and they are no loop's. */
static bool is_always_before(const Look *look)
{
    static const char *const ways[] = {"while", "for", "do", "case", "default", NULL};
    const ReportTokens *tokens = look->body->tokens;
    uint32_t block = tokens->at[look->statement].outer, last = g_array_index(look->looks, uint32_t, look->looks->len - 1);
    if (!fix_is_in_list(look->body, look->statement) || report_token_is(tokens, look->statement, "while") ||
        look->variable->token > look->statement || last > tokens->at[block].partner)
        return false;
    for (uint32_t i = look->statement; i < last; i++)
        for (const char *const *word = ways; *word != NULL; word++)
            if (report_token_is(tokens, i, *word))
                return false;
    return true;
}

/* The type of the answer, for a variable; NULL: the function is no look that can be moved. */
static const char *answer_type(const Look *look, const IrFunction *callee)
{
    if (g_strcmp0(fix_api_word(&look->variable->type, callee), "is_completed") == 0)
        return "bool";
    if (callee == NULL || callee->param_count != 1 || callee->params[0].effect != IR_EFFECT_OBSERVES || callee->params[0].type.kind != IR_TYPE_TASK ||
        callee->return_type.kind != IR_TYPE_INT || fix_is_macro(look->body->context, look->body->module, callee->name))
        return NULL;
    bool is_int = callee->return_type.bits == 32 && callee->return_type.is_signed, is_bool = callee->return_type.bits == 1;
    return is_int ? "int" : is_bool ? "_Bool" : NULL;
}

static void move(Fix *fix, const Look *look)
{
    const FixBody *body = look->body;
    const ReportTokens *tokens = body->tokens;
    const IrFunction *callee = fix_callee(body, g_hash_table_lookup(body->calls, GUINT_TO_POINTER(look->token)));
    const char *type = answer_type(look, callee), *name = fix_new_name(fix, body, look->statement, strcmp(type, "bool") == 0 ? "was_completed" : "answer");
    size_t before = tokens->at[look->statement].start;
    fix_edit(fix, body->path, tokens, before, before, "%s %s = %s;%s", type, name, fix_text(fix, tokens, look->token, last_of(body, look->token)),
             fix_break(fix, tokens, look->statement));
    for (guint i = 0; i < look->looks->len; i++) {
        uint32_t token = g_array_index(look->looks, uint32_t, i);
        fix_edit(fix, body->path, tokens, tokens->at[token].start, tokens->at[last_of(body, token)].end, "%s", name);
    }
}

/* The looks behind the statement at a task that is gone. false: one of them cannot be replaced. */
static bool find_looks(Look *look, const FixFlow *flow, const IrFunction *callee)
{
    for (guint i = 0; i < look->variable->uses->len; i++) {
        const FixUse *use = &g_array_index(look->variable->uses, FixUse, i);
        if (use->kind != FIX_USE_OBSERVE || use->callee == REPORT_NO_TOKEN || use->token < look->statement || fix_flow_before(flow, use->inst) != FIX_STATE_GONE)
            continue;
        if (fix_callee(look->body, use->inst) != callee || last_of(look->body, use->callee) == REPORT_NO_TOKEN)
            return false;
        g_array_append_val(look->looks, use->callee);
    }
    return look->looks->len > 0;
}

static bool is_right(Look *look, const IrInst *call)
{
    FixFlow flow;
    const FixUse *use = consumption_before(look);
    if (use == NULL || !fix_is_structured(look->body))
        return false;
    look->statement = fix_statement_start(look->body, use->callee);
    if (look->statement == REPORT_NO_TOKEN)
        return false;
    fix_flow_run(&flow, look->variable, false);
    bool good = fix_flow_before(&flow, use->inst) == FIX_STATE_THERE && fix_flow_before(&flow, call) == FIX_STATE_GONE && find_looks(look, &flow, fix_callee(look->body, call)) &&
                is_same_task(look) && is_always_before(look);
    fix_flow_clear(&flow);
    return good;
}

bool fix_look(Fix *fix, const AnalysisEvent *event)
{
    const FixBody *body = fix_body(fix, event->module, event->function);
    uint32_t token = body != NULL ? fix_token_at(body, event->span) : REPORT_NO_TOKEN;
    const IrInst *call = token != REPORT_NO_TOKEN ? g_hash_table_lookup(body->calls, GUINT_TO_POINTER(token)) : NULL;
    if (call == NULL || call->as.call.argument_count != 1 || last_of(body, token) == REPORT_NO_TOKEN)
        return false;
    FixVariable variable = {0};
    Look look = {.body = body, .variable = &variable, .token = token, .looks = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    uint32_t local = fix_loaded_local(body, call->as.call.arguments[0].reg);
    const IrFunction *callee = fix_callee(body, call);
    bool good = local != IR_NONE && fix_variable_read_any(&variable, body, local) && answer_type(&look, callee) != NULL && is_right(&look, call);
    if (good)
        move(fix, &look);
    if (good && strcmp(answer_type(&look, callee), "bool") == 0)
        fix_tell(fix, "ask whether '%s' is complete before it is consumed", variable.name);
    else if (good)
        fix_tell(fix, "ask '%s' about '%s' before it is consumed", callee->name, variable.name);
    g_array_unref(look.looks);
    fix_variable_clear(&variable);
    return good;
}
