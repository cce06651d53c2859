/* Every allocation of the run time fails once: the call says so, the value task is consumed all the same, and
 * nothing is lost. Each test starts with empty pools, so that whatever can be allocated is. The leak checker of the
 * sanitizer build sees the rest.
 */
#include "runtime_test.h"

static void starting_a_promise(void **state)
{
    (void)state;
    int number = 0;
    fail_allocation_after(0);
    struct pending_int pending = start_int(1);
    assert_null(pending.promise.source);
    assert_false(vt_promise_complete(pending.promise, &number, sizeof number));
    assert_false(vt_promise_fail(pending.promise, -EIO));
    assert_false(vt_promise_cancel(pending.promise));
    assert_int_equal(vt_int_await(value_of(&pending), &number), -ENOMEM);
}

static void making_room_for_a_large_result(void **state)
{
    (void)state;
    struct wide wide = { { 5 } };
    fail_allocation_after(2);
    struct vt_promise promise = vt_promise_start(sizeof wide);
    assert_null(promise.source);
    assert_int_equal(vt_promise_outstanding(), 0);

    promise = vt_promise_start(sizeof wide);
    assert_true(vt_promise_complete(promise, &wide, sizeof wide));
    assert_int_equal(vt_wide_await(vt_wide_from_source(promise.source, promise.token), &wide), 0);

    /* A buffer that cannot grow stays what it was. */
    fail_allocation_after(0);
    assert_null(vt_promise_start(sizeof wide + 1).source);
    assert_null(vt_promise_start((size_t)64 << 20).source);
    promise = vt_promise_start(sizeof wide);
    assert_true(vt_promise_complete(promise, &wide, sizeof wide));
    assert_int_equal(vt_wide_await(vt_wide_from_source(promise.source, promise.token), &wide), 0);
    assert_int_equal(wide.numbers[0], 5);
}

/* Waiting for a promise needs no memory. */
static void awaiting(void **state)
{
    (void)state;
    int number = 7;
    struct pending_int pending = start_int(1);

    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    fail_allocation_after(0);
    assert_int_equal(vt_int_await(value_of(&pending), &number), 0);
    assert_int_equal(number, 1);

    pending = start_int(2);
    fail_allocation_after(0);
    assert_int_equal(vt_int_await_timeout(value_of(&pending), 1000, &number), -ETIMEDOUT);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(number, 1);
}

static void continuing(void **state)
{
    (void)state;
    struct noted noted = { 0 };
    struct pending_int pending = start_int(1);

    fail_allocation_after(0);
    vt_int_on_completed(value_of(&pending), note_int, &noted);
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, -ENOMEM);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void making_a_task(void **state)
{
    (void)state;
    fail_allocation_after(0);
    assert_null(used(vt_int_task_new()));
    fail_allocation_after(0);
    assert_null(used(vt_void_task_new()));

    /* What follows it as if nothing had happened is harmless. */
    assert_false(vt_int_task_complete(NULL, 1));
    assert_false(vt_int_task_fail(NULL, -EIO));
    assert_false(vt_int_task_cancel(NULL));
    assert_null(vt_int_task_ref(NULL));
    vt_int_task_unref(NULL);
}

static void turning_into_a_task(void **state)
{
    (void)state;
    fail_allocation_after(0);
    assert_null(vt_int_as_task(vt_int_from_result(1)));
    fail_allocation_after(0);
    assert_null(vt_int_as_task(vt_int_from_error(-EIO)));

    struct pending_int pending = start_int(1);
    fail_allocation_after(0);
    assert_null(vt_int_as_task(value_of(&pending)));
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);

    pending = start_int(1);
    vt_int value = value_of(&pending);
    complete_int(&pending);
    fail_allocation_after(0);
    assert_null(vt_int_as_task(value));
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void value_task_of_a_task(void **state)
{
    (void)state;
    int number;
    vt_int_task *task = vt_int_task_new();
    fail_allocation_after(0);
    assert_int_equal(vt_int_await(vt_int_from_task(task), &number), -ENOMEM);
    vt_int_task_unref(task);
}

static void waiting_for_a_task_through_a_value_task(void **state)
{
    (void)state;
    int number;
    vt_int_task *task = vt_int_task_new();
    vt_int value = vt_int_from_task(task);
    fail_allocation_after(0);
    assert_int_equal(vt_int_await(value, &number), -ENOMEM);
    assert_true(vt_int_task_complete(task, 1));
    assert_int_equal(vt_int_task_await(task, &number), 0);
    vt_int_task_unref(task);
}

static void must_not_run(void *unused)
{
    (void)unused;
    fail_msg("a callback ran that was refused");
}

static void posting(void **state)
{
    (void)state;
    fail_allocation_after(0);
    assert_int_equal(vt_loop_post(must_not_run, NULL), -ENOMEM);
    fail_allocation_after(0);
    assert_int_equal(vt_loop_call_later(0, must_not_run, NULL), -ENOMEM);
    vt_loop_run();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(starting_a_promise),
        runtime_test(making_room_for_a_large_result),
        runtime_test(awaiting),
        runtime_test(continuing),
        runtime_test(making_a_task),
        runtime_test(turning_into_a_task),
        runtime_test(value_task_of_a_task),
        runtime_test(waiting_for_a_task_through_a_value_task),
        runtime_test(posting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
