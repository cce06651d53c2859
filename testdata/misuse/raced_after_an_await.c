// says: vt_int_when_any: this value task was consumed already
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

static vt_int start(void) // NOLINT(vt-always-async)
{
    struct vt_promise promise = vt_promise_start(sizeof(int));

    vt_promise_complete(promise, &(int){ 1 }, sizeof(int));
    return vt_int_from_source(promise.source, promise.token);
}

int main(void)
{
    int got;
    size_t winner;
    vt_int task = start();
    int status = vt_int_await(task, &got); // expect-note: first awaited here
    vt_int both[] = { start(), task };
    return status + vt_int_when_any(both, 2, &got, &winner); // expect: vt-double-await
}
