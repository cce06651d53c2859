// One ahead over an array that ends at 0, with a count in a variable of the file: a number by itself is no element of what a pointer that came in leads to.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(unsigned id);
vt_int open_name(const char *name);

static long total;
unsigned all_time, table[8];

int counted_in_static(const unsigned *ids)
{
    vt_int current, next;
    int value, rc = 0;
    if (!ids[0])
        return 0;
    next = begin(ids[0]);
    for (unsigned i = 0; ids[i]; i++) {
        current = next;
        if (ids[i + 1])
            next = begin(ids[i + 1]);
        rc |= vt_int_await(current, &value);
        total += value;
    }
    return rc;
}

int counted_in_global(const unsigned *ids)
{
    vt_int current, next;
    int value, rc = 0;
    if (!ids[0])
        return 0;
    next = begin(ids[0]);
    for (unsigned i = 0; ids[i]; i++) {
        current = next;
        if (ids[i + 1])
            next = begin(ids[i + 1]);
        rc |= vt_int_await(current, &value);
        all_time++;
    }
    return rc;
}

int noted_in_local_static(const char *const *names)
{
    static int is_used;
    vt_int current, next;
    int value, rc = 0;
    if (!names[0])
        return 0;
    next = open_name(names[0]);
    for (unsigned i = 0; names[i]; i++) {
        current = next;
        if (names[i + 1])
            next = open_name(names[i + 1]);
        rc |= vt_int_await(current, &value);
        is_used = 1;
    }
    return rc + is_used;
}

int text_asked_again(const char *name)
{
    vt_int t;
    int value, rc = 0;
    if (strcmp(name, "all") == 0)
        t = begin(1);
    total++;
    if (strcmp(name, "all") == 0)
        rc = vt_int_await(t, &value);
    return rc;
}

static char text[16];

int text_changed(const char *name)
{
    vt_int t;
    int value, rc = 0;
    if (strcmp(name, "all") == 0)
        t = begin(1); // expect: vt-unawaited
    text[0] = 'b';
    if (strcmp(name, "all") == 0)
        rc = vt_int_await(t, &value);
    return rc;
}

int asked_otherwise(const unsigned *ids)
{
    vt_int current, next;
    int value, rc = 0;
    if (!ids[0])
        return 0;
    next = begin(ids[0]);
    for (unsigned i = 0; ids[i]; i++) {
        current = next;
        if (ids[i + 1] > 1)
            next = begin(ids[i + 1]);
        rc |= vt_int_await(current, &value); // expect: vt-double-await
        total += value;
    }
    return rc;
}

static int element_stored(unsigned *ids)
{
    vt_int t;
    int value = 0;
    table[2] = 0;
    t = begin(1); // expect: vt-unawaited
    ids[2] = 1;
    if (table[2] == 0)
        return vt_int_await(t, &value);
    return 0;
}

int given_the_table(void)
{
    return element_stored(table);
}
