/* Misuse that slipped past the checker: each is reported with the function's name, answered with an error, and does
 * no harm.
 *
 * These functions are misuses on purpose: vtcheck is right about every one of them, hence the suppression.
 */
// NOLINTBEGIN(vt-*)
#define _POSIX_C_SOURCE 200809L

#include "runtime_test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void awaited_twice(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    int number = 0;
    vt_int value = value_of(&pending);

    assert_int_equal(vt_loop_post(complete_int, &pending), 0);
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_await: this value task was consumed already");
    assert_int_equal(vt_int_await_timeout(value, 5, &number), -EINVAL);
    assert_misuse("vt_int_await_timeout: ");
    assert_int_equal(number, 1);
}

static void awaited_after_the_source_went_on(void **state)
{
    (void)state;
    struct pending_int first = start_int(1);
    int number = 0;
    vt_int stale = value_of(&first);

    complete_int(&first);
    assert_int_equal(vt_int_await(stale, &number), 0);

    struct pending_int second = start_int(2);
    vt_int value = value_of(&second);
    assert_ptr_equal(first.promise.source, second.promise.source);
    complete_int(&second);
    assert_int_equal(vt_int_await(stale, &number), -EINVAL);
    assert_misuse("vt_int_await");
    assert_int_equal(number, 1);
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(number, 2);
}

static void consumed_in_every_other_way_after_an_await(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    struct noted noted = { 0 };
    int number = 0;
    vt_int value = value_of(&pending);

    complete_int(&pending);
    assert_int_equal(vt_int_await(value, &number), 0);

    vt_int_forget(value);
    assert_misuse("vt_int_forget");
    vt_int_on_completed(value, note_int, &noted);
    assert_misuse("vt_int_on_completed");
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, -EINVAL);
    assert_true(vt_int_is_completed(value));
    assert_misuse("vt_int_is_completed");
    vt_int_task *task = vt_int_as_task(value);
    assert_misuse("vt_int_as_task");
    assert_int_equal(vt_int_task_await(task, &number), -EINVAL);
    vt_int_task_unref(task);
}

/* The first consumption has not seen the result yet: the operation is claimed, its token still current. */
static void consumed_twice_while_pending(void **state)
{
    (void)state;
    struct pending_int pending = start_int(4);
    struct noted noted = { 0 };
    int number = 0;
    vt_int value = value_of(&pending);

    vt_int_on_completed(value, note_int, &noted);
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_await");
    complete_int(&pending);
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_await");
    vt_int_forget(value);
    assert_misuse("vt_int_forget");
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.result, 4);
    assert_int_equal(number, 0);
}

static void task_backed_one_awaited_twice(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    int number = 0;
    vt_int value = vt_int_from_task(task);

    assert_true(vt_int_task_complete(task, 3));
    assert_int_equal(vt_int_await(value, &number), 0);
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_as_task and await that with vt_int_task_await");
    vt_int_forget(value);
    assert_misuse("vt_int_forget");
    assert_true(vt_int_is_completed(value));
    assert_misuse("vt_int_is_completed");

    vt_int_task *failed = vt_int_as_task(value);
    assert_misuse("vt_int_as_task");
    assert_int_equal(vt_int_task_await(failed, &number), -EINVAL);
    vt_int_task_unref(failed);
    vt_int_task_unref(task);
}

static void task_backed_one_consumed_twice_while_pending(void **state)
{
    (void)state;
    vt_int_task *task = vt_int_task_new();
    struct noted noted = { 0 };
    int number = 0;
    vt_int value = vt_int_from_task(task);

    vt_int_on_completed(value, note_int, &noted);
    vt_int_forget(value);
    assert_misuse("vt_int_forget");
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_await");
    assert_true(vt_int_is_completed(value));
    assert_misuse("vt_int_is_completed");
    vt_int_on_completed(value, note_int, &noted);
    assert_misuse("vt_int_on_completed");
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, -EINVAL);
    assert_true(vt_int_task_complete(task, 6));
    vt_loop_run();
    assert_int_equal(noted.calls, 2);
    assert_int_equal(noted.result, 6);
    vt_int_task_unref(task);
}

static void wait_that_can_never_end(void **state)
{
    (void)state;
    struct pending_int pending = start_int(4);
    int number = 0;

    assert_int_equal(vt_int_await(value_of(&pending), &number), -EDEADLK);
    assert_misuse("vt_int_await: deadlock");
    assert_int_equal(vt_promise_outstanding(), 1);
    complete_int(&pending); /* late: dropped, not written to a variable long gone */
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(number, 0);

    vt_int_task *task = vt_int_task_new();
    assert_int_equal(vt_int_task_await(task, &number), -EDEADLK);
    assert_misuse("vt_int_task_await: deadlock");
    assert_int_equal(vt_int_await(vt_int_from_task(task), &number), -EDEADLK);
    assert_misuse("vt_int_await: deadlock");
    vt_int_task_unref(task); /* the last reference: neither wait kept one */
}

static void awaited_after_its_time_ran_out(void **state)
{
    (void)state;
    struct pending_int pending = start_int(4);
    int number = 0;
    vt_int value = value_of(&pending);

    assert_int_equal(vt_int_await_timeout(value, 0, &number), -ETIMEDOUT);
    assert_int_equal(vt_int_await(value, &number), -EINVAL);
    assert_misuse("vt_int_await");
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(number, 0);
}

static void result_of_another_size(void **state)
{
    (void)state;
    struct pending_int pending = start_int(4);
    struct wide wide;
    double real = 0;

    assert_false(vt_promise_complete(pending.promise, &real, sizeof real));
    assert_misuse("vt_promise_complete: a result of 8 bytes for an operation that was started for 4");
    complete_int(&pending);
    assert_int_equal(vt_wide_await(vt_wide_from_source(pending.promise.source, pending.promise.token), &wide), -EINVAL);
    assert_misuse("vt_wide_await: the source's result has another size");

    pending = start_int(4);
    vt_wide_task *task = vt_wide_as_task(vt_wide_from_source(pending.promise.source, pending.promise.token));
    complete_int(&pending);
    assert_int_equal(vt_wide_task_await(task, &wide), -EINVAL);
    assert_misuse("vt_wide_as_task: the source's result has another size");
    vt_wide_task_unref(task);
}

/* A source of somebody's own that gets it wrong: it calls back before the operation has ended. */
static enum vt_source_status hasty_status(struct vt_source *source, uint64_t token)
{
    (void)source, (void)token;
    return VT_SOURCE_PENDING;
}

static int hasty_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation,
                              void *context)
{
    continuation(context, source, token);
    return 0;
}

static int refuse_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation,
                               void *context)
{
    (void)source, (void)token, (void)continuation, (void)context;
    return -EAGAIN;
}

static int hasty_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    (void)source, (void)token, (void)result, (void)size;
    return VT_SOURCE_PENDING;
}

static void source_that_calls_back_too_early(void **state)
{
    (void)state;
    static const struct vt_source_ops hasty = { hasty_status, hasty_on_completed, hasty_get_result };
    struct vt_source source = { &hasty };
    struct noted noted = { 0 };
    int number;

    assert_int_equal(vt_int_await(vt_int_from_source(&source, 1), &number), -EINVAL);
    assert_misuse("vt_int_await: the source called its continuation before its operation had ended");
    vt_int_on_completed(vt_int_from_source(&source, 2), note_int, &noted);
    assert_misuse("vt_int_on_completed: the source called");
    assert_int_equal(noted.status, -EINVAL);
}

static void source_that_takes_no_continuation(void **state)
{
    (void)state;
    static const struct vt_source_ops refusing = { hasty_status, refuse_on_completed, hasty_get_result };
    struct vt_source source = { &refusing };
    struct noted noted = { 0 };
    int number;

    assert_int_equal(vt_int_await(vt_int_from_source(&source, 3), &number), -EAGAIN);
    vt_int_on_completed(vt_int_from_source(&source, 4), note_int, &noted);
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, -EAGAIN);
    vt_int_forget(vt_int_from_source(&source, 5));
    vt_int_task *task = vt_int_as_task(vt_int_from_source(&source, 6));
    assert_int_equal(vt_int_task_await(task, &number), -EAGAIN);
    vt_int_task_unref(task);
}

static void other_handler(const char *message)
{
    (void)message;
}

static void handlers_are_exchanged(void **state)
{
    (void)state;
    vt_misuse_handler noting = vt_set_misuse_handler(other_handler);
    assert_ptr_equal(vt_set_misuse_handler(NULL), other_handler);
    vt_misuse_handler fallback = vt_set_misuse_handler(noting);
    assert_ptr_not_equal(fallback, NULL);
    assert_ptr_not_equal(fallback, noting);
}

static void the_default_handler_tells_and_aborts(void **state)
{
    (void)state;
    int ends[2];
    char text[256] = "";

    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        vt_set_misuse_handler(NULL);
        (void)vt_int_task_fail(vt_int_task_new(), 1);
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(length > 0);
    assert_non_null(strstr(text, "valuetask: vt_int_task_fail: 1 is not a negative errno"));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(awaited_twice),
        runtime_test(awaited_after_the_source_went_on),
        runtime_test(consumed_in_every_other_way_after_an_await),
        runtime_test(consumed_twice_while_pending),
        runtime_test(task_backed_one_awaited_twice),
        runtime_test(task_backed_one_consumed_twice_while_pending),
        runtime_test(wait_that_can_never_end),
        runtime_test(awaited_after_its_time_ran_out),
        runtime_test(result_of_another_size),
        runtime_test(source_that_calls_back_too_early),
        runtime_test(source_that_takes_no_continuation),
        runtime_test(handlers_are_exchanged),
        runtime_test(the_default_handler_tells_and_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
// NOLINTEND(vt-*)
