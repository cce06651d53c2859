/* unseen_writes.c - what code that is not seen can make of the static variables of a file.
 *
 * It has no name for them. Where their addresses stay in the file's own loads and stores, such code changes them only by calling back: functions
 * that others can name, or have the address of, and whatever these call. So a static variable that none of those writes holds, after a call
 * of unseen code, what it held before; and one that they write constants to (`initialized = true`) holds that or one of these. The program
 * is taken not to call its own `main`.
 *
 * Of any variable of the program: whether it is expected to change meanwhile (unchanged.c). A callback writes it, or the field that is asked, by its name or, where its address stands somewhere, by
 * a pointer (callback_writes.c); not so a setter that others can only call by its name. That somebody has its address is no reason: it stands in a table of options, `{"verbose", &verbose}`, or in a
 * pointer that saves words, `struct server *s = &server;`. */
#include "analysis/engine.h"

#include <string.h>

/* What registers of one function hold. */
typedef struct Registers {
    uint32_t *global;       /* of the module, into whose object the address points; IR_NONE */
    bool *is_whole;         /* the address is its first byte, and not that of a part */
    uint32_t *field;        /* the innermost field in which the part lies, by its shared id; IR_NONE: in none */
    const IrInst **definition;
} Registers;

typedef struct Scan {
    Engine *engine;
    const FunctionInfo *info;
    Registers registers;
    bool is_callable;       /* by unseen code, directly or not */
    bool is_callback;       /* by a pointer, not by its name alone */
} Scan;

static UnseenWrites *writes_to(const Scan *scan, IrReg address)
{
    uint32_t global = scan->registers.global[address];
    return global == IR_NONE ? NULL : &scan->engine->unseen_writes[scan->engine->program->global_of[scan->info->module_index][global]];
}

static void mark_any(IrReg reg, void *data)
{
    UnseenWrites *writes = writes_to(data, reg);
    if (writes != NULL)
        writes->is_any = writes->is_shown = true;
}

/* What callbacks write is expected to change: of a struct, the field. */
static void note_expected(const Scan *scan, UnseenWrites *writes, IrReg address)
{
    const uint32_t field = scan->registers.field[address];
    if (!scan->is_callback)
        return;
    if (field == IR_NONE) {
        writes->is_expected = true;
        return;
    }
    bool is_known = false;
    for (const FieldList *one = writes->expected; one != NULL && !is_known; one = one->next)
        is_known = one->field == field;
    if (is_known)
        return;
    FieldList *first = BASE_NEW(scan->engine->arena, FieldList);
    *first = (FieldList){field, writes->expected};
    writes->expected = first;
}

static void note_writer(const Scan *scan, UnseenWrites *writes)
{
    bool is_known = false;
    for (uint32_t i = 0; i < MIN(writes->writer_count, (uint32_t)MOST_WRITERS) && !is_known; i++)
        is_known = writes->writers[i] == scan->info;
    if (!is_known && writes->writer_count < MOST_WRITERS)
        writes->writers[writes->writer_count] = scan->info;
    writes->writer_count += !is_known;
}

static void note_store(const Scan *scan, const IrInst *store)
{
    UnseenWrites *writes = writes_to(scan, store->as.store.address);
    int64_t number = 0;
    if (writes != NULL)
        note_writer(scan, writes);
    if (writes == NULL || !scan->is_callable)
        return;
    bool is_number = scan->registers.is_whole[store->as.store.address] &&
                     constant_arguments_find_number(scan->registers.definition, store->as.store.value, store->type, &number);
    writes->is_any = writes->is_any || !is_number;
    note_expected(scan, writes, store->as.store.address);
    writes->numbers = intset_union(scan->engine->sets, writes->numbers, intset_range(scan->engine->sets, number, number));
}

/* Who reads a task may consume it. */
static void note_taken(const Scan *scan, IrReg address)
{
    UnseenWrites *writes = writes_to(scan, address);
    if (writes != NULL)
        writes->takes_task = writes->takes_task || scan->is_callable;
}

/* Something is written there that is not known. */
static void mark_written(IrReg reg, void *data)
{
    const Scan *scan = data;
    UnseenWrites *writes = writes_to(scan, reg);
    if (writes == NULL)
        return;
    writes->is_any = true;
    note_expected(scan, writes, reg);
}

/* A number or a pointer that a callback hands on, or that comes with a callback, `watch(SIGTERM, on_signal, &is_stopped)`, is there to be set. */
static void note_handed_on(const Scan *scan, const IrInst *call)
{
    bool is_for_callback = scan->is_callback;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        const IrInst *argument = scan->registers.definition[call->as.call.arguments[i].reg];
        is_for_callback = is_for_callback || (argument != NULL && argument->op == IR_OP_FUNCTION);
    }
    for (uint32_t i = 0; i < call->as.call.argument_count && is_for_callback; i++) {
        const uint32_t global = scan->registers.global[call->as.call.arguments[i].reg];
        if (global != IR_NONE && ir_is_scalar(scan->info->module->globals[global].type))
            writes_to(scan, call->as.call.arguments[i].reg)->is_expected = true;
    }
}

/* What keeps no pointer may write through it. */
static void note_call(Scan *scan, const IrInst *call)
{
    note_handed_on(scan, call);
    uint32_t named = call->as.call.function;
    bool is_trusted = named != IR_NONE && engine_is_trusted(engine_callee(scan->engine, scan->info->module_index, named));
    if (!is_trusted)
        ir_visit_operands(call, mark_any, scan);
    else if (scan->is_callable)
        ir_visit_operands(call, mark_written, scan);
}

static void note_instruction(Scan *scan, const IrInst *inst)
{
    Registers *registers = &scan->registers;
    switch (inst->op) {
    case IR_OP_GLOBAL:
        registers->global[inst->result] = inst->as.global;
        registers->is_whole[inst->result] = true;
        break;
    case IR_OP_CONTAINER: registers->global[inst->result] = registers->global[inst->as.field.base]; break;
    case IR_OP_FIELD:
        registers->global[inst->result] = registers->global[inst->as.field.base];
        registers->field[inst->result] = scan->engine->field_ids[scan->info->module_index][inst->as.field.field];
        break;
    case IR_OP_INDEX:
        registers->global[inst->result] = registers->global[inst->as.index.base];
        registers->field[inst->result] = registers->field[inst->as.index.base];
        break;
    case IR_OP_LOAD: note_taken(scan, inst->as.load.address); break;
    case IR_OP_STORE:
        note_store(scan, inst);
        mark_any(inst->as.store.value, scan);
        break;
    case IR_OP_COPY:
        note_taken(scan, inst->as.copy.source);
        /* fall through */
    case IR_OP_ZERO:
        if (scan->is_callable)
            mark_written(inst->as.copy.destination, scan);
        break;
    case IR_OP_CALL: note_call(scan, inst); break;
    default: ir_visit_operands(inst, mark_any, scan); break; /* the address may go anywhere */
    }
}

static void scan_function(Engine *engine, const FunctionInfo *info, bool is_callable, bool is_callback)
{
    const IrFunction *function = info->function;
    uint32_t count = function->register_count + 1;
    Scan scan = {engine, info, {g_new(uint32_t, count), g_new0(bool, count), g_new(uint32_t, count), ir_definitions(function)}, is_callable, is_callback};
    memset(scan.registers.global, 0xff, sizeof(uint32_t) * count);
    memset(scan.registers.field, 0xff, sizeof(uint32_t) * count);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            note_instruction(&scan, &function->blocks[b].insts[i]);
    g_free(scan.registers.global);
    g_free(scan.registers.is_whole);
    g_free(scan.registers.field);
    g_free(scan.registers.definition);
}

/* --- whom unseen code can call --- */

static bool has_pointer(const FunctionInfo *info)
{
    return info->linked->is_address_taken || info->linked->is_table_target;
}

static bool is_known_outside(const FunctionInfo *info)
{
    return has_pointer(info) || (info->function->linkage != IR_LINKAGE_INTERNAL && strcmp(info->function->name, "main") != 0);
}

static void add(GArray *work, bool *is_callable, uint32_t function)
{
    if (is_callable[function])
        return;
    is_callable[function] = true;
    g_array_append_val(work, function);
}

/* These functions and what they call. */
static bool *find_called(const Engine *engine, bool (*is_root)(const FunctionInfo *))
{
    uint32_t count = engine->program->function_count;
    bool *is_callable = g_new0(bool, count + 1);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t f = 0; f < count; f++)
        if (is_root(&engine->infos[f]))
            add(work, is_callable, f);
    for (uint32_t next = 0; next < work->len; next++) {
        const FunctionInfo *info = &engine->infos[g_array_index(work, uint32_t, next)];
        for (uint32_t b = 0; b < info->function->block_count; b++)
            for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
                const IrInst *inst = &info->function->blocks[b].insts[i];
                if (inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE)
                    add(work, is_callable, engine->program->function_of[info->module_index][inst->as.call.function]);
            }
    }
    g_array_free(work, TRUE);
    return is_callable;
}

/* --- the answer --- */

static void begin(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    engine->unseen_writes = BASE_NEW_ARRAY(engine->arena, UnseenWrites, program->global_count);
    for (uint32_t g = 0; g < program->global_count; g++) {
        const IrGlobal *global = program->globals[g].global;
        engine->unseen_writes[g].numbers = INTSET_EMPTY;
        engine->unseen_writes[g].is_any = global->linkage != IR_LINKAGE_INTERNAL || global->is_volatile;
        engine->unseen_writes[g].is_expected = global->is_volatile;
    }
}

static void mark(Engine *engine, uint32_t global)
{
    engine->unseen_writes[global].is_any = engine->unseen_writes[global].is_expected = true;
}

static void show(Engine *engine, uint32_t global)
{
    engine->unseen_writes[global].is_any = engine->unseen_writes[global].is_shown = true;
}

/* A body that is not what the source says may do anything with what its file declares; an address in an initial value may go anywhere. */
static void doubt_modules(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    bool *is_doubtful = g_new0(bool, program->module_count + 1);
    for (uint32_t f = 0; f < program->function_count; f++)
        if (engine->infos[f].function->degraded != NULL)
            is_doubtful[engine->infos[f].module_index] = true;
    for (uint32_t m = 0; m < program->module_count; m++)
        for (uint32_t g = 0; g < program->modules[m]->global_count; g++) {
            const IrGlobal *global = &program->modules[m]->globals[g];
            if (is_doubtful[m])
                mark(engine, program->global_of[m][g]);
            for (uint32_t i = 0; i < global->initializer_count; i++)
                if (global->initializers[i].kind == IR_CONSTANT_GLOBAL)
                    show(engine, program->global_of[m][global->initializers[i].value]);
        }
    g_free(is_doubtful);
}

/* What is const nobody writes. */
static void spare_constants(Engine *engine)
{
    for (uint32_t g = 0; g < engine->program->global_count; g++) {
        const IrGlobal *global = engine->program->globals[g].global;
        if (global->is_const && !global->is_volatile)
            engine->unseen_writes[g] = (UnseenWrites){.numbers = INTSET_EMPTY};
    }
}

void unseen_writes_find(Engine *engine)
{
    begin(engine);
    doubt_modules(engine);
    bool *is_callable = find_called(engine, is_known_outside), *is_callback = find_called(engine, has_pointer);
    for (uint32_t f = 0; f < engine->program->function_count; f++)
        scan_function(engine, &engine->infos[f], is_callable[f], is_callback[f]);
    callback_writes_find(engine, is_callback);
    spare_constants(engine);
    g_free(is_callable);
    g_free(is_callback);
}

/* Whether callbacks write a field in which a place of an object lies. */
static bool is_in_written_field(const Engine *engine, const UnseenWrites *writes, Value place)
{
    bool is = false;
    for (const ValueNode *node = value_node(engine->values, place); node->left != VALUE_NONE && !is; node = value_node(engine->values, node->left)) {
        if (node->kind != VALUE_FIELD)
            continue;
        is = writes->is_shown && engine->callback_fields[node->number];
        for (const FieldList *one = writes->expected; one != NULL && !is; one = one->next)
            is = one->field == node->number;
    }
    return is;
}

bool unseen_writes_are_expected(const Engine *engine, Value place)
{
    const ValueNode *root = value_node(engine->values, value_root(engine->values, place));
    const UnseenWrites *writes = root->kind == VALUE_GLOBAL && engine->program->globals[root->number].global->is_defined ? &engine->unseen_writes[root->number] : NULL;
    return writes != NULL && (writes->is_expected || is_in_written_field(engine, writes, place));
}
