/* A great many of everything, times that are over before they begin, and a clock that leaps.
 *
 * The clock is the one the run time sees: by the linker's --wrap, as allocations are (runtime_test.c).
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include <valuetask/channel.h>
#include <valuetask/fiber.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/when.h>

VT_DEFINE_WHEN(int, int);

enum { TIMERS = 100000, CROWD = 1000 };

static const uint64_t MOMENT = 1000000, YEAR = UINT64_C(365) * 24 * 3600 * 1000000000;

/* ---- the clock ---- */

static int64_t leap_seconds;

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    int answer = __real_clock_gettime(clock, time);

    time->tv_sec += leap_seconds;
    return answer;
}

static int in_a_fiber(vt_fiber_body body)
{
    leap_seconds = 0;
    int status = vt_run(body, NULL);

    leap_seconds = 0;
    vt_loop_run();
    return status;
}

static void leap_a_year(void *unused)
{
    (void)unused;
    leap_seconds += (int64_t)(YEAR / 1000000000);
}

static void leap_back_an_hour(void *unused)
{
    (void)unused;
    leap_seconds -= 3600;
}

static int order[3], ordered;

static int sleep_and_note(void *days)
{
    int number = *(int *)days;
    int status = vt_void_await(vt_sleep((uint64_t)number * 24 * 3600 * 1000000000));

    order[ordered++] = number;
    return status;
}

/* As after a machine was asleep: all that is due fires, in the order in which it was to. */
static void clock_leaps_ahead(void **state)
{
    (void)state;
    static int days[] = { 30, 10, 20 };

    leap_seconds = ordered = 0;
    for (int i = 0; i < 3; i++)
        vt_void_forget(vt_spawn(sleep_and_note, &days[i]));
    assert_int_equal(vt_loop_call_later(MOMENT, leap_a_year, NULL), 0);
    vt_loop_run();
    assert_int_equal(ordered, 3);
    assert_int_equal(order[0] + 100 * order[1] + 10000 * order[2], 302010);
    leap_seconds = 0;
}

/* No monotonic clock does; but an emulated one may. */
static int wait_through_a_leap_back(void *unused)
{
    assert_int_equal(vt_loop_post(leap_back_an_hour, unused), 0);
    vt_yield();
    for (int i = 0; i < 3; i++)
        assert_int_equal(vt_void_await(vt_sleep(MOMENT)), 0);
    return 0;
}

static void clock_leaps_back(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(wait_through_a_leap_back), 0);
}

/* ---- times that are over ---- */

static int wait_no_longer_than_nothing(void *unused)
{
    (void)unused;
    struct pending_int pending = start_int(1);
    struct vt_scope scope;
    int got = 7;

    assert_int_equal(vt_int_await_timeout(value_of(&pending), 0, &got), -ETIMEDOUT);
    complete_int(&pending); /* nobody wants it any more */
    assert_int_equal(vt_int_await_timeout(vt_int_from_result(4), 0, &got), 0);
    assert_int_equal(got, 4);

    vt_scope_enter_deadline(&scope, 0);
    assert_int_equal(vt_void_await(vt_sleep(YEAR)), -ETIMEDOUT);
    assert_int_equal(vt_cancelled(), -ETIMEDOUT);
    assert_int_equal(vt_int_await(vt_int_from_result(5), &got), 0); /* what is there is there */
    assert_int_equal(got, 5);
    assert_int_equal(vt_void_await(vt_sleep(YEAR)), -ETIMEDOUT);
    assert_int_equal(vt_scope_leave(&scope), -ETIMEDOUT);
    assert_int_equal(vt_cancelled(), 0);
    return vt_void_await(vt_sleep(1));
}

static void limits_that_are_over_at_once(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(wait_no_longer_than_nothing), 0);
}

/* Ends in the same turn of the loop in which its time is up, by a timer that is due at the same moment. */
static int race_with_its_limit(void *unused)
{
    (void)unused;
    for (int i = 0; i < 200; i++) {
        struct pending_int pending = start_int(i);
        int got = -1;
        assert_int_equal(vt_loop_call_later(1000, complete_int, &pending), 0);
        int status = vt_int_await_timeout(value_of(&pending), 1000, &got);
        assert_true((status == 0 && got == i) || (status == -ETIMEDOUT && got == -1));
        vt_yield();
        while (vt_promise_outstanding() > 1) /* that of the fiber itself */
            assert_int_equal(vt_void_await(vt_sleep(1000)), 0);
    }
    return 0;
}

static void result_and_limit_in_one_turn(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(race_with_its_limit), 0);
}

/* ---- a great many ---- */

static size_t woken, given_up;
static uint64_t latest;

struct sleeper {
    uint64_t delay;
    struct vt_cancel_token *token;
};

static void note_waking(void *sleeper, int status)
{
    uint64_t delay = ((struct sleeper *)sleeper)->delay;

    assert_int_equal(status, 0);
    assert_true(delay >= latest);
    latest = delay;
    woken++;
}

static void many_timers_in_any_order(void **state)
{
    (void)state;
    struct sleeper *sleepers = calloc(TIMERS, sizeof *sleepers);
    uint32_t random = 1;

    assert_non_null(sleepers);
    leap_seconds = 0;
    woken = 0;
    latest = 0;
    for (size_t i = 0; i < TIMERS; i++) {
        random = random * 1664525 + 1013904223;
        sleepers[i].delay = YEAR / 2 + (random >> 20) * UINT64_C(100000000000); /* apart by more than it takes to start them all */
        vt_void_on_completed(vt_sleep(sleepers[i].delay), note_waking, &sleepers[i]);
    }
    leap_a_year(NULL);
    vt_loop_run();
    assert_int_equal(woken, TIMERS);
    assert_int_equal(vt_loop_close(), 0);
    free(sleepers);
    leap_seconds = 0;
}

static void note_end(void *unused, int status)
{
    (void)unused;
    woken += status == 0;
    given_up += status == -ECANCELED;
}

static int sleep_in_token(void *sleeper)
{
    struct vt_scope scope;

    vt_scope_enter_token(&scope, ((struct sleeper *)sleeper)->token);
    int status = vt_void_await(vt_sleep(((struct sleeper *)sleeper)->delay));
    vt_scope_leave(&scope);
    return status;
}

/* Out of the middle of the heap: every other sleeper. */
static void timers_given_up_in_the_middle(void **state)
{
    (void)state;
    struct vt_cancel_token tokens[2] = { { { 0 } }, { { 0 } } };
    struct sleeper *sleepers = calloc(CROWD, sizeof *sleepers);

    assert_non_null(sleepers);
    leap_seconds = 0;
    woken = given_up = 0;
    for (size_t i = 0; i < CROWD; i++) {
        sleepers[i] = (struct sleeper){ .delay = YEAR / 2 + i * 1000, .token = &tokens[i % 2] };
        vt_void_on_completed(vt_spawn(sleep_in_token, &sleepers[i]), note_end, NULL);
    }
    assert_true(vt_cancel_token_cancel(&tokens[1]));
    assert_int_equal(vt_loop_call_later(10 * MOMENT, leap_a_year, NULL), 0);
    vt_loop_run();
    assert_int_equal(given_up, CROWD / 2);
    assert_int_equal(woken, CROWD - CROWD / 2);
    free(sleepers);
    leap_seconds = 0;
}

/* ---- queues whose middle leaves ---- */

static struct vt_semaphore semaphore;
static int holders;

static int acquire_with_a_limit(void *limit)
{
    int status = vt_void_await_timeout(vt_semaphore_acquire(&semaphore), *(const uint64_t *)limit);

    holders += status == 0;
    given_up += status == -ETIMEDOUT;
    return status;
}

static void waiters_leave_from_the_middle(void **state)
{
    (void)state;
    static const uint64_t none = UINT64_MAX, soon = 100000;

    semaphore = (struct vt_semaphore){ 0 };
    holders = 0;
    given_up = 0;
    for (int i = 0; i < CROWD; i++)
        vt_void_forget(vt_spawn(acquire_with_a_limit, (void *)(uintptr_t)(i % 3 == 1 ? &soon : &none)));
    while (given_up < CROWD / 3)
        assert_int_equal(vt_void_await(vt_sleep(MOMENT)), 0);
    for (int i = 0; i < CROWD - CROWD / 3; i++)
        vt_semaphore_release(&semaphore);
    vt_loop_run();
    assert_int_equal(holders, CROWD - CROWD / 3);
    assert_int_equal(semaphore.available, 0); /* nobody was given a permit who had left */
}

static struct vt_channel *channel;
static int refused;

static int send_one(void *item)
{
    int status = vt_void_await(vt_channel_send(channel, item));

    refused += status == -EPIPE;
    return status;
}

static int receive_one(void *unused)
{
    (void)unused;
    int item;
    int status = vt_void_await(vt_channel_receive(channel, &item));

    refused += status == -EPIPE;
    return status;
}

/* Closed, and freed at once, with a crowd on either side. */
static void channel_freed_under_a_crowd(void **state)
{
    (void)state;
    static int item = 5;

    for (size_t capacity = 0; capacity < 2; capacity++) {
        for (int receiving = 0; receiving < 2; receiving++) {
            refused = 0;
            channel = vt_channel_new(sizeof item, capacity);
            for (int i = 0; i < CROWD; i++)
                vt_void_forget(vt_spawn(receiving ? receive_one : send_one, &item));
            vt_channel_close(channel);
            vt_channel_close(channel);
            vt_channel_free(channel);
            vt_loop_run();
            assert_int_equal(refused, receiving ? CROWD : CROWD - (int)capacity);
        }
    }
}

/* ---- losers that take their time ---- */

static int asked;

static void ignore(void *unused)
{
    (void)unused;
    asked++;
}

static int race_deaf_losers(void *unused)
{
    (void)unused;
    struct pending_int slow[4];
    vt_int racers[5];
    size_t winner = 99;
    int got = 0;

    asked = 0;
    for (int i = 0; i < 4; i++) {
        slow[i] = start_int(i);
        vt_promise_on_cancel(slow[i].promise, ignore, NULL);
        racers[i] = value_of(&slow[i]);
        assert_int_equal(vt_loop_call_later(MOMENT * (uint64_t)(i + 1), complete_int, &slow[i]), 0);
    }
    racers[4] = vt_int_from_result(44);
    assert_int_equal(vt_int_when_any(racers, 5, &got, &winner), 0);
    assert_int_equal(winner, 4);
    assert_int_equal(got, 44);
    assert_int_equal(asked, 4);
    for (int i = 0; i < 4; i++)
        assert_false(vt_promise_cancel(slow[i].promise)); /* they were waited for */
    return 0;
}

static void losers_that_do_not_listen(void **state)
{
    (void)state;
    assert_int_equal(in_a_fiber(race_deaf_losers), 0);
    assert_int_equal(race_deaf_losers(NULL), 0);
}

/* ---- continuations that cancel ---- */

static struct vt_cancel_token token;
static struct pending_int other_pending;

static void cancel_all(void *unused, int status, int result)
{
    (void)unused, (void)result;
    assert_int_equal(status, 0);
    assert_true(vt_cancel_token_cancel(&token));
    assert_true(vt_promise_cancel(other_pending.promise));
    assert_false(vt_promise_cancel(other_pending.promise));
}

static int sleep_in_a_scope(void *unused)
{
    struct sleeper sleeper = { .delay = YEAR, .token = &token };

    (void)unused;
    return sleep_in_token(&sleeper);
}

static void cancelled_by_a_continuation(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int got;

    token = (struct vt_cancel_token){ { 0 } };
    other_pending = start_int(2);
    vt_void sleeping = vt_spawn(sleep_in_a_scope, NULL);
    vt_int other = value_of(&other_pending);
    vt_int_on_completed(value_of(&pending), cancel_all, NULL);
    complete_int(&pending);
    assert_int_equal(vt_void_await(sleeping), -ECANCELED);
    assert_int_equal(vt_int_await(other, &got), -ECANCELED);
}

/* ---- pools of threads that are busy when they are to end ---- */

static atomic_int done;

static int work_slowly(void *unused)
{
    (void)unused;
    nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
    atomic_fetch_add(&done, 1);
    return 0;
}

static void pool_freed_while_saturated(void **state)
{
    (void)state;
    struct vt_thread_pool *pool = vt_thread_pool_new(3, 0);

    atomic_store(&done, 0);
    for (int i = 0; i < CROWD / 10; i++)
        vt_void_forget(vt_thread_pool_run(pool, work_slowly, NULL));
    vt_thread_pool_free(pool); /* the loop does not run meanwhile */
    assert_int_equal(atomic_load(&done), CROWD / 10);
    vt_loop_run();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(clock_leaps_ahead),
        runtime_test(clock_leaps_back),
        runtime_test(limits_that_are_over_at_once),
        runtime_test(result_and_limit_in_one_turn),
        runtime_test(many_timers_in_any_order),
        runtime_test(timers_given_up_in_the_middle),
        runtime_test(waiters_leave_from_the_middle),
        runtime_test(channel_freed_under_a_crowd),
        runtime_test(losers_that_do_not_listen),
        runtime_test(cancelled_by_a_continuation),
        runtime_test(pool_freed_while_saturated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
