// says: vt_int_await: the source's result has another size
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    struct vt_promise promise = vt_promise_start(sizeof(double));

    vt_promise_complete(promise, &(double){ 1 }, sizeof(double));
    return vt_int_await(vt_int_from_source(promise.source, promise.token), &got);
}
