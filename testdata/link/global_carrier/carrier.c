// A global that carries a task between files, and a flag that nobody writes.
#include "global.h"

vt_int carrier; // expect: vt-field-storage carrier
int verbose = 0;

void drop_carried(void)
{
    vt_int_forget(carrier);
}

bool carried_ready(void)
{
    return vt_int_is_completed(carrier);
}
