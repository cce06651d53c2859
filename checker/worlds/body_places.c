/* body_places.c - what a function does with the numbers in its variables: which it compares with each other, of which it takes bits, which it counts up and down
 * together. What is known of two of them at once is worth keeping where worlds are joined (world_join.c). */
#include "ir/inst.h"
#include "worlds/body.h"
#include "worlds/infer.h"

#include <glib.h>

enum { MOST_COMPARED = 16, MOST_OPPOSED = 8, MOST_COUNTED = 16, MOST_MODULI = 4, MOST_DIVIDED = 8, LEAST_BITS = 16 /* of a number that does not come round: one of fewer may */ };

static const IrInst *definition_of(const IrInst *const *definition, IrReg reg)
{
    return reg == IR_NONE ? NULL : definition[reg];
}

/* The place at an address; false: it is none of those that are remembered. */
static bool place_at(const IrInst *const *definition, const IrInst *address, ComparedPlace *place)
{
    *place = (ComparedPlace){IR_NONE, IR_NONE, false, IR_NONE, 0};
    if (address != NULL && address->op == IR_OP_INDEX) {
        const IrInst *index = ir_without_casts(definition, address->as.index.index);
        if (index == NULL || index->op != IR_OP_CONST || address->as.index.scale != 1)
            return false;
        place->element = index->as.constant;
        address = definition_of(definition, address->as.index.base);
    }
    if (address != NULL && address->op == IR_OP_FIELD) {
        place->field = address->as.field.field;
        address = definition_of(definition, address->as.field.base);
    }
    if (address != NULL && address->op == IR_OP_LOAD) {
        place->is_behind = true;
        address = definition_of(definition, address->as.load.address);
    }
    if (address == NULL || (address->op != IR_OP_LOCAL && address->op != IR_OP_GLOBAL))
        return false;
    *(address->op == IR_OP_LOCAL ? &place->local : &place->global) = address->op == IR_OP_LOCAL ? address->as.local : address->as.global;
    return true;
}

/* The place that a register was read from, but for conversions and constants that were added to it: *added in all. */
static bool find_place_and_sum(const IrInst *const *definition, IrReg reg, ComparedPlace *place, const IrInst **load, int64_t *added)
{
    *added = 0;
    for (int depth = 0; depth < 8; depth++) {
        const IrInst *inst = definition_of(definition, reg);
        if (inst == NULL)
            return false;
        if (inst->op == IR_OP_LOAD) {
            *load = inst;
            return inst->type.kind == IR_TYPE_INT && place_at(definition, definition_of(definition, inst->as.load.address), place);
        }
        const IrInst *right = inst->op == IR_OP_BINARY ? definition_of(definition, inst->as.binary.right) : NULL;
        if (inst->op == IR_OP_CAST) {
            reg = inst->as.cast.operand;
        } else if (right != NULL && right->op == IR_OP_CONST && (inst->as.binary.op == IR_ADD || inst->as.binary.op == IR_SUB)) {
            const uint64_t by = (uint64_t)right->as.constant;
            *added = (int64_t)((uint64_t)*added + (inst->as.binary.op == IR_ADD ? by : 0 - by));
            reg = inst->as.binary.left;
        } else {
            return false;
        }
    }
    return false;
}

static bool find_place(const IrInst *const *definition, IrReg reg, ComparedPlace *place)
{
    const IrInst *load;
    int64_t added;
    return find_place_and_sum(definition, reg, place, &load, &added);
}

bool body_is_same_place(ComparedPlace a, ComparedPlace b)
{
    return a.local == b.local && a.global == b.global && a.is_behind == b.is_behind && a.field == b.field && a.element == b.element;
}

static bool is_compared(const Body *body, ComparedPlace left, ComparedPlace right)
{
    for (uint32_t k = 0; k < body->compared_count; k++) {
        ComparedPlaces pair = body->compared[k];
        if ((body_is_same_place(pair.left, left) && body_is_same_place(pair.right, right)) || (body_is_same_place(pair.left, right) && body_is_same_place(pair.right, left)))
            return true;
    }
    return false;
}

/* In which ways a function says of two places that how far apart they are matters. */
typedef enum Comparison { IS_COMPARED, IS_SUBTRACTED, IS_COPIED } Comparison;

/* Two places that an instruction compares, of which it takes the one off the other (`head - tail == room`), or stores the one to the other. */
static bool find_two(const IrInst *const *definition, const IrInst *inst, Comparison how, ComparedPlace *left, ComparedPlace *right)
{
    if (how == IS_COPIED)
        return inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_INT && place_at(definition, definition_of(definition, inst->as.store.address), left) &&
               find_place(definition, inst->as.store.value, right);
    if (inst->op != IR_OP_BINARY)
        return false;
    const bool is = how == IS_COMPARED ? inst->as.binary.op >= IR_EQ && inst->as.binary.op <= IR_GE : inst->as.binary.op == IR_SUB;
    return is && find_place(definition, inst->as.binary.left, left) && find_place(definition, inst->as.binary.right, right);
}

static void add_compared(Body *body, const IrInst *const *definition, Comparison how)
{
    const IrFunction *function = body->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            ComparedPlace left, right;
            if (find_two(definition, inst, how, &left, &right) && !body_is_same_place(left, right) && !is_compared(body, left, right) &&
                body->compared_count < MOST_COMPARED)
                body->compared[body->compared_count++] = (ComparedPlaces){left, right};
        }
}

static bool is_plain_local(ComparedPlace place)
{
    return place.local != IR_NONE && !place.is_behind && place.field == IR_NONE && place.element == 0;
}

static void find_bounds(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    const IrFunction *function = body->function;
    body->has_bound = BASE_NEW_ARRAY(arena, bool, function->local_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i], *right = inst->op == IR_OP_BINARY ? ir_without_casts(definition, inst->as.binary.right) : NULL;
            ComparedPlace place;
            if (right != NULL && right->op == IR_OP_CONST && inst->as.binary.op >= IR_EQ && inst->as.binary.op <= IR_GE &&
                find_place(definition, inst->as.binary.left, &place) && is_plain_local(place))
                body->has_bound[place.local] = true;
        }
}

/* The place that a register was read from, but for conversions. */
static bool is_loaded(const IrInst *const *definition, IrReg reg, ComparedPlace *place)
{
    const IrInst *inst = ir_without_casts(definition, reg);
    return inst != NULL && inst->op == IR_OP_LOAD && inst->type.kind == IR_TYPE_INT && place_at(definition, definition_of(definition, inst->as.load.address), place);
}

/* `flags += HAS`, the sum that is stored; NULL: it is something else. A step by 1 is that of a counter. */
static const IrInst *sum_stored(const IrInst *const *definition, const IrInst *store, ComparedPlace *place)
{
    ComparedPlace loaded;
    const IrInst *sum = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT ? ir_without_casts(definition, store->as.store.value) : NULL;
    if (sum == NULL || sum->op != IR_OP_BINARY || (sum->as.binary.op != IR_ADD && sum->as.binary.op != IR_SUB && sum->as.binary.op != IR_XOR))
        return NULL;
    const IrInst *by = ir_without_casts(definition, sum->as.binary.right);
    bool is_step = by == NULL || (by->op == IR_OP_CONST && by->as.constant == 1);
    bool is_same = place_at(definition, definition_of(definition, store->as.store.address), place) && is_loaded(definition, sum->as.binary.left, &loaded) &&
                   body_is_same_place(*place, loaded);
    return is_step || !is_same ? NULL : sum;
}

/* `flags += HAS`, where elsewhere is `flags & HAS`. */
static void find_sums_of_bits(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    ComparedPlace masked[MOST_COMPARED], place;
    uint32_t count = 0;
    const IrFunction *function = body->function;
    for (IrReg reg = 0; reg < function->register_count && count < MOST_COMPARED; reg++) {
        const IrInst *inst = definition[reg];
        if (inst != NULL && inst->op == IR_OP_BINARY && inst->as.binary.op == IR_AND && is_loaded(definition, inst->as.binary.left, &place))
            masked[count++] = place;
    }
    for (uint32_t b = 0; b < function->block_count && count > 0; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *sum = sum_stored(definition, &function->blocks[b].insts[i], &place);
            for (uint32_t k = 0; k < count && sum != NULL; k++) {
                if (!body_is_same_place(masked[k], place))
                    continue;
                if (body->is_of_bits == NULL)
                    body->is_of_bits = BASE_NEW_ARRAY(arena, bool, function->register_count);
                body->is_of_bits[sum->result] = true;
            }
        }
}

/* A place that a store counts up (*by above 0) or down. */
static bool step_of(const IrInst *const *definition, const IrInst *store, ComparedPlace *place, int64_t *by)
{
    ComparedPlace loaded;
    const IrInst *sum = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT ? ir_without_casts(definition, store->as.store.value) : NULL;
    if (sum == NULL || sum->op != IR_OP_BINARY || (sum->as.binary.op != IR_ADD && sum->as.binary.op != IR_SUB) ||
        !place_at(definition, definition_of(definition, store->as.store.address), place))
        return false;
    const IrInst *step = ir_without_casts(definition, sum->as.binary.right);
    if (step == NULL || step->op != IR_OP_CONST || step->as.constant == INT64_MIN || !is_loaded(definition, sum->as.binary.left, &loaded) || !body_is_same_place(*place, loaded))
        return false;
    *by = sum->as.binary.op == IR_ADD ? step->as.constant : -step->as.constant;
    return true;
}

/* What is counted on by a step. */
static IrReg load_of_step(const IrInst *const *definition, const IrInst *store)
{
    const IrInst *sum = ir_without_casts(definition, store->as.store.value);
    return ir_without_casts(definition, sum->as.binary.left)->result;
}

typedef struct Step {
    uint32_t local;
    int64_t by;
} Step;

/* `i++, left--`: their sum may stay what it is. */
static void find_opposed(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    const IrFunction *function = body->function;
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(Step));
    body->opposed = BASE_NEW_ARRAY(arena, OpposedLocals, MOST_OPPOSED);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && body->is_in_loop[b]; i++) {
            ComparedPlace place;
            Step step;
            if (!step_of(definition, &function->blocks[b].insts[i], &place, &step.by) || place.field != IR_NONE || place.is_behind || place.local == IR_NONE || place.element != 0)
                continue;
            step.local = place.local;
            for (uint32_t k = 0; k < steps->len && body->opposed_count < MOST_OPPOSED; k++) {
                Step other = g_array_index(steps, Step, k);
                bool are_of_a_type = ir_type_equal(function->locals[other.local].type, function->locals[step.local].type);
                if (other.by == -step.by && other.local != step.local && are_of_a_type)
                    body->opposed[body->opposed_count++] = step.by > 0 ? (OpposedLocals){step.local, other.local} : (OpposedLocals){other.local, step.local};
            }
            g_array_append_val(steps, step);
        }
    g_array_free(steps, TRUE);
}

static guint hash_place(gconstpointer key)
{
    const ComparedPlace *place = key;
    return ((place->local * 31u + place->global) * 31u + place->field) * 31u + (guint)place->element * 2u + place->is_behind;
}

static gboolean equal_places(gconstpointer a, gconstpointer b)
{
    return body_is_same_place(*(const ComparedPlace *)a, *(const ComparedPlace *)b);
}

/* Whether an instruction asks which number a place holds, and not only how that stands to others: one of few bits that comes round is seen there. A remainder by a power of two does not tell. */
static bool asks_for_number(const IrInst *const *definition, const IrInst *inst, ComparedPlace *place)
{
    const IrReg operand = inst->op == IR_OP_BINARY ? inst->as.binary.left : inst->op == IR_OP_UNARY ? inst->as.unary.operand : inst->op == IR_OP_BRANCH ? inst->as.branch.condition
                        : inst->op == IR_OP_SWITCH ? inst->as.switch_.value : IR_NONE;
    const IrInst *by = inst->op == IR_OP_BINARY ? ir_without_casts(definition, inst->as.binary.right) : NULL;
    const bool is_by_constant = by != NULL && by->op == IR_OP_CONST;
    if (operand == IR_NONE || !find_place(definition, operand, place))
        return false;
    if (inst->op != IR_OP_BINARY)
        return true;
    const bool is_comparison = inst->as.binary.op >= IR_EQ && inst->as.binary.op <= IR_GE, is_rest = inst->as.binary.op == IR_REM;
    return (is_comparison && is_by_constant) || (is_rest && (!is_by_constant || by->as.constant <= 0 || (by->as.constant & (by->as.constant - 1)) != 0));
}

static bool is_stored_to(const IrInst *const *definition, const IrInst *inst, ComparedPlace *place)
{
    return inst->op == IR_OP_STORE && place_at(definition, definition_of(definition, inst->as.store.address), place);
}

typedef bool (*PlaceFinder)(const IrInst *const *definition, const IrInst *inst, ComparedPlace *place);

/* The places that instructions name so. */
static GHashTable *find_places(const Body *body, const IrInst *const *definition, PlaceFinder find)
{
    GHashTable *places = g_hash_table_new_full(hash_place, equal_places, g_free, NULL);
    for (uint32_t b = 0; b < body->function->block_count; b++)
        for (uint32_t i = 0; i < body->function->blocks[b].inst_count; i++) {
            ComparedPlace place;
            if (find(definition, &body->function->blocks[b].insts[i], &place))
                g_hash_table_add(places, g_memdup2(&place, sizeof place));
        }
    return places;
}

/* The local that a store moves along an array: `it++`; IR_NONE: it does something else. */
static uint32_t walker_of(const Body *body, const IrInst *const *definition, const IrInst *store)
{
    const uint32_t local = store->op == IR_OP_STORE ? body->local_of[store->as.store.address] : IR_NONE;
    const IrInst *step = local == IR_NONE ? NULL : definition_of(definition, store->as.store.value);
    const IrInst *from = step == NULL || step->op != IR_OP_INDEX ? NULL : definition_of(definition, step->as.index.base);
    return from != NULL && from->op == IR_OP_LOAD && body->local_of[from->as.load.address] == local ? local : IR_NONE;
}

static void find_counters(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    const IrFunction *function = body->function;
    body->is_counted = BASE_NEW_ARRAY(arena, bool, function->local_count + 1);
    body->is_walker = BASE_NEW_ARRAY(arena, bool, function->local_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && body->is_in_loop[b]; i++) {
            ComparedPlace place;
            int64_t by;
            if (step_of(definition, &function->blocks[b].insts[i], &place, &by) && place.local != IR_NONE && !place.is_behind)
                body->is_counted[place.local] = true;
            const uint32_t walker = walker_of(body, definition, &function->blocks[b].insts[i]);
            if (walker != IR_NONE)
                body->is_walker[walker] = true;
        }
}

/* Unsigned numbers that loops count up: `sent++`. */
typedef struct Counted {
    const Body *body;
    GHashTable *stored, *asked; /* ComparedPlace: those to which the function stores; those of which it asks which number they hold. NULL: not looked for yet */
    ComparedPlace places[MOST_COUNTED];
    uint32_t count;
    const struct Counted *all; /* these are the ones of which it is known where they start; NULL: of all */
} Counted;

static uint32_t counted_at(const Counted *counted, ComparedPlace place)
{
    uint32_t at = 0;
    while (at < counted->count && !body_is_same_place(counted->places[at], place))
        at++;
    return at;
}

static void drop(Counted *counted, uint32_t at)
{
    if (at < counted->count)
        counted->places[at] = counted->places[--counted->count];
}

/* Whether others find the place: a helper may count in it once. */
static bool is_of_others(ComparedPlace place)
{
    return place.is_behind || place.global != IR_NONE;
}

/* How far it is counted by a store; 0: it is not. */
static int64_t counts_by(const IrInst *const *definition, const IrInst *store, ComparedPlace *place)
{
    int64_t by = 0;
    return step_of(definition, store, place, &by) && !store->type.is_signed ? MAX(by, 0) : 0;
}

/* Whether nothing but what came in is ever in a place, as far as the function says. */
static bool is_given(const Counted *counted, ComparedPlace place)
{
    bool is_from_outside = is_of_others(place) || (place.local < counted->body->function->param_count && place.field == IR_NONE);
    return is_from_outside && !g_hash_table_contains(counted->stored, &place);
}

static bool is_compared_at_all(const Body *body, ComparedPlace place)
{
    bool is = false;
    for (uint32_t i = 0; i < body->compared_count && !is; i++)
        is = body_is_same_place(body->compared[i].left, place) || body_is_same_place(body->compared[i].right, place);
    return is;
}

/* Whether the one place gets what the other holds, and that never steps. */
static bool starts_from(const Body *body, const IrInst *const *definition, ComparedPlace place, ComparedPlace start)
{
    const IrFunction *function = body->function;
    bool starts = false;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            ComparedPlace to, from;
            int64_t by;
            if (store->op != IR_OP_STORE || !place_at(definition, definition_of(definition, store->as.store.address), &to))
                continue;
            if (step_of(definition, store, &to, &by) && body_is_same_place(to, start))
                return false;
            if (is_loaded(definition, store->as.store.value, &from))
                starts = starts || (body_is_same_place(to, place) && body_is_same_place(from, start)) || (body_is_same_place(to, start) && body_is_same_place(from, place));
        }
    return starts;
}

/* The place that a number is read from, or from which it is a step, `++id`. */
static bool is_count_of(const IrInst *const *definition, IrReg reg, ComparedPlace *place)
{
    const IrInst *inst = ir_without_casts(definition, reg), *step = inst != NULL && inst->op == IR_OP_BINARY && inst->as.binary.op == IR_ADD ? ir_without_casts(definition, inst->as.binary.right) : NULL;
    return is_loaded(definition, step != NULL && step->op == IR_OP_CONST ? inst->as.binary.left : reg, place);
}

/* Whether a count is compared with where it began, `id++; if (id == first) return -1;`: it is meant to come round. */
static bool comes_back(const Body *body, const IrInst *const *definition, ComparedPlace place)
{
    const IrFunction *function = body->function;
    bool does = false;
    for (uint32_t b = 0; b < function->block_count && !does; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !does; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            ComparedPlace left, right;
            if (inst->op != IR_OP_BINARY || inst->as.binary.op < IR_EQ || !is_count_of(definition, inst->as.binary.left, &left) || !is_count_of(definition, inst->as.binary.right, &right))
                continue;
            does = (body_is_same_place(left, place) && starts_from(body, definition, place, right)) || (body_is_same_place(right, place) && starts_from(body, definition, place, left));
        }
    return does;
}

/* Whether what is stored says nothing of how far it counts: not near the end, nor what another place holds that is no count. A count may go on from a number that came in and, where it is compared with
 * another place, from one that was computed, `next = last + 1`, or came of a call. */
static bool keeps_count(const Counted *counted, const IrInst *const *definition, const IrInst *store)
{
    ComparedPlace place, other;
    int64_t by;
    const IrInst *value = ir_without_casts(definition, store->as.store.value);
    if (value != NULL && value->op == IR_OP_CONST)
        return value->as.constant >= 0 && value->as.constant <= ir_type_max(store->type) / 2;
    if (step_of(definition, store, &place, &by)) /* down it may go below 0 */
        return by >= 0;
    const Counted *all = counted->all == NULL ? counted : counted->all;
    if (is_loaded(definition, store->as.store.value, &other) && (counted_at(all, other) < all->count || is_given(counted, other)))
        return true;
    return counted->all == NULL && place_at(definition, definition_of(definition, store->as.store.address), &place) && is_compared_at_all(counted->body, place) &&
           !comes_back(counted->body, definition, place);
}

typedef void (*StoreVisitor)(Counted *counted, const IrInst *const *definition, const IrInst *store, ComparedPlace place, bool is_in_loop);

static void visit_stores(const Body *body, const IrInst *const *definition, Counted *counted, StoreVisitor visit)
{
    const IrFunction *function = body->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            ComparedPlace place;
            if (store->op == IR_OP_STORE && store->type.kind == IR_TYPE_INT && place_at(definition, definition_of(definition, store->as.store.address), &place))
                visit(counted, definition, store, place, body->is_in_loop[b]);
        }
}

static bool is_asked_for(Counted *counted, const IrInst *const *definition, ComparedPlace place)
{
    if (counted->asked == NULL)
        counted->asked = find_places(counted->body, definition, asks_for_number);
    return g_hash_table_contains(counted->asked, &place);
}

static void add_counted(Counted *counted, const IrInst *const *definition, const IrInst *store, ComparedPlace place, bool is_in_loop)
{
    if ((is_in_loop || is_of_others(place)) && counted->count < MOST_COUNTED && counts_by(definition, store, &place) > 0 && counted_at(counted, place) == counted->count &&
        (store->type.bits >= LEAST_BITS || (!is_of_others(place) && !is_asked_for(counted, definition, place))))
        counted->places[counted->count++] = place;
}

static void drop_counted(Counted *counted, const IrInst *const *definition, const IrInst *store, ComparedPlace place, bool is_in_loop)
{
    (void)is_in_loop;
    const uint32_t at = counted_at(counted, place);
    if (at < counted->count && !keeps_count(counted, definition, store))
        drop(counted, at);
}

/* Whether nothing but what the function itself stores there by the place's name is ever in it. */
static bool is_own(const Body *body, ComparedPlace place)
{
    return place.field == IR_NONE && place.element == 0 && !is_of_others(place) && place.local >= body->function->param_count && body->local_slot[place.local] != IR_NONE;
}

/* The smallest number that the function puts into a place; INT64_MIN: it may be any. */
static int64_t least_stored(const Counted *counted, const IrInst *const *definition, ComparedPlace place)
{
    const IrFunction *function = counted->body->function;
    int64_t least = is_own(counted->body, place) ? INT64_MAX : INT64_MIN;
    for (uint32_t b = 0; b < function->block_count && least != INT64_MIN; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            ComparedPlace stored;
            int64_t by;
            if (store->op != IR_OP_STORE || !place_at(definition, definition_of(definition, store->as.store.address), &stored) || !body_is_same_place(stored, place) ||
                step_of(definition, store, &stored, &by))
                continue;
            const IrInst *value = ir_without_casts(definition, store->as.store.value);
            least = value != NULL && value->op == IR_OP_CONST ? MIN(least, value->as.constant) : INT64_MIN;
        }
    return least;
}

/* What is asked of a place: whether it is a number, for `is_equal`; else how it compares with one. */
typedef struct AskedPlace {
    ComparedPlace place;
    const IrInst *load;
    int64_t number; /* what was added to the place is taken off */
    bool is_equal;
} AskedPlace;

static bool asked_place(const IrInst *const *definition, const IrInst *inst, AskedPlace *asked)
{
    const bool is_compare = inst->op == IR_OP_BINARY && inst->as.binary.op >= IR_EQ && inst->as.binary.op <= IR_GE;
    const bool is_truth = inst->op == IR_OP_BRANCH || (inst->op == IR_OP_UNARY && inst->as.unary.op == IR_NOT);
    const IrInst *right = is_compare ? ir_without_casts(definition, inst->as.binary.right) : NULL;
    const IrReg reg = is_compare ? inst->as.binary.left : inst->op == IR_OP_BRANCH ? inst->as.branch.condition : inst->op == IR_OP_UNARY ? inst->as.unary.operand : IR_NONE;
    int64_t added;
    if (!(is_truth || (right != NULL && right->op == IR_OP_CONST)) || !find_place_and_sum(definition, reg, &asked->place, &asked->load, &added))
        return false;
    asked->is_equal = is_truth || inst->as.binary.op == IR_EQ || inst->as.binary.op == IR_NE;
    asked->number = ir_wrap_constant(asked->load->type, (int64_t)((uint64_t)(is_truth ? 0 : right->as.constant) - (uint64_t)added));
    return true;
}

/* Whether it is asked for a number near the end of its type, `slot == UINT32_MAX`, or one that it only comes to by coming round, `++id == 0`. `stepped`: by how much the place was counted before, in
 * the same block. */
static bool asks_for_end(const Counted *counted, const IrInst *const *definition, const AskedPlace *asked, const int64_t *stepped)
{
    const int64_t most = ir_type_max(asked->load->type) / 2;
    const int64_t before = asked->is_equal ? ir_wrap_constant(asked->load->type, (int64_t)((uint64_t)asked->number - (uint64_t)stepped[asked->load->result])) : asked->number;
    if (asked->number < 0 || asked->number > most || before < 0 || before > most)
        return true;
    const int64_t least = asked->is_equal && asked->number == 0 ? least_stored(counted, definition, asked->place) : 0;
    return least > 0 || least == INT64_MIN;
}

/* Who asks whether a count has come to its end, or round, says that it may. */
static void drop_asked(const Body *body, const IrInst *const *definition, Counted *counted)
{
    const IrFunction *function = body->function;
    int64_t *stepped = g_new0(int64_t, function->register_count);
    for (uint32_t b = 0; b < function->block_count && counted->count > 0; b++) {
        int64_t by[MOST_COUNTED] = {0};
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            ComparedPlace place;
            int64_t step;
            const bool is_load = inst->op == IR_OP_LOAD && place_at(definition, definition_of(definition, inst->as.load.address), &place);
            const uint32_t at = is_load || step_of(definition, inst, &place, &step) ? counted_at(counted, place) : counted->count;
            if (at < counted->count && is_load)
                stepped[inst->result] = by[at];
            else if (at < counted->count)
                by[at] = (int64_t)((uint64_t)by[at] + (uint64_t)step);
        }
    }
    for (uint32_t b = 0; b < function->block_count && counted->count > 0; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            AskedPlace asked;
            const bool is = asked_place(definition, &function->blocks[b].insts[i], &asked);
            const uint32_t at = is ? counted_at(counted, asked.place) : counted->count;
            if (at < counted->count && asks_for_end(counted, definition, &asked, stepped))
                drop(counted, at);
        }
    g_free(stepped);
}

/* What came in, or is filled out of sight, may be at its end, "none", when it is counted up; that it is not is believed where it is compared with another place, as one count with the other. A helper
 * that only counts tells nothing: its caller knows (summary.c). */
static void drop_given(const Body *body, Counted *counted)
{
    for (uint32_t k = counted->count; k-- > 0;) {
        const ComparedPlace place = counted->places[k];
        if (!is_own(body, place) && !is_of_others(place) && !is_compared_at_all(body, place))
            drop(counted, k);
    }
}

/* Nothing but the function's own small numbers and steps upwards is ever in it. */
static void keep_own(const Body *body, Counted *counted)
{
    for (uint32_t k = counted->count; k-- > 0;)
        if (!is_own(body, counted->places[k]))
            drop(counted, k);
}

/* Where a count starts past another number, `next = last + 1`: that may have come round, or not, and is no longer a sum from then on. (Of 64 bits nobody can tell.) */
static void note_start(Body *body, const IrInst *const *definition, const Counted *counted, const IrInst *store, BaseArena *arena)
{
    ComparedPlace place, other;
    const IrInst *load, *sum = store->op == IR_OP_STORE && store->type.bits < 64 ? ir_without_casts(definition, store->as.store.value) : NULL;
    int64_t added;
    if (sum == NULL || sum->op != IR_OP_BINARY || sum->type.is_signed || !place_at(definition, definition_of(definition, store->as.store.address), &place) ||
        counted_at(counted, place) == counted->count || !find_place_and_sum(definition, sum->result, &other, &load, &added) || body_is_same_place(place, other))
        return;
    if (body->is_start == NULL)
        body->is_start = BASE_NEW_ARRAY(arena, bool, body->function->register_count);
    body->is_start[sum->result] = true;
}

static void settle(const Body *body, const IrInst *const *definition, Counted *counted)
{
    for (uint32_t before = MOST_COUNTED + 1; counted->count < before && counted->count > 0;) {
        before = counted->count;
        visit_stores(body, definition, counted, drop_counted);
    }
}

/* By which registers counts are read that do not come round. */
static void note_counted(Body *body, const IrInst *const *definition, const Counted *counted, const Counted *own, BaseArena *arena)
{
    const IrFunction *function = body->function;
    body->counted_from = BASE_NEW_ARRAY(arena, int64_t, function->register_count);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            ComparedPlace place;
            const int64_t by = counts_by(definition, inst, &place);
            note_start(body, definition, counted, inst, arena);
            if (!body->is_in_loop[b] && (by == 0 || !is_of_others(place)))
                continue;
            if (by > 0 && counted_at(counted, place) < counted->count)
                body->counted_from[load_of_step(definition, inst)] = ir_type_max(inst->type) - by;
            else if (inst->op == IR_OP_LOAD && body->counted_from[inst->result] == 0 && place_at(definition, definition_of(definition, inst->as.load.address), &place) &&
                     counted_at(own, place) < own->count)
                body->counted_from[inst->result] = ir_type_max(inst->type) - 1;
        }
}

/* Of `sent` and `got`, both unsigned, the one is always one more, unless it comes round. What is read to be counted up is so far from the end; what was put there otherwise may be the end itself, as
 * long as nobody counts on. */
static void find_counted(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    Counted counted = {.body = body};
    visit_stores(body, definition, &counted, add_counted);
    drop_asked(body, definition, &counted);
    drop_given(body, &counted);
    counted.stored = counted.count > 0 ? find_places(body, definition, is_stored_to) : NULL;
    settle(body, definition, &counted);
    Counted own = counted;
    own.all = &counted;
    keep_own(body, &own);
    settle(body, definition, &own);
    if (counted.count > 0)
        note_counted(body, definition, &counted, &own, arena);
    g_clear_pointer(&counted.stored, g_hash_table_destroy);
    g_clear_pointer(&counted.asked, g_hash_table_destroy);
}

/* The constants that numbers are divided by for their remainders. */
static uint32_t modulus_of(const IrInst *const *definition, const IrInst *inst)
{
    const IrInst *by = inst != NULL && inst->op == IR_OP_BINARY ? ir_without_casts(definition, inst->as.binary.right) : NULL;
    return by != NULL && by->op == IR_OP_CONST ? infer_modulus_by(inst->as.binary.op, by->as.constant) : 0;
}

static bool is_divided(const Body *body, ComparedPlace place, uint32_t modulus)
{
    for (uint32_t i = 0; i < body->divided_count; i++)
        if (body_is_same_place(body->divided[i].place, place) && (modulus == 0 || body->divided[i].modulus == modulus))
            return true;
    return false;
}

static void find_rings(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    body->divided = BASE_NEW_ARRAY(arena, DividedPlace, MOST_DIVIDED);
    body->rings = BASE_NEW_ARRAY(arena, ComparedPlaces, MOST_COMPARED);
    for (IrReg reg = 0; reg < body->function->register_count && body->divided_count < MOST_DIVIDED; reg++) {
        const uint32_t modulus = modulus_of(definition, definition[reg]);
        ComparedPlace place;
        if (modulus != 0 && find_place(definition, definition[reg]->as.binary.left, &place) && !is_divided(body, place, modulus))
            body->divided[body->divided_count++] = (DividedPlace){place, modulus};
    }
    for (uint32_t i = 0; i < body->compared_count; i++)
        if (is_divided(body, body->compared[i].left, 0) && is_divided(body, body->compared[i].right, 0))
            body->rings[body->ring_count++] = body->compared[i];
}

static void find_moduli(Body *body, const IrInst *const *definition, BaseArena *arena)
{
    uint8_t *moduli = BASE_NEW_ARRAY(arena, uint8_t, MOST_MODULI);
    body->moduli = moduli;
    for (IrReg reg = 0; reg < body->function->register_count && body->modulus_count < MOST_MODULI; reg++) {
        const uint32_t modulus = modulus_of(definition, definition[reg]);
        bool is_new = modulus != 0;
        for (uint32_t i = 0; i < body->modulus_count && is_new; i++)
            is_new = moduli[i] != modulus;
        if (is_new)
            moduli[body->modulus_count++] = (uint8_t)modulus;
    }
}

/* Of what is compared first: there is room for so many. */
void body_find_places(Body *body, BaseArena *arena)
{
    const IrInst **definition = ir_definitions(body->function);
    body->compared = BASE_NEW_ARRAY(arena, ComparedPlaces, MOST_COMPARED);
    add_compared(body, definition, IS_COMPARED);
    add_compared(body, definition, IS_SUBTRACTED);
    add_compared(body, definition, IS_COPIED);
    find_bounds(body, definition, arena);
    find_sums_of_bits(body, definition, arena);
    find_opposed(body, definition, arena);
    find_counters(body, definition, arena);
    find_counted(body, definition, arena);
    find_moduli(body, definition, arena);
    find_rings(body, definition, arena);
    g_free(definition);
}
