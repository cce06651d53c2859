/* A promise: the producer's side of a pooled source.
 *
 *     vt_int read_number(struct device *device)
 *     {
 *         if (device->has_number)
 *             return vt_int_from_result(device->number);
 *         device->waiting = vt_promise_start(sizeof(int));
 *         return vt_int_from_source(device->waiting.source, device->waiting.token);
 *     }
 *
 *     void number_arrived(struct device *device, int number)
 *     {
 *         vt_promise_complete(device->waiting, &number, sizeof number);
 *     }
 *
 * A promise is a plain handle, to be copied and stored at will. The operation behind it lives in a pool of the thread:
 * it is taken from there by vt_promise_start and goes back when its result is taken (awaited, forgotten, handed to a
 * continuation), so that in the steady state nothing is allocated. A handle whose operation has ended or gone back is
 * harmless: ending it again only answers false. An operation goes back only when it was ended *and* consumed: start one
 * only to return it as a value task, and end it on every path.
 *
 * Threads: an operation is awaited on the thread that started it. vt_promise_start's is ended there too (elsewhere:
 * misuse). vt_promise_start_shared's may be ended by any thread, and by several at once: the first one wins. Only a call that
 * answers true may still be running when the owner closes its loop; others must have returned before.
 *
 * Signals: a handler is no thread but an interruption of one, and may end what threads may: on whatever thread it runs, the owner too,
 * it ends a shared operation by vt_promise_complete, _fail and _cancel, which change no errno and wake the loop if it sleeps. The rest
 * of this library is not for handlers, nor are local operations, which nothing protects from being ended in the middle of their start.
 * (Processors without an atomic operation on 64 bits, where libatomic takes a lock in its place, have no such handlers.)
 *
 * Processes: in a child made by fork operations are the child's own copies. Those that only threads of the parent would have ended
 * do not end there by themselves, and keep no loop alive (loop.h).
 */
#ifndef VALUETASK_PROMISE_H
#define VALUETASK_PROMISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct vt_source;

/* `source` and `token` are what vt_NAME_from_source asks for. */
struct vt_promise {
    struct vt_source *source;
    uint64_t token;
};

/* Starts an operation whose result has `size` bytes: sizeof(T), or 0 for vt_void. The room for the result is made
 * now, so that ending the operation cannot fail. Out of memory, and for 64 MiB and more: `source` is NULL, which
 * vt_NAME_from_source turns into a value task that failed with -ENOMEM and the calls below answer with false. */
struct vt_promise vt_promise_start(size_t size);

/* The same for an operation that other threads and signal handlers may end, too. The loop waits for it as long as it is pending: there is
 * no telling whether anybody will end it. When the descriptor that wakes the loop cannot be made, `source` is an
 * error in disguise (-EMFILE, -ENFILE), which vt_NAME_from_source turns into a value task that failed with it. */
struct vt_promise vt_promise_start_shared(size_t size);

/* Says how to ask the producer to end the operation early. `cancel(context)` is called on the thread that started it, at
 * most once, when whoever awaits the operation has reached a time limit or was cancelled; the awaiting goes on until the
 * operation ends, which cancel may do itself or leave to later: with vt_promise_cancel, or as it did end. Without
 * this, a wait that ends early leaves the operation alone, and its result is dropped one day. To be set before the
 * operation can be awaited. */
void vt_promise_on_cancel(struct vt_promise promise, void (*cancel)(void *context), void *context);

/* Ends the operation with a result, which is copied. `size` must be the one it was started with (else: misuse, and
 * the operation is still pending). Returns false when the operation had ended already. Nobody who waits is resumed
 * from inside this call; the loop does that. */
bool vt_promise_complete(struct vt_promise promise, const void *result, size_t size);

/* Ends the operation with `error`, a negative errno (anything else is a misuse, taken for -EINVAL). */
bool vt_promise_fail(struct vt_promise promise, int error);

/* Ends the operation with -ECANCELED. */
bool vt_promise_cancel(struct vt_promise promise);

/* How many operations of this thread were started and have not gone back to the pool: what a dropped value task
 * leaks. */
size_t vt_promise_outstanding(void);

#ifdef __cplusplus
}
#endif

#endif
