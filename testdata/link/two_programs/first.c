// Two programs in one database: each has its own main and its own helper of the same name.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int helper(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int first_bad(void)
{
    vt_int task = make();
    int first = helper(task);
    return first + helper(task); // expect: vt-double-await
}

int main(void)
{
    return helper(make());
}
