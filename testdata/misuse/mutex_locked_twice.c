// says: vt_void_await: deadlock
#include <valuetask/sync.h>
#include <valuetask/valuetask.h>

int main(void)
{
    struct vt_mutex mutex = VT_MUTEX_INIT;

    int status = vt_void_await(vt_mutex_lock(&mutex));
    return status + vt_void_await(vt_mutex_lock(&mutex));
}
