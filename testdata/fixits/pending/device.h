#ifndef DEVICE_H
#define DEVICE_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

#ifdef __cplusplus
extern "C" {
#endif

struct device {
    vt_int_task *running;
};

/* Reads. */
vt_int device_read(struct device *device);
extern vt_int
device_retry(struct device *device, int times);
vt_int device_cached(struct device *device, int key);

#ifdef __cplusplus
}
#endif

#endif
