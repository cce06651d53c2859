// An array gets a task in some turns of a loop only; its count is no counter of turns.
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

enum { MOST = 8 };

vt_int make(int number);

int wanted_ones_ok(const int *numbers, size_t count)
{
    vt_int tasks[MOST];
    int results[MOST], sum = 0;
    size_t filled = 0;
    for (size_t i = 0; i < count && filled < MOST; i++)
        if (numbers[i] > 0)
            tasks[filled++] = make(numbers[i]);
    int rc = vt_int_when_all(tasks, filled, results);
    for (size_t i = 0; rc == 0 && i < filled; i++)
        sum += results[i];
    return rc < 0 ? rc : sum;
}

int until_full_ok(const int *numbers, int count)
{
    vt_int tasks[MOST];
    int results[MOST];
    int filled = 0;
    for (int i = 0; i < count; i++) {
        if (filled == MOST)
            break;
        if (numbers[i] > 0) {
            tasks[filled] = make(numbers[i]);
            filled++;
        }
    }
    return vt_int_when_all(tasks, (size_t)filled, results);
}

int not_counted_bad(const int *numbers, int count)
{
    vt_int tasks[MOST];
    int results[MOST];
    int filled = 0;
    for (int i = 0; i < count && filled < MOST - 1; i++) {
        tasks[filled] = make(numbers[i]); // expect: vt-unawaited tasks
        if (numbers[i] > 0)
            filled++;
    }
    return vt_int_when_all(tasks, (size_t)filled, results);
}
