#ifndef TICKET_H
#define TICKET_H
#include <valuetask/annotations.h>
typedef struct VT_VALUE_TASK ticket {
    unsigned long source;
    int value;
} ticket;
VT_COMPLETES_SYNC ticket ticket_ready(int number);
VT_COMPLETES_ASYNC ticket ticket_pending(int number);
int ticket_redeem(VT_CONSUMES ticket t);
int ticket_peek(VT_OBSERVES ticket t);
int ticket_redeem_at(VT_CONSUMES ticket *t);
#endif
