// says: vt_loop_run: called by a fiber
#include <valuetask/fiber.h>
#include <valuetask/loop.h>

static int run(void *unused)
{
    (void)unused;
    vt_loop_run();
    return 0;
}

int main(void)
{
    return vt_run(run, NULL);
}
