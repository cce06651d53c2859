// says: vt_nursery_close: deadlock
#include <valuetask/nursery.h>
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

static int wait(void *unused)
{
    (void)unused;
    struct vt_promise promise = vt_promise_start(0);

    return vt_void_await(vt_void_from_source(promise.source, promise.token));
}

int main(void)
{
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    vt_nursery_start(&nursery, wait, NULL);
    return vt_nursery_close(&nursery);
}
