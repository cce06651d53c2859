// Arrays of tasks filled and emptied elsewhere.
#include "array.h"

void fill_two(vt_int tasks[])
{
    tasks[0] = make();
    tasks[1] = make();
}

void drop_first(vt_int *tasks)
{
    vt_int_forget(*tasks);
}

void drop_both(vt_int tasks[2])
{
    drop_first(tasks);
    drop_first(tasks + 1);
}
