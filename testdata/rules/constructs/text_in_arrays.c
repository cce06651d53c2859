// Arrays of characters that begin as a text: what is in them is not known, beside tasks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(const char *name);

int named_ok(void)
{
    char name[] = "user";
    int value = 0;
    vt_int task = make(name);
    return vt_int_await(task, &value) < 0 ? -1 : value;
}

int named_bad(void)
{
    const struct {
        char name[8];
        int kind;
    } entry = {"user", 1};
    vt_int task = make(entry.name); // expect: vt-unawaited
    return entry.kind == 1 ? 0 : vt_int_await(task, &(int){0});
}
