// The elements of an array that came in are tested in two loops: they are taken to be what they were, whatever unseen code ran in between.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int n);

int wanted(const int *is_wanted, int n)
{
    vt_int tasks[4];
    int value, rc = 0;
    if (n > 4)
        n = 4;
    for (int i = 0; i < n; i++)
        if (is_wanted[i] > 0)
            tasks[i] = start(i);
    for (int i = 0; i < n; i++)
        if (is_wanted[i] > 0)
            rc |= vt_int_await(tasks[i], &value);
    return rc;
}

int letters(const char *text)
{
    vt_int tasks[8];
    int value, rc = 0;
    for (int i = 0; i < 8 && text[i]; i++)
        tasks[i] = start(text[i]);
    for (int i = 0; i < 8 && text[i]; i++)
        rc |= vt_int_await(tasks[i], &value);
    return rc;
}

int names(const char *const *names)
{
    vt_int tasks[8];
    int value, rc = 0;
    for (int i = 0; i < 8 && names[i] != NULL; i++)
        tasks[i] = start(i);
    for (int i = 0; i < 8 && names[i] != NULL; i++)
        rc |= vt_int_await(tasks[i], &value);
    return rc;
}

int other_condition(const int *is_wanted)
{
    vt_int tasks[4];
    int value, rc = 0;
    for (int i = 0; i < 4; i++)
        if (is_wanted[i] > 0)
            tasks[i] = start(i); // expect: vt-unawaited tasks
    for (int i = 0; i < 4; i++)
        if (is_wanted[i] > 1)
            rc |= vt_int_await(tasks[i], &value);
    return rc;
}

int fewer_letters(const char *text)
{
    vt_int tasks[8];
    int value, rc = 0;
    for (int i = 0; i < 8 && text[i]; i++)
        tasks[i] = start(text[i]); // expect: vt-unawaited tasks
    for (int i = 1; i < 8 && text[i]; i++)
        rc |= vt_int_await(tasks[i], &value);
    return rc;
}

struct flag {
    bool is_set;
};

int a_loop_that_waits(struct flag *flag, int turns)
{
    int value, rc = 0;
    while (!flag->is_set && turns-- > 0) {
        vt_int task = start(turns); // expect: vt-unawaited task
        if (turns != 3)
            rc |= vt_int_await(task, &value);
    }
    return rc;
}
