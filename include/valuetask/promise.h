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
 * Not thread-safe: an operation is ended on the thread that started it.
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
 * now, so that ending the operation cannot fail. Out of memory: `source` is NULL, which vt_NAME_from_source turns
 * into a value task that failed with -ENOMEM and the calls below answer with false. */
struct vt_promise vt_promise_start(size_t size);

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
