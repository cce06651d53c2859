// says: vt_int_await: this value task was consumed already: awaited at 
// flags: -DVT_DEBUG_TOKENS
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    vt_int task = vt_int_from_result(1);
    int status = vt_int_await(task, &got); // expect-note: first awaited here

    return status + vt_int_await(task, &got); // expect: vt-double-await task
}
