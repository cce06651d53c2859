/* own_beside.c - what lies beside a function's own tasks in memory that others know, and says of each something: `busy[k] = true`, `nodes[k].busy`, `pool->busy |= 1u << k`, `p->busy`.
 *
 * That is a mask in which an index of tasks finds bits, and an array of numbers to whose elements the function stores by an index by which it finds tasks, too, also by way of a pointer to the element, unless it asks for a number that only others
 * store (`DONE`); and a pointer that is such a mark, `nodes[k].item = item`, where the function clears it, too. So may what stands in an element of a list, or in what a pointer of an array leads to, `p->busy`, while such an index is counted: no
 * two of these are one, and the links along which the function walks stay, too (own_bounds.c). */
#include "analysis/own_counts.h"

/* Whether a number is the bit of a task, `1u << i`, also where a variable holds that. */
static bool is_bit_of_task(const OwnSearch *search, IrReg reg, bool is_looked_up)
{
    const IrFunction *function = search->reading.info->function;
    const IrInst *bit = reading_number(&search->reading, reg);
    const uint32_t local = bit != NULL && bit->op == IR_OP_LOAD && is_looked_up ? search->reading.info->body->local_of[bit->as.load.address] : IR_NONE;
    bool is = bit != NULL && bit->op == IR_OP_BINARY && bit->as.binary.op == IR_SHL && own_counts_is_number(search, bit->as.binary.right);
    for (uint32_t b = 0; b < function->block_count && local != IR_NONE && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT && search->reading.info->body->local_of[store->as.store.address] == local && is_bit_of_task(search, store->as.store.value, false);
        }
    return is;
}

/* Whether a store puts the bit of a task into a mask, `pool->busy |= 1u << i`. */
static bool sets_bit_of_task(const OwnSearch *search, const IrInst *store)
{
    const IrInst *sum = reading_number(&search->reading, store->as.store.value);
    return sum != NULL && sum->op == IR_OP_BINARY && sum->as.binary.op == IR_OR && (is_bit_of_task(search, sum->as.binary.right, true) || is_bit_of_task(search, sum->as.binary.left, true));
}

/* Whether a variable leads to such an element, `w = &nodes[i]`. */
static bool leads_beside_task(const OwnSearch *search, uint32_t local)
{
    const IrFunction *function = search->reading.info->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const bool is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_POINTER && search->reading.info->body->local_of[store->as.store.address] == local;
            const IrInst *element = is ? own_counts_without_fields(search, store->as.store.value) : NULL;
            does = element != NULL && own_counts_finds_as_task(search, element);
        }
    return does;
}

/* Whether an address is such an element, or lies in one: `busy[k]`, `nodes[k].busy`, `w->busy`. */
static bool is_beside_task(const OwnSearch *search, IrReg address)
{
    const IrInst *inst = own_counts_without_fields(search, address);
    if (inst == NULL || inst->op != IR_OP_LOAD)
        return inst != NULL && own_counts_finds_as_task(search, inst);
    const uint32_t local = search->reading.info->body->local_of[inst->as.load.address];
    return local != IR_NONE && leads_beside_task(search, local);
}

static bool is_index_counted(const OwnSearch *search, uint32_t loop)
{
    const IrFunction *function = search->reading.info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && loop != IR_NONE && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is && engine_loop_of(search->reading.info, b) == loop; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const Spot place = store->op == IR_OP_STORE ? reading_spot(&search->reading, store->as.store.address) : (Spot){.kind = SPOT_NONE};
            is = place.kind == SPOT_LOCAL && spot_is_among(search->indices, place);
        }
    return is;
}

/* Whether a variable walks along a list, or pointers, while a loop counts by what number tasks are found. */
static bool walks_beside_task(const OwnSearch *search, uint32_t local)
{
    const IrFunction *function = search->reading.info->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *read = own_counts_pointer_read(search, &function->blocks[b].insts[i], local);
            const IrInst *from = read == NULL ? NULL : own_counts_without_fields(search, read->as.load.address);
            const bool is_step = from != NULL && from->op == IR_OP_LOAD && search->reading.info->body->local_of[from->as.load.address] == local;
            does = is_step ? is_index_counted(search, engine_loop_of(search->reading.info, b)) : from != NULL && own_counts_finds_as_task(search, from);
        }
    return does;
}

/* Whether an address lies in what such a variable, or a pointer in an array, leads to: `p->busy`, `items[k]->busy`. */
static bool is_walked_beside_task(const OwnSearch *search, IrReg address)
{
    const IrInst *inst = own_counts_without_fields(search, address);
    if (inst == NULL || inst->op != IR_OP_LOAD)
        return false;
    const uint32_t local = search->reading.info->body->local_of[inst->as.load.address];
    const IrInst *element = search->reading.definition[inst->as.load.address];
    return local != IR_NONE ? walks_beside_task(search, local) : element != NULL && own_counts_finds_as_task(search, element);
}

typedef enum Stored { NOT_STORED, STORED_CONSTANT, STORED_OTHER } Stored;

/* What an instruction stores there; who empties a whole array, or the struct around, stores 0. */
static Stored stored_by(const OwnSearch *search, const IrInst *inst, Spot place, int64_t *number)
{
    const uint32_t m = search->reading.info->module_index;
    *number = 0;
    if (inst->op == IR_OP_ZERO) {
        const bool is_around = place.kind == SPOT_FIELD && inst->type.kind == IR_TYPE_AGGREGATE && inst->type.record != IR_NONE && memory_has_field(search->reading.engine, m, inst->type.record, place.number);
        return is_around || spot_is_same(reading_spot(&search->reading, inst->as.copy.destination), place) ? STORED_CONSTANT : NOT_STORED;
    }
    if (inst->op != IR_OP_STORE || !spot_is_same(reading_spot(&search->reading, inst->as.store.address), place))
        return NOT_STORED;
    const IrInst *value = reading_number(&search->reading, inst->as.store.value);
    *number = value != NULL && value->op == IR_OP_CONST ? value->as.constant : 0;
    return value != NULL && value->op == IR_OP_CONST ? STORED_CONSTANT : STORED_OTHER;
}

/* Whether the function stores there by another way than along its walks, too, `p->peer->busy`: that may be an element that a walk has come by. */
static bool stores_beside_walks(const OwnSearch *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    int64_t number;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            does = inst->op == IR_OP_STORE && stored_by(search, inst, place, &number) != NOT_STORED && !is_walked_beside_task(search, inst->as.store.address);
        }
    return does;
}

/* Whether the function stores other than one constant there: that alone, `list->count = 0` or `seen[i] = false`, says nothing unless somebody else stores there, too. */
static bool stores_numbers(const OwnSearch *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    bool is_known = false;
    int64_t first = 0, number;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const Stored stored = stored_by(search, &function->blocks[b].insts[i], place, &number);
            if (stored == STORED_OTHER || (stored == STORED_CONSTANT && is_known && number != first))
                return true;
            is_known = is_known || stored == STORED_CONSTANT;
            first = stored == STORED_CONSTANT ? number : first;
        }
    return false;
}

/* Whether the function stores a constant there; *is_other: or what is no constant. */
static bool stores_constant(const OwnSearch *search, Spot place, int64_t constant, bool *is_other)
{
    const IrFunction *function = search->reading.info->function;
    bool does = false;
    int64_t number;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const Stored stored = stored_by(search, &function->blocks[b].insts[i], place, &number);
            *is_other = *is_other || stored == STORED_OTHER;
            does = does || (stored == STORED_CONSTANT && number == constant);
        }
    return does;
}

static bool stores_null(const OwnSearch *search, Spot place)
{
    bool is_other = false;
    return stores_constant(search, place, 0, &is_other) && is_other;
}

/* Whether the function asks for a number there that it never stores, `if (conn[i].state == DONE)`: so somebody else does. */
static bool asks_for_others(const OwnSearch *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    bool asks = false, is_other = false;
    for (uint32_t b = 0; b < function->block_count && !asks; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !asks; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            const bool is_compared = inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_EQ || inst->as.binary.op == IR_NE);
            const IrInst *load = is_compared ? reading_number(&search->reading, inst->as.binary.left) : NULL, *number = is_compared ? reading_number(&search->reading, inst->as.binary.right) : NULL;
            if (load == NULL || load->op != IR_OP_LOAD || number == NULL || number->op != IR_OP_CONST)
                continue;
            const Spot from = reading_spot(&search->reading, load->as.load.address);
            asks = spot_is_same(from, place) && !stores_constant(search, place, number->as.constant, &is_other) && !is_other;
        }
    return asks;
}

/* Whether the function stores another constant than 0 there with each task that it puts: nobody need clear that. */
static bool sets_beside_put(const OwnSearch *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    GArray *puts = own_counts_puts(search);
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            const Spot to = inst->op == IR_OP_STORE ? reading_spot(&search->reading, inst->as.store.address) : (Spot){.kind = SPOT_NONE};
            const IrInst *value = spot_is_same(to, place) ? reading_number(&search->reading, inst->as.store.value) : NULL;
            does = value != NULL && value->op == IR_OP_CONST && value->as.constant != 0 && reading_is_beside(&search->reading, puts, b);
        }
    g_array_free(puts, TRUE);
    return does;
}

static void find_stored(OwnSearch *search, const IrInst *inst)
{
    if (inst->op != IR_OP_STORE || (inst->type.kind != IR_TYPE_INT && inst->type.kind != IR_TYPE_POINTER))
        return;
    const Spot place = reading_spot(&search->reading, inst->as.store.address);
    const bool is_index = place.kind > SPOT_LOCAL && spot_is_among(search->indices, place);
    const bool is_element = place.kind == SPOT_LOCAL && search->reading.definition[inst->as.store.address]->op == IR_OP_INDEX;
    const bool may_be_mark = (place.kind > SPOT_LOCAL || is_element) && !is_index && (inst->type.kind == IR_TYPE_INT || stores_null(search, place));
    if ((!is_index && !may_be_mark) || spot_is_among(search->reading.info->own_counts, place))
        return;
    const bool is_walked = is_walked_beside_task(search, inst->as.store.address);
    if (!is_index && ((!is_walked && !is_beside_task(search, inst->as.store.address) && !sets_bit_of_task(search, inst)) || asks_for_others(search, place)))
        return;
    if (!stores_numbers(search, place) && !(is_walked && sets_beside_put(search, place)))
        return;
    g_array_append_val(search->reading.info->own_counts, place);
    if (is_walked && !stores_beside_walks(search, place))
        g_array_append_val(search->reading.info->own_walked, place);
}

void own_beside_find(OwnSearch *search)
{
    own_counts_visit(search, find_stored);
}
