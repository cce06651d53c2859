// says: vt_scope_enter: called outside of a fiber
#include <valuetask/scope.h>

int main(void)
{
    struct vt_scope scope;

    vt_scope_enter(&scope);
    return vt_scope_leave(&scope);
}
