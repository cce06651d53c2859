/* inst.h - private to this folder: what the builder, the verifier and the text form share about instructions. */
#ifndef VTCHECK_IR_INST_H
#define VTCHECK_IR_INST_H

#include "ir/ir.h"

/* Whether an instruction of this opcode makes a register. */
typedef enum IrResultRule {
    IR_RESULT_NEVER,
    IR_RESULT_VALUE,        /* where its type is not void */
    IR_RESULT_SCALAR        /* where its type is neither void nor an aggregate (IR_OP_CALL) */
} IrResultRule;

IrResultRule ir_result_rule(IrOp op);
bool ir_inst_makes_register(const IrInst *inst);

/* Replaces every register the instruction reads by map[register], and every target block by map[block]. */
void ir_map_operands(IrInst *inst, const IrReg *map);
void ir_map_targets(IrInst *inst, const uint32_t *map);

/* The one form of each type: what its kind does not use is as the IR_... macros of ir.h leave it. */
IrType ir_canonical_type(IrType type);
IrSpan ir_canonical_span(IrSpan span); /* a span without a line is unknown */
int64_t ir_wrap_constant(IrType type, int64_t value); /* value modulo the width of an integer type */

extern const IrSpan ir_unknown_span;

/* builder.c: enters an unknown with its count; false: it is there already. */
struct IrBuilder;
bool ir_builder_set_unknown(struct IrBuilder *builder, const char *name, uint32_t count);

/* body.c: brings a body (locals, register_types, blocks set; targets in range; every block ended) into normal form:
 * unreachable blocks removed, the rest in reverse postorder, the entry without predecessors, registers numbered densely
 * in the order of their definitions. Idempotent. A register that a reachable instruction reads but none defines keeps
 * a number past the defined ones, for the verifier to find. */
void ir_normalize_body(IrFunction *function, BaseArena *arena);

/* Reverse postorder of the blocks that the entry reaches. `order` has room for block_count; returns how many.
 * Successors are visited last first, so that the first successor of a branch comes first in the order. */
uint32_t ir_reverse_postorder(const IrFunction *function, uint32_t *order);

#endif
