/* fix_call.c - a call that made a value task makes a task now; see fix_call.h.
 *
 * Where the result goes straight into _as_task or _forget, the call is taken out of it or unref'd. A variable that only awaits the
 * result becomes a task (fix_task.h). Else the call is put before its statement, which it may be when nothing of the
 * statement is evaluated before it:
 *
 *     S(f(x));        =>    vt_int_task *task = f(x);
 *                           S(vt_int_from_task(task));     or _task_await(task, ...) for an await
 *                           vt_int_task_unref(task);
 *
 * An await elsewhere in an expression (a loop's head, behind && or ?:, among other operands) stays where it is, so that it is evaluated when and
 * as often as it was:
 *
 *     while (vt_int_await(f(x), &y) == 0)    =>    vt_int_task *task;
 *                                                  int status;
 *                                                  while ((task = f(x), status = vt_int_task_await(task, &y), vt_int_task_unref(task), status) == 0)
 */
#include "fix_call.h"

#include <string.h>

typedef struct Call {
    Fix *fix;
    const FixBody *body;
    const FixType *type;
    uint32_t name, close;      /* callee's name, closing parenthesis; or the ends of what the task is taken out of */
    bool takes_out;
    uint32_t taker;            /* name of the function whose first argument the call is; REPORT_NO_TOKEN: none */
    const char *taker_word;    /* "await" */
    uint32_t first, end;       /* the statement and its semicolon */
} Call;

static void replace(const Call *call, uint32_t first, uint32_t last, const char *text)
{
    const ReportTokens *tokens = call->body->tokens;
    fix_edit(call->fix, call->body->path, tokens, tokens->at[first].start, tokens->at[last].end, "%s", text);
}

static void find_taker(Call *call)
{
    const ReportTokens *tokens = call->body->tokens;
    call->taker = REPORT_NO_TOKEN;
    const IrInst *taker = call->name > 2 && report_token_is(tokens, call->name - 1, "(")
        ? g_hash_table_lookup(call->body->calls, GUINT_TO_POINTER(call->name - 2)) : NULL;
    if (taker == NULL || !fix_surely_consumes(call->body, fix_callee(call->body, taker), 0))
        return;
    call->taker = call->name - 2;
    call->taker_word = fix_api_word(call->type, fix_callee(call->body, taker));
}

/* --- no statement of its own --- */

static bool is_only_argument(const Call *call)
{
    return report_token_is(call->body->tokens, call->close + 1, ")");
}

static bool take_directly(const Call *call)
{
    const ReportTokens *tokens = call->body->tokens;
    if (call->taker == REPORT_NO_TOKEN || !is_only_argument(call))
        return false;
    if (g_strcmp0(call->taker_word, "as_task") == 0) {
        fix_edit(call->fix, call->body->path, tokens, tokens->at[call->taker].start, tokens->at[call->name].start, "%s", "");
        fix_edit(call->fix, call->body->path, tokens, tokens->at[call->close].end, tokens->at[call->close + 1].end, "%s", "");
        return true;
    }
    if (g_strcmp0(call->taker_word, "forget") == 0) {
        char *unref = g_strconcat(call->type->name, "_task_unref", NULL);
        replace(call, call->taker, call->taker, unref);
        g_free(unref);
        return true;
    }
    return false;
}

/* `vt_int v = f(x);` where v is only awaited. */
static bool take_into_variable(const Call *call)
{
    const FixBody *body = call->body;
    const IrInst *inst = g_hash_table_lookup(body->calls, GUINT_TO_POINTER(call->name));
    const IrInst *store = inst->result < body->function->register_count ? body->readers[inst->result] : NULL;
    const IrInst *address = store != NULL && store->op == IR_OP_STORE ? fix_definition(body, store->as.store.address) : NULL;
    if (address == NULL || address->op != IR_OP_LOCAL)
        return false;
    FixVariable variable;
    guint before = call->fix->edits->len;
    bool good = fix_variable_read(&variable, body, address->as.local) && variable.initialisation == store && variable.first == call->name &&
                variable.last == call->close && variable.uses->len > 0;
    for (guint i = 0; good && i < variable.uses->len; i++) {
        const FixUse *use = &g_array_index(variable.uses, FixUse, i);
        good = use->kind == FIX_USE_CONSUME && g_strcmp0(fix_api_word(call->type, fix_callee(body, use->inst)), "await") == 0;
    }
    good = good && fix_variable_to_task(call->fix, &variable, true);
    if (!good)
        g_array_set_size(call->fix->edits, before);
    fix_variable_clear(&variable);
    return good;
}

/* --- put before the statement --- */

/* The token that the rest of the statement may begin with so that the call is evaluated first: `return`, `x =`, `T x =`, `(void)` or nothing. */
static bool is_evaluated_first(const Call *call, uint32_t rest)
{
    const ReportTokens *tokens = call->body->tokens;
    uint32_t first = call->first, count = rest - first;
    bool ends_in_assignment = count >= 2 && report_token_is(tokens, rest - 1, "=");
    if (count == 0 || (count == 1 && report_token_is(tokens, first, "return")))
        return true;
    if (count == 3 && report_token_is(tokens, first, "(") && report_token_is(tokens, first + 1, "void") && report_token_is(tokens, first + 2, ")"))
        return true;
    for (uint32_t i = first; ends_in_assignment && i + 1 < rest; i++)
        ends_in_assignment = tokens->at[i].kind == REPORT_TOKEN_IDENTIFIER;
    return ends_in_assignment && count <= 4;
}

static const char *call_text(const Call *call)
{
    return fix_text(call->fix, call->body->tokens, call->name, call->close);
}

/* `vt_int_task *task = f(x);` and what parts it from the statement. */
static void declare_task(const Call *call, const char *task, const char *space)
{
    const ReportTokens *tokens = call->body->tokens;
    size_t before = tokens->at[call->first].start;
    fix_edit(call->fix, call->body->path, tokens, before, before, "%s_task *%s = %s;%s", call->type->name, task, call_text(call), space);
    if (call->takes_out)
        fix_edit(call->fix, call->body->path, tokens, before, before, "%s = NULL;%s", call_text(call), space);
}

/* The statement takes the task `task`; the release follows it. */
static bool put_before(const Call *call)
{
    Fix *fix = call->fix;
    const FixBody *body = call->body;
    const ReportTokens *tokens = body->tokens;
    const char *type = call->type->name, *space = fix_break(fix, tokens, call->first);
    uint32_t rest = call->taker != REPORT_NO_TOKEN ? call->taker : call->name;
    uint32_t last = call->taker != REPORT_NO_TOKEN ? tokens->at[call->taker + 1].partner : call->close;
    bool is_return = report_token_is(tokens, call->first, "return"), is_await = g_strcmp0(call->taker_word, "await") == 0;
    bool is_assigned = report_token_is(tokens, rest - 1, "=");
    if (last == REPORT_NO_TOKEN || last + 1 != call->end || !is_evaluated_first(call, rest) || (call->taker == REPORT_NO_TOKEN && !is_return && !is_assigned))
        return false;
    if (is_assigned && rest - call->first > 2 && !fix_is_in_list(body, call->first))
        return false; /* a declaration: braces would end what it declares */
    const char *returned = is_return ? fix_return_type(fix, body) : "";
    const char *task = fix_new_name(fix, body, call->first, "task");
    size_t before = tokens->at[call->first].start, after = tokens->at[call->end].end;
    if (returned == NULL)
        return false;
    fix_open_block(fix, body, call->first);
    declare_task(call, task, space);
    if (is_await) {
        fix_edit(fix, body->path, tokens, tokens->at[call->taker].start, tokens->at[call->taker].end, "%s_task_await", type);
        replace(call, call->name, call->close, task);
    } else {
        fix_edit(fix, body->path, tokens, tokens->at[call->name].start, tokens->at[call->close].end, "%s_from_task(%s)", type, task);
    }
    if (!is_return) {
        fix_edit(fix, body->path, tokens, after, after, "%s%s_task_unref(%s);", space, type, task);
        fix_close_block(fix, body, call->first, call->end);
        return true;
    }
    const char *value = fix_new_name(fix, body, call->first, strcmp(returned, "int") == 0 ? "status" : "returned");
    fix_edit(fix, body->path, tokens, before, tokens->at[call->first].end, "%s%s%s =", returned, g_str_has_suffix(returned, "*") ? "" : " ", value);
    fix_edit(fix, body->path, tokens, after, after, "%s%s_task_unref(%s);%sreturn %s;", space, type, task, space, value);
    fix_close_block(fix, body, call->first, call->end);
    return true;
}

/* `if (vt_int_await(f(x), &y) ...`: the await goes before the if as well. */
static bool put_before_condition(const Call *call)
{
    Fix *fix = call->fix;
    const FixBody *body = call->body;
    const ReportTokens *tokens = body->tokens;
    const char *type = call->type->name, *space = fix_break(fix, tokens, call->first);
    uint32_t last = call->taker != REPORT_NO_TOKEN ? tokens->at[call->taker + 1].partner : REPORT_NO_TOKEN;
    bool is_await = g_strcmp0(call->taker_word, "await") == 0, is_limited = g_strcmp0(call->taker_word, "await_timeout") == 0;
    if (last == REPORT_NO_TOKEN || call->taker != call->first + 2 || !report_token_is(tokens, call->first, "if") || (!is_await && !is_limited) ||
        !fix_is_in_list(body, call->first))
        return false;
    const char *task = fix_new_name(fix, body, call->first, "task"), *status = fix_new_name(fix, body, call->first, "status");
    const char *rest = call->close + 1 == last ? "" : fix_text(fix, tokens, call->close + 1, last - 1);
    size_t before = tokens->at[call->first].start;
    fix_open_block(fix, body, call->first);
    declare_task(call, task, space);
    fix_edit(fix, body->path, tokens, before, before, "int %s = ", status);
    if (is_await)
        fix_edit(fix, body->path, tokens, before, before, "%s_task_await(%s%s);", type, task, rest);
    else
        fix_edit(fix, body->path, tokens, before, before, "%s_await_timeout(%s_from_task(%s)%s);", type, type, task, rest);
    fix_edit(fix, body->path, tokens, before, before, "%s%s_task_unref(%s);%s", space, type, task, space);
    replace(call, call->taker, last, status);
    return true;
}

/* --- left in its place --- */

/* Whether a brace opens a block, and not an initialiser or a compound literal. */
static bool is_block(const FixBody *body, uint32_t open)
{
    static const char *const before[] = {";", "}", "else", "do", ":", NULL};
    static const char *const heads[] = {"if", "while", "for", "switch", NULL};
    const ReportTokens *tokens = body->tokens;
    if (open == body->open)
        return true;
    if (open == REPORT_NO_TOKEN || open < body->open)
        return false;
    uint32_t paren = report_token_is(tokens, open - 1, ")") ? tokens->at[open - 1].partner : REPORT_NO_TOKEN;
    for (const char *const *word = heads; paren != REPORT_NO_TOKEN && paren > body->open && *word != NULL; word++)
        if (report_token_is(tokens, paren - 1, *word))
            return true;
    for (const char *const *word = before; *word != NULL; word++)
        if (report_token_is(tokens, open - 1, *word))
            return true;
    return report_token_is(tokens, open - 1, "{") && is_block(body, open - 1);
}

/* Where variables for the statement can be declared: before it, or before the `do` that its `while` ends; where it has no place in a list, first in its
 * block, which is no switch's. REPORT_NO_TOKEN: not simply. */
static uint32_t place_for_variables(const FixBody *body, uint32_t first)
{
    const ReportTokens *tokens = body->tokens;
    if (report_token_is(tokens, first, "while")) {
        uint32_t close = tokens->at[first + 1].partner, open = report_token_is(tokens, first - 1, "}") ? tokens->at[first - 1].partner : REPORT_NO_TOKEN;
        bool ends_do = open != REPORT_NO_TOKEN && open > body->open && report_token_is(tokens, open - 1, "do");
        if (!ends_do && (close == REPORT_NO_TOKEN || report_token_is(tokens, close + 1, ";")))
            return REPORT_NO_TOKEN; /* the end of `do x; while (y);`, or a loop without a body */
        first = ends_do ? open - 1 : first;
    }
    uint32_t block = tokens->at[first].outer;
    if (!is_block(body, block))
        return REPORT_NO_TOKEN;
    if (fix_is_in_list(body, first))
        return first;
    uint32_t paren = report_token_is(tokens, block - 1, ")") ? tokens->at[block - 1].partner : REPORT_NO_TOKEN;
    if (block == body->open || paren == REPORT_NO_TOKEN || !report_token_is(tokens, paren - 1, "switch"))
        return block + 1;
    uint32_t outer = fix_statement_start(body, block - 1);
    return outer != REPORT_NO_TOKEN && fix_is_in_list(body, outer) && is_block(body, tokens->at[outer].outer) ? outer : REPORT_NO_TOKEN;
}

/* Whether somebody looks at what the await says: an expression that ends in a variable nobody reads is one that compilers warn of. */
static bool is_answer_used(const Call *call)
{
    const IrInst *taker = call->taker != REPORT_NO_TOKEN ? g_hash_table_lookup(call->body->calls, GUINT_TO_POINTER(call->taker)) : NULL;
    return taker != NULL && taker->result < call->body->function->register_count && call->body->reads[taker->result] > 0;
}

static bool leave_inside(const Call *call)
{
    Fix *fix = call->fix;
    const FixBody *body = call->body;
    const ReportTokens *tokens = body->tokens;
    const char *type = call->type->name;
    uint32_t last = call->taker != REPORT_NO_TOKEN ? tokens->at[call->taker + 1].partner : REPORT_NO_TOKEN, place = place_for_variables(body, call->first);
    bool is_await = g_strcmp0(call->taker_word, "await") == 0, is_limited = g_strcmp0(call->taker_word, "await_timeout") == 0;
    if (last == REPORT_NO_TOKEN || place == REPORT_NO_TOKEN || (!is_await && !is_limited) || !is_answer_used(call) || !fix_is_plain(body, call->taker))
        return false;
    const char *task = fix_new_name(fix, body, call->taker, "task"), *status = fix_new_name(fix, body, call->taker, "status");
    const char *space = fix_break(fix, tokens, place);
    size_t before = tokens->at[place].start, behind = tokens->at[call->close].end, end = tokens->at[last].end;
    fix_edit(fix, body->path, tokens, before, before, "%s_task *%s;%sint %s;%s", type, task, space, status, space);
    fix_edit(fix, body->path, tokens, tokens->at[call->taker].start, tokens->at[call->name].start, "(%s = ", task);
    if (call->takes_out)
        fix_edit(fix, body->path, tokens, behind, behind, ", %s = NULL", call_text(call));
    if (is_await)
        fix_edit(fix, body->path, tokens, behind, behind, ", %s = %s_task_await(%s", status, type, task);
    else
        fix_edit(fix, body->path, tokens, behind, behind, ", %s = %s_await_timeout(%s_from_task(%s)", status, type, type, task);
    fix_edit(fix, body->path, tokens, end, end, ", %s_task_unref(%s), %s)", type, task, status);
    return true;
}

static bool rewrite_statement(Call *call)
{
    call->first = fix_statement_start(call->body, call->name);
    if (call->first == REPORT_NO_TOKEN || !fix_is_statement(call->body, call->first))
        return false;
    if (put_before_condition(call))
        return true;
    call->end = fix_statement_end(call->body, call->first);
    return (call->end != REPORT_NO_TOKEN && put_before(call)) || leave_inside(call);
}

bool fix_taken_out(Fix *fix, const FixBody *body, uint32_t first, uint32_t last, const FixType *type)
{
    Call call = {.fix = fix, .body = body, .type = type, .name = first, .close = last, .takes_out = true};
    find_taker(&call);
    return rewrite_statement(&call);
}

bool fix_call_of_task(Fix *fix, const FixBody *body, uint32_t token, const FixType *type, bool may_turn)
{
    Call call = {.fix = fix, .body = body, .type = type, .name = token, .close = body->tokens->at[token + 1].partner};
    if (call.close == REPORT_NO_TOKEN || !fix_is_plain(body, token))
        return false;
    find_taker(&call);
    if (take_directly(&call) || (may_turn && take_into_variable(&call)))
        return true;
    return rewrite_statement(&call);
}
