// A task whose address is taken lies across loops in loops, of which the innermost goes round as often as somebody says. All its turns must not use up what may be followed
// before the outer loops have ended once.
#include <valuetask/valuetask.h>
#include <stdbool.h>

VT_DEFINE(int, int);

vt_int make(int id);
struct pair {
    vt_int first, second; // expect: vt-field-storage, vt-field-storage
};

int left_behind_the_loops_bad(int is_wanted, int n)
{
    vt_int task = make(3); // expect: vt-unawaited
    vt_int *pointer = &task;
    vt_int **second = &pointer;
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            for (int m = 0; m < n; m++)
                if (is_wanted) {
                    struct pair pair = {make(1), make(7)};
                    vt_int_forget(pair.first);
                    vt_int_forget(pair.second);
                }
    return second != NULL;
}

int awaited_behind_the_loops_bad(int is_wanted, int n)
{
    int result = 0;
    vt_int task = make(3);
    vt_int *pointer = &task;
    if (is_wanted > 2)
        vt_int_await(*pointer, &result);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            for (int m = 0; m < n; m++)
                if (is_wanted) {
                    struct pair pair = {make(1), make(7)};
                    vt_int_forget(pair.first);
                    vt_int_forget(pair.second);
                }
    vt_int_await(task, &result); // expect: vt-double-await
    return result;
}

int awaited_behind_the_loops_ok(int is_wanted, int n)
{
    int result = 0;
    vt_int task = make(3);
    vt_int *pointer = &task;
    if (is_wanted > 2)
        vt_int_await(*pointer, &result);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            for (int m = 0; m < n; m++)
                if (is_wanted) {
                    struct pair pair = {make(1), make(7)};
                    vt_int_forget(pair.first);
                    vt_int_forget(pair.second);
                }
    if (is_wanted <= 2)
        vt_int_await(task, &result);
    return result;
}
