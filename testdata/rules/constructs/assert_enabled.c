// assert ends the path when its condition is false.
#undef NDEBUG
#include <assert.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void asserted_ok(int n)
{
    vt_int task = make();
    assert(n > 0);
    if (n > 0)
        vt_int_forget(task);
}

void asserted_exclusive_ok(int n)
{
    vt_int task = make();
    if (n == 0)
        vt_int_forget(task);
    assert(n != 0);
    vt_int_forget(task);
}

void asserted_bad(int n)
{
    vt_int task = make();
    if (n == 0)
        vt_int_forget(task);
    assert(n == 0 || n == 1);
    vt_int_forget(task); // expect: vt-double-await
}

void assert_false_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 0:
        vt_int_forget(task);
        break;
    default:
        assert(0 && "no such case");
    }
}

void assert_completed_ok(void)
{
    vt_int task = make();
    assert(vt_int_is_completed(task));
    vt_int_forget(task);
}

void assert_after_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    assert(vt_int_is_completed(task)); // expect: vt-use-after-await
}
