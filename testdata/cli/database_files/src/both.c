#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void always(void)
{
    (void)make();
}

#ifdef FIRST
void first(void)
{
    (void)make();
}
#endif

#ifdef SECOND
void second(void)
{
    (void)make();
}
#endif
