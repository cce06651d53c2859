// Arrays of more tasks than are followed one by one: what a loop leaves at the ends is seen all the same.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { MANY = 32, MORE = 300 };

vt_int make(long id);

int all_of_them(void)
{
    vt_int t[MANY];
    int value, sum = 0;
    for (int i = 0; i < MANY; i++)
        t[i] = make(i);
    for (int i = 0; i < MANY; i++)
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}

int all_but_the_first(void)
{
    vt_int t[MANY];
    int value, sum = 0;
    for (int i = 0; i < MANY; i++)
        t[i] = make(i); // expect: vt-unawaited
    for (int i = 1; i < MANY; i++)
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}

int all_but_the_last(void)
{
    vt_int t[MANY];
    int value, sum = 0;
    for (int i = 0; i < MANY; i++)
        t[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < MANY - 1; i++)
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}

int many_more_but_the_first(void)
{
    vt_int t[MORE];
    int value, sum = 0;
    for (int i = 0; i < MORE; i++)
        t[i] = make(i); // expect: vt-unawaited
    for (int i = 1; i < MORE; i++)
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}

int as_many_as_there_are(int n)
{
    vt_int t[MANY];
    int value, sum = 0;
    if (n > MANY)
        n = MANY;
    for (int i = 0; i < n; i++)
        t[i] = make(i);
    while (n > 0)
        if (vt_int_await(t[--n], &value) == 0)
            sum += value;
    return sum;
}

int as_many_but_one(int n)
{
    vt_int t[MANY];
    int value, sum = 0;
    if (n > MANY)
        n = MANY;
    for (int i = 0; i < n; i++)
        t[i] = make(i); // expect: vt-unawaited
    while (n > 1)
        if (vt_int_await(t[--n], &value) == 0)
            sum += value;
    return sum;
}
