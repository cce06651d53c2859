// says: vt_uv_listener_close: it was closed already
#include <valuetask/uv.h>

int main(void)
{
    struct sockaddr_in address;
    struct vt_uv_listener *listener;

    int status = vt_uv_start(NULL);
    if (status == 0)
        status = uv_ip4_addr("127.0.0.1", 0, &address);
    if (status == 0)
        status = vt_uv_listen((const struct sockaddr *)&address, 1, &listener);
    if (status != 0)
        return status;
    vt_uv_listener_close(listener);
    vt_uv_listener_close(listener);
    return vt_uv_stop();
}
