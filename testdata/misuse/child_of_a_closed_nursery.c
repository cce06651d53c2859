// says: vt_nursery_start: this nursery was closed
#include <valuetask/nursery.h>

static int rest(void *unused)
{
    (void)unused;
    return 0;
}

static int act(void *unused)
{
    (void)unused;
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    int status = vt_nursery_close(&nursery);
    return status + vt_nursery_start(&nursery, rest, NULL);
}

int main(void)
{
    return vt_run(act, NULL);
}
