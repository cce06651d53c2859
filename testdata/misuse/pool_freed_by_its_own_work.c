// says: vt_thread_pool_free: called by a piece of work of that pool
#include <valuetask/thread_pool.h>
#include <valuetask/valuetask.h>

static int end(void *pool)
{
    vt_thread_pool_free(pool);
    return 0;
}

int main(void)
{
    struct vt_thread_pool *pool = vt_thread_pool_new(1, 0);

    return vt_void_await(vt_thread_pool_run(pool, end, pool));
}
