// Counters that begin at "none", the largest number of their type, or come to it by counting down past 0: the next step makes 0 of it. That no loop counts so far is not said of these.
#include <stddef.h>
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);
int ask(int what);
void find_slot(uint32_t *slot);

static uint32_t cursor = UINT32_MAX;

static uint32_t advance(void)
{
    cursor++;
    return cursor;
}

int begun_by_a_helper_bad(void)
{
    vt_int t = make(1); // expect: vt-unawaited
    int value;
    cursor = UINT32_MAX;
    if (advance() == 0)
        return 1;
    return vt_int_await(t, &value);
}

static void bump(size_t *n)
{
    ++*n;
}

int begun_at_none_bad(void)
{
    size_t n = SIZE_MAX;
    vt_int t = make(1); // expect: vt-unawaited
    int value;
    bump(&n);
    if (n == 0)
        return 1;
    return vt_int_await(t, &value);
}

int begun_at_none_ok(void)
{
    size_t n = SIZE_MAX;
    vt_int t = make(1);
    int value;
    bump(&n);
    return n == 0 ? vt_int_await(t, &value) : 0;
}

int came_in_bad(uint32_t last)
{
    int value = 0;
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        last++;
        ask(1);
        if (last == 0)
            return 1;
        vt_int_await(t, &value);
    }
    return value;
}

int filled_bad(void)
{
    int value = 0;
    uint32_t last;
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        find_slot(&last);
        last++;
        if (last < 1)
            return 1;
        vt_int_await(t, &value);
    }
    return value;
}

int asked_behind_a_call_bad(void)
{
    uint16_t id = 1;
    int value = 0;
    while (ask(1)) {
        vt_int t = make(id); // expect: vt-unawaited
        id++;
        ask(2);
        if (!id) {
            id = 1;
            continue;
        }
        vt_int_await(t, &value);
    }
    return value;
}

int last_step_taken_back_bad(int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        unsigned left = 3;
        vt_int t = make(1);
        while (left-- > 0)
            if (ask(1))
                break;
        left++;
        if (!left)
            vt_int_await(t, &value);
        vt_int_await(t, &value); // expect: vt-double-await
    }
    return value;
}

int last_step_taken_back_ok(int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        unsigned left = 3;
        vt_int t = make(1);
        while (left-- > 0)
            if (ask(1))
                break;
        left++;
        if (!left)
            vt_int_forget(t);
        else
            vt_int_await(t, &value);
    }
    return value;
}

int below_zero_and_back_bad(void)
{
    vt_int t;
    int value = 0;
    unsigned left = 0;
    for (int i = 0; i < 3; i++) {
        if (left > 0) {
            vt_int_forget(t);
            left--;
            left--;
        }
        t = make(i); // expect: vt-unawaited
        left++;
    }
    vt_int_await(t, &value);
    return value;
}
