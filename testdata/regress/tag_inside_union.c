// A tag that begins a union, and a task beside it.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int n);
int cond(void);

union request {
    int kind;
    struct {
        int kind;
        vt_int task; // expect: vt-field-storage task
    } read;
};

int twice_bad(int k)
{
    union request request;
    int value = 0;
    request.kind = 1;
    request.read.task = make(k);
    int status = vt_int_await(request.read.task, &value);
    if (request.kind == 1)
        status |= vt_int_await(request.read.task, &value); // expect: vt-double-await
    return status;
}

int on_some_paths_bad(int k)
{
    union request request;
    int value = 0;
    request.read.kind = k;
    request.read.task = make(k); // expect: vt-unawaited
    if (request.kind == 1)
        return vt_int_await(request.read.task, &value);
    return 0;
}
