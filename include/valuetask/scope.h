/* Cancellation: scopes, deadlines, tokens.
 *
 *     struct vt_scope scope;
 *     vt_scope_enter_deadline(&scope, 50000000);             this fiber has 50 ms
 *     int status = fetch_and_parse(...);                     whatever it awaits, however deep
 *     int cut_short = vt_scope_leave(&scope);                -ETIMEDOUT if the time was up
 *
 * A scope is a stretch of one fiber's run. Cancelling it is a request: the await the fiber is in fails with -ECANCELED, and so
 * does every later one of something pending until the scope is left; with -ETIMEDOUT if a deadline did it. What is complete
 * is still taken. The operation that was awaited ends exactly once in any case: its producer is asked to end it, and the
 * await returns when it has, so that buffers are free again; an operation that cannot be asked goes on alone (promise.h). Code
 * that computes without awaiting asks vt_cancelled now and then.
 *
 * Scopes nest, innermost last in, first out, on the stack of the fiber. Cancelling an outer one reaches through the inner
 * ones. A spawned fiber is not in its spawner's scopes: it is cancelled by whoever awaits it (a time limit or a cancellation
 * that ends that await), or by its nursery (nursery.h).
 *
 * Everything here is for one thread. From another, end a shared operation (promise.h) that a fiber awaits to cancel the
 * scope.
 */
#ifndef VALUETASK_SCOPE_H
#define VALUETASK_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "slow.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The caller's, on the stack usually; must stay where it is until it is left. */
struct vt_scope {
    uintptr_t private_[16];
};

/* Something to cancel many scopes by, of any fibers of the thread. All zero is one that is not cancelled. */
struct vt_cancel_token {
    uintptr_t private_[2];
};

/* Enters a scope of the calling fiber; with a deadline, cancels it in `timeout_ns`; with a token, when that is cancelled,
 * at once if it is. Outside of a fiber: misuse, and nothing will be cancelled. One that the fiber is in already: misuse, and it stays as it
 * was entered. A scope is one fiber's at a time. */
void vt_scope_enter(struct vt_scope *scope);
void vt_scope_enter_deadline(struct vt_scope *scope, uint64_t timeout_ns);
void vt_scope_enter_token(struct vt_scope *scope, struct vt_cancel_token *token);

/* Leaves the scope entered last. Returns 0; or why it was cancelled: -ECANCELED or -ETIMEDOUT. Misuse, and -EINVAL: one that the fiber is
 * not in, and nothing happens; one that others were entered after, and they are left with it. A fiber that ends in a scope is a
 * misuse, too; if that scope has a deadline or a token, the program ends even if the handler returns, for these refer to memory
 * that is gone. */
int vt_scope_leave(struct vt_scope *scope);

/* Cancels a scope. False when it was cancelled already, or left; its memory has to be there all the same. Runs nobody: the fiber goes on
 * when its turn comes. */
bool vt_scope_cancel(struct vt_scope *scope);

/* Cancels all scopes entered with the token, now and later. False when it was cancelled already. A token must outlive the
 * scopes. */
bool vt_cancel_token_cancel(struct vt_cancel_token *token);
bool vt_cancel_token_is_cancelled(const struct vt_cancel_token *token);

/* 0, or what awaiting something pending would fail with now: -ECANCELED or -ETIMEDOUT. */
VT_MUST_USE_ int vt_cancelled(void);

#ifdef __cplusplus
}
#endif

#endif
