// The users of the chain.
#include "chain.h"

int chained_ok(void)
{
    vt_int task = make();
    bool ready = look_one(task);
    return one(task) + ready; // alone: vt-double-await
}

int chained_bad(void)
{
    vt_int task = make();
    int sum = one(task);
    return sum + four(task); // expect: vt-double-await
}

int looked_at_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return look_one(task);
}

int looked_at_late_bad(void)
{
    vt_int task = make();
    int sum = one(task);
    return look_two(task) ? sum : 0; // alone: vt-double-await // expect: vt-use-after-await
}
