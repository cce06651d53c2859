// Looking at a task that was consumed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static bool look(vt_int task)
{
    return vt_int_is_completed(task);
}

bool is_completed_bad(void)
{
    vt_int task = make(); // expect-note: 
    vt_int_forget(task); // expect-note: 
    return vt_int_is_completed(task); // expect: vt-use-after-await task
}

bool is_completed_ok(void)
{
    vt_int task = make();
    bool ready = vt_int_is_completed(task);
    vt_int_forget(task);
    return ready;
}

bool on_some_path_bad(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    bool ready = vt_int_is_completed(task); // expect: vt-use-after-await
    if (!n)
        vt_int_forget(task);
    return ready;
}

bool exclusive_ok(int n)
{
    bool ready = false;
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    if (!n) {
        ready = vt_int_is_completed(task);
        vt_int_forget(task);
    }
    return ready;
}

void in_loop_bad(void)
{
    vt_int task = make();
    bool done = false;
    while (!vt_int_is_completed(task)) { // expect: vt-use-after-await
        if (!done)
            vt_int_forget(task);
        done = true;
    }
    if (!done)
        vt_int_forget(task);
}

bool by_helper_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    return look(task); // expect: vt-use-after-await
}

bool after_as_task_bad(vt_int_task **out)
{
    vt_int task = make();
    *out = vt_int_as_task(task);
    return vt_int_is_completed(task); // expect: vt-use-after-await
}

bool through_alias_bad(void)
{
    vt_int task = make();
    vt_int copy = task;
    vt_int_forget(copy);
    return vt_int_is_completed(task); // expect: vt-use-after-await task
}

bool through_pointer_bad(void)
{
    vt_int task = make();
    vt_int *alias = &task;
    vt_int_forget(task);
    return vt_int_is_completed(*alias); // expect: vt-use-after-await
}

bool of_another_ok(void)
{
    vt_int task = make(), other = make();
    vt_int_forget(task);
    bool ready = vt_int_is_completed(other);
    vt_int_forget(other);
    return ready;
}

bool of_a_fresh_one_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    task = make();
    bool ready = vt_int_is_completed(task);
    vt_int_forget(task);
    return ready;
}

/* Once a defect: the second look only follows the first. */
int looked_at_twice_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    int ready = vt_int_is_completed(task); // expect: vt-use-after-await
    return ready + vt_int_is_completed(task);
}
