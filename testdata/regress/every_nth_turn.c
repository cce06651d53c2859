// Every n-th turn of a loop starts, another one awaits: what is left of a counter when it is divided is known as long as the counter is counted on.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);
void work(int n);

struct ctx {
    unsigned tick;
};

int every_fourth_ok(int n)
{
    vt_int t;
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (k % 4 == 0)
            t = start(k);
        work(k);
        if (k % 4 == 3)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    if (k % 4 != 0)
        vt_int_forget(t);
    return sum;
}

int every_fourth_bad(int n)
{
    vt_int t;
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (k % 4 == 0)
            t = start(k); // expect: vt-unawaited
        work(k);
        if (k % 4 == 3)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    return sum;
}

int every_fourth_of_other_bad(int n)
{
    vt_int t;
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (k % 4 == 0)
            t = start(k); // expect: vt-unawaited
        work(k);
        if (k % 4 == 2)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    if (k % 4 != 0 && k % 4 != 3 && k % 4 != 1)
        vt_int_forget(t);
    return sum;
}

int even_odd_ok(unsigned n)
{
    vt_int t;
    int sum = 0, x;
    unsigned i;
    for (i = 0; i < n; i++) {
        if (i % 2 == 0) {
            t = start((int)i);
        } else {
            if (vt_int_await(t, &x) == 0)
                sum += x;
        }
    }
    if (n % 2 == 1)
        vt_int_forget(t);
    return sum;
}

int even_odd_bad(unsigned n)
{
    vt_int t;
    int sum = 0, x;
    unsigned i;
    for (i = 0; i < n; i++) {
        if (i % 2 == 0) {
            t = start((int)i);
        } else {
            if (vt_int_await(t, &x) == 0)
                sum += x;
        }
    }
    if (n % 2 == 0 && n > 0)
        vt_int_forget(t); // expect: vt-double-await
    else if (n % 2 == 1)
        vt_int_forget(t);
    return sum;
}

int even_odd_int_ok(int n)
{
    vt_int t;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        if (i % 2 == 0)
            t = start(i);
        if (i % 2 == 1 || i == n - 1)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    return sum;
}

int even_odd_int_bad(int n)
{
    vt_int t;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        if (i % 2 == 0)
            t = start(i); // expect: vt-unawaited
        if (i % 2 == 1)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    return sum;
}

int double_buffer_mask_ok(unsigned n)
{
    vt_int t[2];
    int sum = 0, x;
    if (n == 0)
        return 0;
    t[0] = start(0);
    for (unsigned i = 1; i < n; i++) {
        t[i & 1] = start((int)i);
        if (vt_int_await(t[(i - 1) & 1], &x) == 0)
            sum += x;
    }
    if (vt_int_await(t[(n - 1) & 1], &x) == 0)
        sum += x;
    return sum;
}

int start_third_u8_ok(uint8_t n)
{
    vt_int t;
    bool has = false;
    int sum = 0, x;
    for (uint8_t k = 0; k < n; k++) {
        if ((k & 3) == 1) {
            t = start(k);
            has = true;
        }
        if ((k & 3) == 2) {
            if (vt_int_await(t, &x) == 0)
                sum += x;
            has = false;
        }
    }
    if (has)
        vt_int_forget(t);
    return sum;
}

int switch_mod_ok(unsigned n)
{
    vt_int t;
    int sum = 0, x;
    for (unsigned k = 0; k < n; k++) {
        switch (k % 4) {
        case 0: t = start((int)k); break;
        case 1: work(1); break;
        case 2: work(2); break;
        case 3:
            if (vt_int_await(t, &x) == 0)
                sum += x;
            break;
        }
    }
    if (n % 4)
        vt_int_forget(t);
    return sum;
}

int tick_in_local_struct_ok(unsigned n)
{
    struct ctx c = {0};
    vt_int t;
    int sum = 0, x;
    while (c.tick < n) {
        if (c.tick % 4 == 0)
            t = start(1);
        if (c.tick % 4 == 3)
            if (vt_int_await(t, &x) == 0)
                sum += x;
        c.tick++;
    }
    if (c.tick % 4 != 0)
        vt_int_forget(t);
    return sum;
}

int tick_in_local_struct_bad(unsigned n)
{
    struct ctx c = {0};
    vt_int t;
    int sum = 0, x;
    while (c.tick < n) {
        if (c.tick % 4 == 0)
            t = start(1); // expect: vt-unawaited
        if (c.tick % 4 == 3)
            if (vt_int_await(t, &x) == 0)
                sum += x;
        c.tick++;
    }
    if (c.tick % 4 > 1)
        vt_int_forget(t);
    return sum;
}

static bool is_first(int k)
{
    return k % 4 == 0;
}

static bool is_last(int k)
{
    return k % 4 == 3;
}

int by_helper_ok(int n)
{
    vt_int t;
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (is_first(k))
            t = start(k);
        if (is_last(k) && vt_int_await(t, &x) == 0)
            sum += x;
    }
    if (!is_first(k))
        vt_int_forget(t);
    return sum;
}

int by_helper_bad(int n)
{
    vt_int t;
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (is_first(k))
            t = start(k); // expect: vt-unawaited
        if (is_last(k) && vt_int_await(t, &x) == 0)
            sum += x;
    }
    return sum;
}

int slot_ok(int n)
{
    vt_int t[4];
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        t[k % 4] = start(k);
        if (k % 4 == 3)
            for (int i = 0; i < 4; i++)
                if (vt_int_await(t[i], &x) == 0)
                    sum += x;
    }
    for (int i = 0; i < k % 4; i++)
        if (vt_int_await(t[i], &x) == 0)
            sum += x;
    return sum;
}

int slot_bad(int n)
{
    vt_int t[4];
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        t[k % 4] = start(k); // expect: vt-unawaited
        if (k % 4 == 3)
            for (int i = 0; i < 4; i++)
                if (vt_int_await(t[i], &x) == 0)
                    sum += x;
    }
    return sum;
}

int slot_reuse_ok(int n)
{
    vt_int t[4];
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (k >= 4 && vt_int_await(t[k % 4], &x) == 0)
            sum += x;
        t[k % 4] = start(k);
    }
    int many = n < 4 ? n : 4;
    for (int i = 0; i < many; i++)
        if (vt_int_await(t[i], &x) == 0)
            sum += x;
    return sum;
}

int slot_reuse_bad(int n)
{
    vt_int t[4];
    int sum = 0, x, k;
    for (k = 0; k < n; k++) {
        if (k > 4 && vt_int_await(t[k % 4], &x) == 0)
            sum += x;
        t[k % 4] = start(k); // expect: vt-unawaited
    }
    int many = n < 4 ? n : 4;
    for (int i = 0; i < many; i++)
        if (vt_int_await(t[i], &x) == 0)
            sum += x;
    return sum;
}

int counter_from_one_ok(int n)
{
    vt_int t;
    int sum = 0, x, count = 0;
    for (int i = 0; i < n; i++) {
        count++;
        if (count % 5 == 1)
            t = start(i);
        if (count % 5 == 0) {
            if (vt_int_await(t, &x) == 0)
                sum += x;
        }
    }
    if (count % 5)
        vt_int_forget(t);
    return sum;
}

int counter_from_one_bad(int n)
{
    vt_int t;
    int sum = 0, x, count = 0;
    for (int i = 0; i < n; i++) {
        count++;
        if (count % 5 == 1)
            t = start(i);
        if (count % 5 == 0) {
            if (vt_int_await(t, &x) == 0)
                sum += x;
        }
    }
    if (count > 0)
        vt_int_forget(t); // expect: vt-double-await
    return sum;
}

int down_ok(int n)
{
    vt_int t;
    int sum = 0, x;
    if (n < 0)
        return 0;
    n -= n % 4;
    while (n > 0) {
        if (n % 4 == 0)
            t = start(n);
        n--;
        if (n % 4 == 0)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    return sum;
}

int down_unsigned_ok(unsigned n)
{
    vt_int t;
    int sum = 0, x;
    n = n & ~3u;
    while (n > 0) {
        if ((n & 3) == 0)
            t = start((int)n);
        n--;
        if ((n & 3) == 0)
            if (vt_int_await(t, &x) == 0)
                sum += x;
    }
    return sum;
}

int rows_ok(int w, int h)
{
    int sum = 0, x;
    for (int y = 0; y < h; y++) {
        vt_int t;
        for (int c = 0; c < w; c++) {
            if (c % 2 == 0)
                t = start(c + y);
            else if (vt_int_await(t, &x) == 0)
                sum += x;
        }
        if (w > 0 && w % 2 == 1)
            vt_int_forget(t);
    }
    return sum;
}

int rows_bad(int w, int h)
{
    int sum = 0, x;
    for (int y = 0; y < h; y++) {
        vt_int t;
        for (int c = 0; c < w; c++) {
            if (c % 2 == 0)
                t = start(c + y); // expect: vt-unawaited
            else if (vt_int_await(t, &x) == 0)
                sum += x;
        }
    }
    return sum;
}

int endless_break_ok(int n)
{
    vt_int t;
    unsigned turn = 0;
    int x = 0;
    for (;;) {
        if (turn % 3 == 0)
            t = start(1);
        work(n);
        if (turn % 3 == 2) {
            if (vt_int_await(t, &x) < 0)
                return -1;
            if (x == n)
                break;
        }
        turn++;
    }
    return 0;
}
