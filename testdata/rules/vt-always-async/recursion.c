// Recursion: a cycle whose every exit is pending is always pending.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct device {
    struct vt_source source;
    uint64_t token;
};

vt_int retry_bad(struct device *device, int n) // expect: vt-always-async
{
    if (n == 0)
        return vt_int_from_source(&device->source, device->token);
    return retry_bad(device, n - 1);
}

vt_int retry_ok(struct device *device, int n)
{
    if (n < 0)
        return vt_int_from_result(0);
    if (n == 0)
        return vt_int_from_source(&device->source, device->token);
    return retry_ok(device, n - 1);
}

vt_int odd_bad(struct device *device, unsigned n);

vt_int even_bad(struct device *device, unsigned n) // expect: vt-always-async
{
    if (n == 0)
        return vt_int_from_source(&device->source, device->token);
    return odd_bad(device, n - 1);
}

vt_int odd_bad(struct device *device, unsigned n) // expect: vt-always-async
{
    return even_bad(device, n - 1);
}

vt_int red_ok(struct device *device, unsigned n);

vt_int black_ok(struct device *device, unsigned n)
{
    return n == 0 ? vt_int_from_source(&device->source, device->token) : red_ok(device, n - 1);
}

vt_int red_ok(struct device *device, unsigned n)
{
    return n == 0 ? vt_int_from_result(7) : black_ok(device, n - 1);
}
