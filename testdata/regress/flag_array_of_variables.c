// An array that is filled from variables is asked by an index, and what it decided again by the variables themselves.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int id);

int by_the_variables(bool a, bool b, bool c)
{
    const bool on[3] = {a, b, c};
    vt_int t[3];
    int v = 0;
    for (int i = 2; i >= 0; i--)
        if (on[i])
            t[i] = make(i);
    if (a)
        vt_int_await(t[0], &v);
    if (b)
        vt_int_await(t[1], &v);
    if (c)
        vt_int_await(t[2], &v);
    return v;
}

int by_what_they_are_compared_with(int a, int b)
{
    const int ids[2] = {a, b};
    vt_int t[2];
    int v = 0;
    for (int i = 0; i < 2; i++)
        if (ids[i] > 0)
            t[i] = make(ids[i]);
    if (a > 0)
        vt_int_await(t[0], &v);
    if (b > 0)
        vt_int_await(t[1], &v);
    return v;
}

int by_pointers(const char *a, const char *b)
{
    const char *names[] = {a, b};
    vt_int t[2];
    int v = 0;
    for (int i = 0; i < 2; i++)
        if (names[i])
            t[i] = make(i);
    if (a)
        vt_int_await(t[0], &v);
    if (b)
        vt_int_await(t[1], &v);
    return v;
}

int made_by_the_variables(int a, int b)
{
    const bool on[2] = {a > 3, b > 3};
    vt_int t[2];
    int v = 0;
    if (a > 3)
        t[0] = make(0);
    if (b > 3)
        t[1] = make(1);
    for (int i = 0; i < 2; i++)
        if (on[i])
            vt_int_await(t[i], &v);
    return v;
}

int by_another(bool a, bool b)
{
    const bool on[2] = {a, b};
    vt_int t[2];
    int v = 0;
    for (int i = 0; i < 2; i++)
        if (on[i])
            t[i] = make(i); // expect: vt-unawaited t
    if (a)
        vt_int_await(t[0], &v);
    if (a && b)
        vt_int_await(t[1], &v);
    return v;
}

int one_is_left(int a, int b)
{
    const int ids[2] = {a, b};
    vt_int t[2];
    int v = 0;
    for (int i = 0; i < 2; i++)
        if (ids[i] > 0)
            t[i] = make(ids[i]); // expect: vt-unawaited t
    if (a > 0)
        vt_int_await(t[0], &v);
    if (b > 1)
        vt_int_await(t[1], &v);
    return v;
}
