// known-failure: the characters of a string literal are not known
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int verb_ok(int a)
{
    vt_int t;
    const char *mode = a < 0 ? "r" : "w";
    if (mode[0] == 'r')
        t = make(1);
    note();
    return a < 0 ? vt_int_await(t, &(int){0}) : 0;
}

int verb_bad(int a)
{
    vt_int t;
    const char *mode = a < 0 ? "r" : "w";
    if (mode[0] == 'r')
        t = make(1); // expect: vt-unawaited
    note();
    return a >= 0 ? vt_int_await(t, &(int){0}) : 0;
}
