// says: vt_uv_signal_close: it was closed already
#include <valuetask/uv.h>

#include <signal.h>

int main(void)
{
    struct vt_uv_signal *hang_up;

    int status = vt_uv_start(NULL);
    if (status == 0)
        status = vt_uv_signal_open(SIGHUP, &hang_up);
    if (status != 0)
        return status;
    vt_uv_signal_close(hang_up);
    vt_uv_signal_close(hang_up);
    return vt_uv_stop();
}
