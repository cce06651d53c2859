/* Functions that are declared beside the value task are the program's own where they have a body that does not look into one. */
#include "own_type_in_header.h"

/* The API's own code: it may look into its tasks. */
ticket ticket_of(uint32_t slot)
{
    ticket t = {slot, 1, 0};
    return t;
}

int ticket_slot(ticket t)
{
    return (int)t.slot;
}

int serve(int id)
{
    ticket t = ticket_ask(id); // expect: vt-unawaited
    if (id < 0)
        return -1;
    return ticket_wait(t);
}

ticket ask_for_page(int page)
{
    ticket t = ticket_ask(page);
    if (page > 100) {
        ticket_wait(t);
        return t; // expect: vt-double-await
    }
    return t;
}

int finish(ticket t)
{
    return ticket_wait(t);
}

/* Its body says that it takes none. */
void look_at(ticket t)
{
    (void)t;
}

int looked_at_ok(void)
{
    ticket t = ask_for_page(1);
    look_at(t);
    return finish(t);
}

int finished_bad(void)
{
    ticket t = ask_for_page(1);
    int status = finish(t);
    return status + ticket_wait(t); // expect: vt-double-await
}
