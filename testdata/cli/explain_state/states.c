#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void keep(vt_int *slot);

int by_number(int n)
{
    int x = 0;
    vt_int t = make();
    if (n > 3)
        (void)vt_int_await(t, &x);
    x++;

    bool late = x > 7;
    if (n <= 3)
        vt_int_forget(t);
    return late ? x : 0;
}

int by_pointer(void)
{
    vt_int t = make();
    keep(&t);
    int x;
    return vt_int_await(t, &x);
}

bool some(vt_int t, int n)
{
    int x;
    if (n == 0)
        return false;
    return vt_int_await(t, &x) == 0;
}

int sum_of(int n)
{
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        vt_int t = make();
        if (i == 2)
            continue;
        if (vt_int_await(t, &x) == 0)
            sum += x;
    }
    return sum;
}

vt_int passed_on(vt_int t)
{
    return t;
}

int no_task(int a)
{
    return a;
}

static vt_int ready(int n)
{
    return n < 0 ? vt_int_from_error(-1) : vt_int_from_result(n);
}

int asks(int n)
{
    int value = 0;
    vt_int first = ready(n);
    if (vt_int_await(first, &value) == 0)
        value++;
    vt_int t = ready(n + 1);
    if (vt_int_is_completed(t))
        value += t.result; // NOLINT(vt-direct-result)
    return value;
}

union request {
    int kind;
    struct {
        int kind;
        vt_int done; // NOLINT(vt-field-storage)
    } read;
};

int tagged(int kind)
{
    union request request;
    int value = 0;
    request.kind = kind;
    request.read.done = ready(kind);
    if (request.read.kind == 1)
        return vt_int_await(request.read.done, &value);
    return value;
}
