/* missing.c - a walk over the call graph of what is there, noting where it ends; see missing.h. */
#include "link/missing.h"

#include "link/join.h"

typedef struct Edge {
    uint32_t caller, callee;
} Edge;

typedef struct Search {
    const AnalysisProgram *program;
    LinkMissing *missing;
    uint32_t *module_of;  /* per function of the program */
    bool *is_with_tasks;  /* per function: value tasks go through it, or through one that it names */
    bool *is_reached, *is_global_reached;
    GArray *work;         /* functions */
    GPtrArray *others;    /* definitions that are asked for last */
} Search;

static bool is_followed(const AnalysisFunction *linked)
{
    return linked->function->is_defined && !linked->function->is_api;
}

/* The function that an instruction calls or takes the address of, or IR_NONE. */
static uint32_t named_function(const Search *search, uint32_t from, const IrInst *inst)
{
    uint32_t named = inst->op == IR_OP_CALL ? inst->as.call.function : inst->op == IR_OP_FUNCTION ? inst->as.function : IR_NONE;
    return named == IR_NONE ? IR_NONE : search->program->function_of[search->module_of[from]][named];
}

/* --- which functions have to do with value tasks --- */

static GArray *edges_of(const Search *search)
{
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
    for (uint32_t f = 0; f < search->program->function_count; f++) {
        const IrFunction *function = search->program->functions[f].function;
        for (uint32_t b = 0; is_followed(&search->program->functions[f]) && b < function->block_count; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
                Edge edge = {f, named_function(search, f, &function->blocks[b].insts[i])};
                if (edge.callee != IR_NONE)
                    g_array_append_val(edges, edge);
            }
    }
    return edges;
}

static void find_with_tasks(Search *search)
{
    const AnalysisProgram *program = search->program;
    GArray *edges = edges_of(search);
    for (uint32_t f = 0; f < program->function_count; f++)
        search->is_with_tasks[f] = ir_touches_tasks(program->functions[f].module, program->functions[f].function);
    for (bool changed = true; changed;) {
        changed = false;
        for (guint i = edges->len; i-- > 0;) {
            Edge edge = g_array_index(edges, Edge, i);
            if (!search->is_with_tasks[edge.callee] || search->is_with_tasks[edge.caller])
                continue;
            search->is_with_tasks[edge.caller] = changed = true;
        }
    }
    g_array_unref(edges);
}

/* --- what these lead to --- */

/* What a header declares beside its value task may be the program's, with a body that says what becomes of the tasks that it gets. */
static bool is_of_api(const AnalysisFunction *linked)
{
    const IrFunction *function = linked->function;
    bool is_plain = linked->completion == IR_COMPLETION_UNSPECIFIED && !function->is_defined && ir_touches_tasks(linked->module, function);
    for (uint32_t p = 0; p < function->param_count; p++)
        is_plain = is_plain && linked->effects[p] == IR_EFFECT_UNSPECIFIED;
    return function->is_api && !is_plain;
}

static void reach_function(Search *search, uint32_t f)
{
    const AnalysisFunction *linked = &search->program->functions[f];
    const IrFunction *function = linked->function;
    if (search->is_reached[f] || is_of_api(linked) || function->is_pure_library || function->is_allocator || function->is_setjmp)
        return;
    search->is_reached[f] = true;
    /* A weak definition may have to give way to another one. */
    bool is_open = function->linkage == IR_LINKAGE_MERGED || (function->linkage == IR_LINKAGE_EXTERNAL && !function->is_defined);
    if (is_open)
        g_ptr_array_add(ir_touches_tasks(linked->module, function) ? search->missing->definitions : search->others, (gpointer)(uintptr_t)function->symbol);
    if (function->is_defined)
        g_array_append_val(search->work, f);
}

static void reach_global(Search *search, uint32_t g)
{
    const AnalysisProgram *program = search->program;
    const AnalysisGlobal *linked = &program->globals[g];
    if (search->is_global_reached[g])
        return;
    search->is_global_reached[g] = true;
    bool is_shared = linked->global->linkage != IR_LINKAGE_INTERNAL;
    if (is_shared && !linked->is_defined)
        g_ptr_array_add(search->missing->definitions, (gpointer)(uintptr_t)linked->global->symbol);
    if (is_shared && !linked->is_ever_written && !linked->global->is_const && !linked->global->is_volatile)
        g_ptr_array_add(search->missing->writers, (gpointer)(uintptr_t)linked->global->symbol);
    uint32_t m = 0;
    while (program->modules[m] != linked->module)
        m++;
    for (uint32_t i = 0; i < linked->global->initializer_count; i++) {
        const IrInitializer *initializer = &linked->global->initializers[i];
        if (initializer->kind == IR_CONSTANT_FUNCTION)
            reach_function(search, program->function_of[m][initializer->value]);
        else if (initializer->kind == IR_CONSTANT_GLOBAL)
            reach_global(search, program->global_of[m][initializer->value]);
    }
}

static void follow(Search *search, uint32_t f)
{
    const IrFunction *function = search->program->functions[f].function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            uint32_t named = named_function(search, f, inst);
            if (named != IR_NONE)
                reach_function(search, named);
            else if (inst->op == IR_OP_GLOBAL)
                reach_global(search, search->program->global_of[search->module_of[f]][inst->as.global]);
        }
}

/* What stands in a table is exempt from vt-always-async. */
static void ask_for_keepers(Search *search)
{
    for (uint32_t f = 0; f < search->program->function_count; f++) {
        const AnalysisFunction *linked = &search->program->functions[f];
        const IrFunction *function = linked->function;
        if (is_followed(linked) && !linked->is_context && function->linkage != IR_LINKAGE_INTERNAL &&
            function->return_type.kind == IR_TYPE_TASK && !linked->is_table_target)
            g_ptr_array_add(search->missing->keepers, (gpointer)(uintptr_t)function->symbol);
    }
}

static void search_program(Search *search)
{
    find_with_tasks(search);
    for (uint32_t f = 0; f < search->program->function_count; f++)
        if (search->is_with_tasks[f] && is_followed(&search->program->functions[f]) && !search->program->functions[f].is_context)
            reach_function(search, f);
    for (guint i = 0; i < search->work->len; i++) /* grows */
        follow(search, g_array_index(search->work, uint32_t, i));
    g_ptr_array_extend(search->missing->definitions, search->others, NULL, NULL);
    ask_for_keepers(search);
}

static void find_modules(const AnalysisProgram *program, uint32_t *module_of)
{
    GHashTable *indices = g_hash_table_new(NULL, NULL);
    for (uint32_t m = 0; m < program->module_count; m++)
        g_hash_table_insert(indices, (gpointer)(uintptr_t)program->modules[m], GUINT_TO_POINTER(m));
    for (uint32_t f = 0; f < program->function_count; f++)
        module_of[f] = GPOINTER_TO_UINT(g_hash_table_lookup(indices, program->functions[f].module));
    g_hash_table_unref(indices);
}

LinkMissing *link_missing(const AnalysisProgram *program)
{
    LinkMissing *missing = g_new(LinkMissing, 1);
    *missing = (LinkMissing){g_ptr_array_new(), g_ptr_array_new(), g_ptr_array_new()};
    Search search = {
        .program = program, .missing = missing, .module_of = g_new(uint32_t, program->function_count + 1), .is_with_tasks = g_new0(bool, program->function_count + 1),
        .is_reached = g_new0(bool, program->function_count + 1), .is_global_reached = g_new0(bool, program->global_count + 1),
        .work = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .others = g_ptr_array_new(),
    };
    find_modules(program, search.module_of);
    search_program(&search);
    g_free(search.module_of);
    g_free(search.is_with_tasks);
    g_free(search.is_reached);
    g_free(search.is_global_reached);
    g_array_unref(search.work);
    g_ptr_array_unref(search.others);
    return missing;
}

void link_missing_free(LinkMissing *missing)
{
    g_ptr_array_unref(missing->definitions);
    g_ptr_array_unref(missing->keepers);
    g_ptr_array_unref(missing->writers);
    g_free(missing);
}

static void offer(GPtrArray *offers, char letter, const char *symbol)
{
    g_ptr_array_add(offers, g_strdup_printf("%c%s", letter, symbol));
}

GPtrArray *link_offers(const IrModule *module)
{
    GPtrArray *offers = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < module->function_count; i++) {
        const IrFunction *function = &module->functions[i];
        if (function->linkage == IR_LINKAGE_INTERNAL)
            continue;
        if (function->is_defined && !function->is_api)
            offer(offers, LINK_DEFINES, function->symbol);
        if (function->is_table_target)
            offer(offers, LINK_KEEPS, function->symbol);
    }
    AnalysisProgram *alone = link_join(&module, 1, NULL);
    for (uint32_t i = 0; i < alone->global_count; i++) {
        const AnalysisGlobal *linked = &alone->globals[i];
        if (linked->global->linkage == IR_LINKAGE_INTERNAL)
            continue;
        if (linked->is_defined)
            offer(offers, LINK_DEFINES, linked->global->symbol);
        if (linked->is_ever_written)
            offer(offers, LINK_WRITES, linked->global->symbol);
    }
    link_program_free(alone);
    return offers;
}
