// Callers of helpers that live in another file.
#include "helpers.h"

int consuming_ok(void)
{
    return finish(make());
}

int consuming_bad(void)
{
    vt_int task = make();
    int first = finish(task);
    return first + finish(task); // expect: vt-double-await task
}

int looking_ok(void)
{
    vt_int task = make();
    while (!ready(task)) // alone: vt-double-await
        cond();
    return finish(task); // alone: vt-double-await
}

int looking_only_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited task
    return ready(task);
}

int looking_late_bad(void)
{
    vt_int task = make();
    int first = finish(task);
    return ready(task) ? first : 0; // alone: vt-double-await // expect: vt-use-after-await task
}

int handed_back_ok(void)
{
    return finish(logged(make()));
}

int handed_back_bad(void)
{
    vt_int task = make();
    int first = finish(logged(task));
    return first + finish(task); // expect: vt-double-await
}

void handed_back_and_dropped_bad(void)
{
    (void)logged(make()); // expect: vt-unawaited
}

int tried_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (!try_finish(task, &value))
        vt_int_forget(task); // alone: vt-double-await
    return value;
}

int tried_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (try_finish(task, &value))
        vt_int_forget(task); // expect: vt-double-await
    return value;
}

int produced_ok(int n)
{
    return finish(produce(n));
}

void produced_bad(int n)
{
    vt_int task = produce(n); // expect: vt-unawaited
    (void)task;
}

void produced_into_ok(void)
{
    vt_int task;
    produce_into(&task);
    drop_at(&task);
}

void produced_into_bad(void)
{
    vt_int task;
    produce_into(&task); // expect: vt-unawaited
}

void dropped_twice_bad(void)
{
    vt_int task;
    produce_into(&task);
    drop_at(&task);
    drop_at(&task); // expect: vt-double-await
}
