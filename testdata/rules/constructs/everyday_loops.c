// Loops and tests as people write them: found or not, first turn, opened lazily, progress counted, errors added up.
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);
char *name(void);

int string_compare_ok(const char *s)
{
    vt_int t = make();
    if (strcmp(s, "x") == 0) {
        vt_int_forget(t);
        return 1;
    }
    vt_int_forget(t);
    return 0;
}

int pointer_test_ok(char *p)
{
    vt_int t = make();
    if (p)
        vt_int_forget(t);
    work();
    if (!p)
        vt_int_forget(t);
    return 0;
}

int pointer_alias_ok(int n)
{
    vt_int a = make(), b = make();
    vt_int *p = n ? &a : &b;
    vt_int *q = n ? &b : &a;
    vt_int_forget(*p);
    vt_int_forget(*q);
    return 0;
}

int pointer_alias_bad(int n)
{
    vt_int a = make(), b = make(); // expect: vt-unawaited, vt-unawaited
    vt_int *p = n ? &a : &b;
    vt_int_forget(*p);
    vt_int_forget(*p); // expect: vt-double-await
    return 0;
}

int break_out_ok(int n)
{
    bool done = false;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (probe() == i) {
            vt_int_forget(t);
            done = true;
            break;
        }
    }
    if (!done)
        vt_int_forget(t);
    return 0;
}

int found_index_ok(int n)
{
    int found = -1;
    vt_int t = make();
    for (int i = 0; i < n; i++)
        if (probe() == i) {
            found = i;
            vt_int_forget(t);
            break;
        }
    if (found < 0)
        vt_int_forget(t);
    return found;
}

int loop_variable_after_ok(int n)
{
    int i;
    vt_int t = make();
    for (i = 0; i < n; i++)
        if (cond()) {
            vt_int_forget(t);
            break;
        }
    if (i >= n)
        vt_int_forget(t);
    return 0;
}

int first_turn_ok(int n)
{
    vt_int t = make();
    bool first = true;
    do {
        if (first)
            vt_int_forget(t);
        first = false;
    } while (--n > 0);
    return 0;
}

int first_turn_index_ok(int n)
{
    vt_int t = make();
    if (n <= 0) {
        vt_int_forget(t);
        return 0;
    }
    for (int i = 0; i < n; i++)
        if (i == 0)
            vt_int_forget(t);
    return 0;
}

int tenth_turn_bad(void)
{
    int v;
    vt_int t = make();
    (void)vt_int_await(t, &v);
    for (int i = 0; i < 20; i++)
        if (i == 10)
            vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int two_counters_ok(void)
{
    int opened = 0, closed = 0;
    vt_int t;
    for (int i = 0; i < 5; i++) {
        if (opened == closed) {
            t = make();
            opened++;
        } else {
            vt_int_forget(t);
            closed++;
        }
    }
    if (opened != closed)
        vt_int_forget(t);
    return 0;
}

int lazily_ok(int n)
{
    bool have = false;
    vt_int t;
    for (int i = 0; i < n; i++) {
        if (!have) {
            t = make();
            have = true;
        }
        if (cond()) {
            vt_int_forget(t);
            have = false;
        }
    }
    if (have)
        vt_int_forget(t);
    return 0;
}

int ptr_null_ok(int n)
{
    vt_int t, *p = NULL;
    if (n > 2) {
        t = make();
        p = &t;
    }
    work();
    if (p != NULL)
        vt_int_forget(*p);
    return 0;
}

int ptr_null_bad(int n)
{
    vt_int t, *p = NULL;
    if (n > 2) {
        t = make(); // expect: vt-unawaited
        p = &t;
    }
    if (n > 3)
        p = NULL;
    if (p != NULL)
        vt_int_forget(*p);
    return 0;
}

int retried_ok(int n)
{
    int rc = -1, v = 0;
    for (int attempt = 0; rc < 0 && attempt < n; attempt++) {
        vt_int t = make();
        rc = vt_int_await_timeout(t, 10, &v);
    }
    return rc < 0 ? rc : v;
}

int first_error_ok(void)
{
    int rc = 0, r, v = 0;
    vt_int a = make(), b = make(), c = make();
    if ((r = vt_int_await(a, &v)) < 0 && rc == 0)
        rc = r;
    if ((r = vt_int_await(b, &v)) < 0 && rc == 0)
        rc = r;
    if ((r = vt_int_await(c, &v)) < 0 && rc == 0)
        rc = r;
    return rc;
}

int and_chain_bad(void)
{
    int v = 0;
    vt_int a = make(), b = make(); // expect: vt-unawaited b
    return vt_int_await(a, &v) == 0 && vt_int_await(b, &v) == 0;
}

int and_chain_ok(void)
{
    int v = 0;
    vt_int a = make(), b = make();
    bool x = vt_int_await(a, &v) == 0, y = vt_int_await(b, &v) == 0;
    return x && y;
}

int switch_in_loop_ok(const char *text)
{
    bool open = false;
    vt_int t;
    for (; *text; text++) {
        switch (*text) {
        case '(':
            if (open)
                break;
            t = make();
            open = true;
            break;
        case ')':
            if (!open)
                continue;
            vt_int_forget(t);
            open = false;
            break;
        default:
            continue;
        }
    }
    if (open)
        vt_int_forget(t);
    return 0;
}

static void forget_if(vt_int *t, bool *have)
{
    if (*have) {
        vt_int_forget(*t);
        *have = false;
    }
}

int have_behind_pointer_ok(int n)
{
    vt_int t;
    bool have = false;
    if (n) {
        t = make();
        have = true;
    }
    work();
    forget_if(&t, &have);
    forget_if(&t, &have);
    return 0;
}

static int cleanup(vt_int *ts, int n, int rc)
{
    for (int i = 0; i < n; i++)
        vt_int_forget(ts[i]);
    return rc;
}

int progress_ok(void)
{
    vt_int ts[3];
    int n = 0;
    if (probe() < 0)
        return cleanup(ts, n, -1);
    ts[n++] = make();
    if (probe() < 0)
        return cleanup(ts, n, -2);
    ts[n++] = make();
    if (probe() < 0)
        return cleanup(ts, n, -3);
    ts[n++] = make();
    return cleanup(ts, n, 0);
}

int char_flag_ok(int n)
{
    char state = 'i';
    vt_int t = make();
    if (n == 1)
        state = 'a';
    else if (n == 2)
        state = 'b';
    switch (state) {
    case 'a':
    case 'i':
        vt_int_forget(t);
        break;
    case 'b':
        vt_int_forget(t);
        break;
    }
    return 0;
}

int ternary_pick_ok(int n)
{
    vt_int a = make(), b = make();
    vt_int first = n ? a : b, second = n ? b : a;
    vt_int_forget(first);
    vt_int_forget(second);
    return 0;
}

int ternary_pick_bad(int n)
{
    vt_int a = make(), b = make(); // expect: vt-unawaited, vt-unawaited
    vt_int first = n ? a : b, second = n > 0 ? a : b;
    vt_int_forget(first);
    vt_int_forget(second); // expect: vt-double-await
    return 0;
}

int modulo_ok(int n)
{
    vt_int t = make();
    if (n % 2 == 0)
        vt_int_forget(t);
    work();
    if (n % 2 != 0)
        vt_int_forget(t);
    return 0;
}

int shift_ok(unsigned n)
{
    vt_int t = make();
    if ((n >> 4) == 3)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if ((n >> 4) == 3 && n < 10)
        vt_int_forget(t);
    return 0;
}

int sum_ok(int a, int b)
{
    vt_int t = make();
    if (a + b > 10) {
        vt_int_forget(t);
        return 1;
    }
    if (a > 5 && b > 5)
        vt_int_forget(t);
    vt_int_forget(t);
    return 0;
}
