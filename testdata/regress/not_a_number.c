// What is no number is told by comparing it with itself, and by isnan(), which is the same question.
#include <math.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);

int itself_ok(double x)
{
    vt_int t;
    if (x != x)
        t = make(1);
    note();
    return isnan(x) ? vt_int_await(t, &(int){0}) : 0;
}

int neither_ok(double x)
{
    if (isnan(x))
        return 0;
    vt_int t = make(1);
    note();
    if (x > 0)
        return vt_int_await(t, &(int){0});
    if (x <= 0)
        return vt_int_await(t, &(int){0});
    return 0;
}

int neither_bad(double x)
{
    vt_int t = make(1); // expect: vt-unawaited
    note();
    if (x > 0)
        return vt_int_await(t, &(int){0});
    if (x <= 0)
        return vt_int_await(t, &(int){0});
    return 0;
}

int number_bad(float x)
{
    vt_int t;
    if (x == x)
        t = make(1); // expect: vt-unawaited
    note();
    return isnan(x) ? vt_int_await(t, &(int){0}) : 0;
}
