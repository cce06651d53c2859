/* slice.c - the slice of one function; asked.c has the idea.
 *
 * Two sets grow together: registers whose value is asked for, followed backwards to the places they were loaded from, and
 * blocks that are wanted because something in them matters, followed (control.c) to the branches that decide about them, whose
 * conditions are asked for in turn. */
#include "analysis/slice.h"

#include "analysis/control.h"

typedef enum PlaceKind { PLACE_LOCAL, PLACE_FIELD, PLACE_GLOBAL, PLACE_POINTED } PlaceKind;

typedef struct Slice {
    Engine *engine;
    FunctionInfo *info;
    const SliceTasks *tasks;
    AskedSlice *out;
    SliceNews *news;
    const IrInst **definition; /* per register */
    uint32_t *block_of;        /* per register: where it is defined */
    bool *is_asked;            /* per register */
    bool *wanted;              /* per block */
    GArray *work;              /* registers to look behind */
    uint32_t block;            /* the one that is looked at */
    bool changed;
} Slice;

/* --- marks --- */

static void ask_register(Slice *slice, IrReg reg)
{
    if (reg == IR_NONE || slice->is_asked[reg])
        return;
    slice->is_asked[reg] = true;
    g_array_append_val(slice->work, reg);
}

static void ask_operand(IrReg reg, void *data)
{
    ask_register(data, reg);
}

static void want(Slice *slice, uint32_t block)
{
    slice->changed = slice->changed || !slice->wanted[block];
    slice->wanted[block] = true;
}

static bool mark(Slice *slice, bool *flag)
{
    bool is_new = !*flag;
    *flag = true;
    slice->changed = slice->changed || is_new;
    return is_new;
}

static void mark_callee(Slice *slice, FunctionInfo *callee, bool *flag)
{
    if (!mark(slice, flag) || slice->news->callees == NULL)
        return;
    g_ptr_array_add(slice->news->callees, callee);
}

/* The flag of the place that an address names. */
static bool *flag_of_place(Slice *slice, IrReg address, PlaceKind *kind)
{
    Engine *engine = slice->engine;
    for (;;) {
        const IrInst *inst = address == IR_NONE ? NULL : slice->definition[address];
        *kind = PLACE_POINTED;
        if (inst == NULL)
            return &engine->asked.behind_pointers;
        uint32_t index;
        switch (inst->op) {
        case IR_OP_LOCAL:
            if (slice->info->is_pointed[inst->as.local])
                return &engine->asked.behind_pointers;
            *kind = PLACE_LOCAL;
            return &slice->out->locals[inst->as.local];
        case IR_OP_FIELD:
            index = memory_field_id(engine, slice->info->module_index, inst->as.field.field);
            if (engine->asked.pointed_fields[index])
                return &engine->asked.behind_pointers;
            *kind = PLACE_FIELD;
            return &engine->asked.fields[index];
        case IR_OP_GLOBAL:
            index = engine->program->global_of[slice->info->module_index][inst->as.global];
            if (engine->asked.pointed_globals[index])
                return &engine->asked.behind_pointers;
            *kind = PLACE_GLOBAL;
            return &engine->asked.globals[index];
        case IR_OP_INDEX: address = inst->as.index.base; break;
        default: return &engine->asked.behind_pointers;
        }
    }
}

static void ask_place(Slice *slice, IrReg address)
{
    PlaceKind kind;
    bool *flag = flag_of_place(slice, address, &kind);
    if (!mark(slice, flag))
        return;
    if (kind != PLACE_LOCAL)
        slice->news->any_shared = true;
    else if ((uint32_t)(flag - slice->out->locals) < slice->info->function->param_count)
        slice->news->own_parameters = true;
}

static bool is_place_asked(Slice *slice, IrReg address, bool *is_shared)
{
    PlaceKind kind;
    bool is_asked = *flag_of_place(slice, address, &kind);
    *is_shared = kind != PLACE_LOCAL;
    return is_asked;
}

/* --- what has to do with tasks --- */

static bool reaches_tasks(const Slice *slice)
{
    return slice->tasks == NULL ? slice->info->meets_tasks : slice->info->reaches_tasks;
}

static bool follows(const Slice *slice, uint32_t element)
{
    return slice->tasks == NULL || slice->tasks->class_of[element] == slice->tasks->task_class;
}

static bool follows_register(const Slice *slice, IrReg reg)
{
    return reg != IR_NONE && slice->info->function->register_types[reg].kind == IR_TYPE_TASK && !slice->info->is_settled[reg] &&
           follows(slice, reg);
}

static bool follows_local(const Slice *slice, uint32_t local)
{
    IrType type = slice->info->function->locals[local].type;
    if (type.kind == IR_TYPE_TASK)
        return !slice->info->is_settled_local[local] && follows(slice, slice->info->function->register_count + local);
    return type.kind == IR_TYPE_AGGREGATE && reaches_tasks(slice) && asked_may_hold_tasks(slice->engine, slice->info, type);
}

static FunctionInfo *callee_of(const Slice *slice, const IrInst *call)
{
    return call->as.call.function == IR_NONE ? NULL : engine_callee(slice->engine, slice->info->module_index, call->as.call.function);
}

static bool passes_tasks(const Slice *slice, const IrInst *call, const FunctionInfo *callee)
{
    if (call->type.kind == IR_TYPE_TASK && follows_register(slice, call->result))
        return true;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        IrOperand argument = call->as.call.arguments[i];
        if (argument.type.kind == IR_TYPE_TASK && follows_register(slice, argument.reg))
            return true;
        if (argument.type.kind == IR_TYPE_POINTER && reaches_tasks(slice) && (callee == NULL || !callee->is_analysable))
            return true;
    }
    return false;
}

/* Whether it matters that the call is made: to tasks, or to what it stores. */
static bool call_matters(const Slice *slice, const IrInst *call, const FunctionInfo *callee)
{
    const Engine *engine = slice->engine;
    if (passes_tasks(slice, call, callee))
        return true;
    if (asked_is_record_asked(engine, slice->info, call->type))
        return true;
    if (callee == NULL)
        return engine->asked.indirect.reaches_tasks || engine->asked.indirect.has_effect;
    return callee->is_analysable && (callee->meets_tasks || callee->is_effect_asked);
}

/* --- backwards through values --- */

static void ask_arguments(Slice *slice, const IrInst *call, const FunctionInfo *callee)
{
    bool is_opaque = reaches_tasks(slice) && !engine_is_trusted(callee) && (callee == NULL || !callee->is_analysable);
    ask_register(slice, call->as.call.pointer);
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        bool by_callee = callee == NULL ? slice->engine->asked.indirect.asks_arguments
                                        : callee->is_analysable && i < callee->function->param_count && callee->asked.locals[i];
        if (by_callee || (is_opaque && call->as.call.arguments[i].type.kind == IR_TYPE_POINTER))
            ask_register(slice, call->as.call.arguments[i].reg);
        if (callee != NULL && !callee->is_analysable)
            ask_register(slice, extent_count_argument(callee, call, i));
    }
}

/* What an answer that is kept depends on: the arguments, and what is behind them. */
static void ask_answer(Slice *slice, const IrInst *call)
{
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        ask_register(slice, call->as.call.arguments[i].reg);
        if (call->as.call.arguments[i].type.kind == IR_TYPE_POINTER)
            ask_place(slice, call->as.call.arguments[i].reg);
    }
    if (mark(slice, &slice->engine->asked.fields[slice->engine->answer_field]))
        slice->news->any_shared = true;
}

static void ask_result(Slice *slice, const IrInst *call)
{
    Engine *engine = slice->engine;
    FunctionInfo *callee = callee_of(slice, call);
    ask_arguments(slice, call, callee);
    if (answers_are_kept(engine, call))
        ask_answer(slice, call);
    for (uint32_t i = 0; texts_are_asked(callee) && i < call->as.call.argument_count; i++)
        ask_register(slice, call->as.call.arguments[i].reg);
    if (callee != NULL) {
        mark_callee(slice, callee, &callee->is_result_asked);
        return;
    }
    if (engine->asked.indirect.is_result_asked)
        return;
    engine->asked.indirect.is_result_asked = true; /* of any function whose address is taken */
    for (uint32_t i = 0; i < engine->program->function_count; i++)
        if (asked_is_called_indirectly(&engine->infos[i]))
            mark_callee(slice, &engine->infos[i], &engine->infos[i].is_result_asked);
}

static void look_behind(Slice *slice, IrReg reg)
{
    const IrInst *inst = slice->definition[reg];
    if (inst == NULL)
        return;
    if (slice->info->body->register_slot[reg] != IR_NONE) /* read in other blocks: this one must not be passed over */
        want(slice, slice->block_of[reg]);
    switch (inst->op) {
    case IR_OP_LOAD:
        ask_place(slice, inst->as.load.address);
        ask_register(slice, inst->as.load.address);
        break;
    case IR_OP_FIELD: case IR_OP_CONTAINER: ask_register(slice, inst->as.field.base); break;
    case IR_OP_INDEX: case IR_OP_BINARY: case IR_OP_UNARY: case IR_OP_CAST: ir_visit_operands(inst, ask_operand, slice); break;
    case IR_OP_CALL: ask_result(slice, inst); break;
    default: break;
    }
}

/* --- instructions --- */

/* What is stored there matters. */
static void scan_written(Slice *slice, IrReg address, bool is_asked, bool is_shared)
{
    if (!is_asked)
        return;
    want(slice, slice->block);
    ask_register(slice, address);
    if (is_shared && mark(slice, &slice->info->is_effect_asked))
        slice->news->own_effect = true;
}

/* The address of a local with a followed task: where it is kept says who else may lead to the task. */
static bool leads_to_followed(const Slice *slice, IrReg value)
{
    const IrInst *inst = value == IR_NONE ? NULL : slice->definition[value];
    return inst != NULL && inst->op == IR_OP_LOCAL && follows_local(slice, inst->as.local);
}

static void scan_store(Slice *slice, const IrInst *inst)
{
    bool is_shared, is_asked = is_place_asked(slice, inst->as.store.address, &is_shared);
    scan_written(slice, inst->as.store.address, is_asked, is_shared);
    if (is_asked)
        ask_register(slice, inst->as.store.value);
    if (!follows_register(slice, inst->as.store.value) && !leads_to_followed(slice, inst->as.store.value))
        return;
    want(slice, slice->block);
    ask_register(slice, inst->as.store.address);
}

static void scan_copy(Slice *slice, const IrInst *inst)
{
    bool is_shared, is_asked = is_place_asked(slice, inst->as.copy.destination, &is_shared);
    if (is_asked && inst->op == IR_OP_COPY)
        ask_place(slice, inst->as.copy.source);
    is_asked = is_asked || asked_is_record_asked(slice->engine, slice->info, inst->type);
    scan_written(slice, inst->as.copy.destination, is_asked, is_shared);
    bool has_task = inst->type.kind == IR_TYPE_TASK || /* a task that is made all zero */
                    (inst->type.kind == IR_TYPE_AGGREGATE && reaches_tasks(slice) && asked_may_hold_tasks(slice->engine, slice->info, inst->type));
    if (!is_asked && !has_task)
        return;
    want(slice, slice->block);
    ask_register(slice, inst->as.copy.destination);
    if (inst->op == IR_OP_COPY)
        ask_register(slice, inst->as.copy.source);
}

/* Whether something in the object that an address names is asked for; where nobody knows the object it may be. */
static bool is_object_asked(Slice *slice, IrReg address, bool *is_shared)
{
    const IrInst *inst = slice->definition[address];
    if (is_place_asked(slice, address, is_shared))
        return true;
    const IrModule *module = slice->info->module;
    switch (inst == NULL ? IR_OP_COUNT : inst->op) {
    case IR_OP_LOCAL: return asked_is_record_asked(slice->engine, slice->info, slice->info->function->locals[inst->as.local].type);
    case IR_OP_FIELD: return asked_is_record_asked(slice->engine, slice->info, module->fields[inst->as.field.field].type);
    case IR_OP_GLOBAL: return asked_is_record_asked(slice->engine, slice->info, module->globals[inst->as.global].type);
    default: return true;
    }
}

/* Code without a body fills what it is given pointers to: `read(fd, header, sizeof *header)`. */
static void scan_filled(Slice *slice, const IrInst *call, const FunctionInfo *callee)
{
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        IrOperand argument = call->as.call.arguments[i];
        bool is_shared = false;
        if (argument.type.kind == IR_TYPE_POINTER && !engine_is_shown(callee, i) && (callee == NULL || !callee->is_analysable))
            scan_written(slice, argument.reg, is_object_asked(slice, argument.reg, &is_shared), is_shared);
    }
}

static void scan_call(Slice *slice, const IrInst *inst)
{
    FunctionInfo *callee = callee_of(slice, inst);
    scan_filled(slice, inst, callee);
    bool must_return = slice->info->may_stop != NULL && slice->info->may_stop[slice->block] && slice->out->decides[slice->block];
    if (must_return && callee != NULL)
        mark_callee(slice, callee, &callee->is_exit_asked);
    else if (must_return)
        slice->engine->asked.indirect.is_exit_asked = true;
    bool matters = call_matters(slice, inst, callee);
    if (matters)
        want(slice, slice->block);
    if (matters || must_return)
        ask_arguments(slice, inst, callee);
    bool has_effect = callee == NULL ? slice->engine->asked.indirect.has_effect : callee->is_analysable && callee->is_effect_asked;
    if (has_effect && mark(slice, &slice->info->is_effect_asked))
        slice->news->own_effect = true;
}

static void scan_return(Slice *slice, const IrInst *inst)
{
    IrOperand value = inst->as.return_.value;
    if (value.reg == IR_NONE)
        return;
    bool is_followed = follows_register(slice, value.reg) ||
                       (value.type.kind == IR_TYPE_AGGREGATE && (asked_is_record_asked(slice->engine, slice->info, value.type) ||
                        (reaches_tasks(slice) && asked_may_hold_tasks(slice->engine, slice->info, value.type))));
    if (!is_followed && (!slice->info->is_result_asked || slice->tasks != NULL))
        return;
    want(slice, slice->block);
    ask_register(slice, value.reg);
}

static void scan_inst(Slice *slice, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_BRANCH:
        if (slice->out->decides[slice->block])
            ask_register(slice, inst->as.branch.condition);
        break;
    case IR_OP_SWITCH:
        if (slice->out->decides[slice->block])
            ask_register(slice, inst->as.switch_.value);
        break;
    case IR_OP_LOAD:
        if (!follows_register(slice, inst->result))
            break;
        want(slice, slice->block);
        ask_register(slice, inst->as.load.address);
        break;
    case IR_OP_STORE: scan_store(slice, inst); break;
    case IR_OP_COPY: case IR_OP_ZERO: scan_copy(slice, inst); break;
    case IR_OP_CALL: scan_call(slice, inst); break;
    case IR_OP_MEMBER: case IR_OP_ESCAPE:
        if (inst->op == IR_OP_ESCAPE && !reaches_tasks(slice) && !follows_register(slice, inst->as.escape.value))
            break;
        want(slice, slice->block);
        ir_visit_operands(inst, ask_operand, slice);
        break;
    case IR_OP_BEGIN_SCOPE: case IR_OP_END_SCOPE:
        if (follows_local(slice, inst->as.local))
            want(slice, slice->block);
        break;
    case IR_OP_RETURN: scan_return(slice, inst); break;
    default: break;
    }
}

static void sweep(Slice *slice)
{
    const IrFunction *function = slice->info->function;
    for (uint32_t b = function->block_count; b-- > 0;) {
        slice->block = b;
        for (uint32_t i = function->blocks[b].inst_count; i-- > 0;)
            scan_inst(slice, &function->blocks[b].insts[i]);
        while (slice->work->len > 0) {
            IrReg reg = g_array_index(slice->work, IrReg, slice->work->len - 1);
            g_array_set_size(slice->work, slice->work->len - 1);
            look_behind(slice, reg);
        }
    }
}

static bool any_wanted(const Slice *slice)
{
    for (uint32_t b = 0; b < slice->info->function->block_count; b++)
        if (slice->wanted[b])
            return true;
    return slice->info->is_exit_asked;
}

/* From where nothing matters there is one block at most at which something matters next: wanted blocks are closed under
 * control dependence (Danicic et al., "A unifying theory of control dependence", TCS 412(49), 2011). */
static void find_next(const Slice *slice)
{
    const IrFunction *function = slice->info->function;
    uint32_t *next = slice->out->next;
    for (uint32_t b = 0; b < function->block_count; b++)
        next[b] = slice->wanted[b] ? b : IR_NONE;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]) && next[b] == IR_NONE; k++) {
                next[b] = next[ir_successor(&function->blocks[b], k)];
                changed = changed || next[b] != IR_NONE;
            }
    }
}

void slice_function(Engine *engine, FunctionInfo *info, const SliceTasks *tasks, AskedSlice *out, SliceNews *news)
{
    const IrFunction *function = info->function;
    Slice slice = {.engine = engine, .info = info, .tasks = tasks, .out = out, .news = news};
    slice.definition = g_new0(const IrInst *, function->register_count + 1);
    slice.block_of = g_new0(uint32_t, function->register_count + 1);
    slice.is_asked = g_new0(bool, function->register_count + 1);
    slice.wanted = g_memdup2(out->decides, function->block_count);
    slice.work = g_array_new(FALSE, FALSE, sizeof(IrReg));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].result != IR_NONE) {
                slice.definition[function->blocks[b].insts[i].result] = &function->blocks[b].insts[i];
                slice.block_of[function->blocks[b].insts[i].result] = b;
            }
    do {
        slice.changed = false;
        sweep(&slice);
        if (!any_wanted(&slice))
            continue;
        if (info->control == NULL)
            info->control = control_new(function, info->may_stop);
        if (control_spread(info->control, info->is_exit_asked && tasks == NULL, slice.wanted, out->decides))
            slice.changed = true;
    } while (slice.changed);
    if (out->next != NULL)
        find_next(&slice);
    g_free(slice.definition);
    g_free(slice.block_of);
    g_free(slice.is_asked);
    g_free(slice.wanted);
    g_array_free(slice.work, TRUE);
}
