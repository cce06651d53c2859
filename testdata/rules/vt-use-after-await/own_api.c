// Looks of an API of one's own that come too late.
#include <stdbool.h>
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    long number;
} ticket;

struct queue;

ticket queue_join(struct queue *queue);
int ticket_redeem(VT_CONSUMES ticket ticket);
int ticket_place(VT_OBSERVES ticket ticket);
bool ticket_is_ready(VT_OBSERVES ticket ticket);
long ticket_number(VT_OBSERVES ticket ticket);
bool ticket_same(VT_OBSERVES ticket one, VT_OBSERVES ticket other);

int number_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    return first + ticket_place(mine); // expect: vt-use-after-await mine
}

int condition_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    if (ticket_is_ready(mine)) // expect: vt-use-after-await mine
        first++;
    return first;
}

// A type that is not simple to name, two tasks at once: no fix.
long wide_bad(struct queue *queue)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    return first + ticket_number(mine); // expect: vt-use-after-await mine
}

int two_bad(struct queue *queue, ticket other)
{
    ticket mine = queue_join(queue);
    int first = ticket_redeem(mine);
    bool same = ticket_same(mine, other); // expect: vt-use-after-await mine
    return ticket_redeem(other) + first + same;
}
