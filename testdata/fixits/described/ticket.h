#ifndef TICKET_H
#define TICKET_H

typedef struct ticket {
    unsigned long source;
    int value;
} ticket;
typedef struct ticket_task ticket_task;

ticket ticket_pending(int number);
int ticket_await(ticket t, int *seat);
void ticket_forget(ticket t);
ticket_task *ticket_as_task(ticket t);
int ticket_task_await(ticket_task *task, int *seat);
void ticket_task_unref(ticket_task *task);

#endif
