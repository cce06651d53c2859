#ifndef TICKET_H
#define TICKET_H
typedef struct ticket {
    unsigned long source;
    int value;
} ticket;
typedef struct receipt_data *receipt;
ticket ticket_pending(int number);
int ticket_redeem(ticket t);
int ticket_peek(ticket t);
int receipt_read(receipt r);
#endif
