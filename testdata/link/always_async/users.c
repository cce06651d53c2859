// Always asynchronous across files: through a call, through mutual recursion, not through a cached callee.
#include "device.h"

vt_int through_bad(struct device *device) // expect: vt-always-async through_bad
{
    vt_int task = device_read(device);
    return task;
}

vt_int either_bad(struct device *device, int n) // expect: vt-always-async
{
    if (n > 3)
        return device_read(device);
    return through_bad(device);
}

vt_int device_poll_later(struct device *device, int n) // expect: vt-always-async
{
    return device_poll(device, n - 1);
}

vt_int cached_ok(struct device *device, int n)
{
    return device_read_cached(device, n);
}

vt_int mixed_ok(struct device *device, int n)
{
    if (n > 3)
        return device_read(device);
    return vt_int_from_result(n);
}
