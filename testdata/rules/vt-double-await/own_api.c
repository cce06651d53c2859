// An API of one's own, described by the annotations.
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    long number;
} ticket;

struct queue;

ticket queue_join(struct queue *queue);
int ticket_redeem(VT_CONSUMES ticket ticket);
int ticket_redeem_at(VT_CONSUMES const ticket *ticket);
int ticket_place(VT_OBSERVES ticket ticket);

int redeemed_ok(struct queue *queue)
{
    ticket mine = queue_join(queue);
    while (ticket_place(mine) > 0)
        continue;
    return ticket_redeem(mine);
}

int redeemed_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    return first + ticket_redeem(mine); // expect: vt-double-await mine
}

int by_pointer_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem_at(&mine);
    return first + ticket_redeem(mine); // expect: vt-double-await mine
}

int looked_at_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    return first + ticket_place(mine); // expect: vt-use-after-await mine
}

int lost_bad(struct queue *queue)
{
    ticket mine = queue_join(queue); // expect: vt-unawaited mine
    return ticket_place(mine);
}
