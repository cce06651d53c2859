// known-failure: which of the elements are set is lost beyond five of them
// A task and its flag in each of some elements, set on a condition.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
bool is_wanted(int number);

int all_set_ok(void)
{
    struct {
        vt_int task;
        bool is_set;
    } jobs[10] = {0};
    int rc = 0;
    for (int i = 0; i < 10; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i);
            jobs[i].is_set = true;
        }
    for (int i = 0; i < 10; i++)
        if (jobs[i].is_set)
            rc |= vt_int_await(jobs[i].task, &(int){0});
    return rc;
}
