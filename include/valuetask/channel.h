/* A bounded channel: items of one size from fibers to fibers of the same thread, in order, with back-pressure.
 *
 *     struct vt_channel *jobs = vt_channel_new(sizeof(struct job), 16);
 *     status = vt_void_await(vt_channel_send(jobs, &job));        suspends while 16 lie there
 *     status = vt_void_await(vt_channel_receive(jobs, &job));     suspends while there is none; -EPIPE after the last
 */
#ifndef VALUETASK_CHANNEL_H
#define VALUETASK_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vt_channel;

/* Room for `capacity` items of `item_size` bytes; with capacity 0 each send waits for its receiver. NULL when out of
 * memory or item_size is 0. The caller frees it. */
struct vt_channel *vt_channel_new(size_t item_size, size_t capacity);

/* Closes it and frees it. Nobody may wait any more: those who do fail with -EPIPE, and must not use it again. NULL is
 * allowed. */
void vt_channel_free(struct vt_channel *channel);

/* Complete when the item lies in the channel or was received. `item` is read until then: keep it, and do not forget the
 * value task. -EPIPE: the channel is closed; -ENOMEM. What was given up (time limit, cancelled scope) was not sent. */
VT_MUST_USE_ vt_void vt_channel_send(struct vt_channel *channel, const void *item);

/* Complete when `item` was filled. It is written until then: keep it, and do not forget the value task. -EPIPE: the channel is
 * closed, and empty; -ENOMEM. */
VT_MUST_USE_ vt_void vt_channel_receive(struct vt_channel *channel, void *item);

/* No more is sent. What lies in it can still be received; those who wait to send or to receive in vain fail with -EPIPE. */
void vt_channel_close(struct vt_channel *channel);

#ifdef __cplusplus
}
#endif

#endif
