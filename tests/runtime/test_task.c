/* Tasks: awaited many times, ended once, made of value tasks and made into them. */
#include "runtime_test.h"

struct pending_task {
    vt_int_task *task;
    int value;
};

static void complete_task(void *pending_task)
{
    struct pending_task *pending = pending_task;

    assert_true(vt_int_task_complete(pending->task, pending->value));
}

static void awaited_many_times(void **state)
{
    (void)state;
    struct pending_task pending = { vt_int_task_new(), 42 };
    int number = 0;

    assert_int_equal(vt_loop_post(complete_task, &pending), 0);
    for (int i = 0; i < 10; i++) {
        number = 0;
        assert_int_equal(vt_int_task_await(pending.task, &number), 0);
        assert_int_equal(number, 42);
    }
    vt_int_task_unref(pending.task);
}

static void waiting_allocates_nothing(void **state)
{
    (void)state;
    struct pending_task pending = { vt_int_task_new(), 42 };
    int number = 0;

    assert_int_equal(vt_loop_post(complete_task, &pending), 0);
    long before = allocation_count;
    assert_int_equal(vt_int_task_await(pending.task, &number), 0);
    assert_nothing_allocated_since(before);
    vt_int_task_unref(pending.task);
}

static void ended_once(void **state)
{
    (void)state;
    int number = 0;
    vt_int_task *task = vt_int_task_new();
    assert_true(vt_int_task_complete(task, 1));
    assert_false(vt_int_task_complete(task, 2));
    assert_false(vt_int_task_fail(task, -EIO));
    assert_false(vt_int_task_cancel(task));
    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(number, 1);
    vt_int_task_unref(task);

    task = vt_int_task_new();
    assert_true(vt_int_task_fail(task, -EIO));
    assert_false(vt_int_task_complete(task, 2));
    assert_int_equal(vt_int_task_await(task, &number), -EIO);
    vt_int_task_unref(task);

    task = vt_int_task_new();
    assert_true(vt_int_task_cancel(task));
    assert_false(vt_int_task_complete(task, 2));
    assert_int_equal(vt_int_task_await(task, &number), -ECANCELED);
    assert_int_equal(number, 1);
    vt_int_task_unref(task);
}

static void error_must_be_a_negative_errno(void **state)
{
    (void)state;
    int number;
    vt_int_task *task = vt_int_task_new();
    assert_true(vt_int_task_fail(task, EIO));
    assert_misuse("vt_int_task_fail: 5 is not a negative errno");
    assert_int_equal(vt_int_task_await(task, &number), -EINVAL);
    vt_int_task_unref(task);
}

static void references_are_counted(void **state)
{
    (void)state;
    int number = 0;
    vt_int_task *task = vt_int_task_new();
    assert_ptr_equal(vt_int_task_ref(task), task);
    vt_int_task_unref(task);
    assert_true(vt_int_task_complete(task, 6));
    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(number, 6);
    vt_int_task_unref(task);
    vt_int_task_unref(NULL);
    /* What there was no memory for can be handled like any other until it is awaited. */
    assert_null(vt_int_task_ref(NULL));
    assert_int_equal(vt_int_task_await(NULL, &number), -ENOMEM);
    assert_int_equal(number, 6);
    assert_int_equal(vt_void_task_await(NULL), -ENOMEM);
}

static void void_and_wide_tasks(void **state)
{
    (void)state;
    vt_void_task *nothing = vt_void_task_new();
    vt_void value = vt_void_from_task(vt_void_task_ref(nothing));
    assert_true(vt_void_task_complete(nothing));
    assert_false(vt_void_task_fail(nothing, -EIO));
    assert_false(vt_void_task_cancel(nothing));
    assert_int_equal(vt_void_task_await(nothing), 0);
    assert_int_equal(vt_void_await(value), 0);
    vt_void_task_unref(nothing);
    vt_void_task_unref(nothing);

    nothing = vt_void_as_task(vt_void_from_result());
    assert_int_equal(vt_void_task_await(nothing), 0);
    vt_void_task_unref(nothing);

    struct wide wide = { { 0 } };
    vt_wide_task *task = vt_wide_as_task(vt_wide_from_result((struct wide){ { [7] = 8 } }));
    assert_int_equal(vt_wide_task_await(task, &wide), 0);
    assert_int_equal(wide.numbers[7], 8);
    vt_wide_task_unref(task);
}

static void value_task_of_a_pending_task(void **state)
{
    (void)state;
    struct pending_task pending = { vt_int_task_new(), 11 };
    int number = 0;
    vt_int value = vt_int_from_task(pending.task);

    assert_false(vt_int_is_completed(value));
    assert_int_equal(vt_loop_post(complete_task, &pending), 0);
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(number, 11);
    vt_int_task_unref(pending.task);
}

static void value_task_keeps_its_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    int number = 0;
    vt_int value = vt_int_from_task(task);

    assert_true(vt_int_task_complete(task, 12));
    vt_int_task_unref(task);
    assert_true(vt_int_is_completed(value));
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(number, 12);
}

static void value_tasks_of_one_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    struct noted noted = { 0 };
    int number = 0;
    vt_int awaited = vt_int_from_task(task);
    vt_int forgotten = vt_int_from_task(task);

    vt_int_on_completed(vt_int_from_task(task), note_int, &noted);
    vt_int_forget(forgotten);
    assert_true(vt_int_task_fail(task, -EIO));
    assert_int_equal(noted.calls, 0);
    assert_int_equal(vt_int_await(awaited, &number), -EIO);
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, -EIO);
    vt_int_task_unref(task);
}

static void cancelled_task_behind_a_value_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    int number;
    vt_int value = vt_int_from_task(task);

    assert_true(vt_int_task_cancel(task));
    assert_true(vt_int_is_completed(value));
    assert_int_equal(vt_int_await(value, &number), -ECANCELED);
    vt_int_task_unref(task);
}

static void time_limit_leaves_nothing_at_the_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    int number = 0;

    assert_int_equal(vt_int_await_timeout(vt_int_from_task(task), 1000, &number), -ETIMEDOUT);
    assert_int_equal(vt_loop_close(), 0);
    vt_int_task_unref(task);
}

static void do_nothing(void *unused)
{
    (void)unused;
}

/* The end and the time limit fall together in every order that the loop's look at the timers allows. */
static void time_limit_at_the_moment_of_the_end(void **state)
{
    (void)state;
    int timed_out = 0;

    for (int callbacks_before = 0; callbacks_before < 130; callbacks_before++) {
        struct pending_task pending = { vt_int_task_new(), 5 };
        int number = 0;
        for (int i = 0; i < callbacks_before; i++)
            assert_int_equal(vt_loop_post(do_nothing, NULL), 0);
        assert_int_equal(vt_loop_post(complete_task, &pending), 0);
        int status = vt_int_await_timeout(vt_int_from_task(pending.task), 1, &number);
        assert_true(status == 0 || status == -ETIMEDOUT);
        assert_int_equal(number, status == 0 ? 5 : 0);
        timed_out += status != 0;
        vt_loop_run();
        assert_int_equal(number, status == 0 ? 5 : 0);
        vt_int_task_unref(pending.task);
        assert_int_equal(vt_loop_close(), 0);
    }
    assert_true(timed_out > 0 && timed_out < 130);
}

/* Several wait; the one in the middle leaves. */
static void time_limit_among_other_waiters(void **state)
{
    (void)state;
    struct pending_task pending = { vt_int_task_new(), 5 };
    struct noted first = { 0 };
    struct noted last = { 0 };
    int number = 0;

    vt_int_on_completed(vt_int_from_task(pending.task), note_int, &first);
    assert_int_equal(vt_int_await_timeout(vt_int_from_task(pending.task), 0, &number), -ETIMEDOUT);
    vt_int_on_completed(vt_int_from_task(pending.task), note_int, &last);
    assert_int_equal(vt_loop_post(do_nothing, NULL), 0);
    complete_task(&pending);
    vt_loop_run();
    assert_int_equal(first.result, 5);
    assert_int_equal(last.result, 5);
    assert_int_equal(number, 0);
    vt_int_task_unref(pending.task);
}

static void forgetting_lets_go_of_the_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    vt_int value = vt_int_from_task(task);

    vt_int_task_unref(task);
    vt_int_forget(value); /* the last reference; leak checkers see whether it went */
    assert_int_equal(vt_loop_close(), 0);
}

static void task_of_a_ready_one(void **state)
{
    (void)state;
    int number = 0;
    vt_int_task *task = vt_int_as_task(vt_int_from_result(3));
    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(number, 3);
    vt_int_task_unref(task);

    task = vt_int_as_task(vt_int_from_error(-ENOENT));
    assert_int_equal(vt_int_task_await(task, &number), -ENOENT);
    vt_int_task_unref(task);
}

static void task_of_a_pending_one(void **state)
{
    (void)state;
    struct pending_int pending = start_int(31);
    int number = 0;
    vt_int_task *task = vt_int_as_task(value_of(&pending));

    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(number, 31);
    assert_int_equal(vt_promise_outstanding(), 0);
    vt_int_task_unref(task);

    pending = start_int(32);
    vt_int value = value_of(&pending);
    fail_int(&pending);
    task = vt_int_as_task(value);
    assert_int_equal(vt_int_task_await(task, &number), -EIO);
    vt_int_task_unref(task);
}

static void task_cancelled_before_its_source_ends(void **state)
{
    (void)state;
    struct pending_int pending = start_int(31);
    int number = 0;
    vt_int_task *task = vt_int_as_task(value_of(&pending));

    assert_true(vt_int_task_cancel(task));
    assert_int_equal(vt_int_task_await(task, &number), -ECANCELED);
    vt_int_task_unref(task);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void task_of_a_task(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    vt_int value = vt_int_from_task(task);
    long before = allocation_count;

    assert_ptr_equal(vt_int_as_task(value), task);
    assert_nothing_allocated_since(before);
    vt_int_task_unref(task);
    vt_int_task_unref(task);
}

static void await_task_again(void *task)
{
    int number = 0;

    assert_int_equal(vt_int_task_await(task, &number), 0);
    assert_int_equal(number, 77);
}

/* Waits for one task on top of each other, all ended by the same completion. */
static void awaits_of_one_task_nest(void **state)
{
    (void)state;
    struct pending_task pending = { vt_int_task_new(), 77 };

    assert_int_equal(vt_loop_post(await_task_again, pending.task), 0);
    assert_int_equal(vt_loop_post(await_task_again, pending.task), 0);
    assert_int_equal(vt_loop_post(complete_task, &pending), 0);
    await_task_again(pending.task);
    vt_int_task_unref(pending.task);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(awaited_many_times),
        runtime_test(waiting_allocates_nothing),
        runtime_test(ended_once),
        runtime_test(error_must_be_a_negative_errno),
        runtime_test(references_are_counted),
        runtime_test(void_and_wide_tasks),
        runtime_test(value_task_of_a_pending_task),
        runtime_test(value_task_keeps_its_task),
        runtime_test(value_tasks_of_one_task),
        runtime_test(cancelled_task_behind_a_value_task),
        runtime_test(time_limit_leaves_nothing_at_the_task),
        runtime_test(time_limit_at_the_moment_of_the_end),
        runtime_test(time_limit_among_other_waiters),
        runtime_test(forgetting_lets_go_of_the_task),
        runtime_test(task_of_a_ready_one),
        runtime_test(task_of_a_pending_one),
        runtime_test(task_cancelled_before_its_source_ends),
        runtime_test(task_of_a_task),
        runtime_test(awaits_of_one_task_nest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
