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

/* What a branch asks of a place: how it compares with a number, or its truth. */
typedef struct Question {
    Spot place;
    uint32_t block;
    const IrInst *inst;
    int64_t number;   /* 0, where its truth is asked */
    bool is_reversed; /* by an odd number of `!` */
} Question;

/* A store of what may say that there is one. */
typedef struct Candidate {
    const IrInst *store;
    Spot place;
    uint32_t block;
} Candidate;

enum { MOST_PAIRS = 1000 * 1000 /* of places that are cleared and questions: in a function with more of them no marks are looked for */ };

typedef struct Survey {
    Reading reading;
    IntSets *sets;
    GArray *puts, *takes; /* uint32_t: the blocks that put a new task somewhere, that give one away */
    GArray *questions;  /* Question */
    GArray *candidates; /* Candidate */
    GArray *stored;     /* Spot: their places, each once */
    GArray *clearings;  /* Clearing */
    GHashTable *marks;  /* by store, the set of what it puts there (as a pointer): not what says that there is none */
    uint64_t pairs;     /* that were looked at */
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

static Spot spot_stored(const Survey *survey, const IrInst *inst)
{
    const bool is_plain = inst->op == IR_OP_STORE && (inst->type.kind == IR_TYPE_INT || inst->type.kind == IR_TYPE_POINTER);
    return is_plain ? reading_spot(&survey->reading, inst->as.store.address) : (Spot){.kind = SPOT_NONE};
}

static Spot spot_read(const Survey *survey, const IrInst *load)
{
    return load != NULL && load->op == IR_OP_LOAD ? reading_spot(&survey->reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
}

static void note_question(Survey *survey, uint32_t block)
{
    const Reading *reading = &survey->reading;
    const IrInst *end = ir_end_of(reading->info->function, block);
    Question question = {.block = block, .inst = end->op == IR_OP_BRANCH ? reading_number(reading, end->as.branch.condition) : NULL};
    for (; question.inst != NULL && question.inst->op == IR_OP_UNARY && question.inst->as.unary.op == IR_NOT; question.is_reversed = !question.is_reversed)
        question.inst = reading_number(reading, question.inst->as.unary.operand);
    const bool is_comparison = question.inst != NULL && question.inst->op == IR_OP_BINARY && question.inst->as.binary.op >= IR_EQ;
    const IrInst *right = is_comparison ? reading_number(reading, question.inst->as.binary.right) : NULL;
    if (is_comparison && (right == NULL || right->op != IR_OP_CONST))
        return;
    question.place = spot_read(survey, is_comparison ? reading_number(reading, question.inst->as.binary.left) : question.inst);
    question.number = is_comparison ? right->as.constant : 0;
    if (question.place.kind != SPOT_NONE)
        g_array_append_val(survey->questions, question);
}

/* The block to which a branch goes where the place holds another number than the one that clears it; IR_NONE: that does not decide. *none: what goes the other way, `fd < 0` all that are less than 0, where that is -1. */
static uint32_t where_is_one(const Survey *survey, const Question *question, int64_t cleared, IntSet *none)
{
    const IrInst *branch = ir_end_of(survey->reading.info->function, question->block);
    const IntSet truth = intset_compare(survey->sets, question->inst->op == IR_OP_LOAD ? IR_NE : question->inst->as.binary.op, question->number);
    const IntSet same = intset_contains(survey->sets, truth, cleared) ? truth : intset_complement(survey->sets, truth);
    if (intset_contains(survey->sets, same, cleared - 1) && intset_contains(survey->sets, same, cleared + 1))
        return IR_NONE;
    *none = same;
    return (same != truth) != question->is_reversed ? branch->as.branch.if_true : branch->as.branch.if_false;
}

/* A constant that is put there where a task is taken, or was (who goes on puts another one there), and where it was asked whether there is one. */
static void note_clearing(Survey *survey, uint32_t block, const IrInst *inst)
{
    Clearing clearing = {spot_stored(survey, inst), block, INTSET_EMPTY};
    const IrInst *value = clearing.place.kind == SPOT_NONE ? NULL : reading_number(&survey->reading, inst->as.store.value);
    if (value == NULL || value->op != IR_OP_CONST || !spot_is_among(survey->stored, clearing.place) ||
        !(reading_is_beside(&survey->reading, survey->takes, block) || reading_is_behind(&survey->reading, survey->takes, block)))
        return;
    survey->pairs += survey->questions->len;
    for (uint32_t i = 0; i < survey->questions->len && survey->pairs <= MOST_PAIRS; i++) {
        const Question *question = &g_array_index(survey->questions, Question, i);
        IntSet none;
        const uint32_t one = spot_is_same(question->place, clearing.place) ? where_is_one(survey, question, value->as.constant, &none) : IR_NONE;
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
        if (spot_is_same(clearing.place, place) && !engine_dominates(survey->reading.info, block, clearing.block))
            all = intset_union(survey->sets, all, clearing.none);
    }
    return all;
}

static void note_blocks(Survey *survey)
{
    const IrFunction *function = survey->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++) {
        bool puts = false, takes = false;
        note_question(survey, b);
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            puts = puts || puts_new_task(survey, inst);
            takes = takes || (inst->op == IR_OP_CALL && takes_task(inst));
        }
        if (puts)
            g_array_append_val(survey->puts, b);
        if (takes)
            g_array_append_val(survey->takes, b);
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
    bool is = false;
    for (uint32_t i = 0; i < survey->questions->len && !is; i++)
        is = spot_is_same(g_array_index(survey->questions, Question, i).place, place);
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
            const bool is_other = holder.kind == SPOT_LOCAL && !spot_is_same(holder, mark);
            is = is_other && spot_is_same(spot_read(survey, reading_number(&survey->reading, store->as.store.value)), source) && is_asked(survey, holder);
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

static void note_candidate(Survey *survey, uint32_t block, const IrInst *store)
{
    const Candidate candidate = {store, spot_stored(survey, store), block};
    if (!may_be_mark(survey, store) || !reading_is_beside(&survey->reading, survey->puts, block))
        return;
    g_array_append_val(survey->candidates, candidate);
    if (!spot_is_among(survey->stored, candidate.place))
        g_array_append_val(survey->stored, candidate.place);
}

static void visit_all(Survey *survey, void (*visit)(Survey *survey, uint32_t block, const IrInst *inst))
{
    const IrFunction *function = survey->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            visit(survey, b, &function->blocks[b].insts[i]);
}

static void note_marks(Survey *survey)
{
    for (uint32_t i = 0; i < survey->candidates->len; i++) {
        const Candidate candidate = g_array_index(survey->candidates, Candidate, i);
        const Spot source = spot_read(survey, reading_number(&survey->reading, candidate.store->as.store.value));
        const IntSet none = cleared_elsewhere(survey, candidate.place, candidate.block);
        if (none != INTSET_EMPTY && !is_source_asked(survey, source, candidate.place))
            g_hash_table_insert(survey->marks, (gpointer)(uintptr_t)candidate.store, GUINT_TO_POINTER(intset_complement(survey->sets, none)));
    }
}

static GHashTable *find_marks(const Engine *engine, FunctionInfo *info)
{
    Survey survey = {.reading = reading_begin(engine, info), .sets = engine->sets, .puts = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .takes = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                     .questions = g_array_new(FALSE, FALSE, sizeof(Question)), .candidates = g_array_new(FALSE, FALSE, sizeof(Candidate)), .stored = g_array_new(FALSE, FALSE, sizeof(Spot)),
                     .clearings = g_array_new(FALSE, FALSE, sizeof(Clearing)), .marks = g_hash_table_new(NULL, NULL)};
    note_blocks(&survey);
    visit_all(&survey, note_candidate);
    if (survey.candidates->len > 0)
        visit_all(&survey, note_clearing);
    if (survey.pairs <= MOST_PAIRS)
        note_marks(&survey);
    g_free(survey.reading.definition);
    g_array_free(survey.puts, TRUE);
    g_array_free(survey.takes, TRUE);
    g_array_free(survey.questions, TRUE);
    g_array_free(survey.candidates, TRUE);
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
    gpointer found;
    if (!g_hash_table_lookup_extended(info->own_marks, store, NULL, &found))
        return;
    const Value value = exec_register(exec, env, store->as.store.value);
    const IntSet some = GPOINTER_TO_UINT(found), may_be = value == VALUE_NONE ? INTSET_EMPTY : env_set_of(context, env, value);
    if (!intset_is_subset(context->sets, may_be, some) && intset_intersect(context->sets, may_be, some) != INTSET_EMPTY)
        env_assume(context, env, value, some);
}
