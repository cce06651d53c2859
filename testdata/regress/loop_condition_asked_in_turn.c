// What the condition of a loop asks was asked in the same turn before the next task was made, and the code that made it did not get the place: it is one question.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct message {
    bool complete;
    int used;
};

vt_int receive(int id);
vt_int receive_for(struct message *message);
int parse(void *reader, void **reply);
int feed(struct message *message, int size);
int next_item(void *iterator, int *id);
bool more(void);

int until_there_is_a_reply(void *reader, void **reply)
{
    void *found = NULL;
    int size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0 || parse(reader, &found) < 0)
            return -1;
        if (found == NULL)
            reading = receive(2);
    } while (found == NULL);
    *reply = found;
    return 0;
}

int until_it_is_complete(struct message *message)
{
    int size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0)
            return -1;
        feed(message, size);
        if (!message->complete)
            reading = receive(2);
    } while (!message->complete);
    return 0;
}

int until_there_are_no_more(void *iterator)
{
    int id = 0, value, sum = 0;
    vt_int next;
    next_item(iterator, &id);
    if (id)
        next = receive(id);
    while (id) {
        vt_int current = next;
        id = 0;
        next_item(iterator, &id);
        if (id)
            next = receive(id);
        vt_int_await(current, &value);
        sum += value;
    }
    return sum;
}

int asked_for_something_else(struct message *message)
{
    int size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0)
            return -1;
        feed(message, size);
        if (!message->complete || message->used == 0)
            reading = receive(2); // expect: vt-unawaited reading
    } while (!message->complete);
    return 0;
}

int asked_for_another_number(void *iterator)
{
    int left = 0, size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0)
            return -1;
        next_item(iterator, &left);
        if (left >= 0)
            reading = receive(2); // expect: vt-unawaited reading
    } while (left > 0);
    return 0;
}

// What the maker finds out comes with its task.
int the_maker_gets_it(struct message *message)
{
    int size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0)
            return -1;
        feed(message, size);
        if (!message->complete)
            reading = receive_for(message);
    } while (!message->complete);
    return 0;
}

void look_at(struct message *message);

int somebody_else_gets_it(struct message *message)
{
    int size;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &size) < 0) // expect: vt-double-await reading
            return -1;
        feed(message, size);
        if (!message->complete)
            reading = receive_for(message); // expect: vt-unawaited reading
        look_at(message);
    } while (!message->complete);
    return 0;
}

int made_before_the_loop(struct message *message)
{
    int size;
    vt_int reading = receive(1); // expect: vt-unawaited reading
    do {
        if (!message->complete)
            more();
    } while (!message->complete);
    return message->used > 0 ? vt_int_await(reading, &size) : 0;
}
