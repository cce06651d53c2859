// says: one of them was moved or has ended while somebody waited
#include <valuetask/sync.h>
#include <valuetask/valuetask.h>

int main(void)
{
    struct vt_semaphore semaphore = VT_SEMAPHORE_INIT(0);
    vt_void waiting = vt_semaphore_acquire(&semaphore);
    struct vt_semaphore moved = semaphore;

    vt_semaphore_release(&moved);
    return vt_void_await(waiting);
}
