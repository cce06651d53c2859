/* What -DVT_DEBUG_TOKENS notices: value tasks that were complete and are consumed twice, both places named; and those that
 * nobody consumed.
 *
 * These are misuses on purpose, hence the suppression.
 */
// NOLINTBEGIN(vt-*)
#include "runtime_test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <valuetask/when.h>

VT_DEFINE_WHEN(int, int);

/* The one report since the last call has these places in it. */
static void assert_places(const char *deed, int line, const char *first_deed, int first_line)
{
    char text[128];
    assert_int_equal(misuse_count, 1);
    snprintf(text, sizeof text, "%s at ", deed);
    assert_non_null(strstr(misuse_message, text));
    snprintf(text, sizeof text, "first %s at ", first_deed);
    assert_non_null(strstr(misuse_message, text));
    snprintf(text, sizeof text, "test_debug_tokens.c:%d, first", line);
    if (strstr(misuse_message, text) == NULL)
        fail_msg("\"%s\" is not in: %s", text, misuse_message);
    snprintf(text, sizeof text, "test_debug_tokens.c:%d, made at", first_line);
    if (strstr(misuse_message, text) == NULL)
        fail_msg("\"%s\" is not in: %s", text, misuse_message);
    misuse_count = 0;
}

static void ready_one_awaited_twice(void **state)
{
    (void)state;
    int number = 0;
    vt_int task = vt_int_from_result(5);
    assert_int_equal(sizeof task, 16);
    int first_line = __LINE__ + 1;
    assert_int_equal(vt_int_await(task, &number), 0);
    assert_int_equal(number, 5);
    int line = __LINE__ + 1;
    assert_int_equal(vt_int_await(task, &number), -EINVAL);
    assert_places("awaited", line, "awaited", first_line);
}

static void first_of_several_of_which_one_is_consumed(void **state)
{
    (void)state;
    int number = 0;
    size_t winner = 9;
    struct pending_int pending = start_int(3);
    vt_int task = vt_int_from_result(5);
    int first_line = __LINE__ + 1;
    vt_int_forget(task);
    vt_int tasks[2] = { value_of(&pending), task };
    int line = __LINE__ + 1;
    assert_int_equal(vt_int_when_any(tasks, 2, &number, &winner), -EINVAL);
    assert_places("given to when_any", line, "forgotten", first_line);
    assert_int_equal(winner, 1);
    assert_int_equal(vt_promise_outstanding(), 0); /* the other is consumed, too */
}

static void remembered_while_others_come_and_go(void **state)
{
    (void)state;
    int number = 0;
    vt_int task = vt_int_from_error(-EIO);
    int first_line = __LINE__ + 1;
    vt_int_forget(task);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(vt_int_await(vt_int_from_result(i), &number), 0);
    int line = __LINE__ + 1;
    vt_int_task *as_task = vt_int_as_task(task);
    assert_places("turned into a task", line, "forgotten", first_line);
    assert_int_equal(vt_int_task_await(as_task, &number), -EINVAL);
    vt_int_task_unref(as_task);
}

static void looked_at_after_a_continuation(void **state)
{
    (void)state;
    struct noted noted = { 0 };
    struct pending_int pending = start_int(3);
    vt_int task = value_of(&pending);
    assert_false(vt_int_is_completed(task));
    assert_false(vt_int_is_completed(task));
    int first_line = __LINE__ + 1;
    vt_int_on_completed(task, note_int, &noted);
    int line = __LINE__ + 1;
    assert_true(vt_int_is_completed(task));
    assert_places("looked at", line, "given a continuation", first_line);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(noted.result, 3);
}

static void void_one_awaited_twice(void **state)
{
    (void)state;
    vt_void task = vt_void_from_result();
    int first_line = __LINE__ + 1;
    assert_int_equal(vt_void_await(task), 0);
    int line = __LINE__ + 1;
    assert_int_equal(vt_void_await_timeout(task, 5), -EINVAL);
    assert_places("awaited", line, "awaited", first_line);
}

static void results_of_every_kind_are_kept(void **state)
{
    (void)state;
    struct wide wide = { { 1, 2, 3, 4, 5, 6, 7, 8, 9 } };
    struct wide got = { { 0 } };
    int number = 0;
    assert_int_equal(vt_wide_await(vt_wide_from_result(wide), &got), 0);
    assert_memory_equal(&wide, &got, sizeof got);
    assert_int_equal(vt_int_await(vt_int_from_error(-EIO), &number), -EIO);
    vt_int_task *task = vt_int_as_task(vt_int_from_result(8));
    assert_int_equal(vt_int_await(vt_int_from_task(task), &number), 0);
    assert_int_equal(number, 8);
    vt_int_task_unref(task);
    assert_true(vt_int_is_completed(vt_int_from_error(-EIO)) && misuse_count == 0);
}

static void never_consumed(void **state)
{
    (void)state;
    assert_int_equal(vt_loop_close(), -EBUSY); /* the one just above */
    assert_misuse("vt_loop_close: 1 value task was never consumed: vt_int made at ");
    int line = __LINE__ + 1;
    vt_int task = vt_int_from_result(1);
    char place[64];
    assert_int_equal(vt_loop_close(), -EBUSY);
    snprintf(place, sizeof place, "test_debug_tokens.c:%d", line);
    assert_misuse("2 value tasks were never consumed");
    assert_non_null(strstr(misuse_message, place));
    vt_int_forget(task);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(ready_one_awaited_twice),
        runtime_test(first_of_several_of_which_one_is_consumed),
        runtime_test(remembered_while_others_come_and_go),
        runtime_test(looked_at_after_a_continuation),
        runtime_test(void_one_awaited_twice),
        cmocka_unit_test_setup(results_of_every_kind_are_kept, setup_runtime),
        cmocka_unit_test(never_consumed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
// NOLINTEND(vt-*)
