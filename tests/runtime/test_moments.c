/* Another thread, or a signal handler, may end a shared operation at any moment. Here it does so at each, one after the other: the processor
 * traps after every instruction (x86's trap flag), and at the one whose turn it is the trap's handler ends the operation. So no moment between
 * looking and sleeping is left out, and none is a matter of luck. Traps are slow, so that by default some fifty moments of a wait are tried;
 * VT_MOMENTS=all in the environment tries each (ctest -L heavy).
 *
 * A sleep that nothing would end is noticed as the loop asks for it: by the linker's --wrap of ppoll, or by the backend.
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/timer.h>

enum { NEVER = 1000000000 };

static const uint64_t FOREVER = UINT64_C(1000000000000);

/* ---- moments ---- */

static struct vt_promise operation;
static volatile bool is_ended;   /* by us */
static volatile bool was_asleep; /* when we ended it */
static volatile bool is_excused; /* the test's own code runs, not what is tested */
static volatile long moments_left; /* before the one whose turn it is; 0: it has come */
static volatile long moments_passed;

static void end_it(void)
{
    is_ended = true;
    if (!vt_promise_complete(operation, &(int){ 9 }, sizeof(int)))
        abort();
}

#if defined(__x86_64__) && !HAS_THREAD_SANITIZER /* which delivers signals when it likes */

enum { TRAP_FLAG = 0x100 };

static void trap(int number, siginfo_t *info, void *context)
{
    greg_t *flags = &((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];

    (void)number, (void)info;
    *flags |= TRAP_FLAG;
    moments_passed++;
    if (moments_left > 0 && --moments_left > 0)
        return;
    if (moments_left == 0 && is_excused) {
        moments_left = 1;
        return;
    }
    *flags &= ~TRAP_FLAG;
    if (!is_ended)
        end_it();
}

static bool can_choose_the_moment(void)
{
    struct sigaction action = { .sa_sigaction = trap, .sa_flags = SA_SIGINFO };

    assert_int_equal(sigaction(SIGTRAP, &action, NULL), 0);
    return true;
}

static void begin(long moment)
{
    moments_passed = 0;
    moments_left = moment + 1; /* the first trap is this one */
    raise(SIGTRAP);
}

#else

static bool can_choose_the_moment(void)
{
    print_message("skipped: moments are chosen on x86-64 without ThreadSanitizer only\n");
    return false;
}

static void begin(long moment)
{
    (void)moment;
}

#endif

/* The loop is about to sleep, and `is_woken` says that it would be woken at once. */
static void sleep_now(bool is_woken)
{
    if (is_woken)
        return;
    if (is_ended) {
        fprintf(stderr, "the operation has ended, and the loop sleeps on\n");
        abort();
    }
    moments_left = 0;
    was_asleep = true;
    end_it();
}

int __real_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
int __wrap_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
int __wrap___ppoll_chk(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size);

int __wrap_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    static const struct timespec none;

    (void)timeout;
    is_excused = true;
    sleep_now(__real_ppoll(awaited, count, &none, mask) > 0);
    int ready = __real_ppoll(awaited, count, &none, mask);
    is_excused = false;
    return ready;
}

/* What a libc that looks for overflows makes of it. */
int __wrap___ppoll_chk(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size)
{
    (void)size;
    return __wrap_ppoll(awaited, count, timeout, mask);
}

static vt_int start_operation(void) // NOLINT(vt-always-async)
{
    operation = vt_promise_start_shared(sizeof(int));
    is_ended = was_asleep = false;
    return vt_int_from_source(operation.source, operation.token);
}

/* Starts it, and chooses when it ends. */
static vt_int start(long moment) // NOLINT(vt-always-async)
{
    vt_int started = start_operation();

    begin(moment);
    return started;
}

/* Tries the moments up to the one at which the loop would sleep. */
static void at_every_moment(void (*wait)(long moment))
{
    if (!can_choose_the_moment())
        skip();
    for (int i = 0; i < 2; i++) { /* the first fills pools and finds functions */
        wait(NEVER);
        assert_true(was_asleep);
    }
    long moment = 1, step = getenv("VT_MOMENTS") != NULL ? 1 : moments_passed / 50 + 1;
    for (was_asleep = false; !was_asleep; moment += step) {
        wait(moment);
        moments_left = 0;
        assert_true(is_ended);
        assert_int_equal(vt_promise_outstanding(), 0);
    }
    assert_true(moment > 50);
    print_message("one in %ld of %ld moments\n", step, moment);
}

/* ---- waits ---- */

static void await_outside_of_fibers(long moment)
{
    int got = 0;

    assert_int_equal(vt_int_await(start(moment), &got), 0);
    assert_int_equal(got, 9);
}

static void outside_of_fibers(void **state)
{
    (void)state;
    at_every_moment(await_outside_of_fibers);
}

/* A timer keeps the loop alive: it would sleep until that is due. */
static void await_with_a_limit(long moment)
{
    int got = 0;

    assert_int_equal(vt_int_await_timeout(start(moment), FOREVER, &got), 0);
    assert_int_equal(got, 9);
}

static void with_a_limit(void **state)
{
    (void)state;
    at_every_moment(await_with_a_limit);
}

static int await_in_a_fiber(void *moment)
{
    await_outside_of_fibers(*(long *)moment);
    return 0;
}

static void run_a_fiber(long moment)
{
    assert_int_equal(vt_run(await_in_a_fiber, &moment), 0);
}

static void in_a_fiber(void **state)
{
    (void)state;
    at_every_moment(run_a_fiber);
}

static int await_with_a_limit_in_a_fiber(void *moment)
{
    await_with_a_limit(*(long *)moment);
    return 0;
}

static void run_a_fiber_with_a_limit(long moment)
{
    assert_int_equal(vt_run(await_with_a_limit_in_a_fiber, &moment), 0);
}

static void in_a_fiber_with_a_limit(void **state)
{
    (void)state;
    at_every_moment(run_a_fiber_with_a_limit);
}

struct busy {
    int turns_left;
    long moment;
};

enum { BUSY_TURNS = 70, TRAPPED_TURNS = 8 }; /* the loop looks at events every 64 */

static int keep_busy(void *context)
{
    struct busy *busy = context;

    while (busy->turns_left > 0) {
        if (busy->turns_left-- == TRAPPED_TURNS)
            begin(busy->moment);
        vt_yield();
    }
    return 0;
}

/* The loop looks at events while others are ready, too. */
static void await_beside_a_busy_fiber(long moment)
{
    struct busy busy = { BUSY_TURNS, moment };
    int got = 0;
    vt_void running = vt_spawn(keep_busy, &busy);

    assert_int_equal(vt_int_await(start_operation(), &got), 0);
    moments_left = busy.turns_left = 0;
    assert_int_equal(got, 9);
    assert_int_equal(vt_void_await(running), 0);
}

static void beside_a_busy_fiber(void **state)
{
    (void)state;
    at_every_moment(await_beside_a_busy_fiber);
}

static int ends[2];

/* There is something else to sleep for. */
static void await_beside_a_descriptor(long moment)
{
    vt_void readable = vt_fd_readable(ends[0]);

    await_outside_of_fibers(moment);
    moments_left = 0;
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(vt_void_await(readable), 0);
    assert_int_equal(read(ends[0], &(char){ 0 }, 1), 1);
}

static void beside_a_descriptor(void **state)
{
    (void)state;
    assert_int_equal(pipe(ends), 0);
    at_every_moment(await_beside_a_descriptor);
    close(ends[0]);
    close(ends[1]);
}

static void continue_with_it(long moment)
{
    struct noted noted = { 0 };

    vt_int_on_completed(start(moment), note_int, &noted);
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.result, 9);
}

static void by_a_continuation(void **state)
{
    (void)state;
    at_every_moment(continue_with_it);
}

static void forget_it(long moment)
{
    vt_int_forget(start(moment));
    vt_loop_run();
}

static void forgotten(void **state)
{
    (void)state;
    at_every_moment(forget_it);
}

static void turn_into_a_task(long moment)
{
    int got = 0;
    vt_int_task *task = vt_int_as_task(start(moment));

    assert_int_equal(vt_int_task_await(task, &got), 0);
    assert_int_equal(got, 9);
    vt_int_task_unref(task);
}

static void as_a_task(void **state)
{
    (void)state;
    at_every_moment(turn_into_a_task);
}

/* Whoever gives up asks first, and waits for the end: it is the result, or there is none. */
static void give_up(long moment)
{
    int got = 0;
    int status = vt_int_await_timeout(start(moment), 0, &got);

    assert_true((status == 0 && got == 9) || (status == -ETIMEDOUT && got == 0));
    vt_loop_run();
}

static void given_up(void **state)
{
    (void)state;
    at_every_moment(give_up);
}

/* ---- another library's loop ---- */

static volatile bool backend_is_woken;

static bool is_alive(void *unused)
{
    (void)unused;
    return false;
}

static void sleep_in_backend(void *unused, uint64_t timeout_ns)
{
    (void)unused;
    is_excused = true;
    if (timeout_ns != 0)
        sleep_now(backend_is_woken);
    backend_is_woken = false;
    is_excused = false;
}

static void wake_backend(void *unused)
{
    (void)unused;
    backend_is_woken = true;
}

static const struct vt_loop_backend backend = { is_alive, sleep_in_backend, wake_backend };

static void driving_another_loop(void **state)
{
    (void)state;
    assert_int_equal(vt_loop_set_backend(&backend, NULL), 0);
    at_every_moment(await_with_a_limit);
    at_every_moment(run_a_fiber);
    assert_int_equal(vt_loop_set_backend(NULL, NULL), 0);
}

/* It calls vt_loop_turn when it is woken, or when the last turn asked for it. */
static void turn_when_woken(long moment)
{
    struct noted noted = { 0 };

    vt_int_on_completed(start(moment), note_int, &noted);
    for (uint64_t delay = vt_loop_turn(); noted.calls == 0; delay = vt_loop_turn())
        sleep_in_backend(NULL, delay);
    assert_int_equal(noted.result, 9);
}

static void driven_by_another_loop(void **state)
{
    (void)state;
    assert_int_equal(vt_loop_set_backend(&backend, NULL), 0);
    at_every_moment(turn_when_woken);
    assert_int_equal(vt_loop_set_backend(NULL, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(outside_of_fibers),
        runtime_test(with_a_limit),
        runtime_test(in_a_fiber),
        runtime_test(in_a_fiber_with_a_limit),
        runtime_test(beside_a_busy_fiber),
        runtime_test(beside_a_descriptor),
        runtime_test(by_a_continuation),
        runtime_test(forgotten),
        runtime_test(as_a_task),
        runtime_test(given_up),
        runtime_test(driving_another_loop),
        runtime_test(driven_by_another_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
