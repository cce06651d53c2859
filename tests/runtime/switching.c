/* Two fibers that keep integers, doubles and rounding modes over thousands of switches; without cmocka, to be built for
 * other processors. Exit status 0: all survived.
 */
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/valuetask.h>

enum { SWITCHES = 4000 };

static int keep(void *rounding)
{
    int mode = *(int *)rounding;
    double a = 0.5, b = 1.5, c = 2.5, d = 3.5, e = 4.5, f = 5.5, g = 6.5, h = 7.5;
    uint64_t k = 1, l = 2, m = 3, n = 4, o = 5, p = 6;

    fesetround(mode);
    for (int i = 0; i < SWITCHES; i++) {
        vt_yield();
        a++, b++, c++, d++, e++, f++, g++, h++;
        k += 1, l += 2, m += 3, n += 4, o += 5, p += 6;
        if (fegetround() != mode)
            return -1;
    }
    fesetround(FE_TONEAREST);
    if (a + b + c + d + e + f + g + h != 32 + 8.0 * SWITCHES)
        return -2;
    return k + l + m + n + o + p == 21 + 21 * (uint64_t)SWITCHES ? 0 : -3;
}

static int keep_twice(void *unused)
{
    (void)unused;
    int up = FE_UPWARD;
    int down = FE_DOWNWARD;
    vt_void first = vt_spawn(keep, &up);
    vt_void second = vt_spawn(keep, &down);
    int status = vt_void_await(first);
    int other = vt_void_await(second);
    return status != 0 ? status : other;
}

int main(void)
{
    int status = vt_run(keep_twice, NULL);

    printf("%d switches: %d\n", 2 * SWITCHES, status);
    return status == 0 && vt_loop_close() == 0 ? 0 : 1;
}
