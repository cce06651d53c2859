// says: vt_scope_leave: this is not the scope that the fiber entered last
#include <valuetask/fiber.h>
#include <valuetask/scope.h>

static int act(void *unused)
{
    (void)unused;
    struct vt_scope outer, inner;

    vt_scope_enter(&outer);
    vt_scope_enter(&inner);
    return vt_scope_leave(&outer) + vt_scope_leave(&inner);
}

int main(void)
{
    return vt_run(act, NULL);
}
