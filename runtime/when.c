/* The first of several. Each pending one gets a continuation that knows its place; the first to be called takes the result,
 * the others drop theirs. The books are pooled, for a loser that nothing can end (a deadlock) is called after the return.
 */
#include <valuetask/when.h>

#include <stdlib.h>
#include <string.h>

#include <valuetask/promise.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "misuse_report.h"
#include "pending.h"
#include "waiter.h"

enum { POOLED = 8 };

struct contest;

struct contestant {
    struct contest *contest;
    struct vt_source *source;
    uint64_t token;
    bool is_registered; /* its continuation has yet to be called */
};

struct contest {
    struct pool_link link;
    bool is_pooled;
    bool is_left;          /* by who awaited it: the last to be called puts it away */
    struct waiter *waiter; /* NULL: nobody waits at the moment */
    size_t registered;
    bool has_winner;
    size_t winner;
    int answer; /* what get_result said of the winner */
    void *result;
    size_t size;
    const char *name; /* of the value tasks' type */
    struct contestant contestants[];
};

static _Thread_local struct object_pool contests;

static struct contest *new_contest(size_t count)
{
    size_t size = sizeof(struct contest) + (count > POOLED ? count : POOLED) * sizeof(struct contestant);
    struct contest *contest = count > POOLED ? malloc(size) : pool_get(&contests, size);

    if (contest != NULL)
        *contest = (struct contest){ .is_pooled = count <= POOLED };
    return contest;
}

static void put_away(struct contest *contest)
{
    if (contest->is_pooled)
        pool_put(&contests, contest);
    else
        free(contest);
}

static void declare_winner(struct contest *contest, size_t index, int answer)
{
    contest->has_winner = true;
    contest->winner = index;
    contest->answer = answer;
}

static void end_one(void *context, struct vt_source *source, uint64_t token)
{
    struct contestant *one = context;
    struct contest *contest = one->contest;

    one->is_registered = false;
    contest->registered--;
    if (contest->has_winner)
        (void)source->ops->get_result(source, token, NULL, 0);
    else
        declare_winner(contest, (size_t)(one - contest->contestants),
                       source->ops->get_result(source, token, contest->result, contest->size));
    if (contest->waiter != NULL)
        vt_rt_wake(contest->waiter, WAKE_ENDED);
    if (contest->is_left && contest->registered == 0)
        put_away(contest);
}

/* Takes part: what is complete wins or is dropped at once, what is pending is registered. */
static void enter(struct contest *contest, size_t index, const unsigned char *task, size_t token_at)
{
    struct contestant *one = &contest->contestants[index];
    void *result = contest->has_winner ? NULL : contest->result;
    uintptr_t word;
    int answer = 0;

    *one = (struct contestant){ .contest = contest };
    memcpy(&word, task, sizeof word);
    memcpy(&one->token, task + token_at, sizeof one->token);
    if (word == 0) {
        if (result != NULL && contest->size != 0)
            memcpy(result, task + token_at, contest->size);
    } else if (VT_IS_ERROR_WORD_(word)) {
        answer = VT_WORD_ERROR_(word);
    } else {
        one->source = (struct vt_source *)word;
        answer = one->source->ops->get_result(one->source, one->token, result, contest->size);
        if (answer == VT_SOURCE_PENDING) {
            answer = one->source->ops->on_completed(one->source, one->token, end_one, one);
            if (answer == 0) {
                one->is_registered = true;
                contest->registered++;
                return;
            }
        }
    }
    if (!contest->has_winner)
        declare_winner(contest, index, answer);
    else if (answer > 0)
        vt_rt_report_answer(answer, contest->name, "when_any");
}

/* Waits for a winner, which may be cut short; or, shielded, for all to be called. */
static int wait_for(struct contest *contest, bool for_winner)
{
    int wake = WAKE_ENDED;

    while (wake == WAKE_ENDED && (for_winner ? !contest->has_winner : contest->registered != 0)) {
        struct waiter waiter = vt_rt_waiter();
        contest->waiter = &waiter;
        wake = for_winner ? vt_rt_wait(&waiter) : vt_rt_wait_shielded(&waiter);
        contest->waiter = NULL;
    }
    return wake;
}

static void end_losers(struct contest *contest, size_t count)
{
    for (size_t i = 0; i < count && contest->registered != 0; i++) {
        const struct contestant *one = &contest->contestants[i];
        if (one->is_registered && is_own_promise(&vt_rt_loop, one->source))
            vt_rt_promise_request_end(one->source, one->token);
    }
    wait_for(contest, false);
}

static int answer_of(const struct contest *contest, int wake, size_t *winner)
{
    if (!contest->has_winner)
        return wake == WAKE_DEADLOCK ? vt_report_deadlock(contest->name, "when_any") : vt_rt_wake_error(wake);
    *winner = contest->winner;
    return contest->answer > 0 ? vt_rt_report_answer(contest->answer, contest->name, "when_any") : contest->answer;
}

static void give_up_all(const unsigned char *task, size_t stride, size_t token_at, size_t count, const char *name)
{
    for (; count > 0; count--, task += stride) {
        uintptr_t word;
        uint64_t token;
        memcpy(&word, task, sizeof word);
        memcpy(&token, task + token_at, sizeof token);
        vt_rt_give_up(word, token, name, "when_any");
    }
}

int vt_slow_when_any_(const void *tasks, size_t stride, size_t token_at, size_t count, void *result, size_t size,
                      size_t *winner, const char *name)
{
    const unsigned char *task = tasks;

    if (count == 0)
        return -EINVAL;
    struct contest *contest = count <= SIZE_MAX / 2 / sizeof(struct contestant) ? new_contest(count) : NULL;
    if (contest == NULL) {
        give_up_all(task, stride, token_at, count, name);
        return -ENOMEM;
    }
    contest->result = result;
    contest->size = size;
    contest->name = name;
    for (size_t i = 0; i < count; i++)
        enter(contest, i, task + i * stride, token_at);
    int wake = wait_for(contest, true);
    int answer = answer_of(contest, wake, winner);
    contest->has_winner = true; /* too late for others: what `result` points to is the caller's again */
    end_losers(contest, count);
    contest->is_left = true;
    if (contest->registered == 0)
        put_away(contest);
    return answer;
}

void vt_rt_when_pools_clear(void)
{
    pool_clear(&contests);
}

size_t vt_rt_contests_outstanding(void)
{
    return contests.outstanding;
}
