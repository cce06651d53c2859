/* The event loop of the calling thread.
 *
 * Every thread has one, made by its first use. It resumes fibers (fiber.h), runs callbacks first come, first served, and
 * timers when they are due. A fiber that awaits something pending is suspended meanwhile. Awaiting outside of a fiber runs
 * the loop in place until that has ended; so callbacks run inside awaits, and a callback that awaits runs the loop
 * again on top of itself. An await below it on the stack returns only after it. Callbacks always run on the thread's own
 * stack.
 * None of these functions may be used for another thread's loop: each acts on the caller's.
 *
 * In a child made by fork(2) the thread that forked goes on with a copy of its loop, its fibers and what they wait for, and may use
 * all of it as the parent does: what the kernel knows of the loop is made anew in the child. (Where that fails, for want of
 * descriptors say, waits for descriptors fail with that errno.) What other threads were to end the child may end itself; they are
 * not there, so that it keeps no loop alive, and awaiting it is reported as the deadlock that it is. vfork(2) is for exec and _exit alone.
 */
#ifndef VALUETASK_LOOP_H
#define VALUETASK_LOOP_H

#include <stdbool.h>
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

/* Runs until nothing is left to happen: no callback, no fiber that could go on, no timer, no event; sleeps while nothing is
 * ready. Not to be called by a fiber (misuse; returns at once). */
void vt_loop_run(void);

/* Runs what is ready and due without sleeping: for a program that has an event loop of its own, which calls this
 * whenever it is woken for us and after running callbacks that complete something. Returns after how many nanoseconds it
 * should be called again: 0 at once, UINT64_MAX not before something else happens. Not to be called by a fiber. */
uint64_t vt_loop_turn(void);

/* Where the loop gets events from, such as another library's event loop. */
struct vt_loop_backend {
    /* Whether anything is registered with it that could still happen. */
    bool (*is_alive)(void *context);
    /* Waits for an event, at most `timeout_ns` (0: only looks; UINT64_MAX: without limit) and runs its callbacks on this
     * stack, the thread's own. May return early. */
    void (*poll)(void *context, uint64_t timeout_ns);
    /* Makes a poll that waits return, or the next one if none does. Called from any thread. */
    void (*wake)(void *context);
};

/* Lets this thread's loop get its events from `backend`, which stays the caller's and is to live as long as it is set;
 * NULL goes back to the loop's own. Returns 0; -EBUSY while a descriptor (fd.h) or an operation that other threads may end
 * (promise.h) is waited for. */
int vt_loop_set_backend(const struct vt_loop_backend *backend, void *context);

/* Gives back the memory the thread keeps for reuse; to be called before the thread ends, or at exit for the leak
 * checkers' sake. Returns 0, or -EBUSY with nothing changed while a callback, a timer, a fiber or an operation
 * that was never consumed is outstanding. Value tasks made before must not be used after; the loop itself may be. In a
 * build with VT_DEBUG_TOKENS, value tasks that were never consumed are reported as a misuse first (debug_tokens.h). A thread that ends
 * without it leaves all of that behind: ending an operation of its is harmless then, and tells nobody. */
int vt_loop_close(void);

#ifdef __cplusplus
}
#endif

#endif
