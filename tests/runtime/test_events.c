/* What the kernel may refuse the loop when it is about events: to make what it waits by, to watch a descriptor, to sleep. By the linker's
 * --wrap, as allocations are (runtime_test.c). A wait that cannot be fails with the errno; one that goes on is woken all the same.
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>

static const uint64_t MOMENT = 1000000, LONG = UINT64_C(20000000000);

/* ---- refusing ---- */

enum call { PPOLL, POLL, EPOLL_CREATE, EPOLL_CTL, EPOLL_WAIT, EVENTFD, CALLS };

static int refusals[CALLS];   /* the errno with which each fails; 0: it does not */
static long successes[CALLS]; /* so many times it succeeds before */
static long calls[CALLS];

static bool refuses(enum call call)
{
    calls[call]++;
    if (refusals[call] == 0 || successes[call]-- > 0)
        return false;
    errno = refusals[call];
    return true;
}

static void refuse(enum call call, long after, int error)
{
    refusals[call] = error;
    successes[call] = after;
    calls[call] = 0;
}

int __real_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
int __wrap_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
int __wrap___ppoll_chk(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size);
int __real_poll(struct pollfd *awaited, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *awaited, nfds_t count, int timeout);
int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);
int __real_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int __real_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout);
int __wrap_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout);
int __real_eventfd(unsigned first, int flags);
int __wrap_eventfd(unsigned first, int flags);

int __wrap_ppoll(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    return refuses(PPOLL) ? -1 : __real_ppoll(awaited, count, timeout, mask);
}

/* What a libc that looks for overflows makes of it. */
int __wrap___ppoll_chk(struct pollfd *awaited, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size)
{
    (void)size;
    return __wrap_ppoll(awaited, count, timeout, mask);
}

int __wrap_poll(struct pollfd *awaited, nfds_t count, int timeout)
{
    return refuses(POLL) ? -1 : __real_poll(awaited, count, timeout);
}

int __wrap_epoll_create1(int flags)
{
    return refuses(EPOLL_CREATE) ? -1 : __real_epoll_create1(flags);
}

static int epoll_descriptor; /* the last that was used */

int __wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    epoll_descriptor = epoll;
    return refuses(EPOLL_CTL) ? -1 : __real_epoll_ctl(epoll, operation, fd, event);
}

int __wrap_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout)
{
    return refuses(EPOLL_WAIT) ? -1 : __real_epoll_wait(epoll, events, count, timeout);
}

static int event_descriptor; /* the last that was made */

int __wrap_eventfd(unsigned first, int flags)
{
    return refuses(EVENTFD) ? -1 : (event_descriptor = __real_eventfd(first, flags));
}

static int ends[2];

static int setup(void **state)
{
    for (int call = 0; call < CALLS; call++)
        refuse((enum call)call, 0, 0);
    return pipe(ends) != 0 || setup_runtime(state) != 0;
}

static int teardown(void **state)
{
    for (int call = 0; call < CALLS; call++)
        refuse((enum call)call, 0, 0);
    close(ends[0]);
    close(ends[1]);
    return teardown_runtime(state);
}

#define event_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* ---- descriptors ---- */

static void write_a_byte(void *unused)
{
    (void)unused;
    assert_int_equal(write(ends[1], "x", 1), 1);
}

/* A wait that ends as it should: nothing that failed before is left behind. */
static void assert_waits_work(void)
{
    char byte;

    assert_int_equal(vt_loop_call_later(MOMENT, write_a_byte, NULL), 0);
    assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), 0);
    assert_int_equal(read(ends[0], &byte, 1), 1);
}

static void no_epoll(void **state)
{
    (void)state;
    static const int errors[] = { EMFILE, ENFILE, ENOMEM };

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        refuse(EPOLL_CREATE, 0, errors[i]);
        assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), -errors[i]);
    }
    refuse(EPOLL_CREATE, 0, 0);
    assert_waits_work();
}

/* Registering asks twice: change what is there, else add it. */
static void descriptor_that_cannot_be_watched(void **state)
{
    (void)state;
    static const int errors[] = { ENOSPC, ENOMEM };

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        for (long after = 0; after < 2; after++) {
            refuse(EPOLL_CTL, after, errors[i]);
            assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), -errors[i]);
            assert_int_equal(vt_promise_outstanding(), 0);
        }
    }
    refuse(EPOLL_CTL, 0, 0);
    assert_waits_work();
}

static int sockets_status[2];

static int read_and_note(void *fd)
{
    return sockets_status[0] = vt_void_await(vt_fd_readable(*(int *)fd));
}

static int write_and_note(void *fd)
{
    return sockets_status[1] = vt_void_await(vt_fd_writable(*(int *)fd));
}

/* Of two who wait for one descriptor, one has what it waits for; the other cannot be waited for any more, and is told. */
static void descriptor_that_cannot_be_watched_again(void **state)
{
    (void)state;
    static const char filling[4096];
    int both[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, both), 0);
    while (write(both[0], filling, sizeof filling) > 0)
        continue;
    vt_void reading = vt_spawn(read_and_note, &both[0]), writing = vt_spawn(write_and_note, &both[0]);
    assert_int_equal(write(both[1], "x", 1), 1);
    refuse(EPOLL_CTL, 0, ENOMEM);
    assert_int_equal(vt_void_await(reading), 0);
    assert_int_equal(vt_void_await(writing), -ENOMEM);
    close(both[0]);
    close(both[1]);
}

/* Giving up a wait needs the kernel for nothing: an event that nobody waits for does no harm. */
static void wait_given_up_while_the_kernel_refuses(void **state)
{
    (void)state;
    vt_void waiting = vt_fd_readable(ends[0]);

    refuse(EPOLL_CTL, 0, ENOMEM);
    assert_int_equal(vt_void_await_timeout(waiting, MOMENT), -ETIMEDOUT);
    write_a_byte(NULL);
    assert_int_equal(vt_void_await(vt_sleep(MOMENT)), 0);
    refuse(EPOLL_CTL, 0, 0);
    assert_int_equal(read(ends[0], &(char){ 0 }, 1), 1);
    assert_waits_work();
}

static void descriptor_that_cannot_be_looked_at(void **state)
{
    (void)state;
    refuse(POLL, 0, ENOMEM);
    assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), -ENOMEM);
    refuse(POLL, 0, EINTR); /* then it is left to epoll */
    assert_waits_work();
}

/* The program closes what is not its own, by closefrom say, while somebody waits or nobody does; the number may go to another file, which is to be left
 * alone. What is waited for goes on, but for what was closed as well. */
static void epoll_closed_by_the_program(void **state)
{
    (void)state;
    int others[2], other = -1;

    for (int reused = 0; reused < 2; reused++) {
        vt_void waiting = vt_spawn(read_and_note, &ends[0]);
        assert_int_equal(pipe(others), 0);
        vt_void closed = vt_spawn(write_and_note, &others[0]); /* the reading end: it would never be */
        close(epoll_descriptor);
        close(others[0]);
        close(others[1]);
        if (reused)
            assert_int_equal(other = dup2(ends[0], epoll_descriptor), epoll_descriptor);
        assert_int_equal(vt_loop_call_later(MOMENT, write_a_byte, NULL), 0);
        assert_int_equal(vt_void_await(waiting), 0);
        assert_int_equal(read(ends[0], &(char){ 0 }, 1), 1);
        int status = vt_void_await(closed);
        assert_true(status == -EBADF || status == -EINVAL); /* its number may be the new epoll's */

        close(epoll_descriptor);
        assert_waits_work();
    }
    assert_true(fcntl(other, F_GETFD) >= 0);
    close(other);
}

static void events_that_cannot_be_fetched(void **state)
{
    (void)state;
    vt_void waiting = vt_spawn(read_and_note, &ends[0]);

    write_a_byte(NULL);
    refuse(EPOLL_WAIT, 0, EINTR);
    assert_int_equal(vt_void_await_timeout(vt_sleep(LONG), 5 * MOMENT), -ETIMEDOUT);
    assert_false(vt_void_is_completed(waiting));
    refuse(EPOLL_WAIT, 0, 0);
    assert_int_equal(vt_void_await(waiting), 0);
    assert_int_equal(read(ends[0], &(char){ 0 }, 1), 1);

    waiting = vt_spawn(read_and_note, &ends[0]);
    write_a_byte(NULL);
    refuse(EPOLL_WAIT, 0, ENOMEM);
    assert_int_equal(vt_void_await(waiting), -ENOMEM);
    refuse(EPOLL_WAIT, 0, 0);
    assert_int_equal(read(ends[0], &(char){ 0 }, 1), 1);
    assert_waits_work();
}

/* ---- other threads ---- */

static int do_nothing(void *unused)
{
    (void)unused;
    return 0;
}

static void no_descriptor_to_be_woken_by(void **state)
{
    (void)state;
    static const int errors[] = { EMFILE, ENFILE, ENOMEM };
    int got;

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        refuse(EVENTFD, 0, errors[i]);
        struct vt_promise promise = vt_promise_start_shared(sizeof(int));
        assert_false(vt_promise_complete(promise, &(int){ 1 }, sizeof(int)));
        vt_promise_on_cancel(promise, NULL, NULL);
        assert_int_equal(vt_int_await(vt_int_from_source(promise.source, promise.token), &got), -errors[i]);
        struct vt_thread_pool *pool = vt_thread_pool_new(1, 0);
        assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_nothing, NULL)), -errors[i]);
        vt_thread_pool_free(pool);
    }
}

struct late {
    struct vt_promise promise;
    pthread_t thread;
};

static void *end_late(void *context)
{
    usleep(5000);
    (void)vt_promise_complete(((struct late *)context)->promise, &(int){ 7 }, sizeof(int));
    return NULL;
}

/* Another thread ends what is awaited while the loop would sleep. */
static void assert_woken(void)
{
    struct late late = { .promise = vt_promise_start_shared(sizeof(int)) };
    int got = 0;

    assert_int_equal(pthread_create(&late.thread, NULL, end_late, &late), 0);
    assert_int_equal(vt_int_await_timeout(vt_int_from_source(late.promise.source, late.promise.token), LONG, &got), 0);
    assert_int_equal(got, 7);
    pthread_join(late.thread, NULL);
}

/* The loop cannot sleep until something happens: it looks now and then, and does not burn the processor meanwhile. */
static void sleep_that_is_refused(void **state)
{
    (void)state;
    static const int errors[] = { EINVAL, ENOMEM, EAGAIN };

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        refuse(PPOLL, 0, errors[i]);
        assert_woken();
        assert_waits_work();
        assert_in_range(calls[PPOLL], 1, 1000);
    }
}

static void wake_up_closed_by_the_program(void **state)
{
    (void)state;
    struct vt_promise promise = vt_promise_start_shared(sizeof(int));
    assert_true(vt_promise_cancel(promise));
    vt_int_forget(vt_int_from_source(promise.source, promise.token));

    close(event_descriptor);
    calls[PPOLL] = 0;
    assert_woken();
    assert_in_range(calls[PPOLL], 1, 1000);
    assert_int_equal(dup2(ends[0], event_descriptor), event_descriptor); /* the loop will close it */
}

/* ---- after fork ---- */

/* What was shared before is ended by a thread of the child, and there is nothing to wake its loop by. */
static int await_in_the_child(struct late *late)
{
    int got = 0;

    refuse(EVENTFD, 0, 0);
    if (pthread_create(&late->thread, NULL, end_late, late) != 0)
        return 2;
    vt_void alive = vt_sleep(LONG); /* else there would be nothing to sleep for: a deadlock */
    int status = vt_int_await(vt_int_from_source(late->promise.source, late->promise.token), &got);
    pthread_join(late->thread, NULL);
    vt_void_forget(alive);
    return status == 0 && got == 7 ? 0 : 1;
}

static void no_descriptor_to_wake_a_child_by(void **state)
{
    (void)state;
    struct late late = { .promise = vt_promise_start_shared(sizeof(int)) };
    int status = -1;

    refuse(EVENTFD, 0, EMFILE);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(10);
        _exit(await_in_the_child(&late));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(vt_promise_cancel(late.promise));
    vt_int_forget(vt_int_from_source(late.promise.source, late.promise.token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        event_test(no_epoll),
        event_test(descriptor_that_cannot_be_watched),
        event_test(descriptor_that_cannot_be_watched_again),
        event_test(wait_given_up_while_the_kernel_refuses),
        event_test(descriptor_that_cannot_be_looked_at),
        event_test(epoll_closed_by_the_program),
        event_test(events_that_cannot_be_fetched),
        event_test(no_descriptor_to_be_woken_by),
        event_test(sleep_that_is_refused),
        event_test(wake_up_closed_by_the_program),
        event_test(no_descriptor_to_wake_a_child_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
