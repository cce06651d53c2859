// What reaches unknown code is not judged any more: silence, never a guess.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void publish(vt_int *task);
void publish_anything(void *thing, ...);
void observe(VT_OBSERVES vt_int task);
void take(vt_int task);

void address_given_away_ok(void)
{
    vt_int task = make();
    publish(&task);
}

void address_given_away_then_consumed_ok(void)
{
    vt_int task = make();
    publish(&task);
    vt_int_forget(task);
}

void variadic_ok(void)
{
    vt_int task = make();
    publish_anything(&task, &task, 3);
    vt_int_forget(task);
}

void assembly_ok(void)
{
    vt_int task = make();
    __asm__ volatile("" : : "r"(&task) : "memory");
    vt_int_forget(task);
}

void on_one_path_ok(int n)
{
    vt_int task = make();
    if (n)
        publish(&task);
    else
        vt_int_forget(task);
}

void other_task_bad(void)
{
    vt_int task = make();
    vt_int other = make();
    publish(&task);
    vt_int_forget(other);
    vt_int_forget(other); // expect: vt-double-await other
}

void on_one_path_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        publish(&task);
}

/* Without body or annotation a by-value parameter consumes. */
void unknown_by_value_ok(void)
{
    take(make());
}

void unknown_by_value_bad(void)
{
    vt_int task = make();
    take(task);
    take(task); // expect: vt-double-await
}

void annotated_observer_ok(void)
{
    vt_int task = make();
    observe(task);
    take(task);
}

void annotated_observer_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    observe(task);
}
