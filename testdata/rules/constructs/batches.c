// Helpers that consume as many tasks of an array as a number says, or up to a pointer to its end.
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>
VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);
vt_int make(int n);
int cond(void);

struct batch {
    vt_int tasks[4]; // expect: vt-field-storage tasks
    size_t count;
};
static void init(struct batch *b)
{
    b->count = 0;
}
static int flush(struct batch *b)
{
    int values[4];
    size_t count = b->count;
    b->count = 0;
    if (count == 0)
        return 0;
    return vt_int_when_all(b->tasks, count, values);
}
static int add(struct batch *b, int n)
{
    int rc = 0;
    if (b->count == 4)
        rc = flush(b);
    b->tasks[b->count++] = make(n);
    return rc;
}
int pushes_ok(void)
{
    struct batch b;
    init(&b);
    int rc = add(&b, 1);
    rc |= add(&b, 2);
    return rc | flush(&b);
}
int pushes_many_ok(int n)
{
    struct batch b = {.count = 0};
    int rc = 0;
    for (int i = 0; i < n; i++)
        rc |= add(&b, i);
    return rc | flush(&b);
}
int pushes_bad(void)
{
    struct batch b;
    init(&b);
    return add(&b, 1); // expect: vt-unawaited
}
int flushed_twice_ok(void)
{
    struct batch b;
    init(&b);
    int rc = add(&b, 1);
    rc |= flush(&b);
    return rc | flush(&b);
}
static int flush_keeps(struct batch *b)
{
    int values[4];
    return vt_int_when_all(b->tasks, b->count, values);
}
int flushed_twice_bad(void)
{
    struct batch b;
    b.tasks[0] = make(1);
    b.count = 1;
    int rc = flush_keeps(&b);
    return rc | flush_keeps(&b); // expect: vt-double-await
}
int direct_members_ok(void)
{
    struct batch b;
    int values[4];
    b.count = 0;
    b.tasks[b.count++] = make(1);
    b.tasks[b.count++] = make(2);
    return vt_int_when_all(b.tasks, b.count, values);
}
int direct_members_bad(void)
{
    struct batch b;
    int values[4];
    b.count = 0;
    b.tasks[b.count++] = make(1);
    b.tasks[b.count] = make(2); // expect: vt-unawaited
    return vt_int_when_all(b.tasks, b.count, values);
}
static int all_of(vt_int *ts, size_t n)
{
    int values[8];
    return n == 0 ? 0 : vt_int_when_all(ts, n, values);
}
int all_of_two_ok(void)
{
    vt_int ts[2] = {make(1), make(2)};
    return all_of(ts, 2);
}
int all_of_halves_ok(void)
{
    vt_int ts[4] = {make(1), make(2), make(3), make(4)};
    int rc = all_of(ts, 2);
    return rc | all_of(ts + 2, 2);
}
int all_of_short_bad(void)
{
    vt_int ts[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited
    return all_of(ts, 2);
}
int all_of_again_bad(void)
{
    vt_int ts[2] = {make(1), make(2)};
    int rc = all_of(ts, 2);
    return rc | all_of(ts, 2); // expect: vt-double-await
}
int all_of_counted_ok(size_t n)
{
    vt_int ts[8];
    size_t filled = 0;
    for (size_t i = 0; i < n && filled < 8; i++)
        if (cond())
            ts[filled++] = make((int)i);
    return all_of(ts, filled);
}
int all_of_filled_loop_ok(size_t n)
{
    vt_int ts[8];
    if (n > 8)
        n = 8;
    for (size_t i = 0; i < n; i++)
        ts[i] = make((int)i);
    return all_of(ts, n);
}
static int chained(vt_int *ts, size_t n)
{
    return all_of(ts, n);
}
int chained_ok(void)
{
    vt_int ts[2] = {make(1), make(2)};
    return chained(ts, 2);
}
int chained_short_bad(void)
{
    vt_int ts[2] = {make(1), make(2)}; // expect: vt-unawaited
    return chained(ts, 1);
}
static int drain(vt_int *next, vt_int *end)
{
    int value = 0, status = 0;
    while (next != end)
        status |= vt_int_await(*next++, &value);
    return status;
}
int drain_one_ok(void)
{
    vt_int ts[1] = {make(1)};
    return drain(ts, ts + 1);
}
int drain_three_ok(void)
{
    vt_int ts[3] = {make(1), make(2), make(3)};
    return drain(ts, ts + 3);
}
int drain_tail_ok(void)
{
    int value = 0;
    vt_int ts[3] = {make(1), make(2), make(3)};
    int rc = vt_int_await(ts[0], &value);
    return rc | drain(&ts[1], &ts[3]);
}
int drain_short_bad(void)
{
    vt_int ts[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited
    return drain(ts, ts + 2);
}
int drain_twice_bad(void)
{
    vt_int ts[2] = {make(1), make(2)};
    int rc = drain(ts, ts + 2);
    return rc | drain(ts + 1, ts + 2); // expect: vt-double-await
}
int drain_none_ok(void)
{
    int value = 0;
    vt_int ts[1] = {make(1)};
    int rc = drain(ts, ts);
    return rc | vt_int_await(ts[0], &value);
}
int drain_unknown_ok(size_t n)
{
    vt_int ts[8];
    if (n > 8)
        n = 8;
    for (size_t i = 0; i < n; i++)
        ts[i] = make((int)i);
    return drain(ts, ts + n);
}
static int drain_less(vt_int *from, vt_int *to)
{
    int value = 0, status = 0;
    for (vt_int *p = from; p < to; p++)
        status |= vt_int_await(*p, &value);
    return status;
}
int drain_less_ok(void)
{
    vt_int ts[2] = {make(1), make(2)};
    return drain_less(ts, ts + 2);
}
int drain_less_bad(void)
{
    vt_int ts[2] = {make(1), make(2)}; // expect: vt-unawaited
    return drain_less(ts, ts + 1);
}
static int drain_back(vt_int *begin, vt_int *end)
{
    int value = 0, status = 0;
    while (end > begin)
        status |= vt_int_await(*--end, &value);
    return status;
}
int drain_back_ok(void)
{
    vt_int ts[2] = {make(1), make(2)};
    return drain_back(ts, ts + 2);
}
struct range { vt_int *begin, *end; };
static int drain_range(struct range *r)
{
    int value = 0, status = 0;
    while (r->begin != r->end)
        status |= vt_int_await(*r->begin++, &value);
    return status;
}
int drain_range_ok(void)
{
    vt_int ts[2] = {make(1), make(2)};
    struct range r = {ts, ts + 2};
    return drain_range(&r);
}
int drain_range_bad(void)
{
    vt_int ts[2] = {make(1), make(2)}; // expect: vt-unawaited
    struct range r = {ts, ts + 1};
    return drain_range(&r);
}
static int forget_all(vt_int *ts, int n)
{
    while (n-- > 0)
        vt_int_forget(*ts++);
    return 0;
}
int forget_all_ok(void)
{
    vt_int ts[3] = {make(1), make(2), make(3)};
    return forget_all(ts, 3);
}
int forget_all_bad(void)
{
    vt_int ts[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited
    return forget_all(ts + 1, 2);
}

/* --- queues, parts --- */

struct queue { vt_int items[4]; unsigned used; }; // expect: vt-field-storage
static void queue_init(struct queue *q) { q->used = 0; }
static bool queue_push(struct queue *q, vt_int t)
{
    if (q->used == 4)
        return false;
    q->items[q->used++] = t;
    return true;
}
static int queue_drain(struct queue *q)
{
    int value = 0, sum = 0;
    for (unsigned i = 0; i < q->used; i++)
        sum += vt_int_await(q->items[i], &value);
    q->used = 0;
    return sum;
}
static int queue_all(struct queue *q)
{
    int values[4];
    int rc = vt_int_when_all(q->items, q->used, values);
    q->used = 0;
    return rc;
}
int push_two_ok(void)
{
    struct queue q;
    queue_init(&q);
    vt_int a = make(1);
    if (!queue_push(&q, a))
        vt_int_forget(a);
    vt_int b = make(2);
    if (!queue_push(&q, b))
        vt_int_forget(b);
    return queue_drain(&q);
}
int push_two_all_ok(void)
{
    struct queue q;
    queue_init(&q);
    vt_int a = make(1);
    if (!queue_push(&q, a))
        vt_int_forget(a);
    vt_int b = make(2);
    if (!queue_push(&q, b))
        vt_int_forget(b);
    return queue_all(&q);
}
int push_lost_bad(void)
{
    struct queue q;
    queue_init(&q);
    vt_int a = make(1); // expect: vt-unawaited
    if (!queue_push(&q, a))
        vt_int_forget(a);
    return 0;
}
int push_then_await_bad(void)
{
    int value = 0;
    struct queue q;
    queue_init(&q);
    vt_int a = make(1);
    if (queue_push(&q, a)) {
        int rc = queue_all(&q);
        return rc | vt_int_await(a, &value); // expect: vt-double-await
    }
    return vt_int_await(a, &value);
}
static int all_but_first(vt_int *ts, size_t n)
{
    int values[8];
    return n > 1 ? vt_int_when_all(ts + 1, n - 1, values) : 0;
}
int all_but_first_ok(void)
{
    int value = 0;
    vt_int ts[3] = {make(0), make(1), make(2)};
    int rc = all_but_first(ts, 3);
    return rc | vt_int_await(ts[0], &value);
}
int all_but_first_bad(void)
{
    vt_int ts[3] = {make(0), make(1), make(2)}; // expect: vt-unawaited
    return all_but_first(ts, 3);
}
int all_but_first_twice_bad(void)
{
    int value = 0;
    vt_int ts[3] = {make(0), make(1), make(2)};
    int rc = all_but_first(ts, 3) | vt_int_await(ts[0], &value);
    return rc | vt_int_await(ts[2], &value); // expect: vt-double-await
}
static void drop_range(vt_int *first, const vt_int *last)
{
    for (; first < last; ++first)
        vt_int_forget(*first);
}
int drop_range_ok(int n)
{
    vt_int ts[4];
    int values[4], i = 0;
    for (; i < 4; i++) {
        ts[i] = make(i);
        if (cond())
            break;
    }
    if (i < 4) {
        drop_range(ts, ts + i + 1);
        return -n;
    }
    return vt_int_when_all(ts, 4, values);
}
int drop_range_bad(int n)
{
    vt_int ts[4];
    int values[4], i = 0;
    for (; i < 4; i++) {
        ts[i] = make(i); // expect: vt-unawaited
        if (cond())
            break;
    }
    if (i < 4) {
        drop_range(ts, ts + i);
        return -n;
    }
    return vt_int_when_all(ts, 4, values);
}
