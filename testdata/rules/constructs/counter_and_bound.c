// A turn of a loop that is told by where the counter stands to its bound, of which nothing else is known.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);

int last_turn_ok(int n)
{
    int value = 0;
    if (n <= 0) return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (i == n - 1)
            vt_int_await(t, &value);
    }
    return value;
}
int first_ok(int n)
{
    int value = 0, left = n;
    if (n <= 0) return 0;
    vt_int t = make();
    while (left > 0) {
        if (left == n)
            vt_int_await(t, &value);
        left--;
    }
    return value;
}
int last_left_ok(int n)
{
    int value = 0;
    if (n <= 0) return 0;
    vt_int t = make();
    while (n-- > 0) {
        if (n == 0)
            vt_int_await(t, &value);
    }
    return value;
}
int size_ok(unsigned long n)
{
    int value = 0;
    if (n == 0) return 0;
    vt_int t = make();
    for (unsigned long i = 0; i != n; i++) {
        if (i + 1 == n)
            vt_int_await(t, &value);
    }
    return value;
}

int last_turn_or_none_bad(int n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i++) {
        if (i == n - 1)
            vt_int_await(t, &value);
    }
    return value;
}

int last_two_turns_bad(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (i >= n - 2)
            vt_int_await(t, &value); // expect: vt-double-await
    }
    return value;
}

int all_but_the_first_bad(int n)
{
    int value = 0, left = n;
    if (n <= 0)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    while (left > 0) {
        if (left != n)
            vt_int_await(t, &value); // expect: vt-double-await
        left--;
    }
    return value;
}
