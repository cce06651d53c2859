#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
#define DROP() ((void)make())

void all(void)
{
    (void)make(); // NOLINT
    // NOLINTNEXTLINE(vt-unawaited)
    (void)make();
    // NOLINTBEGIN(vt-*)
    (void)make();
    // NOLINTEND(vt-*)
    DROP(); // NOLINT(vt-unawaited)
}
