// says: vt_promise_complete: the operation belongs to another thread
#include <pthread.h>

#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static void *complete(void *promise)
{
    vt_promise_complete(*(struct vt_promise *)promise, &(int){ 1 }, sizeof(int));
    return NULL;
}

int main(void)
{
    int got;
    struct vt_promise promise = vt_promise_start(sizeof(int));
    pthread_t thread;

    int status = pthread_create(&thread, NULL, complete, &promise) + pthread_join(thread, NULL);
    return status + vt_int_await(vt_int_from_source(promise.source, promise.token), &got);
}
