// The bound of a loop is asked anew each turn, behind unseen code: by a getter, through a macro, by a helper, as the length of a text. It is one number, of which each turn says more.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
struct request { int kind; const char *p; };
struct list { int count; const int *ids; struct request *items; };
#define MIN(a, b) ((a) < (b) ? (a) : (b))
static inline int list_count(const struct list *l) { return l->count; }
static inline int list_limit(const struct list *l) { return l->count < 8 ? l->count : 8; }

int getter_ok(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    if (list_count(l) > 8)
        return -1;
    for (int i = 0; i < list_count(l); i++)
        ts[i] = make(i);
    for (int i = 0; i < list_count(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int macro_ok(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < MIN(l->count, 8); i++)
        ts[i] = make(i);
    for (int i = 0; i < MIN(l->count, 8); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int helper_ok(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < list_limit(l); i++)
        ts[i] = make(i);
    for (int i = 0; i < list_limit(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int letters_ok(const char *s)
{
    vt_int ts[32];
    int sum = 0, x;
    if (strlen(s) > 32)
        return -E2BIG;
    for (size_t i = 0; i < strlen(s); i++)
        ts[i] = make(s[i]);
    for (size_t i = 0; i < strlen(s); i++)
        if (vt_int_await(ts[i], &x) == 0)
            sum += x;
    return sum;
}

/* By two pointers that are read anew each time, too. */
int elements_ok(const struct list *l)
{
    vt_int ts[4];
    int x, rc = 0;
    for (int i = 0; i < 4; i++)
        if (l->items[i].kind == 2)
            ts[i] = make(i);
    for (int i = 0; i < 4; i++)
        if (l->items[i].kind == 2)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int getter_bad(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    if (list_count(l) > 8)
        return -1;
    for (int i = 0; i < list_count(l); i++)
        ts[i] = make(i); // expect: vt-unawaited
    for (int i = 1; i < list_count(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int macro_bad(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < MIN(l->count, 8); i++)
        ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < MIN(l->count, 7); i++) // expect-note: leaving the loop here
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int helper_bad(const struct list *l)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < list_limit(l); i++) // expect-note: leaving the loop here
        ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i + 1 < list_limit(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int letters_bad(const char *s)
{
    vt_int ts[32];
    int sum = 0, x;
    if (strlen(s) > 32)
        return -E2BIG;
    for (size_t i = 0; i < strlen(s); i++)
        ts[i] = make(s[i]); // expect: vt-unawaited
    for (size_t i = 1; i < strlen(s); i++)
        if (vt_int_await(ts[i], &x) == 0)
            sum += x;
    return sum;
}

int elements_bad(const struct list *l)
{
    vt_int ts[4];
    int x, rc = 0;
    for (int i = 0; i < 4; i++)
        if (l->items[i].kind == 2)
            ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < 4; i++)
        if (l->items[i].kind == 2 && l->count > 3)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}
