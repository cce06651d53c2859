// An index that is counted down until it comes round: below zero lies a number that is too large.
#include <stddef.h>
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

void filled_by_loop_ok(void)
{
    vt_int tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = make(i);
    for (size_t i = 2; i < 3; i--)
        vt_int_forget(tasks[i]);
}

void unsigned_ok(void)
{
    vt_int tasks[3] = {make(1), make(2), make(3)};
    for (unsigned i = 2; i < 3; i--)
        vt_int_forget(tasks[i]);
}

void counted_ok(int wanted)
{
    vt_int tasks[3];
    size_t count = 0;
    for (int i = 0; i < 3; i++)
        if (i < wanted)
            tasks[count++] = make(i);
    for (size_t i = count - 1; i < count; i--)
        vt_int_forget(tasks[i]);
}

void up_from_below_zero_ok(void)
{
    vt_int tasks[2] = {make(1), make(2)};
    for (uint32_t i = UINT32_MAX; ++i < 2;)
        vt_int_forget(tasks[i]);
}

void not_the_first_bad(void)
{
    vt_int tasks[3] = {make(1), // expect: vt-unawaited
                       make(2), make(3)};
    for (size_t i = 2; i < 3 && i > 0; i--)
        vt_int_forget(tasks[i]);
}

void round_and_once_more_bad(void)
{
    vt_int tasks[2] = {make(1), make(2)};
    for (unsigned char i = 1, turns = 0; turns < 3; turns++, i--)
        if (i < 2)
            vt_int_forget(tasks[i]);
    for (size_t i = 1; i < 2; i--)
        vt_int_forget(tasks[i]); // expect: vt-double-await
}

void behind_the_round_bad(void)
{
    vt_int task = make(0); // expect: vt-unawaited
    vt_int tasks[2];
    bool done[2] = {true, true};
    for (size_t i = (size_t)2 - 1; i < (size_t)2; i--) {
        tasks[i] = make(1);
        done[i] = false;
    }
    for (int left = 2; left-- > 0;)
        if (!done[left])
            vt_int_forget(tasks[left]);
}
