/* Overflows the stack of a fiber, which must end the program with a message that says so: what the run time writes, or
 * where a sanitizer is there, that one. CMake looks for the words. A program of its own, for cmocka handles SIGSEGV.
 */
#include <valuetask/fiber.h>

/* Practically without end, and no tail call. */
static int recurse(volatile int *depth)
{
    volatile char frame[512];

    frame[0] = (char)*depth;
    if (--*depth == 0)
        return 0;
    int below = recurse(depth);
    return below + frame[0];
}

static int overflow(void *unused)
{
    (void)unused;
    volatile int depth = 1000000;
    return recurse(&depth);
}

int main(void)
{
    return vt_run(overflow, NULL);
}
