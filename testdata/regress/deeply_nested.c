// More brackets inside each other than Clang allows by default, as generators write them.
// only: gnu
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

#define FOUR(text) text text text text
#define MANY(text) FOUR(FOUR(FOUR(FOUR(text))))

int nested_bad(int n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    MANY(if (n > value) { n--; FOUR({))
    if (n == 7)
        return n;
    MANY(FOUR(}) })
    return vt_int_await(task, &value);
}

int after_it_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await task
    return 0;
}
