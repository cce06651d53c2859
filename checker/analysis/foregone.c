/* foregone.c - tests whose answer is known beforehand, unless code that is not seen changes it.
 *
 * `dialog->state = 3; notify(dialog); if (dialog->state == 4) return;` asks what notify() has made of the state: nobody asks what he knows. So a test expects a change (unchanged.c)
 * where all ways to it come by stores to the place that it asks, all of these answer it the same, and code that is not seen gets the object in between, is a method of it, or
 * finds it in a global. Without such a call the test is there to be safe, and the store is believed. So it is where stores differ in what they answer: then the paths know
 * which is which; where the place was read before, behind such code: then it may have been asked what was found; and where it may be stored to under another name, or by a function
 * that is called through a pointer.
 *
 * So what a function may have set before it hands the object over, as well as it clears it, is a flag of its own: what it has cleared, it does not expect to be set by others, but by
 * such a test.
 *
 * The condition of a loop is looked at in the same way: `do { await(t); parse(r, &reply); if (!reply) t = receive(); } while (!reply);` asks one question twice. Of the task that
 * is made in between, the loop waits for no change, nor of one that was consumed before. Nor does it by a part of its condition that asks a global which others could have changed: `if (verify) t = start(); for (i = 0; i < n && verify; i++) ...`
 * asks for a mode.
 *
 * A function is looked at from the test backward, when a path has come to it that would need a change. Of a function that it calls, and that stores to such a place, it is known
 * what it stores there where that is one constant, or what it was given. */
#include "analysis/engine.h"

enum {
    MOST_STEPS = 12,   /* from one value to what it was made of */
    MOST_BLOCKS = 200, /* between a test and the stores that answer it */
    MOST_CALLEES = 200 /* of those, with all that they call: more are not looked into */
};

/* How a walk goes on behind an instruction. */
typedef enum Step { GO_ON, IS_STORED, IS_UNKNOWN } Step;

/* How often a variable is set, a parameter by the call, and to what it is by the last store. */
typedef struct Setting {
    uint32_t times;
    IrReg value;
    bool is_known; /* its address is, to others */
} Setting;

typedef struct Code {
    const FunctionInfo *info;
    const IrInst **definition; /* per register */
    Setting *settings;         /* per local */
} Code;

typedef struct Question {
    Exec *exec;
    const Env *env;      /* NULL: what the answers are is not asked */
    Code code;
    const IrInst *asks;  /* a branch or a switch */
    const IrInst *load;  /* of the place: all else that the answer depends on is constant */
    uint32_t answer;     /* the block that it leads to; IR_NONE: nothing is stored yet */
    bool is_given;       /* to code that is not seen */
    bool takes_locals;   /* the place may be a variable of the function */
    bool is_mode;        /* what lies in a global is taken for a way of working that stays as it is */
    bool has_met_site;   /* the call that made the followed task */
    const IrInst *made;  /* a call that makes a task, which was met; NULL: none was */
    bool is_from_site;   /* the ways to that are looked at, and no others */
    GHashTable *visited; /* FunctionInfo: called by those that are called here, and it stores no such thing */
    int by_pointers;     /* whether a function that pointers may lead to stores there: 0 or 1; -1: not looked for */
} Question;

/* --- values and places --- */

static const IrInst *given_by(const Code *code, IrReg reg)
{
    return ir_without_casts(code->definition, reg);
}

static uint32_t local_at(const Code *code, IrReg address)
{
    const IrInst *inst = given_by(code, address);
    return inst != NULL && inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE;
}

/* What a branch or a switch asks; IR_NONE: this is neither. */
static IrReg asked_by(const IrInst *inst)
{
    return inst->op == IR_OP_BRANCH ? inst->as.branch.condition : inst->op == IR_OP_SWITCH ? inst->as.switch_.value : IR_NONE;
}

typedef void (*InstVisitor)(void *data, const Code *code, const IrInst *inst);

static void visit_instructions(const Code *code, InstVisitor visit, void *data)
{
    const IrFunction *function = code->info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            visit(data, code, &function->blocks[b].insts[i]);
}

static void note_known(IrReg reg, void *data)
{
    const Code *code = data;
    uint32_t local = local_at(code, reg);
    if (local != IR_NONE)
        code->settings[local].is_known = true;
}

static void note_setting(void *data, const Code *code, const IrInst *inst)
{
    uint32_t local = inst->op == IR_OP_STORE ? local_at(code, inst->as.store.address) : IR_NONE;
    if (local != IR_NONE)
        code->settings[local] = (Setting){code->settings[local].times + 1, inst->as.store.value, code->settings[local].is_known};
    if (inst->op == IR_OP_STORE)
        note_known(inst->as.store.value, data);
    else if (inst->op != IR_OP_LOAD && inst->op != IR_OP_CAST)
        ir_visit_operands(inst, note_known, data);
}

static Code code_of(const FunctionInfo *info)
{
    Code code = {info, ir_definitions(info->function), g_new0(Setting, info->function->local_count + 1)};
    for (uint32_t p = 0; p < info->function->param_count; p++)
        code.settings[p].times = 1;
    visit_instructions(&code, note_setting, &code);
    return code;
}

static void code_forget(Code *code)
{
    g_free(code->definition);
    g_free(code->settings);
}

/* What a variable that is set once is set to; IR_NONE: this is no load of such a variable. */
static IrReg copied_from(const Code *code, const IrInst *load)
{
    uint32_t local = local_at(code, load->as.load.address);
    bool is_copy = local != IR_NONE && local >= code->info->function->param_count && code->settings[local].times == 1 && !code->settings[local].is_known;
    return is_copy ? code->settings[local].value : IR_NONE;
}

/* The argument of the call that a register holds; IR_NONE: none. */
static uint32_t argument_in(const Code *code, IrReg reg, const IrInst *call)
{
    const IrInst *load = given_by(code, reg);
    uint32_t local = load != NULL && load->op == IR_OP_LOAD ? local_at(code, load->as.load.address) : IR_NONE;
    bool is_argument = local < code->info->function->param_count && local < call->as.call.argument_count && code->settings[local].times == 1;
    return is_argument ? local : IR_NONE;
}

/* Finds the one load that a value depends on; false: there is another, or something else that is not constant. */
static bool find_load(Question *question, IrReg reg, int steps)
{
    const IrInst *inst = reg == IR_NONE ? NULL : question->code.definition[reg];
    if (inst == NULL || steps == 0)
        return false;
    switch (inst->op) {
    case IR_OP_CONST: return true;
    case IR_OP_CAST: return find_load(question, inst->as.cast.operand, steps - 1);
    case IR_OP_UNARY: return find_load(question, inst->as.unary.operand, steps - 1);
    case IR_OP_BINARY: return find_load(question, inst->as.binary.left, steps - 1) && find_load(question, inst->as.binary.right, steps - 1);
    case IR_OP_LOAD:
        if (local_at(&question->code, inst->as.load.address) != IR_NONE && !(question->takes_locals && copied_from(&question->code, inst) == IR_NONE))
            return find_load(question, copied_from(&question->code, inst), steps - 1);
        if (question->load != NULL && question->load != inst)
            return false;
        question->load = inst;
        return true;
    default: return false;
    }
}

/* What a register holds if the place holds this. What is not known is one unknown each. */
static Value value_if(const Question *question, IrReg reg, Value held, int steps)
{
    Values *values = question->exec->engine->values;
    const IrInst *inst = reg == IR_NONE ? NULL : question->code.definition[reg];
    if (inst == NULL)
        return VALUE_NONE;
    IrReg copied = inst->op == IR_OP_LOAD && inst != question->load ? copied_from(&question->code, inst) : IR_NONE;
    if (inst == question->load && held != VALUE_NONE)
        return held;
    if (steps > 0 && copied != IR_NONE)
        return value_if(question, copied, held, steps - 1);
    switch (steps == 0 ? IR_OP_COUNT : inst->op) {
    case IR_OP_CONST: return value_const(values, inst->as.constant);
    case IR_OP_CAST: return value_cast(values, value_if(question, inst->as.cast.operand, held, steps - 1), inst->as.cast.operand_type, inst->type);
    case IR_OP_UNARY: return value_unary(values, inst->as.unary.op, value_if(question, inst->as.unary.operand, held, steps - 1), inst->type);
    case IR_OP_BINARY:
        return value_binary(values, inst->as.binary.op, value_if(question, inst->as.binary.left, held, steps - 1),
                            value_if(question, inst->as.binary.right, held, steps - 1), inst->as.binary.operand_type, inst->type);
    default: return value_symbol(values, UINT32_MAX - reg, inst->type);
    }
}

static bool is_same(const Code *code, IrReg a, IrReg b)
{
    const IrInst *one = given_by(code, a), *other = given_by(code, b);
    if (one == NULL || other == NULL || one->op != other->op)
        return false;
    switch (one->op) {
    case IR_OP_LOCAL: return one->as.local == other->as.local;
    case IR_OP_GLOBAL: return one->as.global == other->as.global;
    case IR_OP_CONST: return one->as.constant == other->as.constant;
    case IR_OP_FIELD: return one->as.field.field == other->as.field.field && is_same(code, one->as.field.base, other->as.field.base);
    case IR_OP_INDEX:
        return one->as.index.scale == other->as.index.scale && is_same(code, one->as.index.index, other->as.index.index) &&
               is_same(code, one->as.index.base, other->as.index.base);
    case IR_OP_LOAD: return is_same(code, one->as.load.address, other->as.load.address);
    default: return one == other;
    }
}

/* One step from a place to where it is found: the object around it, or where the pointer to that lies. */
static IrReg found_by(const Code *code, IrReg reg)
{
    const IrInst *inst = given_by(code, reg);
    IrReg copied;
    switch (inst == NULL ? IR_OP_COUNT : inst->op) {
    case IR_OP_FIELD: return inst->as.field.base;
    case IR_OP_INDEX: return inst->as.index.base;
    case IR_OP_LOAD:
        copied = copied_from(code, inst);
        return copied == IR_NONE ? inst->as.load.address : copied;
    default: return IR_NONE;
    }
}

/* Whether one comes from this to the place; it may be the place itself. */
static bool leads_to(const Code *code, IrReg reg, IrReg place)
{
    bool does = is_same(code, reg, place);
    for (int i = 0; i < MOST_STEPS && place != IR_NONE && !does; i++) {
        place = found_by(code, place);
        does = place != IR_NONE && is_same(code, reg, place);
    }
    return does;
}

static bool is_in_global(const Code *code, IrReg place)
{
    for (int i = 0; i < MOST_STEPS && found_by(code, place) != IR_NONE; i++)
        place = found_by(code, place);
    const IrInst *inst = given_by(code, place);
    return inst != NULL && inst->op == IR_OP_GLOBAL;
}

/* --- what functions that are seen store --- */

/* A field of any object, or a global; both IR_NONE: something else. */
typedef struct Kind {
    uint32_t field, global; /* as all modules know them */
} Kind;

static Kind kind_of(const Engine *engine, const Code *code, IrReg place)
{
    const IrInst *inst = given_by(code, place);
    bool is_field = inst != NULL && inst->op == IR_OP_FIELD, is_global = inst != NULL && inst->op == IR_OP_GLOBAL;
    return (Kind){is_field ? memory_field_id(engine, code->info->module_index, inst->as.field.field) : IR_NONE,
                  is_global ? engine->program->global_of[code->info->module_index][inst->as.global] : IR_NONE};
}

static bool is_of_kind(const Engine *engine, const Code *code, IrReg place, Kind kind)
{
    const Kind own = kind_of(engine, code, place);
    return own.field == kind.field && own.global == kind.global;
}

static FunctionInfo *callee_of(const Exec *exec, const FunctionInfo *info, const IrInst *call)
{
    return call->as.call.function == IR_NONE ? NULL : engine_callee(exec->engine, info->module_index, call->as.call.function);
}

/* What a store in a callee puts into the place: a constant, or what the call gives it for that. */
static Value value_in_callee(const Question *question, const IrInst *call, const Code *callee, const IrInst *store)
{
    const IrInst *field = given_by(callee, store->as.store.address), *place = given_by(&question->code, question->load->as.load.address);
    const IrInst *value = given_by(callee, store->as.store.value);
    uint32_t object = field->op == IR_OP_FIELD ? argument_in(callee, field->as.field.base, call) : IR_NONE, given = argument_in(callee, store->as.store.value, call);
    if (field->op == IR_OP_FIELD && (object == IR_NONE || !is_same(&question->code, call->as.call.arguments[object].reg, place->as.field.base)))
        return VALUE_NONE;
    if (value != NULL && value->op == IR_OP_CONST)
        return value_const(question->exec->engine->values, value->as.constant);
    return given == IR_NONE ? VALUE_NONE : value_if(question, call->as.call.arguments[given].reg, VALUE_NONE, MOST_STEPS);
}

/* What a call of a function that is seen does to the place. */
typedef struct Callee {
    Question *question;
    const IrInst *call;    /* NULL: of a function further down */
    Kind kind;
    bool any, is_unknown;  /* stores */
    bool is_read;          /* it may ask for it, and be asked for that */
    Value value;           /* that all of them store */
    bool is_handed_over;   /* the object, to code that is not seen */
} Callee;

static void note_store(Callee *callee, const Code *code, const IrInst *store)
{
    Value value = callee->call == NULL ? VALUE_NONE : value_in_callee(callee->question, callee->call, code, store);
    callee->is_unknown = callee->is_unknown || value == VALUE_NONE || (callee->any && value != callee->value);
    callee->value = value;
    callee->any = true;
}

static bool is_unseen(const FunctionInfo *callee)
{
    return callee == NULL || (!callee->is_analysable && !engine_is_trusted(callee));
}

/* Whether such code, or what runs it, is given what comes in where the place is found. */
static void note_given(Callee *callee, const Code *code, const IrInst *inst, const FunctionInfo *next)
{
    const Code *own = &callee->question->code;
    for (uint32_t i = 0; i < inst->as.call.argument_count && (is_unseen(next) || next->runs_unseen); i++) {
        uint32_t argument = engine_is_shown(next, i) ? IR_NONE : argument_in(code, inst->as.call.arguments[i].reg, callee->call);
        callee->is_handed_over = callee->is_handed_over ||
                                 (argument != IR_NONE && leads_to(own, callee->call->as.call.arguments[argument].reg, callee->question->load->as.load.address));
    }
}

static void visit_function(const FunctionInfo *info, InstVisitor visit, void *data)
{
    Code code = code_of(info);
    visit_instructions(&code, visit, data);
    code_forget(&code);
}

static void look_at_callee(void *data, const Code *code, const IrInst *inst)
{
    Callee *callee = data;
    const Exec *exec = callee->question->exec;
    if (inst->op == IR_OP_STORE && is_of_kind(exec->engine, code, inst->as.store.address, callee->kind))
        note_store(callee, code, inst);
    callee->is_read = callee->is_read || (inst->op == IR_OP_LOAD && is_of_kind(exec->engine, code, inst->as.load.address, callee->kind));
    if (inst->op != IR_OP_CALL)
        return;
    FunctionInfo *next = callee_of(exec, code->info, inst);
    if (callee->call != NULL)
        note_given(callee, code, inst, next);
    if (next == NULL || !next->is_analysable || !g_hash_table_add(callee->question->visited, next))
        return;
    if (g_hash_table_size(callee->question->visited) > MOST_CALLEES) {
        callee->is_unknown = callee->any = true;
        return;
    }
    Callee further = *callee;
    further.call = NULL;
    visit_function(next, look_at_callee, &further);
    callee->any = callee->any || further.any;
    callee->is_unknown = callee->is_unknown || further.is_unknown;
    callee->is_read = callee->is_read || further.is_read;
}

/* --- from the test backward --- */

/* Where a test goes if it finds this; IR_NONE: that is not known. */
static uint32_t answer_for(const Question *question, Value held)
{
    WorldContext *context = &question->exec->run->context;
    const IrInst *asks = question->asks;
    Value value = held == VALUE_NONE ? VALUE_NONE : value_if(question, asked_by(asks), held, MOST_STEPS);
    IntSet set = value == VALUE_NONE ? INTSET_FULL : env_set_of(context, question->env, value);
    int64_t number;
    if (asks->op == IR_OP_BRANCH && !intset_contains(context->sets, set, 0))
        return asks->as.branch.if_true;
    if (!intset_single(context->sets, set, &number))
        return IR_NONE;
    if (asks->op == IR_OP_BRANCH)
        return asks->as.branch.if_false;
    for (uint32_t i = 0; i < asks->as.switch_.case_count; i++)
        if (asks->as.switch_.cases[i].low <= number && number <= asks->as.switch_.cases[i].high)
            return asks->as.switch_.cases[i].target;
    return asks->as.switch_.otherwise;
}

static Step stored(Question *question, Value value)
{
    uint32_t answer = question->env == NULL ? IR_NONE : answer_for(question, value);
    bool is_known = answer != IR_NONE && (question->answer == IR_NONE || question->answer == answer);
    question->answer = answer;
    return is_known ? IS_STORED : IS_UNKNOWN;
}

static Step behind_store(Question *question, const IrInst *store)
{
    const Code *code = &question->code;
    IrReg place = question->load->as.load.address, address = store->as.store.address;
    if (is_same(code, address, place))
        return stored(question, value_if(question, store->as.store.value, VALUE_NONE, MOST_STEPS));
    const IrInst *one = given_by(code, address), *other = given_by(code, place);
    bool is_element = one != NULL && other != NULL && one->op == IR_OP_INDEX && other->op == IR_OP_INDEX && is_same(code, one->as.index.base, other->as.index.base);
    bool is_field = one != NULL && one->op == IR_OP_FIELD && is_of_kind(question->exec->engine, code, address, kind_of(question->exec->engine, code, place));
    return is_element || is_field || leads_to(code, address, place) ? IS_UNKNOWN : GO_ON;
}

/* A function is called through a pointer that lies in the object. */
static bool is_method(const Question *question, const IrInst *call)
{
    const IrInst *load = call->as.call.function == IR_NONE ? given_by(&question->code, call->as.call.pointer) : NULL;
    const IrInst *field = load != NULL && load->op == IR_OP_LOAD ? given_by(&question->code, load->as.load.address) : NULL;
    return field != NULL && field->op == IR_OP_FIELD && leads_to(&question->code, field->as.field.base, question->load->as.load.address);
}

static bool is_written_by(const Question *question, const IrInst *call, const FunctionInfo *callee)
{
    bool is_written = false;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        is_written = is_written || (!engine_is_shown(callee, i) && leads_to(&question->code, call->as.call.arguments[i].reg, question->load->as.load.address));
    return is_written;
}

/* Whether a function that pointers may lead to, or one that it calls, stores to such a place. */
static bool is_stored_by_pointers(Question *question)
{
    const GPtrArray *infos = question->exec->engine->indirect_callees;
    if (question->by_pointers >= 0)
        return question->by_pointers;
    Question own = *question;
    own.visited = g_hash_table_new(NULL, NULL);
    Callee callee = {.question = &own, .kind = kind_of(question->exec->engine, &question->code, question->load->as.load.address), .value = VALUE_NONE};
    for (uint32_t i = 0; i < infos->len && !callee.any; i++) {
        FunctionInfo *info = infos->pdata[i];
        if (info->is_analysable && g_hash_table_add(own.visited, info))
            visit_function(info, look_at_callee, &callee);
        callee.any = callee.any || g_hash_table_size(own.visited) > MOST_CALLEES;
    }
    g_hash_table_destroy(own.visited);
    question->by_pointers = callee.any;
    return callee.any;
}

/* Whether code that is not seen finds the place without being given it. */
static bool is_found_by_others(const Question *question)
{
    return !question->is_mode && is_in_global(&question->code, question->load->as.load.address);
}

static Step behind_call(Question *question, const IrInst *call)
{
    IrReg place = question->load->as.load.address;
    const FunctionInfo *info = callee_of(question->exec, question->code.info, call);
    if (call->as.call.function == IR_NONE && is_stored_by_pointers(question))
        return IS_UNKNOWN;
    if (is_unseen(info)) {
        question->is_given = question->is_given || is_found_by_others(question) || is_method(question, call) || is_written_by(question, call, info);
        return GO_ON;
    }
    const Kind kind = kind_of(question->exec->engine, &question->code, place);
    if (!info->is_analysable || (kind.field == IR_NONE && kind.global == IR_NONE))
        return is_written_by(question, call, info) ? IS_UNKNOWN : GO_ON; /* among others, a function of the C library that writes there */
    Callee callee = {question, call, kind, .value = VALUE_NONE};
    visit_function(info, look_at_callee, &callee);
    question->is_given = question->is_given || callee.is_handed_over || (info->runs_unseen && is_found_by_others(question));
    if (callee.is_unknown || (callee.is_read && !callee.any))
        return IS_UNKNOWN;
    return callee.any ? stored(question, callee.value) : GO_ON;
}

/* Whether some test of the function asks what this load gives. */
static bool is_asked(const Question *question, const IrInst *load)
{
    const IrFunction *function = question->code.info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && !is; b++) {
        const IrInst *last = ir_end_of(function, b);
        Question other = {.code = question->code, .takes_locals = question->takes_locals};
        is = find_load(&other, asked_by(last), MOST_STEPS) && other.load == load;
    }
    return is;
}

static Step behind_test(Question *question, const IrInst *inst)
{
    const Code *code = &question->code;
    IrReg place = question->load->as.load.address;
    switch (inst->op) {
    case IR_OP_STORE: return behind_store(question, inst);
    case IR_OP_COPY: case IR_OP_ZERO: return leads_to(code, inst->as.copy.destination, place) ? IS_UNKNOWN : GO_ON;
    case IR_OP_CALL: return behind_call(question, inst);
    case IR_OP_LOAD: return inst != question->load && is_same(code, inst->as.load.address, place) ? IS_UNKNOWN : GO_ON; /* it may be asked what it gives */
    case IR_OP_ESCAPE: case IR_OP_UNKNOWN: return IS_UNKNOWN;
    default: return GO_ON;
    }
}

static void add_unseen(const IrPredecessors *predecessors, uint32_t block, bool *seen, GArray *work)
{
    for (uint32_t i = predecessors->first[block]; i < predecessors->first[block + 1]; i++) {
        const uint32_t from = predecessors->blocks[i];
        if (!seen[from])
            g_array_append_val(work, from);
        seen[from] = true;
    }
}

/* The block of an instruction, which is this one or a later one. */
static uint32_t block_of(const IrFunction *function, const IrInst *inst, uint32_t block)
{
    while (inst < function->blocks[block].insts || inst >= function->blocks[block].insts + function->blocks[block].inst_count)
        block++;
    return block;
}

/* Whether all ways to an instruction, the load or one before it, come by what answers it. */
static bool is_answered(Question *question, const IrInst *inst, Step (*behind)(Question *question, const IrInst *inst))
{
    const IrFunction *function = question->code.info->function;
    IrPredecessors predecessors = ir_predecessors(function);
    bool *seen = g_new0(bool, function->block_count);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const uint32_t first = block_of(function, inst, 0);
    g_array_append_val(work, first);
    Step step = GO_ON;
    for (uint32_t next = 0; next < work->len && step != IS_UNKNOWN; next++) {
        const uint32_t block = g_array_index(work, uint32_t, next);
        const IrInst *insts = function->blocks[block].insts;
        uint32_t i = next == 0 ? (uint32_t)(inst - insts) : function->blocks[block].inst_count;
        for (step = GO_ON; i > 0 && step == GO_ON; i--)
            step = behind(question, &insts[i - 1]);
        if (step == GO_ON && (block == 0 || work->len > MOST_BLOCKS))
            step = IS_UNKNOWN;
        if (step == GO_ON)
            add_unseen(&predecessors, block, seen, work);
    }
    ir_predecessors_clear(&predecessors);
    g_free(seen);
    g_array_free(work, TRUE);
    return step != IS_UNKNOWN;
}

/* Whether it may be stored to, and asked, under another name. */
static bool has_other_names(const Question *question)
{
    const Engine *engine = question->exec->engine;
    const Kind kind = kind_of(engine, &question->code, question->load->as.load.address);
    return (kind.field != IR_NONE && engine->asked.pointed_fields[kind.field]) || (kind.global != IR_NONE && engine->asked.pointed_globals[kind.global]);
}

enum { NOT_LOOKED_AT, IS_FOREGONE, IS_OPEN };

bool foregone_is_asked(Exec *exec, const Env *env)
{
    FunctionInfo *info = exec->run->info;
    const IrInst *asks = exec->inst;
    if (asked_by(asks) == IR_NONE)
        return false;
    if (info->foregone == NULL)
        info->foregone = BASE_NEW_ARRAY(exec->engine->arena, uint8_t, info->function->block_count);
    uint8_t *known = &info->foregone[exec->block];
    if (*known == NOT_LOOKED_AT) {
        Question question = {exec, env, code_of(info), asks, .answer = IR_NONE, .visited = g_hash_table_new(NULL, NULL), .by_pointers = -1};
        bool has_load = find_load(&question, asked_by(asks), MOST_STEPS) && question.load != NULL;
        bool is_foregone = has_load && !has_other_names(&question) && is_answered(&question, question.load, behind_test) && question.answer != IR_NONE && question.is_given;
        *known = is_foregone ? IS_FOREGONE : IS_OPEN;
        g_hash_table_destroy(question.visited);
        code_forget(&question.code);
    }
    return *known == IS_FOREGONE;
}

/* --- asked already in the same turn --- */

static const IrInst *site_call(const Exec *exec)
{
    return &exec->function->blocks[exec->run->site->block].insts[exec->run->site->inst];
}

/* What the condition of a loop asks was asked before, and nobody got the place since then. Where it was stored there is no task yet. */
static Step behind_condition(Question *question, const IrInst *inst)
{
    IrReg place = question->load->as.load.address;
    question->has_met_site = question->has_met_site || inst == site_call(question->exec);
    const bool makes_task = inst->op == IR_OP_CALL && inst->type.kind == IR_TYPE_TASK;
    if (question->made == NULL && makes_task)
        question->made = inst;
    if (makes_task) /* `t = fetch(s)`: what it answers comes with the task */
        return GO_ON;
    if (inst->op == IR_OP_STORE && is_same(&question->code, inst->as.store.address, place))
        return question->is_from_site ? IS_UNKNOWN : IS_STORED;
    if (inst->op == IR_OP_LOAD && inst != question->load && is_same(&question->code, inst->as.load.address, place) && is_asked(question, inst))
        return IS_STORED;
    Step step = inst->op == IR_OP_LOAD ? GO_ON : behind_test(question, inst);
    return question->is_given ? IS_UNKNOWN : step;
}

/* For the site that was asked about last. */
typedef struct WasAsked {
    uint32_t block, inst;
    bool is_known;
    bool is_asked, is_asked_of_next; /* before the followed task was made; before the next one was, once that is consumed */
} WasAsked;

/* Whether a branch is one part of several of a condition, `verify` of `i < n && verify`: another one leads to it, or to where it leads. */
static bool is_part_of_condition(const IrFunction *function, uint32_t block)
{
    const IrInst *own = ir_end_of(function, block);
    bool is = own->as.branch.kind == IR_BRANCH_LOGICAL;
    for (uint32_t b = block; b-- > 0 && !is;) {
        const IrInst *end = ir_end_of(function, b);
        is = end->op == IR_OP_BRANCH && end->as.branch.kind == IR_BRANCH_LOGICAL && ir_branches_to(end, block) &&
             (ir_branches_to(own, end->as.branch.if_true) || ir_branches_to(own, end->as.branch.if_false));
    }
    return is;
}

/* The load by which a loop's condition is asked: that of a variable of the function is what was last stored to it in a loop, `more = !batch->eof`, where that is one thing. */
static const IrInst *load_of_condition(Question *question, const IrInst *load)
{
    const FunctionInfo *info = question->code.info;
    const uint32_t local = local_at(&question->code, load->as.load.address);
    IrReg value = IR_NONE;
    for (uint32_t b = 0; local != IR_NONE && b < info->function->block_count; b++)
        for (uint32_t i = 0; i < info->function->blocks[b].inst_count; i++) {
            const IrInst *store = &info->function->blocks[b].insts[i];
            const IrInst *given = store->op == IR_OP_STORE && local_at(&question->code, store->as.store.address) == local ? given_by(&question->code, store->as.store.value) : NULL;
            if (given == NULL || given->op == IR_OP_CONST)
                continue;
            if (value != IR_NONE || !info->body->is_in_loop[b])
                return load;
            value = store->as.store.value;
        }
    Question other = {.code = question->code, .takes_locals = true};
    return value != IR_NONE && find_load(&other, value, MOST_STEPS) && other.load != NULL ? other.load : load;
}

static WasAsked look_at_turn(Exec *exec, const IrInst *branch)
{
    const Site *site = exec->run->site;
    Question question = {exec, NULL, code_of(exec->run->info), branch, .answer = IR_NONE, .visited = g_hash_table_new(NULL, NULL), .by_pointers = -1, .takes_locals = true,
                         .is_mode = is_part_of_condition(exec->function, exec->block)};
    const bool has_load = find_load(&question, asked_by(branch), MOST_STEPS) && question.load != NULL;
    if (has_load)
        question.load = load_of_condition(&question, question.load);
    const bool is_told = has_load && is_answered(&question, question.load, behind_condition);
    question.is_from_site = true;
    WasAsked found = {site->block, site->inst, true, false, false};
    found.is_asked = is_told && question.has_met_site && is_answered(&question, site_call(exec), behind_condition);
    found.is_asked_of_next = is_told && question.made != NULL && is_answered(&question, question.made, behind_condition);
    g_hash_table_destroy(question.visited);
    code_forget(&question.code);
    return found;
}

bool foregone_was_asked(Exec *exec, const Env *env)
{
    FunctionInfo *info = exec->run->info;
    const Site *site = exec->run->site;
    const IrInst *branch = ir_end_of(exec->function, exec->block);
    if (site == NULL || branch->op != IR_OP_BRANCH)
        return false;
    if (info->was_asked == NULL)
        info->was_asked = BASE_NEW_ARRAY(exec->engine->arena, WasAsked, info->function->block_count);
    WasAsked *known = &info->was_asked[exec->block];
    if (!known->is_known || known->block != site->block || known->inst != site->inst)
        *known = look_at_turn(exec, branch);
    return known->is_asked || (env->state == TASK_CONSUMED && known->is_asked_of_next);
}

/* --- flags --- */

/* A store of another number than 0, or of a pointer, to a field. */
typedef struct FieldSet {
    uint32_t field; /* as all modules know it */
    uint32_t block;
    const IrInst *store;
    bool *leads_to; /* per block: a way leads there from behind one of the field's stores; shared by these */
} FieldSet;

typedef struct Flags {
    const Engine *engine;
    GArray *sets; /* FieldSet */
} Flags;

static void note_set(void *data, const Code *code, const IrInst *inst)
{
    Flags *flags = data;
    const IrInst *value = inst->op == IR_OP_STORE ? given_by(code, inst->as.store.value) : NULL;
    bool is_set = value != NULL && (value->op == IR_OP_CONST ? value->as.constant != 0 : value->type.kind == IR_TYPE_POINTER);
    FieldSet set = {.field = is_set ? kind_of(flags->engine, code, inst->as.store.address).field : IR_NONE, .store = inst};
    if (set.field != IR_NONE)
        g_array_append_val(flags->sets, set);
}

/* Adds the blocks that are behind this one. */
static void add_ways_from(const IrFunction *function, uint32_t block, bool *leads_to)
{
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_val(work, block);
    for (uint32_t next = 0; next < work->len; next++) {
        const IrBlock *from = &function->blocks[g_array_index(work, uint32_t, next)];
        for (uint32_t k = 0; k < ir_successor_count(from); k++) {
            const uint32_t to = ir_successor(from, k);
            if (leads_to[to])
                continue;
            leads_to[to] = true;
            g_array_append_val(work, to);
        }
    }
    g_array_free(work, TRUE);
}

static void find_ways(const FunctionInfo *info, GArray *sets, BaseArena *arena)
{
    GHashTable *known = g_hash_table_new(NULL, NULL); /* by field, the blocks behind its stores */
    uint32_t block = 0;
    for (uint32_t i = 0; i < sets->len; i++) {
        FieldSet *set = &g_array_index(sets, FieldSet, i);
        set->block = block = block_of(info->function, set->store, block);
        set->leads_to = g_hash_table_lookup(known, GUINT_TO_POINTER(set->field));
        if (set->leads_to == NULL) {
            set->leads_to = BASE_NEW_ARRAY(arena, bool, info->function->block_count);
            g_hash_table_insert(known, GUINT_TO_POINTER(set->field), set->leads_to);
        }
        add_ways_from(info->function, block, set->leads_to);
    }
    g_hash_table_destroy(known);
}

static const GArray *fields_set(Exec *exec)
{
    FunctionInfo *info = exec->run->info;
    if (info->fields_set == NULL) {
        Flags flags = {exec->engine, g_array_new(FALSE, FALSE, sizeof(FieldSet))};
        visit_function(info, note_set, &flags);
        find_ways(info, flags.sets, exec->engine->arena);
        info->fields_set = flags.sets;
    }
    return info->fields_set;
}

bool foregone_is_set_too(Exec *exec, Value place)
{
    const ValueNode *node = value_node(exec->engine->values, place);
    const GArray *sets = node->kind == VALUE_FIELD && exec->inst != NULL ? fields_set(exec) : NULL;
    bool is = false;
    for (uint32_t i = 0; sets != NULL && i < sets->len && !is; i++) {
        const FieldSet *set = &g_array_index(sets, FieldSet, i);
        is = set->field == (uint32_t)node->number && (set->leads_to[exec->block] || (set->block == exec->block && set->store < exec->inst));
    }
    return is;
}
