/* check_quick.c - a check that costs what a change costs; see check.h.
 *
 * Two modules stand for the file: the fresh one holds the declarations of now and the bodies that were changed; the old one, of the last
 * full check, the other bodies. They are joined by symbol like any two files of a program. Places in the old module are those of
 * the old text: its file is given a name that nothing else has, so that they can be told and moved afterwards.
 *
 * Affected is a changed function and whatever calls it, however far. To judge these, their callees are needed, and no other
 * body: those are left out of the program. Findings elsewhere are those of the full check. */
#include <string.h>

#include "link/join.h"
#include "lsp/check_inside.h"
#include "lsp/outline.h"
#include "report/suppress.h"

enum { MOST_CHANGED_BYTES = 64 * 1024 };

static const char old_mark[] = "\001before"; /* ends the old file's name */
static const guint no_piece = G_MAXUINT;

typedef struct Quick {
    LspCheck *check;
    const char *text;
    size_t length;
    GArray *outline;         /* of the text */
    bool *changed;           /* per piece of it */
    guint *old_of;           /* per piece: the same one in the old text, or no_piece */
    guint *new_of;           /* per old piece, or no_piece */
    FrontendResult fresh;
    IrModule old;            /* a copy without the changed functions */
    char *old_path;
    AnalysisProgram *program;
    bool *affected;          /* per function of the program */
    bool *affected_pieces;   /* per old piece: what is reported there is judged anew */
} Quick;

static const LspPiece *piece_at(const GArray *outline, guint i)
{
    return &g_array_index(outline, LspPiece, i);
}

/* --- what was changed --- */

static bool is_equal_piece(const Quick *quick, guint now, guint before)
{
    const LspPiece *one = piece_at(quick->outline, now), *other = piece_at(quick->check->outline, before);
    return one->end - one->head == other->end - other->head &&
           memcmp(quick->text + one->head, quick->check->text + other->head, one->end - one->head) == 0;
}

static void match(Quick *quick, guint now, guint before)
{
    quick->old_of[now] = before;
    quick->new_of[before] = now;
    quick->changed[now] = !is_equal_piece(quick, now, before);
}

/* With as many functions as before, each is itself; else the equal ones from both ends are, and what is between is new. */
static void match_pieces(Quick *quick)
{
    guint now = quick->outline->len, before = quick->check->outline->len, first = 0, last = 0;
    quick->changed = g_new0(bool, now + 1);
    quick->old_of = g_new(guint, now + 1);
    quick->new_of = g_new(guint, before + 1);
    memset(quick->old_of, 0xff, (now + 1) * sizeof(guint));
    memset(quick->new_of, 0xff, (before + 1) * sizeof(guint));
    if (now == before) {
        for (guint i = 0; i < now; i++)
            match(quick, i, i);
        return;
    }
    while (first < MIN(now, before) && is_equal_piece(quick, first, first)) {
        match(quick, first, first);
        first++;
    }
    while (last < MIN(now, before) - first && is_equal_piece(quick, now - 1 - last, before - 1 - last)) {
        match(quick, now - 1 - last, before - 1 - last);
        last++;
    }
    for (guint i = first; i < now - last; i++)
        quick->changed[i] = true;
}

static size_t changed_bytes(const Quick *quick)
{
    size_t sum = 0;
    for (guint i = 0; i < quick->outline->len; i++)
        if (quick->changed[i])
            sum += piece_at(quick->outline, i)->end - piece_at(quick->outline, i)->begin;
    return sum;
}


/* --- places --- */

/* The piece that holds a line, its head included. */
static guint piece_of_line(const GArray *outline, uint32_t line)
{
    guint low = 0, high = outline->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (piece_at(outline, middle)->end_line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < outline->len && piece_at(outline, low)->head_line <= line ? low : no_piece;
}

/* Where a line of the old text is now: it moved with its function, or with the one before it. */
static uint32_t moved(const Quick *quick, uint32_t line)
{
    const GArray *before = quick->check->outline, *now = quick->outline;
    guint at = piece_of_line(before, line);
    if (at != no_piece && quick->new_of[at] != no_piece)
        return line - piece_at(before, at)->head_line + piece_at(now, quick->new_of[at])->head_line;
    for (guint i = before->len; i-- > 0;) {
        if (piece_at(before, i)->end_line >= line || quick->new_of[i] == no_piece)
            continue;
        return line - piece_at(before, i)->end_line + piece_at(now, quick->new_of[i])->end_line;
    }
    for (guint i = 0; i < before->len; i++)
        if (piece_at(before, i)->head_line > line && quick->new_of[i] != no_piece) {
            uint32_t distance = piece_at(before, i)->head_line - line, head = piece_at(now, quick->new_of[i])->head_line;
            return head > distance ? head - distance : 1;
        }
    return line;
}

static void move_place(const Quick *quick, ReportPlace *place, bool is_kept)
{
    const char *path = quick->check->input->path;
    if (place->path == NULL || strcmp(place->path, is_kept ? path : quick->old_path) != 0)
        return;
    uint32_t line = moved(quick, place->line);
    if (place->end_line > 0)
        place->end_line = line + (place->end_line - place->line);
    place->line = line;
    place->path = path;
}

/* Adds a copy with all places where they are now. `is_kept`: it is of the full check. */
static void add_moved(const Quick *quick, const ReportFinding *finding, bool is_kept, ReportSet *set)
{
    ReportFinding copy = *finding;
    copy.is_suppressed = false;
    copy.notes = g_new(ReportNote, finding->note_count + 1);
    copy.fix.edits = g_new(ReportEdit, finding->fix.edit_count + 1);
    move_place(quick, &copy.place, is_kept);
    for (uint32_t i = 0; i < finding->note_count; i++) {
        copy.notes[i] = finding->notes[i];
        move_place(quick, &copy.notes[i].place, is_kept);
    }
    for (uint32_t i = 0; i < finding->fix.edit_count; i++) {
        copy.fix.edits[i] = finding->fix.edits[i];
        move_place(quick, &copy.fix.edits[i].place, is_kept);
    }
    report_set_add(set, &copy);
    g_free(copy.notes);
    g_free(copy.fix.edits);
}

static guint old_piece_of(const Quick *quick, const IrFunction *function)
{
    return function->span.file == 0 ? piece_of_line(quick->check->outline, function->span.line) : no_piece;
}

/* --- the fresh module --- */

static void parse_kept(Quick *quick, const LspKeep *keep)
{
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (guint i = 0; i < quick->outline->len; i++)
        if (quick->changed[i])
            g_array_append_val(begins, piece_at(quick->outline, i)->begin);
    FrontendBodies bodies = {(const size_t *)(const void *)begins->data, begins->len, quick->check->base.module};
    char *blanked = lsp_outline_blank(quick->text, quick->length, quick->outline, keep);
    quick->fresh = frontend_session_parse(quick->check->session, blanked, quick->length, &bodies);
    g_free(blanked);
    g_array_unref(begins);
}

/* The functions whose heads were not parsed, by what the full check calls them: the text does not tell for those that macros make. */
static GHashTable *dropped_names(const Quick *quick, const LspKeep *keep)
{
    const IrModule *base = quick->check->base.module;
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < base->function_count; i++) {
        const IrFunction *function = &base->functions[i];
        guint piece = function->is_defined ? old_piece_of(quick, function) : no_piece;
        if (piece != no_piece && quick->new_of[piece] != no_piece && keep[quick->new_of[piece]] == LSP_KEEP_NOTHING)
            g_hash_table_add(names, (gpointer)(uintptr_t)function->name);
    }
    return names;
}

/* Clang puts names in quotes. */
static bool is_about_one_of(const FrontendDiagnostic *diagnostic, GHashTable *names)
{
    char **parts = g_strsplit(diagnostic->message, "'", 3);
    bool found = parts[0] != NULL && parts[1] != NULL && g_hash_table_contains(names, parts[1]);
    g_strfreev(parts);
    return found;
}

/* Whether a changed function calls or names one whose head is missing: macros can put names together. */
static bool misses_a_head(const Quick *quick, const LspKeep *keep)
{
    GHashTable *names = dropped_names(quick, keep);
    bool found = false;
    for (uint32_t i = 0; quick->fresh.module != NULL && i < quick->fresh.module->function_count && !found; i++)
        found = g_hash_table_contains(names, quick->fresh.module->functions[i].name);
    for (uint32_t i = 0; i < quick->fresh.diagnostic_count && !found; i++)
        found = is_about_one_of(&quick->fresh.diagnostics[i], names);
    g_hash_table_destroy(names);
    return found;
}

static void parse_changed(Quick *quick)
{
    LspKeep *keep = g_new(LspKeep, quick->outline->len + 1);
    for (guint i = 0; i < quick->outline->len; i++)
        keep[i] = quick->changed[i] ? LSP_KEEP_ALL : LSP_KEEP_HEAD;
    if (!quick->check->needs_heads)
        lsp_outline_drop_heads(quick->text, quick->length, quick->outline, keep);
    parse_kept(quick, keep);
    if (!quick->check->needs_heads && misses_a_head(quick, keep)) {
        quick->check->needs_heads = true;
        frontend_result_clear(&quick->fresh);
        parse_changed(quick);
    }
    g_free(keep);
}

/* --- the program --- */

/* The old module, its file under another name, without the bodies that are not valid any more. */
static void make_old(Quick *quick)
{
    const IrModule *base = quick->check->base.module;
    quick->old = *base;
    quick->old_path = g_strconcat(quick->check->input->path, old_mark, NULL);
    quick->check->old_path = quick->old_path;
    quick->old.files = g_memdup2(base->files, sizeof(IrFile) * base->file_count);
    quick->old.functions = g_memdup2(base->functions, sizeof(IrFunction) * base->function_count);
    quick->old.files[0].path = quick->old_path; /* the source is always the first */
    for (uint32_t i = 0; i < base->function_count; i++) {
        guint piece = old_piece_of(quick, &base->functions[i]);
        if (piece != no_piece && (quick->new_of[piece] == no_piece || quick->changed[quick->new_of[piece]]))
            quick->old.functions[i].is_defined = false;
    }
}

static void join(Quick *quick)
{
    GPtrArray *modules = g_ptr_array_new();
    g_ptr_array_add(modules, quick->fresh.module);
    g_ptr_array_add(modules, &quick->old);
    quick->program = check_join(quick->check, modules);
    g_ptr_array_unref(modules);
}

/* --- what the change reaches --- */

static uint32_t module_number(const AnalysisProgram *program, const IrModule *module)
{
    uint32_t m = 0;
    while (program->modules[m] != module)
        m++;
    return m;
}

typedef void (*NamedVisitor)(uint32_t named, gpointer data);

/* A table of functions stands for all of them. */
static void each_in_table(const AnalysisProgram *program, uint32_t global, NamedVisitor visit, gpointer data)
{
    const AnalysisGlobal *linked = &program->globals[global];
    for (uint32_t i = 0; i < linked->global->initializer_count; i++)
        if (linked->global->initializers[i].kind == IR_CONSTANT_FUNCTION)
            visit(program->function_of[module_number(program, linked->module)][linked->global->initializers[i].value], data);
}

/* Calls `visit` with each function of the program that a body names, in calls or otherwise. */
static void each_named(const AnalysisProgram *program, const AnalysisFunction *linked, NamedVisitor visit, gpointer data)
{
    uint32_t module = module_number(program, linked->module);
    const IrFunction *function = linked->function;
    for (uint32_t b = 0; function->is_defined && b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE)
                visit(program->function_of[module][inst->as.call.function], data);
            else if (inst->op == IR_OP_FUNCTION)
                visit(program->function_of[module][inst->as.function], data);
            else if (inst->op == IR_OP_GLOBAL)
                each_in_table(program, program->global_of[module][inst->as.global], visit, data);
        }
}

typedef struct Graph {
    GArray **callers; /* per function: uint32_t */
    uint32_t caller;
    bool *reached;
    GArray *work;
} Graph;

static void note_caller(uint32_t named, gpointer data)
{
    Graph *graph = data;
    if (graph->callers[named] == NULL)
        graph->callers[named] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_val(graph->callers[named], graph->caller);
}

static void reach(uint32_t function, gpointer data)
{
    Graph *graph = data;
    if (graph->reached[function])
        return;
    graph->reached[function] = true;
    g_array_append_val(graph->work, function);
}

static void find_callers(const AnalysisProgram *program, Graph *graph)
{
    for (graph->caller = 0; graph->caller < program->function_count; graph->caller++)
        each_named(program, &program->functions[graph->caller], note_caller, graph);
}

static bool is_of_changed_piece(const Quick *quick, const AnalysisFunction *linked)
{
    if (linked->module == quick->fresh.module)
        return linked->function->is_defined;
    if (linked->module != &quick->old)
        return false;
    guint piece = old_piece_of(quick, linked->function);
    return piece != no_piece && (quick->new_of[piece] == no_piece || quick->changed[quick->new_of[piece]]);
}

/* Up from what was changed: affected. Then down from there: needed. Other bodies go. */
static void slice(Quick *quick)
{
    AnalysisProgram *program = quick->program;
    Graph graph = {.callers = g_new0(GArray *, program->function_count + 1), .reached = g_new0(bool, program->function_count + 1),
                   .work = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    find_callers(program, &graph);
    for (uint32_t i = 0; i < program->function_count; i++)
        if (is_of_changed_piece(quick, &program->functions[i]))
            reach(i, &graph);
    for (guint at = 0; at < graph.work->len; at++) {
        const GArray *callers = graph.callers[g_array_index(graph.work, uint32_t, at)];
        for (guint k = 0; callers != NULL && k < callers->len; k++)
            reach(g_array_index(callers, uint32_t, k), &graph);
    }
    quick->affected = g_memdup2(graph.reached, sizeof(bool) * (program->function_count + 1));
    for (guint at = 0; at < graph.work->len; at++)
        each_named(program, &program->functions[g_array_index(graph.work, uint32_t, at)], reach, &graph);
    for (uint32_t i = 0; i < program->function_count; i++) {
        if (!graph.reached[i] && program->functions[i].function->is_defined) {
            IrFunction *declared = BASE_NEW(program->arena, IrFunction);
            *declared = *program->functions[i].function;
            declared->is_defined = false;
            program->functions[i].function = declared;
        }
        if (graph.callers[i] != NULL)
            g_array_unref(graph.callers[i]);
    }
    g_free(graph.callers);
    g_free(graph.reached);
    g_array_unref(graph.work);
}

static void note_affected_pieces(Quick *quick)
{
    quick->affected_pieces = g_new0(bool, quick->check->outline->len + 1);
    for (guint i = 0; i < quick->check->outline->len; i++)
        quick->affected_pieces[i] = quick->new_of[i] == no_piece || quick->changed[quick->new_of[i]];
    for (uint32_t i = 0; i < quick->program->function_count; i++) {
        const AnalysisFunction *linked = &quick->program->functions[i];
        guint piece = quick->affected[i] && linked->module == &quick->old ? old_piece_of(quick, linked->function) : no_piece;
        if (piece != no_piece)
            quick->affected_pieces[piece] = true;
    }
}

/* --- findings --- */

static bool is_judged_anew(const Quick *quick, const ReportPlace *place)
{
    guint now = piece_of_line(quick->outline, place->line);
    return now == no_piece || quick->changed[now] || quick->old_of[now] == no_piece || quick->affected_pieces[quick->old_of[now]];
}

/* Whether the fresh findings still know one that is about a declaration outside of functions. */
static bool is_known(const ReportSet *fresh, const ReportRule *rule, const char *path, uint32_t line)
{
    for (guint i = 0; i < fresh->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(fresh->findings, ReportFinding, i);
        if (finding->rule == rule && finding->place.line == line && strcmp(finding->place.path, path) == 0)
            return true;
    }
    return false;
}

static bool is_kept(const Quick *quick, const ReportFinding *finding, const ReportSet *fresh)
{
    if (finding->place.path == NULL || strcmp(finding->place.path, quick->check->input->path) != 0)
        return finding->rule != &lsp_clang_rule;
    guint piece = piece_of_line(quick->check->outline, finding->place.line);
    if (piece != no_piece)
        return !quick->affected_pieces[piece];
    return is_known(fresh, finding->rule, finding->place.path, moved(quick, finding->place.line));
}

/* The findings of affected functions, at their places of now. */
static ReportSet *judge_anew(Quick *quick, const AnalysisResult *analysis)
{
    ReportSet *raw = report_set_new(), *fresh = report_set_new();
    check_judge(quick->check, analysis, quick->text, quick->length, raw);
    check_add_errors(&quick->fresh, raw);
    for (guint i = 0; i < raw->findings->len; i++)
        add_moved(quick, &g_array_index(raw->findings, ReportFinding, i), false, fresh);
    report_set_free(raw);
    return fresh;
}

static ReportSet *merge(Quick *quick, const AnalysisResult *analysis)
{
    ReportSet *fresh = judge_anew(quick, analysis), *set = report_set_new();
    const GArray *before = quick->check->set->findings;
    /* Kept ones first: of two equal findings the first one's notes stay, and these have seen the whole program. */
    for (guint i = 0; i < before->len; i++)
        if (is_kept(quick, &g_array_index(before, ReportFinding, i), fresh))
            add_moved(quick, &g_array_index(before, ReportFinding, i), true, set);
    for (guint i = 0; i < fresh->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(fresh->findings, ReportFinding, i);
        if (g_strcmp0(finding->place.path, quick->check->input->path) == 0 && is_judged_anew(quick, &finding->place))
            report_set_add(set, finding);
    }
    ReportSources *sources = report_sources_new();
    report_sources_put(sources, quick->check->input->path, quick->text, quick->length);
    pipeline_note_files(quick->check->base.module, set);
    report_suppress(set, sources, NULL); /* comments that silence nothing are told by full checks */
    report_set_finish(set);
    report_sources_free(sources);
    report_set_free(fresh);
    return set;
}

/* --- the whole --- */

static void clear(Quick *quick)
{
    link_program_free(quick->program);
    frontend_result_clear(&quick->fresh);
    g_free(quick->old.files);
    g_free(quick->old.functions);
    quick->check->old_path = NULL;
    g_free(quick->old_path);
    g_free(quick->affected);
    g_free(quick->affected_pieces);
    g_free(quick->changed);
    g_free(quick->old_of);
    g_free(quick->new_of);
    g_array_unref(quick->outline);
}

bool check_quickly(LspCheck *check, const char *text, size_t length, LspOutcome *outcome)
{
    bool is_source = strcmp(check->input->path, check->unit->source) == 0;
    if (!is_source || check->set == NULL || check->base.module == NULL || check->base.module->file_count == 0)
        return false;
    Quick quick = {.check = check, .text = text, .length = length, .outline = lsp_outline(text, length)};
    match_pieces(&quick);
    bool good = changed_bytes(&quick) <= MOST_CHANGED_BYTES;
    if (good) {
        parse_changed(&quick);
        good = quick.fresh.module != NULL;
    }
    if (good) {
        make_old(&quick);
        join(&quick);
        slice(&quick);
        note_affected_pieces(&quick);
        AnalysisResult *analysis = analysis_run(quick.program);
        outcome->set = merge(&quick, analysis);
        analysis_result_free(analysis);
    }
    clear(&quick);
    return good;
}
