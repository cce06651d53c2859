// Comparisons of two variables: what they say together.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);

void same_comparison_ok(int a, int b)
{
    vt_int t = make();
    if (a < b)
        vt_int_forget(t);
    work();
    if (b <= a)
        vt_int_forget(t);
}

void either_way_round_bad(int a, int b)
{
    vt_int t = make(); // expect: vt-unawaited
    if (a < b)
        vt_int_forget(t);
    if (b < a)
        vt_int_forget(t);
}

void overlap_bad(int a, int b)
{
    vt_int t = make();
    if (a <= b)
        vt_int_forget(t);
    if (b <= a)
        vt_int_forget(t); // expect: vt-double-await
}

void in_a_row_ok(int a, int b, int c)
{
    vt_int t = make();
    if (a < b && b <= c)
        vt_int_forget(t);
    else {
        vt_int_forget(t);
        return;
    }
    if (c <= a)
        vt_int_forget(t);
    if (a == c)
        vt_int_forget(t);
    if (b == 7)
        work();
}

void bounded_by_another_ok(int a, int b)
{
    vt_int t = make();
    if (a < b) {
        if (b < 3) {
            vt_int_forget(t);
            if (a >= 2)
                vt_int_forget(t);
        } else {
            vt_int_forget(t);
        }
    } else {
        vt_int_forget(t);
    }
}

void equal_ok(int a, int b)
{
    vt_int t = make();
    if (a == b) {
        if (a == 4)
            vt_int_forget(t);
        if (b != 4)
            vt_int_forget(t);
    } else {
        vt_int_forget(t);
    }
}

void equal_later_ok(int a, int b)
{
    vt_int t = make();
    if (a == 4)
        vt_int_forget(t);
    if (a == b && b == 4)
        return;
    if (a != 4 || b != 4) {
        if (a != 4)
            vt_int_forget(t);
    } else {
        vt_int_forget(t);
    }
}

void not_equal_ok(int a, int b)
{
    vt_int t = make();
    if (a != b) {
        if (a == 1)
            vt_int_forget(t);
        if (a == 1 && b == 1)
            vt_int_forget(t);
        if (a != 1)
            vt_int_forget(t);
        return;
    }
    vt_int_forget(t);
}
