// Tasks behind a void pointer.
#include "untyped.h"

void drop_untyped(void *data)
{
    vt_int *task = data;
    vt_int_forget(*task);
}

void peek_untyped(const void *data)
{
    const vt_int *task = data;
    if (vt_int_is_completed(*task))
        cond();
}

void with_context(void (*callback)(void *data), void *data)
{
    cond();
    callback(data);
}
