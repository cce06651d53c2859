/* The event loop of the calling thread.
 *
 * Every thread has one, made by its first use. It runs callbacks first come, first served, and timers when they are
 * due. Awaiting something pending runs the loop until that has ended; so callbacks run inside awaits, and a
 * callback that awaits runs the loop again on top of itself. An await below it on the stack returns only after it.
 * None of these functions may be used for another thread's loop: each acts on the caller's.
 */
#ifndef VALUETASK_LOOP_H
#define VALUETASK_LOOP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `context` stays the caller's; it must live until the callback has run. */
typedef void (*vt_loop_callback)(void *context);

/* Runs `callback(context)` once, later, after what was posted before. Returns 0, or -ENOMEM: it will not be called. */
int vt_loop_post(vt_loop_callback callback, void *context);

/* Runs `callback(context)` once, no sooner than `delay_ns` nanoseconds from now (monotonic clock). Callbacks that
 * are due at the same time run in the order of these calls. Returns 0, or -ENOMEM: it will not be called. */
int vt_loop_call_later(uint64_t delay_ns, vt_loop_callback callback, void *context);

/* Runs until no callback and no timer is left; sleeps while only timers are. */
void vt_loop_run(void);

/* Gives back the memory the thread keeps for reuse; to be called before the thread ends, or at exit for the leak
 * checkers' sake. Returns 0, or -EBUSY with nothing changed while a callback, a timer or an operation that was
 * never consumed is outstanding. Value tasks made before must not be used after; the loop itself may be. */
int vt_loop_close(void);

#ifdef __cplusplus
}
#endif

#endif
