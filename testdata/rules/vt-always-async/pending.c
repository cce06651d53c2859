// Functions that never have the result at hand.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int cond(void);
vt_int unknown(void);
VT_COMPLETES_ASYNC vt_int device_read(int fd);
VT_COMPLETES_SYNC vt_int cache_read(int key);

struct device {
    struct vt_source source;
    uint64_t token;
    vt_int_task *running;
};

vt_int from_source_bad(struct device *device) // expect: vt-always-async from_source_bad
{
    return vt_int_from_source(&device->source, device->token);
}

vt_int from_task_bad(struct device *device) // expect: vt-always-async
{
    return vt_int_from_task(device->running);
}

vt_void no_result_bad(struct device *device) // expect: vt-always-async
{
    return vt_void_from_source(&device->source, device->token);
}

vt_int by_variable_bad(struct device *device) // expect: vt-always-async
{
    vt_int task = vt_int_from_source(&device->source, device->token);
    cond();
    return task;
}

vt_int either_pending_bad(struct device *device, int n) // expect: vt-always-async
{
    if (n)
        return vt_int_from_source(&device->source, device->token);
    return vt_int_from_task(device->running);
}

vt_int ternary_bad(struct device *device, int n) // expect: vt-always-async
{
    return n ? vt_int_from_source(&device->source, device->token) : vt_int_from_task(device->running);
}

static vt_int helper_bad(struct device *device) // expect: vt-always-async
{
    return vt_int_from_source(&device->source, ++device->token);
}

vt_int through_helper_bad(struct device *device) // expect: vt-always-async
{
    return helper_bad(device);
}

vt_int through_two_bad(struct device *device) // expect: vt-always-async
{
    vt_int task = through_helper_bad(device);
    return task;
}

vt_int annotated_callee_bad(int fd) // expect: vt-always-async
{
    return device_read(fd);
}

static vt_int logged(vt_int task)
{
    cond();
    return task;
}

vt_int handed_through_bad(struct device *device) // expect: vt-always-async
{
    return logged(vt_int_from_task(device->running));
}

vt_int never_cached_bad(struct device *device) // expect: vt-always-async
{
    if (0)
        return vt_int_from_result(0);
    return vt_int_from_source(&device->source, device->token);
}

vt_int
name_on_its_own_line_bad(struct device *device) // expect: vt-always-async
{
    return vt_int_from_source(&device->source, device->token);
}

vt_int exits_or_pending_bad(struct device *device) // expect: vt-always-async
{
    if (device == NULL)
        abort();
    return vt_int_from_source(&device->source, device->token);
}

vt_int synchronous_ok(int n)
{
    return vt_int_from_result(n);
}

vt_int cached_ok(struct device *device, int n)
{
    if (n < 10)
        return vt_int_from_result(n);
    return vt_int_from_source(&device->source, device->token);
}

vt_int cached_by_ternary_ok(struct device *device, int n)
{
    return n < 10 ? vt_int_from_result(n) : helper_bad(device);
}

vt_int validated_ok(struct device *device)
{
    if (device == NULL)
        return vt_int_from_error(-EINVAL);
    return vt_int_from_source(&device->source, device->token);
}

vt_int only_fails_ok(void)
{
    return vt_int_from_error(-ENOSYS);
}

vt_int unknown_callee_ok(void)
{
    return unknown();
}

vt_int unknown_on_one_path_ok(struct device *device, int n)
{
    if (n)
        return unknown();
    return vt_int_from_source(&device->source, device->token);
}

vt_int annotated_synchronous_ok(int key)
{
    return cache_read(key);
}

vt_int parameter_ok(vt_int task)
{
    return task;
}

vt_int out_of_a_cached_helper_ok(struct device *device, int n)
{
    vt_int task = cached_ok(device, n);
    return task;
}

vt_int never_returns_ok(void)
{
    abort();
}

vt_int_task *task_ok(struct device *device)
{
    return vt_int_as_task(vt_int_from_source(&device->source, device->token));
}

int consumes_ok(struct device *device)
{
    int value = 0;
    int rc = vt_int_await(vt_int_from_source(&device->source, device->token), &value);
    return rc < 0 ? rc : value;
}
