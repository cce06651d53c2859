// One of two files that include the header.
#include "inline.h"

int first_ok(void)
{
    return finish(make());
}

int first_bad(void)
{
    vt_int task = make();
    int value = finish(task);
    return value + finish(task); // expect: vt-double-await
}
