// What is to be done at the end is kept on a small stack of functions and what they get, and done by a loop that counts it down.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

struct closure {
    void (*run)(void *context);
    void *context;
};

struct deferred {
    struct closure at[8];
    int count;
};

static void defer(struct deferred *deferred, void (*run)(void *context), void *context)
{
    deferred->at[deferred->count].run = run;
    deferred->at[deferred->count++].context = context;
}

static void run_deferred(struct deferred *deferred)
{
    while (deferred->count > 0) {
        deferred->count--;
        deferred->at[deferred->count].run(deferred->at[deferred->count].context);
    }
}

static void forget(void *context)
{
    vt_int_forget(*(vt_int *)context);
}

int both_ok(int key)
{
    int value = 0, rc = 0;
    struct deferred deferred = {.count = 0};
    vt_int first = make(key), second = make(key + 1);
    defer(&deferred, forget, &first);
    if (key < 0)
        defer(&deferred, forget, &second);
    else
        rc = vt_int_await(second, &value);
    run_deferred(&deferred);
    return rc;
}

int awaited_as_well_bad(int key)
{
    int value = 0, rc = 0;
    struct deferred deferred = {.count = 0};
    vt_int first = make(key);
    defer(&deferred, forget, &first);
    if (key > 0)
        rc = vt_int_await(first, &value);
    run_deferred(&deferred); // expect: vt-double-await
    return rc;
}

void not_deferred_bad(int key)
{
    struct deferred deferred = {.count = 0};
    vt_int first = make(key);
    vt_int second = make(key); // expect: vt-unawaited second
    defer(&deferred, forget, &first);
    if (key > 0)
        defer(&deferred, forget, &second);
    run_deferred(&deferred);
}
