// says: vt_nursery_open: this nursery is open already
#include <valuetask/nursery.h>

static int act(void *unused)
{
    (void)unused;
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    vt_nursery_open(&nursery);
    return vt_nursery_close(&nursery);
}

int main(void)
{
    return vt_run(act, NULL);
}
