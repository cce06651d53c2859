// Sources of pending tasks for the other files.
#include "device.h"

vt_int device_read(struct device *device) // expect: vt-always-async device_read
{
    return vt_int_from_source(&device->source, device->token);
}

vt_int device_read_cached(struct device *device, int n)
{
    return n == 0 ? vt_int_from_result(0) : device_read(device);
}

vt_int device_poll(struct device *device, int n) // expect: vt-always-async device_poll
{
    return n == 0 ? device_read(device) : device_poll_later(device, n);
}

/* It stands in a table of another file. */
vt_int table_read(struct device *device) // alone: vt-always-async
{
    return vt_int_from_source(&device->source, device->token);
}
