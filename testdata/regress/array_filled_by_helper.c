// A helper fills an array by a bound that it asks anew behind each unseen call, and its caller, or another helper, empties it by the same: what lay there before that code ran is told to callers.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
struct request { int count; const int *ids; bool verify; };
vt_int make(int id);
static void start_all(const struct request *r, vt_int *ts)
{
    for (int i = 0; i < r->count; i++)
        ts[i] = make(r->ids[i]);
}
static int gather(const struct request *r, vt_int *ts)
{
    int rc = 0, x;
    for (int i = 0; i < r->count; i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}
int all_ok(const struct request *r)
{
    vt_int ts[8];
    if (r->count > 8)
        return -1;
    start_all(r, ts);
    return gather(r, ts);
}
int loop_ok(const struct request *r)
{
    vt_int ts[8];
    int rc = 0, x;
    if (r->count > 8)
        return -1;
    start_all(r, ts);
    for (int i = 0; i < r->count; i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}
int loop_bad(const struct request *r)
{
    vt_int ts[8];
    int rc = 0, x;
    if (r->count > 8)
        return -1;
    start_all(r, ts); // expect: vt-unawaited
    for (int i = 1; i < r->count; i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}
