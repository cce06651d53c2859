/* A ring of items, and two queues of those who wait, of which at most one has somebody in it: senders wait when the ring is
 * full, receivers when it is empty. An item goes past the ring to a receiver who waits; room made by a receiver is filled
 * at once by the sender who waits longest. So order holds, and nobody who comes later gets between.
 */
#include <valuetask/channel.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/valuetask.h>

#include "wait_queue.h"

struct vt_channel {
    size_t item_size;
    size_t capacity;
    size_t first, count; /* of the ring, in items */
    bool is_closed;
    struct vt_waiters_ senders;   /* item: what to send */
    struct vt_waiters_ receivers; /* item: where to put it */
    unsigned char ring[];
};

struct vt_channel *vt_channel_new(size_t item_size, size_t capacity)
{
    if (item_size == 0 || capacity > (SIZE_MAX - sizeof(struct vt_channel)) / item_size)
        return NULL;
    struct vt_channel *channel = malloc(sizeof *channel + capacity * item_size);
    if (channel != NULL)
        *channel = (struct vt_channel){ .item_size = item_size, .capacity = capacity };
    return channel;
}

void vt_channel_close(struct vt_channel *channel)
{
    channel->is_closed = true;
    while (vt_rt_queue_wake_first(&channel->senders, -EPIPE))
        continue;
    while (vt_rt_queue_wake_first(&channel->receivers, -EPIPE))
        continue;
}

void vt_channel_free(struct vt_channel *channel)
{
    if (channel == NULL)
        return;
    vt_channel_close(channel);
    free(channel);
}

static unsigned char *place(struct vt_channel *channel, size_t index)
{
    return channel->ring + (channel->first + index) % channel->capacity * channel->item_size;
}

vt_void vt_channel_send(struct vt_channel *channel, const void *item)
{
    struct queued *receiver = vt_rt_queue_first(&channel->receivers);

    if (channel->is_closed)
        return vt_void_from_error(-EPIPE);
    if (receiver != NULL) {
        memcpy(receiver->item, item, channel->item_size);
        vt_rt_queue_wake_first(&channel->receivers, 0);
    } else if (channel->count < channel->capacity) {
        memcpy(place(channel, channel->count++), item, channel->item_size);
    } else {
        struct vt_promise wait = vt_rt_queue_add(&channel->senders, (void *)(uintptr_t)item);
        return vt_void_from_source(wait.source, wait.token);
    }
    return vt_rt_complete_at_pace();
}

vt_void vt_channel_receive(struct vt_channel *channel, void *item)
{
    struct queued *sender = vt_rt_queue_first(&channel->senders);

    if (channel->count != 0) {
        memcpy(item, place(channel, 0), channel->item_size);
        channel->first = (channel->first + 1) % channel->capacity;
        channel->count--;
        if (sender != NULL) {
            memcpy(place(channel, channel->count++), sender->item, channel->item_size);
            vt_rt_queue_wake_first(&channel->senders, 0);
        }
    } else if (sender != NULL) {
        memcpy(item, sender->item, channel->item_size);
        vt_rt_queue_wake_first(&channel->senders, 0);
    } else if (channel->is_closed) {
        return vt_void_from_error(-EPIPE);
    } else {
        struct vt_promise wait = vt_rt_queue_add(&channel->receivers, item);
        return vt_void_from_source(wait.source, wait.token);
    }
    return vt_rt_complete_at_pace();
}
