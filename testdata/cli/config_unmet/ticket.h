#ifndef TICKET_H
#define TICKET_H
typedef struct ticket {
    unsigned long source;
    int value;
} ticket;
typedef struct receipt_data *receipt;
#define ticket_burn(t) ticket_redeem(t)
extern int (*ticket_drop)(ticket t);
typedef int dropping(ticket t);
extern dropping *ticket_lose;
struct ticket_office {
    int (*redeem_later)(ticket t);
};
ticket ticket_pending(int number);
int ticket_redeem(ticket t);
int ticket_peek(ticket t);
int receipt_read(receipt r);
#endif
