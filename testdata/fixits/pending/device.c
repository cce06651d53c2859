// Always asynchronous functions that call each other, declared in a header: all callers are in the program.
#include "device.h"

vt_int device_read(struct device *device) // expect: vt-always-async
{
    return vt_int_from_task(device->running);
}

vt_int device_retry(struct device *device, int times) // expect: vt-always-async
{
    if (times == 0)
        return device_read(device);
    return device_retry(device, times - 1);
}

vt_int device_cached(struct device *device, int key)
{
    if (key < 10)
        return vt_int_from_result(key);
    return device_read(device);
}
