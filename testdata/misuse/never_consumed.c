// says: vt_loop_close: 1 value task was never consumed: vt_int made at 
// flags: -DVT_DEBUG_TOKENS
#include <valuetask/loop.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    vt_int task = vt_int_from_result(1); // expect: vt-unawaited task

    (void)task;
    return vt_loop_close();
}
