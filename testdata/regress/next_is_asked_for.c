// The next one is asked for if there is one, and the loop goes on if there is: the same question, however the loop goes on, though unseen code may change the bound.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct list {
    int count, *ids;
};
struct range {
    int *begin, *end;
};
struct cursor {
    struct list *list;
    int at;
};

vt_int fetch(int id);
int use(int value);

static int after(const struct list *list, int at)
{
    while (at < list->count && list->ids[at] == 0)
        at++;
    return at;
}

static int has_more(const struct cursor *c)
{
    return c->at < c->list->count;
}

static void step(struct cursor *c)
{
    c->at++;
}

int set_to_the_next(struct list *list)
{
    int i = 0, sum = 0, value;
    if (list->count <= 0)
        return 0;
    vt_int t = fetch(list->ids[0]);
    while (i < list->count) {
        if (vt_int_await(t, &value) < 0)
            return -1;
        int next = i + 1;
        if (next < list->count)
            t = fetch(list->ids[next]);
        sum += use(value);
        i = next;
    }
    return sum;
}

int found_by_a_helper(struct list *list)
{
    int i = after(list, 0), value;
    if (i == list->count)
        return 0;
    vt_int t = fetch(list->ids[i]);
    do {
        int rc = vt_int_await(t, &value), next = after(list, i + 1);
        if (rc < 0)
            return rc;
        if (next < list->count)
            t = fetch(list->ids[next]);
        if (use(value)) {
            if (next < list->count)
                vt_int_forget(t);
            return 1;
        }
        i = next;
    } while (i < list->count);
    return 0;
}

int walked_to_the_end(const struct range *range)
{
    const int *id = range->begin;
    int value;
    if (id == range->end)
        return 0;
    vt_int t = fetch(*id);
    do {
        if (vt_int_await(t, &value) < 0)
            return -1;
        if (++id != range->end)
            t = fetch(*id);
        use(value);
    } while (id != range->end);
    return 0;
}

int by_a_cursor(struct list *list)
{
    struct cursor c = {list, 0};
    int value;
    if (!has_more(&c))
        return 0;
    vt_int t = fetch(c.list->ids[c.at]);
    do {
        int rc = vt_int_await(t, &value);
        step(&c);
        if (rc < 0)
            return rc;
        if (has_more(&c))
            t = fetch(c.list->ids[c.at]);
        if (use(value)) {
            if (has_more(&c))
                vt_int_forget(t);
            return -1;
        }
    } while (has_more(&c));
    return 0;
}

int lost_by_a_cursor(struct list *list)
{
    struct cursor c = {list, 0};
    int value;
    if (!has_more(&c))
        return 0;
    vt_int t = fetch(c.list->ids[c.at]);
    do {
        int rc = vt_int_await(t, &value);
        step(&c);
        if (has_more(&c))
            t = fetch(c.list->ids[c.at]); // expect: vt-unawaited
        if (rc < 0)
            return rc;
    } while (has_more(&c));
    return 0;
}

int lost_by_a_helper(struct list *list)
{
    int i = after(list, 0), value;
    if (i == list->count)
        return 0;
    vt_int t = fetch(list->ids[i]);
    do {
        int rc = vt_int_await(t, &value), next = after(list, i + 1);
        if (next < list->count)
            t = fetch(list->ids[next]); // expect: vt-unawaited
        if (rc < 0)
            return rc;
        i = next;
    } while (i < list->count);
    return 0;
}
