/* storage.c - what needs no paths: where tasks are kept, whose members are touched.
 *
 * A field or global of value-task type is reported at its declaration, with the stores as steps. Where the declaration is
 * not in checked code, or there is none (heap memory), the store itself is reported: in the function that it is written in, wherever that is judged (small_functions.c). */
#include "analysis/engine.h"

typedef struct Scan {
    Engine *engine;
    GArray *events;
    HeapValues *heap;
    const FunctionInfo *info;
    const IrModule *module;
    uint32_t module_index;
    const IrFunction *function;
    const IrInst **definition; /* of each register */
} Scan;

static bool is_checked_file(const IrModule *module, uint32_t file)
{
    if (file == IR_NONE || file >= module->file_count)
        return false;
    return module->files[file].role == IR_FILE_MAIN || module->files[file].role == IR_FILE_USER;
}

/* The innermost field or global that a store through this address goes to. */
static const IrInst *home_of(const Scan *scan, IrReg address)
{
    for (uint32_t guard = 0; guard < 64; guard++) {
        const IrInst *inst = address == IR_NONE ? NULL : scan->definition[address];
        if (inst == NULL)
            return NULL;
        switch (inst->op) {
        case IR_OP_FIELD: case IR_OP_GLOBAL: return inst;
        case IR_OP_INDEX: address = inst->as.index.base; break;
        case IR_OP_CAST: address = inst->as.cast.operand; break;
        default: return NULL;
        }
    }
    return NULL;
}

static AnalysisHome home_of_global(const IrGlobal *global)
{
    if (global->is_thread_local)
        return ANALYSIS_HOME_THREAD_LOCAL;
    return global->is_static_local ? ANALYSIS_HOME_STATIC_LOCAL : ANALYSIS_HOME_GLOBAL;
}

static void add(Scan *scan, AnalysisEvent event)
{
    event.module = scan->module;
    event.function = scan->function;
    g_array_append_val(scan->events, event);
}

/* --- stores --- */

typedef struct Homes {
    GHashTable *steps; /* declaration "path:line:column" -> GArray of TraceStep */
} Homes;

static char *declaration_key(const IrModule *module, IrSpan span)
{
    const char *path = span.file < module->file_count ? module->files[span.file].path : "?";
    return g_strdup_printf("%s:%u:%u", path, span.line, span.column);
}

static void note_store(Scan *scan, Homes *homes, const IrInst *inst, IrSpan declaration, const IrModule *declared_in, const char *name)
{
    char *key = declaration_key(declared_in, declaration);
    GArray *steps = g_hash_table_lookup(homes->steps, key);
    if (steps == NULL) {
        steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
        g_hash_table_insert(homes->steps, g_strdup(key), steps);
    }
    g_free(key);
    for (uint32_t i = 0; i < steps->len; i++) {
        const TraceStep *known = &g_array_index(steps, TraceStep, i);
        if (known->span.line == inst->span.line && known->span.column == inst->span.column &&
            g_str_equal(known->module->files[known->span.file].path, scan->module->files[inst->span.file].path))
            return;
    }
    TraceStep step = {.kind = TRACE_STORED, .module = scan->module, .span = inst->span, .name = name};
    if (inst->span.file < scan->module->file_count)
        g_array_append_val(steps, step);
}

/* Whether one call moves it to heap memory from there: whoever put it there is told. */
static bool is_moved_within_heap(const Scan *scan, const IrInst *store)
{
    const IrInst *load = scan->definition[store->as.store.value];
    return load != NULL && load->op == IR_OP_LOAD && load->span.line == store->span.line && load->span.column == store->span.column &&
           heap_values_leads_to(scan->heap, scan->info, scan->definition, load->as.load.address);
}

static void scan_store(Scan *scan, Homes *homes, const IrInst *inst, IrReg address)
{
    const IrInst *home = home_of(scan, address);
    if (home != NULL && home->op == IR_OP_FIELD) {
        const IrField *field = &scan->module->fields[home->as.field.field];
        if (is_checked_file(scan->module, field->span.file)) {
            note_store(scan, homes, inst, field->span, scan->module, field->name);
            return;
        }
        AnalysisEvent event = {.kind = ANALYSIS_STORED, .span = inst->span, .task = field->name,
                               .home = scan->module->records[field->record].is_union ? ANALYSIS_HOME_UNION_FIELD
                                                                                      : ANALYSIS_HOME_STRUCT_FIELD};
        add(scan, event);
        return;
    }
    if (home != NULL) {
        uint32_t linked = scan->engine->program->global_of[scan->module_index][home->as.global];
        const AnalysisGlobal *global = &scan->engine->program->globals[linked];
        if (is_checked_file(global->module, global->global->span.file)) {
            note_store(scan, homes, inst, global->global->span, global->module, global->global->name);
            return;
        }
        AnalysisEvent event = {.kind = ANALYSIS_STORED, .span = inst->span, .task = global->global->name,
                               .home = home_of_global(global->global)};
        add(scan, event);
        return;
    }
    if (heap_values_leads_to(scan->heap, scan->info, scan->definition, address) && !is_moved_within_heap(scan, inst)) {
        AnalysisEvent event = {.kind = ANALYSIS_STORED, .span = inst->span, .home = ANALYSIS_HOME_HEAP};
        add(scan, event);
    }
}

static void scan_inst(Scan *scan, Homes *homes, const IrInst *inst)
{
    if (inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_TASK)
        scan_store(scan, homes, inst, inst->as.store.address);
    if (inst->op == IR_OP_MEMBER && !inst->as.member.in_api) {
        const char *task = NULL;
        IrReg reg = inst->as.member.task != IR_NONE ? inst->as.member.task : inst->as.member.task_address;
        if (reg != IR_NONE)
            task = ir_describe(scan->module, scan->function, reg, scan->engine->arena);
        if (task != NULL && task[0] == '&')
            task++;
        AnalysisEvent event = {.kind = ANALYSIS_MEMBER_TOUCHED, .span = inst->span, .member = inst->as.member.name, .task = task};
        add(scan, event);
    }
}

static void scan_function(Scan *scan, Homes *homes)
{
    const IrFunction *function = scan->function;
    scan->definition = ir_definitions(function);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            scan_inst(scan, homes, &function->blocks[b].insts[i]);
    g_free(scan->definition);
}

/* --- declarations --- */

static void take_steps(Engine *engine, Homes *homes, AnalysisEvent *event, IrSpan declaration)
{
    char *key = declaration_key(event->module, declaration);
    GArray *steps = g_hash_table_lookup(homes->steps, key);
    g_free(key);
    if (steps == NULL)
        return;
    TraceStep *copy = BASE_NEW_ARRAY(engine->arena, TraceStep, steps->len);
    for (uint32_t i = 0; i < steps->len; i++)
        copy[i] = g_array_index(steps, TraceStep, i);
    event->steps = copy;
    event->step_count = steps->len;
}

static void report_fields(Engine *engine, const IrModule *module, Homes *homes, GArray *events)
{
    for (uint32_t i = 0; i < module->field_count; i++) {
        const IrField *field = &module->fields[i];
        if (!field->holds_task || !is_checked_file(module, field->span.file))
            continue;
        AnalysisEvent event = {.kind = ANALYSIS_STORED, .module = module, .span = field->span, .task = field->name,
                               .type_name = report_type_name(module, field->type),
                               .home = module->records[field->record].is_union ? ANALYSIS_HOME_UNION_FIELD : ANALYSIS_HOME_STRUCT_FIELD};
        take_steps(engine, homes, &event, field->span);
        g_array_append_val(events, event);
    }
}

static void report_globals(Engine *engine, Homes *homes, GArray *events)
{
    for (uint32_t i = 0; i < engine->program->global_count; i++) {
        const AnalysisGlobal *linked = &engine->program->globals[i];
        const IrGlobal *global = linked->global;
        if (!global->holds_task || !is_checked_file(linked->module, global->span.file))
            continue;
        AnalysisEvent event = {.kind = ANALYSIS_STORED, .module = linked->module, .span = global->span, .task = global->name,
                               .type_name = report_type_name(linked->module, global->type), .home = home_of_global(global)};
        take_steps(engine, homes, &event, global->span);
        if (linked->is_defined || event.step_count > 0)
            g_array_append_val(events, event);
    }
}

void storage_report(Engine *engine, GArray *events)
{
    const AnalysisProgram *program = engine->program;
    HeapValues *heap = heap_values_new(engine);
    Homes homes = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref)};
    for (uint32_t i = 0; i < program->function_count; i++) {
        const FunctionInfo *info = &engine->infos[i];
        if (!info->linked->function->is_defined || info->linked->function->is_api || !info->is_reported)
            continue;
        Scan scan = {engine, events, heap, info, info->module, info->module_index, info->linked->function, NULL};
        scan_function(&scan, &homes);
    }
    for (uint32_t m = 0; m < program->module_count; m++)
        report_fields(engine, program->modules[m], &homes, events);
    report_globals(engine, &homes, events);
    g_hash_table_destroy(homes.steps);
}
