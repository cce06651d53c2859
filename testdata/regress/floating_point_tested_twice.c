// What a path has learnt of a floating-point number: compared with constants and with others, and computed with. Where it may be no number (NaN), the
// opposite of a comparison is not another comparison.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void log_line(void);

int again_ok(double load)
{
    int x = 0;
    vt_int t = make();
    if (load > 0.5)
        vt_int_forget(t);
    if (load > 0.5)
        return -1;
    vt_int_await(t, &x);
    return x;
}

int other_limit_bad(double load)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (load > 0.75)
        vt_int_forget(t);
    if (load > 0.5)
        return -1;
    vt_int_await(t, &x);
    return x;
}

int ladder_ok(double load)
{
    int x = 0;
    vt_int t;
    if (load > 0.5)
        t = make();
    if (load >= 0.75)
        vt_int_await(t, &x);
    else if (load > 0.5)
        vt_int_forget(t);
    return x;
}

int not_a_number_bad(float a, float b)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (a > b)
        vt_int_await(t, &x);
    if (a <= b)
        vt_int_await(t, &x);
    return x;
}

int opposite_ok(float a, float b)
{
    int x = 0;
    vt_int t = make();
    if (a > b)
        vt_int_await(t, &x);
    if (!(b < a))
        vt_int_await(t, &x);
    return x;
}

int neither_is_bad(double a)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (a >= 0)
        vt_int_await(t, &x);
    if (a < 0)
        vt_int_await(t, &x);
    return x;
}

int zero_ok(double a)
{
    int x = 0;
    vt_int t = make();
    if (a)
        vt_int_await(t, &x);
    if (a == 0)
        vt_int_await(t, &x);
    return x;
}

struct settings { double ratio; int scale; };

int member_ok(const struct settings *settings)
{
    int x = 0;
    vt_int t;
    bool is_high = settings->ratio * settings->scale / 100 >= 1.5f;
    if (is_high)
        t = make();
    log_line();
    if (settings->scale * settings->ratio / 100.0 >= 1.5)
        vt_int_await(t, &x);
    return x;
}

static bool is_high(const struct settings *settings, double limit)
{
    return settings->ratio > limit;
}

int helper_ok(struct settings *settings)
{
    int x = 0;
    vt_int t;
    if (is_high(settings, 0.9))
        t = make();
    if (is_high(settings, 0.9))
        vt_int_await(t, &x);
    return x;
}

int changed_bad(struct settings *settings)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (is_high(settings, 0.9))
        vt_int_await(t, &x);
    settings->ratio /= 2;
    if (!is_high(settings, 0.9))
        vt_int_await(t, &x); // expect: vt-double-await
    return x;
}

int set_with_the_task_ok(int n)
{
    int x = 0;
    double weight = 0;
    vt_int t;
    if (n > 3) {
        t = make();
        weight = 1.5;
    }
    log_line();
    if (weight > 1)
        vt_int_await(t, &x);
    return x;
}

int grows_ok(double step)
{
    int x = 0;
    double sum = 0;
    while (sum < 1) {
        vt_int t = make();
        sum += step;
        if (sum < 1)
            vt_int_await(t, &x);
        else
            vt_int_forget(t);
    }
    return x;
}

union word { float real; unsigned bits; };

int sign_ok(float real)
{
    int x = 0;
    union word word = {.real = real};
    vt_int t;
    if (word.bits >> 31)
        t = make();
    if (word.bits >> 31)
        vt_int_await(t, &x);
    return x;
}

int bits_of_constant_bad(void)
{
    int x = 0;
    union word word = {.real = 1.0f};
    vt_int t = make(); // expect: vt-unawaited
    if (word.bits == 0x3f800001)
        vt_int_await(t, &x);
    return x;
}
