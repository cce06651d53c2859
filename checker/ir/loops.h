/* loops.h - which loops are around a block. */
#ifndef VTCHECK_IR_LOOPS_H
#define VTCHECK_IR_LOOPS_H

#include "ir/ir.h"

/* Natural loops: of an edge that comes back, what leads to it behind the head. Loops with one head are one. */
typedef struct IrLoops {
    uint32_t *innermost; /* by block: the head of the innermost loop around it, itself where it is one; IR_NONE: there is none */
    uint32_t *around;    /* by head: the head of the next loop around that one; IR_NONE: there is none */
} IrLoops;

/* Blocks are in reverse postorder. Near-linear in blocks and edges (Tarjan, Testing flow graph reducibility, 1974). Free with ir_loops_clear. */
IrLoops ir_loops(const IrFunction *function);
void ir_loops_clear(IrLoops *loops);

/* Whether an edge, or a way, leads out of a loop around both the block that it comes from and another one, which may be that one itself. */
bool ir_leaves_loop(const IrLoops *loops, uint32_t from, uint32_t to, uint32_t other);

#endif
