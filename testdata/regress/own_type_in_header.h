/* The one header of a program: its value task, what is done with one, and what else the program has. */
#ifndef OWN_TYPE_IN_HEADER_H
#define OWN_TYPE_IN_HEADER_H

#include <stdint.h>
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    uint32_t slot, generation;
    int status;
} ticket;

ticket ticket_ask(int id);
ticket ticket_of(uint32_t slot);
int ticket_wait(VT_CONSUMES ticket t);
int ticket_slot(ticket t);

int serve(int id);
ticket ask_for_page(int page);
int finish(ticket t);
void look_at(ticket t);

#endif
