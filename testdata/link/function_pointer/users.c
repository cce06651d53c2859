// The other side.
#include "operation.h"

int direct_bad(void)
{
    operation op = finish;
    vt_int task = make();
    int first = op(task);
    return first + op(task); // expect: vt-double-await
}

int table_ok(void)
{
    vt_int task = make();
    int ready = operations.peek(task);
    return ready + operations.end(task); // alone: vt-double-await
}

int table_bad(void)
{
    vt_int task = make();
    int first = operations.end(task);
    return first + operations.end(task); // expect: vt-double-await
}

int table_peek_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return operations.peek(task);
}

int applied_ok(void)
{
    vt_int task = make();
    int ready = apply(look, task);
    return ready + apply(finish, task); // alone: vt-double-await
}

int applied_bad(void)
{
    vt_int task = make();
    int first = apply(finish, task);
    return first + apply(finish, task); // expect: vt-double-await
}

int chosen_bad(void)
{
    vt_int task = make();
    int first = choose()(task);
    return first + finish(task); // expect: vt-double-await
}
