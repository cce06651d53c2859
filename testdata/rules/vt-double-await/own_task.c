// APIs of one's own that have tasks beside value tasks, named as ours: what a fix turns a value task into.
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    long number;
} ticket;

typedef struct ticket_task ticket_task;

ticket ticket_take(int hall);
int ticket_await(VT_CONSUMES ticket ticket, int *seat);
int ticket_redeem(VT_CONSUMES ticket ticket);
ticket_task *ticket_as_task(VT_CONSUMES ticket ticket);
int ticket_task_await(ticket_task *task, int *seat);
ticket_task *ticket_task_ref(ticket_task *task);
void ticket_task_unref(ticket_task *task);

// This one's tasks are awaited in another way: there is no fix.
typedef struct VT_VALUE_TASK token {
    long number;
} token;

typedef struct token_task token_task;

token token_take(int hall);
int token_await(VT_CONSUMES token token, int *seat);
token_task *token_as_task(VT_CONSUMES token token);
int token_task_await(token_task *task, int *seat, int milliseconds);
void token_task_unref(token_task *task);

int twice_bad(int hall)
{
    int seat = 0;
    ticket mine = ticket_take(hall);
    int rc = ticket_await(mine, &seat);
    if (rc < 0)
        return ticket_await(mine, &seat); // expect: vt-double-await mine
    return seat;
}

int parameter_bad(ticket mine)
{
    int seat = 0;
    if (ticket_await(mine, &seat) < 0)
        return -1;
    return ticket_await(mine, &seat) < 0 ? -1 : seat; // expect: vt-double-await mine
}

ticket_task *kept_bad(int hall)
{
    int seat = 0;
    ticket mine = ticket_take(hall);
    if (ticket_await(mine, &seat) < 0)
        return 0;
    return ticket_as_task(mine); // expect: vt-double-await mine
}

/* What ticket_redeem would do with a task nobody has said. */
int redeemed_bad(int hall)
{
    int seat = 0;
    ticket mine = ticket_take(hall);
    int rc = ticket_await(mine, &seat);
    return rc + ticket_redeem(mine); // expect: vt-double-await mine
}

int token_bad(int hall)
{
    int seat = 0;
    token mine = token_take(hall);
    int rc = token_await(mine, &seat);
    return rc + token_await(mine, &seat); // expect: vt-double-await mine
}
