// Asked too late, in the shapes in which the question can come first (tests/fixits), and in some in which it cannot.
#include <errno.h>
#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);
void note(const char *what, bool flag);

int in_an_argument_bad(void)
{
    int value = 0;
    vt_int task = make(1);
    int rc = vt_int_await(task, &value);
    note("at once", vt_int_is_completed(task)); // expect: vt-use-after-await task
    return rc < 0 ? rc : value;
}

int in_a_condition_bad(int n)
{
    int value = 0;
    vt_int task = make(n);
    if (vt_int_await(task, &value) < 0)
        return -1;
    if (n > 3) {
        if (vt_int_is_completed(task) && value > 0) // expect: vt-use-after-await
            printf("%d at once\n", value);
    }
    return value;
}

int of_a_parameter_bad(vt_int task)
{
    int value = 0, rc = 0;
    if ((rc = vt_int_await(task, &value)) == -EAGAIN)
        return 0;
    bool was_completed = vt_int_is_completed(task); // expect: vt-use-after-await
    return was_completed ? value : rc;
}

int in_each_turn_bad(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        int value = 0;
        vt_int task = make(i);
        int rc = vt_int_await(task, &value);
        sum += rc < 0 ? 0 : vt_int_is_completed(task) ? 2 * value : value; // expect: vt-use-after-await
    }
    return sum;
}

/* Here the question stays where it is. */
int waiting_for_it_bad(void)
{
    int value = 0;
    vt_int task = make(1);
    vt_int_await(task, &value);
    while (!vt_int_is_completed(task)) // expect: vt-use-after-await
        value++;
    return value;
}

int in_one_branch_bad(int n)
{
    int value = 0;
    vt_int task = make(n);
    if (n > 0)
        vt_int_await(task, &value);
    else
        vt_int_forget(task);
    return vt_int_is_completed(task) ? value : 0; // expect: vt-use-after-await
}

int in_a_switch_bad(int n)
{
    int value = 0;
    vt_int task = make(n);
    switch (n) {
    case 0:
        vt_int_await(task, &value);
        /* fallthrough */
    case 1:
        if (n == 0)
            value += vt_int_is_completed(task); // expect: vt-use-after-await
        break;
    default:
        break;
    }
    if (n != 0)
        vt_int_forget(task);
    return value;
}
