// Callers in another file, in every form that a fix knows.
#include "device.h"

int statement(struct device *device, int *value)
{
    int rc = vt_int_await(device_read(device), value);
    if (rc < 0)
        return vt_int_await(device_retry(device, 3), value);
    if (vt_int_await(device_read(device), value) < 0)
        return -1;
    rc = vt_int_await_timeout(device_read(device), 10, value);
    return rc;
}

int variable(struct device *device, int *value)
{
    vt_int task = device_retry(device, 1);
    return vt_int_await(task, value);
}

vt_int handed_on(struct device *device, int key)
{
    if (key > 5) {
        vt_int task = device_read(device);
        if (vt_int_is_completed(task))
            return task;
        vt_int_forget(task);
    }
    return vt_int_from_result(key);
}

void dropped(struct device *device)
{
    vt_int_forget(device_read(device));
    vt_int_task *kept = vt_int_as_task(device_retry(device, 2));
    vt_int_task_unref(kept);
}
