// Thread-local storage outlives the function, like any static storage.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static _Thread_local vt_int current; // expect: vt-field-storage current
_Thread_local int depth;

int per_thread_ok(void)
{
    int value = 0;
    current = make();
    int rc = vt_int_await(current, &value);
    return rc < 0 ? rc : value;
}

int per_thread_bad(void)
{
    int value = 0;
    current = make();
    int rc = vt_int_await(current, &value);
    if (rc < 0)
        rc = vt_int_await(current, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int static_local_bad(void)
{
    static _Thread_local vt_int kept; // expect: vt-field-storage kept
    int value = 0;
    kept = make();
    int rc = vt_int_await(kept, &value);
    return rc < 0 ? rc : value;
}

static void deeper(int levels)
{
    depth += levels;
}

void subscribe(void (*deeper)(int levels));

void listen_to_all(void)
{
    subscribe(deeper);
}

void condition_ok(void)
{
    vt_int task = make();
    if (depth > 3)
        vt_int_forget(task);
    if (depth <= 3)
        vt_int_forget(task);
}

void condition_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (depth > 3)
        vt_int_forget(task);
    cond();
    if (depth <= 3)
        vt_int_forget(task); // expect: vt-double-await
}
