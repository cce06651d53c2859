// says: vt_spawn: the fiber's body returned 7
#include <valuetask/fiber.h>
#include <valuetask/valuetask.h>

static int count(void *unused)
{
    (void)unused;
    return 7;
}

int main(void)
{
    return vt_void_await(vt_spawn(count, NULL));
}
