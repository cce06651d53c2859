// The other side.
#include "facts.h"

void constant_function_ok(void)
{
    vt_int task = make();
    if (zero())
        vt_int_forget(task);
    vt_int_forget(task); // alone: vt-double-await
}

void constant_function_bad(void)
{
    vt_int task = make();
    if (zero() == 0)
        vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

void const_global_ok(void)
{
    vt_int task = make(); // alone: vt-unawaited
    if (limit == 5)
        vt_int_forget(task);
    else
        cond();
}

void const_global_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (limit > 5)
        vt_int_forget(task);
}

void never_returns_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        die("n");
    }
    vt_int_forget(task); // alone: vt-double-await
}

void returns_bad(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        warn("n");
    }
    vt_int_forget(task); // expect: vt-double-await
}
