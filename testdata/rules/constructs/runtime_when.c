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

/* --- one array for one batch after the other: the last batch may be shorter --- */

int batches_ok(size_t count, int *results)
{
    vt_int tasks[8];
    int first_failure = 0;
    for (size_t i = 0; i < count; i += 8) {
        size_t length = count - i < 8 ? count - i : 8;
        for (size_t k = 0; k < length; k++)
            tasks[k] = make(1);
        int status = vt_int_when_all(tasks, length, results);
        if (first_failure == 0)
            first_failure = status;
    }
    return first_failure;
}

int collected_ok(size_t count, int *results)
{
    vt_int tasks[4];
    size_t length = 0;
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        tasks[length++] = make(1);
        if (length == 4 || i + 1 == count) {
            status = vt_int_when_all(tasks, length, results);
            length = 0;
        }
    }
    for (size_t k = 0; k < length; k++)
        vt_int_forget(tasks[k]);
    return status;
}

int too_few_bad(int *results)
{
    vt_int tasks[3] = {make(1), make(1), make(1)}; // expect: vt-unawaited
    return vt_int_when_all(tasks, 2, results);
}

int halves_ok(int *results)
{
    vt_int tasks[4] = {make(1), make(1), make(1), make(1)};
    int status = vt_int_when_all(tasks, 2, results);
    return vt_int_when_all(tasks + 2, 2, results + 2) + status;
}

int halves_overlap_bad(int *results)
{
    vt_int tasks[3] = {make(1), make(1), make(1)};
    int status = vt_int_when_all(tasks, 2, results);
    return vt_int_when_all(tasks + 1, 2, results + 1) + status; // expect: vt-double-await
}

int winner_bad(int *result)
{
    size_t winner;
    vt_int tasks[2] = {make(1), make(1)};
    int status = vt_int_when_any(tasks, 2, result, &winner);
    return status == 0 ? vt_int_await(tasks[winner], result) : status; // expect: vt-double-await
}

int winner_again_ok(int *result)
{
    size_t winner;
    vt_int tasks[2] = {make(1), make(1)};
    int status = vt_int_when_any(tasks, 2, result, &winner);
    if (status != 0 || winner > 1)
        return status;
    tasks[winner] = make(1);
    return vt_int_await(tasks[winner], result);
}

/* --- rows of a table, parts of an array --- */

int rows_ok(int *results)
{
    vt_int tasks[2][3];
    int status = 0;
    for (int row = 0; row < 2; row++)
        for (int k = 0; k < 3; k++)
            tasks[row][k] = make(k);
    for (int row = 0; row < 2; row++)
        status |= vt_int_when_all(tasks[row], 3, results);
    return status;
}

int pairs_ok(int *results)
{
    vt_int tasks[6];
    int status = 0;
    for (int i = 0; i < 6; i++)
        tasks[i] = make(i);
    for (int i = 0; i < 3; i++)
        status |= vt_int_when_all(&tasks[2 * i], 2, results);
    return status;
}

int row_twice_bad(int *results)
{
    vt_int tasks[2][2] = {{make(1), make(2)}, {make(3), make(4)}};
    int status = 0;
    for (int row = 0; row < 2; row++)
        status |= vt_int_when_all(tasks[row], 2, results);
    return status | vt_int_when_all(tasks[1], 2, results); // expect: vt-double-await
}

int row_left_bad(int *results)
{
    vt_int tasks[2][2] = {
        {make(1), make(2)},
        {make(3), make(4)}, // expect: vt-unawaited, vt-unawaited
    };
    return vt_int_when_all(tasks[0], 2, results);
}

int same_task_in_two_elements_bad(int *results)
{
    vt_int task = make(1);
    vt_int tasks[2] = { task, task };
    return vt_int_when_all(tasks, 2, results); // expect: vt-double-await
}

int one_of_two_elements_ok(int *results)
{
    vt_int task = make(1);
    vt_int tasks[2] = { task, task };
    return vt_int_when_all(tasks, 1, results);
}
