// What a function says of each is asked again where the tasks are taken; a counter of both loops that is declared before them, and compared with how many there are, does not make that a question for the end.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct entry {
    int priority, id;
    struct entry *next;
};

struct set {
    unsigned mask;
    const struct entry *entries;
    const char *mode;
};

vt_int begin(int id);
bool is_wanted(const struct entry *entry) __attribute__((pure));
bool is_loaded(const struct entry *entry) __attribute__((pure));
bool is_column(const struct set *set, unsigned column) __attribute__((pure));

int of_elements(const struct entry *entries, unsigned n)
{
    vt_int t[4];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < n && i < 4; i++)
        if (is_wanted(&entries[i]))
            t[i] = begin(entries[i].id);
    for (i = 0; i < n && i < 4; i++)
        if (is_wanted(&entries[i]))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int by_pointer(const struct entry *entries, unsigned n)
{
    const struct entry *p;
    vt_int t[4];
    int value, rc = 0;
    unsigned i;

    if (n > 4)
        return -1;
    for (i = 0; i < n; i++) {
        p = &entries[i];
        if (!is_wanted(p))
            continue;
        t[i] = begin(p->id);
    }
    for (i = 0; i < n; i++) {
        p = &entries[i];
        if (!is_wanted(p))
            continue;
        rc |= vt_int_await(t[i], &value);
    }
    return rc;
}

int by_number(const struct set *set)
{
    vt_int t[4];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < 4; i++)
        if (is_column(set, i))
            t[i] = begin((int)i);
    for (i = 0; i < 4; i++)
        if (is_column(set, i))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int by_bits(const struct set *set)
{
    vt_int t[8];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < 8; i++)
        if (set->mask & 1u << i)
            t[i] = begin((int)i);
    for (i = 0; i < 8; i++)
        if (set->mask & 1u << i)
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int by_text_of_mode(const struct set *set)
{
    vt_int t[3];
    int value, rc = 0;

    for (int i = 0; i < 3; i++)
        if (strcmp(set->mode, "all") == 0)
            t[i] = begin(i);
    for (int i = 0; i < 3; i++)
        if (strcmp(set->mode, "all") == 0)
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int by_other_text(const struct set *set)
{
    vt_int t[3];
    int value, rc = 0;

    for (int i = 0; i < 3; i++)
        if (strcmp(set->mode, "all") == 0)
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (strcmp(set->mode, "some") == 0)
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int another_question(const struct entry *entries, unsigned n)
{
    vt_int t[4];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < n && i < 4; i++)
        if (is_wanted(&entries[i]))
            t[i] = begin(entries[i].id); // expect: vt-unawaited
    for (i = 0; i < n && i < 4; i++)
        if (is_loaded(&entries[i]))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int another_element(const struct entry *entries)
{
    vt_int t[4];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < 4; i++)
        if (is_wanted(&entries[i]))
            t[i] = begin(entries[i].id); // expect: vt-unawaited
    for (i = 0; i < 3; i++)
        if (is_wanted(&entries[i + 1]))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int left_early(const struct set *set)
{
    vt_int t[4];
    int value;
    unsigned i;

    for (i = 0; i < 4; i++)
        if (is_column(set, i))
            t[i] = begin((int)i); // expect: vt-unawaited
    for (i = 0; i < 4; i++)
        if (is_column(set, i) && vt_int_await(t[i], &value) < 0)
            return -1;
    return 0;
}

int another_column(const struct set *set)
{
    vt_int t[8];
    int value, rc = 0;
    unsigned i;

    for (i = 0; i < 8; i++)
        if (set->mask & 1u << i)
            t[i] = begin((int)i); // expect: vt-unawaited
    for (i = 0; i < 8; i++)
        if (set->mask & 2u << i)
            rc |= vt_int_await(t[i], &value);
    return rc;
}
