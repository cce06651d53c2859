// A function that calls itself, with a number in it that its counter does not reach for long, returns what is pending on all paths.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

void log_line(int level);

vt_int retry(struct vt_source *source, int left) // expect: vt-always-async
{
    if (left == 0)
        return vt_int_from_source(source, 3);
    return retry(source, left - 1);
}

vt_int told(struct vt_source *source, int left) // expect: vt-always-async
{
    if (left == 0) {
        log_line(100);
        return vt_int_from_source(source, 1);
    }
    return told(source, left - 1);
}

vt_int up(struct vt_source *source, int depth) // expect: vt-always-async
{
    return depth >= 50 ? vt_int_from_source(source, 1) : up(source, depth + 1);
}

vt_int ready_in_the_end_ok(struct vt_source *source, int left)
{
    if (left == 0)
        return vt_int_from_result(3);
    return left == 1 ? vt_int_from_source(source, 3) : ready_in_the_end_ok(source, left - 1);
}

vt_int gives_up_ok(struct vt_source *source, int left)
{
    if (left > 100)
        return vt_int_from_error(-5);
    if (left == 0)
        return vt_int_from_source(source, 3);
    return gives_up_ok(source, left - 1);
}
