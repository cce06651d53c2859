/* Value tasks that are pending on a promise: waiting, time limits, continuations, giving up, and the reuse of the
 * source.
 */
#include "runtime_test.h"

enum { MILLISECOND = 1000000 };

static void await_runs_the_loop(void **state)
{
    (void)state;
    struct pending_int pending = start_int(42);
    int number = 0;
    vt_int value = value_of(&pending);

    assert_false(vt_int_is_completed(value));
    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(number, 42);
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void await_of_what_ended_meanwhile(void **state)
{
    (void)state;
    struct pending_int pending = start_int(43);
    int number = 0;
    vt_int value = value_of(&pending);

    complete_int(&pending);
    assert_true(vt_int_is_completed(value));
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(number, 43);
}

static void failure_and_cancellation_are_awaited(void **state)
{
    (void)state;
    struct pending_int pending = start_int(0);
    int number = 7;

    assert_int_equal(vt_loop_post(fail_int, &pending), 0);
    assert_int_equal(vt_int_await(value_of(&pending), &number), -EIO);

    pending = start_int(0);
    vt_int value = value_of(&pending);
    assert_true(vt_promise_cancel(pending.promise));
    assert_true(vt_int_is_completed(value));
    assert_int_equal(vt_int_await(value, &number), -ECANCELED);

    pending = start_int(0);
    value = value_of(&pending);
    assert_true(vt_promise_fail(pending.promise, 5));
    assert_misuse("vt_promise_fail: 5 is not a negative errno");
    assert_true(vt_int_is_completed(value));
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_int_equal(number, 7);
}

static void void_is_awaited(void **state)
{
    (void)state;
    struct vt_promise promise = vt_promise_start(0);
    vt_void value = vt_void_from_source(promise.source, promise.token);

    assert_false(vt_void_is_completed(value));
    assert_true(vt_promise_complete(promise, NULL, 0));
    assert_int_equal(vt_void_await(value), 0);

    promise = vt_promise_start(0);
    assert_int_equal(vt_void_await_timeout(vt_void_from_source(promise.source, promise.token), 0), -ETIMEDOUT);
    assert_true(vt_promise_complete(promise, NULL, 0));
    vt_loop_run();
}

static void ending_twice_is_false(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int other = 2;
    vt_int value = value_of(&pending);

    complete_int(&pending);
    assert_false(vt_promise_complete(pending.promise, &other, sizeof other));
    assert_false(vt_promise_fail(pending.promise, -EIO));
    assert_false(vt_promise_cancel(pending.promise));
    assert_int_equal(vt_int_await(value, &other), 0);
    assert_int_equal(other, 1);

    /* The old handle must not end the next operation, which has the same object. */
    struct pending_int next = start_int(3);
    assert_ptr_equal(next.promise.source, pending.promise.source);
    assert_false(vt_promise_complete(pending.promise, &other, sizeof other));
    complete_int(&next);
    assert_int_equal(vt_int_await(value_of(&next), &other), 0);
    assert_int_equal(other, 3);
}

static void steady_state_allocates_nothing(void **state)
{
    (void)state;
    struct wide sent = { { 1, 2, 3 } };
    long before = 0;

    for (int i = 0; i < 1000; i++) {
        struct pending_int pending = start_int(i);
        int number = 0;
        assert_int_equal(vt_loop_post(complete_int, &pending), 0);
        assert_int_equal(vt_int_await_timeout(value_of(&pending), (uint64_t)1000 * MILLISECOND, &number), 0);
        assert_int_equal(number, i);

        struct wide got;
        struct vt_promise large = vt_promise_start(sizeof sent);
        assert_true(vt_promise_complete(large, &sent, sizeof sent));
        assert_int_equal(vt_wide_await(vt_wide_from_source(large.source, large.token), &got), 0);
        assert_int_equal(got.numbers[2], 3);

        struct noted noted = { 0 };
        pending = start_int(i);
        vt_int_on_completed(value_of(&pending), note_int, &noted);
        complete_int(&pending);
        vt_loop_run();
        assert_int_equal(noted.result, i);
        if (i == 0)
            before = allocation_count;
    }
    assert_nothing_allocated_since(before);
}

static void a_larger_result_grows_the_buffer(void **state)
{
    (void)state;
    unsigned char bytes[4096] = { 1, 2, 3 };

    for (size_t size = 33; size <= sizeof bytes; size *= 2) {
        struct vt_promise promise = vt_promise_start(size);
        assert_true(vt_promise_complete(promise, bytes, size));
        vt_void_forget(vt_void_from_source(promise.source, promise.token));
    }
}

static void time_limit(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int number = 7;

    assert_int_equal(vt_int_await_timeout(value_of(&pending), MILLISECOND, &number), -ETIMEDOUT);
    assert_int_equal(number, 7);
    /* The operation goes on; ended, it returns to its pool without anybody's doing. */
    assert_int_equal(vt_promise_outstanding(), 1);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(number, 7);
}

static void time_limit_not_reached(void **state)
{
    (void)state;
    struct pending_int pending = start_int(5);
    int number = 0;

    assert_int_equal(vt_loop_call_later(MILLISECOND, complete_int, &pending), 0);
    assert_int_equal(vt_int_await_timeout(value_of(&pending), (uint64_t)10000 * MILLISECOND, &number), 0);
    assert_int_equal(number, 5);

    pending = start_int(6);
    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    assert_int_equal(vt_int_await_timeout(value_of(&pending), UINT64_MAX, &number), 0);
    assert_int_equal(number, 6);

    pending = start_int(7);
    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    assert_int_equal(vt_int_await_timeout(value_of(&pending), UINT64_MAX - 1, &number), 0);
    assert_int_equal(number, 7);
}

static void continuation_of_a_pending_one(void **state)
{
    (void)state;
    struct pending_int pending = start_int(9);
    struct noted noted = { 0 };

    vt_int_on_completed(value_of(&pending), note_int, &noted);
    complete_int(&pending);
    assert_int_equal(noted.calls, 0); /* never from inside the completing call */
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, 0);
    assert_int_equal(noted.result, 9);

    pending = start_int(0);
    vt_int_on_completed(value_of(&pending), note_int, &noted);
    fail_int(&pending);
    vt_loop_run();
    assert_int_equal(noted.calls, 2);
    assert_int_equal(noted.status, -EIO);
    assert_int_equal(noted.result, 0);
}

static void continuation_of_what_ended_meanwhile(void **state)
{
    (void)state;
    struct pending_int pending = start_int(9);
    struct noted noted = { 0 };
    vt_int value = value_of(&pending);

    complete_int(&pending);
    vt_int_on_completed(value, note_int, &noted);
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.result, 9);
}

static void forgotten_before_and_after_the_end(void **state)
{
    (void)state;
    long before = allocation_count;
    struct pending_int pending = start_int(1);
    long started = allocation_count;

    vt_int_forget(value_of(&pending));
    assert_int_equal(vt_promise_outstanding(), 1);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);

    pending = start_int(2);
    vt_int value = value_of(&pending);
    complete_int(&pending);
    vt_int_forget(value);
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(started, before + 2); /* the operation's, and what this loop's operations are known by */
    assert_nothing_allocated_since(started);
}

static void take_into(void *number, struct vt_source *source, uint64_t token)
{
    assert_int_equal(source->ops->get_result(source, token, number, sizeof(int)), 0);
}

/* The source interface itself, as somebody who writes an awaiting of his own uses it. */
static void source_operations(void **state)
{
    (void)state;
    struct pending_int pending = start_int(8);
    struct vt_source *source = pending.promise.source;
    uint64_t token = pending.promise.token;
    int number = 0;

    assert_int_equal(source->ops->status(source, token), VT_SOURCE_PENDING);
    assert_int_equal(source->ops->get_result(source, token, &number, sizeof number), VT_SOURCE_PENDING);
    complete_int(&pending);
    assert_int_equal(source->ops->status(source, token), VT_SOURCE_SUCCEEDED);
    assert_int_equal(source->ops->on_completed(source, token, take_into, &number), 0);
    assert_int_equal(source->ops->on_completed(source, token, take_into, &number), VT_SOURCE_STALE);
    assert_int_equal(source->ops->status(source, token), VT_SOURCE_STALE);
    assert_int_equal(number, 0);
    vt_loop_run();
    assert_int_equal(number, 8);
    assert_int_equal(source->ops->get_result(source, token, &number, sizeof number), VT_SOURCE_STALE);

    pending = start_int(0);
    fail_int(&pending);
    token = pending.promise.token;
    assert_int_equal(source->ops->status(source, token), VT_SOURCE_FAILED);
    assert_int_equal(source->ops->get_result(source, token, NULL, 0), -EIO);

    pending = start_int(0);
    assert_true(vt_promise_cancel(pending.promise));
    token = pending.promise.token;
    assert_int_equal(source->ops->status(source, token), VT_SOURCE_CANCELED);
    assert_int_equal(source->ops->get_result(source, token, NULL, 0), -ECANCELED);
}

static void complete_through_a_nested_await(void *pending_int)
{
    struct pending_int *outer = pending_int;
    struct pending_int inner = start_int(20);
    int number = 0;

    assert_int_equal(vt_loop_post(complete_int, &inner), 0);
    assert_int_equal(vt_int_await(value_of(&inner), &number), 0);
    outer->value += number;
    complete_int(outer);
}

static void awaits_nest(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int number = 0;

    assert_int_equal(vt_loop_post(complete_through_a_nested_await, &pending), 0);
    assert_int_equal(vt_int_await(value_of(&pending), &number), 0);
    assert_int_equal(number, 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(await_runs_the_loop),
        runtime_test(await_of_what_ended_meanwhile),
        runtime_test(failure_and_cancellation_are_awaited),
        runtime_test(void_is_awaited),
        runtime_test(ending_twice_is_false),
        runtime_test(steady_state_allocates_nothing),
        runtime_test(a_larger_result_grows_the_buffer),
        runtime_test(time_limit),
        runtime_test(time_limit_not_reached),
        runtime_test(continuation_of_a_pending_one),
        runtime_test(continuation_of_what_ended_meanwhile),
        runtime_test(forgotten_before_and_after_the_end),
        runtime_test(source_operations),
        runtime_test(awaits_nest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
