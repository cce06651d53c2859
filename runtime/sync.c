/* Semaphore, mutex, gate. What is released goes straight to who waits longest, so that nobody who comes later gets between. */
#include <valuetask/sync.h>

#include <errno.h>

#include <valuetask/valuetask.h>

#include "misuse_report.h"
#include "wait_queue.h"

/* ---- semaphore ---- */

bool vt_semaphore_try(struct vt_semaphore *semaphore)
{
    if (semaphore->available == 0 || vt_rt_queue_first(&semaphore->waiters_) != NULL)
        return false;
    semaphore->available--;
    return true;
}

vt_void vt_semaphore_acquire(struct vt_semaphore *semaphore)
{
    if (vt_semaphore_try(semaphore))
        return vt_rt_complete_at_pace();
    struct vt_promise wait = vt_rt_queue_add(&semaphore->waiters_, NULL);
    return vt_void_from_source(wait.source, wait.token);
}

void vt_semaphore_release(struct vt_semaphore *semaphore)
{
    if (!vt_rt_queue_wake_first(&semaphore->waiters_, 0))
        semaphore->available++;
}

/* ---- mutex ---- */

vt_void vt_mutex_lock(struct vt_mutex *mutex)
{
    if (!mutex->is_locked) {
        mutex->is_locked = true;
        return vt_rt_complete_at_pace();
    }
    struct vt_promise wait = vt_rt_queue_add(&mutex->waiters_, NULL);
    return vt_void_from_source(wait.source, wait.token);
}

void vt_mutex_unlock(struct vt_mutex *mutex)
{
    if (!mutex->is_locked)
        vt_report_misuse("vt_mutex_unlock: the mutex is not locked; each vt_mutex_lock that ended with 0 is followed by one vt_mutex_unlock");
    else if (!vt_rt_queue_wake_first(&mutex->waiters_, 0))
        mutex->is_locked = false;
}

/* ---- gate ---- */

static void let_closers_go(struct vt_gate *gate)
{
    while (vt_rt_queue_wake_first(&gate->waiters_, 0))
        continue;
}

int vt_gate_enter(struct vt_gate *gate)
{
    if (gate->is_closed)
        return -ESHUTDOWN;
    gate->inside++;
    return 0;
}

void vt_gate_leave(struct vt_gate *gate)
{
    if (gate->inside == 0)
        vt_report_misuse("vt_gate_leave: nobody is inside; each successful vt_gate_enter is followed by one vt_gate_leave");
    else if (--gate->inside == 0)
        let_closers_go(gate);
}

vt_void vt_gate_close(struct vt_gate *gate)
{
    gate->is_closed = true;
    if (gate->inside == 0)
        return vt_void_from_result();
    struct vt_promise wait = vt_rt_queue_add(&gate->waiters_, NULL);
    return vt_void_from_source(wait.source, wait.token);
}
