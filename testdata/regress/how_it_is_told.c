// What a message says: the macro that hides a statement, the cleanup function that runs at the end of a scope, the count that leaves a task out, the field that a callee fills anew.
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int);
int step(int);

#define TWICE(task) do { int value_; (void)vt_int_await(task, &value_); vt_int_forget(task); } while (0)
#define TRY(call) do { int rc_ = (call); if (rc_ < 0) return rc_; } while (0)
#define FAILED(rc) ((rc) < 0)

void in_macro_bad(void)
{
    vt_int t = make(1);
    TWICE(t); // expect: vt-double-await 't' is given up although it was consumed before, inside the macro 'TWICE'
}

int left_by_macro_bad(void)
{
    vt_int t = make(1); // expect: vt-unawaited 't' is not awaited on every path
    TRY(step(3)); // expect-note: taking the true branch here, inside the macro 'TRY'
    return vt_int_await(t, &(int){0});
}

int condition_by_macro_bad(void)
{
    vt_int t = make(1); // expect: vt-unawaited
    if (FAILED(step(3)))
        return -1;
    return vt_int_await(t, &(int){0});
}

static void drop(vt_int *t)
{
    vt_int_forget(*t);
}

int cleaned_up_bad(void)
{
    __attribute__((cleanup(drop))) vt_int t = make(1);
    int x = 0;
    (void)vt_int_await(t, &x);
    return x; // expect: vt-double-await 't' is handed to the cleanup function 'drop', which runs here, although it was consumed before
}

int all_but_one_bad(int n)
{
    vt_int ts[4];
    int results[4];
    if (n < 1 || n > 4)
        return -1;
    for (int i = 0; i < n; i++)
        ts[i] = make(i); // expect: vt-unawaited
    return vt_int_when_all(ts, n - 1, results); // expect-note: 'vt_int_when_all' leaves this task out here
}

struct cache { vt_int last; int n; }; // expect: vt-field-storage

static vt_int get(struct cache *cache, int id)
{
    cache->last = make(id);
    return make(id + 1);
}

int filled_anew_bad(struct cache *cache, int n)
{
    int x = 0;
    for (int i = 0; i < n; i++)
        if (vt_int_await(get(cache, i), &x) < 0) // expect: vt-unawaited 'cache->last' is overwritten before it is awaited
            return -1;
    return x;
}
