// Whether this is the last turn is computed before an inner loop and asked behind it: a truth of a comparison stays one about the counter where worlds are joined, in whatever order variables stand.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct mirror {
    int score;
    bool is_banned;
};
struct list {
    struct mirror mirrors[8];
    unsigned n;
};

vt_int probe(const struct mirror *mirror, size_t i);
vt_int fetch(size_t i);

static struct mirror *pick(struct list *list)
{
    struct mirror *best = NULL;
    for (unsigned i = 0; i < list->n; i++)
        if (!list->mirrors[i].is_banned)
            best = &list->mirrors[i];
    return best;
}

int one_ahead(struct list *list, size_t n)
{
    int failures = 0, size;
    size_t i = 0;
    if (n == 0 || !pick(list))
        return 0;
    vt_int probing = probe(pick(list), 0);
    do {
        int rc = vt_int_await(probing, &size);
        const bool is_last = i + 1 == n;
        struct mirror *mirror = pick(list);
        if (!mirror)
            return -1;
        if (!is_last)
            probing = probe(mirror, i + 1);
        failures += rc < 0;
        i++;
    } while (i < n);
    return failures;
}

int in_the_middle(const struct list *list, size_t n)
{
    int failures = 0, size;
    size_t i = 0;
    if (n == 0)
        return 0;
    vt_int fetching = fetch(0);
    do {
        int rc = vt_int_await(fetching, &size);
        const bool is_last = i + 1 == n;
        for (unsigned k = 0; k < list->n; k++)
            if (!list->mirrors[k].is_banned)
                rc = 1;
        if (!is_last)
            fetching = fetch(i + 1);
        failures += rc < 0;
        i++;
    } while (i < n);
    return failures;
}

int counted_between(const struct list *list, size_t n)
{
    int failures = 0, size;
    if (n == 0)
        return 0;
    vt_int fetching = fetch(0);
    for (size_t i = 0; i < n; i++) {
        bool is_more = i + 1 < n;
        failures += vt_int_await(fetching, &size) < 0;
        for (unsigned k = 0; k < list->n; k++)
            failures += list->mirrors[k].score < 0;
        if (is_more)
            fetching = fetch(i + 1);
    }
    return failures;
}

int one_too_many(const struct list *list, size_t n)
{
    int failures = 0, size;
    if (n == 0)
        return 0;
    vt_int fetching = fetch(0);
    for (size_t i = 0; i < n; i++) {
        bool is_more = i < n;
        failures += vt_int_await(fetching, &size) < 0;
        for (unsigned k = 0; k < list->n; k++)
            failures += list->mirrors[k].score < 0;
        if (is_more)
            fetching = fetch(i + 1); // expect: vt-unawaited
    }
    return failures;
}

int last_but_one(const struct list *list, size_t n)
{
    int failures = 0, size;
    if (n == 0)
        return 0;
    vt_int fetching = fetch(0);
    for (size_t i = 0; i < n; i++) {
        const bool is_last = i + 2 == n;
        failures += vt_int_await(fetching, &size) < 0; // expect: vt-double-await
        for (unsigned k = 0; k < list->n; k++)
            failures += list->mirrors[k].score < 0;
        if (!is_last)
            fetching = fetch(i + 1); // expect: vt-unawaited
    }
    return failures;
}
