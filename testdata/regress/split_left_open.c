// A by-value parameter that another parameter decides about. Where every call passes what decides it, each call is judged by that; where a call leaves it open,
// the function is at fault, also where the caller asks the same question again: only a return value tells (contract 2).
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);

static void await_if(vt_int t, bool now)
{
    int x = 0;
    if (now)
        vt_int_await(t, &x);
}

int decided_ok(void)
{
    int x = 0;
    vt_int t = make(), u = make();
    await_if(t, true);
    await_if(u, false);
    vt_int_await(u, &x);
    return x;
}

int decided_bad(void)
{
    vt_int t = make(); // expect: vt-unawaited
    await_if(t, false); // expect-note: the task is handed to 'await_if' here, which does not consume it
    return 0;
}

static void await_large_bad(vt_int t, int n) // expect: vt-unawaited t
{
    int x = 0;
    if (n > 3)
        vt_int_await(t, &x);
}

int asks_again_ok(int n)
{
    int x = 0;
    vt_int t = make();
    await_large_bad(t, n);
    if (n <= 3)
        vt_int_await(t, &x);
    return x;
}

static bool awaits_large(vt_int t, int n)
{
    int x = 0;
    if (n <= 3)
        return false;
    vt_int_await(t, &x);
    return true;
}

int is_told_ok(int n)
{
    vt_int t = make();
    if (!awaits_large(t, n))
        vt_int_forget(t);
    return 0;
}
