// A loop over a heap array of unknown length returns at the first failure: the tasks behind are not awaited.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int rest_lost_bad(int n)
{
    vt_int *ts = malloc((size_t)n * sizeof *ts);
    int rc = 0;
    if (!ts)
        return -ENOMEM;
    for (int i = 0; i < n; i++)
        ts[i] = make(i); // expect: vt-unawaited, vt-field-storage
    for (int i = 0; i < n; i++)
        if ((rc = vt_int_await(ts[i], &(int){0})) < 0)
            break;
    free(ts);
    return rc;
}

int twice_bad(int n)
{
    vt_int *ts = malloc((size_t)n * sizeof *ts);
    int rc = 0;
    if (!ts)
        return -ENOMEM;
    for (int i = 0; i < n; i++)
        ts[i] = make(i); // expect: vt-field-storage
    for (int i = 0; i < n; i++)
        rc |= vt_int_await(ts[i], &(int){0});
    for (int i = 0; i < n; i++)
        rc |= vt_int_await(ts[i], &(int){0}); // expect: vt-double-await
    free(ts);
    return rc;
}
