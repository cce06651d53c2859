/* Signals: they end no wait by themselves, and their handlers may end what is shared. */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/timer.h>

static const uint64_t MOMENT = 200000;

/* Calls `handler` every `microseconds`, or never more for 0. The handler stays: one more signal may be on its way. */
static void fire(int microseconds, void (*handler)(int number))
{
    struct sigaction action = { .sa_handler = handler };
    struct itimerval often = { .it_interval.tv_usec = microseconds, .it_value.tv_usec = microseconds };

    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
}

/* ---- waits under fire ---- */

static atomic_int alarms;

static void count_alarm(int number)
{
    (void)number;
    atomic_fetch_add(&alarms, 1);
}

static int ends[2];

static void write_a_byte(void *unused)
{
    (void)unused;
    assert_int_equal(write(ends[1], "x", 1), 1);
}

static int wait_under_fire(void *unused)
{
    char byte;

    for (int i = 0; i < 20; i++) {
        assert_int_equal(vt_loop_call_later(10 * MOMENT, write_a_byte, unused), 0);
        assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), 0);
        assert_int_equal(read(ends[0], &byte, 1), 1);
        assert_int_equal(vt_void_await(vt_sleep(MOMENT)), 0);
        assert_int_equal(vt_void_await_timeout(vt_fd_readable(ends[0]), MOMENT), -ETIMEDOUT);
    }
    return 0;
}

static void signals_end_no_wait(void **state)
{
    (void)state;
    assert_int_equal(pipe(ends), 0);
    fire(300, count_alarm);
    int status = vt_run(wait_under_fire, NULL);
    fire(0, count_alarm);
    vt_loop_run();
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(status, 0);
    assert_true(atomic_load(&alarms) > 0);
}

/* ---- operations that a handler ends ---- */

/* What the handler may end: the handles come and go while it may interrupt, so each is written before its index is. */
static struct vt_promise handles[2];
static atomic_int current;
static atomic_int ended_by_handler;

static void end_current(int number)
{
    (void)number;
    int interrupted = errno;

    if (vt_promise_complete(handles[atomic_load(&current)], &(int){ 9 }, sizeof(int)))
        atomic_fetch_add(&ended_by_handler, 1);
    if (errno != interrupted)
        abort();
}

static vt_int start_current(void) // NOLINT(vt-always-async)
{
    int other = 1 - atomic_load(&current);

    handles[other] = vt_promise_start_shared(sizeof(int));
    vt_int started = vt_int_from_source(handles[other].source, handles[other].token);
    atomic_store(&current, other);
    return started;
}

/* The loop sleeps when the signal comes. */
static void handler_wakes_a_sleeping_loop(void **state)
{
    (void)state;
    atomic_store(&ended_by_handler, 0);
    for (int i = 0; i < 20; i++) {
        int got = 0;
        vt_int started = start_current();
        fire(2000, end_current);
        assert_int_equal(vt_int_await(started, &got), 0);
        fire(0, end_current);
        assert_int_equal(got, 9);
        assert_int_equal(atomic_load(&ended_by_handler), i + 1);
    }
}

/* On the owner's thread, in the middle of nothing. */
static void handler_called_by_raise(void **state)
{
    (void)state;
    int got = 0;
    struct sigaction action = { .sa_handler = end_current };

    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    vt_int started = start_current();
    assert_false(vt_int_is_completed(started));
    assert_int_equal(raise(SIGUSR1), 0);
    assert_true(vt_int_is_completed(started));
    assert_int_equal(raise(SIGUSR1), 0); /* ended already */
    assert_int_equal(vt_int_await(started, &got), 0);
    assert_int_equal(got, 9);
    assert_int_equal(raise(SIGUSR1), 0); /* and long gone */
}

static bool is_busy;

static int keep_busy(void *unused)
{
    (void)unused;
    int got;

    while (is_busy) {
        struct pending_int local = start_int(3);
        vt_int value = value_of(&local);
        complete_int(&local);
        assert_int_equal(vt_int_await(value, &got), 0);
        vt_yield();
    }
    return 0;
}

/* Whatever the loop is at when the signal comes: starting, waiting, ending it itself, giving up. */
static int start_under_fire(void *count)
{
    int limit = *(int *)count;

    for (int i = 0; i < limit; i++) {
        vt_int started = start_current();
        int got = 0, status = 0;
        if (i % 4 == 0)
            (void)vt_promise_complete(handles[atomic_load(&current)], &(int){ 9 }, sizeof(int));
        if (i % 4 < 2)
            status = vt_int_await(started, &got);
        else if (i % 4 == 2)
            status = vt_int_await_timeout(started, MOMENT, &got);
        else
            vt_int_forget(started);
        assert_true(status == 0 || (i % 4 == 2 && status == -ETIMEDOUT));
        assert_true(got == (status != 0 || i % 4 == 3 ? 0 : 9));
        (void)vt_promise_fail(handles[atomic_load(&current)], -EIO);
    }
    is_busy = false;
    return 0;
}

static void handler_interrupts_everything(void **state)
{
    (void)state;
    int count = 4000;

    handles[0] = handles[1] = (struct vt_promise){ 0 }; /* those of the test before were of a loop that is closed */
    for (int busy = 0; busy < 2; busy++) {
        is_busy = busy != 0;
        atomic_store(&ended_by_handler, 0);
        vt_void neighbour = vt_spawn(keep_busy, NULL);
        fire(70, end_current);
        int status = vt_run(start_under_fire, &count);
        fire(0, end_current);
        assert_int_equal(status, 0);
        assert_int_equal(vt_void_await(neighbour), 0);
        vt_loop_run();
        assert_int_equal(vt_promise_outstanding(), 0);
        assert_in_range(atomic_load(&ended_by_handler), count / 8, count);
    }
}

/* ---- on another thread than the owner's ---- */

static pthread_t victim;
static atomic_bool victim_is_done;

static void *be_interrupted(void *unused)
{
    while (!atomic_load(&victim_is_done))
        usleep(50);
    return unused;
}

static void handler_on_another_thread(void **state)
{
    (void)state;
    struct sigaction action = { .sa_handler = end_current };

    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    atomic_store(&victim_is_done, false);
    assert_int_equal(pthread_create(&victim, NULL, be_interrupted, NULL), 0);
    for (int i = 0; i < 500; i++) {
        int got = 0;
        vt_int started = start_current();
        assert_int_equal(pthread_kill(victim, SIGUSR1), 0);
        assert_int_equal(vt_int_await(started, &got), 0);
        assert_int_equal(got, 9);
    }
    atomic_store(&victim_is_done, true);
    pthread_join(victim, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(signals_end_no_wait),
        runtime_test(handler_wakes_a_sleeping_loop),
        runtime_test(handler_called_by_raise),
        runtime_test(handler_interrupts_everything),
        runtime_test(handler_on_another_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
