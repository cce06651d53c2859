/* Cancellation: scopes, deadlines, tokens, nurseries, when_all and when_any. */
#include "runtime_test.h"

#include <errno.h>
#include <string.h>

#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/scope.h>
#include <valuetask/timer.h>
#include <valuetask/when.h>

enum { MILLISECOND = 1000000, LONG = 1000 };

VT_DEFINE_WHEN(int, int);
VT_DEFINE_WHEN(wide, struct wide);

#define FOREVER ((uint64_t)LONG * MILLISECOND * 1000)

/* ---- scopes ---- */

static int sleep_long(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(FOREVER));
}

static int sleep_with_deadline(void *unused)
{
    struct vt_scope scope;
    vt_scope_enter_deadline(&scope, MILLISECOND);
    assert_int_equal(vt_cancelled(), 0);
    assert_int_equal(sleep_long(unused), -ETIMEDOUT);
    assert_int_equal(vt_cancelled(), -ETIMEDOUT);
    assert_int_equal(sleep_long(unused), -ETIMEDOUT);
    int value = 0;
    assert_int_equal(vt_int_await(vt_int_from_result(3), &value), 0); /* what is complete is taken */
    assert_int_equal(vt_scope_leave(&scope), -ETIMEDOUT);
    assert_int_equal(vt_cancelled(), 0);
    return vt_void_await(vt_sleep(MILLISECOND));
}

static void deadline_cuts_short(void **state)
{
    (void)state;
    assert_int_equal(vt_run(sleep_with_deadline, NULL), 0);
}

static int finish_in_time(void *unused)
{
    (void)unused;
    struct vt_scope scope;
    vt_scope_enter_deadline(&scope, FOREVER);
    assert_int_equal(vt_void_await(vt_sleep(MILLISECOND)), 0);
    return vt_scope_leave(&scope);
}

static void deadline_not_reached(void **state)
{
    (void)state;
    assert_int_equal(vt_run(finish_in_time, NULL), 0);
}

struct cancelled_by_other {
    struct vt_scope outer, inner;
    bool is_inner;
};

static int wait_in_two(void *context)
{
    struct cancelled_by_other *c = context;
    vt_scope_enter(&c->outer);
    vt_scope_enter(&c->inner);
    assert_int_equal(sleep_long(NULL), -ECANCELED);
    assert_int_equal(vt_scope_leave(&c->inner), c->is_inner ? -ECANCELED : 0);
    assert_int_equal(vt_cancelled(), c->is_inner ? 0 : -ECANCELED);
    return vt_scope_leave(&c->outer) == (c->is_inner ? 0 : -ECANCELED) ? 0 : -EINVAL;
}

static int cancel_another(void *context)
{
    struct cancelled_by_other *c = context;
    vt_void other = vt_spawn(wait_in_two, c);
    struct vt_scope *scope = c->is_inner ? &c->inner : &c->outer;
    assert_true(vt_scope_cancel(scope));
    assert_false(vt_scope_cancel(scope));
    return vt_void_await(other);
}

static void cancelled_by_another_fiber(void **state)
{
    (void)state;
    struct cancelled_by_other inner = { .is_inner = true };
    struct cancelled_by_other outer = { .is_inner = false };
    assert_int_equal(vt_run(cancel_another, &inner), 0);
    assert_int_equal(vt_run(cancel_another, &outer), 0);
}

static struct vt_cancel_token token;

static int wait_for_token(void *unused)
{
    struct vt_scope scope;
    vt_scope_enter_token(&scope, &token);
    int status = sleep_long(unused);
    int reason = vt_scope_leave(&scope);
    return status == reason ? status : -EINVAL;
}

static int cancel_by_token(void *unused)
{
    token = (struct vt_cancel_token){ { 0 } };
    vt_void first = vt_spawn(wait_for_token, unused);
    vt_void second = vt_spawn(wait_for_token, unused);
    assert_false(vt_cancel_token_is_cancelled(&token));
    assert_true(vt_cancel_token_cancel(&token));
    assert_false(vt_cancel_token_cancel(&token));
    assert_true(vt_cancel_token_is_cancelled(&token));
    assert_int_equal(vt_void_await(first), -ECANCELED);
    assert_int_equal(vt_void_await(second), -ECANCELED);
    return wait_for_token(unused) == -ECANCELED ? 0 : -EINVAL; /* one that comes later */
}

static void token_cancels_many(void **state)
{
    (void)state;
    assert_int_equal(vt_run(cancel_by_token, NULL), 0);
}

/* A promise that nobody can ask goes on alone; one that was completed first is taken. */
static int cancelled_without_hook(void *pending_int)
{
    struct vt_scope scope;
    int value = 0;
    vt_scope_enter_deadline(&scope, MILLISECOND);
    assert_int_equal(vt_int_await(value_of(pending_int), &value), -ETIMEDOUT);
    return vt_scope_leave(&scope) == -ETIMEDOUT ? 0 : -EINVAL;
}

static void operation_that_cannot_be_asked(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    assert_int_equal(vt_run(cancelled_without_hook, &pending), 0);
    complete_int(&pending);
    vt_loop_run();
}

static int await_tasks_with_deadline(void *task)
{
    struct vt_scope scope;
    int value;
    vt_scope_enter_deadline(&scope, MILLISECOND);
    assert_int_equal(vt_int_task_await(task, &value), -ETIMEDOUT);
    assert_int_equal(vt_int_await(vt_int_from_task(task), &value), -ETIMEDOUT);
    (void)vt_scope_leave(&scope);
    return 0;
}

static void task_in_a_scope(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    assert_int_equal(vt_run(await_tasks_with_deadline, task), 0);
    vt_int_task_unref(task);
}

static int time_out_on_a_fiber(void *unused)
{
    return vt_void_await_timeout(vt_spawn(sleep_long, unused), MILLISECOND);
}

static void time_limit_cancels_the_spawned_fiber(void **state)
{
    (void)state;
    assert_int_equal(vt_run(time_out_on_a_fiber, NULL), -ETIMEDOUT);
    assert_int_equal(vt_fiber_count(), 0);
}

/* ---- nurseries ---- */

static int sleep_a_little(void *count)
{
    int status = vt_void_await(vt_sleep(MILLISECOND));
    ++*(int *)count;
    return status;
}

static int fail_soon(void *unused)
{
    (void)unused;
    int status = vt_void_await(vt_sleep(MILLISECOND));
    return status == 0 ? -EIO : status;
}

static int succeed_at_once(void *count)
{
    ++*(int *)count;
    return 0;
}

static int raise_children(void *unused)
{
    (void)unused;
    struct vt_nursery nursery;
    int count = 0;
    vt_nursery_open(&nursery);
    for (int i = 0; i < 10; i++)
        assert_int_equal(vt_nursery_start(&nursery, i % 2 == 0 ? sleep_a_little : succeed_at_once, &count), 0);
    assert_int_equal(count, 5);
    assert_int_equal(vt_nursery_close(&nursery), 0);
    assert_int_equal(count, 10);
    return 0;
}

static void nursery_waits_for_its_children(void **state)
{
    (void)state;
    assert_int_equal(vt_run(raise_children, NULL), 0);
    assert_int_equal(vt_fiber_count(), 0);
}

static int one_child_fails(void *unused)
{
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), 0);
    assert_int_equal(vt_nursery_start(&nursery, fail_soon, unused), 0);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), 0);
    return vt_nursery_close(&nursery);
}

static void failure_cancels_the_siblings(void **state)
{
    (void)state;
    assert_int_equal(vt_run(one_child_fails, NULL), -EIO);
    assert_int_equal(vt_fiber_count(), 0);
}

static int deadline_around_a_nursery(void *unused)
{
    struct vt_scope scope;
    struct vt_nursery nursery;
    vt_scope_enter_deadline(&scope, MILLISECOND);
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), 0);
    assert_int_equal(vt_nursery_start(&nursery, time_out_on_a_fiber, unused), 0);
    int status = vt_nursery_close(&nursery);
    (void)vt_scope_leave(&scope);
    return status;
}

static void deadline_reaches_the_children(void **state)
{
    (void)state;
    assert_int_equal(vt_run(deadline_around_a_nursery, NULL), -ETIMEDOUT);
    assert_int_equal(vt_fiber_count(), 0);
}

static int cancel_the_nursery(void *unused)
{
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), 0);
    vt_nursery_cancel(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), -ECANCELED);
    return vt_nursery_close(&nursery);
}

static void cancelled_nursery(void **state)
{
    (void)state;
    assert_int_equal(vt_run(cancel_the_nursery, NULL), -ECANCELED);
}

static void never_end(void *unused)
{
    (void)unused;
}

static int wait_whatever_happens(void *pending_int)
{
    struct pending_int *pending = pending_int;
    int value;
    vt_promise_on_cancel(pending->promise, never_end, NULL);
    return vt_int_await(value_of(pending), &value);
}

static int close_with_nothing_to_come(void *pending_int)
{
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    int status = vt_nursery_start(&nursery, wait_whatever_happens, pending_int);
    if (status == 0)
        status = vt_nursery_close(&nursery);
    memset(&nursery, 0x55, sizeof nursery); /* gone, as far as the child may know */
    return status;
}

static void children_that_nothing_ends(void **state)
{
    (void)state;
    for (int in_a_fiber = 0; in_a_fiber < 2; in_a_fiber++) {
        struct pending_int pending = start_int(1);
        int status = in_a_fiber ? vt_run(close_with_nothing_to_come, &pending) : close_with_nothing_to_come(&pending);
        assert_int_equal(status, -EDEADLK);
        assert_misuse("vt_nursery_close: deadlock");
        complete_int(&pending);
        vt_loop_run();
        assert_int_equal(vt_fiber_count(), 0);
    }
}

/* ---- several at once ---- */

static void all_of_several(void **state)
{
    (void)state;
    struct pending_int pending = start_int(2);
    int results[3] = { 0 };
    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    vt_int tasks[3] = { vt_int_from_result(1), value_of(&pending), vt_int_from_result(3) };
    assert_int_equal(vt_int_when_all(tasks, 3, results), 0);
    assert_int_equal(results[0] * 100 + results[1] * 10 + results[2], 123);

    pending = start_int(2);
    assert_int_equal(vt_loop_post(fail_int, &pending), 0);
    results[0] = results[1] = results[2] = 9;
    assert_int_equal(VT_WHEN_ALL(int, results, vt_int_from_result(1), value_of(&pending), vt_int_from_error(-EPERM)), -EIO);
    assert_int_equal(results[0] * 100 + results[1] * 10 + results[2], 199);
    assert_int_equal(vt_int_when_all(NULL, 0, results), 0);

    long allocations = allocation_count;
    vt_int ready[2] = { vt_int_from_result(1), vt_int_from_result(2) };
    assert_int_equal(vt_int_when_all(ready, 2, results), 0);
    assert_nothing_allocated_since(allocations);
}

static void cancel_task(void *task)
{
    (void)vt_int_task_cancel(task);
}

static void first_of_several(void **state)
{
    (void)state;
    struct pending_int slow = start_int(1);
    struct pending_int fast = start_int(2);
    vt_int_task *other = vt_int_task_new();
    int value = 0;
    size_t winner = 9;
    assert_int_equal(vt_loop_post(complete_int, &fast), 0);
    vt_int tasks[3] = { value_of(&slow), value_of(&fast), vt_int_from_task(other) };
    assert_int_equal(vt_loop_call_later(2 * MILLISECOND, cancel_task, other), 0);
    assert_int_equal(vt_int_when_any(tasks, 3, &value, &winner), 0);
    assert_int_equal(winner, 1);
    assert_int_equal(value, 2);
    assert_false(vt_promise_cancel(slow.promise)); /* the loser had been ended */
    vt_int_task_unref(other);

    slow = start_int(1);
    vt_int ready[2] = { value_of(&slow), vt_int_from_error(-EIO) };
    assert_int_equal(vt_int_when_any(ready, 2, &value, &winner), -EIO);
    assert_int_equal(winner, 1);
    assert_int_equal(vt_int_when_any(NULL, 0, &value, &winner), -EINVAL);
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void first_of_many_wide_ones(void **state)
{
    (void)state;
    struct wide wide = { { 1, 2, 3, 4, 5, 6, 7, 8, 9 } };
    struct wide got = { { 0 } };
    struct vt_promise promises[20];
    vt_wide tasks[20];
    size_t winner = 0;
    for (size_t i = 0; i < 20; i++) {
        promises[i] = vt_promise_start(sizeof wide);
        tasks[i] = vt_wide_from_source(promises[i].source, promises[i].token);
    }
    assert_true(vt_promise_complete(promises[17], &wide, sizeof wide));
    assert_int_equal(vt_wide_when_any(tasks, 20, &got, &winner), 0);
    assert_int_equal(winner, 17);
    assert_memory_equal(&got, &wide, sizeof wide);
    assert_int_equal(vt_promise_outstanding(), 0);
}

static int race_two_sleepers(void *unused)
{
    (void)unused;
    size_t winner = 9;
    struct vt_scope scope;
    int value = 0;
    struct pending_int never = start_int(1);
    struct pending_int nor_this = start_int(1);
    vt_scope_enter_deadline(&scope, MILLISECOND);
    vt_int tasks[2] = { value_of(&never), value_of(&nor_this) };
    assert_int_equal(vt_int_when_any(tasks, 2, &value, &winner), -ETIMEDOUT);
    (void)vt_scope_leave(&scope);
    assert_false(vt_promise_cancel(never.promise));
    return winner == 9 ? 0 : -EINVAL;
}

static void first_of_several_in_a_scope(void **state)
{
    (void)state;
    assert_int_equal(vt_run(race_two_sleepers, NULL), 0);
}

// NOLINTBEGIN(vt-*): on purpose
static void the_same_one_twice(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int value = 0;
    size_t winner = 9;
    vt_int behind_a_winner[3] = { vt_int_from_result(7), value_of(&pending), value_of(&pending) };
    assert_int_equal(vt_int_when_any(behind_a_winner, 3, &value, &winner), 0);
    assert_misuse("vt_int_when_any: this value task was consumed already");
    assert_int_equal(winner, 0);
    assert_int_equal(value, 7);

    pending = start_int(1);
    vt_int alone[2] = { value_of(&pending), value_of(&pending) };
    assert_int_equal(vt_int_when_any(alone, 2, &value, &winner), -EINVAL);
    assert_misuse("vt_int_when_any: this value task was consumed already");
    assert_int_equal(winner, 1);
    assert_int_equal(vt_promise_outstanding(), 0);
}
// NOLINTEND(vt-*)

static void no_memory_for_the_first_of_several(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int value;
    size_t winner;
    vt_int tasks[2] = { value_of(&pending), vt_int_from_result(1) };
    fail_allocation_after(0);
    assert_int_equal(vt_int_when_any(tasks, 2, &value, &winner), -ENOMEM);
    complete_int(&pending);
    vt_loop_run();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(deadline_cuts_short),
        runtime_test(deadline_not_reached),
        runtime_test(cancelled_by_another_fiber),
        runtime_test(token_cancels_many),
        runtime_test(operation_that_cannot_be_asked),
        runtime_test(task_in_a_scope),
        runtime_test(time_limit_cancels_the_spawned_fiber),
        runtime_test(nursery_waits_for_its_children),
        runtime_test(failure_cancels_the_siblings),
        runtime_test(deadline_reaches_the_children),
        runtime_test(cancelled_nursery),
        runtime_test(children_that_nothing_ends),
        runtime_test(all_of_several),
        runtime_test(first_of_several),
        runtime_test(first_of_many_wide_ones),
        runtime_test(first_of_several_in_a_scope),
        runtime_test(the_same_one_twice),
        runtime_test(no_memory_for_the_first_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
