// Structs of tasks by value, by pointer and as a result.
#include "pair.h"

void drop_pair(struct pair pair)
{
    vt_int_forget(pair.left);
    vt_int_forget(pair.right);
}

void drop_left(struct pair *pair)
{
    vt_int_forget(pair->left);
}

struct pair make_pair(void)
{
    struct pair pair = {make(), make()};
    return pair;
}
