// A ring whose place is taken as soon as the task in it was awaited; what is left at the end are the last few.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

int the_last_four_ok(int n)
{
    vt_int tasks[4];
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (i >= 4)
            sum += vt_int_await(tasks[i % 4], NULL);
        tasks[i % 4] = start(i);
    }
    for (int i = n > 4 ? n - 4 : 0; i < n; i++)
        sum += vt_int_await(tasks[i % 4], NULL);
    return sum;
}

int the_last_three_ok(unsigned n)
{
    vt_int tasks[3];
    int sum = 0;
    for (unsigned i = 0; i < n; i++) {
        if (i >= 3)
            sum += vt_int_await(tasks[i % 3], NULL);
        tasks[i % 3] = start((int)i);
    }
    for (unsigned i = n > 3 ? n - 3 : 0; i < n; i++)
        sum += vt_int_await(tasks[i % 3], NULL);
    return sum;
}

int from_the_first_of_them_ok(int n)
{
    vt_int tasks[4];
    int sum = 0, first = n - 4;
    for (int i = 0; i < n; i++) {
        if (i >= 4)
            sum += vt_int_await(tasks[i & 3], NULL);
        tasks[i & 3] = start(i);
    }
    if (first < 0)
        first = 0;
    for (int i = first; i < n; i++)
        sum += vt_int_await(tasks[i & 3], NULL);
    return sum;
}

int one_too_few_bad(int n)
{
    vt_int tasks[4];
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (i >= 4)
            sum += vt_int_await(tasks[i % 4], NULL);
        tasks[i % 4] = start(i); // expect: vt-unawaited
    }
    for (int i = n > 4 ? n - 3 : 0; i < n; i++)
        sum += vt_int_await(tasks[i % 4], NULL);
    return sum;
}

int one_too_many_bad(int n)
{
    vt_int tasks[4];
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (i >= 4)
            sum += vt_int_await(tasks[i % 4], NULL);
        tasks[i % 4] = start(i);
    }
    for (int i = n > 5 ? n - 5 : 0; i < n; i++)
        sum += vt_int_await(tasks[i % 4], NULL); // expect: vt-double-await
    return sum;
}
