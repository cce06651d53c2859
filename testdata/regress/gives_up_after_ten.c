// A queue of four that moves down; its failures are counted by a condition of two parts, and after more than ten of them the function returns with the rest under way. What await has filled is
// read in the turn where it was filled alone: turns that go by this way or that are the same afterwards.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(ok, bool);

vt_ok begin(unsigned long id);

int left_behind(const unsigned long *ids, int n)
{
    vt_ok fan[4];
    int live = 0, bad = 0, i = 0;
    bool ok;
    while (i < n || live > 0) {
        while (live < 4 && i < n)
            fan[live++] = begin(ids[i++]); // expect: vt-unawaited
        bad += vt_ok_await(fan[0], &ok) < 0 || !ok;
        live--;
        for (int k = 0; k < live; k++)
            fan[k] = fan[k + 1];
        if (bad > 10)
            return -5;
    }
    return bad;
}

int given_up(const unsigned long *ids, int n)
{
    vt_ok fan[4];
    int live = 0, bad = 0, i = 0;
    bool ok;
    while (i < n || live > 0) {
        while (live < 4 && i < n)
            fan[live++] = begin(ids[i++]);
        bad += vt_ok_await(fan[0], &ok) < 0 || !ok;
        live--;
        for (int k = 0; k < live; k++)
            fan[k] = fan[k + 1];
        if (bad > 10) {
            for (int k = 0; k < live; k++)
                vt_ok_forget(fan[k]);
            return -5;
        }
    }
    return bad;
}

int after_a_streak(const unsigned long *ids, int n)
{
    vt_ok fan[4];
    int live = 0, bad = 0, i = 0;
    bool ok;
    while (i < n || live > 0) {
        while (live < 4 && i < n)
            fan[live++] = begin(ids[i++]); // expect: vt-unawaited
        vt_ok first = fan[0];
        memmove(fan, fan + 1, (size_t)--live * sizeof *fan);
        if (vt_ok_await(first, &ok) < 0)
            bad++;
        else if (ok)
            bad = 0;
        if (bad > 10)
            return -5;
    }
    return bad;
}
