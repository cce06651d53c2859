// A shift moves by less than its type has bits: a mask of 64 slots in which bits are cleared says of each slot what is true.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(int id);
int cond(void);

int cleared(int count, int wanted)
{
    vt_int t[3];
    unsigned long live = 0;

    for (int i = 0; i < count; i++)
        if (cond()) {
            t[i] = begin(i); // expect: vt-unawaited
            live |= 1ul << i;
        }
    for (int i = count - 1; i >= 0; i--) {
        if (!((live >> i) & 1))
            continue;
        if (i == wanted) {
            vt_int_forget(t[i]);
            live &= ~(1ul << i);
        }
    }
    for (int i = count - 1; i >= 0; i--) {
        if (!((live >> i) & 1))
            continue;
        if (cond())
            vt_int_forget(t[i]);
        live &= ~(1ul << i);
    }
    return 0;
}

int not_cleared(int count, int wanted)
{
    vt_int t[3];
    unsigned long live = 0;

    for (int i = 0; i < count; i++)
        if (cond()) {
            t[i] = begin(i);
            live |= 1ul << i;
        }
    for (int i = count - 1; i >= 0; i--)
        if (((live >> i) & 1) && i == wanted)
            vt_int_forget(t[i]);
    for (int i = count - 1; i >= 0; i--)
        if ((live >> i) & 1)
            vt_int_forget(t[i]); // expect: vt-double-await
    return 0;
}
