/* fix_flow.h - whether a variable's task is there, at each instruction.
 *
 * A forward data-flow pass over the IR's graph. Facts of conditions are not used: where paths disagree the state has several bits, though
 * the analysis may know better. */
#ifndef VTCHECK_RULES_FIX_FLOW_H
#define VTCHECK_RULES_FIX_FLOW_H

#include "fix_variable.h"

/* Where the task may be, before an instruction. */
enum { FIX_STATE_UNMADE = 1, FIX_STATE_THERE = 2, FIX_STATE_GONE = 4 };

typedef struct FixFlow {
    const FixVariable *variable;
    GHashTable *kinds;      /* IrInst => FixUseKind + 1 */
    GHashTable *states;     /* IrInst => state before it */
} FixFlow;

/* `member_consumes`: where a member is read the task is taken to be consumed. To be cleared. */
void fix_flow_run(FixFlow *flow, const FixVariable *variable, bool member_consumes);
void fix_flow_clear(FixFlow *flow);

/* 0: the instruction is not reached. */
unsigned fix_flow_before(const FixFlow *flow, const IrInst *inst);

/* Whether the instruction takes the task: consumes or returns it. */
bool fix_flow_takes(const FixFlow *flow, const IrInst *inst);

#endif
