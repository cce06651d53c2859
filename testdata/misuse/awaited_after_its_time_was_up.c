// says: vt_int_await: this value task was consumed already
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    struct vt_promise promise = vt_promise_start(sizeof(int));
    vt_int task = vt_int_from_source(promise.source, promise.token);

    int status = vt_int_await_timeout(task, 1000, &got);
    if (status == -ETIMEDOUT)
        status = vt_int_await(task, &got); // expect: vt-double-await task
    return status;
}
