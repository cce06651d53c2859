// Members named in an initialiser are written as well.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void designated_bad(void)
{
    vt_int task = {.source = 0, .result = 3}; // expect: vt-direct-result, vt-direct-result
    vt_int_forget(task);
}

void compound_literal_bad(void)
{
    vt_int_forget((vt_int){.result = 3}); // expect: vt-direct-result
}
