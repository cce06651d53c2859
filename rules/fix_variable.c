/* fix_variable.c - a local value task of which every mention is known; see fix_variable.h.
 *
 * Each token of the variable's name in its scope is either its declaration or the place of exactly one of the IR's accesses
 * to the variable, and each access is one of few known kinds: then all mentions are known, whatever macros and #if do. */
#include "fix_variable.h"

#include <string.h>

const char *fix_api_word(const FixType *type, const IrFunction *callee)
{
    size_t length = strlen(type->name);
    if (callee == NULL || !callee->is_api || strncmp(callee->name, type->name, length) != 0 || callee->name[length] != '_')
        return NULL;
    return callee->name + length + 1;
}

bool fix_surely_consumes(const FixBody *body, const IrFunction *callee, uint32_t parameter)
{
    const AnalysisProgram *program = fix_program(body->context);
    if (callee == NULL || parameter >= callee->param_count || callee->params[parameter].type.kind != IR_TYPE_TASK)
        return false;
    if (callee->params[parameter].effect != IR_EFFECT_UNSPECIFIED)
        return callee->params[parameter].effect == IR_EFFECT_CONSUMES;
    for (uint32_t i = 0; i < program->function_count; i++)
        if (g_strcmp0(program->functions[i].function->symbol, callee->symbol) == 0)
            return !program->functions[i].function->is_defined; /* what has no body consumes */
    return false;
}

/* --- uses --- */

/* A call whose argument the token is: which kind of use, and the callee's token. */
static FixUse use_in_call(const FixBody *body, const IrInst *call, IrReg value, uint32_t token)
{
    FixUse use = {FIX_USE_OTHER, token, REPORT_NO_TOKEN, call};
    const ReportTokens *tokens = body->tokens;
    const IrFunction *callee = fix_callee(body, call);
    uint32_t open = tokens->at[token].outer;
    bool is_whole = (report_token_is(tokens, token - 1, "(") || report_token_is(tokens, token - 1, ",")) &&
                    (report_token_is(tokens, token + 1, ")") || report_token_is(tokens, token + 1, ","));
    if (callee == NULL || !is_whole || open == REPORT_NO_TOKEN || open == 0 ||
        g_hash_table_lookup(body->calls, GUINT_TO_POINTER(open - 1)) != call || fix_is_macro(body->context, body->module, callee->name))
        return use;
    uint32_t parameter = 0;
    while (parameter < call->as.call.argument_count && call->as.call.arguments[parameter].reg != value)
        parameter++;
    use.callee = open - 1;
    if (fix_surely_consumes(body, callee, parameter))
        use.kind = FIX_USE_CONSUME;
    else if (parameter < callee->param_count && callee->params[parameter].effect == IR_EFFECT_OBSERVES)
        use.kind = FIX_USE_OBSERVE;
    return use;
}

/* The one instruction that reads a register; NULL: none, or several. */
static const IrInst *only_reader(const FixBody *body, IrReg reg)
{
    return reg < body->function->register_count ? body->readers[reg] : NULL;
}

/* What is done with the variable where its address is taken into a register. */
static FixUse classify(const FixBody *body, const IrInst *address, uint32_t token)
{
    FixUse other = {FIX_USE_OTHER, token, REPORT_NO_TOKEN, address};
    const IrInst *user = only_reader(body, address->result);
    if (user == NULL)
        return other;
    if (user->op == IR_OP_STORE && user->as.store.address == address->result)
        return (FixUse){FIX_USE_ASSIGN, token, REPORT_NO_TOKEN, user};
    if (user->op == IR_OP_MEMBER)
        return (FixUse){FIX_USE_MEMBER, token, REPORT_NO_TOKEN, user};
    if (user->op != IR_OP_LOAD)
        return other;
    IrReg value = user->result;
    if (body->reads[value] == 0) /* (void)t */
        return (FixUse){FIX_USE_OBSERVE, token, REPORT_NO_TOKEN, user};
    const IrInst *reader = only_reader(body, value);
    if (reader == NULL)
        return other;
    if (reader->op == IR_OP_CALL)
        return use_in_call(body, reader, value, token);
    if (reader->op == IR_OP_RETURN && report_token_is(body->tokens, token - 1, "return") && report_token_is(body->tokens, token + 1, ";"))
        return (FixUse){FIX_USE_RETURN, token, REPORT_NO_TOKEN, reader};
    return other;
}

static gint compare_uses(gconstpointer left, gconstpointer right)
{
    const FixUse *a = left, *b = right;
    return (a->token > b->token) - (a->token < b->token);
}

/* Collects the uses; false: one of them stands at no token of the variable's name, or at one that has another use too. */
static bool read_uses(FixVariable *variable, const FixBody *body)
{
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            if (inst->op != IR_OP_LOCAL || inst->as.local != variable->local)
                continue;
            uint32_t token = fix_token_at(body, inst->span);
            if (!report_token_is(body->tokens, token, variable->name))
                return false;
            FixUse use = classify(body, inst, token);
            if (token == variable->token && use.kind == FIX_USE_ASSIGN && variable->first != REPORT_NO_TOKEN && variable->initialisation == NULL) {
                variable->initialisation = use.inst;
                continue;
            }
            if (token == variable->token || !fix_is_plain(body, token))
                return false;
            g_array_append_val(variable->uses, use);
        }
    g_array_sort(variable->uses, compare_uses);
    for (guint i = 1; i < variable->uses->len; i++)
        if (g_array_index(variable->uses, FixUse, i - 1).token == g_array_index(variable->uses, FixUse, i).token)
            return false;
    return true;
}

/* Whether every mention of the name in the scope is a known use. */
static bool is_every_mention_known(const FixVariable *variable, const FixBody *body)
{
    const ReportTokens *tokens = body->tokens;
    guint next = 0;
    for (uint32_t i = body->open; i < tokens->at[variable->scope].partner; i++) {
        if (tokens->at[i].kind != REPORT_TOKEN_IDENTIFIER || !report_token_is(tokens, i, variable->name) || i == variable->token)
            continue;
        if (report_token_is(tokens, i - 1, ".") || report_token_is(tokens, i - 1, "->"))
            continue; /* a member of this name */
        if (next >= variable->uses->len || g_array_index(variable->uses, FixUse, next).token != i)
            return false;
        next++;
    }
    return next == variable->uses->len;
}

/* `TYPE name = ... ;` or `TYPE name;` in a list of statements. */
static bool read_declaration(FixVariable *variable, const FixBody *body)
{
    const ReportTokens *tokens = body->tokens;
    uint32_t type = variable->token - 1;
    if (variable->token <= body->open + 1 || !report_token_is(tokens, type, variable->type.name) || !fix_is_in_list(body, type))
        return false;
    variable->scope = tokens->at[type].outer;
    variable->end = fix_statement_end(body, variable->token);
    if (variable->end == REPORT_NO_TOKEN || fix_is_macro(body->context, body->module, variable->type.name))
        return false;
    if (variable->end == variable->token + 1)
        return true;
    variable->first = variable->token + 2;
    variable->last = variable->end - 1;
    if (!report_token_is(tokens, variable->token + 1, "=") || variable->first > variable->last || report_token_is(tokens, variable->first, "{"))
        return false;
    for (uint32_t i = variable->first; i <= variable->last; i++)
        if (tokens->at[i].outer == variable->scope && report_token_is(tokens, i, ","))
            return false;
    return true;
}

static bool read_parameter(FixVariable *variable, const FixBody *body)
{
    uint32_t open = body->tokens->at[variable->token].outer;
    variable->scope = body->open;
    return open == body->name + 1 && body->tokens->at[open].partner + 1 == body->open; /* not K&R's */
}

bool fix_variable_read_any(FixVariable *variable, const FixBody *body, uint32_t local)
{
    *variable = (FixVariable){.body = body, .local = local, .first = REPORT_NO_TOKEN, .uses = g_array_new(FALSE, FALSE, sizeof(FixUse))};
    if (local >= body->function->local_count)
        return false;
    const IrLocal *declared = &body->function->locals[local];
    if (declared->name == NULL || declared->is_volatile || declared->type.kind != IR_TYPE_TASK || declared->type.record >= body->module->record_count)
        return false;
    variable->is_parameter = local < body->function->param_count;
    variable->name = declared->name;
    variable->token = fix_token_at(body, declared->span);
    variable->type = (FixType){body->module->records[declared->type.record].name, NULL};
    if (!report_token_is(body->tokens, variable->token, declared->name) || variable->type.name == NULL)
        return false;
    if (!(variable->is_parameter ? read_parameter(variable, body) : read_declaration(variable, body)))
        return false;
    return read_uses(variable, body) && is_every_mention_known(variable, body);
}

bool fix_variable_read(FixVariable *variable, const FixBody *body, uint32_t local)
{
    return fix_variable_read_any(variable, body, local) && fix_type_find(body->context, body->module, variable->type.name, &variable->type);
}

void fix_variable_clear(FixVariable *variable)
{
    g_clear_pointer(&variable->uses, g_array_unref);
}
