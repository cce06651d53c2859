// The other side.
#include "weak.h"

int finished_ok(void)
{
    return finish(make());
}

int finished_bad(void)
{
    vt_int task = make();
    int first = finish(task);
    return first + finish(task); // expect: vt-double-await
}

int hooked_ok(void)
{
    vt_int task = make();
    int ready = hook(task);
    return ready + finish(task); // alone: vt-double-await
}
