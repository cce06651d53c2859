#include "ticket.h"

int fine(void)
{
    ticket t = ticket_pending(1);
    ticket_peek(t);
    return ticket_redeem(t);
}
