// Tasks among the arguments of a variadic function: they are found there, and consumed once.
#include <stdarg.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

static int end_all(int count, ...)
{
    int status = 0;
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        status |= vt_int_await(va_arg(list, vt_int), NULL);
    va_end(list);
    return status;
}

int two_ok(void)
{
    return end_all(2, start(1), start(2));
}

int first_twice_bad(int count, ...)
{
    va_list list;
    va_start(list, count);
    vt_int task = va_arg(list, vt_int);
    int status = vt_int_await(task, NULL);
    if (status < 0)
        status = vt_int_await(task, NULL); // expect: vt-double-await task
    va_end(list);
    return status;
}

int each_ok(int count, ...)
{
    va_list list;
    va_start(list, count);
    vt_int first = va_arg(list, vt_int), second = va_arg(list, vt_int);
    va_end(list);
    return vt_int_await(first, NULL) | vt_int_await(second, NULL);
}
