// The other side.
#include "untyped.h"

void dropped_ok(void)
{
    vt_int task = make();
    peek_untyped(&task);
    drop_untyped(&task);
}

void dropped_bad(void)
{
    vt_int task = make();
    drop_untyped(&task);
    drop_untyped(&task); // expect: vt-double-await
}

void peeked_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    peek_untyped(&task);
}

void peeked_late_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    peek_untyped(&task); // expect: vt-use-after-await
}

void callback_ok(void)
{
    vt_int task = make();
    with_context(drop_untyped, &task);
}

void callback_bad(void)
{
    vt_int task = make();
    with_context(drop_untyped, &task);
    vt_int_forget(task); // expect: vt-double-await
}
