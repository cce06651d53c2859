#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void drops(void)
{
    (void)make();
    (void)make();
}

void silent(void)
{
    (void)make(); // NOLINT
}
