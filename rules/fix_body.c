/* fix_body.c - a function's body as text and as IR; see fix_body.h. */
#include "fix_body.h"

#include <string.h>

/* --- reading --- */

typedef struct Reading {
    FixBody *body;
    const IrInst *inst;
} Reading;

static void note_reader(IrReg reg, void *context)
{
    Reading *reading = context;
    if (reg < reading->body->function->register_count)
        reading->body->readers[reg] = reading->body->reads[reg]++ == 0 ? reading->inst : NULL;
}

static void read_insts(FixBody *body)
{
    const IrFunction *function = body->function;
    Reading reading = {body, NULL};
    body->definitions = g_new0(const IrInst *, function->register_count + 1);
    body->readers = g_new0(const IrInst *, function->register_count + 1);
    body->reads = g_new0(uint32_t, function->register_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = reading.inst = &function->blocks[b].insts[i];
            if (inst->result != IR_NONE)
                body->definitions[inst->result] = inst;
            ir_visit_operands(inst, note_reader, &reading);
            const IrFunction *callee = fix_callee(body, inst);
            uint32_t token = callee != NULL ? fix_token_at(body, inst->span) : REPORT_NO_TOKEN;
            if (token != REPORT_NO_TOKEN && report_token_is(body->tokens, token, callee->name) && report_token_is(body->tokens, token + 1, "("))
                g_hash_table_insert(body->calls, GUINT_TO_POINTER(token), (gpointer)(uintptr_t)inst);
        }
}

/* The places of the name and the braces; false: the text is not as the IR says. */
static bool find_braces(FixBody *body)
{
    const IrFunction *function = body->function;
    body->path = body->module->files[function->span.file].path;
    body->tokens = fix_tokens(body->context, body->path);
    if (body->tokens == NULL)
        return false;
    body->name = fix_token_at(body, function->span);
    body->close = fix_token_at(body, function->end_span);
    if (!report_token_is(body->tokens, body->name, function->name) || !report_token_is(body->tokens, body->close, "}"))
        return false;
    body->open = body->tokens->at[body->close].partner;
    return body->open != REPORT_NO_TOKEN && body->open > body->name && body->tokens->at[body->open].outer == body->tokens->at[body->name].outer;
}

static void free_body(gpointer data)
{
    FixBody *body = data;
    if (body == NULL)
        return;
    g_free(body->definitions);
    g_free(body->readers);
    g_free(body->reads);
    g_hash_table_unref(body->calls);
    g_free(body);
}

const FixBody *fix_body(Fix *fix, const IrModule *module, const IrFunction *function)
{
    GHashTable *bodies = fix_bodies(fix->context, free_body);
    gpointer known = NULL;
    if (function == NULL || g_hash_table_lookup_extended(bodies, function, NULL, &known))
        return known;
    FixBody *body = g_new0(FixBody, 1);
    *body = (FixBody){.context = fix->context, .module = module, .function = function, .calls = g_hash_table_new(NULL, NULL)};
    bool is_usable = function->is_defined && function->degraded == NULL && fix_is_checked(module, function->span.file) &&
                     function->end_span.file == function->span.file && find_braces(body);
    if (is_usable)
        read_insts(body);
    else
        g_clear_pointer(&body, free_body);
    g_hash_table_insert(bodies, (gpointer)(uintptr_t)function, body);
    return body;
}

/* --- places --- */

uint32_t fix_token_at(const FixBody *body, IrSpan span)
{
    return span.file == body->function->span.file ? report_tokens_find(body->tokens, span.line, span.column) : REPORT_NO_TOKEN;
}

uint32_t fix_last_token(const FixBody *body, IrSpan span, uint32_t first)
{
    for (uint32_t i = first; i < body->tokens->count; i++) {
        uint32_t line, column;
        report_source_place(body->tokens->source, body->tokens->at[i].end, &line, &column);
        if (line == span.end_line && column == span.end_column)
            return i;
        if (line > span.end_line)
            break;
    }
    return REPORT_NO_TOKEN;
}

const IrInst *fix_definition(const FixBody *body, IrReg reg)
{
    return reg < body->function->register_count ? body->definitions[reg] : NULL;
}

uint32_t fix_loaded_local(const FixBody *body, IrReg reg)
{
    const IrInst *load = fix_definition(body, reg);
    const IrInst *address = load != NULL && load->op == IR_OP_LOAD ? fix_definition(body, load->as.load.address) : NULL;
    return address != NULL && address->op == IR_OP_LOCAL ? address->as.local : IR_NONE;
}

const IrFunction *fix_callee(const FixBody *body, const IrInst *inst)
{
    return inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE ? &body->module->functions[inst->as.call.function] : NULL;
}

uint32_t fix_program_function(const FixBody *body, const IrInst *inst)
{
    const AnalysisProgram *program = fix_program(body->context);
    if (fix_callee(body, inst) == NULL)
        return IR_NONE;
    for (uint32_t m = 0; m < program->module_count; m++)
        if (program->modules[m] == body->module)
            return program->function_of[m][inst->as.call.function];
    return IR_NONE;
}

gint fix_compare_tokens(gconstpointer left, gconstpointer right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* --- how it is written --- */

static bool is_one_of(const ReportTokens *tokens, uint32_t token, const char *const *words)
{
    for (; *words != NULL; words++)
        if (report_token_is(tokens, token, *words))
            return true;
    return false;
}

/* Whether a parenthesis groups, belongs to a statement or holds the arguments of a call that the IR knows. */
static bool is_plain_parenthesis(const FixBody *body, uint32_t open)
{
    static const char *const words[] = {"if", "while", "for", "switch", "return", NULL};
    const ReportTokens *tokens = body->tokens;
    const ReportToken *before = &tokens->at[open - 1];
    if (before->kind == REPORT_TOKEN_IDENTIFIER)
        return is_one_of(tokens, open - 1, words) || g_hash_table_contains(body->calls, GUINT_TO_POINTER(open - 1));
    return before->kind == REPORT_TOKEN_PUNCTUATOR && !report_token_is(tokens, open - 1, ")") && !report_token_is(tokens, open - 1, "]");
}

bool fix_is_plain(const FixBody *body, uint32_t token)
{
    const ReportTokens *tokens = body->tokens;
    if (token <= body->open || token >= body->close)
        return false;
    for (uint32_t outer = tokens->at[token].outer; outer != body->open; outer = tokens->at[outer].outer) {
        if (outer == REPORT_NO_TOKEN || outer <= body->open)
            return false;
        if (report_token_is(tokens, outer, "(") && !is_plain_parenthesis(body, outer))
            return false;
        if (report_token_is(tokens, outer, "{") && report_token_is(tokens, outer - 1, "("))
            return false; /* a statement expression */
    }
    return true;
}

bool fix_has_plain_returns(const FixBody *body)
{
    for (uint32_t i = body->open; i < body->close; i++)
        if (body->tokens->at[i].kind == REPORT_TOKEN_DIRECTIVE)
            return false;
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            uint32_t token = inst->op == IR_OP_RETURN ? fix_token_at(body, inst->span) : body->close;
            if (token != body->close && !report_token_is(body->tokens, token, "return"))
                return false;
        }
    return true;
}

bool fix_is_structured(const FixBody *body)
{
    static const char *const jumps[] = {"goto", "asm", "__asm__", "__asm", NULL};
    if (!fix_has_plain_returns(body))
        return false;
    for (uint32_t i = body->open; i < body->close; i++)
        if (is_one_of(body->tokens, i, jumps))
            return false;
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->function->blocks[b].insts[i];
            const IrFunction *callee = fix_callee(body, inst);
            if (inst->op == IR_OP_ANY || (callee != NULL && callee->is_setjmp))
                return false;
        }
    return true;
}

/* --- statements --- */

bool fix_is_in_list(const FixBody *body, uint32_t token)
{
    static const char *const ends[] = {";", "{", "}", NULL};
    uint32_t outer = body->tokens->at[token].outer;
    return token > body->open && outer != REPORT_NO_TOKEN && report_token_is(body->tokens, outer, "{") && is_one_of(body->tokens, token - 1, ends);
}

/* The colon of `case x:`, `default:` or `label:`, and not that of ?: . */
static bool is_label_colon(const FixBody *body, uint32_t colon)
{
    const ReportTokens *tokens = body->tokens;
    if (!report_token_is(tokens, colon, ":"))
        return false;
    for (uint32_t i = colon; i-- > body->open;) {
        if (tokens->at[i].outer != tokens->at[colon].outer)
            continue;
        if (report_token_is(tokens, i, "?"))
            return false;
        if (report_token_is(tokens, i, "case") || report_token_is(tokens, i, "default"))
            return true;
        if (report_token_is(tokens, i, ";") || report_token_is(tokens, i, "}"))
            return false;
    }
    return false;
}

bool fix_is_statement(const FixBody *body, uint32_t token)
{
    static const char *const words[] = {"if", "while", "for", "switch", NULL};
    const ReportTokens *tokens = body->tokens;
    uint32_t outer = tokens->at[token].outer;
    if (outer == REPORT_NO_TOKEN || !report_token_is(tokens, outer, "{"))
        return false;
    if (fix_is_in_list(body, token) || is_label_colon(body, token - 1) || report_token_is(tokens, token - 1, "else") || report_token_is(tokens, token - 1, "do"))
        return true;
    uint32_t open = report_token_is(tokens, token - 1, ")") ? tokens->at[token - 1].partner : REPORT_NO_TOKEN;
    return open != REPORT_NO_TOKEN && open > body->open && is_one_of(tokens, open - 1, words);
}

uint32_t fix_statement_end(const FixBody *body, uint32_t first)
{
    const ReportTokens *tokens = body->tokens;
    for (uint32_t i = first; i < body->close; i++) {
        if (tokens->at[i].outer != tokens->at[first].outer)
            continue;
        if (report_token_is(tokens, i, ";"))
            return i;
        if (tokens->at[i].kind == REPORT_TOKEN_DIRECTIVE || report_token_is(tokens, i, "}"))
            return REPORT_NO_TOKEN;
    }
    return REPORT_NO_TOKEN;
}

uint32_t fix_statement_start(const FixBody *body, uint32_t token)
{
    const ReportTokens *tokens = body->tokens;
    while (token > body->open && tokens->at[token].outer != REPORT_NO_TOKEN && !report_token_is(tokens, tokens->at[token].outer, "{"))
        token = tokens->at[token].outer;
    while (token > body->open && !fix_is_statement(body, token)) {
        uint32_t before = token - 1;
        if (tokens->at[before].partner != REPORT_NO_TOKEN && tokens->at[before].partner < before)
            before = tokens->at[before].partner;
        token = before;
    }
    return token > body->open ? token : REPORT_NO_TOKEN;
}

/* --- text --- */

static size_t line_start(const ReportTokens *tokens, size_t at)
{
    while (at > 0 && tokens->source->text[at - 1] != '\n')
        at--;
    return at;
}

const char *fix_indent(Fix *fix, const ReportTokens *tokens, uint32_t token)
{
    size_t start = line_start(tokens, tokens->at[token].start), end = start;
    while (end < tokens->source->length && (tokens->source->text[end] == ' ' || tokens->source->text[end] == '\t'))
        end++;
    return g_string_chunk_insert_len(fix->strings, tokens->source->text + start, (gssize)(end - start));
}

bool fix_is_first_on_line(const ReportTokens *tokens, uint32_t token)
{
    size_t start = line_start(tokens, tokens->at[token].start);
    return token == 0 || tokens->at[token - 1].end <= start;
}

const char *fix_break(Fix *fix, const ReportTokens *tokens, uint32_t token)
{
    if (!fix_is_first_on_line(tokens, token))
        return " ";
    char *text = g_strconcat("\n", fix_indent(fix, tokens, token), NULL);
    const char *kept = g_string_chunk_insert(fix->strings, text);
    g_free(text);
    return kept;
}

void fix_open_block(Fix *fix, const FixBody *body, uint32_t first)
{
    const ReportTokens *tokens = body->tokens;
    if (!g_hash_table_add(fix->blocks, (gpointer)(uintptr_t)(tokens->source->text + tokens->at[first].start)))
        fix->is_clashing = true;
    if (fix_is_in_list(body, first))
        return;
    if (fix_is_first_on_line(tokens, first))
        fix_edit(fix, body->path, tokens, tokens->at[first - 1].end, tokens->at[first - 1].end, " {");
    else
        fix_edit(fix, body->path, tokens, tokens->at[first].start, tokens->at[first].start, "{ ");
}

void fix_close_block(Fix *fix, const FixBody *body, uint32_t first, uint32_t end)
{
    const ReportTokens *tokens = body->tokens;
    size_t after = tokens->at[end].end;
    if (fix_is_in_list(body, first))
        return;
    uint32_t opener = report_token_is(tokens, first - 1, ")") ? tokens->at[first - 1].partner : first - 1;
    if (fix_is_first_on_line(tokens, first))
        fix_edit(fix, body->path, tokens, after, after, "\n%s}", fix_indent(fix, tokens, opener));
    else
        fix_edit(fix, body->path, tokens, after, after, " }");
}

bool fix_is_same_text(const ReportTokens *tokens, uint32_t first, uint32_t end, uint32_t other, uint32_t other_end)
{
    const char *text = tokens->source->text;
    if (end - first != other_end - other)
        return false;
    for (; first < end; first++, other++) {
        size_t length = tokens->at[first].end - tokens->at[first].start;
        if (length != tokens->at[other].end - tokens->at[other].start || memcmp(text + tokens->at[first].start, text + tokens->at[other].start, length) != 0)
            return false;
    }
    return true;
}

const char *fix_text(Fix *fix, const ReportTokens *tokens, uint32_t first, uint32_t last)
{
    size_t start = tokens->at[first].start;
    return g_string_chunk_insert_len(fix->strings, tokens->source->text + start, (gssize)(tokens->at[last].end - start));
}

static bool is_macro_token(const FixBody *body, uint32_t token)
{
    const ReportToken *at = &body->tokens->at[token];
    char *word = g_strndup(body->tokens->source->text + at->start, at->end - at->start);
    bool is_macro = fix_is_macro(body->context, body->module, word);
    g_free(word);
    return is_macro;
}

/* Whether [first, last] can be nothing but a type: words of C, or one name, which a tag may be. */
static bool is_type_text(const FixBody *body, uint32_t first, uint32_t last)
{
    static const char *const words[] = {"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool", NULL};
    static const char *const tags[] = {"struct", "union", "enum", NULL};
    uint32_t built_in = 0, names = 0;
    for (uint32_t i = first; i <= last; i++) {
        if (is_macro_token(body, i))
            return false;
        if (is_one_of(body->tokens, i, words))
            built_in++;
        else if (body->tokens->at[i].kind == REPORT_TOKEN_IDENTIFIER && !is_one_of(body->tokens, i, tags) && !report_token_is(body->tokens, i, "const"))
            names++;
    }
    return (built_in > 0) != (names > 0) && names <= 1;
}

const char *fix_return_type(Fix *fix, const FixBody *body)
{
    static const char *const storage[] = {"static", "extern", "inline", "__inline", "__inline__", "_Noreturn", NULL};
    static const char *const ends[] = {";", "}", NULL};
    const ReportTokens *tokens = body->tokens;
    uint32_t first = body->name;
    while (first > 0 && (tokens->at[first - 1].kind == REPORT_TOKEN_IDENTIFIER || report_token_is(tokens, first - 1, "*")) &&
           !is_one_of(tokens, first - 1, storage))
        first--;
    bool is_start = first == 0 || tokens->at[first - 1].kind == REPORT_TOKEN_DIRECTIVE || is_one_of(tokens, first - 1, ends) ||
                    is_one_of(tokens, first - 1, storage);
    if (!is_start || first == body->name || !is_type_text(body, first, body->name - 1))
        return NULL;
    return fix_text(fix, tokens, first, body->name - 1);
}

static bool is_taken(const FixBody *body, const char *name)
{
    for (uint32_t i = body->name; i < body->close; i++)
        if (body->tokens->at[i].kind == REPORT_TOKEN_IDENTIFIER && report_token_is(body->tokens, i, name) && !report_token_is(body->tokens, i - 1, ".") &&
            !report_token_is(body->tokens, i - 1, "->"))
            return true;
    for (uint32_t i = 0; i < body->module->global_count; i++)
        if (strcmp(body->module->globals[i].name, name) == 0)
            return true;
    for (uint32_t i = 0; i < body->module->function_count; i++)
        if (strcmp(body->module->functions[i].name, name) == 0)
            return true;
    return fix_is_macro(body->context, body->module, name);
}

const char *fix_new_name(Fix *fix, const FixBody *body, uint32_t at, const char *wish)
{
    const void *place = body->tokens->source->text + body->tokens->at[at].start;
    char name[64];
    g_strlcpy(name, wish, sizeof name);
    for (unsigned i = 2; is_taken(body, name) || !fix_claim_name(fix->context, body->function->symbol, name, place); i++)
        g_snprintf(name, sizeof name, "%.40s_%u", wish, i);
    return g_string_chunk_insert(fix->strings, name);
}
