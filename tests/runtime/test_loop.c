/* The loop: order of callbacks and timers, fairness, closing; and the timer heap by itself. */
#include "runtime_test.h"

#include <string.h>

#include "timer_heap.h"

enum { MILLISECOND = 1000000 };

static char trace[64];

static void append(void *letter)
{
    strncat(trace, (const char *)letter, sizeof trace - strlen(trace) - 1);
}

static void post_again(void *letter)
{
    append(letter);
    assert_int_equal(vt_loop_post(append, "c"), 0);
}

static void callbacks_run_in_order(void **state)
{
    (void)state;
    trace[0] = '\0';
    assert_int_equal(vt_loop_post(post_again, "a"), 0);
    assert_int_equal(vt_loop_post(append, "b"), 0);
    assert_string_equal(trace, "");
    vt_loop_run();
    assert_string_equal(trace, "abc");
}

static void timers_run_by_their_time(void **state)
{
    (void)state;
    trace[0] = '\0';
    /* Far apart: under valgrind the calls themselves take milliseconds. */
    assert_int_equal(vt_loop_call_later(90 * MILLISECOND, append, "d"), 0);
    assert_int_equal(vt_loop_call_later(30 * MILLISECOND, append, "c"), 0);
    assert_int_equal(vt_loop_call_later(0, append, "b"), 0);
    assert_int_equal(vt_loop_post(append, "a"), 0);
    vt_loop_run();
    assert_string_equal(trace, "abcd");
}

static bool timer_ran;

static void note_timer(void *unused)
{
    (void)unused;
    timer_ran = true;
}

static void post_until_the_timer_ran(void *count)
{
    ++*(long *)count;
    if (!timer_ran)
        assert_int_equal(vt_loop_post(post_until_the_timer_ran, count), 0);
}

static void a_busy_queue_does_not_starve_timers(void **state)
{
    (void)state;
    long count = 0;
    timer_ran = false;
    assert_int_equal(vt_loop_call_later(MILLISECOND, note_timer, NULL), 0);
    assert_int_equal(vt_loop_post(post_until_the_timer_ran, &count), 0);
    vt_loop_run();
    assert_true(count > 1);
}

static void not_closed_while_something_is_outstanding(void **state)
{
    (void)state;
    trace[0] = '\0';
    assert_int_equal(vt_loop_post(append, "a"), 0);
    assert_int_equal(vt_loop_close(), -EBUSY);
    vt_loop_run();
    assert_int_equal(vt_loop_call_later(0, append, "b"), 0);
    assert_int_equal(vt_loop_close(), -EBUSY);
    vt_loop_run();
    assert_string_equal(trace, "ab");

    struct pending_int pending = start_int(1);
    assert_int_equal(vt_loop_close(), -EBUSY);
    vt_int_forget(value_of(&pending));
    assert_int_equal(vt_loop_close(), -EBUSY);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_loop_close(), 0);

    vt_int_task *task = vt_int_task_new();
    vt_int value = vt_int_from_task(task);
    assert_int_equal(vt_loop_close(), -EBUSY);
    vt_int_forget(value);
    vt_int_task_unref(task);
    assert_int_equal(vt_loop_close(), 0);
}

/* ---- the heap ---- */

enum { TIMERS = 500 };

static uint64_t next_random(uint64_t *seed)
{
    /* Knuth's linear congruential generator for MMIX; the high bits are the good ones */
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* Timers are added and removed at random; each time the first one is the smallest of a plain list. */
static void heap_agrees_with_a_list(void **state)
{
    (void)state;
    static struct timer timers[TIMERS];
    bool is_in[TIMERS] = { false };
    struct timer *root = NULL;
    uint64_t seed = 1;

    for (uint64_t round = 0; round < 20000; round++) {
        size_t i = next_random(&seed) % TIMERS;
        if (is_in[i]) {
            root = vt_rt_timer_heap_remove(root, &timers[i]);
        } else {
            timers[i].deadline = next_random(&seed) % 64;
            timers[i].order = round;
            root = vt_rt_timer_heap_add(root, &timers[i]);
        }
        is_in[i] = !is_in[i];

        struct timer *first = NULL;
        for (size_t at = 0; at < TIMERS; at++) {
            if (is_in[at] && (first == NULL || timers[at].deadline < first->deadline ||
                              (timers[at].deadline == first->deadline && timers[at].order < first->order)))
                first = &timers[at];
        }
        assert_ptr_equal(root, first);
    }
    while (root != NULL) {
        struct timer *first = root;
        root = vt_rt_timer_heap_remove(root, root);
        assert_true(root == NULL || root->deadline >= first->deadline);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(callbacks_run_in_order),
        runtime_test(timers_run_by_their_time),
        runtime_test(a_busy_queue_does_not_starve_timers),
        runtime_test(not_closed_while_something_is_outstanding),
        cmocka_unit_test(heap_agrees_with_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
