// says: vt_loop_turn: called by a fiber
#include <valuetask/fiber.h>
#include <valuetask/loop.h>

static int turn(void *unused)
{
    (void)unused;
    return vt_loop_turn() == 0;
}

int main(void)
{
    return vt_run(turn, NULL);
}
