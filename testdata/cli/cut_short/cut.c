#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

#define PUT(at) case at: t[at] = first; break;
#define PUT_TEN(at) PUT(at) PUT(at + 1) PUT(at + 2) PUT(at + 3) PUT(at + 4) PUT(at + 5) PUT(at + 6) PUT(at + 7) PUT(at + 8) PUT(at + 9)
#define PUT_HUNDRED(at) \
    PUT_TEN(at) PUT_TEN(at + 10) PUT_TEN(at + 20) PUT_TEN(at + 30) PUT_TEN(at + 40) PUT_TEN(at + 50) PUT_TEN(at + 60) PUT_TEN(at + 70) PUT_TEN(at + 80) PUT_TEN(at + 90)

/* One task in more places than are followed. */
void scatter(int n)
{
    vt_int t[300], first = make();

    switch (n) {
        PUT_HUNDRED(0)
        PUT_HUNDRED(100)
        PUT_HUNDRED(200)
    default:
        vt_int_forget(first);
        return;
    }
    vt_int_forget(t[n]);
}
