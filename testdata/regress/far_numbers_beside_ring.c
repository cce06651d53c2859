// Numbers at the far end of their type beside a ring whose turns repeat: nothing comes near them, and the checker does not stumble over them.
#include <limits.h>
#include <stdint.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int begin(int id);
int run(int64_t *p)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0;
    int64_t k = 0;
    for (int64_t i = 0; i < 100; i++) {
        if (i == INT64_MIN || k - INT64_MIN == 3)
            return -1;
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin((int)i); // expect: vt-unawaited
        k -= INT64_MIN;
        *p -= INT64_MIN;
    }
    if (rc < 0)
        return rc;
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    return rc;
}
