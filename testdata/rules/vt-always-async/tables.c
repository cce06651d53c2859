// Targets of tables of function pointers did not choose their signature.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct device {
    struct vt_source source;
    uint64_t token;
};

struct device_ops {
    vt_int (*read)(struct device *device);
    vt_int (*write)(struct device *device);
};

static vt_int read_in_struct_ok(struct device *device)
{
    return vt_int_from_source(&device->source, device->token);
}

static vt_int write_in_struct_ok(struct device *device)
{
    return vt_int_from_source(&device->source, device->token);
}

const struct device_ops slow_device = {.read = read_in_struct_ok, .write = write_in_struct_ok};

static vt_int in_array_ok(struct device *device)
{
    return vt_int_from_source(&device->source, device->token);
}

vt_int (*const readers[])(struct device *device) = {in_array_ok};

static vt_int assigned_ok(struct device *device)
{
    return vt_int_from_source(&device->source, device->token);
}

void fill(struct device_ops *ops)
{
    ops->read = assigned_ok;
    ops->write = &write_in_struct_ok;
}

vt_int in_no_table_bad(struct device *device) // expect: vt-always-async
{
    return vt_int_from_source(&device->source, device->token);
}
