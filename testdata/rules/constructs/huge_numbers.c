// Unsigned numbers of 2^63 and more: what a negative one becomes in a size_t, and what arithmetic makes of it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void converted_bad(signed char n)
{
    vt_int task = make();
    size_t size = n;
    if (size >= 200)
        vt_int_forget(task);
    if (n == -5)
        vt_int_forget(task); // expect: vt-double-await
    if (n >= 0)
        vt_int_forget(task);
}

void converted_ok(int n)
{
    vt_int task = make();
    if ((size_t)n > 100)
        vt_int_forget(task);
    if (n >= 0 && n <= 100)
        vt_int_forget(task);
}

void negated_bad(unsigned char n)
{
    vt_int task = make();
    size_t size = n;
    if (-size >= 200)
        vt_int_forget(task);
    else
        vt_int_forget(task);
    if (n == 251)
        vt_int_forget(task); // expect: vt-double-await
}

void shifted_bad(size_t size)
{
    vt_int task = make();
    vt_int_forget(task);
    if (size >> 56 > 200)
        vt_int_forget(task); // expect: vt-double-await
}

void comes_round_bad(size_t size)
{
    vt_int task = make();
    vt_int_forget(task);
    if (size >= 200 && size + 5 < 10)
        vt_int_forget(task); // expect: vt-double-await
}

void one_or_the_other_bad(int failed)
{
    vt_int task = make();
    size_t size = failed ? (size_t)-5 : 7;
    vt_int_forget(task);
    if (size >= 200)
        vt_int_forget(task); // expect: vt-double-await
}

void one_or_the_other_ok(int failed)
{
    vt_int task = make();
    size_t size = failed ? (size_t)-5 : 7;
    if (size >= 200)
        vt_int_forget(task);
    if (!failed)
        vt_int_forget(task);
}

void compared_bad(signed char left, unsigned char right)
{
    vt_int task = make();
    size_t one = left, other = right;
    vt_int_forget(task);
    if (one > other && left == -1)
        vt_int_forget(task); // expect: vt-double-await
}

struct buffer {
    size_t length;
};

void in_a_field_bad(int failed)
{
    vt_int task = make();
    struct buffer buffer;
    if (failed)
        buffer.length = (size_t)-1;
    else
        buffer.length = 7;
    vt_int_forget(task);
    if (buffer.length >= 200)
        vt_int_forget(task); // expect: vt-double-await
}

static size_t find(int key)
{
    return key < 0 ? (size_t)-1 : (size_t)key;
}

void not_found_bad(int key)
{
    vt_int task = make();
    vt_int_forget(task);
    if (find(key) > 3000000000u)
        vt_int_forget(task); // expect: vt-double-await
}

void found_ok(int key)
{
    vt_int task = make();
    size_t at = find(key);
    if (at == (size_t)-1)
        vt_int_forget(task);
    if (at <= 3000000000u)
        vt_int_forget(task);
}

void sum_of_narrow_bad(unsigned char n)
{
    vt_int task = make(); // expect: vt-unawaited
    size_t size = n + 3;
    if (size <= 1)
        vt_int_forget(task);
}
