// Arrays of tasks with constant indices; with variable indices nothing is guessed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void constant_ok(void)
{
    vt_int tasks[2];
    tasks[0] = make();
    tasks[1] = make();
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
}

void constant_bad(void)
{
    vt_int tasks[2];
    tasks[0] = make();
    tasks[1] = make(); // expect: vt-unawaited
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[0]); // expect: vt-double-await
}

void pointer_arithmetic_ok(void)
{
    vt_int tasks[2] = {make(), make()};
    vt_int *cursor = tasks;
    vt_int_forget(*cursor);
    cursor++;
    vt_int_forget(*cursor);
}

void pointer_arithmetic_bad(void)
{
    vt_int tasks[2] = {make(), make()};
    vt_int *cursor = tasks;
    vt_int_forget(*(cursor + 1));
    vt_int_forget(cursor[0]);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}

void known_index_bad(void)
{
    vt_int tasks[3] = {make(), make(), make()};
    int i = 2;
    vt_int_forget(tasks[i]);
    i = 0;
    vt_int_forget(tasks[i]);
    vt_int_forget(tasks[i + 1]);
    vt_int_forget(tasks[2]); // expect: vt-double-await
}

void counted_ok(void)
{
    vt_int tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = make();
    for (int i = 0; i < 3; i++)
        vt_int_forget(tasks[i]);
}

void unknown_index_ok(int i, int j)
{
    vt_int tasks[2] = {make(), make()};
    vt_int_forget(tasks[i]);
    vt_int_forget(tasks[j]);
}

void many_ok(int n)
{
    vt_int tasks[16];
    int count = 0;
    while (count < n && count < 16)
        tasks[count++] = make();
    while (count > 0)
        vt_int_forget(tasks[--count]);
}

void two_dimensions_bad(void)
{
    vt_int grid[2][2];
    grid[1][0] = make();
    grid[0][1] = make();
    vt_int_forget(grid[1][0]);
    vt_int_forget(grid[0][1]);
    vt_int_forget(grid[1][0]); // expect: vt-double-await
}

static void drop_all(vt_int tasks[], int count)
{
    for (int i = 0; i < count; i++)
        vt_int_forget(tasks[i]);
}

void passed_ok(void)
{
    vt_int tasks[2] = {make(), make()};
    drop_all(tasks, 2);
}

static void drop_pair(vt_int tasks[2])
{
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
}

void passed_bad(void)
{
    vt_int tasks[2] = {make(), make()};
    drop_pair(tasks);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}
