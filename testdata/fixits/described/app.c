// An API that cannot be annotated, described by .vtcheck.yaml.
#include "ticket.h"

int seat_of_bad(int number)
{
    int seat = 0;
    ticket mine = ticket_pending(number);
    if (ticket_await(mine, &seat) < 0 && ticket_await(mine, &seat) < 0) // expect: vt-double-await mine
        return -1;
    return seat;
}

void drop_bad(int number)
{
    ticket_pending(number); // expect: vt-unawaited
}
