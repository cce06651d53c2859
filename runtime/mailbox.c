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

static struct mailbox *make_mailbox(void)
{
    struct mailbox *mailbox = calloc(1, sizeof *mailbox);

    if (mailbox != NULL)
        *mailbox = (struct mailbox){ .event_fd = -1, .backend = vt_rt_loop.backend, .backend_context = vt_rt_loop.backend_context };
    return mailbox;
}

int vt_rt_mailbox_open(void)
{
    struct event_loop *loop = &vt_rt_loop;

    if (loop->mailbox == NULL && vt_rt_watch_forks() == 0)
        loop->mailbox = make_mailbox();
    if (loop->mailbox == NULL)
        return -ENOMEM;
    if (loop->backend == NULL && loop->mailbox->event_fd < 0) {
        loop->mailbox->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (loop->mailbox->event_fd < 0)
            return -errno;
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

/* Without a descriptor, the next vt_rt_mailbox_open tries again; until then there is nobody who would wake the loop. */
void vt_rt_mailbox_renew(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    if (mailbox == NULL)
        return;
    atomic_store_explicit(&mailbox->visitors, 0, memory_order_relaxed);
    if (mailbox->event_fd >= 0) {
        close(mailbox->event_fd);
        mailbox->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
}

void vt_rt_mailbox_close(void)
{
    struct mailbox *mailbox = vt_rt_loop.mailbox;

    if (mailbox == NULL)
        return;
    wait_for_visitors(mailbox);
    if (mailbox->event_fd >= 0)
        close(mailbox->event_fd);
    free(mailbox);
    vt_rt_loop.mailbox = NULL;
}

void vt_rt_mailbox_enter(struct mailbox *mailbox)
{
    atomic_fetch_add_explicit(&mailbox->visitors, 1, memory_order_relaxed);
}

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
        (void)!write(mailbox->event_fd, &one, sizeof one); /* fails when the counter is full: it wakes as it is */
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
