// says: vt_promise_fail: 0 is not a negative errno
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    struct vt_promise promise = vt_promise_start(sizeof(int));

    vt_promise_fail(promise, 0);
    return vt_int_await(vt_int_from_source(promise.source, promise.token), &got);
}
