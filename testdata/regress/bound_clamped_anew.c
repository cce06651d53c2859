// The bound of two loops stands in memory and is clamped anew for each, `MIN(list->n, MOST)`, also by a function that is seen; the second one goes down. It was held for another number each time. But who waits until the
// number is another is believed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { MOST = 8 };
#define MIN(a, b) ((a) < (b) ? (a) : (b))

struct list {
    const int *ids;
    int n, epoch;
};

vt_int start(int id);
void pump(void);

static int count(const struct list *list)
{
    return list->n < MOST ? list->n : MOST;
}

int macro_ok(struct list *list)
{
    vt_int t[MOST];
    int v, rc = 0, i;
    for (i = 0; i < MIN(list->n, MOST); i++)
        t[i] = start(list->ids[i]);
    for (i = MIN(list->n, MOST) - 1; i >= 0; i--)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int function_ok(struct list *list)
{
    vt_int t[MOST];
    int v, rc = 0, i;
    for (i = 0; i < count(list); i++)
        t[i] = start(list->ids[i]);
    for (i = count(list); i-- > 0;)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int function_bad(struct list *list)
{
    vt_int t[MOST];
    int v, rc = 0, i;
    for (i = 0; i < count(list); i++) // expect-note: leaving the loop here
        t[i] = start(list->ids[i]); // expect: vt-unawaited
    for (i = count(list); --i > 0;)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int waits_for_another_bad(struct list *list)
{
    vt_int t[MOST];
    int v, rc = 0;
    const int n = list->epoch;
    for (int i = 0; i < MIN(n, MOST); i++)
        t[i] = start(i); // expect: vt-unawaited
    while (list->epoch == n)
        pump();
    for (int i = 1; i < MIN(n, MOST); i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}
