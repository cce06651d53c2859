// Enum states, set on the way and tested by if and by switch.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

enum state { FRESH, TAKEN, GIVEN_UP };

void state_ok(void)
{
    enum state state = FRESH;
    vt_int task = make();
    if (cond()) {
        vt_int_forget(task);
        state = TAKEN;
    }
    if (state == FRESH)
        vt_int_forget(task);
}

void state_bad(void)
{
    enum state state = FRESH;
    vt_int task = make();
    if (cond()) {
        vt_int_forget(task);
        state = GIVEN_UP;
    }
    if (state != TAKEN)
        vt_int_forget(task); // expect: vt-double-await
}

void machine_ok(void)
{
    enum state state = FRESH;
    vt_int task = make();
    while (state != GIVEN_UP) {
        switch (state) {
        case FRESH:
            state = TAKEN;
            break;
        case TAKEN:
            vt_int_forget(task);
            state = GIVEN_UP;
            break;
        case GIVEN_UP:
            break;
        }
    }
}

void machine_bad(void)
{
    enum state state = FRESH;
    vt_int task = make();
    while (state != GIVEN_UP) {
        switch (state) {
        case FRESH:
            state = TAKEN;
            break;
        case TAKEN:
            vt_int_forget(task); // expect: vt-double-await
            state = cond() ? TAKEN : GIVEN_UP;
            break;
        case GIVEN_UP:
            break;
        }
    }
}

void state_by_switch_ok(enum state state)
{
    vt_int task = make();
    switch (state) {
    case FRESH:
        vt_int_forget(task);
        break;
    case TAKEN:
    case GIVEN_UP:
        break;
    }
    if (state == FRESH)
        return;
    vt_int_forget(task);
}
