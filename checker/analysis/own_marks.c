/* own_marks.c - numbers and pointers that say whether there is a task: `if (id[i] != -1) { id[i] = -1; await(t[i]); }` and then `id[i] = ids[next]; t[i] = start(id[i]);`.
 *
 * What clears such a mark, where a task is taken, says that there is none; who stores another number there, or a pointer, in each turn that puts a task beside it, says that there is one. Of what he stores nothing
 * may be known, but it is not what clears it: else nobody could tell. That is not so of a truth, of what a library or a seen function gives, nor of what the function asks elsewhere. (`is_pending[i] = wants(i); if (is_pending[i]) t[i] = start(i);` puts one in some turns only, and `rc = send(); if (rc < 0) { rc = 0; forget(t); }` asks what it
 * has found; and where tasks that there are change their places, `done2 = done1; t2 = t1;`, so do their marks: these say nothing of the kind.) */
#include "analysis/engine.h"

/* Where a constant is put that says that there is no task. */
typedef struct Clearing {
    Spot place;
    uint32_t block;
    IntSet none; /* what lies there says that there is no task */
} Clearing;

/* What a store says there is not. */
typedef struct Mark {
    const IrInst *store;
    IntSet none;
} Mark;

typedef struct Survey {
    Reading reading;
    IntSets *sets;
    bool *puts, *takes; /* per block: it puts a new task somewhere, it gives one away */
    GArray *stored;     /* Spot: where something is stored that may be such a mark */
    GArray *clearings;  /* Clearing */
    GArray *marks;      /* Mark */
} Survey;

static bool takes_task(const IrInst *call)
{
    bool does = false;
    for (uint32_t i = 0; i < call->as.call.argument_count && !does; i++)
        does = call->as.call.arguments[i].type.kind == IR_TYPE_TASK;
    return does;
}

static bool puts_new_task(const Survey *survey, const IrInst *store)
{
    const IrInst *made = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_TASK ? survey->reading.definition[store->as.store.value] : NULL;
    return made != NULL && made->op == IR_OP_CALL;
}

/* Whether all turns that come to a block, and round, come to one of these, too. */
static bool is_beside(const Survey *survey, const bool *blocks, uint32_t block)
{
    bool is = false;
    for (uint32_t b = 0; b < survey->reading.info->function->block_count && !is; b++)
        is = blocks[b] && reading_are_together(&survey->reading, b, block);
    return is;
}

static Spot spot_stored(const Survey *survey, const IrInst *inst)
{
    const bool is_plain = inst->op == IR_OP_STORE && (inst->type.kind == IR_TYPE_INT || inst->type.kind == IR_TYPE_POINTER);
    return is_plain ? reading_spot(&survey->reading, inst->as.store.address) : (Spot){.kind = SPOT_NONE};
}

static bool is_load_of(const Survey *survey, const IrInst *load, Spot place)
{
    const Spot from = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&survey->reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
    return from.kind == place.kind && from.number == place.number;
}

/* The number with which an instruction compares the place, or 0 where it asks for its truth. false: it asks something else. */
static bool is_question(const Survey *survey, const IrInst *inst, Spot place, int64_t *number)
{
    const bool is_comparison = inst->op == IR_OP_BINARY && inst->as.binary.op >= IR_EQ, is_truth = inst->op == IR_OP_LOAD;
    const IrInst *load = is_comparison ? reading_number(&survey->reading, inst->as.binary.left) : inst, *right = is_comparison ? reading_number(&survey->reading, inst->as.binary.right) : NULL;
    *number = right != NULL && right->op == IR_OP_CONST ? right->as.constant : 0;
    return (is_truth || (right != NULL && right->op == IR_OP_CONST)) && is_load_of(survey, load, place);
}

/* What holds where a question is answered by yes. */
static IntSet truth_of(const Survey *survey, const IrInst *question, int64_t number)
{
    return intset_compare(survey->sets, question->op == IR_OP_LOAD ? IR_NE : question->as.binary.op, number);
}

/* The block to which a branch goes where the place holds another number than the one that clears it; IR_NONE: that does not decide. *none: what goes the other way, `fd < 0` all that are less than 0, where that is -1. */
static uint32_t where_is_one(const Survey *survey, const IrInst *branch, Spot place, int64_t cleared, IntSet *none)
{
    const IrInst *question = branch->op == IR_OP_BRANCH ? reading_number(&survey->reading, branch->as.branch.condition) : NULL;
    bool is_true = true;
    int64_t number;
    while (question != NULL && question->op == IR_OP_UNARY && question->as.unary.op == IR_NOT) {
        question = reading_number(&survey->reading, question->as.unary.operand);
        is_true = !is_true;
    }
    if (question == NULL || !is_question(survey, question, place, &number))
        return IR_NONE;
    const IntSet truth = truth_of(survey, question, number), same = intset_contains(survey->sets, truth, cleared) ? truth : intset_complement(survey->sets, truth);
    if (intset_contains(survey->sets, same, cleared - 1) && intset_contains(survey->sets, same, cleared + 1))
        return IR_NONE;
    *none = same;
    return (same != truth) == is_true ? branch->as.branch.if_true : branch->as.branch.if_false;
}

static bool is_stored(const Survey *survey, Spot place)
{
    bool is = false;
    for (uint32_t i = 0; i < survey->stored->len && !is; i++)
        is = g_array_index(survey->stored, Spot, i).kind == place.kind && g_array_index(survey->stored, Spot, i).number == place.number;
    return is;
}

/* A constant that is put there where a task is taken, and where it was asked whether there is one. */
static void note_clearing(Survey *survey, uint32_t block, const IrInst *inst)
{
    const IrFunction *function = survey->reading.info->function;
    Clearing clearing = {spot_stored(survey, inst), block, INTSET_EMPTY};
    const IrInst *value = clearing.place.kind == SPOT_NONE ? NULL : reading_number(&survey->reading, inst->as.store.value);
    if (value == NULL || value->op != IR_OP_CONST || !is_stored(survey, clearing.place) || !is_beside(survey, survey->takes, block))
        return;
    for (uint32_t b = 0; b < function->block_count; b++) {
        IntSet none;
        const uint32_t one = where_is_one(survey, ir_end_of(function, b), clearing.place, value->as.constant, &none);
        if (one != IR_NONE && engine_dominates(survey->reading.info, one, block))
            clearing.none = intset_union(survey->sets, clearing.none, none);
    }
    if (clearing.none != INTSET_EMPTY)
        g_array_append_val(survey->clearings, clearing);
}

/* What a store says there is not: what clears the place, other than later in the same turn: there it is asked what was stored. INTSET_EMPTY: nothing. */
static IntSet cleared_elsewhere(const Survey *survey, Spot place, uint32_t block)
{
    IntSet all = INTSET_EMPTY;
    for (uint32_t k = 0; k < survey->clearings->len; k++) {
        const Clearing clearing = g_array_index(survey->clearings, Clearing, k);
        if (clearing.place.kind == place.kind && clearing.place.number == place.number && !engine_dominates(survey->reading.info, block, clearing.block))
            all = intset_union(survey->sets, all, clearing.none);
    }
    return all;
}

static void note_blocks(Survey *survey)
{
    const IrFunction *function = survey->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            survey->puts[b] = survey->puts[b] || puts_new_task(survey, inst);
            survey->takes[b] = survey->takes[b] || (inst->op == IR_OP_CALL && takes_task(inst));
        }
}

/* Whether what a call gives may as well be nothing: of a function with a body that is seen, also where that stands in place of the call, and of one of a library, `read()`, `malloc()`. What another one gives is what
 * its caller makes of it. */
static bool may_give_none(const Survey *survey, const IrInst *call)
{
    const Reading *reading = &survey->reading;
    const IrModule *module = reading->info->module;
    const IrInst *from = call->op == IR_OP_LOAD ? reading->definition[call->as.load.address] : NULL;
    if (call->op != IR_OP_CALL || call->as.call.function == IR_NONE)
        return from != NULL && from->op == IR_OP_LOCAL && reading->info->function->locals[from->as.local].name == NULL;
    const IrFunction *function = reading->engine->infos[reading->engine->program->function_of[reading->info->module_index][call->as.call.function]].function, *named = &module->functions[call->as.call.function];
    const bool is_of_library = named->span.file != IR_NONE && module->files[named->span.file].role == IR_FILE_SYSTEM;
    return function->is_defined || is_of_library || function->is_allocator || function->is_pure_library;
}

/* Whether the function asks of what lies there whether it is something. */
static bool is_asked(const Survey *survey, Spot place)
{
    const IrFunction *function = survey->reading.info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && !is; b++) {
        const IrInst *end = ir_end_of(function, b), *question = end->op == IR_OP_BRANCH ? reading_number(&survey->reading, end->as.branch.condition) : NULL;
        int64_t number;
        while (question != NULL && question->op == IR_OP_UNARY && question->as.unary.op == IR_NOT)
            question = reading_number(&survey->reading, question->as.unary.operand);
        is = question != NULL && is_question(survey, question, place, &number);
    }
    return is;
}

/* Whether the function asks that elsewhere of what it reads from there, or of a variable that gets it: of the last element of a list, `p = p->next`, the link is none. */
static bool is_source_asked(const Survey *survey, Spot source, Spot mark)
{
    const IrFunction *function = survey->reading.info->function;
    bool is = source.kind > SPOT_LOCAL && is_asked(survey, source);
    for (uint32_t b = 0; b < function->block_count && source.kind > SPOT_LOCAL && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const Spot holder = spot_stored(survey, store);
            const bool is_other = holder.kind == SPOT_LOCAL && !(mark.kind == SPOT_LOCAL && mark.number == holder.number);
            is = is_other && is_load_of(survey, reading_number(&survey->reading, store->as.store.value), source) && is_asked(survey, holder);
        }
    return is;
}

/* Whether a store may say so by what it stores. */
static bool may_be_mark(const Survey *survey, const IrInst *store)
{
    const Spot place = spot_stored(survey, store);
    const IrInst *value = place.kind == SPOT_NONE ? NULL : reading_number(&survey->reading, store->as.store.value);
    const bool is_truth = store->type.kind == IR_TYPE_INT && store->type.bits == 1;
    return value != NULL && !is_truth && (value->op == IR_OP_LOAD || value->op == IR_OP_INDEX || (value->op == IR_OP_CALL && !takes_task(value))) && !may_give_none(survey, value);
}

static void note_stored(Survey *survey)
{
    const IrFunction *function = survey->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const Spot place = spot_stored(survey, &function->blocks[b].insts[i]);
            if (may_be_mark(survey, &function->blocks[b].insts[i]) && !is_stored(survey, place))
                g_array_append_val(survey->stored, place);
        }
    for (uint32_t b = 0; b < function->block_count && survey->stored->len > 0; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            note_clearing(survey, b, &function->blocks[b].insts[i]);
}

static void note_marks(Survey *survey)
{
    const IrFunction *function = survey->reading.info->function;
    for (uint32_t b = 0; b < function->block_count && survey->clearings->len > 0; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const Spot place = spot_stored(survey, store);
            if (!may_be_mark(survey, store) || !is_beside(survey, survey->puts, b))
                continue;
            const IrInst *value = reading_number(&survey->reading, store->as.store.value);
            if (value->op == IR_OP_LOAD && is_source_asked(survey, reading_spot(&survey->reading, value->as.load.address), place))
                continue;
            const Mark mark = {store, cleared_elsewhere(survey, place, b)};
            if (mark.none != INTSET_EMPTY)
                g_array_append_val(survey->marks, mark);
        }
}

static GArray *find_marks(const Engine *engine, FunctionInfo *info)
{
    const uint32_t count = info->function->block_count;
    Survey survey = {reading_begin(engine, info), engine->sets, g_new0(bool, count + 1), g_new0(bool, count + 1), g_array_new(FALSE, FALSE, sizeof(Spot)), g_array_new(FALSE, FALSE, sizeof(Clearing)), g_array_new(FALSE, FALSE, sizeof(Mark))};
    note_blocks(&survey);
    note_stored(&survey);
    note_marks(&survey);
    g_free(survey.reading.definition);
    g_free(survey.puts);
    g_free(survey.takes);
    g_array_free(survey.stored, TRUE);
    g_array_free(survey.clearings, TRUE);
    return survey.marks;
}

void own_marks_store(Exec *exec, Env *env, const IrInst *store)
{
    FunctionInfo *info = exec->run->info;
    WorldContext *context = &exec->run->context;
    if (info->own_marks == NULL)
        info->own_marks = find_marks(exec->engine, info);
    for (uint32_t i = 0; i < info->own_marks->len; i++) {
        const Mark mark = g_array_index(info->own_marks, Mark, i);
        const Value value = mark.store == store ? exec_register(exec, env, store->as.store.value) : VALUE_NONE;
        const IntSet some = intset_complement(context->sets, mark.none), may_be = value == VALUE_NONE ? INTSET_EMPTY : env_set_of(context, env, value);
        if (!intset_is_subset(context->sets, may_be, some) && intset_intersect(context->sets, may_be, some) != INTSET_EMPTY)
            env_assume(context, env, value, some);
    }
}
