/* reads.c - which fields and globals are still read on some way from a block on: live variables (Aho, Lam, Sethi, Ullman, "Compilers", 9.2.5), over calls.
 *
 * What a callee has learnt of a field on the way (a connection is persistent, a proxy is used) makes worlds of its caller differ as long as it is remembered. Where neither the
 * caller nor anybody whom he calls from there on reads that field, the number is forgotten. Only where a function's own tasks are followed: who enters a function does
 * not tell what its callers read afterwards.
 *
 * A place is one field of a struct, whichever object it lies in, or one global. A field is read where its address is found, but for a mere store; fields and globals to which
 * pointers lead may be read anywhere, and all members of unions are one place, since each is another's name. A call reads what the callee does and all that it names;
 * one through a pointer, what any function does that pointers may lead to. */
#include "analysis/engine.h"

enum {
    MOST_WORDS = 4 * 1000 * 1000, /* of 64 places, over all functions: in larger programs nothing is forgotten so */
    BITS = 64
};

/* Which places; engine->reads. */
struct Reads {
    uint32_t words;           /* of a set */
    uint32_t *fields, *globals; /* by shared field id, by program global: the place; IR_NONE: it may be read anywhere */
    uint64_t **of_component;  /* by number of the component: what its functions read, and those that they call; NULL: nothing yet */
    uint64_t *of_pointers;    /* the same of functions that pointers may lead to */
};

static bool is_in(const uint64_t *set, uint32_t place)
{
    return set[place / BITS] >> place % BITS & 1;
}

static void add(uint64_t *set, uint32_t place)
{
    if (place != IR_NONE)
        set[place / BITS] |= (uint64_t)1 << place % BITS;
}

static bool add_all(uint64_t *set, const uint64_t *others, uint32_t words)
{
    bool is_more = false;
    for (uint32_t w = 0; w < words && others != NULL; w++) {
        is_more = is_more || (others[w] & ~set[w]) != 0;
        set[w] |= others[w];
    }
    return is_more;
}

/* --- places --- */

static void number_places(Engine *engine, Reads *reads)
{
    uint32_t count = 1; /* 0: members of unions */
    reads->fields = BASE_NEW_ARRAY(engine->arena, uint32_t, engine->field_count);
    reads->globals = BASE_NEW_ARRAY(engine->arena, uint32_t, engine->program->global_count + 1);
    for (uint32_t f = 0; f < engine->field_count; f++) {
        bool is_one = engine->asked.fields[f] && !engine->asked.pointed_fields[f] && f != engine->answer_field;
        reads->fields[f] = !is_one ? IR_NONE : engine->fields[f].is_shared ? 0 : count++;
    }
    for (uint32_t g = 0; g < engine->program->global_count; g++)
        reads->globals[g] = engine->asked.globals[g] && !engine->asked.pointed_globals[g] ? count++ : IR_NONE;
    reads->words = (count + BITS - 1) / BITS;
}

/* --- what a function reads --- */

static void mark_register(IrReg reg, void *data)
{
    bool *marked = data;
    marked[reg] = true;
}

/* Per register: its only uses are addresses of stores. */
static bool *find_stored(const IrFunction *function)
{
    bool *is_stored = g_new0(bool, function->register_count + 1), *is_used = g_new0(bool, function->register_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_STORE) {
                is_stored[inst->as.store.address] = true;
                is_used[inst->as.store.value] = true;
            } else {
                ir_visit_operands(inst, mark_register, is_used);
            }
        }
    for (uint32_t r = 0; r < function->register_count; r++)
        is_stored[r] = is_stored[r] && !is_used[r];
    g_free(is_used);
    return is_stored;
}

/* Adds what one instruction reads, as far as it is not said by a call. */
static void add_own(const Engine *engine, const FunctionInfo *info, const IrInst *inst, const bool *is_stored, uint64_t *set)
{
    const Reads *reads = engine->reads;
    if (inst->op == IR_OP_FIELD && !is_stored[inst->result])
        add(set, reads->fields[memory_field_id(engine, info->module_index, inst->as.field.field)]);
    if (inst->op == IR_OP_GLOBAL && !is_stored[inst->result])
        add(set, reads->globals[engine->program->global_of[info->module_index][inst->as.global]]);
}

/* Adds what functions read that one instruction calls or names. */
static void add_called(const Engine *engine, const FunctionInfo *info, const IrInst *inst, uint64_t *set)
{
    const Reads *reads = engine->reads;
    uint32_t named = inst->op == IR_OP_CALL ? inst->as.call.function : inst->op == IR_OP_FUNCTION ? inst->as.function : IR_NONE;
    if (named != IR_NONE) {
        const FunctionInfo *callee = &engine->infos[engine->program->function_of[info->module_index][named]];
        add_all(set, reads->of_component[callee->component], reads->words);
    } else if (inst->op == IR_OP_CALL) {
        add_all(set, reads->of_pointers, reads->words);
    }
}

static void add_function(const Engine *engine, const FunctionInfo *info, uint64_t *set, bool with_calls)
{
    const IrFunction *function = info->function;
    bool *is_stored = with_calls ? NULL : find_stored(function);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (with_calls)
                add_called(engine, info, inst, set);
            else
                add_own(engine, info, inst, is_stored, set);
        }
    g_free(is_stored);
}

/* Callees first; whoever calls through pointers reads what is found at last, which is asked of the functions themselves until there is no more. */
void reads_find(Engine *engine, FunctionInfo *const *ordered)
{
    const uint32_t count = engine->program->function_count;
    Reads *reads = BASE_NEW_ARRAY(engine->arena, Reads, 1);
    number_places(engine, reads);
    if ((uint64_t)reads->words * count > MOST_WORDS)
        return;
    engine->reads = reads;
    reads->of_component = BASE_NEW_ARRAY(engine->arena, uint64_t *, count + 2);
    reads->of_pointers = BASE_NEW_ARRAY(engine->arena, uint64_t, reads->words);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t **set = &reads->of_component[ordered[i]->component];
        if (!ordered[i]->is_analysable)
            continue;
        if (*set == NULL)
            *set = BASE_NEW_ARRAY(engine->arena, uint64_t, reads->words);
        add_function(engine, ordered[i], *set, false);
    }
    for (bool is_more = true; is_more;) {
        is_more = false;
        for (uint32_t i = 0; i < count; i++)
            if (ordered[i]->is_analysable)
                add_function(engine, ordered[i], reads->of_component[ordered[i]->component], true);
        for (uint32_t i = 0; i < engine->indirect_callees->len; i++) {
            const FunctionInfo *callee = engine->indirect_callees->pdata[i];
            is_more = add_all(reads->of_pointers, reads->of_component[callee->component], reads->words) || is_more;
        }
    }
}

/* --- from a block on --- */

uint64_t *reads_from_blocks(const Engine *engine, const FunctionInfo *info)
{
    const IrFunction *function = info->function;
    if (engine->reads == NULL)
        return NULL;
    const uint32_t words = engine->reads->words;
    uint64_t *sets = g_new0(uint64_t, (size_t)words * function->block_count);
    bool *is_stored = find_stored(function);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            add_own(engine, info, &function->blocks[b].insts[i], is_stored, &sets[(size_t)b * words]);
            add_called(engine, info, &function->blocks[b].insts[i], &sets[(size_t)b * words]);
        }
    g_free(is_stored);
    for (bool is_more = true; is_more;) { /* in reverse postorder: as often as loops nest */
        is_more = false;
        for (uint32_t b = function->block_count; b-- > 0;)
            for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++)
                is_more = add_all(&sets[(size_t)b * words], &sets[(size_t)ir_successor(&function->blocks[b], k) * words], words) || is_more;
    }
    return sets;
}

/* The place that a key of a world is about; IR_NONE: it is none of these. */
static uint32_t place_of(const Engine *engine, Value key)
{
    const Values *values = engine->values;
    const ValueNode *node = value_node(values, key);
    if (node->kind == VALUE_KEY && (node->op == VALUE_KEY_INITIAL || node->op == VALUE_KEY_SEEN || node->op == VALUE_KEY_BEFORE || node->op == VALUE_KEY_OPEN ||
                                    node->op == VALUE_KEY_DOUBTED))
        node = value_node(values, node->left);
    while (node->kind == VALUE_ELEMENT || node->kind == VALUE_ELEMENT_AT)
        node = value_node(values, node->left);
    return node->kind == VALUE_FIELD ? engine->reads->fields[node->number] : node->kind == VALUE_GLOBAL ? engine->reads->globals[node->number] : IR_NONE;
}

bool reads_forget(const Engine *engine, const uint64_t *from_blocks, uint32_t block, Value key, Value value)
{
    if (from_blocks == NULL || !engine_is_number(engine, value))
        return false;
    uint32_t place = place_of(engine, key);
    return place != IR_NONE && !is_in(&from_blocks[(size_t)block * engine->reads->words], place);
}
