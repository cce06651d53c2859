#include <valuetask/valuetask.h>
#include "mine.h"

VT_DEFINE(int, int);
vt_int make(void);

void drop(void)
{
    DROP(make());
}
