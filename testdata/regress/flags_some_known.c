// Which of some tasks are made stands in an array of flags, of which the path knows some: what the initialiser leaves out is false.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
bool ask(int id);

int left_out_ok(int n)
{
    bool want[3] = {false};
    vt_int ts[3];
    int x, rc = 0;
    if (n > 3)
        want[1] = true;
    for (int i = 0; i < 3; i++)
        if (want[i])
            ts[i] = start(i);
    for (int i = 0; i < 3; i++)
        if (want[i])
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int left_out_bad(int n)
{
    bool want[3] = {false};
    vt_int ts[3];
    int x, rc = 0;
    if (n > 3)
        want[1] = true;
    for (int i = 0; i < 3; i++)
        if (want[i])
            ts[i] = start(i); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (want[i] && n > 4)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int from_unseen_ok(void)
{
    bool want[3] = {true, ask(1), false};
    vt_int ts[3];
    int x, rc = 0;
    for (int i = 0; i < 3; i++)
        if (want[i])
            ts[i] = start(i);
    for (int i = 0; i < 3; i++)
        if (want[i])
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int from_unseen_bad(void)
{
    bool want[3] = {true, ask(1), false};
    vt_int ts[3];
    int x, rc = 0;
    for (int i = 0; i < 3; i++)
        if (want[i])
            ts[i] = start(i); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (!want[i])
            rc |= i;
        else if (i < 1)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int table_ok(int n)
{
    struct { int id; bool on; } jobs[] = {{1, true}, {2, n > 3}, {3, false}};
    vt_int ts[3];
    int x, rc = 0;
    for (int i = 0; i < 3; i++)
        if (jobs[i].on)
            ts[i] = start(jobs[i].id);
    for (int i = 0; i < 3; i++)
        if (jobs[i].on)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int table_bad(int n)
{
    struct { int id; bool on; } jobs[] = {{1, true}, {2, n > 3}, {3, false}};
    vt_int ts[3];
    int x, rc = 0;
    for (int i = 0; i < 3; i++)
        if (jobs[i].on)
            ts[i] = start(jobs[i].id); // expect: vt-unawaited
    for (int i = 1; i < 3; i++)
        if (jobs[i].on)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}
