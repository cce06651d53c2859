/* What vt_loop_close needs of the table that builds with -DVT_DEBUG_TOKENS keep; in other builds it is empty. */
#ifndef VALUETASK_RUNTIME_DEBUG_TOKENS_TABLE_H
#define VALUETASK_RUNTIME_DEBUG_TOKENS_TABLE_H

/* Reports this thread's value tasks that were made and not consumed, if there are any. */
void vt_rt_debug_report_unconsumed(void);

void vt_rt_debug_clear(void);

#endif
