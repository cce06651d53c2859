/* Threads and one queue, under one lock. A piece of work is a node with a shared operation; the worker ends it. Nodes are kept
 * for reuse, so that the steady state allocates nothing.
 *
 * Giving up: what is still queued is taken out under the lock, so that either the worker or the canceller has the node, never
 * both. What runs is waited for.
 */
#define _POSIX_C_SOURCE 200809L

#include <valuetask/thread_pool.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

#include "forks.h"
#include "misuse_report.h"
#include "pending.h"

enum { MOST_THREADS = 1024 };

struct work {
    struct work *next, *previous; /* in the queue; `next` in the list of unused */
    struct vt_thread_pool *pool;
    struct vt_promise promise;
    int (*run)(void *context);
    void *context;
    bool is_queued;
};

struct vt_thread_pool {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct work *first, *last;
    struct work *unused;
    size_t queued, queue_limit;
    unsigned forks; /* vt_rt_forks when it was made: at any other the threads are not there, and the lock may be theirs for ever */
    bool is_ending;
    unsigned thread_count;
    pthread_t threads[];
};

/* ---- the queue, under the lock ---- */

static void take_out(struct vt_thread_pool *pool, struct work *work)
{
    *(work->previous != NULL ? &work->previous->next : &pool->first) = work->next;
    *(work->next != NULL ? &work->next->previous : &pool->last) = work->previous;
    work->is_queued = false;
    pool->queued--;
}

static void put_in(struct vt_thread_pool *pool, struct work *work)
{
    work->next = NULL;
    work->previous = pool->last;
    *(pool->last != NULL ? &pool->last->next : &pool->first) = work;
    pool->last = work;
    work->is_queued = true;
    pool->queued++;
}

static void put_away(struct vt_thread_pool *pool, struct work *work)
{
    work->next = pool->unused;
    pool->unused = work;
}

/* ---- workers ---- */

static void do_next(struct vt_thread_pool *pool)
{
    struct work *work = pool->first;

    take_out(pool, work);
    pthread_mutex_unlock(&pool->lock);
    int status = work->run(work->context);
    struct vt_promise promise = work->promise;
    pthread_mutex_lock(&pool->lock);
    put_away(pool, work);
    pthread_mutex_unlock(&pool->lock);
    if (status == 0)
        vt_promise_complete(promise, NULL, 0);
    else
        vt_promise_fail(promise, VT_IS_ERROR_(status) ? status : -EINVAL);
    pthread_mutex_lock(&pool->lock);
}

static void *work_on(void *context)
{
    struct vt_thread_pool *pool = context;

    pthread_mutex_lock(&pool->lock);
    while (pool->first != NULL || !pool->is_ending) {
        if (pool->first != NULL)
            do_next(pool);
        else
            pthread_cond_wait(&pool->changed, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Signals are for the program's own threads. */
static int start_thread(struct vt_thread_pool *pool)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&pool->threads[pool->thread_count], NULL, work_on, pool);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error == 0)
        pool->thread_count++;
    return error;
}

struct vt_thread_pool *vt_thread_pool_new(unsigned threads, size_t queue_limit)
{
    if (threads == 0 || threads > MOST_THREADS) {
        errno = EINVAL;
        return NULL;
    }
    struct vt_thread_pool *pool = calloc(1, sizeof *pool + threads * sizeof(pthread_t));
    if (pool == NULL)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    pool->queue_limit = queue_limit;
    pool->forks = vt_rt_forks;
    int error = -vt_rt_watch_forks();
    for (unsigned i = 0; i < threads && error == 0; i++)
        error = start_thread(pool);
    if (error != 0) {
        vt_thread_pool_free(pool);
        errno = error;
        return NULL;
    }
    return pool;
}

static bool is_thread_of(const struct vt_thread_pool *pool)
{
    for (unsigned i = 0; i < pool->thread_count; i++) {
        if (pthread_equal(pool->threads[i], pthread_self()))
            return true;
    }
    return false;
}

static bool has_threads(const struct vt_thread_pool *pool)
{
    return pool->forks == vt_rt_forks;
}

void vt_thread_pool_free(struct vt_thread_pool *pool)
{
    if (pool == NULL || !has_threads(pool)) /* operations that wait for them still refer to its nodes */
        return;
    if (is_thread_of(pool)) {
        vt_report_misuse("vt_thread_pool_free: called by a piece of work of that pool, whose end it would wait for; free it from another thread");
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->is_ending = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    while (pool->unused != NULL) {
        struct work *work = pool->unused;
        pool->unused = work->next;
        free(work);
    }
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* ---- asking for work ---- */

/* The awaiting side wants it to end early. The node may have been used again since: then the operation has ended already, and
 * the mail of it is on its way. */
static void take_back(void *context)
{
    struct work *work = context;
    struct vt_thread_pool *pool = work->pool;
    struct vt_promise asked = vt_rt_promise_being_asked();

    if (!has_threads(pool)) {
        vt_promise_cancel(asked);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    struct vt_promise promise = work->promise;
    bool was_queued = work->is_queued && promise.source == asked.source && promise.token == asked.token;
    if (was_queued) {
        take_out(pool, work);
        put_away(pool, work);
    }
    pthread_mutex_unlock(&pool->lock);
    if (was_queued)
        vt_promise_cancel(promise);
}

/* A node to queue, under the lock; NULL with the reason. */
static struct work *get_node(struct vt_thread_pool *pool, int *error)
{
    struct work *work = pool->unused;

    *error = pool->queue_limit != 0 && pool->queued >= pool->queue_limit ? -EAGAIN : 0;
    if (*error != 0)
        return NULL;
    if (work != NULL) {
        pool->unused = work->next;
        return work;
    }
    work = calloc(1, sizeof *work);
    if (work == NULL)
        *error = -ENOMEM;
    else
        work->pool = pool;
    return work;
}

vt_void vt_thread_pool_run(struct vt_thread_pool *pool, int (*run)(void *context), void *context)
{
    if (!has_threads(pool))
        return vt_void_from_error(-EOWNERDEAD);

    struct vt_promise promise = vt_promise_start_shared(0);
    if (promise.source == NULL || VT_IS_ERROR_WORD_((uintptr_t)promise.source))
        return vt_void_from_error(promise.source == NULL ? -ENOMEM : VT_WORD_ERROR_((uintptr_t)promise.source));
    int error;
    pthread_mutex_lock(&pool->lock);
    struct work *work = get_node(pool, &error);
    if (work != NULL) {
        work->run = run;
        work->context = context;
        work->promise = promise;
        vt_promise_on_cancel(promise, take_back, work);
        put_in(pool, work);
        pthread_cond_signal(&pool->changed);
    }
    pthread_mutex_unlock(&pool->lock);
    if (error != 0)
        vt_promise_fail(promise, error);
    return vt_void_from_source(promise.source, promise.token);
}
