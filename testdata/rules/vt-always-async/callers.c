// Functions that are always asynchronous, called where a fix has to be careful.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int log_message(const char *text);
int use(int a, int b);

static vt_int read_block(struct vt_source *source) // expect: vt-always-async
{
    return vt_int_from_source(source, 1);
}

vt_int one_of_two_bad(struct vt_source *source, struct vt_source *other, int which) // expect: vt-always-async
{
    return which ? read_block(source) : read_block(other);
}

vt_int nested_bad(struct vt_source *source, int which, vt_int_task *running) // expect: vt-always-async
{
    return (which > 2 ? which > 3 ? read_block(source) : vt_int_from_source(source, 4) : (vt_int_from_task(running)));
}

// A comma, and a call that is more than a half: the whole is wrapped.
vt_int with_comma_bad(struct vt_source *source, int which) // expect: vt-always-async
{
    return which ? log_message("one"), vt_int_from_source(source, 2) : vt_int_from_source(source, 3);
}

int heads_ok(struct vt_source *source)
{
    int sum = 0, value = 0;
    while (vt_int_await(read_block(source), &value) == 0) {
        if (value == 3)
            continue;
        sum += value;
    }
    for (int i = vt_int_await(read_block(source), &value); i < 3 && vt_int_await(one_of_two_bad(source, source, i), &value) == 0; i++)
        sum += value;
    do {
        sum++;
    } while (vt_int_await(read_block(source), &value) == 0);
    return sum;
}

int operands_ok(struct vt_source *source, int which)
{
    int value = 0, other = 0;
    int status = which ? vt_int_await(read_block(source), &value) : 0;
    if (status == 0 && vt_int_await_timeout(read_block(source), 1000, &value) < 0)
        status = -1;
    else if (which > 3 && vt_int_await(read_block(source), &value) < 0)
        status = -2;
    switch (which + vt_int_await(read_block(source), &value)) {
    case 1:
        status += which && vt_int_await(read_block(source), &other);
        break;
    default: break;
    }
    return use(vt_int_await(read_block(source), &value), vt_int_await(read_block(source), &other)) + status;
}
