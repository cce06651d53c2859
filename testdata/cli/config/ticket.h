#ifndef TICKET_H
#define TICKET_H
typedef struct ticket {
    unsigned long source;
    int value;
} ticket;
ticket ticket_ready(int number);
ticket ticket_pending(int number);
int ticket_redeem(ticket t);
int ticket_peek(ticket t);
int ticket_redeem_at(ticket *t);
#endif
