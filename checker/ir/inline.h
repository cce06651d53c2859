/* inline.h - calls replaced by the bodies of what they call. */
#ifndef VTCHECK_IR_INLINE_H
#define VTCHECK_IR_INLINE_H

#include "ir/ir.h"

/* The function of the same module whose body is to stand in a call's place; NULL: the call stays. It takes what the call passes, gives back what the call gives, and is no caller
 * of itself. */
typedef const IrFunction *(*IrInlineChoice)(const IrInst *call, void *context);

/* A copy of the function, in normal form, in which these bodies stand in place of calls, as long as they come to no more than `most` instructions together; the function itself where there is none. What comes from a body stands at the call's
 * place in the source, its branches are hidden, and its variables have no names there. A parameter that the body only reads is the argument itself. Lives in the arena, and shares with
 * the function what does not change. */
const IrFunction *ir_inline_calls(const IrFunction *function, IrInlineChoice choose, void *context, uint32_t most, BaseArena *arena);

#endif
