#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

#define TRY(call)            \
    do {                     \
        int tried_ = (call); \
        if (tried_ < 0)      \
            return tried_;   \
    } while (0)
#define DROP() make()

/* A macro's argument, and a return that it hides. */
int in_argument(void)
{
    int value = 0;
    vt_int task = make();
    TRY(vt_int_await(task, &value));
    return vt_int_await(task, &value);
}

void in_body(void)
{
    DROP();
}

/* Another configuration has another program. */
int conditional(void)
{
    int value = 0;
    vt_int task = make();
#ifdef NEVER
    return vt_int_await(task, &value);
#endif
    int rc = vt_int_await(task, &value);
    rc += vt_int_await(task, &value);
    return rc;
}

int jumps(int n)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (n)
        goto out;
    rc = vt_int_await(task, &value);
out:
    return rc;
}
