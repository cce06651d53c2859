// says: vt_gate_leave: nobody is inside
#include <valuetask/sync.h>

int main(void)
{
    struct vt_gate gate = VT_GATE_INIT;

    int status = vt_gate_enter(&gate);
    vt_gate_leave(&gate);
    vt_gate_leave(&gate);
    return status;
}
