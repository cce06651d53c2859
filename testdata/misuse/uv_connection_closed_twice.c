// says: vt_uv_close: this connection was closed already
#include <valuetask/uv.h>

#include <valuetask/fiber.h>

static int act(void *unused)
{
    (void)unused;
    struct sockaddr_in address;
    struct vt_uv_listener *listener;
    struct vt_uv_socket *socket;

    int status = uv_ip4_addr("127.0.0.1", 0, &address);
    if (status == 0)
        status = vt_uv_listen((const struct sockaddr *)&address, 1, &listener);
    if (status != 0)
        return status;
    address.sin_port = htons((uint16_t)vt_uv_listener_port(listener));
    status = vt_uv_tcp_await(vt_uv_connect((const struct sockaddr *)&address), &socket);
    if (status == 0) {
        vt_uv_close(socket);
        vt_uv_close(socket);
    }
    vt_uv_listener_close(listener);
    return status;
}

int main(void)
{
    int status = vt_uv_start(NULL);

    return status != 0 ? status : vt_run(act, NULL);
}
