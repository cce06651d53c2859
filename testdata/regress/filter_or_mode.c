// Two passes over the slots with one filter: what an element holds, or a mode that stands in memory. The mode asks of each turn whether there is a task, and nobody expects that it changes;
// a flag by which a loop is left is there for that.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct item {
    bool is_dirty;
    int kind;
};

struct store {
    struct item *items;
    bool is_forced, is_closing;
    int level;
};

vt_int begin(int i);

int field_or_mode(struct store *s)
{
    vt_int t[4];
    int value, sum = 0;
    for (int i = 0; i < 4; i++)
        if (s->items[i].is_dirty || s->is_forced)
            t[i] = begin(i);
    for (int i = 0; i < 4; i++)
        if (s->items[i].is_dirty || s->is_forced)
            sum += vt_int_await(t[i], &value);
    return sum;
}

int mode_or_field(struct store *s)
{
    vt_int t[4];
    int value, sum = 0;
    for (int i = 0; i < 4; i++)
        if (s->is_forced || s->items[i].is_dirty)
            t[i] = begin(i);
    for (int i = 0; i < 4; i++)
        if (s->is_forced || s->items[i].is_dirty)
            sum += vt_int_await(t[i], &value);
    return sum;
}

int level_or_mode(struct store *s)
{
    vt_int t[4];
    int value, sum = 0;
    for (int i = 0; i < 4; i++)
        if (s->items[i].kind >= s->level || s->is_forced)
            t[i] = begin(i);
    for (int i = 0; i < 4; i++)
        if (s->items[i].kind >= s->level || s->is_forced)
            sum += vt_int_await(t[i], &value);
    return sum;
}

int left_at_the_first_error(struct store *s)
{
    vt_int t[4];
    int value, rc = 0;
    for (int i = 0; i < 4; i++)
        if (s->items[i].is_dirty || s->is_forced)
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 4; i++)
        if (s->items[i].is_dirty || s->is_forced) {
            rc = vt_int_await(t[i], &value);
            if (rc < 0)
                return rc;
        }
    return rc;
}

int passed_over_when_closing(struct store *s)
{
    vt_int t[4];
    int value, n, sum = 0;
    for (n = 0; n < 4; n++) {
        if (s->is_closing)
            break;
        t[n] = begin(n); // expect: vt-unawaited
    }
    for (int i = 0; i < n; i++)
        if (!s->is_closing)
            sum += vt_int_await(t[i], &value);
    return sum;
}

void poll_store(struct store *s);

// Each turn gives the object away before it asks: that expects a change.
int passed_over_where_it_changes(struct store *s)
{
    vt_int t[4];
    int value, n = 0, sum = 0;
    for (int i = 0; i < 4; i++) {
        if (!s->is_forced)
            continue;
        t[n++] = begin(i); // expect: vt-unawaited
    }
    for (int i = 0; i < n; i++) {
        poll_store(s);
        if (!s->is_forced)
            continue;
        sum += vt_int_await(t[i], &value);
    }
    return sum;
}
