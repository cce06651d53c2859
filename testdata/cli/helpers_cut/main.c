#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int link_0(int n);
vt_int make(void);

int main(int argc, char **argv)
{
    int value = 0;
    vt_int task = make();
    (void)argv;
    return link_0(argc) ? vt_int_await(task, &value) : vt_int_await(task, &value);
}
