// A list is walked twice with one filter, a comparison of texts: the question is the same where each loop has a variable of its own.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { MOST = 3 };

struct part {
    const char *kind, *owner;
    int id;
    struct part *next;
};

vt_int begin(int id);

int by_kind(struct part *head)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (struct part *p = head; p && n < MOST; p = p->next)
        if (strcmp(p->kind, "disk") == 0)
            t[n++] = begin(p->id);
    for (struct part *p = head; p && k < n; p = p->next)
        if (strcmp(p->kind, "disk") == 0)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int by_other_names(const struct part *parts, int count)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (const struct part *p = parts; p < parts + count && n < MOST; p++)
        if (strncmp(p->kind, "disk", 4) == 0)
            t[n++] = begin(p->id);
    for (const struct part *q = parts; q < parts + count && k < n; q++)
        if (strncmp(q->kind, "disk", 4) == 0)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int by_names_alone(const char *const *names)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (const char *const *name = names; *name && n < MOST; name++)
        if (strchr(*name, ':') != NULL)
            t[n++] = begin(n);
    for (const char *const *name = names; *name && k < n; name++)
        if (strchr(*name, ':') != NULL)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int by_array_of_pointers(struct part *const *parts, int count)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (int i = 0; i < count && n < MOST; i++) {
        struct part *p = parts[i];
        if (strcmp(p->kind, "disk") == 0)
            t[n++] = begin(p->id);
    }
    for (int i = 0; i < count && k < n; i++) {
        struct part *p = parts[i];
        if (strcmp(p->kind, "disk") != 0)
            continue;
        rc |= vt_int_await(t[k++], &value);
    }
    return rc;
}

int by_another_kind(struct part *head)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (struct part *p = head; p && n < MOST; p = p->next)
        if (strcmp(p->kind, "disk") == 0)
            t[n++] = begin(p->id); // expect: vt-unawaited
    for (struct part *p = head; p && k < n; p = p->next)
        if (strcmp(p->kind, "tape") == 0)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int by_another_text(struct part *head)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (struct part *p = head; p && n < MOST; p = p->next)
        if (strcmp(p->kind, "disk") == 0)
            t[n++] = begin(p->id); // expect: vt-unawaited
    for (struct part *p = head; p && k < n; p = p->next)
        if (strcmp(p->owner, "disk") == 0)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int left_early(struct part *head)
{
    vt_int t[MOST];
    int n = 0, k = 0, value, rc = 0;

    for (struct part *p = head; p && n < MOST; p = p->next)
        if (strcmp(p->kind, "disk") == 0)
            t[n++] = begin(p->id); // expect: vt-unawaited
    for (struct part *p = head; p && k < n; p = p->next)
        if (strcmp(p->kind, "disk") == 0) {
            rc = vt_int_await(t[k++], &value);
            if (rc < 0)
                break;
        }
    return rc;
}
