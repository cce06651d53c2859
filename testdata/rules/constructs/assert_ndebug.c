// flags: -Wno-unused-variable
// With NDEBUG an assert is nothing: it neither ends a path nor evaluates its operand.
#define NDEBUG
#include <assert.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void not_asserted_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    assert(n > 0);
    if (n > 0)
        vt_int_forget(task);
}

void not_asserted_exclusive_bad(int n)
{
    vt_int task = make();
    if (n == 0)
        vt_int_forget(task);
    assert(n != 0);
    vt_int_forget(task); // expect: vt-double-await
}

void consumed_in_assert_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    assert(vt_int_await(task, &value) == 0);
}

void looked_at_in_assert_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    assert(vt_int_is_completed(task));
}
