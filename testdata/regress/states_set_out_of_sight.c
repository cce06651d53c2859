// A machine whose states are set by code that is not seen: each turn asks which one it is in, and expects another one.
#include <errno.h>
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(size, long);

enum state { READING, SKIPPING, CLOSING };

struct connection {
    enum state state;
    bool is_secure;
};

vt_size start_read(struct connection *c);
void set_state(struct connection *c, enum state s);
void log_turn(struct connection *c);

void awaited_in_two_states(struct connection *c)
{
    bool is_over = false;
    vt_size reading;
    long size;
    while (!is_over) {
        switch (c->state) {
        case READING:
            reading = start_read(c);
            set_state(c, vt_size_await(reading, &size) == -ENOMEM ? SKIPPING : CLOSING);
            break;
        case SKIPPING:
            vt_size_await(reading, &size); // expect: vt-double-await
            set_state(c, CLOSING);
            break;
        case CLOSING: is_over = true; break;
        }
    }
}

void started_in_one_and_awaited_in_another(struct connection *c)
{
    vt_size reading;
    long size;
    for (;;) {
        if (c->state == READING) {
            reading = start_read(c); // expect: vt-unawaited
            set_state(c, SKIPPING);
        } else if (c->state == SKIPPING) {
            vt_size_await(reading, &size); // expect: vt-double-await
            set_state(c, CLOSING);
        } else {
            return;
        }
    }
}

void each_awaited_where_it_is_started(struct connection *c)
{
    long size;
    for (;;) {
        switch (c->state) {
        case READING: {
            vt_size reading = start_read(c);
            set_state(c, vt_size_await(reading, &size) < 0 ? CLOSING : SKIPPING);
            break;
        }
        case SKIPPING: set_state(c, CLOSING); break;
        case CLOSING: return;
        }
    }
}

void a_flag_remembers_it(struct connection *c)
{
    vt_size reading;
    bool is_reading = false;
    long size;
    for (;;) {
        switch (c->state) {
        case READING:
            if (!is_reading)
                reading = start_read(c);
            is_reading = true;
            set_state(c, SKIPPING);
            break;
        case SKIPPING:
            if (is_reading)
                vt_size_await(reading, &size);
            is_reading = false;
            set_state(c, CLOSING);
            break;
        default:
            if (is_reading)
                vt_size_forget(reading);
            return;
        }
    }
}

// The same kind of all turns: nobody expects that it changes.
long a_kind_for_all_turns(struct connection *c, int n)
{
    vt_size tasks[4];
    long size, sum = 0;
    int count = 0;
    for (int i = 0; i < n && i < 4; i++) {
        switch (c->state) {
        case READING: tasks[count++] = start_read(c); break;
        default: break;
        }
        log_turn(c);
    }
    for (int i = 0; i < count; i++)
        if (vt_size_await(tasks[i], &size) == 0)
            sum += size;
    return sum;
}
