/* place.h - private to this folder: the verifier, for one who can say where in a text a violation stands. */
#ifndef VTCHECK_IR_PLACE_H
#define VTCHECK_IR_PLACE_H

#include "ir/ir.h"

/* IR_NONE: not in a function, not in a block, not in an instruction. */
typedef struct IrPlace {
    uint32_t function, block, inst;
} IrPlace;

/* verify.c: ir_verify, and where the violation is. */
char *ir_verify_at(const IrModule *module, IrPlace *place);

#endif
