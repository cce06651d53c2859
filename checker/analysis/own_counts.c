/* own_counts.c - numbers in memory that others know, by which a function finds its own tasks.
 *
 * `t[pool->n++] = start(id)` with `t` an array of the function: how many tasks there are, where the next one goes and which of the places are taken stands in a field, a global or behind a pointer, and unseen code might
 * change it. But it would have to know what the function keeps in its variables: nobody writes a start() that takes one off the count of tasks which it cannot reach. So such a number stays, unless the code is given the object and
 * no task (`reset(batch)`, `fill(list)`), or another function of the program stores there.
 *
 * The bounds to which the function counts its tasks stay, too, where it does not store them itself, and as long as they are not known to be 0: `for (i = 0; i < list->n; i++)` twice means the same list. So do the pointers by which the numbers are
 * found, `s->ring->head`.
 *
 * A number is one of these where the function stores it and makes the index of an element of such an array of it; and a mask in which such an index finds bits (`busy |= 1u << k`), and an array of numbers, where the function stores to its elements by an index by which it
 * finds tasks, too: `busy[k] = true`, `nodes[k].busy`, also by way of a pointer to the element, unless it asks for a number that only others store (`DONE`), and a pointer that is such a mark, `nodes[k].item = item`, where the function clears it, too; so may what stands in an element of a list, or in what a pointer of an array leads to, `p->busy`, while such an index is counted: no two of these are one, and the links along which the function walks stay, too; and what it counts up beside a task that it puts there, and counts down again. This last one stays even where the code is given the object, in the innermost loops in which the
 * function counts it; elsewhere others count down what they have done. Where the function only reads a number, and counts to nothing by it, it is somebody else's, and may be another each time. */
#include "analysis/engine.h"

enum { MOST_LOOPS = 4, MOST_ADDRESSES = 16 };

/* In which innermost loops (their heads) a place is counted by which no task is found, but that is counted beside them, up and down. */
typedef struct CountedIn {
    Spot place;
    uint32_t loops[MOST_LOOPS], count;
    bool is_down[MOST_LOOPS]; /* per loop: down, too */
} CountedIn;

typedef struct Search {
    Reading reading;
    GArray *indices; /* Spot: of which indices of tasks are made */
    bool changed;
} Search;

/* All places that an index is made of. */
static void note_index(Search *search, IrReg reg)
{
    const IrInst *inst = reading_number(&search->reading, reg);
    if (inst != NULL && inst->op == IR_OP_BINARY) {
        note_index(search, inst->as.binary.left);
        note_index(search, inst->as.binary.right);
    }
    const Spot place = inst != NULL && inst->op == IR_OP_LOAD ? reading_spot(&search->reading, inst->as.load.address) : (Spot){.kind = SPOT_NONE};
    if (place.kind == SPOT_NONE || spot_is_among(search->indices, place))
        return;
    g_array_append_val(search->indices, place);
    search->changed = true;
}

/* An element of an array of tasks that a variable is, or points to. */
static bool is_own_task(const Search *search, const IrInst *access)
{
    const IrReg address = access->op == IR_OP_LOAD ? access->as.load.address : access->as.store.address;
    const IrInst *element = search->reading.definition[address];
    const SpotKind kind = element != NULL && element->op == IR_OP_INDEX ? reading_spot(&search->reading, element->as.index.base).kind : SPOT_NONE;
    return access->type.kind == IR_TYPE_TASK && (kind == SPOT_LOCAL || kind == SPOT_BEHIND);
}

static void visit_all(Search *search, void (*visit)(Search *search, const IrInst *inst))
{
    const IrFunction *function = search->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            visit(search, &function->blocks[b].insts[i]);
}

/* Of what a variable by which tasks are found was computed, they are found by that. */
static void find_index(Search *search, const IrInst *inst)
{
    const IrInst *element = NULL;
    if ((inst->op == IR_OP_LOAD || inst->op == IR_OP_STORE) && is_own_task(search, inst))
        element = search->reading.definition[inst->op == IR_OP_LOAD ? inst->as.load.address : inst->as.store.address];
    if (element != NULL && element->as.index.index != IR_NONE)
        note_index(search, element->as.index.index);
    if (inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_INT) {
        const Spot place = reading_spot(&search->reading, inst->as.store.address);
        if (place.kind == SPOT_LOCAL && spot_is_among(search->indices, place))
            note_index(search, inst->as.store.value);
    }
}

/* Whether a number is one by which tasks are found, or begins with it, `i / 32`. */
static bool is_number_of_task(const Search *search, IrReg reg)
{
    const IrInst *index = search->reading.definition[reg];
    while (index != NULL && (index->op == IR_OP_CAST || index->op == IR_OP_BINARY))
        index = search->reading.definition[index->op == IR_OP_CAST ? index->as.cast.operand : index->as.binary.left];
    return index != NULL && index->op == IR_OP_LOAD && spot_is_among(search->indices, reading_spot(&search->reading, index->as.load.address));
}

/* Whether an instruction finds an element by such a number. */
static bool is_found_as_task(const Search *search, const IrInst *element)
{
    return element->op == IR_OP_INDEX && element->as.index.index != IR_NONE && is_number_of_task(search, element->as.index.index);
}

/* Whether a number is the bit of a task, `1u << i`, also where a variable holds that. */
static bool is_bit_of_task(const Search *search, IrReg reg, bool is_looked_up)
{
    const IrFunction *function = search->reading.info->function;
    const IrInst *bit = reading_number(&search->reading, reg);
    const uint32_t local = bit != NULL && bit->op == IR_OP_LOAD && is_looked_up ? search->reading.info->body->local_of[bit->as.load.address] : IR_NONE;
    bool is = bit != NULL && bit->op == IR_OP_BINARY && bit->as.binary.op == IR_SHL && is_number_of_task(search, bit->as.binary.right);
    for (uint32_t b = 0; b < function->block_count && local != IR_NONE && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT && search->reading.info->body->local_of[store->as.store.address] == local && is_bit_of_task(search, store->as.store.value, false);
        }
    return is;
}

/* Whether a store puts the bit of a task into a mask, `pool->busy |= 1u << i`. */
static bool sets_bit_of_task(const Search *search, const IrInst *store)
{
    const IrInst *sum = reading_number(&search->reading, store->as.store.value);
    return sum != NULL && sum->op == IR_OP_BINARY && sum->as.binary.op == IR_OR && (is_bit_of_task(search, sum->as.binary.right, true) || is_bit_of_task(search, sum->as.binary.left, true));
}

static const IrInst *without_fields(const Search *search, IrReg address)
{
    const IrInst *inst = search->reading.definition[address];
    while (inst != NULL && inst->op == IR_OP_FIELD)
        inst = search->reading.definition[inst->as.field.base];
    return inst;
}

/* Whether a variable leads to such an element, `w = &nodes[i]`. */
static bool leads_beside_task(const Search *search, uint32_t local)
{
    const IrFunction *function = search->reading.info->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const bool is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_POINTER && search->reading.info->body->local_of[store->as.store.address] == local;
            const IrInst *element = is ? without_fields(search, store->as.store.value) : NULL;
            does = element != NULL && is_found_as_task(search, element);
        }
    return does;
}

/* Whether an address is such an element, or lies in one: `busy[k]`, `nodes[k].busy`, `w->busy`. */
static bool is_beside_task(const Search *search, IrReg address)
{
    const IrInst *inst = without_fields(search, address);
    if (inst == NULL || inst->op != IR_OP_LOAD)
        return inst != NULL && is_found_as_task(search, inst);
    const uint32_t local = search->reading.info->body->local_of[inst->as.load.address];
    return local != IR_NONE && leads_beside_task(search, local);
}

static bool is_index_counted(const Search *search, uint32_t loop)
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

/* The load of the pointer that a variable is set to, `p = p->next`, `p = items[k]`; NULL: it is something else. */
static const IrInst *read_pointer(const Search *search, const IrInst *store, uint32_t local)
{
    const bool is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_POINTER && search->reading.info->body->local_of[store->as.store.address] == local;
    const IrInst *read = is ? reading_number(&search->reading, store->as.store.value) : NULL;
    while (read != NULL && (read->op == IR_OP_FIELD || read->op == IR_OP_CONTAINER))
        read = reading_number(&search->reading, read->as.field.base);
    return read != NULL && read->op == IR_OP_LOAD ? read : NULL;
}

/* Whether a variable walks along a list, or pointers, while a loop counts by what number tasks are found. */
static bool walks_beside_task(const Search *search, uint32_t local)
{
    const IrFunction *function = search->reading.info->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *read = read_pointer(search, &function->blocks[b].insts[i], local);
            const IrInst *from = read == NULL ? NULL : without_fields(search, read->as.load.address);
            const bool is_step = from != NULL && from->op == IR_OP_LOAD && search->reading.info->body->local_of[from->as.load.address] == local;
            does = is_step ? is_index_counted(search, engine_loop_of(search->reading.info, b)) : from != NULL && is_found_as_task(search, from);
        }
    return does;
}

/* Whether an address lies in what such a variable, or a pointer in an array, leads to: `p->busy`, `items[k]->busy`. */
static bool is_walked_beside_task(const Search *search, IrReg address)
{
    const IrInst *inst = without_fields(search, address);
    if (inst == NULL || inst->op != IR_OP_LOAD)
        return false;
    const uint32_t local = search->reading.info->body->local_of[inst->as.load.address];
    const IrInst *element = search->reading.definition[inst->as.load.address];
    return local != IR_NONE ? walks_beside_task(search, local) : element != NULL && is_found_as_task(search, element);
}

typedef enum Stored { NOT_STORED, STORED_CONSTANT, STORED_OTHER } Stored;

/* What an instruction stores there; who empties a whole array, or the struct around, stores 0. */
static Stored stored_by(const Search *search, const IrInst *inst, Spot place, int64_t *number)
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
static bool stores_beside_walks(const Search *search, Spot place)
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
static bool stores_numbers(const Search *search, Spot place)
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
static bool stores_constant(const Search *search, Spot place, int64_t constant, bool *is_other)
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

static bool stores_null(const Search *search, Spot place)
{
    bool is_other = false;
    return stores_constant(search, place, 0, &is_other) && is_other;
}

/* Whether the function asks for a number there that it never stores, `if (conn[i].state == DONE)`: so somebody else does. */
static bool asks_for_others(const Search *search, Spot place)
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

/* The blocks (uint32_t) in which a task is put into such an array. */
static GArray *find_puts(const Search *search)
{
    const IrFunction *function = search->reading.info->function;
    GArray *puts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].op == IR_OP_STORE && is_own_task(search, &function->blocks[b].insts[i])) {
                g_array_append_val(puts, b);
                break;
            }
    return puts;
}

/* Whether the function stores another constant than 0 there with each task that it puts: nobody need clear that. */
static bool sets_beside_put(const Search *search, Spot place)
{
    const IrFunction *function = search->reading.info->function;
    GArray *puts = find_puts(search);
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

static void find_stored(Search *search, const IrInst *inst)
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

/* By how much a store counts the number that lies there; 0: it does something else. */
static int64_t step_of(const Search *search, const IrInst *store)
{
    const IrInst *sum = reading_number(&search->reading, store->as.store.value);
    const bool is_sum = sum != NULL && sum->op == IR_OP_BINARY && (sum->as.binary.op == IR_ADD || sum->as.binary.op == IR_SUB);
    const IrInst *load = is_sum ? reading_number(&search->reading, sum->as.binary.left) : NULL, *by = is_sum ? search->reading.definition[sum->as.binary.right] : NULL;
    if (load == NULL || load->op != IR_OP_LOAD || by == NULL || by->op != IR_OP_CONST || by->as.constant == INT64_MIN)
        return 0;
    const Spot from = reading_spot(&search->reading, load->as.load.address), to = reading_spot(&search->reading, store->as.store.address);
    return !spot_is_same(from, to) ? 0 : sum->as.binary.op == IR_ADD ? by->as.constant : -by->as.constant;
}

/* What a block counts beside a task, or down. */
typedef struct Step {
    Spot place;
    uint32_t block;
    bool is_up, is_beside;
} Step;

static GArray *find_steps(const Search *search)
{
    const IrFunction *function = search->reading.info->function;
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(Step));
    GArray *puts = find_puts(search);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const int64_t by = store->op == IR_OP_STORE ? step_of(search, store) : 0;
            const Step step = {by == 0 ? (Spot){.kind = SPOT_NONE} : reading_spot(&search->reading, store->as.store.address), b, by > 0, by > 0 && reading_is_beside(&search->reading, puts, b)};
            if (step.place.kind > SPOT_LOCAL)
                g_array_append_val(steps, step);
        }
    g_array_free(puts, TRUE);
    return steps;
}

static void note_loop(const Search *search, CountedIn *in, Step step)
{
    const uint32_t head = engine_loop_of(search->reading.info, step.block);
    uint32_t at = 0;
    while (at < in->count && in->loops[at] != head)
        at++;
    if (head == IR_NONE || at == MOST_LOOPS)
        return;
    in->loops[at] = head;
    in->is_down[at] = in->is_down[at] || !step.is_up;
    in->count = MAX(in->count, at + 1);
}

/* Whether the steps of a place count tasks: up where one is put into such an array and nowhere else, and down in another turn. */
static bool counts_tasks(const Search *search, const GArray *steps, CountedIn *in)
{
    bool is_up = false, is_down = false, is_other = false;
    for (uint32_t i = 0; i < steps->len && !is_other; i++) {
        const Step step = g_array_index(steps, Step, i);
        if (!spot_is_same(step.place, in->place))
            continue;
        is_up = is_up || step.is_up;
        is_down = is_down || !step.is_up;
        is_other = step.is_up && !step.is_beside;
        for (uint32_t k = 0; k < steps->len && step.is_up && !is_other; k++) {
            const Step down = g_array_index(steps, Step, k);
            is_other = spot_is_same(down.place, in->place) && !down.is_up && reading_are_together(&search->reading, step.block, down.block);
        }
        note_loop(search, in, step);
    }
    return is_up && is_down && !is_other;
}

/* What is counted up where a task is put into such an array, and down by the function itself. */
static void find_counted(Search *search)
{
    FunctionInfo *info = search->reading.info;
    GArray *steps = find_steps(search);
    for (uint32_t i = 0; i < steps->len; i++) {
        CountedIn in = {.place = g_array_index(steps, Step, i).place};
        if (spot_is_among(info->own_counts, in.place) || !counts_tasks(search, steps, &in))
            continue;
        g_array_append_val(info->own_counts, in.place);
        g_array_append_val(info->counted_in, in);
    }
    g_array_free(steps, TRUE);
}

/* The variable that an instruction counts on, `i++` or `it++`; IR_NONE: none. */
static uint32_t counted_local(const Search *search, const IrInst *store)
{
    const Spot to = store->op == IR_OP_STORE ? reading_spot(&search->reading, store->as.store.address) : (Spot){.kind = SPOT_NONE};
    const IrInst *step = to.kind == SPOT_LOCAL ? search->reading.definition[store->as.store.value] : NULL;
    if (step != NULL && step->op == IR_OP_INDEX) {
        const IrInst *load = search->reading.definition[step->as.index.base];
        const Spot from = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&search->reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
        return from.kind == SPOT_LOCAL && from.number == to.number ? to.number : IR_NONE;
    }
    return to.kind == SPOT_LOCAL && step_of(search, store) != 0 ? to.number : IR_NONE;
}

/* From where in memory a number without a name comes, `list->n < MOST ? list->n : MOST`. (Of a variable somebody may ask whether the number in memory is still that.) */
static void add_copied(const Search *search, uint32_t local, GArray *places)
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
static bool is_counted(const Search *search, const bool *counted, IrReg reg, GArray *places)
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

static bool is_stored(const Search *search, Spot place)
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
static bool is_bound(const Search *search, const bool *counted, const IrInst *inst, GArray *places)
{
    if (inst->op != IR_OP_BINARY || (inst->as.binary.op < IR_EQ && inst->as.binary.op != IR_REM))
        return false;
    const bool left = is_counted(search, counted, inst->as.binary.left, places), right = is_counted(search, counted, inst->as.binary.right, places);
    return left != right;
}

static void add_bounds(const Search *search, const GArray *places)
{
    for (uint32_t i = 0; i < places->len; i++)
        if (!spot_is_among(search->reading.info->own_bounds, g_array_index(places, Spot, i)) && !is_stored(search, g_array_index(places, Spot, i)))
            g_array_append_val(search->reading.info->own_bounds, g_array_index(places, Spot, i));
}

/* The bounds to which it counts: what it compares with what is counted, and never stores itself. */
static void find_bounds(Search *search)
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

static const IrInst *accessed_at(const Search *search, const IrInst *inst)
{
    return inst->op == IR_OP_LOAD ? search->reading.definition[inst->as.load.address] : inst->op == IR_OP_STORE ? search->reading.definition[inst->as.store.address] : NULL;
}

/* From where a variable got the pointers that it holds. */
static void add_read(const Search *search, uint32_t local, GArray *pointers)
{
    const IrFunction *function = search->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *read = read_pointer(search, &function->blocks[b].insts[i], local);
            const Spot place = read == NULL ? (Spot){.kind = SPOT_NONE} : reading_spot(&search->reading, read->as.load.address);
            const IrInst *from = place.kind == SPOT_FIELD ? without_fields(search, read->as.load.address) : NULL;
            const bool is_link = from != NULL && from->op == IR_OP_LOAD && search->reading.info->body->local_of[from->as.load.address] == local;
            if (is_link && !is_stored(search, place) && !spot_is_among(search->reading.info->own_links, place))
                g_array_append_val(search->reading.info->own_links, place);
            if (place.kind > SPOT_LOCAL)
                g_array_append_val(pointers, place);
        }
}

/* Where its own counts are found, and their bounds: by which pointers, `pool->ring->head`, that stay, too, and by which addresses. */
static void find_ways(Search *search, const IrInst *inst)
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

static void find_all(const Engine *engine, FunctionInfo *info)
{
    Search search = {reading_begin(engine, info), g_array_new(FALSE, FALSE, sizeof(Spot)), true};
    info->own_counts = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->counted_in = g_array_new(FALSE, FALSE, sizeof(CountedIn));
    info->own_walked = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->own_links = g_array_new(FALSE, FALSE, sizeof(Spot));
    while (search.changed) {
        search.changed = false;
        visit_all(&search, find_index);
    }
    info->own_bounds = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->own_addresses = g_array_new(FALSE, FALSE, sizeof(IrReg));
    if (search.indices->len > 0 && !info->is_recursive) { /* a recursion would not settle: each call counts on */
        visit_all(&search, find_stored);
        find_counted(&search);
        find_bounds(&search);
        visit_all(&search, find_ways);
    }
    g_array_free(search.indices, TRUE);
    if (info->own_counts->len > 0)
        info->own_definitions = search.reading.definition;
    else
        g_free(search.reading.definition);
}

/* Whether the pointer in such a field, or in a global, leads to an object. */
static bool is_pointed_by(const Values *values, const Env *env, Spot spot, Value object)
{
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && !is; i++) {
        const ValueNode *key = value_node(values, env->cells[i].key);
        is = env->cells[i].value == object && key->kind == (spot.kind == SPOT_BEHIND_FIELD ? VALUE_FIELD : VALUE_GLOBAL) && key->number == spot.number;
    }
    return is;
}

static bool is_spot_at(const Values *values, const Env *env, Spot spot, Value at)
{
    const ValueNode *node = value_node(values, at);
    switch (spot.kind) {
    case SPOT_LOCAL: return node->kind == VALUE_LOCAL && node->number == spot.number;
    case SPOT_FIELD: return node->kind == VALUE_FIELD && node->number == spot.number;
    case SPOT_GLOBAL: return node->kind == VALUE_GLOBAL && node->number == spot.number;
    case SPOT_BEHIND: return node->kind == VALUE_SYMBOL && env_get(env, value_local((Values *)(uintptr_t)values, spot.number)) == at;
    case SPOT_BEHIND_FIELD: case SPOT_BEHIND_GLOBAL: return node->kind == VALUE_SYMBOL && is_pointed_by(values, env, spot, at);
    default: return false;
    }
}

/* NULL: it is none of them. */
static const Spot *find_among(const Values *values, const Env *env, const GArray *places, Value at)
{
    const Spot *found = NULL;
    while (value_node(values, at)->kind == VALUE_ELEMENT || value_node(values, at)->kind == VALUE_ELEMENT_AT)
        at = value_node(values, at)->left;
    for (uint32_t i = 0; i < places->len && found == NULL; i++) {
        const Spot *own = &g_array_index(places, Spot, i);
        found = is_spot_at(values, env, *own, at) ? own : NULL;
    }
    return found;
}

static void find_once(Exec *exec)
{
    if (exec->run->info->own_counts == NULL)
        find_all(exec->engine, exec->run->info);
}

/* Whether a call is given a task, or makes one. */
static bool is_about_tasks(const IrInst *call)
{
    bool is = call->type.kind == IR_TYPE_TASK;
    for (uint32_t i = 0; i < call->as.call.argument_count && !is; i++)
        is = call->as.call.arguments[i].type.kind == IR_TYPE_TASK;
    return is;
}

/* Whether another function of the program stores there that has nothing to do with tasks. */
static bool has_setter(const Exec *exec, const UnseenWrites *writes)
{
    bool has = writes->writer_count > MOST_WRITERS;
    for (uint32_t i = 0; !has && i < writes->writer_count; i++)
        has = writes->writers[i] != exec->run->info && !writes->writers[i]->meets_tasks;
    return has;
}

/* Whether a place lies in what a pointer that is given leads to, or in what begins there: `poll(&pool->base)` knows the whole pool, `release(&pool->buffers)` does not. */
static bool lies_in(const Engine *engine, Value place, Value given)
{
    const Values *values = engine->values;
    while (value_node(values, given)->kind == VALUE_FIELD && engine->layouts[value_node(values, given)->number].begin == 0)
        given = value_node(values, given)->left;
    while (place != given && (value_node(values, place)->kind == VALUE_FIELD || value_node(values, place)->kind == VALUE_ELEMENT || value_node(values, place)->kind == VALUE_ELEMENT_AT))
        place = value_node(values, place)->left;
    return place == given;
}

/* Whether a place lies in a variable of the program that others write: a number, by who has nothing to do with tasks; a pointer, by a callback. */
static bool is_written_by_others(const Exec *exec, Value place, bool is_pointer)
{
    const ValueNode *root = value_node(exec->engine->values, value_root(exec->engine->values, place));
    return is_pointer ? unseen_writes_are_expected(exec->engine, place) : root->kind == VALUE_GLOBAL && has_setter(exec, &exec->engine->unseen_writes[root->number]);
}

/* Whether the unseen code that is called may well count there, too: it is given the object and has nothing to do with a task, `fill(list)`, `reset(batch)`, `poll(pool)`; or a variable of the program that others write. */
static bool is_counted_by_others(Exec *exec, const Env *env, Value place)
{
    const IrInst *call = exec->inst;
    const Value held = env_get(env, place);
    const ValueNode *value = held == VALUE_NONE ? NULL : value_node(exec->engine->values, held);
    bool is = is_written_by_others(exec, place, value != NULL && value->kind == VALUE_SYMBOL && value->type.kind == IR_TYPE_POINTER);
    for (uint32_t i = 0; call != NULL && call->op == IR_OP_CALL && i < call->as.call.argument_count && !is; i++) {
        const IrOperand argument = call->as.call.arguments[i];
        const Value given = argument.reg == IR_NONE || argument.type.kind != IR_TYPE_POINTER ? VALUE_NONE : exec_register(exec, (Env *)(uintptr_t)env, argument.reg);
        is = given != VALUE_NONE && lies_in(exec->engine, place, given) && !is_about_tasks(call);
    }
    return is;
}

/* Whether a condition in one of the blocks of a loop asks for such a number; is_for_none: whether it is 0. */
static bool is_asked_in(Exec *exec, const Spot *own, uint32_t head, bool is_for_none)
{
    const Reading reading = {exec->engine, exec->run->info, exec->run->info->own_definitions};
    bool is = false;
    for (uint32_t b = 0; b < exec->function->block_count && !is; b++) {
        const IrInst *end = ir_end_of(exec->function, b);
        const IrInst *asked = engine_loop_of(exec->run->info, b) == head && end->op == IR_OP_BRANCH ? reading_number(&reading, end->as.branch.condition) : NULL;
        while (asked != NULL && asked->op == IR_OP_UNARY)
            asked = reading_number(&reading, asked->as.unary.operand);
        const IrInst *number = asked != NULL && asked->op == IR_OP_BINARY ? reading_number(&reading, asked->as.binary.right) : NULL;
        const IrInst *load = asked != NULL && asked->op == IR_OP_BINARY ? reading_number(&reading, asked->as.binary.left) : asked;
        const Spot place = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
        is = spot_is_same(place, *own) && (!is_for_none || number == NULL || (number->op == IR_OP_CONST && number->as.constant <= 1));
    }
    return is;
}

/* Whether the function itself counts there, in a loop around what is executed. Not where it waits meanwhile, in a loop that asks for the number, or asks in a loop that counts up whether there are none. */
static bool is_being_counted(Exec *exec, const Spot *own)
{
    FunctionInfo *info = exec->run->info;
    const CountedIn *in = NULL;
    for (uint32_t i = 0; i < info->counted_in->len && in == NULL; i++)
        in = spot_is_same(g_array_index(info->counted_in, CountedIn, i).place, *own) ? &g_array_index(info->counted_in, CountedIn, i) : NULL;
    uint32_t loop = in == NULL ? IR_NONE : engine_loop_of(info, exec->block);
    for (; loop != IR_NONE; loop = engine_loop_around(info, loop)) {
        for (uint32_t i = 0; i < in->count; i++)
            if (in->loops[i] == loop)
                return in->is_down[i] || !is_asked_in(exec, own, loop, true);
        if (is_asked_in(exec, own, loop, false))
            return false;
    }
    return false;
}

bool own_counts_is_one(Exec *exec, const Env *env, Value place)
{
    find_once(exec);
    return find_among(exec->engine->values, env, exec->run->info->own_counts, place) != NULL;
}

/* The parameter that holds a pointer; IR_NONE: none. */
static uint32_t parameter_with(Exec *exec, const Env *env, Value pointer)
{
    uint32_t found = IR_NONE;
    for (uint32_t p = 0; p < exec->function->param_count && found == IR_NONE; p++)
        found = env_get(env, value_local(exec->engine->values, p)) == pointer ? p : IR_NONE;
    return found;
}

bool own_counts_are_apart(Exec *exec, const Env *env, Value place, Value other)
{
    const Values *values = exec->engine->values;
    const Value roots[2] = {value_root(values, place), value_root(values, other)};
    if (value_node(values, place)->kind != VALUE_FIELD || value_node(values, roots[0])->kind != VALUE_SYMBOL || value_node(values, roots[1])->kind != VALUE_SYMBOL || !own_counts_is_one(exec, env, place))
        return false;
    if (find_among(values, env, exec->run->info->own_walked, place) != NULL)
        return true;
    const uint32_t parameter = parameter_with(exec, env, roots[0]), second = parameter_with(exec, env, roots[1]);
    return parameter != IR_NONE && second != IR_NONE && parameter != second;
}

bool own_counts_has(Exec *exec, const Env *env, Value place)
{
    find_once(exec);
    const Spot *own = find_among(exec->engine->values, env, exec->run->info->own_counts, place);
    return own != NULL && (is_being_counted(exec, own) || !is_counted_by_others(exec, env, place));
}

/* The address that a register would be given now; VALUE_NONE: it leads on from what is not known, or through an element. */
static Value address_now(Exec *exec, const Env *env, IrReg reg)
{
    Values *values = exec->engine->values;
    const IrInst *inst = exec->run->info->own_definitions[reg];
    const uint32_t m = exec->run->info->module_index;
    Value at = VALUE_NONE;
    switch (inst == NULL ? IR_OP_COUNT : inst->op) {
    case IR_OP_LOCAL: return value_local(values, inst->as.local);
    case IR_OP_GLOBAL: return value_global(values, exec->engine->program->global_of[m][inst->as.global]);
    case IR_OP_LOAD: at = address_now(exec, env, inst->as.load.address); return at == VALUE_NONE ? VALUE_NONE : env_get(env, at);
    case IR_OP_FIELD: at = address_now(exec, env, inst->as.field.base); return at == VALUE_NONE ? VALUE_NONE : value_field(values, at, memory_field_id(exec->engine, m, inst->as.field.field));
    default: return VALUE_NONE;
    }
}

void own_counts_name_zeros(Exec *exec, Env *env)
{
    bool any = false;
    for (uint32_t i = 0; i < env->cell_count && !any; i++)
        any = value_is_rest(value_node(exec->engine->values, env->cells[i].key));
    find_once(exec);
    const GArray *addresses = exec->run->info->own_addresses;
    for (uint32_t i = 0; any && i < addresses->len; i++) {
        const Value at = address_now(exec, env, g_array_index(addresses, IrReg, i));
        if (at == VALUE_NONE || memory_rest(exec, env, at) != REST_ZERO)
            continue;
        const ValueNode *node = value_node(exec->engine->values, at);
        if (node->kind == VALUE_FIELD && exec->engine->fields[node->number].kind == IR_TYPE_AGGREGATE)
            env_set_rest(exec->engine->values, env, at, true, REST_ZERO);
        else if (env_get(env, at) == VALUE_NONE)
            env_set(env, at, value_const(exec->engine->values, 0));
    }
}

bool own_counts_has_bound(Exec *exec, const Env *env, Cell cell)
{
    const Values *values = exec->engine->values;
    const ValueNode *value = value_node(values, cell.value);
    find_once(exec);
    const bool may_be = value_node(values, value_root(values, cell.key))->kind != VALUE_LOCAL && (value->has_symbols || (value->kind == VALUE_CONST && value->number > 0));
    return may_be && find_among(values, env, exec->run->info->own_bounds, cell.key) != NULL &&
           (find_among(values, env, exec->run->info->own_links, cell.key) != NULL || !is_counted_by_others(exec, env, cell.key));
}
