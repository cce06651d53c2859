// says: a fiber overflowed its stack of 65536 bytes and wrote over what lies below
#include <string.h>
#include <sys/mman.h>

#include <valuetask/fiber.h>

/* A kernel that gives no guards. */
int madvise(void *address, size_t size, int advice)
{
    (void)address, (void)size, (void)advice;
    return -1;
}

int mprotect(void *address, size_t size, int protection)
{
    (void)address, (void)size, (void)protection;
    return -1;
}

static int fill(void *unused)
{
    (void)unused;
    char large[70000];

    memset(large, 1, sizeof large);
    __asm__ volatile("" : : "r"(large) : "memory");
    return 0;
}

int main(void)
{
    return vt_run(fill, NULL);
}
