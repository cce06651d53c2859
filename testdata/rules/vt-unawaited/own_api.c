// An API of one's own: what it calls TYPE_forget gives a task up, and is what a fix calls.
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    long number;
} ticket;

ticket ticket_take(int hall);
int ticket_redeem(VT_CONSUMES ticket ticket);
void ticket_forget(VT_CONSUMES ticket ticket);

// This one has none that a fix could call: it is for several, or only there in some builds.
typedef struct VT_VALUE_TASK token {
    long number;
} token;

token token_take(int hall);
int token_redeem(VT_CONSUMES token token);
void token_forget_all(VT_CONSUMES token *tokens, int count);
#ifdef WITH_FORGET
void token_forget(VT_CONSUMES token token);
#endif

void dropped_bad(void)
{
    ticket_take(1); // expect: vt-unawaited
}

int lost_on_a_way_bad(int hall)
{
    ticket mine = ticket_take(hall); // expect: vt-unawaited mine
    if (hall > 3)
        return -1;
    return ticket_redeem(mine);
}

int overwritten_bad(int hall)
{
    ticket mine = ticket_take(hall); // expect: vt-unawaited mine
    mine = ticket_take(hall + 1);
    return ticket_redeem(mine);
}

int given_up_ok(int hall)
{
    ticket mine = ticket_take(hall);
    if (hall > 3) {
        ticket_forget(mine);
        return -1;
    }
    return ticket_redeem(mine);
}

void token_dropped_bad(void)
{
    token_take(1); // expect: vt-unawaited
}

int token_lost_bad(int hall)
{
    token mine = token_take(hall); // expect: vt-unawaited mine
    if (hall > 3)
        return -1;
    return token_redeem(mine);
}
