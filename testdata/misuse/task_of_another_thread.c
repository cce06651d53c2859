// says: vt_int_task_complete: this belongs to another thread
#include <pthread.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static void *complete(void *task)
{
    vt_int_task_complete(task, 1);
    return NULL;
}

int main(void)
{
    vt_int_task *task = vt_int_task_new();
    pthread_t thread;

    int status = pthread_create(&thread, NULL, complete, task) + pthread_join(thread, NULL);
    vt_int_task_unref(task);
    return status;
}
