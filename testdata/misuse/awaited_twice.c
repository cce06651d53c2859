// says: vt_int_await: this value task was consumed already
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static vt_int start(void) // NOLINT(vt-always-async)
{
    struct vt_promise promise = vt_promise_start(sizeof(int));

    vt_promise_complete(promise, &(int){ 1 }, sizeof(int));
    return vt_int_from_source(promise.source, promise.token);
}

int main(void)
{
    int got;
    vt_int task = start();
    int status = vt_int_await(task, &got); // expect-note: first awaited here
    return status + vt_int_await(task, &got); // expect: vt-double-await task
}
