// Functions without value tasks whose name no function with one mentions: they are looked at when a pointer leads to them.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void note(int value);

static bool says_no(int key)
{
    note(key);
    return false;
}

static bool says_yes(int key)
{
    note(key);
    return true;
}

int only_through_a_pointer_ok(int key)
{
    bool (*decide)(int key) = says_yes;
    int value = 0;
    vt_int task = make();
    if (!decide(key))
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int only_through_a_pointer_bad(int key)
{
    bool (*decide)(int key) = says_no;
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!decide(key))
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static bool (*const answers[])(int key) = {says_yes, says_no};

int only_through_a_table_bad(int key, unsigned which)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!answers[which & 1](key))
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
