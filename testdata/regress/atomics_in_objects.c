// What the functions of <stdatomic.h> do to flags wherever these lie: in an object that nobody else has the address of they stay what they are, elsewhere others may change them at any time.
#include <stdatomic.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);
vt_int start_with(void *s);
vt_int make(long id);
void work(int n);

struct conn {
    atomic_bool live;
    atomic_int users;
};

int flag_ok(int n)
{
    atomic_flag once = ATOMIC_FLAG_INIT;
    int value = 0;
    vt_int t = make(n);
    if (!atomic_flag_test_and_set(&once))
        vt_int_await(t, &value);
    if (!atomic_flag_test_and_set(&once))
        vt_int_await(t, &value);
    return value;
}

int member_ok(int n)
{
    struct conn c = {0};
    vt_int t;
    int value;
    atomic_init(&c.live, false);
    if (n) {
        t = make(n);
        atomic_store(&c.live, true);
    }
    return atomic_load(&c.live) ? vt_int_await(t, &value) : 0;
}

int pointer_ok(int n)
{
    atomic_bool live = false, *p = &live;
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        atomic_store(p, true);
    }
    if (atomic_load(p))
        vt_int_await(t, &value);
    return value;
}

int array_ok(int n)
{
    atomic_bool live[2] = {false, false};
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        atomic_store(&live[1], true);
    }
    if (atomic_load(&live[1]))
        vt_int_await(t, &value);
    return value;
}

int weak_ok(int n)
{
    atomic_int state = 0;
    int expected = 0, value = 0;
    vt_int t = make(n);
    while (!atomic_compare_exchange_weak(&state, &expected, 1))
        expected = 0;
    if (state == 1)
        vt_int_await(t, &value);
    return value;
}

int sync_bool_ok(int n)
{
    int done = 0, value = 0;
    vt_int t = make(n);
    if (__sync_bool_compare_and_swap(&done, 0, 1))
        vt_int_await(t, &value);
    if (__sync_bool_compare_and_swap(&done, 0, 1))
        vt_int_await(t, &value);
    return value;
}

int or_fetch_ok(int n)
{
    unsigned flags = 0;
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        __atomic_or_fetch(&flags, 4, __ATOMIC_SEQ_CST);
    }
    if (__atomic_load_n(&flags, __ATOMIC_SEQ_CST) & 4)
        vt_int_await(t, &value);
    return value;
}

int generic_ok(int n)
{
    bool live = false, seen, yes = true;
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        __atomic_store(&live, &yes, __ATOMIC_RELEASE);
    }
    __atomic_load(&live, &seen, __ATOMIC_ACQUIRE);
    if (seen)
        vt_int_await(t, &value);
    return value;
}

int test_and_set_ok(int n)
{
    bool done = false;
    int value = 0;
    vt_int t = make(n);
    if (!__atomic_test_and_set(&done, __ATOMIC_SEQ_CST))
        vt_int_await(t, &value);
    if (!__atomic_test_and_set(&done, __ATOMIC_SEQ_CST))
        vt_int_await(t, &value);
    return value;
}

static void mark(atomic_bool *flag)
{
    atomic_store(flag, true);
}

static bool is_marked(atomic_bool *flag)
{
    return atomic_load(flag);
}

int helper_ok(int n)
{
    atomic_bool live = false;
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        mark(&live);
    }
    if (is_marked(&live))
        vt_int_await(t, &value);
    return value;
}

struct service {
    atomic_flag busy;
    _Atomic bool stop;
    atomic_int count;
    int n;
};

int try_run_ok(struct service *s)
{
    int x = 0;
    if (atomic_flag_test_and_set(&s->busy))
        return -1;
    vt_int t = start(1);
    int rc = vt_int_await(t, &x);
    atomic_flag_clear(&s->busy);
    return rc;
}

int local_struct_bad(bool fast)
{
    struct service s = {.n = 0};
    vt_int t;
    int x = 0;
    atomic_init(&s.stop, false);
    if (!fast) {
        t = start(1); // expect: vt-unawaited
        atomic_store(&s.stop, true);
    }
    work(1);
    if (!atomic_exchange(&s.stop, false))
        return 0;
    if (s.n > 3)
        return vt_int_await(t, &x) == 0 ? x : -1;
    return 0;
}

int stop_bad(struct service *s)
{
    int x = 0;
    atomic_store(&s->stop, false);
    vt_int t = start_with(s); // expect: vt-unawaited
    if (atomic_load(&s->stop))
        return -1;
    return vt_int_await(t, &x);
}

int stop_twice_bad(struct service *s)
{
    int x = 0;
    if (atomic_load(&s->stop))
        return -1;
    vt_int t = start(1); // expect: vt-unawaited
    if (atomic_load(&s->stop))
        return -1;
    return vt_int_await(t, &x);
}

int stop_in_loop_bad(struct service *s, int n)
{
    int x = 0, sum = 0;
    for (int i = 0; i < n; i++) {
        vt_int t = start(i); // expect: vt-unawaited
        work(i);
        if (atomic_load(&s->stop))
            break;
        sum += vt_int_await(t, &x);
    }
    return sum;
}

int spin_bad(struct service *s)
{
    int x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    atomic_store(&s->stop, false);
    while (!atomic_load(&s->stop))
        ;
    if (s->n)
        return -1;
    return vt_int_await(t, &x);
}

int spin_lock_bad(struct service *s)
{
    int x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    while (atomic_flag_test_and_set(&s->busy))
        ;
    if (s->n) {
        atomic_flag_clear(&s->busy);
        return -1;
    }
    atomic_flag_clear(&s->busy);
    return vt_int_await(t, &x);
}

int spin_lock_twice_bad(struct service *s)
{
    int x = 0;
    while (atomic_flag_test_and_set(&s->busy))
        ;
    vt_int t = start(1);
    atomic_flag_clear(&s->busy);
    while (atomic_flag_test_and_set(&s->busy))
        ;
    vt_int_forget(t);
    atomic_flag_clear(&s->busy);
    return vt_int_await(t, &x); // expect: vt-double-await
}

int cas_bad(struct service *s)
{
    int expected = 0, x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    if (!atomic_compare_exchange_strong(&s->count, &expected, 1))
        return -1;
    return vt_int_await(t, &x);
}

int weak_once_bad(void)
{
    atomic_int state = 0;
    int expected = 0, x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    if (!atomic_compare_exchange_weak(&state, &expected, 1))
        return -1;
    return vt_int_await(t, &x);
}

int local_given_away_bad(void (*spawn)(atomic_bool *))
{
    atomic_bool ready = false;
    int x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    spawn(&ready);
    if (atomic_load(&ready))
        return -1;
    return vt_int_await(t, &x);
}

int refcount_bad(struct service *s)
{
    int x = 0;
    vt_int t = start(1); // expect: vt-unawaited
    atomic_fetch_add(&s->count, 1);
    if (atomic_fetch_sub(&s->count, 1) == 1)
        return 0;
    return vt_int_await(t, &x);
}

static bool is_stopped(struct service *s)
{
    return atomic_load(&s->stop);
}

static void stop(struct service *s)
{
    atomic_store(&s->stop, true);
}

int helper_bad(struct service *s)
{
    int x = 0;
    if (is_stopped(s))
        return -1;
    vt_int t = start(1); // expect: vt-unawaited
    work(1);
    if (is_stopped(s))
        return -1;
    stop(s);
    return vt_int_await(t, &x);
}

static void mark_volatile(volatile bool *flag)
{
    *flag = true;
}

int volatile_helper_ok(int n)
{
    volatile bool live = false;
    int x = 0;
    vt_int t;
    if (n > 0) {
        t = start(1);
        mark_volatile(&live);
    }
    if (live)
        return vt_int_await(t, &x);
    return 0;
}

int volatile_helper_bad(int n)
{
    volatile bool live = false;
    int x = 0;
    vt_int t = start(1);
    if (n > 0) {
        vt_int_forget(t);
        mark_volatile(&live);
    }
    if (live)
        return vt_int_await(t, &x); // expect: vt-double-await
    return vt_int_await(t, &x);
}
