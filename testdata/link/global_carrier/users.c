// The other side.
#include "global.h"

void carried_ok(void)
{
    carrier = make();
    drop_carried();
}

void carried_bad(void)
{
    carrier = make();
    drop_carried();
    drop_carried(); // expect: vt-double-await
}

bool late_look_bad(void)
{
    carrier = make();
    drop_carried();
    return carried_ready(); // expect: vt-use-after-await
}

void local_name_bad(void)
{
    vt_int task = make();
    carrier = task;
    drop_carried();
    vt_int_forget(task); // expect: vt-double-await
}

void unwritten_flag_ok(void)
{
    vt_int task = make();
    if (verbose)
        vt_int_forget(task);
    vt_int_forget(task); // alone: vt-double-await
}

void unwritten_flag_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (verbose)
        vt_int_forget(task);
}
