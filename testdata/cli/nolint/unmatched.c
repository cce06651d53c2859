#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void all(void)
{
    // NOLINTBEGIN
    (void)make();
}
