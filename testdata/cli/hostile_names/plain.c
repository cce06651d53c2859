#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void ein_stück(void)
{
    vt_int ü = make(); /* 𝔘nicode */ (void)make();
    vt_int_forget(ü);
}
