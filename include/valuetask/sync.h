/* Waiting for each other: semaphore, mutex, gate, for fibers of one thread.
 *
 * Fibers run one at a time, so plain data between two awaits needs no lock; these are for what must hold across awaits. All
 * are plain structs, all zero or by the initialiser, need no destruction, and must not move or end while somebody waits: a misuse, which is
 * told when it shows, by a wait that is given up or by a copy that is released, and nobody is woken.
 * What is free is taken without allocation and without suspension; those who wait are served first come, first served.
 * A wait that is given up (time limit, cancelled scope) leaves the queue; a value task that was forgotten still takes.
 */
#ifndef VALUETASK_SYNC_H
#define VALUETASK_SYNC_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Those who wait; all zero is nobody. Private. */
struct vt_waiters_ {
    void *first, *last;
};

/* ---- semaphore: so many permits ---- */

struct vt_semaphore {
    size_t available;
    struct vt_waiters_ waiters_;
};

#define VT_SEMAPHORE_INIT(permits) { (permits), { NULL, NULL } }

/* Complete when the caller has a permit, which it gives back by vt_semaphore_release. -ENOMEM: it has none. */
VT_MUST_USE_ vt_void vt_semaphore_acquire(struct vt_semaphore *semaphore);

/* A permit if one is free and nobody waits for it. */
VT_MUST_USE_ bool vt_semaphore_try(struct vt_semaphore *semaphore);

/* Gives a permit back, or to whoever waits longest. */
void vt_semaphore_release(struct vt_semaphore *semaphore);

/* ---- mutex: one at a time, across awaits ---- */

struct vt_mutex {
    bool is_locked;
    struct vt_waiters_ waiters_;
};

#define VT_MUTEX_INIT { false, { NULL, NULL } }

/* Complete when the caller has the lock; not recursive. -ENOMEM: it has not. */
VT_MUST_USE_ vt_void vt_mutex_lock(struct vt_mutex *mutex);

/* Of an unlocked mutex: misuse. */
void vt_mutex_unlock(struct vt_mutex *mutex);

/* ---- gate: shutting down after those inside have left ---- */

struct vt_gate {
    size_t inside;
    bool is_closed;
    struct vt_waiters_ waiters_;
};

#define VT_GATE_INIT { 0, false, { NULL, NULL } }

/* 0: inside, to be left by vt_gate_leave; -ESHUTDOWN: the gate is closed. */
VT_MUST_USE_ int vt_gate_enter(struct vt_gate *gate);

/* Of an empty gate: misuse. */
void vt_gate_leave(struct vt_gate *gate);

/* Lets nobody in any more; complete when all have left. May be called again. */
VT_MUST_USE_ vt_void vt_gate_close(struct vt_gate *gate);

#ifdef __cplusplus
}
#endif

#endif
