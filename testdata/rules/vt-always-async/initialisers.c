// Called where nothing can be put before: these stay as they are.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pair {
    int first, second;
};

int use_pair(struct pair pair);

static vt_int read_block(struct vt_source *source) // expect: vt-always-async
{
    return vt_int_from_source(source, 1);
}

static vt_int read_next(struct vt_source *source) // expect: vt-always-async
{
    return vt_int_from_source(source, 2);
}

int unread_answer_ok(struct vt_source *source)
{
    int value = 0, sum = 0;
    for (int i = 0; i < 3; i++, (void)vt_int_await(read_next(source), &value))
        sum += value;
    return sum;
}

int initialisers_ok(struct vt_source *source)
{
    int value = 0;
    struct pair pair = {vt_int_await(read_block(source), &value), 2};
    return use_pair(pair) + use_pair((struct pair){vt_int_await(read_block(source), &value), 3});
}
