// A helper that starts a task where a request says so, and one that waits for it where the request says so.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
struct request { int count; const int *ids; bool verify; };
vt_int make(int id);
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
int other_bad(const struct request *r)
{
    vt_int t;
    begin(r, &t); // expect: vt-unawaited
    return r->count > 3 ? end(r, &t) : 0;
}
