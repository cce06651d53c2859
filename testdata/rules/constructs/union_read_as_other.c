// A task in a union, of which another member is read: that is a look at its bytes, and no task.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

struct message {
    int kind;
    union {
        vt_int task; // expect: vt-field-storage task
        int code;
    };
};

static int code_of(const struct message *message)
{
    return message->code;
}

int returned_bad(void)
{
    struct message message;
    message.task = make(1); // expect: vt-unawaited
    return message.code;
}

int by_tag_bad(int kind)
{
    struct message message;
    int value = 0;
    message.kind = kind;
    if (kind == 1)
        message.task = make(1); // expect: vt-unawaited
    else
        message.code = 3;
    if (message.kind == 2)
        return vt_int_await(message.task, &value);
    return code_of(&message);
}

int looked_at_ok(void)
{
    struct message message;
    int value = 0;
    message.task = make(1);
    int code = message.code;
    return vt_int_await(message.task, &value) + code;
}
