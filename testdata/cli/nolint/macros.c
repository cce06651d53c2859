#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
#include "macros.h"

void all(void)
{
    QUIET_DROP();
    OUTER_DROP();
    (void)make(); // NOLINT(vt-unawaited): a reason
    vt_int_forget(make()); // NOLINT(vt-unawaited)
    vt_int_forget(make()); // NOLINT(vt-unawaitd)
    vt_int_forget(make()); // NOLINT(bugprone-unused-return-value)
}
