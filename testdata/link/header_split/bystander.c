// Includes the header and does not call its function.
#include "drop.h"

void forget_ok(void)
{
    vt_int_forget(make());
}
