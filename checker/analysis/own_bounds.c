/* own_bounds.c - the bounds to which a function counts its own tasks, and the ways on which it finds its counts.
 *
 * They stay where the function does not store them itself, and as long as they are not known to be 0: `for (i = 0; i < list->n; i++)` twice means the same list. So do the pointers by which the numbers are found, `s->ring->head`, and the links along
 * which it walks. */
#include "analysis/own_counts.h"

enum { MOST_ADDRESSES = 16 };

/* The variable that an instruction counts on, `i++` or `it++`; IR_NONE: none. */
static uint32_t counted_local(const OwnSearch *search, const IrInst *store)
{
    const Spot to = store->op == IR_OP_STORE ? reading_spot(&search->reading, store->as.store.address) : (Spot){.kind = SPOT_NONE};
    const IrInst *step = to.kind == SPOT_LOCAL ? search->reading.definition[store->as.store.value] : NULL;
    if (step != NULL && step->op == IR_OP_INDEX) {
        const IrInst *load = search->reading.definition[step->as.index.base];
        const Spot from = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&search->reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
        return from.kind == SPOT_LOCAL && from.number == to.number ? to.number : IR_NONE;
    }
    return to.kind == SPOT_LOCAL && own_counts_step(search, store) != 0 ? to.number : IR_NONE;
}

/* From where in memory a number without a name comes, `list->n < MOST ? list->n : MOST`. (Of a variable somebody may ask whether the number in memory is still that.) */
static void add_copied(const OwnSearch *search, uint32_t local, GArray *places)
{
    const IrFunction *function = search->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const bool is_copy = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT && search->reading.info->body->local_of[store->as.store.address] == local;
            const IrInst *load = is_copy ? reading_number(&search->reading, store->as.store.value) : NULL;
            const Spot place = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&search->reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
            if (place.kind > SPOT_LOCAL)
                g_array_append_val(places, place);
        }
}

/* Whether what is compared is made of something that is counted; its places in memory are put into `places`. */
static bool is_counted(const OwnSearch *search, const bool *counted, IrReg reg, GArray *places)
{
    const IrInst *inst = reading_number(&search->reading, reg);
    bool left, right;
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_BINARY:
        left = is_counted(search, counted, inst->as.binary.left, places);
        right = is_counted(search, counted, inst->as.binary.right, places);
        return left || right;
    case IR_OP_INDEX:
        left = is_counted(search, counted, inst->as.index.base, places);
        right = inst->as.index.index != IR_NONE && is_counted(search, counted, inst->as.index.index, places);
        return left || right;
    case IR_OP_LOAD: {
        const Spot place = reading_spot(&search->reading, inst->as.load.address);
        if (place.kind > SPOT_LOCAL)
            g_array_append_val(places, place);
        else if (place.kind == SPOT_LOCAL && !counted[place.number] && search->reading.info->function->locals[place.number].name == NULL)
            add_copied(search, place.number, places);
        return place.kind == SPOT_LOCAL ? counted[place.number] : place.kind != SPOT_NONE && spot_is_among(search->reading.info->own_counts, place);
    }
    default: return false;
    }
}

static bool is_stored(const OwnSearch *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            const Spot to = inst->op == IR_OP_STORE ? reading_spot(&search->reading, inst->as.store.address) : (Spot){.kind = SPOT_NONE};
            is = spot_is_same(to, place);
        }
    return is;
}

/* Whether something that is counted is compared with what is not, or comes round by it: `tail % ring->size`. */
static bool is_bound(const OwnSearch *search, const bool *counted, const IrInst *inst, GArray *places)
{
    if (inst->op != IR_OP_BINARY || (inst->as.binary.op < IR_EQ && inst->as.binary.op != IR_REM))
        return false;
    const bool left = is_counted(search, counted, inst->as.binary.left, places), right = is_counted(search, counted, inst->as.binary.right, places);
    return left != right;
}

static void add_bounds(const OwnSearch *search, const GArray *places)
{
    for (uint32_t i = 0; i < places->len; i++)
        if (!spot_is_among(search->reading.info->own_bounds, g_array_index(places, Spot, i)) && !is_stored(search, g_array_index(places, Spot, i)))
            g_array_append_val(search->reading.info->own_bounds, g_array_index(places, Spot, i));
}

/* The bounds to which it counts: what it compares with what is counted, and never stores itself. */
static void find_bounds(OwnSearch *search)
{
    const IrFunction *function = search->reading.info->function;
    bool *counted = g_new0(bool, function->local_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const uint32_t local = counted_local(search, &function->blocks[b].insts[i]);
            if (local != IR_NONE)
                counted[local] = true;
        }
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            GArray *places = g_array_new(FALSE, FALSE, sizeof(Spot));
            if (is_bound(search, counted, &function->blocks[b].insts[i], places))
                add_bounds(search, places);
            g_array_free(places, TRUE);
        }
    g_free(counted);
}

static const IrInst *accessed_at(const OwnSearch *search, const IrInst *inst)
{
    return inst->op == IR_OP_LOAD ? search->reading.definition[inst->as.load.address] : inst->op == IR_OP_STORE ? search->reading.definition[inst->as.store.address] : NULL;
}

/* From where a variable got the pointers that it holds. */
static void add_read(const OwnSearch *search, uint32_t local, GArray *pointers)
{
    const IrFunction *function = search->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *read = own_counts_pointer_read(search, &function->blocks[b].insts[i], local);
            const Spot place = read == NULL ? (Spot){.kind = SPOT_NONE} : reading_spot(&search->reading, read->as.load.address);
            const IrInst *from = place.kind == SPOT_FIELD ? own_counts_without_fields(search, read->as.load.address) : NULL;
            const bool is_link = from != NULL && from->op == IR_OP_LOAD && search->reading.info->body->local_of[from->as.load.address] == local;
            if (is_link && !is_stored(search, place) && !spot_is_among(search->reading.info->own_links, place))
                g_array_append_val(search->reading.info->own_links, place);
            if (place.kind > SPOT_LOCAL)
                g_array_append_val(pointers, place);
        }
}

/* Where its own counts are found, and their bounds: by which pointers, `pool->ring->head`, that stay, too, and by which addresses. */
static void find_ways(OwnSearch *search, const IrInst *inst)
{
    const FunctionInfo *info = search->reading.info;
    const IrInst *at = accessed_at(search, inst);
    const Spot own = at == NULL || !ir_is_plain(inst->type) ? (Spot){.kind = SPOT_NONE} : reading_spot(&search->reading, at->result);
    const bool is_count = own.kind != SPOT_NONE && spot_is_among(info->own_counts, own);
    if (!is_count && (own.kind == SPOT_NONE || !spot_is_among(info->own_bounds, own)))
        return;
    const IrInst *array = at;
    while (array != NULL && array->op == IR_OP_INDEX)
        array = search->reading.definition[array->as.index.base];
    if (is_count && array != NULL && array->op == IR_OP_FIELD && info->own_addresses->len < MOST_ADDRESSES)
        g_array_append_val(info->own_addresses, array->result);
    GArray *pointers = g_array_new(FALSE, FALSE, sizeof(Spot));
    while (at != NULL && (at->op == IR_OP_FIELD || at->op == IR_OP_INDEX || at->op == IR_OP_LOAD)) {
        const Spot place = at->op == IR_OP_LOAD ? reading_spot(&search->reading, at->as.load.address) : (Spot){.kind = SPOT_NONE};
        if (place.kind > SPOT_LOCAL)
            g_array_append_val(pointers, place);
        else if (place.kind == SPOT_LOCAL)
            add_read(search, place.number, pointers);
        at = search->reading.definition[at->op == IR_OP_FIELD ? at->as.field.base : at->op == IR_OP_INDEX ? at->as.index.base : at->as.load.address];
    }
    add_bounds(search, pointers);
    g_array_free(pointers, TRUE);
}

void own_bounds_find(OwnSearch *search)
{
    find_bounds(search);
    own_counts_visit(search, find_ways);
}
