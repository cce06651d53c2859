#ifndef DEVICE_H
#define DEVICE_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct device {
    struct vt_source source;
    uint64_t token;
};

vt_int device_read(struct device *device);
vt_int device_read_cached(struct device *device, int n);
vt_int device_poll(struct device *device, int n);
vt_int device_poll_later(struct device *device, int n);
vt_int table_read(struct device *device);

#endif
