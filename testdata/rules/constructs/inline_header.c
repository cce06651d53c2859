// Helpers that are inline functions of a header.
#include "inline_header.h"

vt_int make(void);

int finish_ok(void)
{
    vt_int task = make();
    return ready(task) ? finish(task) : finish(task);
}

int finish_bad(void)
{
    vt_int task = make();
    int first = finish(task);
    return first + finish(task); // expect: vt-double-await
}

int ready_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return ready(task);
}

int wrong_helper_ok(void)
{
    return finish_twice_bad(make());
}
