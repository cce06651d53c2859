/* own_counts.c - numbers in memory that others know, by which a function finds its own tasks.
 *
 * `t[pool->n++] = start(id)` with `t` an array of the function: how many tasks there are, where the next one goes and which of the places are taken stands in a field, a global or behind a pointer, and unseen code might
 * change it. But it would have to know what the function keeps in its variables: nobody writes a start() that takes one off the count of tasks which it cannot reach. So such a number stays, whatever unseen code runs.
 *
 * A number is one of these where the function stores it and makes the index of an element of such an array of it; and an array of numbers, where the function stores to its elements by an index by which it
 * finds tasks, too: `busy[k] = true`; and what it counts up beside a task that it puts there, and counts down again. Where the function only reads it, it is somebody else's, and may be another each time. */
#include "analysis/engine.h"

/* Where a number stands, as far as it matters: in a field, a global, or behind what a variable points to. */
typedef enum PlaceKind { PLACE_NONE, PLACE_LOCAL, PLACE_FIELD, PLACE_GLOBAL, PLACE_BEHIND } PlaceKind;

typedef struct Place {
    PlaceKind kind;
    uint32_t number;
} Place;

typedef struct Search {
    const Engine *engine;
    const FunctionInfo *info;
    const IrInst **definition;
    GArray *indices; /* Place: of which indices of tasks are made */
    bool changed;
} Search;

static bool has_place(const GArray *places, Place place)
{
    bool has = false;
    for (uint32_t i = 0; i < places->len && !has; i++)
        has = g_array_index(places, Place, i).kind == place.kind && g_array_index(places, Place, i).number == place.number;
    return has;
}

/* The number, or the array of numbers, in which an address leads. */
static Place place_at(const Search *search, IrReg address)
{
    const Engine *engine = search->engine;
    const uint32_t m = search->info->module_index;
    const IrInst *inst = search->definition[address];
    while (inst != NULL && inst->op == IR_OP_INDEX)
        inst = search->definition[inst->as.index.base];
    if (inst == NULL)
        return (Place){PLACE_NONE, 0};
    if (inst->op == IR_OP_LOCAL)
        return (Place){PLACE_LOCAL, inst->as.local};
    if (inst->op == IR_OP_FIELD)
        return (Place){PLACE_FIELD, memory_field_id(engine, m, inst->as.field.field)};
    if (inst->op == IR_OP_GLOBAL)
        return (Place){PLACE_GLOBAL, engine->program->global_of[m][inst->as.global]};
    const IrInst *pointer = inst->op == IR_OP_LOAD ? search->definition[inst->as.load.address] : NULL;
    return pointer != NULL && pointer->op == IR_OP_LOCAL ? (Place){PLACE_BEHIND, pointer->as.local} : (Place){PLACE_NONE, 0};
}

/* All places that an index is made of. */
static void note_index(Search *search, IrReg reg)
{
    const IrInst *inst = search->definition[reg];
    while (inst != NULL && inst->op == IR_OP_CAST)
        inst = search->definition[inst->as.cast.operand];
    if (inst != NULL && inst->op == IR_OP_BINARY) {
        note_index(search, inst->as.binary.left);
        note_index(search, inst->as.binary.right);
    }
    const Place place = inst != NULL && inst->op == IR_OP_LOAD ? place_at(search, inst->as.load.address) : (Place){PLACE_NONE, 0};
    if (place.kind == PLACE_NONE || has_place(search->indices, place))
        return;
    g_array_append_val(search->indices, place);
    search->changed = true;
}

/* An element of an array of tasks that a variable is, or points to. */
static bool is_own_task(const Search *search, const IrInst *access)
{
    const IrReg address = access->op == IR_OP_LOAD ? access->as.load.address : access->as.store.address;
    const IrInst *element = search->definition[address];
    const PlaceKind kind = element != NULL && element->op == IR_OP_INDEX ? place_at(search, element->as.index.base).kind : PLACE_NONE;
    return access->type.kind == IR_TYPE_TASK && (kind == PLACE_LOCAL || kind == PLACE_BEHIND);
}

static void visit_all(Search *search, void (*visit)(Search *search, const IrInst *inst))
{
    const IrFunction *function = search->info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            visit(search, &function->blocks[b].insts[i]);
}

/* Of what a variable by which tasks are found was computed, they are found by that. */
static void find_index(Search *search, const IrInst *inst)
{
    const IrInst *element = NULL;
    if ((inst->op == IR_OP_LOAD || inst->op == IR_OP_STORE) && is_own_task(search, inst))
        element = search->definition[inst->op == IR_OP_LOAD ? inst->as.load.address : inst->as.store.address];
    if (element != NULL && element->as.index.index != IR_NONE)
        note_index(search, element->as.index.index);
    if (inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_INT) {
        const Place place = place_at(search, inst->as.store.address);
        if (place.kind == PLACE_LOCAL && has_place(search->indices, place))
            note_index(search, inst->as.store.value);
    }
}

/* Whether an address is an element whose number is made of that by which tasks are found. */
static bool is_beside_task(const Search *search, IrReg address)
{
    const IrInst *element = search->definition[address], *index = element != NULL && element->op == IR_OP_INDEX && element->as.index.index != IR_NONE ? search->definition[element->as.index.index] : NULL;
    while (index != NULL && (index->op == IR_OP_CAST || index->op == IR_OP_BINARY))
        index = search->definition[index->op == IR_OP_CAST ? index->as.cast.operand : index->as.binary.left];
    return index != NULL && index->op == IR_OP_LOAD && has_place(search->indices, place_at(search, index->as.load.address));
}

static void find_stored(Search *search, const IrInst *inst)
{
    if (inst->op != IR_OP_STORE || inst->type.kind != IR_TYPE_INT)
        return;
    const Place place = place_at(search, inst->as.store.address);
    if (place.kind > PLACE_LOCAL && (has_place(search->indices, place) || is_beside_task(search, inst->as.store.address)) && !has_place(search->info->own_counts, place))
        g_array_append_val(search->info->own_counts, place);
}

/* By how much a store counts the number that lies there; 0: it does something else. */
static int64_t step_of(const Search *search, const IrInst *store)
{
    const IrInst *sum = search->definition[store->as.store.value];
    while (sum != NULL && sum->op == IR_OP_CAST)
        sum = search->definition[sum->as.cast.operand];
    const bool is_sum = sum != NULL && sum->op == IR_OP_BINARY && (sum->as.binary.op == IR_ADD || sum->as.binary.op == IR_SUB);
    const IrInst *load = is_sum ? search->definition[sum->as.binary.left] : NULL, *by = is_sum ? search->definition[sum->as.binary.right] : NULL;
    while (load != NULL && load->op == IR_OP_CAST)
        load = search->definition[load->as.cast.operand];
    if (load == NULL || load->op != IR_OP_LOAD || by == NULL || by->op != IR_OP_CONST)
        return 0;
    const Place from = place_at(search, load->as.load.address), to = place_at(search, store->as.store.address);
    return from.kind != to.kind || from.number != to.number ? 0 : sum->as.binary.op == IR_ADD ? by->as.constant : -by->as.constant;
}

/* What is counted up where a task is put into such an array, and down by the function itself: others may count down what they have done, so that it waits for them. */
static void find_counted(Search *search)
{
    const IrFunction *function = search->info->function;
    GArray *up = g_array_new(FALSE, FALSE, sizeof(Place)), *down = g_array_new(FALSE, FALSE, sizeof(Place));
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        bool puts_task = false;
        for (uint32_t i = 0; i < block->inst_count; i++)
            puts_task = puts_task || (block->insts[i].op == IR_OP_STORE && is_own_task(search, &block->insts[i]));
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const int64_t step = block->insts[i].op == IR_OP_STORE ? step_of(search, &block->insts[i]) : 0;
            const Place place = step == 0 ? (Place){PLACE_NONE, 0} : place_at(search, block->insts[i].as.store.address);
            if (place.kind > PLACE_LOCAL && (step < 0 || puts_task))
                g_array_append_val(step < 0 ? down : up, place);
        }
    }
    for (uint32_t i = 0; i < up->len; i++)
        if (has_place(down, g_array_index(up, Place, i)) && !has_place(search->info->own_counts, g_array_index(up, Place, i)))
            g_array_append_val(search->info->own_counts, g_array_index(up, Place, i));
    g_array_free(up, TRUE);
    g_array_free(down, TRUE);
}

static void find_all(const Engine *engine, FunctionInfo *info)
{
    Search search = {engine, info, ir_definitions(info->function), g_array_new(FALSE, FALSE, sizeof(Place)), true};
    info->own_counts = g_array_new(FALSE, FALSE, sizeof(Place));
    while (search.changed) {
        search.changed = false;
        visit_all(&search, find_index);
    }
    visit_all(&search, find_stored);
    find_counted(&search);
    g_array_free(search.indices, TRUE);
    g_free(search.definition);
}

bool own_counts_has(Exec *exec, const Env *env, Value place)
{
    const Values *values = exec->engine->values;
    FunctionInfo *info = exec->run->info;
    if (info->own_counts == NULL)
        find_all(exec->engine, info);
    bool has = false;
    for (uint32_t i = 0; i < info->own_counts->len && !has; i++) {
        const Place own = g_array_index(info->own_counts, Place, i);
        Value at = place;
        while (value_node(values, at)->kind == VALUE_ELEMENT || value_node(values, at)->kind == VALUE_ELEMENT_AT)
            at = value_node(values, at)->left;
        const ValueNode *node = value_node(values, at);
        has = own.kind == PLACE_BEHIND ? env_get(env, value_local(exec->engine->values, own.number)) == at
                                       : node->kind == (own.kind == PLACE_FIELD ? VALUE_FIELD : VALUE_GLOBAL) && node->number == own.number;
    }
    return has;
}
