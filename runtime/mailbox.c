#define _GNU_SOURCE

#include "mailbox.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "forks.h"

static struct job asleep;

/* Set by the owner while it is awake. Who finds the mark of its sleep (mailbox_add) finds what was set before. */
static int event_fd_of(const struct mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->event_fd, memory_order_relaxed);
}

static void set_event_fd(struct mailbox *mailbox, int event_fd)
{
    atomic_store_explicit(&mailbox->event_fd, event_fd, memory_order_relaxed);
}

static struct mailbox *make_mailbox(void)
{
    struct mailbox *mailbox = calloc(1, sizeof *mailbox);

    if (mailbox != NULL)
        *mailbox = (struct mailbox){ .event_fd = NOT_OPENED, .backend = vt_rt_loop.backend, .backend_context = vt_rt_loop.backend_context };
    return mailbox;
}

int vt_rt_mailbox_open(void)
{
    struct event_loop *loop = &vt_rt_loop;

    if (loop->mailbox == NULL && vt_rt_watch_forks() == 0)
        loop->mailbox = make_mailbox();
    if (loop->mailbox == NULL)
        return -ENOMEM;
    if (loop->backend == NULL && event_fd_of(loop->mailbox) < 0) {
        int made = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (made < 0)
            return -errno;
        set_event_fd(loop->mailbox, made);
    }
    return 0;
}

/* Who completed the last operation may not have left yet. */
static void wait_for_visitors(struct mailbox *mailbox)
{
    while (atomic_load_explicit(&mailbox->visitors, memory_order_acquire) != 0)
        sched_yield();
}

void vt_rt_mailbox_change_backend(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    if (mailbox == NULL)
        return;
    wait_for_visitors(mailbox);
    mailbox->backend = vt_rt_loop.backend;
    mailbox->backend_context = vt_rt_loop.backend_context;
}

/* Without a descriptor the loop looks by itself until a vt_rt_mailbox_open has made one. */
void vt_rt_mailbox_renew(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    if (mailbox == NULL)
        return;
    atomic_store_explicit(&mailbox->visitors, 0, memory_order_relaxed);
    if (event_fd_of(mailbox) == NOT_OPENED)
        return;
    if (event_fd_of(mailbox) >= 0)
        close(event_fd_of(mailbox));
    int made = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    set_event_fd(mailbox, made >= 0 ? made : CANNOT_WAKE);
}

void vt_rt_mailbox_close(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    if (mailbox == NULL)
        return;
    wait_for_visitors(mailbox);
    if (event_fd_of(mailbox) >= 0)
        close(event_fd_of(mailbox));
    free(mailbox);
    vt_rt_loop.mailbox = NULL;
}

/* Relaxed: the owner looks after it has taken what the visitor added, which was released after this. */
void vt_rt_mailbox_enter(struct mailbox *mailbox)
{
    atomic_fetch_add_explicit(&mailbox->visitors, 1, memory_order_relaxed);
}

/* Release, for wait_for_visitors' acquire: the mailbox is freed after the visitor's last look at it. */
void vt_rt_mailbox_leave(struct mailbox *mailbox)
{
    atomic_fetch_sub_explicit(&mailbox->visitors, 1, memory_order_release);
}

/* A signal handler may call it: what it interrupts keeps its errno. */
static void wake(struct mailbox *mailbox)
{
    uint64_t one = 1;
    int error = errno;

    if (mailbox->backend != NULL)
        mailbox->backend->wake(mailbox->backend_context);
    else
        (void)!write(event_fd_of(mailbox), &one, sizeof one); /* fails when the counter is full: it wakes as it is */
    errno = error;
}

void vt_rt_mailbox_add(struct mailbox *mailbox, struct job *job)
{
    struct job *newest = atomic_load_explicit(&mailbox->newest, memory_order_relaxed);

    do {
        job->next = newest == &asleep ? NULL : newest;
    } while (!atomic_compare_exchange_weak_explicit(&mailbox->newest, &newest, job, memory_order_acq_rel,
                                                    memory_order_relaxed));
    if (newest == &asleep)
        wake(mailbox);
}

void vt_rt_mailbox_empty(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    /* Relaxed: what it misses now it finds before it sleeps. */
    if (mailbox == NULL || atomic_load_explicit(&mailbox->newest, memory_order_relaxed) == NULL)
        return;
    struct job *newest = atomic_exchange_explicit(&mailbox->newest, NULL, memory_order_acq_rel);
    struct job *oldest = NULL;
    while (newest != NULL && newest != &asleep) {
        struct job *job = newest;
        newest = job->next;
        job->next = oldest;
        oldest = job;
    }
    while (oldest != NULL) {
        struct job *job = oldest;
        oldest = job->next;
        job->run(job);
    }
}

bool vt_rt_mailbox_fall_asleep(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;
    struct job *nothing = NULL;

    return mailbox == NULL || atomic_compare_exchange_strong_explicit(&mailbox->newest, &nothing, &asleep,
                                                                      memory_order_acq_rel, memory_order_relaxed) ||
           nothing == &asleep;
}

int vt_rt_mailbox_fd(void)
{
    return vt_rt_loop.mailbox != NULL ? event_fd_of(vt_rt_loop.mailbox) : NOT_OPENED;
}
