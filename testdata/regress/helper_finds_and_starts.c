// A helper looks for the first that wants something, starts it and returns which it was. The helper's loop has as many ways as turns, joined in its
// summary; who follows single paths asks it for some ways that are certain. And an index that is below the count, or the count, stays so in the summary.
#include <valuetask/valuetask.h>
#include <stdbool.h>

VT_DEFINE(int, int);

vt_int make(int id);
int ask(int what);

static int start_first(const int *wanted, int n, vt_int *task)
{
    for (int i = 0; i < n; i++)
        if (wanted[i] > 3) {
            *task = make(wanted[i]);
            return i;
        }
    return -1;
}

int leaves_early_bad(int n, const int *wanted)
{
    vt_int task;
    int result = 0, at = start_first(wanted, n, &task); // expect: vt-unawaited
    if (ask(1) < 0)
        return -EINTR;
    if (at >= 0)
        return vt_int_await(task, &result);
    return -1;
}

int awaits_again_bad(int n, const int *wanted)
{
    vt_int task;
    int result = 0, at = start_first(wanted, n, &task);
    if (at < 0)
        return at;
    vt_int_await(task, &result);
    if (result == 3)
        vt_int_await(task, &result); // expect: vt-double-await
    return result;
}

int awaits_where_one_was_started_ok(int n, const int *wanted)
{
    vt_int task;
    int result = 0, at = start_first(wanted, n, &task);
    if (ask(1) < 0) {
        if (at >= 0)
            vt_int_forget(task);
        return -EINTR;
    }
    return at >= 0 ? vt_int_await(task, &result) : -1;
}

struct slot {
    bool is_used;
    int id;
};

static unsigned claim(struct slot *slots, unsigned n, vt_int *task)
{
    for (unsigned i = 0; i < n; i++)
        if (!slots[i].is_used) {
            slots[i].is_used = true;
            *task = make(slots[i].id);
            return i + 1;
        }
    return 0;
}

int leaves_what_it_claimed_bad(struct slot *slots, unsigned n)
{
    vt_int task;
    int result = 0;
    unsigned number = claim(slots, n, &task); // expect: vt-unawaited
    if (number == 0)
        return -1;
    if (ask(2))
        return -2;
    return vt_int_await(task, &result);
}

int awaits_what_it_claimed_ok(struct slot *slots, unsigned n)
{
    vt_int task;
    int result = 0;
    if (claim(slots, n, &task) > 0)
        return vt_int_await(task, &result);
    return 0;
}

// The number of them for: there is none.
static int start_or_count(const int *wanted, int n, vt_int *task)
{
    int i;
    for (i = 0; i < n; i++)
        if (wanted[i] > 3)
            break;
    if (i < n)
        *task = make(wanted[i]);
    return i;
}

int each_turn_ok(int n, const int *wanted)
{
    vt_int task;
    int result = 0;
    for (int turn = 0; turn < n; turn++) {
        int at = start_or_count(wanted, n, &task);
        if (at >= n)
            continue;
        if (vt_int_await(task, &result) < 0)
            break;
    }
    return result;
}

int each_turn_bad(int n, const int *wanted)
{
    vt_int task;
    int result = 0;
    for (int turn = 0; turn < n; turn++) {
        int at = start_or_count(wanted, n, &task); // expect: vt-unawaited
        if (at >= n - 1)
            continue;
        if (vt_int_await(task, &result) < 0)
            break;
    }
    return result;
}
