// Every way to lose a task.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void dropped_bad(void)
{
    make(); // expect: vt-unawaited
}

void cast_bad(void)
{
    (void)make(); // expect: vt-unawaited
}

void variable_dropped_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited task
    (void)task;
}

void forgotten_on_purpose_ok(void)
{
    vt_int_forget(make());
}

void overwritten_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    task = make();
    vt_int_forget(task);
}

void assigned_only_bad(void)
{
    vt_int task;
    task = make(); // expect: vt-unawaited
    if (vt_int_is_completed(task))
        cond();
}

void scope_end_bad(int n)
{
    if (n) {
        vt_int task = make(); // expect: vt-unawaited
        if (vt_int_is_completed(task))
            cond();
    }
    cond();
}

int early_return_bad(int n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        return 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

void some_paths_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n > 2)
        vt_int_forget(task);
}

void continue_bad(int n)
{
    for (int i = 0; i < n; i++) {
        vt_int task = make(); // expect: vt-unawaited
        if (i == 5)
            continue;
        vt_int_forget(task);
    }
}

void both_operands_bad(void)
{
    bool ready = vt_int_is_completed(make()) && vt_int_is_completed(make()); // expect: vt-unawaited, vt-unawaited
    if (ready)
        cond();
}

void each_turn_bad(void)
{
    while (cond())
        make(); // expect: vt-unawaited
}

void in_for_header_bad(void)
{
    for (make(); cond(); make()) // expect: vt-unawaited, vt-unawaited
        cond();
}

void every_maker_bad(struct vt_source *source, vt_int_task *kept)
{
    (void)vt_int_from_result(1);         // expect: vt-unawaited
    (void)vt_int_from_error(-EIO);       // expect: vt-unawaited
    (void)vt_int_from_source(source, 1); // expect: vt-unawaited
    (void)vt_int_from_task(kept);        // expect: vt-unawaited
}

vt_int returned_ok(void)
{
    vt_int task = make();
    return task;
}

void consumed_on_all_paths_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 0:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
    }
}

void never_created_ok(int n)
{
    vt_int task;
    if (n)
        return;
    task = make();
    vt_int_forget(task);
}

vt_int replaced_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return vt_int_is_completed(task) ? vt_int_from_result(1) : vt_int_from_result(0);
}

void from_caller_bad(void)
{
    vt_int task = replaced_bad(); // expect: vt-unawaited
    (void)task;
}
