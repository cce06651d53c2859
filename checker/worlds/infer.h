/* infer.h - what follows from the facts of a world: shared by the files infer*.c. */
#ifndef VTCHECK_WORLDS_INFER_H
#define VTCHECK_WORLDS_INFER_H

#include "worlds/body.h"
#include "worlds/world.h"

enum { INFER_MEMBERS = 16 }; /* sets of at most so many numbers are looked at number by number */

/* infer_difference.c: how far apart two numbers are. */
IntSet infer_difference(WorldContext *context, const Env *env, Value a, Value b); /* { a - b } as whole numbers, by all that is known */
IntSet infer_difference_by_numbers(WorldContext *context, const Env *env, Value a, Value b); /* by what each is alone: the numbers, or the objects */
IntSet infer_minus(WorldContext *context, IntSet x, IntSet y); /* { x - y }, by the ends where neither is one number */
/* Whether it is a difference of two unknowns or addresses, but for constants and casts. */
bool infer_is_plain_difference(const WorldContext *context, Value atom);
/* What IR_LT or IR_EQ of two unknowns can yield. */
IntSet infer_comparison(WorldContext *context, const Env *env, const ValueNode *comparison);
/* The difference (VALUE_OP_DIFFERENCE, a constant, or VALUE_NONE) that such a comparison asks about, and what it is when that holds, or does not. */
Value infer_question(WorldContext *context, const Env *env, const ValueNode *comparison, bool holds, IntSet *set);
/* The same relation without constants that are added, and with the set that it has then. */
Value infer_normal_difference(WorldContext *context, const Env *env, Value difference, IntSet *set);
/* Takes `base + by` apart; what is no such sum is its own base. */
bool infer_is_sum(const WorldContext *context, Value value, Value *base, int64_t *by);
/* Whether a sum is what it would be without wrapping round. */
bool infer_is_without_wrap(WorldContext *context, const Env *env, Value value);
/* Whether a cast to the type leaves the number as it is. */
bool infer_keeps_value(WorldContext *context, const Env *env, Value operand, IrType to);

/* The number of an operand's node: IR_ADD of a constant keeps it in the node, the others have it on the right.
 * false: the operator has two unknown operands, or only one operand. */
bool infer_constant(const WorldContext *context, const ValueNode *node, int64_t *number);

/* The expression with numbers in place of its operands (`right` counts only where it has an operand there that is not constant);
 * false: it has no result then. */
bool infer_result(WorldContext *context, const ValueNode *node, int64_t left, int64_t right, int64_t *result);

/* The set in which a number of that type is kept (value_may_be_huge). */
IntSet infer_stored(WorldContext *context, IrType type, int64_t number);

/* The numbers that an operand with this set can be: 0 where they are more than `most`, or not told apart. */
uint32_t infer_members(WorldContext *context, Value operand, IntSet set, int64_t *members, uint32_t most);

/* Whether it is a number of a signed type. */
bool infer_is_signed(const WorldContext *context, Value operand);

/* Whether an unsigned number with this set may be past the signed ones. */
bool infer_may_be_huge(WorldContext *context, Value operand, IntSet set);

/* Of a comparison of a floating-point number with a constant: the number, and what it can be where that holds; VALUE_NONE: it is another one. */
Value infer_float_question(WorldContext *context, const Env *env, const ValueNode *node, IntSet *set);

/* The result of arithmetic: signed overflow does not happen in a defined program; unsigned comes round, once. */
IntSet infer_within_type(WorldContext *context, IrType type, IntSet set);

/* infer_casts.c: the results of a conversion, and the operands (that it can have) with such results. */
IntSet infer_cast(WorldContext *context, const Env *env, const ValueNode *cast, bool alone);
IntSet infer_before_cast(WorldContext *context, const Env *env, const ValueNode *cast, IntSet set);

/* infer_order.c: the results of an operation with a constant on numbers of the set `left`, where it keeps their order, and of these numbers (or more) those with
 * results in `set`; INTSET_FULL: nothing is known. */
IntSet infer_results(WorldContext *context, const ValueNode *node, IntSet left);
IntSet infer_operands(WorldContext *context, const ValueNode *node, IntSet left, IntSet set);

/* infer_addresses.c: { a - b } of two addresses, of which only the sign counts; INTSET_FULL: one is none, or nothing is known. */
IntSet infer_addresses(WorldContext *context, const Env *env, Value a, Value b);

/* infer_bits.c: what `operand & mask` of that type can be, by what is known of the operand and (unless `alone`) of other parts of the same number. */
IntSet infer_masked(WorldContext *context, const Env *env, Value operand, int64_t mask, IrType type, bool alone);

/* Which bit of a number that is not 0 can be the lowest that is set. */
IntSet infer_lowest_bits(WorldContext *context, const Env *env, Value number, IrType type);

/* What `x ^ flipped` can be, for an x in a set of numbers of that type: it differs in no bit above the highest of `flipped`, but for those above that all are. */
IntSet infer_flipped(WorldContext *context, IntSet set, int64_t flipped, IrType type);

/* The numbers of the operand, in its own type, of which `& mask` is this one, where they are few; INTSET_FULL: they are not. */
IntSet infer_unmasked(WorldContext *context, Value operand, int64_t mask, int64_t masked);

/* Of a number that is `left` in one env and `right` in another, and unknown in `result`: bits that are the same in both, each as a fact of its own. */
void infer_keep_bits(WorldContext *context, const Env *left_env, Value left, const Env *right_env, Value right, Env *result, Value unknown);

/* What an environment, or a world (the other is NULL), has at a place; VALUE_NONE: nothing is known. */
Value infer_value_at(const WorldContext *context, const Env *env, const World *world, ComparedPlace place);

/* infer_residue.c: what is left of a number when it is divided by a small constant, a bit for each residue. */
enum { MOST_MODULUS = 64 };
uint32_t infer_modulus_by(int op, int64_t number); /* what `x op number` divides by, `x % 3`, `x & 3`; 0: it leaves something else of x */
uint32_t infer_modulus(const WorldContext *context, const ValueNode *node); /* the same of an expression by a constant */
bool infer_is_power(uint32_t modulus); /* of two: numbers may come round in what is divided by it */
/* Whether what such an expression divides is divided as the whole number that it is, and whether the rest may be below zero. */
bool infer_divides_whole(WorldContext *context, const Env *env, const ValueNode *remainder, uint32_t modulus);
bool infer_may_be_negative(WorldContext *context, const Env *env, const ValueNode *remainder);
uint64_t infer_residues(WorldContext *context, const Env *env, Value value, uint32_t modulus);
/* The same of a number with the set `set` in a world, as far as that and what is noted of the number itself tell. */
uint64_t infer_residues_in(const WorldContext *context, const World *world, Value value, uint32_t modulus, IntSet set);
/* Whether the path knows of all rings of the function, pairs of counters, where the one is and how far behind it the other is, but for how often they have gone round; and there is one. */
bool infer_knows_rings(WorldContext *context, const Env *env);
/* Those of few numbers by which two others can be apart, by what is known of the residues of these. */
IntSet infer_distances(WorldContext *context, const Env *env, Value left, Value right, IntSet apart);
/* What such an expression can be, by what is known of the number's residues. */
IntSet infer_remainder(WorldContext *context, const Env *env, const ValueNode *node);
/* How two such expressions compare, by the same constant: what they divide is a multiple of it apart, or is not. */
typedef enum Remainders { REMAINDERS_UNKNOWN, REMAINDERS_SAME, REMAINDERS_OTHER } Remainders;
Remainders infer_remainders(WorldContext *context, const Env *env, Value left, Value right);
/* infer_ring.c: the same of two places of one ring, `(head + count) % 6` and `head`. */
Remainders infer_ring(WorldContext *context, const Env *env, Value left, Value right);
/* Whether two of them are one place, as a question about the numbers: `a == b`, `a == b + 8`, `count == 2`. VALUE_NONE: they may be so far apart that there is more than one way, or none. */
Value infer_same_place(WorldContext *context, const Env *env, Value left, Value right);
bool infer_ring_has(WorldContext *context, const Env *env, Value place, Value unknown); /* it is the rest of a sum in which the unknown stands once */
/* The place, with another unknown and `by` instead of that one, in the simplest form. */
Value infer_ring_moved(WorldContext *context, const Env *env, Value place, Value unknown, Value by_unknown, uint32_t modulus, int64_t by, IrType type);
/* The plain form in which such an expression is noted, and its set then; the expression itself: it is noted as it is. */
Value infer_plain_remainder(WorldContext *context, const Env *env, Value remainder, IntSet *set);
/* The fact that an unknown with the set `own` has these residues; *atom: VALUE_NONE: the set says so. */
IntSet infer_residue_fact(WorldContext *context, Value unknown, IntSet own, uint64_t residues, uint32_t modulus, Value *atom);
/* The same as infer_keep_bits, of residues. */
void infer_keep_residues(WorldContext *context, const Env *left_env, Value left, const Env *right_env, Value right, Env *result, Value unknown);

/* A mask with a shift in it, `x & (1 << i)` or `(x >> i) & 1`, where i may be several numbers: for each of them it is a mask of its own. */
enum { INFER_SHIFTS = 64 };
typedef struct InferShifted {
    Value shift, by;
    int64_t numbers[INFER_SHIFTS];
    uint32_t count;
} InferShifted;

bool infer_find_shift(WorldContext *context, const Env *env, const ValueNode *mask, InferShifted *found); /* false: it is none */
Value infer_shifted(WorldContext *context, const ValueNode *mask, const InferShifted *found, uint32_t at); /* by numbers[at]; VALUE_NONE: not known */

#endif
