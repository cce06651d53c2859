// A flag that the functions of <stdatomic.h>, or the builtins behind them, set and ask is a flag as any other, as long as it is a variable of the function.
#include <stdatomic.h>
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int id);
int ask(int what);

int stored_and_loaded(int n)
{
    vt_int t;
    int value;
    atomic_bool live = false;
    if (n) {
        t = make(n);
        atomic_store(&live, true);
    }
    return atomic_load(&live) ? vt_int_await(t, &value) : 0;
}

int exchanged(int n)
{
    vt_int t;
    int value, result = 0;
    atomic_int live = 0;
    for (int i = 0; i < n; i++) {
        if (atomic_exchange(&live, 0))
            result = vt_int_await(t, &value);
        if (ask(i)) {
            t = make(i);
            atomic_store_explicit(&live, 1, memory_order_release);
        }
    }
    if (live)
        result = vt_int_await(t, &value);
    return result;
}

int counted(int n)
{
    vt_int t;
    int value, live = 0;
    atomic_uint users;
    atomic_init(&users, 0);
    if (n) {
        t = make(n);
        atomic_fetch_add(&users, 1);
        __atomic_store_n(&live, 1, __ATOMIC_RELEASE);
    }
    if (__atomic_load_n(&live, __ATOMIC_ACQUIRE) && atomic_fetch_sub(&users, 1) == 1)
        return vt_int_await(t, &value);
    return 0;
}

int with_older_builtins(int n)
{
    vt_int t;
    int value, live = 0;
    if (n) {
        t = make(n);
        __sync_fetch_and_add(&live, 1);
    }
    return __sync_lock_test_and_set(&live, 0) ? vt_int_await(t, &value) : 0;
}

int once(int n)
{
    vt_int t = make(n);
    int value = 0, zero = 0;
    atomic_int done = 0;
    if (atomic_compare_exchange_strong(&done, &zero, 1))
        vt_int_await(t, &value);
    zero = 0;
    if (atomic_compare_exchange_strong(&done, &zero, 1))
        vt_int_await(t, &value);
    return value + zero;
}

int twice(int n)
{
    vt_int t = make(n);
    int value = 0, zero = 0;
    atomic_int done = 0;
    if (atomic_compare_exchange_strong(&done, &zero, 0))
        vt_int_await(t, &value);
    if (atomic_compare_exchange_strong(&done, &zero, 1))
        vt_int_await(t, &value); // expect: vt-double-await
    return value;
}

int never_cleared(int n)
{
    vt_int t;
    int value, result = 0;
    atomic_int live = 0;
    for (int i = 0; i < n; i++) {
        if (atomic_load(&live) > 0)
            result = vt_int_await(t, &value); // expect: vt-double-await
        if (ask(i)) {
            t = make(i); // expect: vt-unawaited
            atomic_fetch_or(&live, 1);
        }
    }
    return result;
}
