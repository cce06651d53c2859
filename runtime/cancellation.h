/* Scopes as waiting sees them: a fiber has a chain of them, and each may have a reason not to wait. */
#ifndef VALUETASK_RUNTIME_CANCELLATION_H
#define VALUETASK_RUNTIME_CANCELLATION_H

#include <stdbool.h>

struct fiber;
struct scope;

/* The innermost reason of a chain, 0 or a negative errno. */
int vt_rt_scope_reason(const struct scope *innermost);

/* ---- fiber.c ---- */

/* The innermost scope that the fiber is in; NULL: in none. */
struct scope *vt_rt_innermost_scope(const struct fiber *fiber);
void vt_rt_set_innermost_scope(struct fiber *fiber, struct scope *scope);

/* The fiber is in one more (1), or one fewer (-1), of those scopes that others refer to. */
void vt_rt_count_hooked_scope(struct fiber *fiber, int change);

/* Why the running fiber must not wait, or 0. */
int vt_rt_running_reason(void);

/* Ends the wait the fiber is in, if it is in one that may be cut short. */
void vt_rt_interrupt(struct fiber *fiber, int reason);

#endif
