#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void broken(void)
{
    undeclared = 1;
    (void)make();
}

void whole(void)
{
    (void)make();
}
