// The tasks are in an array of the function; how many there are, where the next one goes and which places are taken stands in memory that others know. Code that is not seen cannot know the tasks, and leaves these numbers
// alone, whether it gets the object or not. What the function only reads is somebody else's: it may be another number each time.
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pool {
    unsigned n, head, tail, slot;
    uint8_t busy[8];
};

vt_int begin(int id);
vt_int begin_in(struct pool *p, int id);
int next_slot(struct pool *p);

int count_in_struct_ok(struct pool *p, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    p->n = 0;
    for (unsigned i = 0; i < n && p->n < 8; i++)
        t[p->n++] = begin(1);
    for (unsigned k = 0; k < p->n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}

int count_in_struct_bad(struct pool *p, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    p->n = 0;
    for (unsigned i = 0; i < n && p->n < 8; i++)
        t[p->n++] = begin_in(p, 1); // expect: vt-unawaited
    for (unsigned k = 0; k < p->n; k++) {
        rc = vt_int_await(t[k], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

int stack_in_struct_ok(struct pool *p, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    p->n = 0;
    for (unsigned i = 0; i < n; i++) {
        if (p->n == 8)
            rc |= vt_int_await(t[--p->n], &v);
        t[p->n++] = begin_in(p, 1);
    }
    while (p->n > 0) {
        p->n--;
        rc |= vt_int_await(t[p->n], &v);
    }
    return rc;
}

int stack_behind_pointer_bad(unsigned *count, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    *count = 0;
    for (unsigned i = 0; i < n; i++) {
        if (*count == 8)
            rc |= vt_int_await(t[--*count], &v);
        t[(*count)++] = begin(1); // expect: vt-unawaited
    }
    if (rc < 0)
        return rc;
    while (*count > 0)
        rc |= vt_int_await(t[--*count], &v);
    return rc;
}

int stack_behind_pointer_ok(unsigned *count, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    *count = 0;
    for (unsigned i = 0; i < n; i++) {
        if (*count == 8)
            rc |= vt_int_await(t[--*count], &v);
        t[(*count)++] = begin(1);
    }
    while (*count > 0)
        rc |= vt_int_await(t[--*count], &v);
    return rc;
}

static unsigned head, tail;

int ring_in_file_ok(unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    head = tail = 0;
    for (unsigned i = 0; i < n; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(1);
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    return rc;
}

int ring_in_file_bad(unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    head = tail = 0;
    for (unsigned i = 0; i < n; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(1); // expect: vt-unawaited
    }
    if (rc < 0)
        return rc;
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    return rc;
}

int marks_in_struct_ok(struct pool *p, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    memset(p->busy, 0, sizeof p->busy);
    for (unsigned i = 0; i < n; i++) {
        unsigned k = i % 8;
        if (p->busy[k]) {
            p->busy[k] = 0;
            rc |= vt_int_await(t[k], &v);
        }
        t[k] = begin(1);
        p->busy[k] = 1;
    }
    for (unsigned k = 0; k < 8; k++)
        if (p->busy[k])
            rc |= vt_int_await(t[k], &v);
    return rc;
}

int marks_in_struct_bad(struct pool *p, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    memset(p->busy, 0, sizeof p->busy);
    for (unsigned i = 0; i < n; i++) {
        unsigned k = i % 8;
        if (p->busy[k]) {
            p->busy[k] = 0;
            rc |= vt_int_await(t[k], &v);
        }
        t[k] = begin(1); // expect: vt-unawaited
        p->busy[k] = 1;
    }
    for (unsigned k = 0; k < 7; k++)
        if (p->busy[k])
            rc |= vt_int_await(t[k], &v);
    return rc;
}

// It is another one for each task, which others have chosen.
int slot_of_others_ok(struct pool *p)
{
    vt_int t[2];
    int v, rc = 0;
    for (unsigned i = 0; i < 2; i++) {
        if (next_slot(p) < 0 || p->slot != i)
            break;
        t[p->slot] = begin_in(p, 1);
        rc |= vt_int_await(t[i], &v);
    }
    return rc;
}

// Nothing is said of a field in which others count, as it is no index of a task.
int done_by_others_ok(struct pool *p)
{
    vt_int t[4];
    int v, rc = 0, made = 0;
    p->n = 0;
    for (; made < 4; made++)
        t[made] = begin_in(p, made);
    while (p->n < 4)
        next_slot(p);
    while (made > 0)
        rc |= vt_int_await(t[--made], &v);
    return rc;
}

// A count beside the index: up with each task, and down.
int counted_beside_ok(struct pool *p)
{
    vt_int t[4];
    int n = 0, v;
    if (p->n != 0)
        return -1;
    for (int i = 0; i < 4; i++)
        if (next_slot(p) > 0) {
            t[n++] = begin_in(p, i);
            p->n++;
        }
    if (p->n != 0)
        for (int i = 0; i < n; i++) {
            if (vt_int_await(t[i], &v) < 0)
                next_slot(p);
            p->n--;
        }
    return 0;
}

int counted_beside_bad(struct pool *p)
{
    vt_int t[4];
    int n = 0, v;
    if (p->n != 0)
        return -1;
    for (int i = 0; i < 4; i++)
        if (next_slot(p) > 0) {
            t[n++] = begin_in(p, i); // expect: vt-unawaited
            p->n++;
        }
    if (p->n > 1)
        for (int i = 0; i < n; i++) {
            if (vt_int_await(t[i], &v) < 0)
                next_slot(p);
            p->n--;
        }
    return 0;
}

// Others count down what they have done, and the function waits for that.
int waits_for_others_bad(struct pool *p)
{
    vt_int t[4];
    int n = 0, v;
    t[n++] = begin_in(p, 1); // expect: vt-unawaited
    p->n++;
    while (p->n > 0)
        next_slot(p);
    if (next_slot(p) < 0)
        return -1;
    while (n > 0)
        (void)vt_int_await(t[--n], &v);
    return 0;
}
