// What was known of a value ends where the value may have changed: through another name, in unseen code, by wrapping round, by a cast.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);
void touch(unsigned *p);

int escaped_flags_bad(void)
{
    unsigned flags = 0;
    vt_int t = make(); // expect: vt-unawaited
    touch(&flags);
    if (flags & 1u)
        vt_int_forget(t);
    touch(&flags);
    if (!(flags & 1u))
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

struct s { unsigned flags; int n; };

int through_pointer_bad(struct s *a, struct s *b)
{
    vt_int t = make(); // expect: vt-unawaited
    if (a->flags & 2u)
        vt_int_forget(t);
    b->flags ^= 2u;
    if (!(a->flags & 2u))
        vt_int_forget(t); // expect: vt-double-await
    else
        return 1;
    return 0;
}

int overlap_bad(unsigned f)
{
    vt_int t = make(); // expect: vt-unawaited
    if (f & 6u)
        vt_int_forget(t);
    if (f & 4u)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int negative_bad(int f)
{
    vt_int t = make();
    if ((f & -8) == 0)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (f & 3)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int wrap_bad(unsigned n)
{
    vt_int t = make();
    if (n > 5)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (n + 1 < n)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int narrow_bad(int n)
{
    unsigned char c = (unsigned char)n;
    vt_int t = make();
    vt_int_forget(t);
    if (c == 0 && n != 0)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int signed_char_bad(int n)
{
    signed char c = (signed char)n;
    vt_int t = make();
    vt_int_forget(t);
    if (n > 200 && c < 0)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int volatile_bad(volatile int *p)
{
    vt_int t = make(); // expect: vt-unawaited
    if (*p)
        vt_int_forget(t);
    if (!*p)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

static void keep_going(void *context)
{
    int *n = context;
    work();
    ++*n;
}

int context_counter_bad(void)
{
    int n = 0;
    vt_int t = make();
    vt_int_forget(t);
    keep_going(&n);
    if (n == 1)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

struct c { vt_int *task; int armed; struct c *self; };
static struct c *saved;

static void fire(void *context)
{
    struct c *c = context;
    saved = c;
    work();
    if (c->armed)
        vt_int_forget(*c->task);
}

int leaked_context_ok(void)
{
    vt_int t = make();
    struct c c = {.task = &t, .armed = 0};
    fire(&c);
    vt_int_forget(t);
    return 0;
}

int equal_pointers_bad(int *a, int *b)
{
    vt_int t = make();
    *a = 1;
    *b = 2;
    if (*a == 1)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (*a == 2)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int three_relations_bad(int a, int b, int c)
{
    vt_int t = make();
    vt_int_forget(t);
    if (a < b && b < c && c > a + 1)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int nested_counts_bad(int n, int m)
{
    int i, j = 0;
    vt_int t = make();
    vt_int_forget(t);
    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
            work();
    if (i == 40 && j == 41)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}

int grows_bad(int n)
{
    unsigned seen = 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (probe() == 3)
            seen |= 1u << 3;
        if (probe() == 5)
            seen |= 1u << 5;
        if (probe() == 7)
            seen |= 1u << 7;
    }
    vt_int_forget(t);
    if (seen == (1u << 3 | 1u << 7))
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}
