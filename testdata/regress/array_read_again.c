// Items behind a pointer in a struct are walked twice by a pointer to them, and both walks begin where the struct says then: unseen code runs in between, and nobody means another array.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
struct item { int id, rc; };
struct s { struct item *v; unsigned n; };
vt_int begin(int id);
vt_int begin_item(struct s *s, struct item *it);
int refused(struct s *s)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    if (s->n > 8)
        return -1;
    for (struct item *it = s->v; it < s->v + s->n; it++)
        t[k++] = begin(it->id);
    k = 0;
    for (struct item *it = s->v; it < s->v + s->n; it++)
        rc |= vt_int_await(t[k++], &v);
    return rc;
}
int capped(struct s *s)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    for (struct item *it = s->v; it < s->v + s->n && k < 8; it++)
        t[k++] = begin(it->id);
    k = 0;
    for (struct item *it = s->v; it < s->v + s->n && k < 8; it++)
        it->rc = vt_int_await(t[k++], &v);
    return rc;
}
int end_in_a_local(struct s *s)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    struct item *end = s->v + s->n;
    for (struct item *it = s->v; it != end && k < 8; ++it)
        t[k++] = begin_item(s, it);
    k = 0;
    for (struct item *it = s->v; it != end && k < 8; ++it)
        rc |= vt_int_await(t[k++], &v);
    return rc;
}
int left_early(struct s *s)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    for (struct item *it = s->v; it < s->v + s->n && k < 8; it++)
        t[k++] = begin(it->id); // expect: vt-unawaited
    k = 0;
    for (struct item *it = s->v; it < s->v + s->n && k < 8; it++) {
        rc = vt_int_await(t[k++], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

int begins_behind_the_first(struct s *s)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    for (struct item *it = s->v; it < s->v + s->n && k < 8; it++)
        t[k++] = begin(it->id); // expect: vt-unawaited
    k = 0;
    for (struct item *it = s->v + 1; it < s->v + s->n && k < 8; it++)
        rc |= vt_int_await(t[k++], &v);
    return rc;
}
