#define _GNU_SOURCE

#include "events.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

#include "event_loop.h"
#include "forks.h"
#include "mailbox.h"
#include "wait_queue.h"

enum {
    NANOSECONDS_PER_SECOND = 1000000000,
    LONGEST_SLEEP_SECONDS = 3600, /* the loop looks at the clock and sleeps on: keeps time_t far from its end */
    NAP_NANOSECONDS = 1000000,
    EVENTS_AT_ONCE = 64,
};

enum direction { READING, WRITING, DIRECTIONS };

static const uint32_t events_of[DIRECTIONS] = { EPOLLIN | EPOLLRDHUP, EPOLLOUT };

/* A descriptor; the index in the table is its number. Its registration is one-shot, and stays with the kernel. */
struct watched {
    struct vt_promise waits[DIRECTIONS]; /* source NULL: nobody waits */
};

/* What a cancellation gets: number and direction in one. */
static void *context_of(int fd, enum direction direction)
{
    return (void *)((uintptr_t)fd * DIRECTIONS + direction);
}

struct event_table {
    bool is_open; /* epoll_fd is */
    int epoll_fd;
    struct watched *watched;
    size_t size;
    size_t waits;
};

static _Thread_local struct event_table table;

static int open_epoll(void)
{
    if (table.is_open)
        return 0;
    if (vt_rt_watch_forks() != 0)
        return -ENOMEM;
    table.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    table.is_open = table.epoll_fd >= 0;
    return table.is_open ? 0 : -errno;
}

static int reserve(int fd)
{
    size_t needed = (size_t)fd + 1;

    if (needed <= table.size)
        return 0;
    size_t size = table.size * 2 > needed ? table.size * 2 : needed + 15;
    struct watched *grown = malloc(size * sizeof *grown);
    if (grown == NULL)
        return -ENOMEM;
    if (table.size != 0)
        memcpy(grown, table.watched, table.size * sizeof *grown);
    memset(grown + table.size, 0, (size - table.size) * sizeof *grown);
    free(table.watched);
    table.watched = grown;
    table.size = size;
    return 0;
}

/* Tells the kernel what is waited for. */
static int arm(int fd)
{
    const struct watched *watched = &table.watched[fd];
    struct epoll_event event = { .events = EPOLLONESHOT, .data.fd = fd };

    for (int i = 0; i < DIRECTIONS; i++)
        event.events |= watched->waits[i].source != NULL ? events_of[i] : 0;
    /* Usually known from before; not when it is new, or was closed and its number given to another. */
    if (epoll_ctl(table.epoll_fd, EPOLL_CTL_MOD, fd, &event) == 0)
        return 0;
    if (errno == ENOENT && epoll_ctl(table.epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0)
        return 0;
    return -errno;
}

static struct vt_promise end_wait(int fd, enum direction direction)
{
    struct vt_promise *wait = &table.watched[fd].waits[direction];
    struct vt_promise ended = *wait;

    *wait = (struct vt_promise){ 0 };
    table.waits--;
    return ended;
}

static void fail_waits(int fd, int error)
{
    for (int i = 0; i < DIRECTIONS; i++)
        if (table.watched[fd].waits[i].source != NULL)
            vt_promise_fail(end_wait(fd, (enum direction)i), error);
}

/* Arms all that is waited for, in an epoll that has none of it, unless `error` says that there is no epoll. What cannot be waited for fails. */
static void arm_all(int error)
{
    for (int fd = 0; table.waits != 0 && (size_t)fd < table.size; fd++) {
        const struct vt_promise *waits = table.watched[fd].waits;
        if (waits[READING].source == NULL && waits[WRITING].source == NULL)
            continue;
        int failure = error != 0 ? error : arm(fd);
        if (failure != 0)
            fail_waits(fd, failure);
    }
}

/* Whether epoll said with `error`, a negative errno, that its number is not epoll's: somebody closed what was not his, by closefrom say. */
static bool is_lost(int error)
{
    return error == -EBADF || error == -EINVAL;
}

/* The number may be another file's by now: it is left alone. */
static void replace_epoll(void)
{
    table.is_open = false;
    arm_all(open_epoll());
}

static void cancel_wait(void *context)
{
    int fd = (int)((uintptr_t)context / DIRECTIONS);

    vt_promise_cancel(end_wait(fd, (enum direction)((uintptr_t)context % DIRECTIONS)));
    (void)arm(fd); /* at worst an event comes that nobody waits for */
}

static vt_void start_wait(int fd, enum direction direction)
{
    int error = open_epoll();

    if (error == 0)
        error = reserve(fd);
    if (error != 0)
        return vt_void_from_error(error);
    struct vt_promise *wait = &table.watched[fd].waits[direction];
    if (wait->source != NULL)
        return vt_void_from_error(-EBUSY);
    struct vt_promise started = vt_promise_start(0);
    if (started.source == NULL)
        return vt_void_from_error(-ENOMEM);
    *wait = started;
    table.waits++;
    error = arm(fd);
    if (is_lost(error) && fcntl(fd, F_GETFD) >= 0) {
        replace_epoll(); /* the wait is in the new one, or has failed */
        error = 0;
    }
    if (error == 0) {
        vt_promise_on_cancel(started, cancel_wait, context_of(fd, direction));
    } else {
        end_wait(fd, direction);
        if (error == -EPERM) /* what epoll does not take never blocks */
            vt_promise_complete(started, NULL, 0);
        else
            vt_promise_fail(started, error);
    }
    return vt_void_from_source(started.source, started.token);
}

static vt_void wait_for(int fd, enum direction direction)
{
    struct pollfd now = { .fd = fd, .events = direction == READING ? POLLIN | POLLRDHUP : POLLOUT };

    if (vt_rt_loop.backend != NULL)
        return vt_void_from_error(-ENOTSUP);
    if (fd < 0)
        return vt_void_from_error(-EBADF);
    int ready = poll(&now, 1, 0);
    if (ready < 0 && errno != EINTR)
        return vt_void_from_error(-errno);
    if (ready > 0)
        return (now.revents & POLLNVAL) != 0 ? vt_void_from_error(-EBADF) : vt_rt_complete_at_pace();
    return start_wait(fd, direction);
}

vt_void vt_fd_readable(int fd)
{
    return wait_for(fd, READING);
}

vt_void vt_fd_writable(int fd)
{
    return wait_for(fd, WRITING);
}

/* ---- the loop's side ---- */

bool vt_rt_events_are_alive(void)
{
    return table.waits != 0;
}

static void deliver(const struct epoll_event *event)
{
    int fd = event->data.fd;
    bool is_awaited_still = false;

    for (int i = 0; i < DIRECTIONS; i++) {
        if (table.watched[fd].waits[i].source == NULL)
            continue;
        if ((event->events & (events_of[i] | EPOLLERR | EPOLLHUP)) != 0)
            vt_promise_complete(end_wait(fd, (enum direction)i), NULL, 0);
        else
            is_awaited_still = true;
    }
    int error = is_awaited_still ? arm(fd) : 0;
    if (error != 0)
        fail_waits(fd, error);
}

static struct timespec limited(uint64_t timeout_ns)
{
    if (timeout_ns / NANOSECONDS_PER_SECOND >= LONGEST_SLEEP_SECONDS)
        return (struct timespec){ .tv_sec = LONGEST_SLEEP_SECONDS };
    return (struct timespec){
        .tv_sec = (time_t)(timeout_ns / NANOSECONDS_PER_SECOND),
        .tv_nsec = (long)(timeout_ns % NANOSECONDS_PER_SECOND),
    };
}

/* In place of a sleep that nothing would end in time: what there is is looked at after it. */
static void nap(uint64_t timeout_ns)
{
    struct timespec timeout = limited(timeout_ns < NAP_NANOSECONDS ? timeout_ns : NAP_NANOSECONDS);

    nanosleep(&timeout, NULL);
}

/* False: there is nothing to sleep on. The kernel refuses to, or one of these descriptors was closed by somebody whose it was not. */
static bool sleep_on(struct pollfd *awaited, nfds_t count, uint64_t timeout_ns)
{
    struct timespec timeout = limited(timeout_ns);
    int ready = ppoll(awaited, count, &timeout, NULL);
    bool is_lost = ready < 0 && errno != EINTR;

    for (nfds_t i = 0; ready > 0 && i < count; i++)
        is_lost = is_lost || (awaited[i].revents & POLLNVAL) != 0;
    return !is_lost;
}

/* epoll_wait counts in milliseconds; so ppoll sleeps, on epoll's own descriptor. A signal ends it early. */
static void sleep_until_event(uint64_t timeout_ns)
{
    int event_fd = vt_rt_mailbox_fd();
    /* One that is negative is not looked at. */
    struct pollfd awaited[] = { { .fd = event_fd, .events = POLLIN }, { .fd = table.epoll_fd, .events = POLLIN } };
    nfds_t count = table.waits != 0 ? 2 : event_fd >= 0 ? 1 : 0;
    uint64_t unused;

    if (event_fd == CANNOT_WAKE || !sleep_on(awaited, count, timeout_ns))
        nap(timeout_ns);
    else if ((awaited[0].revents & POLLIN) != 0)
        (void)!read(event_fd, &unused, sizeof unused);
}

void vt_rt_events_poll(uint64_t timeout_ns)
{
    struct epoll_event events[EVENTS_AT_ONCE];

    if (timeout_ns != 0)
        sleep_until_event(timeout_ns);
    if (table.waits == 0)
        return;
    int count = epoll_wait(table.epoll_fd, events, EVENTS_AT_ONCE, 0);
    for (int i = 0; i < count; i++)
        deliver(&events[i]);
    int error = count < 0 ? -errno : 0;
    if (is_lost(error))
        replace_epoll();
    else if (error != 0 && error != -EINTR)
        arm_all(error);
}

void vt_rt_events_renew(void)
{
    if (!table.is_open)
        return;
    close(table.epoll_fd);
    table.is_open = false;
    arm_all(open_epoll());
}

void vt_rt_events_close(void)
{
    if (table.is_open)
        close(table.epoll_fd);
    free(table.watched);
    table = (struct event_table){ 0 };
}
