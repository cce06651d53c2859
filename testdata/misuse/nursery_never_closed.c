// says: vt_nursery_close: a fiber ended with a nursery open
#include <valuetask/nursery.h>

static int act(void *unused)
{
    (void)unused;
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    return 0;
}

int main(void)
{
    return vt_run(act, NULL);
}
