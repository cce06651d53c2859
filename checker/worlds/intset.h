/* intset.h - finite unions of integer intervals: what a path has learnt of a number.
 *
 * Sets are interned: equal sets have equal ids, so that worlds compare by ids. A set has at most INTSET_INTERVALS
 * intervals; an operation whose exact result needs more returns a superset (it closes the narrowest gaps), which is the
 * safe direction: a path may be thought possible, never wrongly impossible. Numbers are int64_t; the ends of that range
 * stand for "unbounded". Not thread-safe. */
#ifndef VTCHECK_WORLDS_INTSET_H
#define VTCHECK_WORLDS_INTSET_H

#include <stdbool.h>
#include <stdint.h>

#include "ir/ir.h"

typedef struct SortedNumbers {
    int64_t *at;
    uint32_t count;
} SortedNumbers;

typedef uint32_t IntSet; /* id; 0 is the full set, 1 the empty set */

#define INTSET_FULL 0u
#define INTSET_EMPTY 1u
enum { INTSET_INTERVALS = 24 }; /* as many neighbourless cases as a switch may well have */

typedef struct IntSets IntSets; /* the table of interned sets */

IntSets *intsets_new(void);
void intsets_free(IntSets *sets);

IntSet intset_range(IntSets *sets, int64_t low, int64_t high); /* low > high: empty */
IntSet intset_type(IntSets *sets, IrType type);                /* all values of an integer type; full for other types */
IntSet intset_intersect(IntSets *sets, IntSet a, IntSet b);
IntSet intset_union(IntSets *sets, IntSet a, IntSet b);
/* As intset_union; *exact becomes false where the result is a proper superset of the union. */
IntSet intset_union_exact(IntSets *sets, IntSet a, IntSet b, bool *exact);
IntSet intset_complement(IntSets *sets, IntSet a);
IntSet intset_shift(IntSets *sets, IntSet a, int64_t by);  /* { x + by }, saturating */
IntSet intset_negate(IntSets *sets, IntSet a);             /* { -x }, saturating */

/* What each stretch becomes, in their order: a later one's ends are not below an earlier one's. One with low > high is left out. */
typedef struct IntStretch {
    int64_t low, high;
} IntStretch;

typedef IntStretch (*IntSetMap)(IntStretch stretch, const void *data);
IntSet intset_map(IntSets *sets, IntSet a, IntSetMap map, const void *data);
/* A set that contains both and does not grow for ever: an end of `to` beyond that of `from` moves on to the next of the
 * thresholds (sorted; numbers at which something happens), or becomes unbounded when there is none; a gap of `from` in
 * which `to` has a member is closed. */
IntSet intset_widen(IntSets *sets, IntSet from, IntSet to, const int64_t *thresholds, uint32_t count);
/* Whether comparisons with the thresholds cannot tell the two apart: each threshold, and each stretch between two of them, has
 * members of both or of neither. */
bool intset_is_alike(const IntSets *sets, IntSet a, IntSet b, const int64_t *thresholds, uint32_t count);
bool intset_contains(const IntSets *sets, IntSet a, int64_t value);
bool intset_is_subset(IntSets *sets, IntSet a, IntSet b);
bool intset_single(const IntSets *sets, IntSet a, int64_t *value); /* true and *value when it has exactly one member */
/* The members, where there are at most `room`; 0: there are none, or more. */
uint32_t intset_members(const IntSets *sets, IntSet a, int64_t *members, uint32_t room);
/* Of a non-empty set: the bits that each member has, and those that none has. */
void intset_bits(const IntSets *sets, IntSet a, uint64_t *one, uint64_t *zero);
/* What is left of its members when they are divided: bit r for each that is r more than a multiple, also of one below zero. modulus: 1 to 64. */
uint64_t intset_residues(const IntSets *sets, IntSet a, uint32_t modulus);
int64_t intset_min(const IntSets *sets, IntSet a); /* of a non-empty set */
int64_t intset_max(const IntSets *sets, IntSet a);

/* { x : x op bound } for EQ, NE, LT, LE, GT, GE. */
IntSet intset_compare(IntSets *sets, IrBinary op, int64_t bound);

/* "{0}", "[1,9]", "any", "!= 0"; allocated in the arena. */
const char *intset_describe(const IntSets *sets, IntSet a, BaseArena *arena);

#endif
