// says: vt_int_from_error: 2 is not a negative errno
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;

    return vt_int_await(vt_int_from_error(ENOENT), &got);
}
