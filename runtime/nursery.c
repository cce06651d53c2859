/* Nurseries: a list of child fibers, and a count. A child tells of its end; the closer waits for the last. */
#include <valuetask/nursery.h>

#include <errno.h>

#include "cancellation.h"
#include "misuse_report.h"
#include "nursery_child.h"
#include "pending.h"
#include "sanitizers.h"
#include "waiter.h"

#define MARK ((uintptr_t)UINT64_C(0x6e7572736572795f))

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

static uintptr_t mark_for(const struct nursery *nursery, const struct fiber *opener)
{
    return ((uintptr_t)nursery ^ MARK) + vt_rt_run_of(opener);
}

/* Whether that lies there, where perhaps nothing was ever written; which neither compilers nor valgrind are to mind. */
static bool is_marked(struct nursery *nursery, uintptr_t mark)
{
    __asm__("" : "+m"(*nursery));
    uintptr_t found = nursery->mark;
    (void)VALGRIND_MAKE_MEM_DEFINED(&found, sizeof found);
    return found == mark;
}

void vt_nursery_open(struct vt_nursery *public)
{
    struct nursery *nursery = nursery_in(public);
    struct fiber *opener = vt_rt_loop.running;
    uintptr_t mark = mark_for(nursery, opener);

    if (is_marked(nursery, mark) || (opener != NULL && vt_rt_nursery_of(opener) == nursery)) {
        vt_report_misuse("vt_nursery_open: this nursery is open already, and another would lose its children; close it on every path");
        return;
    }
    *nursery = (struct nursery){ .is_open = true, .opener = opener, .mark = mark };
    if (opener != NULL)
        vt_rt_count_open_nursery(opener, 1);
}

int vt_nursery_start(struct vt_nursery *public, vt_fiber_body body, void *context)
{
    struct nursery *nursery = nursery_in(public);

    if (!nursery->is_open) {
        vt_report_misuse("vt_nursery_start: this nursery was closed, and nobody would wait for the child; open it again first");
        return -EINVAL;
    }
    if (nursery->reason != 0)
        return -ECANCELED;
    int status = vt_rt_start_child(nursery, body, context);
    if (status != 0)
        fail(nursery, status);
    return status;
}

void vt_nursery_cancel(struct vt_nursery *public)
{
    cancel_children(nursery_in(public), -ECANCELED);
}

/* Why the caller must not wait for the children; NULL: it may. */
static const char *forbids_closing(const struct nursery *nursery)
{
    if (!nursery->is_open)
        return "is not open: it was closed already";
    if (nursery->closer != NULL)
        return "is being closed by somebody else";
    if (vt_rt_loop.running != NULL && vt_rt_nursery_of(vt_rt_loop.running) == nursery)
        return "has the calling fiber among its children, which would wait for itself";
    return NULL;
}

int vt_nursery_close(struct vt_nursery *public)
{
    struct nursery *nursery = nursery_in(public);
    const char *objection = forbids_closing(nursery);

    if (objection != NULL) {
        vt_report_misuse("vt_nursery_close: this nursery %s; each is closed once, by the function that opened it", objection);
        return -EINVAL;
    }
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
    if (nursery->opener != NULL)
        vt_rt_count_open_nursery(nursery->opener, -1);
    nursery->is_open = false;
    nursery->mark = 0;
    return nursery->failure != 0 ? nursery->failure : nursery->reason;
}
