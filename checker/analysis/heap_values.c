/* heap_values.c - which values lead to heap memory, whatever path is taken: what allocators return, and functions that hand on nothing else;
 * what a local, a field of any struct or the place of an out-parameter holds, if its file stores nothing else there (other files do not count: which ones are seen depends on the run). Asked for
 * places where tasks are stored, so each local, field and function is looked at when somebody asks. A helper that stores a task where a parameter leads does so in heap
 * memory if one of its callers gives it such. */
#include "analysis/engine.h"

enum {
    MOST_DEPTH = 8,
    MOST_PLACES_ASKED = 1000 /* for one place where a task is stored: a function is gone through for each */
};

typedef enum Answer {
    NOT_ASKED,
    NEUTRAL, /* null, or what is being asked */
    NOT_HEAP,
    HEAP
} Answer;

/* A call by name, and another one of the same function. */
typedef struct Call {
    const FunctionInfo *caller;
    const IrInst *inst;
    struct Call *next;
} Call;

/* Where something is stored: a local, a field of the module or, with IR_OP_LOAD, where the pointer in a local leads. Elements of an array are one place. */
typedef struct Place {
    IrOp op; /* IR_OP_COUNT: none of these */
    uint32_t number;
} Place;

/* A place that is being asked for: what is stored there from itself, `p = q; q = p`, or by a function that calls itself, says nothing new. */
typedef struct Open {
    const FunctionInfo *info;
    Place place;
    struct Open *outer;
} Open;

struct HeapValues {
    Engine *engine;
    Open *open;             /* NULL: none is */
    uint32_t left;          /* places that may still be asked for */
    uint8_t *functions; /* Answer, by program function */
    uint8_t **fields;   /* [module][field] */
    Call **calls;       /* by program function, of those that get pointers to tasks; NULL: nobody has asked */
    bool *is_asked;     /* by program function: who calls it is being asked */
};

/* Values of one function. */
typedef struct Asked {
    HeapValues *heap;
    const FunctionInfo *info;
    const IrInst *const *definition; /* of each register */
} Asked;

static Answer answer_of(const Asked *asked, IrReg reg, int depth);

HeapValues *heap_values_new(Engine *engine)
{
    HeapValues *heap = BASE_NEW(engine->arena, HeapValues);
    heap->engine = engine;
    heap->functions = BASE_NEW_ARRAY(engine->arena, uint8_t, engine->program->function_count);
    heap->fields = BASE_NEW_ARRAY(engine->arena, uint8_t *, engine->program->module_count);
    for (uint32_t m = 0; m < engine->program->module_count; m++)
        heap->fields[m] = BASE_NEW_ARRAY(engine->arena, uint8_t, engine->program->modules[m]->field_count);
    return heap;
}

/* Of two values that are stored to one place. */
static Answer together(Answer one, Answer other)
{
    return MAX(one, other) == HEAP && MIN(one, other) == NOT_HEAP ? NOT_HEAP : MAX(one, other);
}

static const IrInst *definition_of(const Asked *asked, IrReg reg)
{
    return reg == IR_NONE ? NULL : asked->definition[reg];
}

static Place place_of(const Asked *asked, IrReg address)
{
    const IrInst *inst = definition_of(asked, address);
    while (inst != NULL && (inst->op == IR_OP_CAST || inst->op == IR_OP_INDEX))
        inst = definition_of(asked, inst->op == IR_OP_CAST ? inst->as.cast.operand : inst->as.index.base);
    if (inst != NULL && inst->op == IR_OP_LOCAL)
        return (Place){IR_OP_LOCAL, inst->as.local};
    if (inst != NULL && inst->op == IR_OP_FIELD)
        return (Place){IR_OP_FIELD, inst->as.field.field};
    const IrInst *pointer = inst != NULL && inst->op == IR_OP_LOAD ? definition_of(asked, inst->as.load.address) : NULL;
    return pointer != NULL && pointer->op == IR_OP_LOCAL ? (Place){IR_OP_LOAD, pointer->as.local} : (Place){IR_OP_COUNT, 0};
}

static bool is_same(Place a, Place b)
{
    return a.op == b.op && a.number == b.number;
}

static bool is_place(const Asked *asked, IrReg address, Place place)
{
    return is_same(place_of(asked, address), place);
}

static bool is_open(const Asked *asked, Place place)
{
    const Open *open = asked->heap->open;
    while (open != NULL && !(open->info == asked->info && is_same(open->place, place)))
        open = open->outer;
    return open != NULL;
}

static Answer all_stored(const Asked *asked, Place place, Answer so_far, int depth);

/* What a function that is called puts to a place whose address it gets. */
static Answer put_by_call(const Asked *asked, const IrInst *call, Place place, Answer so_far, int depth)
{
    if (call->as.call.function == IR_NONE)
        return so_far;
    const FunctionInfo *callee = engine_callee(asked->heap->engine, asked->info->module_index, call->as.call.function);
    const IrFunction *function = callee->linked->function;
    for (uint32_t i = 0; i < call->as.call.argument_count && i < function->param_count && callee->is_analysable; i++) {
        if (!is_place(asked, call->as.call.arguments[i].reg, place) || depth > MOST_DEPTH)
            continue;
        const IrInst **definition = ir_definitions(function);
        so_far = all_stored(&(Asked){asked->heap, callee, definition}, (Place){IR_OP_LOAD, i}, so_far, depth + 1);
        g_free(definition);
    }
    return so_far;
}

/* What the function stores to a place or, with IR_OP_RETURN, what it returns; `so_far`: what others do. */
static Answer all_stored(const Asked *asked, Place place, Answer so_far, int depth)
{
    const IrFunction *function = asked->info->linked->function;
    HeapValues *heap = asked->heap;
    Open open = {asked->info, place, heap->open};
    if (is_open(asked, place))
        return so_far;
    if (heap->left == 0)
        return NOT_HEAP;
    heap->left--;
    heap->open = &open;
    for (uint32_t b = 0; b < function->block_count && so_far != NOT_HEAP; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_RETURN && place.op == IR_OP_RETURN)
                so_far = together(so_far, answer_of(asked, inst->as.return_.value.reg, depth + 1));
            else if (inst->op == IR_OP_STORE && is_place(asked, inst->as.store.address, place))
                so_far = together(so_far, answer_of(asked, inst->as.store.value, depth + 1));
            else if (inst->op == IR_OP_CALL)
                so_far = put_by_call(asked, inst, place, so_far, depth);
        }
    heap->open = open.outer;
    return so_far;
}

static Answer of_function(HeapValues *heap, const FunctionInfo *info, int depth)
{
    uint8_t *known = &heap->functions[info - heap->engine->infos];
    if (*known != NOT_ASKED || !info->is_analysable)
        return *known != NOT_ASKED ? (Answer)*known : NOT_HEAP;
    *known = NEUTRAL;
    const IrInst **definition = ir_definitions(info->linked->function);
    *known = (uint8_t)all_stored(&(Asked){heap, info, definition}, (Place){IR_OP_RETURN, 0}, NEUTRAL, depth);
    g_free(definition);
    return (Answer)*known;
}

static bool has_field(const IrFunction *function, uint32_t field)
{
    bool has = false;
    for (uint32_t b = 0; b < function->block_count && !has; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !has; i++)
            has = function->blocks[b].insts[i].op == IR_OP_FIELD && function->blocks[b].insts[i].as.field.field == field;
    return has;
}

static Answer of_field(HeapValues *heap, uint32_t module_index, uint32_t field, int depth)
{
    uint8_t *known = &heap->fields[module_index][field];
    if (*known != NOT_ASKED)
        return (Answer)*known;
    *known = NEUTRAL;
    Answer answer = NEUTRAL;
    for (uint32_t f = 0; f < heap->engine->program->function_count && answer != NOT_HEAP; f++) {
        const FunctionInfo *info = &heap->engine->infos[f];
        if (info->module_index != module_index || !has_field(info->linked->function, field))
            continue;
        const IrInst **definition = ir_definitions(info->linked->function);
        answer = all_stored(&(Asked){heap, info, definition}, (Place){IR_OP_FIELD, field}, answer, depth);
        g_free(definition);
    }
    *known = (uint8_t)answer;
    return answer;
}

static Answer of_call(const Asked *asked, const IrInst *call, int depth)
{
    if (call->as.call.function == IR_NONE)
        return NOT_HEAP;
    if (asked->info->module->functions[call->as.call.function].is_allocator)
        return HEAP;
    return of_function(asked->heap, engine_callee(asked->heap->engine, asked->info->module_index, call->as.call.function), depth);
}

/* Whether it is a parameter that the function leaves as it is. */
static bool is_only_given(const Asked *asked, uint32_t local)
{
    return local < asked->info->linked->function->param_count && all_stored(asked, (Place){IR_OP_LOCAL, local}, NEUTRAL, 0) == NEUTRAL;
}

/* Whether what a pointer leads to is one place only. */
static bool is_set_once(const Asked *asked, uint32_t local)
{
    const IrFunction *function = asked->info->linked->function;
    uint32_t stores = local < function->param_count;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            stores += function->blocks[b].insts[i].op == IR_OP_STORE && is_place(asked, function->blocks[b].insts[i].as.store.address, (Place){IR_OP_LOCAL, local});
    return stores <= 1;
}

/* What stands at an address; where a pointer leads (`*out`, `table[i]`): what the function itself puts there. */
static Answer of_load(const Asked *asked, IrReg address, int depth)
{
    const Place place = place_of(asked, address);
    if (place.op == IR_OP_COUNT || (place.op == IR_OP_LOCAL && place.number < asked->info->linked->function->param_count) || (place.op == IR_OP_LOAD && !is_set_once(asked, place.number)))
        return NOT_HEAP;
    return place.op == IR_OP_FIELD ? of_field(asked->heap, asked->info->module_index, place.number, depth) : all_stored(asked, place, NEUTRAL, depth);
}

static Answer answer_of(const Asked *asked, IrReg reg, int depth)
{
    const IrInst *inst = depth > MOST_DEPTH ? NULL : definition_of(asked, reg);
    if (inst == NULL)
        return NOT_HEAP;
    switch (inst->op) {
    case IR_OP_CONST: return NEUTRAL;
    case IR_OP_CALL: return of_call(asked, inst, depth);
    case IR_OP_CAST: return answer_of(asked, inst->as.cast.operand, depth + 1);
    case IR_OP_INDEX: return answer_of(asked, inst->as.index.base, depth + 1);
    case IR_OP_LOAD: return of_load(asked, inst->as.load.address, depth);
    default: return NOT_HEAP;
    }
}

/* --- through parameters --- */

static bool gets_place(const IrFunction *function)
{
    bool gets = false;
    for (uint32_t i = 0; i < function->param_count; i++)
        gets = gets || function->params[i].points_to_task;
    return gets;
}

static void note_call(HeapValues *heap, const FunctionInfo *caller, const IrInst *inst)
{
    const FunctionInfo *callee = engine_callee(heap->engine, caller->module_index, inst->as.call.function);
    Call **first = &heap->calls[callee - heap->engine->infos];
    if (!gets_place(callee->linked->function))
        return;
    Call *call = BASE_NEW(heap->engine->arena, Call);
    *call = (Call){caller, inst, *first};
    *first = call;
}

static void find_calls(HeapValues *heap)
{
    const Engine *engine = heap->engine;
    heap->calls = BASE_NEW_ARRAY(engine->arena, Call *, engine->program->function_count);
    heap->is_asked = BASE_NEW_ARRAY(engine->arena, bool, engine->program->function_count);
    for (uint32_t f = 0; f < engine->program->function_count; f++)
        for (uint32_t b = 0; b < engine->infos[f].linked->function->block_count; b++)
            for (uint32_t i = 0; i < engine->infos[f].linked->function->blocks[b].inst_count; i++) {
                const IrInst *inst = &engine->infos[f].linked->function->blocks[b].insts[i];
                if (inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE)
                    note_call(heap, &engine->infos[f], inst);
            }
}

/* Whether some caller gives heap memory for a parameter. */
static bool is_given(HeapValues *heap, const FunctionInfo *info, uint32_t parameter)
{
    const uint32_t at = (uint32_t)(info - heap->engine->infos);
    if (heap->calls == NULL)
        find_calls(heap);
    if (heap->is_asked[at])
        return false;
    bool is = false;
    heap->is_asked[at] = true;
    for (const Call *call = heap->calls[at]; call != NULL && !is; call = call->next) {
        const IrInst **definition = ir_definitions(call->caller->linked->function);
        is = parameter < call->inst->as.call.argument_count && heap_values_leads_to(heap, call->caller, definition, call->inst->as.call.arguments[parameter].reg);
        g_free(definition);
    }
    heap->is_asked[at] = false;
    return is;
}

/* Whether a place is where a parameter leads that the function leaves as it is, and some caller gives heap memory for that. */
static bool leads_by_parameter(const Asked *asked, IrReg reg)
{
    const IrInst *inst = definition_of(asked, reg);
    while (inst != NULL && (inst->op == IR_OP_CAST || inst->op == IR_OP_INDEX))
        inst = definition_of(asked, inst->op == IR_OP_CAST ? inst->as.cast.operand : inst->as.index.base);
    const IrInst *address = inst != NULL && inst->op == IR_OP_LOAD ? definition_of(asked, inst->as.load.address) : NULL;
    return address != NULL && address->op == IR_OP_LOCAL && is_only_given(asked, address->as.local) && is_given(asked->heap, asked->info, address->as.local);
}

bool heap_values_leads_to(HeapValues *heap, const FunctionInfo *info, const IrInst *const *definition, IrReg reg)
{
    Asked asked = {heap, info, definition};
    heap->left = MOST_PLACES_ASKED;
    return answer_of(&asked, reg, 0) == HEAP || leads_by_parameter(&asked, reg);
}
