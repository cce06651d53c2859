// says: vt_mutex_unlock: the mutex is not locked
#include <valuetask/sync.h>
#include <valuetask/valuetask.h>

int main(void)
{
    struct vt_mutex mutex = VT_MUTEX_INIT;

    int status = vt_void_await(vt_mutex_lock(&mutex));
    vt_mutex_unlock(&mutex);
    vt_mutex_unlock(&mutex);
    return status;
}
