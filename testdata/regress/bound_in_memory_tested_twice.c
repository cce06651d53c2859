// What an array that came in holds is tested in two loops, in the second one behind unseen code: it is what it was. The condition of a loop over elements waits for nothing either.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

int wanted_ok(const int *wanted, int n)
{
    vt_int t[4];
    int status = 0;
    if (n > 4)
        n = 4;
    for (int i = 0; i < n; i++)
        if (wanted[i] > 0)
            t[i] = make(i);
    for (int i = 0; i < n; i++)
        if (wanted[i] > 0)
            status |= vt_int_await(t[i], &(int){0});
    return status;
}

int letters_ok(const char *letters)
{
    vt_int t[16];
    int status = 0;
    for (int i = 0; letters[i] != '\0' && i < 16; i++)
        t[i] = make(letters[i]);
    for (int i = 0; letters[i] != '\0' && i < 16; i++)
        status |= vt_int_await(t[i], &(int){0});
    return status;
}

struct batch {
    const int *ids;
    int count;
};

/* The bound of both loops lies in memory that unseen code may change. */
int bound_in_memory_ok(const struct batch *batch)
{
    vt_int t[8];
    int status = 0;
    if (batch->count > 8)
        return -1;
    for (int i = 0; i < batch->count; i++)
        t[i] = make(batch->ids[i]);
    for (int i = 0; i < batch->count; i++)
        status |= vt_int_await(t[i], &(int){0});
    return status;
}

int first_left_out_bad(const struct batch *batch)
{
    vt_int t[8];
    int status = 0;
    if (batch->count > 8)
        return -1;
    for (int i = 0; i < batch->count; i++)
        t[i] = make(batch->ids[i]); // expect: vt-unawaited
    for (int i = 1; i < batch->count; i++)
        status |= vt_int_await(t[i], &(int){0});
    return status;
}

int other_condition_bad(const int *wanted)
{
    vt_int t[4];
    int status = 0;
    for (int i = 0; i < 4; i++)
        if (wanted[i] > 0)
            t[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < 4; i++)
        if (wanted[i] > 1)
            status |= vt_int_await(t[i], &(int){0});
    return status;
}
