/* dominators.h - which blocks every path from the entry to a block passes. */
#ifndef VTCHECK_IR_DOMINATORS_H
#define VTCHECK_IR_DOMINATORS_H

#include "ir/ir.h"

typedef struct IrDominators {
    uint32_t *first; /* by block: its number in a preorder of the dominator tree; IR_NONE: the entry does not reach it */
    uint32_t *size;  /* by block: blocks it dominates, itself included */
    uint32_t *parent; /* by block: its immediate dominator; IR_NONE: the entry, or not reached */
} IrDominators;

/* Targets must be in range and blocks non-empty. Near-linear in blocks and edges. Free with ir_dominators_clear. */
IrDominators ir_dominators(const IrFunction *function);
void ir_dominators_clear(IrDominators *dominators);

/* Both blocks must be reachable. A block dominates itself. */
static inline bool ir_dominates(const IrDominators *dominators, uint32_t a, uint32_t b)
{
    return dominators->first[b] - dominators->first[a] < dominators->size[a];
}

#endif
