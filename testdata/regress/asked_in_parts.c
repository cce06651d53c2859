// A number behind a pointer is asked in parts, unseen code runs, and it is asked so again: only together do the answers say that it has changed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct options {
    int kind;
};

vt_int start(int n);
void note(void);

int either_kind(const struct options *options)
{
    vt_int task;
    int value;
    if (options->kind == 1 || options->kind == 5)
        task = start(1);
    note();
    if (options->kind == 1 || options->kind == 5)
        return vt_int_await(task, &value);
    return 0;
}

int another_kind(const struct options *options)
{
    vt_int task;
    int value;
    if (options->kind == 1 || options->kind == 5)
        task = start(1); // expect: vt-unawaited task
    note();
    if (options->kind == 1 || options->kind == 6)
        return vt_int_await(task, &value);
    return 0;
}
