// says: vt_int_await: this belongs to another thread
#include <pthread.h>

#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static vt_int start(void) // NOLINT(vt-always-async)
{
    struct vt_promise promise = vt_promise_start(sizeof(int));

    vt_promise_complete(promise, &(int){ 1 }, sizeof(int));
    return vt_int_from_source(promise.source, promise.token);
}

static void *await_it(void *task)
{
    int got;

    return vt_int_await(*(vt_int *)task, &got) == 0 ? task : NULL;
}

int main(void)
{
    vt_int task = start();
    pthread_t thread;

    return pthread_create(&thread, NULL, await_it, &task) + pthread_join(thread, NULL);
}
