// says: vt_scope_leave: a fiber ended inside a scope
#include <valuetask/fiber.h>
#include <valuetask/scope.h>

static int act(void *unused)
{
    (void)unused;
    struct vt_scope scope;

    vt_scope_enter(&scope);
    return 0;
}

int main(void)
{
    return vt_run(act, NULL);
}
