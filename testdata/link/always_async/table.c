// The table that exempts a function of another file.
#include "device.h"

struct operations {
    vt_int (*read)(struct device *device);
};

extern const struct operations operations;
const struct operations operations = {.read = table_read};
