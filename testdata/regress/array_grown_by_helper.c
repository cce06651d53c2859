// An array of tasks that a helper makes larger at each call, and takes the room from a pointer that came in.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

struct vec {
    vt_int *at;
    size_t count;
};

static int push(struct vec *vec, vt_int task)
{
    vt_int *more = realloc(vec->at, (vec->count + 1) * sizeof *more);
    if (more == NULL) {
        vt_int_forget(task);
        return -12;
    }
    vec->at = more;
    vec->at[vec->count++] = task; // expect: vt-field-storage
    return 0;
}

int fill_and_await_ok(int n)
{
    struct vec vec = {0};
    int status = 0, value = 0;
    for (int i = 0; i < n && status == 0; i++)
        status = push(&vec, make(i));
    for (size_t i = 0; i < vec.count; i++)
        status |= vt_int_await(vec.at[i], &value);
    free(vec.at);
    return status;
}
