/* infer.h - what follows from the facts of a world: shared by the files infer*.c. */
#ifndef VTCHECK_ANALYSIS_INFER_H
#define VTCHECK_ANALYSIS_INFER_H

#include "analysis/world.h"

enum { INFER_MEMBERS = 16 }; /* sets of at most so many numbers are looked at number by number */

/* infer_order.c: how two unknowns compare by what is noted of the two, and of others between them. */
typedef enum InferOrder {
    INFER_UNORDERED, INFER_AT_MOST, INFER_LESS /* a <= b; a < b */
} InferOrder;
InferOrder infer_order(WorldContext *context, const Env *env, Value a, Value b);
InferOrder infer_order_of_sums(WorldContext *context, const Env *env, Value a, Value b); /* because both are one number and a constant */
/* Takes `base + by` apart; what is no such sum is its own base. */
bool infer_is_sum(const WorldContext *context, Value value, Value *base, int64_t *by);
/* Whether a sum is what it would be without wrapping round; signed ones always are. */
bool infer_is_without_wrap(WorldContext *context, const Env *env, Value value);

/* The number of an operand's node: IR_ADD of a constant keeps it in the node, the others have it on the right.
 * false: the operator has two unknown operands, or only one operand. */
bool infer_constant(const WorldContext *context, const ValueNode *node, int64_t *number);

/* The expression with numbers in place of its operands (`right` counts only where it has an operand there that is not constant);
 * false: it has no result then. */
bool infer_result(WorldContext *context, const ValueNode *node, int64_t left, int64_t right, int64_t *result);

/* infer_bits.c: what `operand & mask` can be, by what is known of the operand and (unless `alone`) of its other masks. */
IntSet infer_masked(WorldContext *context, const Env *env, Value operand, int64_t mask, bool alone);

#endif
