/* The loop's own events: descriptors that are waited for, by epoll, and the mailbox's wake-up. Descriptors of its own
 * are made when first needed: a loop with timers only has none.
 */
#ifndef VALUETASK_RUNTIME_EVENTS_H
#define VALUETASK_RUNTIME_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a descriptor is waited for. */
bool vt_rt_events_are_alive(void);

/* Waits for an event, at most `timeout_ns`, and completes what it ends. With 0 it only looks; UINT64_MAX is without
 * limit. May return early. */
void vt_rt_events_poll(uint64_t timeout_ns);

/* In a child made by fork: its own descriptor in place of the one it shares with its parent. What cannot be waited for any more fails. */
void vt_rt_events_renew(void);

/* Closes and frees what the loop opened. Nothing may be waited for. */
void vt_rt_events_close(void);

#endif
