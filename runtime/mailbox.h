/* What other threads and signal handlers have for a thread's loop: a list of jobs that any of them may add to.
 *
 * Adding is one compare-and-swap and costs a system call only when the loop sleeps: it says so in the list's head itself,
 * so that there is no moment between looking and sleeping in which a wake-up could get lost. Algorithm: Treiber's stack, taken
 * whole by the one consumer and turned round, which therefore knows no ABA problem.
 *
 * Order. All goes through `newest`. Who adds releases what it wrote (the result, the job), and the owner that takes acquires it. The owner that
 * goes to sleep releases how it is to be woken (`event_fd`, `backend`), and who finds its mark acquires that. Compare-and-swaps on one word have
 * one order: either the job comes before the mark, and the owner does not sleep, or the mark before the job, and its finder wakes.
 */
#ifndef VALUETASK_RUNTIME_MAILBOX_H
#define VALUETASK_RUNTIME_MAILBOX_H

#include <stdatomic.h>
#include <stdbool.h>

#include "event_loop.h"

enum mailbox_fd {
    NOT_OPENED = -1,  /* nothing is shared, or the backend wakes the loop */
    CANNOT_WAKE = -2, /* it could not be made for what is shared already: the loop has to look by itself, now and then */
};

struct mailbox {
    _Atomic(struct job *) newest; /* the address of a mark: empty, and the loop sleeps */
    atomic_uint visitors;         /* those that are about to add something */
    atomic_int event_fd;          /* or enum mailbox_fd */
    const struct vt_loop_backend *backend;
    void *backend_context;
};

/* Sees to it that this thread's loop has a mailbox it can be woken through. Returns 0 or a negative errno. */
int vt_rt_mailbox_open(void);

/* Makes this thread's mailbox use the loop's new backend. Nothing shared may be outstanding. */
void vt_rt_mailbox_change_backend(void);

/* In a child made by fork: its own descriptor in place of the one it shares with its parent; the visitors are not there. */
void vt_rt_mailbox_renew(void);

/* Waits for visitors to leave and frees this thread's mailbox, which must be empty. */
void vt_rt_mailbox_close(void);

/* From any thread and any signal handler, as long as an operation that is still pending keeps the mailbox alive. Between the two calls
 * it stays whatever becomes of the operation. */
void vt_rt_mailbox_enter(struct mailbox *mailbox);
void vt_rt_mailbox_leave(struct mailbox *mailbox);

/* Adds `job`, whose `run` the owner will call soon from vt_rt_mailbox_empty. Between enter and leave. */
void vt_rt_mailbox_add(struct mailbox *mailbox, struct job *job);

/* Runs what was added, oldest first. For the owner. */
void vt_rt_mailbox_empty(void);

/* What wakes this thread's loop when it becomes readable; or enum mailbox_fd. */
int vt_rt_mailbox_fd(void);

/* Announces that the owner is going to sleep. False: there is something in the mailbox, it must not. */
bool vt_rt_mailbox_fall_asleep(void);

#endif
