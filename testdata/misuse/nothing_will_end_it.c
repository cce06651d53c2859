// says: vt_int_await: deadlock
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    struct vt_promise promise = vt_promise_start(sizeof(int));

    return vt_int_await(vt_int_from_source(promise.source, promise.token), &got);
}
