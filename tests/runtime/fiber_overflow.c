/* Overflows the stack of a fiber, which must end the program with a message that says so: what the run time writes, or
 * where a sanitizer is there, that one. CMake looks for the words. A program of its own, for cmocka handles SIGSEGV.
 *
 * UNGUARDED: the kernel refuses guards, as it does past the number of mappings that may go into them; by the linker's --wrap. The
 * fiber goes some pages too far and comes back.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include <valuetask/fiber.h>

#ifdef UNGUARDED

enum { TOO_DEEP = (64 + 6) * 1024, GUARD_INSTALL = 102 };

int __real_madvise(void *address, size_t size, int advice);
int __wrap_madvise(void *address, size_t size, int advice);
int __wrap_mprotect(void *address, size_t size, int protection);

int __wrap_madvise(void *address, size_t size, int advice)
{
    if (advice != GUARD_INSTALL)
        return __real_madvise(address, size, advice);
    errno = EINVAL;
    return -1;
}

int __wrap_mprotect(void *address, size_t size, int protection)
{
    (void)address, (void)size, (void)protection;
    errno = ENOMEM;
    return -1;
}

static int recurse(volatile uintptr_t *top)
{
    volatile char frame[512];

    for (size_t i = 0; i < sizeof frame; i++)
        frame[i] = (char)i;
    if (*top - (uintptr_t)frame > TOO_DEEP)
        return 0;
    int below = recurse(top);
    return below + frame[0];
}

static int overflow(void *unused)
{
    (void)unused;
    volatile uintptr_t top = (uintptr_t)&top;
    return recurse(&top);
}

#else

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

#endif

int main(void)
{
    return vt_run(overflow, NULL);
}
