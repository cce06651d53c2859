// flags: -isystem system
// Findings in system headers are not shown.
#include <someones.h>

vt_int make(void);

int finish_ok(void)
{
    return someones_finish(make());
}

int finish_bad(void)
{
    vt_int task = make();
    int first = someones_finish(task);
    return first + someones_finish(task); // expect: vt-double-await
}
