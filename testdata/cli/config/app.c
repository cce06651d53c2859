#include "ticket.h"

int twice(void)
{
    ticket t = ticket_pending(1);
    int first = ticket_redeem(t);
    return first + ticket_redeem(t);
}

int dropped(void)
{
    ticket t = ticket_pending(1);
    return ticket_peek(t);
}

ticket always(void)
{
    return ticket_pending(3);
}

int fine(void)
{
    ticket t = ticket_ready(1);
    ticket_peek(t);
    return ticket_redeem_at(&t);
}

int touched(void)
{
    ticket t = ticket_pending(1);
    int value = t.value;
    ticket_redeem(t);
    return value;
}
