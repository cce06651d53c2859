// says: vt_int_when_any: deadlock
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

int main(void)
{
    int got;
    size_t winner;
    struct vt_promise promise = vt_promise_start(sizeof(int));
    vt_int tasks[] = { vt_int_from_source(promise.source, promise.token) };

    return vt_int_when_any(tasks, 1, &got, &winner);
}
