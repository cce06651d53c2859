// Weak functions, which may be nowhere.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
void note(const char *text);

__attribute__((weak)) void take(vt_int task);
__attribute__((weak)) int wanted(void);

void tested_bad(void)
{
    vt_int task = make(1); // expect: vt-unawaited
    if (take)
        take(task);
}

void compared_bad(void)
{
    vt_int task = make(1); // expect: vt-unawaited
    if (take != NULL) {
        take(task);
        return;
    }
    note("nobody takes it");
}

void both_ways_ok(void)
{
    vt_int task = make(1);
    if (take)
        take(task);
    else
        vt_int_forget(task);
}

int tested_twice_ok(void)
{
    vt_int task;
    if (wanted)
        task = make(1);
    note("begun");
    return wanted ? vt_int_await(task, &(int){0}) : 0;
}
