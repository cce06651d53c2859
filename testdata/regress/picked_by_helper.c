// A helper says which of the open requests is next: the cheapest one, or the one with this id. It asks the marks, so none that is closed is found; what it was asked with is read element by element.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(int id);
int next_reply(void);

static int cheapest(const bool *open, int count, const int *cost)
{
    int best = -1;

    for (int i = 0; i < count; i++)
        if (open[i] && (best < 0 || cost[i] < cost[best]))
            best = i;
    return best;
}

static int find_open(const int *ids, const bool *open, int count, int id)
{
    for (int i = 0; i < count; i++)
        if (open[i] && ids[i] == id)
            return i;
    return -1;
}

int closed_one_is_not_picked(const int *cost)
{
    bool open[4] = {true, true, false, true};
    int value;
    vt_int task = begin(1);

    if (cheapest(open, 4, cost) == 2)
        return 0;
    return vt_int_await(task, &value);
}

int open_one_may_be_picked(const int *cost)
{
    bool open[4] = {true, true, false, true};
    int value;
    vt_int task = begin(1); // expect: vt-unawaited

    if (cheapest(open, 4, cost) == 3)
        return 0;
    return vt_int_await(task, &value);
}

int cheapest_first(const int *ids, const int *cost, int count)
{
    vt_int tasks[4];
    bool open[4];
    int value, status = 0;

    if (count > 4)
        count = 4;
    for (int i = 0; i < count; i++) {
        tasks[i] = begin(ids[i]);
        open[i] = true;
    }
    for (int left = count; left > 0; left--) {
        int k = cheapest(open, count, cost);
        if (k < 0)
            break;
        open[k] = false;
        status |= vt_int_await(tasks[k], &value);
    }
    for (int k = 0; k < count; k++)
        if (open[k])
            vt_int_forget(tasks[k]);
    return status;
}

int cheapest_first_and_left(const int *ids, const int *cost, int count)
{
    vt_int tasks[4];
    bool open[4];
    int value;

    if (count > 4)
        count = 4;
    for (int i = 0; i < count; i++) {
        tasks[i] = begin(ids[i]); // expect: vt-unawaited
        open[i] = true;
    }
    for (int left = count; left > 0; left--) {
        int k = cheapest(open, count, cost);
        if (k < 0)
            break;
        open[k] = false;
        if (vt_int_await(tasks[k], &value) < 0)
            return -5;
    }
    return 0;
}

int replies_in_any_order(const int *asked, int all)
{
    vt_int tasks[8];
    bool open[8];
    int ids[8], count = 0, left, value, status = 0;

    for (int i = 0; i < all && count < 8; i++) {
        ids[count] = asked[i];
        open[count] = true;
        tasks[count++] = begin(asked[i]);
    }
    left = count;
    while (left > 0) {
        int k = find_open(ids, open, count, next_reply());
        if (k < 0)
            continue;
        open[k] = false;
        left--;
        if (vt_int_await(tasks[k], &value) < 0)
            status = -5;
    }
    return status;
}

int unknown_reply_ends_it(const int *asked, int all)
{
    vt_int tasks[8];
    bool open[8];
    int ids[8], count = 0, left, value;

    for (int i = 0; i < all && count < 8; i++) {
        ids[count] = asked[i];
        open[count] = true;
        tasks[count++] = begin(asked[i]); // expect: vt-unawaited
    }
    left = count;
    while (left > 0) {
        int k = find_open(ids, open, count, next_reply());
        if (k < 0)
            return -71;
        open[k] = false;
        left--;
        if (vt_int_await(tasks[k], &value) < 0)
            return -5;
    }
    return 0;
}
