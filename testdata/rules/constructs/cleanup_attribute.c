// __attribute__((cleanup)) runs when the variable goes out of scope, by whatever way.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static void drop(vt_int *task)
{
    vt_int_forget(*task);
}

static void look(vt_int *task)
{
    if (vt_int_is_completed(*task))
        cond();
}

static void log_number(int *number)
{
    if (*number)
        cond();
}

#define AUTO_DROP __attribute__((cleanup(drop)))

void dropped_ok(void)
{
    AUTO_DROP vt_int task = make();
    cond();
}

int dropped_on_every_path_ok(int n)
{
    AUTO_DROP vt_int task = make();
    if (n < 0)
        return -1;
    while (cond()) {
        AUTO_DROP vt_int inner = make();
        if (cond())
            break;
        if (cond())
            continue;
        if (cond())
            goto out;
    }
    return 0;
out:
    return 1;
}

void dropped_twice_bad(void)
{
    AUTO_DROP vt_int task = make();
    vt_int_forget(task);
} // expect: vt-double-await task

void cleanup_only_looks_bad(void)
{
    __attribute__((cleanup(look))) vt_int task = make(); // expect: vt-unawaited
    cond();
}

void cleanup_of_another_ok(int n)
{
    __attribute__((cleanup(log_number))) int number = n;
    vt_int task = make();
    vt_int_forget(task);
}

void cleanup_of_another_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    __attribute__((cleanup(log_number))) int number = n;
    if (number > 2)
        return;
    vt_int_forget(task);
}

void reassigned_ok(void)
{
    AUTO_DROP vt_int task = make();
    vt_int_forget(task);
    task = make();
}

void reassigned_bad(void)
{
    AUTO_DROP vt_int task = make(); // expect: vt-unawaited
    task = make();
}
