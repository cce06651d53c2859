// A flag that is not set is added, one that is set is taken off: what that does to the other flags of the number is known.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void log_line(void);

enum { HAS = 4, MORE = 8 };

int added_ok(unsigned flags)
{
    int x = 0;
    vt_int t;
    flags &= ~(unsigned)HAS;
    if (flags & MORE) {
        t = make();
        flags += HAS;
    }
    if (flags & HAS)
        vt_int_await(t, &x);
    return x;
}

int taken_off_ok(unsigned flags)
{
    int x = 0;
    vt_int t = make();
    flags |= HAS;
    if (flags & MORE) {
        vt_int_await(t, &x);
        flags -= HAS;
    }
    if (flags & HAS)
        vt_int_await(t, &x);
    return x;
}

int turned_ok(unsigned flags)
{
    int x = 0;
    vt_int t;
    flags &= ~(unsigned)HAS;
    if (flags & MORE) {
        t = make();
        flags ^= HAS;
    }
    if (flags & HAS) {
        vt_int_await(t, &x);
        flags ^= HAS;
    }
    if (flags & HAS)
        vt_int_await(t, &x);
    return x;
}

int added_twice_bad(unsigned flags)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    flags |= HAS;
    if (flags & MORE)
        flags += HAS;
    if (flags & HAS)
        vt_int_await(t, &x);
    return x;
}

int row_ok(const int *wanted)
{
    vt_int tasks[4];
    unsigned made = 0;
    int x = 0;
    for (unsigned i = 0; i < 4; i++)
        if (wanted[i] > 0) {
            tasks[i] = make();
            made += 1u << i;
        }
    for (unsigned i = 0; i < 4; i++)
        if (made & (1u << i)) {
            vt_int_await(tasks[i], &x);
            made -= 1u << i;
        }
    return x;
}

struct request { unsigned flags; int count; };

int asked_of_other_flags_between_ok(struct request *request)
{
    int x = 0;
    vt_int t;
    if (request->flags & HAS)
        t = make();
    if (request->flags & MORE)
        request->count++;
    log_line();
    if (request->flags & HAS)
        vt_int_await(t, &x);
    return x;
}

int other_flag_bad(struct request *request)
{
    int x = 0;
    vt_int t;
    if (request->flags & HAS)
        t = make(); // expect: vt-unawaited
    if (request->flags & MORE)
        request->count++;
    log_line();
    if (request->flags & MORE)
        vt_int_await(t, &x);
    return x;
}
