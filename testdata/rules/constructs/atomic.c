// Atomic and volatile conditions may change between two looks; plain ones do not.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static _Atomic int level;
_Atomic bool shared_flag;
volatile int device_register;
static _Atomic(vt_int) slot; // expect: vt-field-storage slot

void set_level(int n)
{
    level = n;
    slot = vt_int_from_result(n);
}

void atomic_static_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (level > 2)
        vt_int_forget(task);
    if (level <= 2)
        vt_int_forget(task); // expect: vt-double-await
}

void atomic_copied_ok(void)
{
    vt_int task = make();
    int seen = level;
    if (seen > 2)
        vt_int_forget(task);
    if (seen <= 2)
        vt_int_forget(task);
}

void atomic_flag_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (shared_flag)
        vt_int_forget(task);
    if (!shared_flag)
        vt_int_forget(task); // expect: vt-double-await
}

void volatile_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (device_register == 1)
        vt_int_forget(task);
    if (device_register != 1)
        vt_int_forget(task); // expect: vt-double-await
}

void volatile_copied_ok(void)
{
    vt_int task = make();
    int seen = device_register;
    if (seen == 1)
        vt_int_forget(task);
    if (seen != 1)
        vt_int_forget(task);
}

void volatile_local_bad(void)
{
    volatile int flag = 0;
    vt_int task = make();
    if (cond())
        flag = 1;
    vt_int_forget(task);
    if (flag)
        vt_int_forget(task); // expect: vt-double-await
}
