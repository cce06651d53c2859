// A helper asks whether something is in a list, and its caller asks again. Who only walks a list has stored nothing in it, also where what it found there has turned out to be one number.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *text);
struct item { bool flag; struct item *next; };

static bool in_list(const struct item *first)
{
    for (const struct item *item = first; item; item = item->next)
        if (item->flag)
            return true;
    return false;
}
static void start(const struct item *first, vt_int *t)
{
    if (in_list(first))
        *t = make(1);
}
int list_ok(const struct item *first)
{
    vt_int t;
    int x;
    start(first, &t);
    note("started");
    if (in_list(first))
        return vt_int_await(t, &x);
    return 0;
}
int list_bad(const struct item *first, const struct item *other)
{
    vt_int t;
    int x;
    start(first, &t); // expect: vt-unawaited
    note("started");
    if (in_list(other))
        return vt_int_await(t, &x);
    return 0;
}
