// Functions and a table of them for other files.
#include "operation.h"

int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int look(vt_int task)
{
    return vt_int_is_completed(task);
}

operation choose(void)
{
    return finish;
}

int apply(operation op, vt_int task)
{
    return op(task);
}

const struct operations operations = {.end = finish, .peek = look};
