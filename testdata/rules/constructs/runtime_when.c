// when_all and when_any of the run time consume each element of the array they are given.
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int number);

int all_of_two_ok(int *results)
{
    vt_int tasks[2] = { make(1), make(2) };
    return vt_int_when_all(tasks, 2, results);
}

int all_of_arguments_ok(int *results)
{
    return VT_WHEN_ALL(int, results, make(1), make(2), make(3));
}

int all_of_a_loop_ok(int count, int *results)
{
    vt_int tasks[16];
    for (int i = 0; i < count && i < 16; i++)
        tasks[i] = make(i);
    return vt_int_when_all(tasks, (size_t)(count < 16 ? count : 16), results);
}

int first_of_two_ok(int *result)
{
    size_t winner = 0;
    vt_int tasks[2] = { make(1), make(2) };
    int status = vt_int_when_any(tasks, 2, result, &winner);
    return status < 0 ? status : (int)winner;
}

int awaited_after_all_bad(int *results)
{
    vt_int tasks[2] = { make(1), make(2) };
    int status = vt_int_when_all(tasks, 2, results); // expect-note:
    if (status == 0)
        status = vt_int_await(tasks[1], results); // expect: vt-double-await tasks
    return status;
}

int the_winner_awaited_again_bad(int *result)
{
    size_t winner = 0;
    vt_int tasks[2] = { make(1), make(2) };
    int status = vt_int_when_any(tasks, 2, result, &winner); // expect-note:
    if (status != 0)
        return status;
    return vt_int_await(tasks[0], result); // expect: vt-double-await tasks
}

int awaited_before_bad(int *results)
{
    vt_int tasks[2] = { make(1), make(2) };
    int status = vt_int_await(tasks[0], results); // expect-note:
    if (status != 0) {
        vt_int_forget(tasks[1]);
        return status;
    }
    return vt_int_when_all(tasks, 2, results); // expect: vt-double-await
}

int left_early_bad(int count, int *results)
{
    vt_int first = make(1); // expect: vt-unawaited first
    if (count == 0)
        return 0;
    vt_int tasks[2] = { first, make(2) };
    return vt_int_when_all(tasks, 2, results);
}
