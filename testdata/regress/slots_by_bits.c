// Which slots are taken is kept in the bits of a word, by an index that is not known.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int slot_of(int);
int slots_ok(int n)
{
    vt_int ts[4];
    unsigned live = 0;
    int rc = 0;
    for (int i = 0; i < n; i++) {
        int s = slot_of(i) & 3;
        if (live & (1u << s))
            rc |= vt_int_await(ts[s], &(int){0});
        ts[s] = make(i);
        live |= 1u << s;
    }
    for (int s = 0; s < 4; s++)
        if (live & (1u << s))
            rc |= vt_int_await(ts[s], &(int){0});
    return rc;
}

int slots_bad(int n)
{
    vt_int ts[4];
    unsigned live = 0;
    int rc = 0;
    for (int i = 0; i < n; i++) {
        int s = slot_of(i) & 3;
        ts[s] = make(i); // expect: vt-unawaited
        live |= 1u << s;
    }
    for (int s = 0; s < 4; s++)
        if (live & (1u << s))
            rc |= vt_int_await(ts[s], &(int){0});
    return rc;
}
