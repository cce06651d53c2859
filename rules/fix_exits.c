/* fix_exits.c - a statement at each way out of a variable's scope; see fix_variable.h.
 *
 * The ways out are what the IR has: its returns, and the ends of the variable's storage, which stand at the closing brace or at
 * the break or continue that leaves. Returns that cannot be reached have no IR; they are mended too. */
#include "fix_variable.h"

#include <string.h>

typedef struct Exits {
    Fix *fix;
    const FixVariable *variable;
    const char *statement;
    FixExitChoice choose;
    const void *context;
    GHashTable *choices;   /* token => FixAtExit + 1 */
} Exits;

/* --- which --- */

static uint32_t first_inside(const FixVariable *variable)
{
    return variable->is_parameter ? variable->body->open + 1 : variable->end + 1;
}

static uint32_t closing(const FixVariable *variable)
{
    return variable->body->tokens->at[variable->scope].partner;
}

/* Control may not get behind the declaration but past it. */
static bool is_entered_at_the_top(const FixVariable *variable)
{
    const ReportTokens *tokens = variable->body->tokens;
    for (uint32_t i = first_inside(variable); i < closing(variable); i++)
        if ((report_token_is(tokens, i, "case") || report_token_is(tokens, i, "default")) && tokens->at[i].outer == variable->scope)
            return false;
    return true;
}

/* Several instructions may leave at one token (a return in a macro's loop does not, but one after && may): they must agree. */
static bool note_exit(Exits *exits, uint32_t token, const IrInst *inst)
{
    FixAtExit choice = exits->choose != NULL ? exits->choose(inst, exits->context) : FIX_EXIT_ADD;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(exits->choices, GUINT_TO_POINTER(token)));
    g_hash_table_insert(exits->choices, GUINT_TO_POINTER(token), GUINT_TO_POINTER((guint)choice + 1));
    return choice != FIX_EXIT_DECLINE && (known == 0 || known == (guint)choice + 1);
}

static bool find_exits(Exits *exits)
{
    const FixVariable *variable = exits->variable;
    const FixBody *body = variable->body;
    uint32_t first = first_inside(variable), close = closing(variable);
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            bool is_end = inst->op == IR_OP_END_SCOPE && inst->as.local == variable->local;
            if (!is_end && inst->op != IR_OP_RETURN)
                continue;
            uint32_t token = fix_token_at(body, inst->span);
            bool is_inside = token != REPORT_NO_TOKEN && token >= first && token <= close;
            if (!is_inside && !is_end)
                continue;
            bool is_jump = is_inside && (report_token_is(body->tokens, token, "return") || report_token_is(body->tokens, token, "break") ||
                                         report_token_is(body->tokens, token, "continue"));
            if (!is_inside || (token != close && !is_jump) || !note_exit(exits, token, inst))
                return false;
        }
    return true;
}

/* --- how --- */

static bool is_used_between(const FixVariable *variable, uint32_t first, uint32_t last)
{
    for (guint i = 0; i < variable->uses->len; i++) {
        uint32_t token = g_array_index(variable->uses, FixUse, i).token;
        if (token > first && token < last)
            return true;
    }
    return false;
}

/* `return e;` where e needs the variable. */
static bool add_behind_value(const Exits *exits, uint32_t at, uint32_t end, const char *space)
{
    Fix *fix = exits->fix;
    const FixBody *body = exits->variable->body;
    const ReportTokens *tokens = body->tokens;
    const char *type = fix_return_type(fix, body);
    if (type == NULL)
        return false;
    const char *value = fix_new_name(fix, body, at, strcmp(type, "int") == 0 ? "status" : "returned");
    size_t after = tokens->at[end].end;
    fix_edit(fix, body->path, tokens, tokens->at[at].start, tokens->at[at].end, "%s%s%s =", type, g_str_has_suffix(type, "*") ? "" : " ", value);
    fix_edit(fix, body->path, tokens, after, after, "%s%s%sreturn %s;", space, exits->statement, space, value);
    return true;
}

static bool add_at_jump(const Exits *exits, uint32_t at)
{
    Fix *fix = exits->fix;
    const FixBody *body = exits->variable->body;
    const ReportTokens *tokens = body->tokens;
    uint32_t end = fix_statement_end(body, at);
    if (end == REPORT_NO_TOKEN || !fix_is_statement(body, at) || !fix_is_plain(body, at))
        return false;
    const char *space = fix_break(fix, tokens, at);
    fix_open_block(fix, body, at);
    if (!is_used_between(exits->variable, at, end))
        fix_edit(fix, body->path, tokens, tokens->at[at].start, tokens->at[at].start, "%s%s", exits->statement, space);
    else if (!add_behind_value(exits, at, end, space))
        return false;
    fix_close_block(fix, body, at, end);
    return true;
}

static void add_at_end(const Exits *exits)
{
    Fix *fix = exits->fix;
    const FixBody *body = exits->variable->body;
    const ReportTokens *tokens = body->tokens;
    uint32_t close = closing(exits->variable);
    size_t at = tokens->at[close].start;
    if (!fix_is_first_on_line(tokens, close)) {
        fix_edit(fix, body->path, tokens, at, at, "%s ", exits->statement);
        return;
    }
    /* The line of the brace has its white space already: a statement's is longer. */
    const char *outer = fix_indent(fix, tokens, close), *inner = fix_indent(fix, tokens, exits->variable->scope + 1);
    const char *more = g_str_has_prefix(inner, outer) ? inner + strlen(outer) : "    ";
    fix_edit(fix, body->path, tokens, at, at, "%s%s\n%s", more, exits->statement, outer);
}

static bool add_everywhere(const Exits *exits)
{
    const FixVariable *variable = exits->variable;
    const ReportTokens *tokens = variable->body->tokens;
    uint32_t close = closing(variable);
    for (uint32_t i = first_inside(variable); i < close; i++) {
        guint choice = GPOINTER_TO_UINT(g_hash_table_lookup(exits->choices, GUINT_TO_POINTER(i)));
        bool is_dead_return = choice == 0 && exits->choose == NULL && report_token_is(tokens, i, "return");
        if ((is_dead_return || choice == FIX_EXIT_ADD + 1) && !add_at_jump(exits, i))
            return false;
    }
    if (GPOINTER_TO_UINT(g_hash_table_lookup(exits->choices, GUINT_TO_POINTER(close))) == FIX_EXIT_ADD + 1)
        add_at_end(exits);
    return true;
}

bool fix_add_at_exits(Fix *fix, const FixVariable *variable, const char *statement, FixExitChoice choose, const void *context)
{
    Exits exits = {fix, variable, statement, choose, context, g_hash_table_new(NULL, NULL)};
    bool good = is_entered_at_the_top(variable) && find_exits(&exits) && add_everywhere(&exits);
    g_hash_table_unref(exits.choices);
    return good;
}
