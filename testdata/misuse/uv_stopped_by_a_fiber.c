// says: vt_uv_stop: called by a fiber or from inside uv_run
#include <valuetask/uv.h>

#include <valuetask/fiber.h>

static int act(void *unused)
{
    (void)unused;
    return vt_uv_stop();
}

int main(void)
{
    int status = vt_uv_start(NULL);

    return status != 0 ? status : vt_run(act, NULL);
}
