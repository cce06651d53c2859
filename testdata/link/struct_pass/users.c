// The other side.
#include "pair.h"

void by_value_ok(void)
{
    struct pair pair = {make(), make()};
    drop_pair(pair);
}

void by_value_bad(void)
{
    struct pair pair = {make(), make()};
    drop_pair(pair);
    vt_int_forget(pair.right); // expect: vt-double-await
}

void by_pointer_ok(void)
{
    struct pair pair = {make(), make()};
    drop_left(&pair);
    vt_int_forget(pair.right);
}

void by_pointer_bad(void)
{
    struct pair pair;
    pair.left = make();
    pair.right = make(); // expect: vt-unawaited
    drop_left(&pair);
    drop_left(&pair); // expect: vt-double-await
}

void returned_ok(void)
{
    drop_pair(make_pair());
}

void returned_bad(void)
{
    struct pair pair = make_pair(); // expect: vt-unawaited
    drop_left(&pair);
}
