/* Nurseries: a list of child fibers, and a count. A child tells of its end; the closer waits for the last. */
#include <valuetask/nursery.h>

#include <errno.h>

#include "cancellation.h"
#include "misuse_report.h"
#include "nursery_child.h"
#include "pending.h"
#include "waiter.h"

_Static_assert(sizeof(struct nursery) <= sizeof(struct vt_nursery), "the public struct has room");

static struct nursery *nursery_in(struct vt_nursery *public)
{
    return (struct nursery *)(void *)public;
}

static void cancel_children(struct nursery *nursery, int reason)
{
    if (nursery->reason != 0)
        return;
    nursery->reason = reason;
    for (struct fiber *child = nursery->first; child != NULL; child = vt_rt_next_child(child))
        vt_rt_fiber_cancel(child, reason);
}

static void fail(struct nursery *nursery, int status)
{
    if (nursery->failure == 0)
        nursery->failure = status;
    cancel_children(nursery, -ECANCELED);
}

void vt_rt_nursery_child_ended(struct nursery *nursery, int status)
{
    /* A child that was cancelled fails as a consequence of what was cancelled for. */
    if (status != 0 && nursery->reason == 0)
        fail(nursery, status);
    if (nursery->first == NULL && nursery->closer != NULL)
        vt_rt_wake(nursery->closer, WAKE_ENDED);
}

void vt_nursery_open(struct vt_nursery *public)
{
    struct fiber *opener = vt_rt_loop.running;

    *nursery_in(public) = (struct nursery){ .is_open = true, .opener = opener };
    if (opener != NULL)
        vt_rt_count_open_nursery(opener, 1);
}

int vt_nursery_start(struct vt_nursery *public, vt_fiber_body body, void *context)
{
    struct nursery *nursery = nursery_in(public);

    if (nursery->reason != 0)
        return -ECANCELED;
    if (!nursery->is_open) {
        vt_report_misuse("vt_nursery_start: this nursery was closed, and nobody would wait for the child; open it again first");
        return -EINVAL;
    }
    int status = vt_rt_start_child(nursery, body, context);
    if (status != 0)
        fail(nursery, status);
    return status;
}

void vt_nursery_cancel(struct vt_nursery *public)
{
    cancel_children(nursery_in(public), -ECANCELED);
}

int vt_nursery_close(struct vt_nursery *public)
{
    struct nursery *nursery = nursery_in(public);

    while (nursery->first != NULL) {
        struct waiter closer = vt_rt_waiter();
        bool is_shielded = nursery->reason != 0;
        nursery->closer = &closer;
        int wake = is_shielded ? vt_rt_wait_shielded(&closer) : vt_rt_wait(&closer);
        nursery->closer = NULL;
        if (wake == WAKE_DEADLOCK && nursery->reason != -EDEADLK)
            vt_report_deadlock("vt_nursery", "close");
        if (wake == WAKE_DEADLOCK && is_shielded) { /* not even being cancelled ends them */
            fail(nursery, -EDEADLK);
            vt_rt_orphan_children(nursery);
        } else if (wake != WAKE_ENDED) {
            cancel_children(nursery, vt_rt_wake_error(wake));
        }
    }
    if (nursery->is_open && nursery->opener != NULL)
        vt_rt_count_open_nursery(nursery->opener, -1);
    nursery->is_open = false;
    return nursery->failure != 0 ? nursery->failure : nursery->reason;
}
