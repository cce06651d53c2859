/* A nursery: fibers that end before the function that started them does.
 *
 *     struct vt_nursery nursery;
 *     vt_nursery_open(&nursery);
 *     for (size_t i = 0; i < count; i++)
 *         vt_nursery_start(&nursery, download, &files[i]);
 *     int status = vt_nursery_close(&nursery);               all are done, or the first failure
 *
 * The first child that fails cancels the others (scope.h). So does a cancellation of the fiber that closes the nursery.
 * Closing waits for all of them whatever happens, so that what the children use may live on the stack. For one thread.
 */
#ifndef VALUETASK_NURSERY_H
#define VALUETASK_NURSERY_H

#include "fiber.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The caller's; must stay where it is until it is closed. */
struct vt_nursery {
    uintptr_t private_[8];
};

/* An open nursery without children. Each that is opened is closed once. Opening one that is open, in the fiber that opened it or in one of its
 * children, is a misuse, and it stays as it is. A fiber that ends with one open is a misuse; with children that run, the program ends even
 * if the handler returns, for these refer to memory that is gone. */
void vt_nursery_open(struct vt_nursery *nursery);

/* Starts a child and runs it up to its first suspension. A child may start more. When it cannot be started, that is the
 * nursery's failure (-ENOMEM); in a nursery that was cancelled nothing is started any more. Returns 0; -ENOMEM; -ECANCELED; -EINVAL, and
 * misuse, for one that was closed. */
int vt_nursery_start(struct vt_nursery *nursery, vt_fiber_body body, void *context);

/* Cancels the children that run; more are not started. Of a closed one nothing comes. */
void vt_nursery_cancel(struct vt_nursery *nursery);

/* Waits for all children. Returns 0, or the first failure: a child's, -ENOMEM; or -ECANCELED or -ETIMEDOUT when the
 * nursery or the closing fiber was cancelled before any child failed. -EDEADLK, reported as a misuse: nothing is left that could end
 * what they wait for; they are cancelled, and one that does not even end then is left alone. -EINVAL, and misuse, waiting for nobody: it was
 * closed already, somebody else is closing it, or a child closes its own. To be called once, by the function that opened it. */
VT_MUST_USE_ int vt_nursery_close(struct vt_nursery *nursery);

#ifdef __cplusplus
}
#endif

#endif
