/* Fibers: order, eager starts, waiting, stacks, floating-point state, what happens when things go wrong. */
#define _POSIX_C_SOURCE 200809L

#include "runtime_test.h"

#include <errno.h>
#include <fenv.h>
#include <string.h>
#include <time.h>

#include <valuetask/fiber.h>

enum { MILLISECOND = 1000000 };

static char trace[64];

static void append(const char *text)
{
    strncat(trace, text, sizeof trace - strlen(trace) - 1);
}

/* ---- running and spawning ---- */

static int answer(void *context)
{
    assert_true(vt_in_fiber());
    return *(int *)context;
}

static void run_returns_what_the_body_returns(void **state)
{
    (void)state;
    int value = 42;
    assert_false(vt_in_fiber());
    assert_int_equal(vt_run(answer, &value), 42);
    assert_false(vt_in_fiber());
    assert_int_equal(vt_fiber_count(), 0);
}

static int run_again(void *context)
{
    return vt_run(answer, context);
}

static void run_in_a_fiber_is_a_call(void **state)
{
    (void)state;
    int value = 7;
    assert_int_equal(vt_run(run_again, &value), 7);
}

static void spawn_that_never_suspends_is_complete(void **state)
{
    (void)state;
    int fine = 0;
    int bad = -EIO;
    vt_void_forget(vt_spawn(answer, &fine)); /* the pools fill */

    long allocations = allocation_count;
    vt_void spawned = vt_spawn(answer, &fine);
    assert_true(vt_void_is_completed(spawned));
    assert_int_equal(vt_void_await(spawned), 0);
    assert_int_equal(vt_void_await(vt_spawn(answer, &bad)), -EIO);
    assert_nothing_allocated_since(allocations);
}

static int await_it(void *pending_int)
{
    int value = 0;
    append("[");
    int status = vt_int_await(value_of(pending_int), &value);
    append("]");
    return status < 0 ? status : value == 5 ? 0 : -EINVAL;
}

static int spawn_and_join(void *unused)
{
    (void)unused;
    struct pending_int pending = start_int(5);
    append("a");
    vt_void spawned = vt_spawn(await_it, &pending);
    append("b");
    complete_int(&pending);
    append("c"); /* completing resumes nobody */
    int status = vt_void_await(spawned);
    append("d");
    return status;
}

static void spawn_runs_up_to_the_first_suspension(void **state)
{
    (void)state;
    trace[0] = '\0';
    assert_int_equal(vt_run(spawn_and_join, NULL), 0);
    assert_string_equal(trace, "a[bc]d");
}

static void spawn_outside_of_a_fiber(void **state)
{
    (void)state;
    struct pending_int pending = start_int(5);
    trace[0] = '\0';
    vt_void spawned = vt_spawn(await_it, &pending);
    assert_string_equal(trace, "[");
    assert_int_equal(vt_fiber_count(), 1);
    assert_int_equal(vt_loop_close(), -EBUSY);
    complete_int(&pending);
    assert_int_equal(vt_void_await(spawned), 0);
    assert_string_equal(trace, "[]");
}

struct turns {
    const char *name;
    int count;
};

static int take_turns(void *context)
{
    const struct turns *turns = context;
    for (int i = 0; i < turns->count; i++) {
        append(turns->name);
        vt_yield();
    }
    return 0;
}

static int spawn_two(void *unused)
{
    (void)unused;
    struct turns first = { "a", 3 };
    struct turns second = { "b", 3 };
    vt_void one = vt_spawn(take_turns, &first);
    vt_void two = vt_spawn(take_turns, &second);
    int status = vt_void_await(one);
    int other = vt_void_await(two);
    return status != 0 ? status : other;
}

static void fibers_take_turns(void **state)
{
    (void)state;
    trace[0] = '\0';
    assert_int_equal(vt_run(spawn_two, NULL), 0);
    assert_string_equal(trace, "ababab");
}

static void forgotten_fiber_goes_its_way(void **state)
{
    (void)state;
    struct turns turns = { "x", 3 };
    trace[0] = '\0';
    vt_void_forget(vt_spawn(take_turns, &turns));
    vt_loop_run();
    assert_string_equal(trace, "xxx");
    assert_int_equal(vt_fiber_count(), 0);
}

/* ---- waiting ---- */

static int time_out(void *pending_int)
{
    int value;
    return vt_int_await_timeout(value_of(pending_int), MILLISECOND, &value);
}

static void await_in_a_fiber_times_out(void **state)
{
    (void)state;
    struct pending_int pending = start_int(5);
    assert_int_equal(vt_run(time_out, &pending), -ETIMEDOUT);
    complete_int(&pending);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
}

static void ends_just_before_the_time_out_is_noticed(void **state)
{
    (void)state;
    struct pending_int pending = start_int(5);
    vt_void spawned = vt_spawn(time_out, &pending);
    nanosleep(&(struct timespec){ .tv_nsec = 3 * MILLISECOND }, NULL);
    vt_loop_turn(); /* the timer fires: the fiber is ready with a time out */
    complete_int(&pending);
    int status = vt_void_await(spawned);
    assert_true(status == -ETIMEDOUT || status == 0);
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
}

static int await_task(void *task)
{
    int value = 0;
    int status = vt_int_task_await(task, &value);
    return status < 0 ? status : value == 6 ? 0 : -EINVAL;
}

static void many_fibers_await_one_task(void **state)
{
    (void)state;
    enum { FIBERS = 50 };
    vt_int_task *task = vt_int_task_new();
    vt_void_task *spawned[FIBERS];
    for (int i = 0; i < FIBERS; i++)
        spawned[i] = vt_void_as_task(vt_spawn(await_task, task));
    assert_int_equal(vt_fiber_count(), FIBERS);
    assert_true(vt_int_task_complete(task, 6));
    for (int i = 0; i < FIBERS; i++) {
        assert_int_equal(vt_void_task_await(spawned[i]), 0);
        vt_void_task_unref(spawned[i]);
    }
    vt_int_task_unref(task);
}

/* A source of somebody's own: awaits go through its continuation. */
struct own_source {
    struct vt_source source;
    bool ended;
    vt_source_continuation continuation;
    void *context;
};

static enum vt_source_status own_status(struct vt_source *source, uint64_t token)
{
    (void)token;
    return ((struct own_source *)source)->ended ? VT_SOURCE_SUCCEEDED : VT_SOURCE_PENDING;
}

static int own_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation, void *context)
{
    (void)token;
    struct own_source *own = (struct own_source *)source;
    own->continuation = continuation;
    own->context = context;
    return 0;
}

static int own_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    (void)token;
    if (!((struct own_source *)source)->ended)
        return VT_SOURCE_PENDING;
    if (result != NULL)
        memset(result, 1, size);
    return 0;
}

static const struct vt_source_ops own_ops = { own_status, own_on_completed, own_get_result };

static void end_own(void *own_source)
{
    struct own_source *own = own_source;
    own->ended = true;
    own->continuation(own->context, &own->source, 1);
}

static int await_own(void *own_source)
{
    struct own_source *own = own_source;
    int value = 0;
    int status = vt_int_await(vt_int_from_source(&own->source, 1), &value);
    return status < 0 ? status : value == 0x01010101 ? 0 : -EINVAL;
}

static void fiber_awaits_a_source_of_another_kind(void **state)
{
    (void)state;
    struct own_source own = { .source = { &own_ops } };
    vt_void spawned = vt_spawn(await_own, &own);
    assert_int_equal(vt_loop_post(end_own, &own), 0);
    assert_int_equal(vt_void_await(spawned), 0);
}

/* ---- fairness ---- */

static bool timer_ran;

static void note_timer(void *unused)
{
    (void)unused;
    timer_ran = true;
}

static int yield_until_the_timer(void *unused)
{
    (void)unused;
    while (!timer_ran)
        vt_yield();
    return 0;
}

static void busy_fibers_do_not_starve_timers(void **state)
{
    (void)state;
    timer_ran = false;
    assert_int_equal(vt_loop_call_later(MILLISECOND, note_timer, NULL), 0);
    vt_void other = vt_spawn(yield_until_the_timer, NULL);
    assert_int_equal(vt_run(yield_until_the_timer, NULL), 0);
    assert_int_equal(vt_void_await(other), 0);
}

/* ---- the machine's state ---- */

static int keep_numbers(void *rounding)
{
    double a = 1.5, b = 2.5, c = 3.5, d = 4.5, e = 5.5;
    int mode = *(int *)rounding;
    fesetround(mode);
    for (int i = 0; i < 10; i++) {
        vt_yield();
        a += 1, b += 2, c += 3, d += 4, e += 5;
        if (fegetround() != mode)
            return -EDOM;
    }
    fesetround(FE_TONEAREST);
    return a == 11.5 && b == 22.5 && c == 33.5 && d == 44.5 && e == 55.5 ? 0 : -ERANGE;
}

static void numbers_and_rounding_survive(void **state)
{
    (void)state;
    int up = FE_UPWARD;
    int down = FE_DOWNWARD;
    vt_void one = vt_spawn(keep_numbers, &up);
    vt_void two = vt_spawn(keep_numbers, &down);
    assert_int_equal(fegetround(), FE_TONEAREST);
    assert_int_equal(vt_void_await(one), 0);
    assert_int_equal(vt_void_await(two), 0);
}

static int await_ready_ones(void *unused)
{
    (void)unused;
#ifdef VT_DEBUG_TOKENS
    enum { AWAITS = 100000 }; /* slow: its books */
#else
    enum { AWAITS = 10000000 };
#endif
    char *first = NULL;
    for (int i = 0; i < AWAITS; i++) {
        char here;
        int value;
        int status = vt_int_await(vt_int_from_result(i), &value);
        if (status != 0 || value != i)
            return -EIO;
        if (first == NULL)
            first = &here;
        else if (first != &here)
            return -EFAULT;
    }
    return 0;
}

static void ten_million_ready_awaits_on_a_flat_stack(void **state)
{
    (void)state;
    assert_int_equal(vt_run(await_ready_ones, NULL), 0);
}

static int await_pending_ones(void *unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        struct pending_int pending = start_int(i);
        int value = 0;
        int status = vt_loop_post(complete_int, &pending);
        if (status == 0)
            status = vt_int_await(value_of(&pending), &value);
        if (status != 0 || value != i)
            return -EIO;
    }
    return 0;
}

static void pending_awaits_allocate_nothing(void **state)
{
    (void)state;
    assert_int_equal(vt_run(await_pending_ones, NULL), 0);
    long allocations = allocation_count;
    assert_int_equal(vt_run(await_pending_ones, NULL), 0);
    assert_nothing_allocated_since(allocations);
}

static int wait_for_task(void *task)
{
    return vt_void_task_await(task);
}

static void many_fibers(void **state)
{
    (void)state;
#ifdef __SANITIZE_THREAD__
    enum { FIBERS = 200 }; /* it keeps megabytes for each */
#else
    enum { FIBERS = 20000 };
#endif
    vt_void_task *gate = vt_void_task_new();
    for (int i = 0; i < FIBERS; i++)
        vt_void_forget(vt_spawn(wait_for_task, gate));
    assert_int_equal(vt_fiber_count(), FIBERS);
    assert_true(vt_void_task_complete(gate));
    vt_loop_run();
    assert_int_equal(vt_fiber_count(), 0);
    vt_void_task_unref(gate);
}

/* ---- when things go wrong ---- */

static int await_what_never_ends(void *pending_int)
{
    int value;
    return vt_int_await(value_of(pending_int), &value);
}

static void deadlock_of_the_main_fiber(void **state)
{
    (void)state;
    struct pending_int pending = start_int(1);
    assert_int_equal(vt_run(await_what_never_ends, &pending), -EDEADLK);
    assert_misuse("vt_int_await: deadlock");
    complete_int(&pending);
    vt_loop_run();
}

static int return_nonsense(void *unused)
{
    (void)unused;
    return 3;
}

static void body_returns_nonsense(void **state)
{
    (void)state;
    assert_int_equal(vt_void_await(vt_spawn(return_nonsense, NULL)), -EINVAL);
    assert_misuse("the fiber's body returned 3");
}

static int run_the_loop(void *unused)
{
    (void)unused;
    vt_loop_run();
    return 0;
}

static void loop_run_by_a_fiber(void **state)
{
    (void)state;
    assert_int_equal(vt_run(run_the_loop, NULL), 0);
    assert_misuse("vt_loop_run: called by a fiber");
}

static void no_memory_for_a_fiber(void **state)
{
    (void)state;
    int fine = 0;
    for (long successes = 0; successes < 4; successes++) {
        assert_int_equal(vt_loop_close(), 0);
        fail_allocation_after(successes);
        int status = vt_void_await(vt_spawn(answer, &fine));
        fail_no_allocation();
        assert_int_equal(status, successes < 3 ? -ENOMEM : 0);
        assert_int_equal(vt_fiber_count(), 0);
        assert_int_equal(vt_promise_outstanding(), 0);
    }
}

static void stack_sizes(void **state)
{
    (void)state;
    struct vt_fiber_options options = { .stack_size = 4096 };
    assert_int_equal(vt_fiber_configure(&options), -EINVAL);
    options.stack_size = (size_t)2 << 30;
    assert_int_equal(vt_fiber_configure(&options), -EINVAL);

    struct pending_int pending = start_int(5);
    vt_void spawned = vt_spawn(await_it, &pending);
    options.stack_size = 1 << 20;
    assert_int_equal(vt_fiber_configure(&options), -EBUSY);
    complete_int(&pending);
    assert_int_equal(vt_void_await(spawned), 0);

    assert_int_equal(vt_fiber_configure(&options), 0);
    int value = 9;
    assert_int_equal(vt_run(answer, &value), 9);
    options.stack_size = 0;
    assert_int_equal(vt_fiber_configure(&options), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(run_returns_what_the_body_returns),
        runtime_test(run_in_a_fiber_is_a_call),
        runtime_test(spawn_that_never_suspends_is_complete),
        runtime_test(spawn_runs_up_to_the_first_suspension),
        runtime_test(spawn_outside_of_a_fiber),
        runtime_test(fibers_take_turns),
        runtime_test(forgotten_fiber_goes_its_way),
        runtime_test(await_in_a_fiber_times_out),
        runtime_test(ends_just_before_the_time_out_is_noticed),
        runtime_test(many_fibers_await_one_task),
        runtime_test(fiber_awaits_a_source_of_another_kind),
        runtime_test(busy_fibers_do_not_starve_timers),
        runtime_test(numbers_and_rounding_survive),
        runtime_test(ten_million_ready_awaits_on_a_flat_stack),
        runtime_test(pending_awaits_allocate_nothing),
        runtime_test(many_fibers),
        runtime_test(deadlock_of_the_main_fiber),
        runtime_test(body_returns_nonsense),
        runtime_test(loop_run_by_a_fiber),
        runtime_test(no_memory_for_a_fiber),
        runtime_test(stack_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
