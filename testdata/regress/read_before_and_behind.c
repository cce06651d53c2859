// A helper's loop asks behind unseen code what it had asked before such code ran; where it goes round no turn, it asked once. It has stored nothing there.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int call(int number);
vt_void audit(int user);
struct route { int count; unsigned flags; };
struct request { const struct route *route; int user; };

static int call_all(const struct request *r, int *out)
{
    int rc = -EHOSTUNREACH;
    for (int i = 0; i < r->route->count; i++)
        rc = vt_int_await(call(i), out);
    return rc;
}

int serve_ok(struct request *r)
{
    vt_void auditing;
    int rc, x;
    if (r->route->flags & 4)
        auditing = audit(r->user);
    rc = call_all(r, &x);
    if (r->route->flags & 4)
        rc |= vt_void_await(auditing);
    return rc;
}

int serve_bad(struct request *r)
{
    vt_void auditing;
    int rc, x;
    if (r->route->flags & 4)
        auditing = audit(r->user); // expect: vt-unawaited
    rc = call_all(r, &x);
    if (r->route->flags & 4 && r->user > 0)
        rc |= vt_void_await(auditing);
    return rc;
}
