// flags: -std=gnu11 -Wno-deprecated-non-prototype -Wno-strict-prototypes
// Definitions in the style of K&R.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make();
int cond();

static int finish(task, out)
    vt_int task;
    int *out;
{
    return vt_int_await(task, out);
}

static int look(task)
    vt_int task;
{
    return vt_int_is_completed(task);
}

int finish_ok(n)
    int n;
{
    int value = n;
    int rc = finish(make(), &value);
    return rc < 0 ? rc : value;
}

int finish_bad(n)
    int n;
{
    int value = n;
    vt_int task = make();
    int rc = finish(task, &value);
    if (rc < 0)
        return rc;
    rc = finish(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int look_bad()
{
    vt_int task = make(); // expect: vt-unawaited
    return look(task);
}

int parameter_bad(task)
    vt_int task;
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}
