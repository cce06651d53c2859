// A task that one function puts into a static variable and another takes from it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static vt_int parked; // expect: vt-field-storage parked

static void park(void)
{
    parked = make();
}

static int collect(void)
{
    int value = 0;
    int rc = vt_int_await(parked, &value);
    return rc < 0 ? rc : value;
}

static bool ready(void)
{
    return vt_int_is_completed(parked);
}

int collected_ok(void)
{
    park();
    if (ready())
        cond();
    return collect();
}

int collected_again_ok(void)
{
    park();
    int first = collect();
    park();
    return first + collect();
}

int collected_twice_bad(void)
{
    park();
    int first = collect();
    return first + collect(); // expect: vt-double-await
}

int looked_at_late_bad(void)
{
    park();
    int first = collect();
    return ready() ? first : 0; // expect: vt-use-after-await
}

int local_copy_bad(void)
{
    int value = 0;
    park();
    vt_int task = parked;
    int first = collect();
    int rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : first + value;
}
