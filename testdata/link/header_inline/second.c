// The other one.
#include "inline.h"

int second_ok(void)
{
    return finish_or_again_bad(make());
}

int second_bad(void)
{
    vt_int task = make();
    int value = finish_or_again_bad(task);
    return value + finish(task); // expect: vt-double-await
}
