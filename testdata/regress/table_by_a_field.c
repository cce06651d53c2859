// A constant table is read twice by a field that nobody is expected to change.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *);
struct conn { unsigned kind, size; };
static const bool is_remote[4] = { false, true, false, true };
int kind_ok(const struct conn *c)
{
    vt_int t;
    int x;
    if (is_remote[c->kind & 3])
        t = make(1);
    note("x");
    if (is_remote[c->kind & 3])
        return vt_int_await(t, &x);
    return 0;
}
int kind_bad(const struct conn *c)
{
    vt_int t;
    int x;
    if (is_remote[c->kind & 3])
        t = make(1); // expect: vt-unawaited
    note("x");
    if (is_remote[c->kind & 3] && c->size > 2)
        return vt_int_await(t, &x);
    return 0;
}
