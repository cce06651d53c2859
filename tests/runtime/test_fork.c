/* Children made by fork: each goes on with its copy of the loop, and neither takes anything from the other.
 *
 * A child says where it was wrong on standard error and ends with status 1; one that hangs is ended by an alarm. ThreadSanitizer does not
 * follow fibers into a child, so that what is about them is left out with it.
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>

enum { PATIENCE_SECONDS = 30 };

static const uint64_t MOMENT = 1000000, LONG = UINT64_C(20000000000);

#define EXPECT(condition)                                                                      \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            fprintf(stderr, "in the child, line %d: not so: %s\n", __LINE__, #condition);      \
            return 1;                                                                          \
        }                                                                                      \
    } while (0)

/* 0 in the child, which is to end by _exit. */
static pid_t begin_child(void)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        alarm(PATIENCE_SECONDS);
    return child;
}

/* What the child ended with. */
static int wait_for_child(pid_t child)
{
    int status = -1;

    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* Runs `body` in a child; what that ended with. */
static int status_of_child(int (*body)(void))
{
    pid_t child = begin_child();

    if (child == 0)
        _exit(body());
    return wait_for_child(child);
}

static void leave_out_with_thread_sanitizer(void)
{
    if (HAS_THREAD_SANITIZER) {
        print_message("skipped: ThreadSanitizer does not follow fibers into a child\n");
        skip();
    }
}

/* ---- descriptors ---- */

static int ends[2];
static int readable_status;

static int wait_until_readable(void *unused)
{
    (void)unused;
    readable_status = vt_void_await(vt_fd_readable(ends[0]));
    return 0;
}

static void write_a_byte(void *unused)
{
    (void)unused;
    (void)!write(ends[1], "x", 1);
}

/* Gives up the parent's wait, waits itself, and closes all: nothing of it may reach the parent's epoll. */
static int wait_for_the_same_descriptor(vt_void waiting)
{
    char byte;
    size_t fibers = vt_fiber_count();
    int status = vt_loop_call_later(MOMENT, write_a_byte, NULL);
    int waited = vt_void_await(waiting);

    EXPECT(fibers == 1 && vt_fiber_count() == 0);
    EXPECT(status == 0 && waited == 0);
    EXPECT(readable_status == 0);
    EXPECT(read(ends[0], &byte, 1) == 1);
    EXPECT(vt_void_await_timeout(vt_fd_readable(ends[0]), MOMENT) == -ETIMEDOUT);
    EXPECT(vt_loop_close() == 0);
    return 0;
}

static void descriptors_are_waited_for_apart(void **state)
{
    (void)state;
    leave_out_with_thread_sanitizer();
    assert_int_equal(pipe(ends), 0);
    readable_status = 1;
    vt_void waiting = vt_spawn(wait_until_readable, NULL);
    pid_t child = begin_child();
    if (child == 0)
        _exit(wait_for_the_same_descriptor(waiting));
    assert_int_equal(wait_for_child(child), 0);
    assert_int_equal(readable_status, 1);
    assert_int_equal(vt_loop_call_later(MOMENT, write_a_byte, NULL), 0);
    assert_int_equal(vt_void_await(waiting), 0);
    assert_int_equal(readable_status, 0);
    close(ends[0]);
    close(ends[1]);
}

static int find_the_wait_failed(void)
{
    vt_loop_run();
    EXPECT(vt_fiber_count() == 0);
    EXPECT(readable_status == -EMFILE);
    return 0;
}

static void no_descriptor_left_in_the_child(void **state)
{
    (void)state;
    struct rlimit before;

    leave_out_with_thread_sanitizer();
    assert_int_equal(pipe(ends), 0);
    vt_void waiting = vt_spawn(wait_until_readable, NULL);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max }), 0);
    int status = status_of_child(find_the_wait_failed);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(status, 0);
    write_a_byte(NULL);
    assert_int_equal(vt_void_await(waiting), 0);
    close(ends[0]);
    close(ends[1]);
}

/* ---- other threads ---- */

static struct vt_promise shared;

static vt_int value_of_shared(void) // NOLINT(vt-always-async)
{
    return vt_int_from_source(shared.source, shared.token);
}

static void *end_soon(void *unused)
{
    usleep(5000);
    (void)vt_promise_complete(shared, &(int){ 4 }, sizeof(int));
    return unused;
}

/* While its own loop sleeps, another thread of the same process ends what it waits for. */
static int await_a_thread(void)
{
    pthread_t thread;
    int got = 0;

    for (int i = 0; i < 20; i++) {
        shared = vt_promise_start_shared(sizeof(int));
        EXPECT(pthread_create(&thread, NULL, end_soon, NULL) == 0);
        EXPECT(vt_int_await(value_of_shared(), &got) == 0);
        EXPECT(got == 4);
        pthread_join(thread, NULL);
    }
    EXPECT(vt_loop_close() == 0);
    return 0;
}

/* Parent and child at the same time: neither is woken in the other's place. */
static void threads_wake_their_own_process(void **state)
{
    (void)state;
    shared = vt_promise_start_shared(sizeof(int)); /* what wakes the loop is made */
    assert_true(vt_promise_cancel(shared));
    vt_int_forget(value_of_shared());
    pid_t child = begin_child();
    if (child == 0)
        _exit(await_a_thread());
    assert_int_equal(await_a_thread(), 0);
    assert_int_equal(wait_for_child(child), 0);
}

static atomic_bool may_end;

static void *end_when_told(void *unused)
{
    while (!atomic_load(&may_end))
        usleep(100);
    return end_soon(unused);
}

/* The thread is not there: that is told, and no wait without end. */
static int await_a_thread_of_the_parent(void)
{
    int got = 0;

    EXPECT(vt_int_await(value_of_shared(), &got) == -EDEADLK);
    EXPECT(misuse_count == 1 && strstr(misuse_message, "deadlock") != NULL);
    EXPECT(vt_promise_complete(shared, &(int){ 5 }, sizeof(int)));
    vt_loop_run();
    EXPECT(vt_promise_outstanding() == 0);

    /* What is started here keeps the loop alive as ever. */
    shared = vt_promise_start_shared(sizeof(int));
    EXPECT(vt_int_await_timeout(value_of_shared(), MOMENT, &got) == -ETIMEDOUT);
    EXPECT(vt_promise_complete(shared, &(int){ 5 }, sizeof(int)));
    vt_loop_run();
    EXPECT(vt_loop_close() == 0);
    return 0;
}

static int end_it_in_place_of_the_thread(void)
{
    int got = 0;

    EXPECT(vt_promise_complete(shared, &(int){ 5 }, sizeof(int)));
    EXPECT(vt_int_await(value_of_shared(), &got) == 0);
    EXPECT(got == 5);
    EXPECT(vt_loop_close() == 0);
    return 0;
}

static void threads_stay_with_the_parent(void **state)
{
    (void)state;
    pthread_t thread;
    int got = 0;

    atomic_store(&may_end, false);
    shared = vt_promise_start_shared(sizeof(int));
    assert_int_equal(pthread_create(&thread, NULL, end_when_told, NULL), 0);
    assert_int_equal(status_of_child(await_a_thread_of_the_parent), 0);
    assert_int_equal(status_of_child(end_it_in_place_of_the_thread), 0);
    atomic_store(&may_end, true);
    assert_int_equal(vt_int_await(value_of_shared(), &got), 0);
    assert_int_equal(got, 4);
    pthread_join(thread, NULL);
}

/* ---- thread pools ---- */

static struct vt_thread_pool *pool;

static int take_a_while(void *unused)
{
    (void)unused;
    usleep(20000);
    return 0;
}

static int use_the_parents_pool(void)
{
    EXPECT(vt_void_await(vt_thread_pool_run(pool, take_a_while, NULL)) == -EOWNERDEAD);
    vt_thread_pool_free(pool);
    return 0;
}

/* Some of it was begun, and some waited in the queue. */
static int give_up_the_parents_work(vt_void first, vt_void second, vt_void third)
{
    int statuses[3] = { vt_void_await_timeout(first, MOMENT), vt_void_await_timeout(second, MOMENT), vt_void_await_timeout(third, MOMENT) };

    for (int i = 0; i < 3; i++)
        EXPECT(statuses[i] == -ETIMEDOUT);
    vt_thread_pool_free(pool);
    EXPECT(vt_loop_close() == 0);
    return 0;
}

static void pools_have_no_threads_in_the_child(void **state)
{
    (void)state;
    pool = vt_thread_pool_new(1, 0);
    assert_non_null(pool);
    assert_int_equal(status_of_child(use_the_parents_pool), 0);
    vt_void first = vt_thread_pool_run(pool, take_a_while, NULL), second = vt_thread_pool_run(pool, take_a_while, NULL),
            third = vt_thread_pool_run(pool, take_a_while, NULL);
    pid_t child = begin_child();
    if (child == 0)
        _exit(give_up_the_parents_work(first, second, third));
    assert_int_equal(wait_for_child(child), 0);
    assert_int_equal(vt_void_await(first), 0);
    assert_int_equal(vt_void_await(second), 0);
    assert_int_equal(vt_void_await(third), 0);
    vt_thread_pool_free(pool);
}

/* ---- fibers ---- */

static pid_t child_of_fiber;

static int fork_and_sleep(void *unused)
{
    (void)unused;
    int status = vt_void_await(vt_sleep(MOMENT));

    child_of_fiber = fork();
    if (status == 0)
        status = vt_void_await(vt_sleep(MOMENT));
    return status;
}

static int sleep_long(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(LONG));
}

/* Both return from vt_run, with the fiber that forked ended, and another still asleep. */
static void a_fiber_forks(void **state)
{
    (void)state;
    leave_out_with_thread_sanitizer();
    fflush(NULL);
    vt_void other = vt_spawn(sleep_long, NULL);
    int result = vt_run(fork_and_sleep, NULL);
    if (child_of_fiber == 0)
        _exit(result == 0 && vt_fiber_count() == 1 ? 0 : 1);
    assert_int_equal(result, 0);
    assert_int_equal(wait_for_child(child_of_fiber), 0);
    assert_int_equal(vt_void_await_timeout(other, 1), -ETIMEDOUT);
    vt_loop_run();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(descriptors_are_waited_for_apart),
        runtime_test(no_descriptor_left_in_the_child),
        runtime_test(threads_wake_their_own_process),
        runtime_test(threads_stay_with_the_parent),
        runtime_test(pools_have_no_threads_in_the_child),
        runtime_test(a_fiber_forks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
