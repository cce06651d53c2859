// A mask in a struct that came in says which are wanted, and is asked again behind code that is not seen: which bit of it was asked for is one of many when the answer comes.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct table {
    unsigned wanted, loaded;
    unsigned long long columns;
    int count;
};

vt_int begin(int id);
void note(const char *text);

int eight(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++) {
        if (p->wanted & (1u << i))
            t[i] = begin(i);
    }
    for (int i = 0; i < 8; i++) {
        if (!(p->wanted & (1u << i)))
            continue;
        int one = vt_int_await(t[i], &value);
        if (one < 0)
            rc = one;
    }
    return rc;
}

int all_bits_backwards(const struct table *p)
{
    vt_int t[32];
    int value, rc = 0;
    for (int i = 0; i < 32; i++)
        if (p->wanted >> i & 1)
            t[i] = begin(i);
    note("begun");
    for (int i = 31; i >= 0; i--)
        if (p->wanted >> i & 1)
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int wide(struct table *p)
{
    vt_int t[48];
    int value, rc = 0, n = p->count < 48 ? p->count : 48;
    for (int i = 0; i < n; i++)
        if (p->columns & 1ull << i)
            t[i] = begin(i);
    for (int i = 0; i < n; i++) {
        if ((p->columns & 1ull << i) == 0)
            continue;
        if (rc < 0)
            vt_int_forget(t[i]);
        else
            rc = vt_int_await(t[i], &value);
    }
    return rc;
}

int numbered(struct table *p)
{
    vt_int t[8];
    int value, rc = 0, n = 0, k = 0;
    for (unsigned i = 0; i < 8; i++)
        if (p->wanted & 1u << i)
            t[n++] = begin((int)i);
    for (unsigned i = 0; i < 8; i++)
        if (p->wanted & 1u << i)
            rc |= vt_int_await(t[k++], &value);
    return rc;
}

int another_mask(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 8; i++)
        if (p->loaded & (1u << i))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int another_bit(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 7; i++)
        if (p->wanted & (2u << i))
            rc |= vt_int_await(t[i + 1], &value);
    return rc;
}

int left_early(struct table *p)
{
    vt_int t[8];
    int value;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i) && vt_int_await(t[i], &value) < 0)
            return -1;
    return 0;
}

int too_few(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i); // expect: vt-unawaited
    for (int i = 0; i < 7; i++)
        if (p->wanted & (1u << i))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int cleared_before(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i); // expect: vt-unawaited
    p->wanted &= ~4u;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            rc |= vt_int_await(t[i], &value);
    return rc;
}

int twice(struct table *p)
{
    vt_int t[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (p->wanted & (1u << i))
            t[i] = begin(i);
    for (int i = 0; i < 8; i++) {
        if (p->wanted & (1u << i))
            rc |= vt_int_await(t[i], &value);
        if (i == 5 && p->wanted & 32)
            rc |= vt_int_await(t[5], &value); // expect: vt-double-await
    }
    return rc;
}
