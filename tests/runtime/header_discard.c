/* Compiled by header_warnings.sh, once for each mistake: every one of these must draw the compiler's warning. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

void discard(vt_int value, int *number);
void discard(vt_int value, int *number)
{
#if DISCARD == 1
    vt_int_await(value, number);
#elif DISCARD == 2
    vt_int_await_timeout(value, 1, number);
#elif DISCARD == 3
    (void)number;
    vt_int_forget(value);
    vt_int_from_result(1);
#elif DISCARD == 4
    (void)number;
    vt_int_as_task(value);
#elif DISCARD == 5
    (void)number;
    vt_int_forget(value);
    vt_void_await(vt_void_from_result());
#endif
}
