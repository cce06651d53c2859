/* The worst moment for everything: cancellations that come with the result, producers that wait while they are asked to end, crowds that
 * are cancelled together, loops inside loops, threads that are late. Nothing is lost and nothing hangs.
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include <valuetask/channel.h>
#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/when.h>

VT_DEFINE_WHEN(int, int);

enum { CROWD = 800 };

static const uint64_t MOMENT = 200000, FOREVER = UINT64_C(1000000000000);

static int in_a_fiber(vt_fiber_body body)
{
    int status = vt_run(body, NULL);

    vt_loop_run();
    return status;
}

/* ---- producers that are asked to end ---- */

struct asked {
    struct pending_int pending;
    bool ends_first; /* before it waits */
    int times;
};

/* Waits for something else in the fiber that asks, whose own wait this must not disturb. */
static void wait_when_asked(void *context)
{
    struct asked *asked = context;

    asked->times++;
    if (asked->ends_first)
        complete_int(&asked->pending);
    assert_int_equal(vt_void_await(vt_sleep(MOMENT)), 0);
    vt_yield();
    if (!asked->ends_first)
        complete_int(&asked->pending);
}

static struct asked start_asked(bool ends_first)
{
    return (struct asked){ .pending = start_int(41), .ends_first = ends_first };
}

static void producer_waits_when_asked(void **state)
{
    (void)state;
    for (int ends_first = 0; ends_first < 2; ends_first++) {
        struct asked asked = start_asked(ends_first);
        int got = 0;
        vt_promise_on_cancel(asked.pending.promise, wait_when_asked, &asked);
        assert_int_equal(vt_int_await_timeout(value_of(&asked.pending), 1, &got), 0);
        assert_int_equal(asked.times, 1);
        assert_int_equal(got, 41);
    }
}

static int ask_in_a_fiber(void *unused)
{
    producer_waits_when_asked(unused);
    return 0;
}

static void producer_waits_when_asked_by_a_fiber(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(ask_in_a_fiber), 0);
}

/* The operation ends, and is used by others, while the fiber that awaits it waits for something else in the producer's hook. */
static struct pending_int meanwhile;

static void end_meanwhile(void *unused)
{
    (void)unused;
    complete_int(&meanwhile);
}

static void wait_for_another(void *unused)
{
    (void)unused;
    struct pending_int other = start_int(8);
    int got = 0;

    assert_int_equal(vt_loop_post(end_meanwhile, NULL), 0);
    assert_int_equal(vt_loop_post(complete_int, &other), 0);
    assert_int_equal(vt_int_await(value_of(&other), &got), 0);
    assert_int_equal(got, 8);
}

static int await_what_ends_meanwhile(void *unused)
{
    (void)unused;
    int got = 0;

    meanwhile = start_int(9);
    vt_promise_on_cancel(meanwhile.promise, wait_for_another, NULL);
    assert_int_equal(vt_int_await_timeout(value_of(&meanwhile), 1, &got), 0);
    assert_int_equal(got, 9);
    return 0;
}

static void operation_ends_while_its_producer_waits(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(await_what_ends_meanwhile), 0);
    assert_int_equal(await_what_ends_meanwhile(NULL), 0);
}

/* ---- a result and a cancellation at once ---- */

struct contended {
    struct vt_mutex mutex;
    struct vt_semaphore semaphore;
    struct vt_scope scope;
    int status;
    int holders;
};

static int lock_in_a_scope(void *context)
{
    struct contended *contended = context;

    vt_scope_enter(&contended->scope);
    contended->status = vt_void_await(vt_mutex_lock(&contended->mutex));
    if (contended->status == 0)
        contended->holders++;
    vt_scope_leave(&contended->scope);
    return 0;
}

static int acquire_in_a_scope(void *context)
{
    struct contended *contended = context;

    vt_scope_enter(&contended->scope);
    contended->status = vt_void_await(vt_semaphore_acquire(&contended->semaphore));
    if (contended->status == 0)
        contended->holders++;
    vt_scope_leave(&contended->scope);
    return 0;
}

static void handed_over_and_cancelled(void **state)
{
    (void)state;
    for (int cancelled_first = 0; cancelled_first < 2; cancelled_first++) {
        struct contended contended = { .status = 1 };
        assert_int_equal(vt_void_await(vt_mutex_lock(&contended.mutex)), 0);
        vt_void waiter = vt_spawn(lock_in_a_scope, &contended);
        if (cancelled_first)
            vt_scope_cancel(&contended.scope);
        vt_mutex_unlock(&contended.mutex);
        if (!cancelled_first)
            vt_scope_cancel(&contended.scope);
        assert_int_equal(vt_void_await(waiter), 0);
        assert_int_equal(contended.status == 0, contended.holders == 1);
        assert_int_equal(contended.mutex.is_locked, contended.holders == 1); /* it lies with who says to have it */

        contended = (struct contended){ .status = 1 };
        waiter = vt_spawn(acquire_in_a_scope, &contended);
        if (cancelled_first)
            vt_scope_cancel(&contended.scope);
        vt_semaphore_release(&contended.semaphore);
        if (!cancelled_first)
            vt_scope_cancel(&contended.scope);
        assert_int_equal(vt_void_await(waiter), 0);
        assert_int_equal((int)contended.semaphore.available + contended.holders, 1); /* no permit is lost, none made */
    }
}

static struct vt_channel *channel;
static int received, receive_status;

static int receive_with_a_limit(void *unused)
{
    (void)unused;
    received = 0;
    receive_status = vt_void_await_timeout(vt_channel_receive(channel, &received), MOMENT);
    return 0;
}

/* What was sent is received or still there, whatever became of who was there first. */
static void item_and_time_limit_at_once(void **state)
{
    (void)state;
    static const int item = 5;

    channel = vt_channel_new(sizeof item, 1);
    for (int i = 0; i < 200; i++) {
        vt_void receiver = vt_spawn(receive_with_a_limit, NULL);
        assert_int_equal(vt_void_await(vt_sleep(MOMENT - 20000 + (uint64_t)i * 200)), 0);
        assert_int_equal(vt_void_await(vt_channel_send(channel, &item)), 0);
        assert_int_equal(vt_void_await(receiver), 0);
        int left = 0;
        if (receive_status != 0) {
            assert_int_equal(receive_status, -ETIMEDOUT);
            assert_int_equal(vt_void_await(vt_channel_receive(channel, &left)), 0);
        }
        assert_int_equal(received + left, item);
    }
    vt_channel_free(channel);
}

/* ---- crowds ---- */

static struct vt_cancel_token token;
static vt_int_task *awaited_by_all;
static int cancelled_count, answered_count;

static int await_the_task(void *unused)
{
    (void)unused;
    struct vt_scope scope;
    int got;

    vt_scope_enter_token(&scope, &token);
    int status = vt_int_task_await(awaited_by_all, &got);
    cancelled_count += status == -ECANCELED;
    answered_count += status == 0;
    vt_scope_leave(&scope);
    return 0;
}

static int cancel_the_crowd(void *unused)
{
    (void)unused;
    struct vt_nursery nursery;

    token = (struct vt_cancel_token){ { 0 } };
    cancelled_count = answered_count = 0;
    awaited_by_all = vt_int_task_new();
    vt_nursery_open(&nursery);
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(vt_nursery_start(&nursery, await_the_task, NULL), 0);
    assert_true(vt_cancel_token_cancel(&token));
    assert_true(vt_int_task_complete(awaited_by_all, 1)); /* before any had its turn */
    int status = vt_nursery_close(&nursery);
    vt_int_task_unref(awaited_by_all);
    return status;
}

static void crowd_cancelled_as_its_task_ends(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(cancel_the_crowd), 0);
    assert_int_equal(cancelled_count + answered_count, CROWD);
    assert_int_equal(answered_count, CROWD); /* a result that is there wins */
}

static struct vt_nursery growing;
static int grown;

/* Each starts two more, until one cancels them all from inside. */
static int grow(void *unused)
{
    if (++grown == CROWD)
        vt_nursery_cancel(&growing);
    (void)vt_nursery_start(&growing, grow, unused);
    (void)vt_nursery_start(&growing, grow, unused);
    return vt_void_await(vt_sleep(FOREVER));
}

static int grow_and_close(void *unused)
{
    vt_nursery_open(&growing);
    grown = 0;
    (void)vt_nursery_start(&growing, grow, unused);
    return vt_nursery_close(&growing);
}

static void nursery_cancelled_by_a_child_that_starts_more(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(grow_and_close), -ECANCELED);
    assert_int_equal(grown, CROWD);
}

static int close_gate(void *gate)
{
    return vt_void_await_timeout(vt_gate_close(gate), MOMENT);
}

static void gate_closed_by_many_of_whom_some_give_up(void **state)
{
    (void)state;
    struct vt_gate gate = VT_GATE_INIT;
    vt_void closers[8];

    assert_int_equal(vt_gate_enter(&gate), 0);
    for (int i = 0; i < 4; i++)
        closers[i] = vt_spawn(close_gate, &gate);
    for (int i = 0; i < 4; i++)
        assert_int_equal(vt_void_await(closers[i]), -ETIMEDOUT);
    for (int i = 0; i < 8; i++)
        closers[i] = vt_spawn(close_gate, &gate);
    vt_gate_leave(&gate);
    for (int i = 0; i < 8; i++)
        assert_int_equal(vt_void_await(closers[i]), 0);
    assert_int_equal(vt_gate_enter(&gate), -ESHUTDOWN);
}

/* ---- the first of several ---- */

static void end_at_once(void *context)
{
    struct pending_int *pending = context;

    complete_int(pending); /* with a result, although it was asked to end */
}

static int race(void *unused)
{
    (void)unused;
    struct pending_int pending[20];
    vt_int racers[20];
    size_t winner = 99;
    int got = 0;

    for (int i = 0; i < 20; i++) {
        pending[i] = start_int(i);
        vt_promise_on_cancel(pending[i].promise, end_at_once, &pending[i]);
        racers[i] = value_of(&pending[i]);
    }
    complete_int(&pending[13]);
    assert_int_equal(vt_int_when_any(racers, 20, &got, &winner), 0);
    assert_int_equal(winner, 13);
    assert_int_equal(got, 13);

    /* Nobody wins before the scope's time is up; the losers all end with a result. */
    struct vt_scope scope;
    vt_scope_enter_deadline(&scope, MOMENT);
    for (int i = 0; i < 20; i++) {
        pending[i] = start_int(i);
        vt_promise_on_cancel(pending[i].promise, end_at_once, &pending[i]);
        racers[i] = value_of(&pending[i]);
    }
    assert_int_equal(vt_int_when_any(racers, 20, &got, &winner), -ETIMEDOUT);
    assert_int_equal(got, 13);
    assert_int_equal(vt_scope_leave(&scope), -ETIMEDOUT);
    return 0;
}

static void race_whose_losers_end_with_a_result(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(race), 0);
}

/* ---- loops inside loops ---- */

static int depth;

static int sleep_a_moment(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(MOMENT));
}

static void run_inside(void *unused)
{
    if (++depth < 30) {
        assert_int_equal(vt_loop_post(run_inside, unused), 0);
        assert_int_equal(vt_run(sleep_a_moment, NULL), 0);
        (void)vt_loop_turn();
    }
    assert_int_equal(vt_loop_close(), -EBUSY); /* in the middle of it all */
}

static int post_and_sleep(void *unused)
{
    depth = 0;
    assert_int_equal(vt_loop_post(run_inside, unused), 0);
    return sleep_a_moment(unused);
}

static void runs_nest(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(post_and_sleep), 0);
    assert_int_equal(depth, 30);
}

static void close_inside(void *status)
{
    *(int *)status = vt_loop_close();
}

static void closed_by_a_callback(void **state)
{
    (void)state;
    int status = 1;

    assert_int_equal(vt_run(sleep_a_moment, NULL), 0);
    assert_int_equal(vt_loop_post(close_inside, &status), 0);
    vt_loop_run();
    assert_int_equal(status, 0);
    assert_int_equal(vt_run(sleep_a_moment, NULL), 0); /* and it goes on */
}

/* ---- continuations ---- */

static void start_again(void *rounds, int status, int result)
{
    int *left = rounds;

    assert_int_equal(status, 0);
    if (--*left <= 0)
        return;
    struct pending_int next = start_int(result + 1);
    vt_int_on_completed(value_of(&next), start_again, left);
    complete_int(&next);
}

static void continuation_that_starts_the_next(void **state)
{
    (void)state;
    int left = 100000;

    start_again(&left, 0, 0);
    vt_loop_run();
    assert_int_equal(left, 0);
}

/* ---- numbers at their ends ---- */

static int wait_for_ever_and_give_up(void *unused)
{
    (void)unused;
    static const uint64_t limits[] = { UINT64_MAX - 1, UINT64_MAX / 2, UINT64_C(1) << 63 };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct pending_int pending = start_int(3);
        int got = 0;
        assert_int_equal(vt_loop_post(complete_int, &pending), 0);
        assert_int_equal(vt_int_await_timeout(value_of(&pending), limits[i], &got), 0);
        assert_int_equal(got, 3);
        assert_int_equal(vt_void_await_timeout(vt_sleep(limits[i]), 1), -ETIMEDOUT);
    }
    return 0;
}

static void times_without_end(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(wait_for_ever_and_give_up), 0);
}

/* ---- threads ---- */

struct late {
    struct vt_promise promise;
    atomic_bool may_go;
};

static void *end_late(void *context)
{
    struct late *late = context;

    while (!atomic_load(&late->may_go))
        sched_yield();
    (void)vt_promise_complete(late->promise, &(int){ 6 }, sizeof(int));
    return NULL;
}

/* A loop for one operation, whose ender has yet to leave when it closes; on a thread that then ends. */
static void *loop_for_one(void *unused)
{
    pthread_t thread;
    int got = 0;

    for (int i = 0; i < 300; i++) {
        struct late late = { .promise = vt_promise_start_shared(sizeof(int)) };
        assert_int_equal(pthread_create(&thread, NULL, end_late, &late), 0);
        atomic_store(&late.may_go, true);
        int status = vt_int_await_timeout(vt_int_from_source(late.promise.source, late.promise.token), i % 3 == 0 ? 20000 : FOREVER, &got);
        assert_true(status == 0 || status == -ETIMEDOUT);
        if (status != 0)
            vt_loop_run(); /* until it has ended */
        assert_int_equal(vt_loop_close(), 0);
        pthread_join(thread, NULL);
    }
    return unused;
}

static void loop_closes_behind_the_last_completion(void **state)
{
    (void)state;
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, loop_for_one, NULL), 0);
    pthread_join(thread, NULL);
}

static struct vt_promise left_behind;

static void *leave_behind(void *unused)
{
    left_behind = vt_promise_start_shared(sizeof(int));
    return unused;
}

/* Its thread has ended without closing it: what it made stays, and nobody learns of the end. */
static void completion_after_its_loop_has_died(void **state)
{
    (void)state;
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, leave_behind, NULL), 0);
    pthread_join(thread, NULL);
    assert_true(vt_promise_complete(left_behind, &(int){ 6 }, sizeof(int)));
    assert_false(vt_promise_cancel(left_behind));
}

static int count_run(void *runs)
{
    atomic_fetch_add((atomic_int *)runs, 1);
    return 0;
}

static struct vt_thread_pool *workers;
static atomic_int work_runs;

static int give_up_work(void *unused)
{
    (void)unused;
    struct vt_scope scope;

    vt_scope_enter_deadline(&scope, MOMENT);
    while (vt_cancelled() == 0) {
        int status = vt_void_await(vt_thread_pool_run(workers, count_run, &work_runs));
        assert_true(status == 0 || status == -ETIMEDOUT || status == -EAGAIN);
        if (status == -EAGAIN)
            vt_yield();
    }
    vt_scope_leave(&scope);
    return 0;
}

static int all_give_up_work(void *unused)
{
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    for (int i = 0; i < 50; i++)
        (void)vt_nursery_start(&nursery, give_up_work, unused);
    return vt_nursery_close(&nursery);
}

static void work_given_up_at_every_moment(void **state)
{
    (void)state;
    workers = vt_thread_pool_new(2, 20);
    for (int i = 0; i < 20; i++)
        assert_int_equal(in_a_fiber(all_give_up_work), 0);
    vt_thread_pool_free(workers);
    assert_true(atomic_load(&work_runs) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(producer_waits_when_asked),
        runtime_test(producer_waits_when_asked_by_a_fiber),
        runtime_test(operation_ends_while_its_producer_waits),
        runtime_test(handed_over_and_cancelled),
        runtime_test(item_and_time_limit_at_once),
        runtime_test(crowd_cancelled_as_its_task_ends),
        runtime_test(nursery_cancelled_by_a_child_that_starts_more),
        runtime_test(gate_closed_by_many_of_whom_some_give_up),
        runtime_test(race_whose_losers_end_with_a_result),
        runtime_test(runs_nest),
        runtime_test(closed_by_a_callback),
        runtime_test(continuation_that_starts_the_next),
        runtime_test(times_without_end),
        runtime_test(loop_closes_behind_the_last_completion),
        runtime_test(completion_after_its_loop_has_died),
        runtime_test(work_given_up_at_every_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
