/* Fibers: functions with a stack of their own, which an await suspends without holding up the thread.
 *
 *     static int serve(void *context)
 *     {
 *         struct user *user;
 *         int status = vt_user_await(find_user(context, 7), &user);     others run meanwhile
 *         ...
 *         return status;
 *     }
 *
 *     int main(void)
 *     {
 *         return vt_run(serve, &store) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
 *     }
 *
 * A fiber belongs to the thread that started it and never runs on another. Fibers of a thread take turns: one runs until it
 * awaits something pending, yields or ends. What it awaits may be completed by other fibers, by callbacks of the
 * loop (loop.h), or by other threads (promise.h).
 *
 * Inside a fiber nothing may leave by another way than it came: no longjmp out of it, no C++ exception through its
 * entry. Its stack is small (64 KiB unless configured): no large arrays, no alloca of a size that somebody else chose.
 * Overflowing it ends the program with a message that says so.
 *
 * All functions act on the calling thread.
 */
#ifndef VALUETASK_FIBER_H
#define VALUETASK_FIBER_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a fiber runs. Returns 0 or a negative errno (anything else: misuse, taken for -EINVAL). */
typedef int (*vt_fiber_body)(void *context);

/* Runs `body(context)` in a fiber, and the loop until that has ended; returns what it returned. Other fibers and
 * callbacks run meanwhile, and what is left of them stays for the next run. Called from inside a fiber, it is a plain
 * call of `body`. Also: -ENOMEM, and body was not run. */
VT_MUST_USE_ int vt_run(vt_fiber_body body, void *context);

/* Starts a fiber that runs `body(context)`, and runs it at once up to its first suspension. The value task ends with
 * what body returns: complete if it never suspended (then nothing was queued or allocated), else pending. To let the
 * fiber go its own way, forget it. `context` must live until the fiber has ended. Out of memory: failed with -ENOMEM,
 * and body was not run. May be called from outside of a fiber: then the loop has to be run for the fiber to go on. */
VT_MUST_USE_ vt_void vt_spawn(vt_fiber_body body, void *context);

/* Lets everything that is ready run first, and events be looked at now and then; returns then. Outside of a fiber it
 * runs one ready callback or fiber, if there is one. */
void vt_yield(void);

/* Whether the caller runs in a fiber. */
bool vt_in_fiber(void);

/* How this thread makes its fibers from now on. All zero means the defaults. */
struct vt_fiber_options {
    size_t stack_size; /* usable bytes, rounded up to whole pages; 0: 64 KiB, and 256 KiB under AddressSanitizer */
};

/* Returns 0; -EINVAL for a stack under 16 KiB or over 1 GiB; -EBUSY when this thread has fibers: set it before, or after
 * vt_loop_close. */
int vt_fiber_configure(const struct vt_fiber_options *options);

/* Fibers of this thread that have not ended. */
size_t vt_fiber_count(void);

#ifdef __cplusplus
}
#endif

#endif
