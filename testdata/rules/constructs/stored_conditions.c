// Conditions kept in variables: what a variable says is known when it is tested.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);

void and_stored_ok(int x)
{
    bool done = false;
    vt_int t = make();
    if (x == 2) {
        vt_int_forget(t);
        done = true;
    }
    bool need = x > 3 && !done;
    if (need)
        vt_int_forget(t);
    if (!need && !done)
        vt_int_forget(t);
}

void and_stored_bad(int x)
{
    bool done = false;
    vt_int t = make(); // expect: vt-unawaited
    if (x == 2) {
        vt_int_forget(t);
        done = true;
    }
    bool need = x > 3 && !done;
    if (need)
        vt_int_forget(t);
}

void or_stored_ok(int a, int b)
{
    bool either = a > 0 || b > 0;
    vt_int t = make();
    if (either)
        vt_int_forget(t);
    if (a <= 0 && b <= 0)
        vt_int_forget(t);
}

void or_stored_implies_ok(int a, int b)
{
    bool either = a > 0 || b > 0;
    vt_int t = make();
    if (a > 0)
        vt_int_forget(t);
    else if (either)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (!either && b > 0)
        vt_int_forget(t);
}

void many_stored_ok(int a, int b, int c)
{
    bool all = a && b && c;
    int none = !a && !b && !c;
    vt_int t = make();
    work();
    if (all)
        vt_int_forget(t);
    else if (none)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (all && !a)
        vt_int_forget(t);
    if (none && b)
        vt_int_forget(t);
    if (all && none)
        vt_int_forget(t);
}

void cond_expr_ok(int a, int b)
{
    int mode = a > 2 ? 1 : b > 2 ? 2 : 0;
    vt_int t = make();
    if (mode)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (mode == 1 && a <= 2)
        vt_int_forget(t);
    if (mode == 2 && b <= 2)
        vt_int_forget(t);
}

void bitwise_or_of_bools_ok(int a, int b)
{
    bool done = false;
    vt_int t = make();
    if (a == 1) {
        vt_int_forget(t);
        done |= true;
    }
    done |= b == 7 && a == 1;
    if (!done)
        vt_int_forget(t);
}

void bitwise_and_of_tests_ok(int a, int b)
{
    vt_int t = make();
    if ((a == 1) & (b == 2))
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (((a == 1) & (b == 2)) && a != 1)
        vt_int_forget(t);
    if (((a == 1) | (b == 2)) == 0 && a == 1)
        vt_int_forget(t);
}

void accumulated_ok(int n)
{
    int failed = 0;
    vt_int t = make();
    for (int i = 0; i < n; i++)
        failed |= probe() < 0;
    if (failed)
        vt_int_forget(t);
    if (!failed)
        vt_int_forget(t);
}

void not_not_ok(int a)
{
    bool yes = !!a;
    vt_int t = make();
    if (yes)
        vt_int_forget(t);
    if (a == 0)
        vt_int_forget(t);
}

void compare_bools_ok(int a, int b)
{
    bool p = a > 1, q = b > 1;
    vt_int t = make();
    if (p == q) {
        vt_int_forget(t);
        return;
    }
    if (p && q)
        vt_int_forget(t);
    if (p && !q)
        vt_int_forget(t);
    if (!p && q)
        vt_int_forget(t);
}

void xor_bools_ok(int a, int b)
{
    bool p = a > 1, q = b > 1;
    vt_int t = make();
    if (p ^ q)
        vt_int_forget(t);
    if (p == q)
        vt_int_forget(t);
}

void stored_then_changed_bad(int a)
{
    bool positive = a > 0;
    vt_int t = make();
    if (positive)
        vt_int_forget(t);
    a = probe();
    if (a <= 0)
        vt_int_forget(t); // expect: vt-double-await
    else if (!positive)
        vt_int_forget(t);
}

void int_from_bool_ok(int a)
{
    int k = (a > 0) + (a > 10);
    vt_int t = make();
    switch (k) {
    case 0: vt_int_forget(t); break;
    case 1: vt_int_forget(t); break;
    default: vt_int_forget(t); break;
    }
    if (a <= 0 && k == 1)
        vt_int_forget(t);
    if (a > 10 && k != 2)
        vt_int_forget(t);
}

void call_result_stored_ok(void)
{
    bool done = false, failed = probe() < 0;
    vt_int t = make();
    if (!failed && cond()) {
        vt_int_forget(t);
        done = true;
    }
    if (failed || !done)
        vt_int_forget(t);
}
