/* body.h - what the analysis wants to know of a function body before it interprets it: which registers and locals are
 * still needed at the start of each block, and which registers a block defines. */
#ifndef VTCHECK_WORLDS_BODY_H
#define VTCHECK_WORLDS_BODY_H

#include "worlds/intset.h"
#include "ir/ir.h"

/* Where a function reads an integer: a variable, a field of a struct in one, what a variable points to, or a field of that; or an element of known number of these. */
typedef struct ComparedPlace {
    uint32_t local, global; /* one of them; IR_NONE: the other. Of the function's module */
    bool is_behind; /* the variable is a pointer, and the number is behind it */
    uint32_t field; /* of the function's module; IR_NONE: no field */
    int64_t element; /* 0: the first, or no array */
} ComparedPlace;

/* Two that the function compares with each other, or of which it makes the one from the other: as they are, converted, or with constants added. */
typedef struct ComparedPlaces {
    ComparedPlace left, right;
} ComparedPlaces;

/* One that the function divides by a small constant: a counter of a ring, `ring[head % 4]`. */
typedef struct DividedPlace {
    ComparedPlace place;
    uint32_t modulus;
} DividedPlace;

/* Two that loops count by the same number, the one up and the other down. */
typedef struct OpposedLocals {
    uint32_t up, down;
} OpposedLocals;

typedef struct Body {
    const IrModule *module;
    const IrFunction *function; /* of the module, or cut from one of it */
    uint32_t inst_count;
    /* Registers that block b defines are numbers [register_first[b], register_first[b] + register_count[b]). */
    uint32_t *register_first, *register_count;
    /* Dense numbers of what liveness speaks of: registers used outside their block, and scalar locals whose address is
     * only loaded from and stored to. IR_NONE: not among them. */
    uint32_t *register_slot, *local_slot;
    uint32_t *live_slot; /* per local: the same, and of numbers that operations of value tasks fill besides, `vt_int_await(t, &value)` */
    uint32_t *local_of;  /* per register: the local whose address it is, whatever happened before; IR_NONE: something else */
    bool *is_counted;    /* per local: a loop adds constants to it, or to what lies in it */
    bool *is_walker;     /* per local: a loop moves it along an array */
    bool *has_bound;     /* per local: it is compared with a constant */
    bool *is_index;      /* per local: it, or it but for a constant, says which element of an array is meant */
    uint32_t *index_from; /* per local: the one from which on it counts, `t[i - first]`; IR_NONE: from 0 on */
    uint32_t slot_count;
    uint64_t *live_in; /* block_count rows of words_per_block words; NULL: the function is too large, see range_* */
    uint32_t *range_first, *range_last; /* per slot: the blocks between which it is live at most, loops included */
    uint32_t words_per_block;
    bool *is_loop_head;  /* per block: some edge comes back to it */
    bool *is_in_loop;    /* per block: between a loop's head and an edge back to it, in block order */
    SortedNumbers thresholds; /* -1, 0, 1 and the numbers that the function compares with, and their neighbours */
    SortedNumbers stops;      /* the same; where tasks are put into arrays or taken out by an index, the first few indices too */
    bool has_masks;           /* it, or one that it calls, takes bits out of numbers (set by the analysis) */
    const uint8_t *moduli;    /* the small constants that it divides numbers by, `k % 4`, `k & 3`, each once */
    uint32_t modulus_count;
    DividedPlace *divided;    /* where the numbers stand, each once */
    uint32_t divided_count;
    ComparedPlaces *rings;    /* pairs of these that are compared, too */
    uint32_t ring_count;
    bool *is_of_bits;         /* per register: a sum or difference of a place of which the function takes bits; NULL: none is */
    ComparedPlaces *compared; /* each pair once */
    uint32_t compared_count;
    OpposedLocals *opposed;
    uint32_t opposed_count;
    bool *is_start;           /* per register: a sum by which a loop's count starts; NULL: none is */
    int64_t *counted_from;    /* per register: read from what a loop counts up, it is at most this, since no loop counts so far that it comes round; 0: another one. NULL: all are */
} Body;

/* The function with its blocks cut into pieces: behind calls that may end in several ways (so that the ways are merged
 * again before the next call), and where a block is long (so that what is dead is forgotten). Shares everything but the
 * blocks with `function`; returns `function` itself when there is nothing to cut. Lives in the arena. */
const IrFunction *body_cut(const IrModule *module, const IrFunction *function, BaseArena *arena);

/* Lives in the arena. `function`: of the module, or cut from one of it. */
Body *body_new(const IrModule *module, const IrFunction *function, BaseArena *arena);

bool body_is_same_place(ComparedPlace a, ComparedPlace b);
void body_find_places(Body *body, BaseArena *arena); /* body_places.c, for body_new: `is_of_bits`, `compared`, `has_bound`, `opposed`, `is_counted`, `is_walker`, `counted_from`, `moduli`, `divided`, `rings` */

bool body_register_is_live(const Body *body, uint32_t block, IrReg reg);
/* Whether the value of a local can still be read; true for every local that is not simple. */
bool body_local_is_live(const Body *body, uint32_t block, uint32_t local);

#endif
