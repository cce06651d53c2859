// Both branches of the test are followed.
#include "job.h"

int ready_ok(void)
{
    int value = 0;
    vt_int task = make();
    int rc = take_if_ready(task, &value);
    if (rc == -EAGAIN)
        rc = vt_int_await(task, &value); // alone: vt-double-await
    return rc < 0 ? rc : value;
}

int ready_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    int rc = take_if_ready(task, &value);
    if (rc == 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

void offered_ok(int price)
{
    vt_int task = make();
    while (offer(task, price) == REFUSED) // alone: vt-double-await
        price++;
}

void offered_bad(int price)
{
    vt_int task = make();
    if (offer(task, price) == ACCEPTED)
        cond();
    vt_int_forget(task); // expect: vt-double-await
}

int forwarded_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (!forward(task, &value))
        vt_int_forget(task); // alone: vt-double-await
    return value;
}

int forwarded_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    return forward(task, &value) ? value : -1;
}
