/* join.c - symbols to program entries, and what only the whole program knows; see join.h. */
#include "link/join.h"

#include <string.h>

typedef struct Joiner {
    AnalysisProgram *program;
    GArray *functions, *globals;
    GHashTable *function_ids, *global_ids; /* symbol -> index + 1 */
} Joiner;

/* Internal symbols carry their file; a prefix keeps them apart from external ones all the same. */
static char *key_of(IrLinkage linkage, const char *symbol)
{
    return g_strdup_printf("%c%s", linkage == IR_LINKAGE_INTERNAL ? 's' : 'x', symbol);
}

static uint32_t find_or_add(GHashTable *ids, char *key, uint32_t count, bool *is_new)
{
    gpointer known = g_hash_table_lookup(ids, key);
    *is_new = known == NULL;
    if (known != NULL) {
        g_free(key);
        return GPOINTER_TO_UINT(known) - 1;
    }
    g_hash_table_insert(ids, key, GUINT_TO_POINTER(count + 1));
    return count;
}

/* Annotations may stand on any declaration: the strongest word of all of them counts. */
static void join_annotations(AnalysisFunction *into, const IrFunction *declared)
{
    if (into->completion == IR_COMPLETION_UNSPECIFIED)
        into->completion = declared->completion;
    for (uint32_t i = 0; i < into->function->param_count && i < declared->param_count; i++)
        if (into->effects[i] == IR_EFFECT_UNSPECIFIED)
            into->effects[i] = declared->params[i].effect;
    into->is_table_target = into->is_table_target || declared->is_table_target;
    into->is_address_taken = into->is_address_taken || declared->is_address_taken;
}

/* Whether this definition is a program of its own beside one that is there: two programs of one database may each define
 * `helper`; a call in a module then means the module's own. */
static bool is_another(const AnalysisFunction *linked, const IrFunction *function)
{
    return linked->function->is_defined && function->is_defined && linked->function->linkage == IR_LINKAGE_EXTERNAL &&
           function->linkage == IR_LINKAGE_EXTERNAL && strcmp(function->symbol, linked->function->symbol) == 0;
}

/* Strong before weak, whole before degraded, a definition before a declaration; of equal ones that which is checked. */
static int rank(const IrFunction *function, bool is_context)
{
    return (function->is_defined ? 8 : 0) + (function->degraded == NULL ? 4 : 0) + (function->linkage != IR_LINKAGE_MERGED ? 2 : 0) + !is_context;
}

static void choose(Joiner *joiner, AnalysisFunction *linked, uint32_t module, uint32_t index, bool is_new)
{
    AnalysisProgram *program = joiner->program;
    const IrFunction *function = &program->modules[module]->functions[index];
    const IrEffect *before = linked->effects;
    uint32_t count = is_new ? 0 : linked->function->param_count;
    linked->module = program->modules[module];
    linked->function = function;
    linked->index = index;
    linked->is_context = program->is_context[module];
    linked->effects = BASE_NEW_ARRAY(program->arena, IrEffect, function->param_count);
    for (uint32_t i = 0; i < count && i < function->param_count; i++)
        linked->effects[i] = before[i];
}

static void add_function(Joiner *joiner, uint32_t module, uint32_t index)
{
    AnalysisProgram *program = joiner->program;
    const IrFunction *function = &program->modules[module]->functions[index];
    bool is_new;
    uint32_t id = find_or_add(joiner->function_ids, key_of(function->linkage, function->symbol), joiner->functions->len, &is_new);
    if (!is_new && is_another(&g_array_index(joiner->functions, AnalysisFunction, id), function)) {
        id = joiner->functions->len;
        is_new = true;
    }
    program->function_of[module][index] = id;
    if (is_new) {
        AnalysisFunction fresh = {0};
        g_array_append_val(joiner->functions, fresh);
    }
    AnalysisFunction *linked = &g_array_index(joiner->functions, AnalysisFunction, id);
    if (is_new || rank(function, program->is_context[module]) > rank(linked->function, linked->is_context))
        choose(joiner, linked, module, index, is_new);
    join_annotations(linked, function);
}

static void add_global(Joiner *joiner, uint32_t module, uint32_t index)
{
    AnalysisProgram *program = joiner->program;
    const IrGlobal *global = &program->modules[module]->globals[index];
    bool is_new;
    uint32_t id = find_or_add(joiner->global_ids, key_of(global->linkage, global->symbol), joiner->globals->len, &is_new);
    program->global_of[module][index] = id;
    AnalysisGlobal entry = {program->modules[module], global, false, global->is_defined};
    if (is_new) {
        g_array_append_val(joiner->globals, entry);
        return;
    }
    AnalysisGlobal *linked = &g_array_index(joiner->globals, AnalysisGlobal, id);
    /* A definition with an initialiser says more than a tentative one. */
    bool is_better = global->is_defined && (!linked->is_defined || (linked->global->initializer_count == 0 && global->initializer_count > 0));
    if (is_better) {
        linked->module = program->modules[module];
        linked->global = global;
    }
    linked->is_defined = linked->is_defined || global->is_defined;
}

/* --- which globals are ever written --- */

typedef struct WriteScan {
    AnalysisProgram *program;
    uint32_t module;
    const uint32_t *global_behind; /* register -> global whose object it points into, else IR_NONE */
} WriteScan;

static void mark_written(IrReg reg, void *data)
{
    const WriteScan *scan = data;
    if (scan->global_behind[reg] != IR_NONE)
        scan->program->globals[scan->program->global_of[scan->module][scan->global_behind[reg]]].is_ever_written = true;
}

/* Loads and steps inside an object leave it as it is; whatever else an address of it is used for may write. */
static void scan_function(AnalysisProgram *program, uint32_t module, const IrFunction *function)
{
    uint32_t *behind = g_new(uint32_t, function->register_count + 1);
    memset(behind, 0xff, sizeof(uint32_t) * (function->register_count + 1));
    WriteScan scan = {program, module, behind};
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            switch (inst->op) {
            case IR_OP_GLOBAL: behind[inst->result] = inst->as.global; break;
            case IR_OP_FIELD: case IR_OP_CONTAINER: behind[inst->result] = behind[inst->as.field.base]; break;
            case IR_OP_INDEX: behind[inst->result] = behind[inst->as.index.base]; break;
            case IR_OP_LOAD: break;
            case IR_OP_COPY: mark_written(inst->as.copy.destination, &scan); break;
            default: ir_visit_operands(inst, mark_written, &scan); break;
            }
        }
    g_free(behind);
}

static void find_written(AnalysisProgram *program)
{
    for (uint32_t m = 0; m < program->module_count; m++) {
        const IrModule *module = program->modules[m];
        for (uint32_t f = 0; f < module->function_count; f++)
            if (module->functions[f].is_defined)
                scan_function(program, m, &module->functions[f]);
        for (uint32_t g = 0; g < module->global_count; g++) /* an address in a static initialiser */
            for (uint32_t i = 0; i < module->globals[g].initializer_count; i++) {
                const IrInitializer *initializer = &module->globals[g].initializers[i];
                if (initializer->kind == IR_CONSTANT_GLOBAL)
                    program->globals[program->global_of[m][initializer->value]].is_ever_written = true;
            }
    }
}

AnalysisProgram *link_join(const IrModule *const *modules, uint32_t count, const bool *is_context)
{
    BaseArena *arena = base_arena_new();
    AnalysisProgram *program = BASE_NEW(arena, AnalysisProgram);
    program->arena = arena;
    program->module_count = count;
    program->modules = BASE_NEW_ARRAY(arena, const IrModule *, count);
    program->is_context = BASE_NEW_ARRAY(arena, bool, count);
    program->function_of = BASE_NEW_ARRAY(arena, uint32_t *, count);
    program->global_of = BASE_NEW_ARRAY(arena, uint32_t *, count);
    Joiner joiner = {program, g_array_new(FALSE, TRUE, sizeof(AnalysisFunction)), g_array_new(FALSE, TRUE, sizeof(AnalysisGlobal)),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    for (uint32_t m = 0; m < count; m++) {
        program->modules[m] = modules[m];
        program->is_context[m] = is_context != NULL && is_context[m];
        program->function_of[m] = BASE_NEW_ARRAY(arena, uint32_t, modules[m]->function_count);
        program->global_of[m] = BASE_NEW_ARRAY(arena, uint32_t, modules[m]->global_count);
        for (uint32_t f = 0; f < modules[m]->function_count; f++)
            add_function(&joiner, m, f);
        for (uint32_t g = 0; g < modules[m]->global_count; g++)
            add_global(&joiner, m, g);
    }
    program->function_count = joiner.functions->len;
    program->functions = BASE_NEW_ARRAY(arena, AnalysisFunction, joiner.functions->len);
    if (joiner.functions->len > 0)
        memcpy(program->functions, joiner.functions->data, sizeof(AnalysisFunction) * joiner.functions->len);
    program->global_count = joiner.globals->len;
    program->globals = BASE_NEW_ARRAY(arena, AnalysisGlobal, joiner.globals->len);
    if (joiner.globals->len > 0)
        memcpy(program->globals, joiner.globals->data, sizeof(AnalysisGlobal) * joiner.globals->len);
    g_array_free(joiner.functions, TRUE);
    g_array_free(joiner.globals, TRUE);
    g_hash_table_destroy(joiner.function_ids);
    g_hash_table_destroy(joiner.global_ids);
    find_written(program);
    return program;
}

void link_program_free(AnalysisProgram *program)
{
    if (program != NULL)
        base_arena_free(program->arena);
}
