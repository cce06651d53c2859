/* Scopes: a chain on each fiber, innermost first. Nothing is copied down: whoever is about to wait looks along the chain, which
 * is empty for most; whoever cancels ends the wait the fiber is in.
 */
#include <valuetask/scope.h>

#include <errno.h>
#include <stddef.h>

#include "cancellation.h"
#include "event_loop.h"
#include "misuse_report.h"

struct token;

struct scope {
    struct scope *outer;
    struct fiber *fiber; /* NULL: it was left; or entered outside of a fiber, inert */
    int reason;          /* 0, or why it was cancelled */
    bool is_hooked;      /* a timer or a token refers to it, or did */
    bool has_timer;      /* running */
    struct timer timer;
    struct token *token;
    struct scope *next_of_token, *previous_of_token;
};

struct token {
    struct scope *first;
    uintptr_t is_cancelled;
};

_Static_assert(sizeof(struct scope) <= sizeof(struct vt_scope), "the public struct has room");
_Static_assert(sizeof(struct token) <= sizeof(struct vt_cancel_token), "the public struct has room");

static struct scope *scope_in(struct vt_scope *public)
{
    return (struct scope *)(void *)public;
}

static struct token *token_in(const struct vt_cancel_token *public)
{
    return (struct token *)(uintptr_t)public;
}

int vt_rt_scope_reason(const struct scope *innermost)
{
    for (; innermost != NULL; innermost = innermost->outer) {
        if (innermost->reason != 0)
            return innermost->reason;
    }
    return 0;
}

static bool cancel(struct scope *scope, int reason)
{
    if (scope->reason != 0 || scope->fiber == NULL)
        return false;
    scope->reason = reason;
    vt_rt_interrupt(scope->fiber, reason);
    return true;
}

static void reach_deadline(struct timer *timer)
{
    struct scope *scope = CONTAINER_OF(timer, struct scope, timer);

    scope->has_timer = false;
    cancel(scope, -ETIMEDOUT);
}

static bool is_in(const struct fiber *fiber, const struct scope *scope)
{
    const struct scope *at = vt_rt_innermost_scope(fiber);

    while (at != NULL && at != scope)
        at = at->outer;
    return at != NULL;
}

/* False: it was not entered. */
static bool enter(struct scope *scope)
{
    struct fiber *fiber = vt_rt_loop.running;

    if (fiber != NULL && is_in(fiber, scope)) {
        vt_report_misuse("vt_scope_enter: the fiber is in this scope already; leave it first, or give the inner stretch a scope of its own");
        return false;
    }
    *scope = (struct scope){ .fiber = fiber };
    if (fiber == NULL) {
        vt_report_misuse("vt_scope_enter: called outside of a fiber; scopes are a fiber's. Run the code by vt_run or vt_spawn");
        return false;
    }
    scope->outer = vt_rt_innermost_scope(fiber);
    vt_rt_set_innermost_scope(fiber, scope);
    return true;
}

void vt_scope_enter(struct vt_scope *scope)
{
    enter(scope_in(scope));
}

void vt_scope_enter_deadline(struct vt_scope *public, uint64_t timeout_ns)
{
    struct scope *scope = scope_in(public);

    if (!enter(scope) || timeout_ns == UINT64_MAX)
        return;
    scope->timer.fire = reach_deadline;
    scope->has_timer = scope->is_hooked = true;
    vt_rt_count_hooked_scope(scope->fiber, 1);
    vt_rt_loop_start_timer(&scope->timer, timeout_ns);
}

void vt_scope_enter_token(struct vt_scope *public, struct vt_cancel_token *public_token)
{
    struct scope *scope = scope_in(public);
    struct token *token = token_in(public_token);

    if (!enter(scope))
        return;
    scope->token = token;
    scope->is_hooked = true;
    vt_rt_count_hooked_scope(scope->fiber, 1);
    scope->next_of_token = token->first;
    if (token->first != NULL)
        token->first->previous_of_token = scope;
    token->first = scope;
    if (token->is_cancelled)
        cancel(scope, -ECANCELED);
}

static void leave_token(struct scope *scope)
{
    if (scope->previous_of_token != NULL)
        scope->previous_of_token->next_of_token = scope->next_of_token;
    else
        scope->token->first = scope->next_of_token;
    if (scope->next_of_token != NULL)
        scope->next_of_token->previous_of_token = scope->previous_of_token;
}

static struct scope *leave_innermost(struct fiber *fiber)
{
    struct scope *scope = vt_rt_innermost_scope(fiber);

    vt_rt_set_innermost_scope(fiber, scope->outer);
    if (scope->has_timer)
        vt_rt_loop_stop_timer(&scope->timer);
    if (scope->token != NULL)
        leave_token(scope);
    if (scope->is_hooked)
        vt_rt_count_hooked_scope(fiber, -1);
    scope->fiber = NULL;
    return scope;
}

int vt_scope_leave(struct vt_scope *public)
{
    struct scope *scope = scope_in(public);
    struct fiber *fiber = vt_rt_loop.running;
    bool is_innermost = fiber != NULL && vt_rt_innermost_scope(fiber) == scope;

    if (is_innermost) {
        leave_innermost(fiber);
        return scope->reason;
    }
    /* Those entered after it are left with it: their memory may be about to go, too. */
    if (fiber != NULL && is_in(fiber, scope)) {
        while (leave_innermost(fiber) != scope)
            continue;
    }
    vt_report_misuse("vt_scope_leave: this is not the scope that the fiber entered last; leave each in the fiber that entered it, the last one "
                     "first");
    return -EINVAL;
}

bool vt_scope_cancel(struct vt_scope *scope)
{
    return cancel(scope_in(scope), -ECANCELED);
}

bool vt_cancel_token_cancel(struct vt_cancel_token *public)
{
    struct token *token = token_in(public);

    if (token->is_cancelled)
        return false;
    token->is_cancelled = true;
    for (struct scope *scope = token->first; scope != NULL; scope = scope->next_of_token)
        cancel(scope, -ECANCELED);
    return true;
}

bool vt_cancel_token_is_cancelled(const struct vt_cancel_token *token)
{
    return token_in(token)->is_cancelled != 0;
}

int vt_cancelled(void)
{
    return vt_rt_running_reason();
}
