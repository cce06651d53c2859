/* fix_field.c - what keeps a value task keeps a task; see fix_field.h.
 *
 *     vt_int reply;                        vt_int_task *reply;
 *     c->reply = make();             =>    c->reply = vt_int_as_task(make());
 *     rc = vt_int_await(c->reply, &x);     vt_int_task *task = c->reply;
 *                                          c->reply = NULL;
 *                                          rc = vt_int_task_await(task, &x);
 *                                          vt_int_task_unref(task);
 *
 * The task is taken out before it is awaited: what runs meanwhile may free the struct, and who awaits a second time finds
 * NULL and is told -ENOMEM. Proof: each mention of the name in the files of the modules is the declaration or the place of one of the
 * IR's accesses (for a field, one behind . or ->; of an array, to one element), each a plain store, or a load that is consumed; no struct is copied
 * whole, so that no reference is there twice. Of a union's members none may be read where this one is there
 * (fix_tag.h). A struct in a header is changed only when all of a compilation database is checked. */
#include "fix_field.h"

#include <string.h>

#include "fix_call.h"
#include "fix_tag.h"

typedef struct Home {
    Fix *fix;
    const AnalysisProgram *program;
    const AnalysisEvent *event;
    const char *path, *name;
    bool is_field;
    uint32_t bounds; /* of an array of one dimension 1; 0: it is none */
    FixType type;
    size_t scope_start, scope_end; /* bytes of `path` outside of which the name is another one's: a static local's function */
    GHashTable *explained;  /* bytes of texts where the name stands */
} Home;

static gpointer place_of(const ReportTokens *tokens, uint32_t token)
{
    return (gpointer)(uintptr_t)(tokens->source->text + tokens->at[token].start);
}

static bool is_declared_at(const Home *home, const IrModule *module, IrSpan span)
{
    return span.file < module->file_count && span.line == home->event->span.line && span.column == home->event->span.column &&
           strcmp(module->files[span.file].path, home->path) == 0;
}

/* Whether the address that the instruction makes is the home's. */
static bool is_home(const Home *home, uint32_t m, const IrInst *inst)
{
    const IrModule *module = home->program->modules[m];
    if (inst->op == IR_OP_FIELD && home->is_field)
        return is_declared_at(home, module, module->fields[inst->as.field.field].span);
    if (inst->op != IR_OP_GLOBAL || home->is_field)
        return false;
    const AnalysisGlobal *global = &home->program->globals[home->program->global_of[m][inst->as.global]];
    return is_declared_at(home, global->module, global->global->span);
}

/* --- the declaration --- */

/* The token behind the name and an array's bounds, counted in *bounds. REPORT_NO_TOKEN: a bracket has no partner. */
static uint32_t end_of_declarator(const ReportTokens *tokens, uint32_t name, uint32_t *bounds)
{
    uint32_t end = name + 1;
    for (*bounds = 0; end != REPORT_NO_TOKEN && report_token_is(tokens, end, "["); ++*bounds)
        end = tokens->at[end].partner != REPORT_NO_TOKEN ? tokens->at[end].partner + 1 : REPORT_NO_TOKEN;
    return end;
}

/* `TYPE name;` becomes `TYPE_task *name;`. */
static bool declare(Home *home, const char *path, const ReportTokens *tokens, uint32_t name)
{
    static const char *const before[] = {"{", "}", ";", "static", "extern", "_Thread_local", "__thread", "thread_local", NULL};
    uint32_t bounds = 0, type = name - 1, end = end_of_declarator(tokens, name, &bounds);
    if (name == 0 || end == REPORT_NO_TOKEN || bounds != home->bounds || !report_token_is(tokens, name, home->name) || !report_token_is(tokens, type, home->type.name) ||
        !report_token_is(tokens, end, ";"))
        return false;
    bool is_first = type == 0 || tokens->at[type - 1].kind == REPORT_TOKEN_DIRECTIVE;
    for (const char *const *word = before; !is_first && *word != NULL; word++)
        is_first = report_token_is(tokens, type - 1, *word);
    if (!is_first)
        return false;
    fix_edit(home->fix, path, tokens, tokens->at[type].start, tokens->at[name].start, "%s_task *", home->type.name);
    g_hash_table_add(home->explained, place_of(tokens, name));
    return true;
}

/* --- accesses --- */

/* `c->reply`, `table[i + 1].reply`: no call, nothing that changes. */
static bool is_plain_lvalue(const FixBody *body, uint32_t first, uint32_t last)
{
    static const char *const punctuators[] = {".", "->", "[", "]", "+", "-", "*", "/", "%", NULL};
    for (uint32_t i = first; i <= last; i++) {
        const ReportToken *token = &body->tokens->at[i];
        bool good = token->kind == REPORT_TOKEN_NUMBER;
        if (token->kind == REPORT_TOKEN_IDENTIFIER) {
            char *word = g_strndup(body->tokens->source->text + token->start, token->end - token->start);
            good = !fix_is_macro(body->context, body->module, word);
            g_free(word);
        }
        for (const char *const *p = punctuators; !good && *p != NULL; p++)
            good = report_token_is(body->tokens, i, *p);
        if (!good)
            return false;
    }
    return fix_is_plain(body, first);
}

/* `c->reply = e;` */
static bool store(Home *home, const FixBody *body, uint32_t first, uint32_t last)
{
    const ReportTokens *tokens = body->tokens;
    uint32_t end = fix_statement_end(body, first);
    if (!fix_is_statement(body, first) || end == REPORT_NO_TOKEN || end < last + 3 || !report_token_is(tokens, last + 1, "="))
        return false;
    for (uint32_t i = last + 2; i < end; i++)
        if (report_token_is(tokens, i, home->name))
            return false;
    fix_edit(home->fix, body->path, tokens, tokens->at[last + 2].start, tokens->at[last + 2].start, "%s_as_task(", home->type.name);
    fix_edit(home->fix, body->path, tokens, tokens->at[end].start, tokens->at[end].start, ")");
    return true;
}

/* From an array's address to its element's: one INDEX for each bound, each with its brackets behind the last token. */
static bool find_element(const Home *home, const FixBody *body, const IrInst **inst, uint32_t first, uint32_t *last)
{
    for (uint32_t i = 0; i < home->bounds; i++) {
        const IrInst *user = body->readers[(*inst)->result];
        bool is_element = user != NULL && user->op == IR_OP_INDEX && user->as.index.base == (*inst)->result && fix_token_at(body, user->span) == first;
        uint32_t bracket = is_element ? fix_last_token(body, user->span, first) : REPORT_NO_TOKEN;
        if (bracket == REPORT_NO_TOKEN || body->tokens->at[*last + 1].partner != bracket || !report_token_is(body->tokens, bracket, "]"))
            return false;
        *last = bracket;
        *inst = user;
    }
    return true;
}

static bool change_access(Home *home, const FixBody *body, const IrInst *inst)
{
    uint32_t first = fix_token_at(body, inst->span), last = home->is_field ? fix_last_token(body, inst->span, first) : first;
    if (first == REPORT_NO_TOKEN || last == REPORT_NO_TOKEN || !report_token_is(body->tokens, last, home->name) ||
        !g_hash_table_add(home->explained, place_of(body->tokens, last)))
        return false;
    if (!find_element(home, body, &inst, first, &last) || !is_plain_lvalue(body, first, last))
        return false;
    const IrInst *user = body->readers[inst->result];
    if (user != NULL && user->op == IR_OP_STORE && user->as.store.address == inst->result)
        return store(home, body, first, last);
    const IrInst *reader = user != NULL && user->op == IR_OP_LOAD ? body->readers[user->result] : NULL;
    return reader != NULL && (reader->op == IR_OP_CALL || reader->op == IR_OP_STORE) && fix_taken_out(home->fix, body, first, last, &home->type);
}

/* Whether objects of the record have one of the other inside. */
static bool holds_record(const IrModule *module, uint32_t record, uint32_t inner)
{
    bool holds = record == inner;
    for (uint32_t i = 0; !holds && record != IR_NONE && i < module->field_count; i++) {
        const IrField *field = &module->fields[i];
        holds = field->record == record && field->type.kind == IR_TYPE_AGGREGATE && field->type.record != record &&
                holds_record(module, field->type.record, inner);
    }
    return holds;
}

/* Whether the instruction copies a struct that has the field, or takes or gives one by value. */
static bool copies_record(const Home *home, const IrModule *module, const IrInst *inst)
{
    uint32_t record = IR_NONE;
    for (uint32_t i = 0; home->is_field && record == IR_NONE && i < module->field_count; i++)
        if (is_declared_at(home, module, module->fields[i].span))
            record = module->fields[i].record;
    if (record == IR_NONE)
        return false;
    bool copies = inst->type.kind == IR_TYPE_AGGREGATE && holds_record(module, inst->type.record, record);
    for (uint32_t i = 0; !copies && inst->op == IR_OP_CALL && i < inst->as.call.argument_count; i++) {
        IrType type = inst->as.call.arguments[i].type;
        copies = type.kind == IR_TYPE_AGGREGATE && holds_record(module, type.record, record);
    }
    return copies;
}

/* A field of another struct may have the same name. */
static void explain_others(Home *home, const FixBody *body, const IrInst *inst)
{
    uint32_t first = inst->op == IR_OP_FIELD && home->is_field ? fix_token_at(body, inst->span) : REPORT_NO_TOKEN;
    uint32_t last = first != REPORT_NO_TOKEN ? fix_last_token(body, inst->span, first) : REPORT_NO_TOKEN;
    if (last != REPORT_NO_TOKEN)
        g_hash_table_add(home->explained, place_of(body->tokens, last));
}

static bool change_function(Home *home, uint32_t m, const IrFunction *function)
{
    const IrModule *module = home->program->modules[m];
    const FixBody *body = NULL;
    bool is_read = false;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_COPY || inst->op == IR_OP_CALL) {
                if (copies_record(home, module, inst))
                    return false;
                continue;
            }
            if (inst->op != IR_OP_FIELD && inst->op != IR_OP_GLOBAL)
                continue;
            if (!is_read)
                body = fix_body(home->fix, module, function);
            is_read = true;
            if (!is_home(home, m, inst)) {
                if (body != NULL)
                    explain_others(home, body, inst);
            } else if (body == NULL || !change_access(home, body, inst)) {
                return false;
            }
        }
    return true;
}

/* --- mentions --- */

/* false: a mention is left that would not fit the new type. */
static bool change_mentions(Home *home, GHashTable *files, const IrModule *module)
{
    for (uint32_t f = 0; f < module->file_count; f++) {
        const char *path = module->files[f].path;
        if (!fix_is_checked(module, f) || !g_hash_table_add(files, (gpointer)(uintptr_t)path))
            continue;
        const ReportTokens *tokens = fix_tokens(home->fix->context, path);
        for (uint32_t i = 1; tokens != NULL && i < tokens->count; i++) {
            if (tokens->at[i].kind != REPORT_TOKEN_IDENTIFIER || !report_token_is(tokens, i, home->name) || g_hash_table_contains(home->explained, place_of(tokens, i)))
                continue;
            if (home->scope_end > 0 && (strcmp(path, home->path) != 0 || tokens->at[i].start < home->scope_start || tokens->at[i].end > home->scope_end))
                continue;
            bool is_member = report_token_is(tokens, i - 1, ".") || report_token_is(tokens, i - 1, "->");
            if (is_member != home->is_field)
                continue;
            if (home->is_field || tokens->at[i].outer != REPORT_NO_TOKEN || !declare(home, path, tokens, i))
                return false;
        }
    }
    return true;
}

static bool change_all(Home *home)
{
    const AnalysisProgram *program = home->program;
    for (uint32_t m = 0; m < program->module_count; m++)
        for (uint32_t f = 0; f < program->modules[m]->function_count; f++) {
            const IrFunction *function = &program->modules[m]->functions[f];
            bool is_chosen = function->is_defined && program->functions[program->function_of[m][f]].function == function;
            if (is_chosen && !change_function(home, m, function))
                return false;
        }
    GHashTable *files = g_hash_table_new(g_str_hash, g_str_equal);
    bool good = true;
    for (uint32_t m = 0; good && m < program->module_count; m++) {
        const IrModule *module = program->modules[m];
        bool knows = false; /* the file of the declaration */
        for (uint32_t f = 0; !knows && f < module->file_count; f++)
            knows = strcmp(module->files[f].path, home->path) == 0;
        good = (!knows && home->is_field) || change_mentions(home, files, module);
    }
    g_hash_table_unref(files);
    return good;
}

static void find_scope(Home *home, const ReportTokens *tokens, uint32_t name)
{
    if (home->event->home != ANALYSIS_HOME_STATIC_LOCAL)
        return;
    uint32_t outer = tokens->at[name].outer;
    while (outer != REPORT_NO_TOKEN && tokens->at[outer].outer != REPORT_NO_TOKEN)
        outer = tokens->at[outer].outer;
    if (outer == REPORT_NO_TOKEN || tokens->at[outer].partner == REPORT_NO_TOKEN)
        return;
    home->scope_start = tokens->at[outer].start;
    home->scope_end = tokens->at[tokens->at[outer].partner].end;
}

/* Of what type of value task it is. An array's is what its declaration says: `TYPE name[...]`. */
static bool find_type(Home *home, const ReportTokens *tokens, uint32_t name)
{
    const char *type = home->event->type_name;
    if (type == NULL && name > 0 && tokens->at[name - 1].kind == REPORT_TOKEN_IDENTIFIER && end_of_declarator(tokens, name, &home->bounds) != REPORT_NO_TOKEN)
        type = fix_text(home->fix, tokens, name - 1, name - 1);
    return fix_type_find(home->fix->context, home->event->module, type, &home->type);
}

bool fix_field(Fix *fix, const AnalysisEvent *event)
{
    static const bool fixable[] = {[ANALYSIS_HOME_STRUCT_FIELD] = true, [ANALYSIS_HOME_UNION_FIELD] = true, [ANALYSIS_HOME_GLOBAL] = true, [ANALYSIS_HOME_STATIC_LOCAL] = true,
                                   [ANALYSIS_HOME_THREAD_LOCAL] = true, [ANALYSIS_HOME_HEAP] = false};
    const IrModule *module = event->module;
    Home home = {.fix = fix, .program = fix_program(fix->context), .event = event, .name = event->task,
                 .is_field = event->home == ANALYSIS_HOME_STRUCT_FIELD || event->home == ANALYSIS_HOME_UNION_FIELD};
    if (!fixable[event->home] || event->task == NULL || !fix_is_checked(module, event->span.file) ||
        (module->files[event->span.file].role != IR_FILE_MAIN && !fix_is_whole_program(fix->context)))
        return false;
    home.path = module->files[event->span.file].path;
    home.explained = g_hash_table_new(NULL, NULL);
    const ReportTokens *tokens = fix_tokens(fix->context, home.path);
    uint32_t name = tokens != NULL ? report_tokens_find(tokens, event->span.line, event->span.column) : REPORT_NO_TOKEN;
    if (name != REPORT_NO_TOKEN)
        find_scope(&home, tokens, name);
    bool good = name != REPORT_NO_TOKEN && find_type(&home, tokens, name) && !fix_is_macro(fix->context, module, home.name) &&
                (!home.is_field || fix_is_told_apart(fix, home.path, tokens, name)) && declare(&home, home.path, tokens, name) && change_all(&home);
    g_hash_table_unref(home.explained);
    if (good)
        fix_tell(fix, "keep a '%s_task *' in '%s', and take it out to await it", home.type.name, home.name);
    return good;
}
