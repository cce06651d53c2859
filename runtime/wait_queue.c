#include "wait_queue.h"

#include <errno.h>

#include <valuetask/timer.h>
#include <valuetask/valuetask.h>

#include "event_loop.h"
#include "misuse_report.h"
#include "pending.h"

enum { PACE = 128 };

static _Thread_local struct object_pool nodes;
static _Thread_local unsigned completed_in_a_row;

/* A queue lies in what is the user's, who may have copied it, or used its memory for something else: then it does not say what it should.
 * Nodes never move. */
static bool is_still_there(const struct queued *node)
{
    return (node->previous != NULL || node->queue->first == node) && (node->next != NULL || node->queue->last == node);
}

static void report_moved(void)
{
    vt_report_misuse("vt_semaphore, vt_mutex, vt_gate or vt_channel: one of them was moved or has ended while somebody waited; let it stay where "
                     "it is until all waits have ended");
}

static struct vt_promise take_out(struct queued *node)
{
    struct vt_promise promise = node->promise;
    bool is_there = is_still_there(node);

    if (node->previous != NULL)
        node->previous->next = node->next;
    else if (is_there)
        node->queue->first = node->next;
    if (node->next != NULL)
        node->next->previous = node->previous;
    else if (is_there)
        node->queue->last = node->previous;
    pool_put(&nodes, node);
    if (!is_there)
        report_moved();
    return promise;
}

static void leave_queue(void *context)
{
    vt_promise_cancel(take_out(context));
}

struct vt_promise vt_rt_queue_add(struct vt_waiters_ *queue, void *item)
{
    struct queued *node = pool_get(&nodes, sizeof *node);
    struct vt_promise promise = node != NULL ? vt_promise_start(0) : (struct vt_promise){ 0 };

    if (promise.source == NULL) {
        if (node != NULL)
            pool_put(&nodes, node);
        return promise;
    }
    node->queue = queue;
    node->promise = promise;
    node->item = item;
    node->next = NULL;
    node->previous = queue->last;
    if (node->previous != NULL)
        node->previous->next = node;
    else
        queue->first = node;
    queue->last = node;
    vt_promise_on_cancel(promise, leave_queue, node);
    return promise;
}

bool vt_rt_queue_wake_first(struct vt_waiters_ *queue, int status)
{
    struct queued *first = vt_rt_queue_first(queue);

    if (first == NULL)
        return false;
    if (first->queue != queue) {
        report_moved();
        return false;
    }
    struct vt_promise promise = take_out(first);
    if (status == 0)
        vt_promise_complete(promise, NULL, 0);
    else
        vt_promise_fail(promise, status);
    return true;
}

/* ---- pace ---- */

/* A promise that is completed by its turn in the ready queue. */
struct turn {
    struct pool_link link;
    struct job job;
    struct vt_promise promise;
};

static _Thread_local struct object_pool turns;

static void take_turn(struct job *job)
{
    struct turn *turn = CONTAINER_OF(job, struct turn, job);
    struct vt_promise promise = turn->promise;

    pool_put(&turns, turn);
    vt_promise_complete(promise, NULL, 0);
}

/* What is at its pace has happened already: a wait for it that is given up still gets it, a moment later. */
static void ignore(void *unused)
{
    (void)unused;
}

vt_void vt_rt_complete_at_pace(void)
{
    if (++completed_in_a_row < PACE)
        return vt_void_from_result();
    completed_in_a_row = 0;

    struct turn *turn = pool_get(&turns, sizeof *turn);
    struct vt_promise promise = turn != NULL ? vt_promise_start(0) : (struct vt_promise){ 0 };
    if (promise.source == NULL) {
        if (turn != NULL)
            pool_put(&turns, turn);
        return vt_void_from_result(); /* it is only about fairness */
    }
    turn->promise = promise;
    turn->job.run = take_turn;
    vt_promise_on_cancel(promise, ignore, NULL);
    vt_rt_loop_make_ready(&turn->job);
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_pace(void)
{
    return vt_rt_complete_at_pace();
}

void vt_rt_wait_queue_pools_clear(void)
{
    pool_clear(&nodes);
    pool_clear(&turns);
}
