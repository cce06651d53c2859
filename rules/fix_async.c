/* fix_async.c - functions that are always asynchronous return tasks; see fix_async.h.
 *
 *     vt_int read(int fd)                          vt_int_task *read(int fd)
 *     {                                            {
 *         return vt_int_from_source(s, token);         return vt_int_as_task(vt_int_from_source(s, token));
 *     }                                            }
 *                                            =>
 *     rc = vt_int_await(read(fd), &x);             vt_int_task *task = read(fd);
 *                                                  rc = vt_int_task_await(task, &x);
 *                                                  vt_int_task_unref(task);
 *
 * Always asynchronous functions that return each other's results change together: they are one group, and the fix is that of
 * each of its findings. Proof: each mention of a member's name in the files of the modules that know it is its
 * definition, a prototype, or the place of one of the IR's calls (fix_call.h rewrites these); so none is left that expects a value task.
 * A function that code outside the run may call is left alone. */
#include "fix_async.h"

#include <string.h>

#include "fix_call.h"

/* --- groups --- */

typedef struct Site {
    const IrModule *module;
    const IrFunction *function;
} Site;

typedef struct Groups {
    GHashTable *leader;   /* program's function => function that stands for its group; itself, where it does */
    GHashTable *members;  /* leader => GArray of uint32_t */
    GHashTable *callers;  /* program's function => GArray of Site, each once */
    GHashTable *indices;  /* name of a function, as its module has it => program's function + 1 */
} Groups;

static void free_array(gpointer array)
{
    g_array_unref(array);
}

static void free_groups(gpointer data)
{
    Groups *groups = data;
    g_hash_table_unref(groups->leader);
    g_hash_table_unref(groups->members);
    g_hash_table_unref(groups->callers);
    g_hash_table_unref(groups->indices);
    g_free(groups);
}

static uint32_t leader_of(const Groups *groups, uint32_t function)
{
    gpointer next = NULL;
    while (g_hash_table_lookup_extended(groups->leader, GUINT_TO_POINTER(function), NULL, &next) && GPOINTER_TO_UINT(next) != function)
        function = GPOINTER_TO_UINT(next);
    return function;
}

/* The analysis may have its own copy of a function, with the blocks cut differently; the name is shared. IR_NONE: none. */
static uint32_t index_of(const Groups *groups, const IrFunction *function)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(groups->indices, function->name)) - 1;
}

static void add_caller(Groups *groups, uint32_t callee, Site site)
{
    GArray *sites = g_hash_table_lookup(groups->callers, GUINT_TO_POINTER(callee));
    if (sites == NULL) {
        sites = g_array_new(FALSE, FALSE, sizeof(Site));
        g_hash_table_insert(groups->callers, GUINT_TO_POINTER(callee), sites);
    }
    if (sites->len == 0 || g_array_index(sites, Site, sites->len - 1).function != site.function)
        g_array_append_val(sites, site);
}

/* Whose results a function's registers, and the temporaries in which ?: leaves its value, may hold. */
typedef struct Sources {
    GArray **of_register, **of_local;   /* uint32_t: functions of the program; NULL: none */
    uint32_t *local_of;                 /* register => the temporary that it is the address of, or IR_NONE */
    const IrFunction *function;
} Sources;

static Sources sources_new(const IrFunction *function)
{
    Sources sources = {g_new0(GArray *, function->register_count + 1), g_new0(GArray *, function->local_count + 1), g_new(uint32_t, function->register_count + 1), function};
    memset(sources.local_of, 0xff, (function->register_count + 1) * sizeof(uint32_t));
    return sources;
}

static void sources_free(Sources *sources)
{
    for (uint32_t i = 0; i < sources->function->register_count; i++)
        g_clear_pointer(&sources->of_register[i], g_array_unref);
    for (uint32_t i = 0; i < sources->function->local_count; i++)
        g_clear_pointer(&sources->of_local[i], g_array_unref);
    g_free(sources->of_register);
    g_free(sources->of_local);
    g_free(sources->local_of);
}

static void add_sources(GArray **to, const GArray *from)
{
    if (from == NULL)
        return;
    if (*to == NULL)
        *to = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_vals(*to, from->data, from->len);
}

/* What an instruction other than a call hands from one to the other. */
static void follow(Sources *sources, const IrInst *inst)
{
    bool is_temporary = inst->op == IR_OP_LOCAL && sources->function->locals[inst->as.local].name == NULL;
    if (is_temporary)
        sources->local_of[inst->result] = inst->as.local;
    uint32_t address = inst->op == IR_OP_LOAD ? inst->as.load.address : inst->op == IR_OP_STORE ? inst->as.store.address : IR_NONE;
    uint32_t local = address < sources->function->register_count ? sources->local_of[address] : IR_NONE;
    if (local == IR_NONE)
        return;
    if (inst->op == IR_OP_LOAD)
        add_sources(&sources->of_register[inst->result], sources->of_local[local]);
    else if (inst->as.store.value < sources->function->register_count)
        add_sources(&sources->of_local[local], sources->of_register[inst->as.store.value]);
}

static void join_returned(Groups *groups, uint32_t self, const GArray *callees)
{
    for (guint i = 0; callees != NULL && i < callees->len; i++) {
        uint32_t callee = leader_of(groups, g_array_index(callees, uint32_t, i));
        g_hash_table_insert(groups->leader, GUINT_TO_POINTER(callee), GUINT_TO_POINTER(leader_of(groups, self)));
    }
}

/* Joins the function at `m`, `f` with those whose result it returns, and notes it as their caller. */
static void read_calls(Groups *groups, const AnalysisProgram *program, uint32_t m, uint32_t f)
{
    const IrModule *module = program->modules[m];
    const IrFunction *function = &module->functions[f];
    uint32_t self = program->function_of[m][f];
    bool is_definition = program->functions[self].function == function, is_candidate = g_hash_table_contains(groups->leader, GUINT_TO_POINTER(self));
    Sources sources = sources_new(function);
    for (uint32_t b = 0; is_definition && b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE) {
                uint32_t callee = program->function_of[m][inst->as.call.function];
                if (!g_hash_table_contains(groups->leader, GUINT_TO_POINTER(callee)))
                    continue;
                add_caller(groups, callee, (Site){module, function});
                if (inst->result == IR_NONE)
                    continue;
                sources.of_register[inst->result] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                g_array_append_val(sources.of_register[inst->result], callee);
            } else if (inst->op == IR_OP_RETURN && inst->as.return_.value.reg < function->register_count && is_candidate) {
                join_returned(groups, self, sources.of_register[inst->as.return_.value.reg]);
            } else {
                follow(&sources, inst);
            }
        }
    sources_free(&sources);
}

/* Whether somebody has silenced the rule where the function is defined: then it stays as it is. */
static bool is_silenced(FixContext *context, const AnalysisEvent *event)
{
    const IrSpan span = event->function->span;
    const ReportTokens *tokens = span.file < event->module->file_count ? fix_tokens(context, event->module->files[span.file].path) : NULL;
    const char *text = NULL;
    size_t length = 0;
    for (uint32_t line = span.line > 1 ? span.line - 1 : 1; tokens != NULL && line <= span.line; line++)
        if (report_source_line(tokens->source, line, &text, &length) && g_strstr_len(text, (gssize)length, "NOLINT") != NULL)
            return true;
    return false;
}

static Groups *make_groups(FixContext *context)
{
    const AnalysisResult *analysis = fix_analysis(context);
    const AnalysisProgram *program = analysis->program;
    Groups *groups = g_new0(Groups, 1);
    groups->leader = g_hash_table_new(NULL, NULL);
    groups->members = g_hash_table_new_full(NULL, NULL, NULL, free_array);
    groups->callers = g_hash_table_new_full(NULL, NULL, NULL, free_array);
    groups->indices = g_hash_table_new(NULL, NULL);
    for (uint32_t m = 0; m < program->module_count; m++)
        for (uint32_t f = 0; f < program->modules[m]->function_count; f++)
            g_hash_table_insert(groups->indices, (gpointer)(uintptr_t)program->modules[m]->functions[f].name, GUINT_TO_POINTER(program->function_of[m][f] + 1));
    for (uint32_t i = 0; i < analysis->event_count; i++) {
        const AnalysisEvent *event = &analysis->events[i];
        if (event->kind != ANALYSIS_ALWAYS_ASYNC || is_silenced(context, event))
            continue;
        gpointer self = GUINT_TO_POINTER(index_of(groups, event->function));
        g_hash_table_insert(groups->leader, self, self);
    }
    for (uint32_t m = 0; m < program->module_count; m++)
        for (uint32_t f = 0; f < program->modules[m]->function_count; f++)
            if (program->modules[m]->functions[f].is_defined)
                read_calls(groups, program, m, f);
    for (uint32_t f = 0; f < program->function_count; f++) {
        if (!g_hash_table_contains(groups->leader, GUINT_TO_POINTER(f)))
            continue;
        gpointer leader = GUINT_TO_POINTER(leader_of(groups, f));
        GArray *members = g_hash_table_lookup(groups->members, leader);
        if (members == NULL) {
            members = g_array_new(FALSE, FALSE, sizeof(uint32_t));
            g_hash_table_insert(groups->members, leader, members);
        }
        g_array_append_val(members, f);
    }
    return groups;
}

/* --- one group --- */

typedef struct Change {
    Fix *fix;
    const AnalysisProgram *program;
    const Groups *groups;
    const GArray *members;
    FixType type;
    bool may_turn;          /* variables that await may become tasks */
    GHashTable *explained;  /* places of names that are accounted for: bytes of texts */
    GHashTable *returned;   /* of these, calls of members whose results members return as they are */
    GHashTable *changed;    /* bodies whose calls are rewritten */
} Change;

static bool is_member(const Change *change, uint32_t function)
{
    for (guint i = 0; i < change->members->len; i++)
        if (g_array_index(change->members, uint32_t, i) == function)
            return true;
    return false;
}

static gpointer place_of(const ReportTokens *tokens, uint32_t token)
{
    return (gpointer)(uintptr_t)(tokens->source->text + tokens->at[token].start);
}

/* At file scope, or in the `extern "C" {` of a header that C++ may include. */
static bool is_at_file_scope(const ReportTokens *tokens, uint32_t token)
{
    uint32_t outer = tokens->at[token].outer;
    return outer == REPORT_NO_TOKEN ||
           (outer >= 2 && report_token_is(tokens, outer - 1, "\"C\"") && report_token_is(tokens, outer - 2, "extern") && tokens->at[outer].outer == REPORT_NO_TOKEN);
}

/* `TYPE name` before the parameters: TYPE becomes a pointer to a task. */
static bool change_type(Change *change, const char *path, const ReportTokens *tokens, uint32_t name)
{
    static const char *const before[] = {";", "}", "static", "extern", "inline", NULL};
    uint32_t type = name - 1;
    if (name == 0 || !report_token_is(tokens, type, change->type.name) || !report_token_is(tokens, name + 1, "(") || !is_at_file_scope(tokens, name))
        return false;
    bool is_first = type == 0 || tokens->at[type - 1].kind == REPORT_TOKEN_DIRECTIVE;
    for (const char *const *word = before; !is_first && *word != NULL; word++)
        is_first = report_token_is(tokens, type - 1, *word);
    if (!is_first)
        return false;
    size_t end = fix_is_first_on_line(tokens, name) ? tokens->at[type].end : tokens->at[name].start;
    fix_edit(change->fix, path, tokens, tokens->at[type].start, end, "%s_task *", change->type.name);
    g_hash_table_add(change->explained, place_of(tokens, name));
    return true;
}

/* What a member returns: tokens [first, end) between which nothing is evaluated but one of them. */
typedef struct Returned {
    uint32_t first, end;
} Returned;

/* The call that the expression is; NULL: it is more. */
static const IrInst *call_of(const FixBody *body, Returned e)
{
    const IrInst *call = g_hash_table_lookup(body->calls, GUINT_TO_POINTER(e.first));
    return call != NULL && body->tokens->at[e.first + 1].partner + 1 == e.end ? call : NULL;
}

/* Splits `c ? a : b`, in parentheses or not, into `a` and `b`. false: it is something else, or holds a comma. */
static bool split(const FixBody *body, Returned e, Returned halves[2])
{
    const ReportTokens *tokens = body->tokens;
    uint32_t question = REPORT_NO_TOKEN, depth = 0;
    while (report_token_is(tokens, e.first, "(") && tokens->at[e.first].partner + 1 == e.end)
        e = (Returned){e.first + 1, e.end - 1};
    for (uint32_t i = e.first; i < e.end; i++) {
        if (tokens->at[i].outer != tokens->at[e.first].outer)
            continue;
        if (report_token_is(tokens, i, ","))
            return false;
        if (report_token_is(tokens, i, "?") && question == REPORT_NO_TOKEN) {
            question = i;
        } else if (report_token_is(tokens, i, "?")) {
            depth++;
        } else if (report_token_is(tokens, i, ":") && question != REPORT_NO_TOKEN && depth-- == 0) {
            halves[0] = (Returned){question + 1, i};
            halves[1] = (Returned){i + 1, e.end};
            return halves[0].first < halves[0].end && halves[1].first < e.end;
        }
    }
    return false;
}

/* Whether it is a member's call, or one of its halves is. */
static bool holds_member(const Change *change, const FixBody *body, Returned e)
{
    Returned halves[2];
    const IrInst *call = call_of(body, e);
    if (call != NULL)
        return is_member(change, fix_program_function(body, call));
    return split(body, e, halves) && (holds_member(change, body, halves[0]) || holds_member(change, body, halves[1]));
}

/* It is wrapped, unless it is a member's result. */
static void change_returned(Change *change, const FixBody *body, Returned e)
{
    const ReportTokens *tokens = body->tokens;
    const IrInst *call = call_of(body, e);
    Returned halves[2];
    if (call != NULL && is_member(change, fix_program_function(body, call))) {
        g_hash_table_add(change->returned, place_of(tokens, e.first));
        return;
    }
    if (call == NULL && holds_member(change, body, e) && split(body, e, halves)) {
        change_returned(change, body, halves[0]);
        change_returned(change, body, halves[1]);
        return;
    }
    const char *word = call != NULL ? fix_api_word(&change->type, fix_callee(body, call)) : NULL;
    if (g_strcmp0(word, "from_task") == 0) {
        fix_edit(change->fix, body->path, tokens, tokens->at[e.first].start, tokens->at[e.first].end, "%s_task_ref", change->type.name);
        return;
    }
    fix_edit(change->fix, body->path, tokens, tokens->at[e.first].start, tokens->at[e.first].start, "%s_as_task(", change->type.name);
    fix_edit(change->fix, body->path, tokens, tokens->at[e.end - 1].end, tokens->at[e.end - 1].end, ")");
}

/* `return e;` of a member. */
static bool change_return(Change *change, const FixBody *body, uint32_t at)
{
    uint32_t end = fix_statement_end(body, at);
    if (end == REPORT_NO_TOKEN || end == at + 1 || !fix_is_plain(body, at))
        return false;
    change_returned(change, body, (Returned){at + 1, end});
    return true;
}

static bool change_definition(Change *change, const AnalysisFunction *member)
{
    const FixBody *body = fix_body(change->fix, member->module, member->function);
    if (body == NULL || member->function->linkage == IR_LINKAGE_MERGED || member->is_table_target || member->is_address_taken ||
        member->completion != IR_COMPLETION_UNSPECIFIED || !fix_has_plain_returns(body) || fix_is_macro(body->context, body->module, member->function->name) ||
        !change_type(change, body->path, body->tokens, body->name))
        return false;
    for (uint32_t i = body->open; i < body->close; i++)
        if (report_token_is(body->tokens, i, "return") && !change_return(change, body, i))
            return false;
    return true;
}

/* All calls of members in one function. */
static bool change_calls(Change *change, const FixBody *body, bool is_in_member)
{
    GHashTableIter iter;
    gpointer token, inst;
    GArray *sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_hash_table_iter_init(&iter, body->calls);
    while (g_hash_table_iter_next(&iter, &token, &inst)) {
        uint32_t at = GPOINTER_TO_UINT(token);
        if (is_member(change, fix_program_function(body, inst)))
            g_array_append_val(sites, at);
    }
    g_array_sort(sites, fix_compare_tokens); /* names are given in the order of the text */
    bool good = true;
    for (guint i = 0; good && i < sites->len; i++) {
        uint32_t at = g_array_index(sites, uint32_t, i);
        g_hash_table_add(change->explained, place_of(body->tokens, at));
        good = (is_in_member && g_hash_table_contains(change->returned, place_of(body->tokens, at))) || fix_call_of_task(change->fix, body, at, &change->type, change->may_turn);
    }
    g_array_unref(sites);
    return good;
}

static bool change_callers(Change *change, uint32_t member)
{
    const GArray *sites = g_hash_table_lookup(change->groups->callers, GUINT_TO_POINTER(member));
    for (guint i = 0; sites != NULL && i < sites->len; i++) {
        const Site *site = &g_array_index(sites, Site, i);
        const FixBody *body = fix_body(change->fix, site->module, site->function);
        if (body == NULL)
            return false;
        if (g_hash_table_contains(change->changed, body))
            continue;
        g_hash_table_add(change->changed, (gpointer)(uintptr_t)body);
        bool is_in_member = is_member(change, index_of(change->groups, site->function));
        if (!change_calls(change, body, is_in_member))
            return false;
    }
    return true;
}

/* Prototypes are changed; any other mention that is not explained is one too many. */
static bool change_mentions(Change *change, const AnalysisFunction *member, const IrModule *module, GHashTable *files)
{
    const char *name = member->function->name;
    bool is_local = member->function->linkage == IR_LINKAGE_INTERNAL;
    for (uint32_t f = 0; f < module->file_count; f++) {
        const char *path = module->files[f].path;
        if (!fix_is_checked(module, f) || g_hash_table_contains(files, path))
            continue;
        g_hash_table_add(files, (gpointer)(uintptr_t)path);
        const ReportTokens *tokens = fix_tokens(change->fix->context, path);
        if (tokens == NULL)
            return false;
        bool is_elsewhere = strcmp(path, member->module->source) != 0;
        for (uint32_t i = 0; i < tokens->count; i++) {
            if (tokens->at[i].kind != REPORT_TOKEN_IDENTIFIER || !report_token_is(tokens, i, name) || g_hash_table_contains(change->explained, place_of(tokens, i)))
                continue;
            uint32_t close = report_token_is(tokens, i + 1, "(") ? tokens->at[i + 1].partner : REPORT_NO_TOKEN;
            bool is_prototype = close != REPORT_NO_TOKEN && report_token_is(tokens, close + 1, ";");
            /* Who includes a header outside the run is not known. */
            if (!is_prototype || (is_elsewhere && !is_local && !fix_is_whole_program(change->fix->context)) || !change_type(change, path, tokens, i))
                return false;
        }
    }
    return true;
}

static bool change_member(Change *change, uint32_t index)
{
    const AnalysisFunction *member = &change->program->functions[index];
    GHashTable *files = g_hash_table_new(g_str_hash, g_str_equal);
    bool good = true;
    for (uint32_t m = 0; good && m < change->program->module_count; m++) {
        bool is_known = false;
        for (uint32_t f = 0; !is_known && f < change->program->modules[m]->function_count; f++)
            is_known = change->program->function_of[m][f] == index;
        good = !is_known || change_mentions(change, member, change->program->modules[m], files);
    }
    g_hash_table_unref(files);
    return good;
}

static bool change_group(Change *change)
{
    for (guint i = 0; i < change->members->len; i++) {
        const AnalysisFunction *member = &change->program->functions[g_array_index(change->members, uint32_t, i)];
        const IrType type = member->function->return_type;
        FixType found;
        if (type.kind != IR_TYPE_TASK || !fix_type_find(change->fix->context, member->module, member->module->records[type.record].name, &found) ||
            (i > 0 && strcmp(found.name, change->type.name) != 0))
            return false;
        if (i == 0)
            change->type = found;
        if (!change_definition(change, member))
            return false;
    }
    for (guint i = 0; i < change->members->len; i++)
        if (!change_callers(change, g_array_index(change->members, uint32_t, i)))
            return false;
    for (guint i = 0; i < change->members->len; i++)
        if (!change_member(change, g_array_index(change->members, uint32_t, i)))
            return false;
    return true;
}

static void tell(Change *change)
{
    if (change->members->len == 1) {
        fix_tell(change->fix, "return a '%s_task *' from '%s', and take it as one where it is called", change->type.name,
                 change->program->functions[g_array_index(change->members, uint32_t, 0)].function->name);
        return;
    }
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < change->members->len && i < 4; i++)
        g_string_append_printf(names, "%s'%s'", i == 0 ? "" : i + 1 == change->members->len ? " and " : ", ",
                               change->program->functions[g_array_index(change->members, uint32_t, i)].function->name);
    if (change->members->len > 4)
        g_string_append_printf(names, " and %u more", change->members->len - 4);
    fix_tell(change->fix, "return a '%s_task *' from %s, and take it as one where they are called", change->type.name, names->str);
    g_string_free(names, TRUE);
}

bool fix_async(Fix *fix, const AnalysisEvent *event)
{
    const AnalysisProgram *program = fix_program(fix->context);
    gpointer *slot = fix_slot(fix->context, free_groups);
    if (*slot == NULL)
        *slot = make_groups(fix->context);
    const Groups *groups = *slot;
    uint32_t self = index_of(groups, event->function);
    if (self == IR_NONE || !g_hash_table_contains(groups->leader, GUINT_TO_POINTER(self)))
        return false;
    Change change = {.fix = fix, .program = program, .groups = groups, .members = g_hash_table_lookup(groups->members, GUINT_TO_POINTER(leader_of(groups, self))),
                     .may_turn = true, .explained = g_hash_table_new(NULL, NULL), .returned = g_hash_table_new(NULL, NULL), .changed = g_hash_table_new(NULL, NULL)};
    bool good = change_group(&change);
    if (good && fix->is_clashing) { /* a variable's way out may be a call's statement */
        fix_start_over(fix);
        g_hash_table_remove_all(change.explained);
        g_hash_table_remove_all(change.returned);
        g_hash_table_remove_all(change.changed);
        change.may_turn = false;
        good = change_group(&change);
    }
    if (good)
        tell(&change);
    g_hash_table_unref(change.explained);
    g_hash_table_unref(change.returned);
    g_hash_table_unref(change.changed);
    return good;
}
