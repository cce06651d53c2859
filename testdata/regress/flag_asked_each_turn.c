// A flag in a struct that unseen code has filled is asked twice in each turn of a loop, with unseen code between: what it was known to be in a turn before is one number with what it is in this one.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *text);
struct request { bool flag, other; };
void request_init(struct request *request);

int each_turn_ok(void)
{
    struct request request;
    int x, rc = 0;
    request_init(&request);
    for (int k = 0; k < 10; k++) {
        vt_int t;
        if (request.flag)
            t = make(1);
        note("made");
        if (request.flag)
            rc |= vt_int_await(t, &x);
    }
    return rc;
}
int each_turn_bad(void)
{
    struct request request;
    int x, rc = 0;
    request_init(&request);
    for (int k = 0; k < 10; k++) {
        vt_int t;
        if (request.flag)
            t = make(1); // expect: vt-unawaited
        note("made");
        if (request.flag && request.other)
            rc |= vt_int_await(t, &x);
    }
    return rc;
}
