// says: vt_scope_enter: the fiber is in this scope already
#include <valuetask/fiber.h>
#include <valuetask/scope.h>

static int act(void *unused)
{
    (void)unused;
    struct vt_scope scope;

    vt_scope_enter(&scope);
    vt_scope_enter_deadline(&scope, 1000);
    return vt_scope_leave(&scope);
}

int main(void)
{
    return vt_run(act, NULL);
}
