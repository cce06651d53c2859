/* A child made by fork has a copy of the forking thread's loop: its fibers, its timers, what it waits for. It may go on with it, beside
 * its parent: the descriptors under the loop, which both would share, and take each other's events from, are made anew in the child.
 *
 * Other threads are not there. What they were to end keeps no loop alive any more, so that waiting for it is a deadlock that is told and
 * not a wait without end; the child may still end it itself. Loops of other threads are lost to the child, memory, descriptors and all.
 */
#define _POSIX_C_SOURCE 200809L

#include "forks.h"

#include <pthread.h>

#include "event_loop.h"
#include "events.h"
#include "mailbox.h"

unsigned vt_rt_forks;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int error;

static void begin_as_child(void)
{
    vt_rt_forks++;
    vt_rt_loop.shared_outstanding = 0;
    vt_rt_mailbox_renew();
    vt_rt_events_renew();
}

static void watch(void)
{
    error = pthread_atfork(NULL, NULL, begin_as_child);
}

int vt_rt_watch_forks(void)
{
    pthread_once(&once, watch);
    return -error;
}
