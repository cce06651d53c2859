// Helpers that start as many tasks as a request says, or one where it says so; whoever waits for them asks the same request.
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
static void begin(const struct request *r, vt_int *t)
{
    if (r->verify)
        *t = make(0);
}
static int end(const struct request *r, vt_int *t)
{
    int x;
    return r->verify ? vt_int_await(*t, &x) : 0;
}
int pair_ok(const struct request *r)
{
    vt_int t;
    begin(r, &t);
    return end(r, &t);
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
