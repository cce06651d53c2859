// A loop that stores itself what it asks, as a state machine does, waits for nobody else to change it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(const char *);
int is_due(void);

enum state { IDLE, WAITING, DUE, DONE };

struct conn {
    enum state state;
    int n;
    bool closed;
};

int machine_ok(struct conn *c)
{
    vt_int t;
    int x, rc = 0;
    c->state = IDLE;
    while (c->state != DONE) {
        switch (c->state) {
        case IDLE:
            t = make(c->n);
            c->state = WAITING;
            break;
        case WAITING:
            note("waiting");
            if (is_due())
                c->state = DUE;
            break;
        case DUE:
            rc = vt_int_await(t, &x);
            c->state = rc < 0 ? DONE : IDLE;
            break;
        case DONE:
            break;
        }
    }
    return rc;
}

int machine_bad(struct conn *c)
{
    vt_int t;
    int x, rc = 0;
    c->state = IDLE;
    while (c->state != DONE) {
        switch (c->state) {
        case IDLE:
            t = make(c->n); // expect: vt-unawaited
            c->state = WAITING;
            break;
        case WAITING:
            note("waiting");
            c->state = is_due() ? DUE : DONE;
            break;
        case DUE:
            rc = vt_int_await(t, &x);
            c->state = rc < 0 ? DONE : IDLE;
            break;
        case DONE:
            break;
        }
    }
    return rc;
}

int awaited_twice_bad(struct conn *c)
{
    vt_int t;
    int x, rc = 0;
    c->state = IDLE;
    while (c->state != DONE) {
        switch (c->state) {
        case IDLE:
            t = make(c->n);
            c->state = DUE;
            break;
        case DUE:
            note("due");
            rc = vt_int_await(t, &x); // expect: vt-double-await
            c->state = rc < 0 ? DUE : IDLE;
            break;
        default:
            break;
        }
    }
    return rc;
}

/* nobody here closes it: that is what the loop waits for */
int closed_by_others_bad(struct conn *c)
{
    vt_int t = make(1); // expect: vt-unawaited
    c->closed = false;
    while (!c->closed)
        note("open");
    return c->n > 3 ? vt_int_await(t, &(int){0}) : 0;
}

int begun_by_others_bad(struct conn *c)
{
    vt_int t;
    c->closed = true;
    note("closed");
    while (!c->closed) {
        t = make(1); // expect: vt-unawaited
        note("open");
    }
    return c->n;
}
