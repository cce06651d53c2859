// An index that is kept in an array itself: followed where the array's contents are known, else nobody says that it is the wrong one.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

int known_ok(void)
{
    int order[3] = {1, 2, 0};
    vt_int tasks[3] = {make(1), make(2), make(3)};
    int value = 0, rc = 0;
    for (int i = 0; i < 3; i++)
        rc |= vt_int_await(tasks[order[i]], &value);
    return rc;
}

int known_bad(void)
{
    int order[2] = {1, 1};
    vt_int tasks[2] = {make(1), make(2)}; // expect: vt-unawaited
    int value = 0, rc = vt_int_await(tasks[order[0]], &value);
    return rc | vt_int_await(tasks[order[1]], &value); // expect: vt-double-await
}

int sorted_ok(const int *priority, size_t count, int *out)
{
    vt_int tasks[8];
    size_t order[8];
    int rc = 0;
    if (count > 8)
        return -1;
    for (size_t i = 0; i < count; i++) {
        tasks[i] = make(priority[i]);
        order[i] = i;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && priority[order[j - 1]] < priority[order[j]]; j--) {
            size_t keep = order[j];
            order[j] = order[j - 1];
            order[j - 1] = keep;
        }
    for (size_t i = 0; i < count; i++)
        rc |= vt_int_await(tasks[order[i]], &out[i]);
    return rc;
}
