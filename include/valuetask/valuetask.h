/* Value tasks for C: results that are usually there already, awaited at the price of a function call.
 *
 * A **value task** is a small struct returned by value. It holds a result that is there, or failed with an errno, or
 * refers to a pending source by pointer and token. It is consumed **exactly once**, soon, by whoever has it: awaited,
 * turned into a task, given a continuation, forgotten on purpose, or returned. It is not stored: not in a field, a
 * global, an array that lives on. A **task** is its heap-allocated, reference-counted counterpart: storable, awaitable
 * any number of times. Return a value task from a function that mostly has its result at hand; return a task from one
 * that never has.
 *
 *     VT_DEFINE(user, struct user *);
 *
 *     vt_user find_user(struct store *store, int id);          a function that returns one
 *
 *     struct user *user;
 *     int status = vt_user_await(find_user(store, 7), &user);  one that consumes it
 *
 * VT_DEFINE(NAME, T); at file scope, once a translation unit, declares for the result type T what is listed below. T is
 * any complete object type that can be assigned and written as `T name`; give a function pointer a typedef. NAMEs not
 * to use: `source`, `promise`, `loop`, `misuse`, `task`, `void`.
 *
 *   vt_NAME
 *       The value task; 16 bytes where sizeof(T) <= 8. Its members are private. A bigger T, of less than 64 MiB, works but travels
 *       through memory: prefer a pointer.
 *
 * Making one. None of these waits.
 *
 *   vt_NAME_from_result(result)
 *       Complete. Allocates nothing.
 *   vt_NAME_from_error(error)
 *       Failed with `error`, a negative errno (else: misuse, taken for -EINVAL). Allocates nothing.
 *   vt_NAME_from_source(source, token)
 *       Pending on the operation of `source` that has this token. A NULL, which is what an allocation that failed
 *       leaves, makes one that failed with -ENOMEM.
 *   vt_NAME_from_task(task)
 *       Pending on a task, of which it takes a reference of its own. NULL as above; -ENOMEM also when there is no
 *       memory to refer to the task with.
 *
 * Consuming one. Each takes the value task, whatever it answers; afterwards the caller's copies are dead.
 *
 *   vt_NAME_await(task, &result)
 *       0 with *result set, or a negative errno with *result untouched; `result` must not be NULL. A pending one suspends
 *       the fiber (fiber.h) until it has ended; outside of a fiber it runs this thread's loop (loop.h) meanwhile.
 *       -EDEADLK: nothing is left in the loop that could end it (also reported as a misuse). -ENOMEM: no memory to wait
 *       with, which a promise needs none of; the result is given up.
 *   vt_NAME_await_timeout(task, timeout_ns, &result)
 *       The same, and -ETIMEDOUT after timeout_ns: the operation goes on, its result will be given up. UINT64_MAX waits
 *       without limit.
 *   vt_NAME_as_task(task)
 *       A task that ends as the value task does; the caller owns the reference. NULL when out of memory: the value task
 *       is consumed all the same, its result given up as by _forget.
 *   vt_NAME_on_completed(task, done, context)
 *       Calls done(context, status, result) exactly once, `result` being all zero bytes unless status is 0. What is
 *       complete is delivered before this returns, so that it costs nothing; what is pending, later from this thread's
 *       loop. Out of memory: done gets -ENOMEM before this returns, and the result is given up.
 *   vt_NAME_forget(task)
 *       Gives the result up on purpose. Needs no memory, never fails. The bytes of the T are dropped, not what they
 *       own: await what must be freed.
 *
 * Looking at one.
 *
 *   vt_NAME_is_completed(task)
 *       Whether an await would return without waiting.
 *
 * The task.
 *
 *   vt_NAME_task
 *       Opaque, handled by pointer.
 *   vt_NAME_task_new()
 *       Pending, with one reference, the caller's; NULL when out of memory.
 *   vt_NAME_task_ref(task), vt_NAME_task_unref(task)
 *       Take another reference, and return `task`; give one back: the last one frees. Both allow NULL.
 *   vt_NAME_task_await(task, &result)
 *       As vt_NAME_await, any number of times; consumes nothing and, waiting or not, allocates nothing. NULL, which is what
 *       _as_task and _task_new leave when they are out of memory, answers -ENOMEM.
 *   vt_NAME_task_complete(task, result), vt_NAME_task_fail(task, error), vt_NAME_task_cancel(task)
 *       End it with a result, with a negative errno, with -ECANCELED. False when it had ended already, and for NULL. Waiters are
 *       resumed by the loop, not from inside the call. Cancelling ends the waiting; whoever works on the result learns
 *       of it by the false.
 *
 * vt_void and vt_void_task come predefined: the same without the result (`vt_void_from_result(void)`,
 * `int vt_void_await(vt_void task)`, `done(context, status)`).
 *
 * Threads: value tasks, tasks and sources belong to the thread that made them, as its loop does. Using one on another thread is
 * reported as a misuse and does nothing: of a task every call, those that count references included; of a value task all that
 * consumes or looks at a pending one (one that is complete does not say whose it is, and may go anywhere). What other threads may do
 * is end an operation that was started with vt_promise_start_shared (promise.h).
 *
 * Misuse (misuse.h): consuming a pending value task twice, or looking at one that was consumed, is caught at run time
 * by its token and reported. If the handler returns, the call fails with -EINVAL; is_completed answers true, so that a
 * loop on it ends. A value task that was complete when made carries no token: there vtcheck is what finds the mistake.
 */
#ifndef VALUETASK_VALUETASK_H
#define VALUETASK_VALUETASK_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "define.h"
#include "misuse.h"
#include "source.h"
#include "void.h"

#endif
