// A function that consumes on some paths says which in a member of the struct that it returns.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

struct outcome {
    bool is_taken;
    int value;
};

static struct outcome attempt(vt_int task)
{
    struct outcome outcome = {false, 0};
    if (vt_int_is_completed(task)) {
        outcome.is_taken = true;
        if (vt_int_await(task, &outcome.value) < 0)
            outcome.value = -1;
    }
    return outcome;
}

int attempt_ok(int key)
{
    vt_int task = make(key);
    struct outcome outcome = attempt(task);
    if (!outcome.is_taken)
        vt_int_forget(task);
    return outcome.value;
}

int the_wrong_way_round_bad(int key)
{
    vt_int task = make(key); // expect: vt-unawaited
    struct outcome outcome = attempt(task);
    if (outcome.is_taken)
        vt_int_forget(task); // expect: vt-double-await
    return outcome.value;
}

struct status {
    int code;
    const char *why;
};

static struct status take(vt_int task, int key, int *value)
{
    if (key < 0)
        return (struct status){-1, "negative"};
    return (struct status){.code = vt_int_await(task, value) < 0 ? 2 : 0};
}

int take_ok(int key)
{
    int value = 0;
    vt_int task = make(key);
    if (take(task, key, &value).code < 0)
        vt_int_forget(task);
    return value;
}

static struct status says_nothing_bad(vt_int task, int *value) // expect: vt-unawaited
{
    struct status status = {0, NULL};
    if (!vt_int_is_completed(task))
        return status;
    status.code = vt_int_await(task, value);
    return status;
}

int caller(int key)
{
    int value = 0;
    return says_nothing_bad(make(key), &value).code;
}
