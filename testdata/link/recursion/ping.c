// Mutual recursion over two files.
#include "ring.h"

int ping(vt_int task, int n)
{
    int value = 0;
    if (n > 0)
        return pong(task, n - 1);
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int parity_ok(int n)
{
    return ping(make(), n);
}

int parity_bad(int n)
{
    vt_int task = make();
    int sum = ping(task, n);
    return sum + pong(task, n); // expect: vt-double-await
}
