/* A source: the pending side of a value task. Most programs use the pooled one of promise.h; this is the interface for
 * writing another.
 *
 * A source runs one operation at a time and may be used again for the next. Each operation has a token, a 64-bit number
 * that the source never gives out twice, so that a value task kept past its consumption is noticed instead of reading
 * another operation's result. An operation is consumed when a continuation is registered for it or its result is taken,
 * whichever comes first; after that its token is stale for everybody but that continuation.
 *
 * Sources do not report misuse themselves: they answer VT_SOURCE_STALE, and the function the user called reports it
 * under its own name. Not thread-safe: a source is used and completed on the thread that made it.
 * The shape is that of .NET's IValueTaskSource: three operations, each validated by the token.
 */
#ifndef VALUETASK_SOURCE_H
#define VALUETASK_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct vt_source;

/* What the operations answer. All are positive, so that none can be taken for 0 or a negative errno. */
enum vt_source_status {
    VT_SOURCE_PENDING = 1, /* the operation has not ended */
    VT_SOURCE_SUCCEEDED,   /* it ended with a result */
    VT_SOURCE_FAILED,      /* it ended with a negative errno */
    VT_SOURCE_CANCELED,    /* it ended with -ECANCELED */
    VT_SOURCE_STALE,       /* the token's operation was consumed already */
    VT_SOURCE_MISMATCH,    /* the operation's result has another size than the one asked for */
    VT_SOURCE_FOREIGN,     /* the operation belongs to another thread */
};

/* Called once when an operation ends, by the loop and never from inside the call that ended it. It gets back what
 * identifies the operation, so that giving a result up needs no memory of its own. It must take the result at once. */
typedef void (*vt_source_continuation)(void *context, struct vt_source *source, uint64_t token);

struct vt_source_ops {
    /* How the operation stands: PENDING, SUCCEEDED, FAILED, CANCELED, STALE or FOREIGN. */
    enum vt_source_status (*status)(struct vt_source *source, uint64_t token);

    /* Registers the one continuation of the operation, which may have ended already. Returns 0; VT_SOURCE_STALE or _FOREIGN; or a
     * negative errno: then the source has given the operation up and will not call the continuation. */
    int (*on_completed)(struct vt_source *source, uint64_t token, vt_source_continuation continuation, void *context);

    /* Takes the result: copies `size` bytes to `result` and ends the token's validity (the version moves on here,
     * not at completion). A `result` of NULL gives the result up. Returns the operation's 0 or negative errno; or,
     * having taken nothing, VT_SOURCE_PENDING, VT_SOURCE_STALE or VT_SOURCE_FOREIGN; or VT_SOURCE_MISMATCH, having given the result
     * up. */
    int (*get_result)(struct vt_source *source, uint64_t token, void *result, size_t size);
};

/* Embedded in every source. Its address must not lie in the last 4095 bytes of the address space, where a value task
 * keeps its negative errno; no allocator hands such an address out. Its memory must stay readable as a source while
 * value tasks that refer to it may exist: recycle, don't free. */
struct vt_source {
    const struct vt_source_ops *ops;
};

#endif
