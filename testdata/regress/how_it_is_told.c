// What a message says: the macro that hides a statement, the cleanup function that runs at the end of a scope, the count that leaves a task out, the field that a callee fills anew, the
// macro that evaluates its argument twice.
#include <sys/param.h>

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

int convert(int);

#define CONVERTED(e) ((e) == 0 ? 0 : convert(e))
#define CONVERTED_ONCE(e) convert(e)
#define AT_ONCE(t, otherwise) (vt_int_is_completed(t) ? vt_int_await((t), &(int){0}) : (otherwise))
#define BOTH(t) (vt_int_await(t, &(int){0}) + vt_int_await(t, &(int){0}))

int argument_twice_bad(int id)
{
    vt_int t = make(id);
    int x = 0;
    return CONVERTED(vt_int_await(t, &x)); // expect: vt-double-await // expect-note: the task is first awaited here: the macro 'CONVERTED' evaluates its argument more than once
}

int argument_of_a_library_bad(int id)
{
    vt_int t = make(id);
    int x = 0;
    return MAX(convert(vt_int_await(t, &x)), 0); // expect: vt-double-await // expect-note: the task is first awaited here: the macro 'MAX' evaluates its argument more than once
}

int argument_once_ok(int id)
{
    vt_int t = make(id);
    int x = 0;
    return CONVERTED_ONCE(vt_int_await(t, &x));
}

int argument_in_loop_bad(int n)
{
    vt_int t = make(n);
    int x = 0, sum = 0;
    do {
        if (n == 3)
            n--;
        sum += CONVERTED_ONCE(vt_int_await(t, &x)); // expect: vt-double-await
    } while (--n > 0); // expect-note: going round this loop again
    return sum;
}

int made_twice_bad(int id)
{
    return AT_ONCE(make(id), -1); // expect: vt-unawaited the macro 'AT_ONCE' evaluates its argument more than once
}

int body_twice_bad(int id)
{
    vt_int t = make(id);
    return BOTH(t); // expect: vt-double-await inside the macro 'BOTH'
}

int question_of_two_parts_bad(void)
{
    vt_int t[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited, vt-unawaited, vt-unawaited
    int n = 3, x = 0, sum = 0, rounds = 0;
    while (n > 0 && rounds++ < 3) // expect-note: leaving the loop here
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &x);
                sum += x;
                t[i] = t[--n];
                break;
            }
    return sum;
}
