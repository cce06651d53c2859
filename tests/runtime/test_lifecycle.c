/* What is opened twice, closed twice, used after it was closed, left open, or gone while somebody waits: each is told, nothing hangs. */
#include "runtime_test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <valuetask/channel.h>
#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/timer.h>

static const uint64_t MOMENT = 1000000, FOREVER = UINT64_C(1000000000000);

static int sleep_long(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(FOREVER));
}

static int sleep_a_moment(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(MOMENT));
}

static void in_a_fiber(vt_fiber_body body)
{
    assert_int_equal(vt_run(body, NULL), 0);
    vt_loop_run();
    assert_int_equal(vt_fiber_count(), 0);
}

/* A fiber that runs this ends the program. */
static void assert_aborts(vt_fiber_body body)
{
    int status = 0;

    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        _exit(vt_run(body, NULL));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* ---- scopes ---- */

static int leave_the_wrong_one(void *unused)
{
    (void)unused;
    struct vt_scope outer, inner;
    vt_scope_enter(&outer);
    vt_scope_enter_deadline(&inner, MOMENT);
    assert_int_equal(vt_scope_leave(&outer), -EINVAL);
    assert_misuse("vt_scope_leave: this is not the scope that the fiber entered last");
    assert_int_equal(vt_scope_leave(&inner), -EINVAL); /* left with the outer one */
    assert_misuse("vt_scope_leave");
    memset(&inner, 0x55, sizeof inner);
    memset(&outer, 0x55, sizeof outer);
    return vt_void_await(vt_sleep(2 * MOMENT));
}

static void scopes_left_in_the_wrong_order(void **state)
{
    (void)state;
    in_a_fiber(leave_the_wrong_one);
}

static void scope_outside_of_a_fiber(void **state)
{
    (void)state;
    struct vt_scope scope;
    vt_scope_enter(&scope);
    assert_misuse("vt_scope_enter: called outside of a fiber");
    assert_false(vt_scope_cancel(&scope));
    assert_int_equal(vt_scope_leave(&scope), -EINVAL);
    assert_misuse("vt_scope_leave");
}

/* The second time changes nothing, whatever lies between: the deadline of the first still holds, and one leaving is enough. */
static int enter_twice(void *unused)
{
    struct vt_scope scope, between;
    struct vt_cancel_token token = { { 0 } };

    vt_scope_enter_deadline(&scope, MOMENT);
    vt_scope_enter(&scope);
    assert_misuse("vt_scope_enter: the fiber is in this scope already");
    vt_scope_enter(&between);
    vt_scope_enter_token(&scope, &token);
    assert_misuse("vt_scope_enter: the fiber is in this scope already");
    vt_scope_enter_deadline(&scope, FOREVER);
    assert_misuse("vt_scope_enter: the fiber is in this scope already");
    assert_int_equal(sleep_long(unused), -ETIMEDOUT);
    assert_true(vt_cancel_token_cancel(&token));
    assert_int_equal(vt_scope_leave(&between), 0);
    assert_int_equal(vt_scope_leave(&scope), -ETIMEDOUT);
    assert_int_equal(vt_scope_leave(&scope), -EINVAL);
    assert_misuse("vt_scope_leave");

    vt_scope_enter(&scope); /* and it can be entered again */
    assert_int_equal(vt_void_await(vt_sleep(1)), 0);
    return vt_scope_leave(&scope);
}

static void scope_entered_twice(void **state)
{
    (void)state;
    in_a_fiber(enter_twice);
}

static struct vt_scope left;

static void cancel_what_was_left(void *unused)
{
    (void)unused;
    assert_false(vt_scope_cancel(&left));
}

/* It cancels nothing, least of all what the fiber waits for next. */
static int be_cancelled_late(void *unused)
{
    vt_scope_enter(&left);
    assert_int_equal(vt_scope_leave(&left), 0);
    assert_int_equal(vt_loop_post(cancel_what_was_left, unused), 0);
    return sleep_a_moment(unused);
}

static void scope_cancelled_after_it_was_left(void **state)
{
    (void)state;
    in_a_fiber(be_cancelled_late);
}

static int end_in_a_scope(void *unused)
{
    static struct vt_scope scope; /* on the stack in a program that makes this mistake */
    (void)unused;
    vt_scope_enter(&scope);
    return 0;
}

static int end_before_the_deadline(void *unused)
{
    static struct vt_scope scope;
    (void)unused;
    vt_scope_enter_deadline(&scope, MOMENT);
    return 0;
}

static void fiber_ends_in_a_scope(void **state)
{
    (void)state;
    in_a_fiber(end_in_a_scope);
    assert_misuse("a fiber ended inside a scope");

    /* The loop still knows the deadline's memory: not to be survived, whatever the handler does. */
    assert_aborts(end_before_the_deadline);
}

/* ---- nurseries ---- */

/* On the stack in a program that makes these mistakes. */
static struct vt_nursery nursery;

static int end_with_a_nursery_open(void *unused)
{
    (void)unused;
    vt_nursery_open(&nursery);
    return 0;
}

static int end_before_the_children(void *unused)
{
    vt_nursery_open(&nursery);
    return vt_nursery_start(&nursery, sleep_long, unused);
}

/* It is a new one to every fiber that comes later, although it looks as it was left. */
static void nursery_left_open(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        in_a_fiber(end_with_a_nursery_open);
        assert_misuse("vt_nursery_close: a fiber ended with a nursery open");
    }
    assert_aborts(end_before_the_children);
}

/* The children of the first are still there, and waited for. */
static int open_twice(void *unused)
{
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_a_moment, unused), 0);
    vt_nursery_open(&nursery);
    assert_misuse("vt_nursery_open: this nursery is open already");
    assert_int_equal(vt_nursery_start(&nursery, sleep_a_moment, unused), 0);
    size_t fibers = vt_fiber_count();
    assert_int_equal(vt_nursery_close(&nursery), 0);
    assert_int_equal(vt_fiber_count(), fibers - 2);
    return 0;
}

static int open_again_in_a_row(void *unused)
{
    for (int i = 0; i < 3; i++) {
        vt_nursery_open(&nursery);
        assert_int_equal(vt_nursery_start(&nursery, sleep_a_moment, unused), 0);
        assert_int_equal(vt_nursery_close(&nursery), 0);
    }
    return 0;
}

static void nursery_opened_twice(void **state)
{
    (void)state;
    in_a_fiber(open_twice);
    assert_int_equal(open_twice(NULL), 0);
    in_a_fiber(open_again_in_a_row);
    assert_int_equal(open_again_in_a_row(NULL), 0);
}

static int open_the_own_one(void *unused)
{
    (void)unused;
    vt_nursery_open(&nursery);
    assert_misuse("vt_nursery_open: this nursery is open already");
    vt_yield();
    return 0;
}

static int close_the_own_one(void *unused)
{
    (void)unused;
    vt_yield();
    assert_int_equal(vt_nursery_close(&nursery), -EINVAL);
    assert_misuse("vt_nursery_close: this nursery ");
    return 0;
}

static int have_bad_children(void *unused)
{
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, open_the_own_one, unused), 0);
    assert_int_equal(vt_nursery_start(&nursery, close_the_own_one, unused), 0);
    vt_yield(); /* one child closes it before this does, */
    assert_int_equal(vt_nursery_start(&nursery, close_the_own_one, unused), 0);
    return vt_nursery_close(&nursery); /* another meanwhile */
}

static void nursery_of_bad_children(void **state)
{
    (void)state;
    in_a_fiber(have_bad_children);
    assert_int_equal(have_bad_children(NULL), 0);
}

static int close_twice(void *unused)
{
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_close(&nursery), 0);
    assert_int_equal(vt_nursery_close(&nursery), -EINVAL);
    assert_misuse("vt_nursery_close: this nursery is not open");
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), -EINVAL);
    assert_misuse("vt_nursery_start: this nursery was closed");
    vt_nursery_cancel(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, sleep_long, unused), -EINVAL);
    assert_misuse("vt_nursery_start: this nursery was closed");
    return 0;
}

static void nursery_used_after_it_was_closed(void **state)
{
    (void)state;
    in_a_fiber(close_twice);
    assert_int_equal(close_twice(NULL), 0);
}

/* ---- what others wait for ---- */

struct home {
    struct vt_semaphore semaphore;
    struct vt_mutex mutex;
    struct vt_gate gate;
};

static struct home home;

static int wait_for_a_permit(void *unused)
{
    (void)unused;
    return vt_void_await_timeout(vt_semaphore_acquire(&home.semaphore), MOMENT);
}

static int wait_for_the_lock(void *unused)
{
    (void)unused;
    return vt_void_await_timeout(vt_mutex_lock(&home.mutex), MOMENT);
}

static int wait_for_the_gate(void *unused)
{
    (void)unused;
    return vt_void_await_timeout(vt_gate_close(&home.gate), MOMENT);
}

static const vt_fiber_body visitors[] = { wait_for_a_permit, wait_for_the_lock, wait_for_the_gate };

enum { VISITORS = sizeof visitors / sizeof visitors[0] };

static void let_one_wait_for_each(vt_void *waiting)
{
    home = (struct home){ .mutex.is_locked = true, .gate.inside = 1 };
    for (int i = 0; i < VISITORS; i++)
        waiting[i] = vt_spawn(visitors[i], NULL);
}

/* A copy has nobody to wake; who waits, waits for what was copied. */
static void moved_while_somebody_waits(void **state)
{
    (void)state;
    vt_void waiting[VISITORS];

    let_one_wait_for_each(waiting);
    struct home moved = home;
    vt_semaphore_release(&moved.semaphore);
    assert_misuse("was moved or has ended while somebody waited");
    vt_mutex_unlock(&moved.mutex);
    assert_misuse("was moved or has ended while somebody waited");
    vt_gate_leave(&moved.gate);
    assert_misuse("was moved or has ended while somebody waited");
    vt_semaphore_release(&home.semaphore);
    vt_mutex_unlock(&home.mutex);
    vt_gate_leave(&home.gate);
    for (int i = 0; i < VISITORS; i++)
        assert_int_equal(vt_void_await(waiting[i]), 0);
}

/* Its memory is used for something else, which those who give up waiting leave alone. */
static void ended_while_somebody_waits(void **state)
{
    (void)state;
    struct home other;
    vt_void waiting[VISITORS];

    let_one_wait_for_each(waiting);
    memset(&home, 0x55, sizeof home);
    memset(&other, 0x55, sizeof other);
    for (int i = 0; i < VISITORS; i++)
        assert_int_equal(vt_void_await(waiting[i]), -ETIMEDOUT);
    assert_int_equal(misuse_count, VISITORS);
    misuse_count = 1;
    assert_misuse("was moved or has ended while somebody waited");
    assert_memory_equal(&home, &other, sizeof home);
}

static void gate_entered_after_it_was_closed(void **state)
{
    (void)state;
    struct vt_gate gate = VT_GATE_INIT;

    assert_int_equal(vt_void_await(vt_gate_close(&gate)), 0);
    assert_int_equal(vt_gate_enter(&gate), -ESHUTDOWN);
    assert_int_equal(vt_void_await(vt_gate_close(&gate)), 0);
    vt_gate_leave(&gate);
    assert_misuse("vt_gate_leave: nobody is inside");
}

/* Nobody to wait for hangs; those who wait for something that is gone are told. */
static int lock_twice(void *unused)
{
    (void)unused;
    struct vt_mutex mutex = VT_MUTEX_INIT;

    assert_int_equal(vt_void_await(vt_mutex_lock(&mutex)), 0);
    assert_int_equal(vt_void_await(vt_mutex_lock(&mutex)), -EDEADLK);
    assert_misuse("vt_void_await: deadlock");
    vt_mutex_unlock(&mutex); /* to the one who gave up */
    return 0;
}

static void mutex_locked_twice_by_one(void **state)
{
    (void)state;
    in_a_fiber(lock_twice);
}

static int receive_one(void *channel)
{
    char item;

    return vt_void_await(vt_channel_receive(channel, &item));
}

static void channel_closed_twice_and_freed(void **state)
{
    (void)state;
    struct vt_channel *channel = vt_channel_new(1, 1);

    vt_void waiting = vt_spawn(receive_one, channel);
    vt_channel_close(channel);
    vt_channel_close(channel);
    assert_int_equal(vt_void_await(waiting), -EPIPE);
    assert_int_equal(vt_void_await(vt_channel_send(channel, "x")), -EPIPE);
    vt_channel_free(channel);

    channel = vt_channel_new(1, 1);
    waiting = vt_spawn(receive_one, channel);
    vt_channel_free(channel);
    assert_int_equal(vt_void_await(waiting), -EPIPE);
}

static void loop_closed_twice(void **state)
{
    (void)state;
    in_a_fiber(sleep_a_moment);
    assert_int_equal(vt_loop_close(), 0);
    assert_int_equal(vt_loop_close(), 0);
    in_a_fiber(sleep_a_moment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(scopes_left_in_the_wrong_order),
        runtime_test(scope_outside_of_a_fiber),
        runtime_test(scope_entered_twice),
        runtime_test(scope_cancelled_after_it_was_left),
        runtime_test(fiber_ends_in_a_scope),
        runtime_test(nursery_left_open),
        runtime_test(nursery_opened_twice),
        runtime_test(nursery_of_bad_children),
        runtime_test(nursery_used_after_it_was_closed),
        runtime_test(moved_while_somebody_waits),
        runtime_test(ended_while_somebody_waits),
        runtime_test(gate_entered_after_it_was_closed),
        runtime_test(mutex_locked_twice_by_one),
        runtime_test(channel_closed_twice_and_freed),
        runtime_test(loop_closed_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
