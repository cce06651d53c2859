// known-failure: that two pointers lead to different objects is not known inside of a helper that compares them, nor of two members
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pair { int first, second; };

vt_int start(int number);

static int same(const int *one, const int *other)
{
    if (one == other)
        return 1;
    return 0;
}

int never_the_same(void)
{
    int one, other;
    vt_int task = start(1);
    if (same(&one, &other))
        return 1;
    return vt_int_await(task, NULL);
}

int members_are_apart(void)
{
    struct pair pair;
    vt_int task = start(1);
    if (&pair.first == &pair.second)
        return 1;
    return vt_int_await(task, NULL);
}
