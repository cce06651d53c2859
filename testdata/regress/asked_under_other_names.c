// A test whose answer the stores before it tell beforehand expects a change. It does not where the place was read in between, whatever became of what was read, nor where
// another store may have been made out of sight. And what a function sets further down only, it expects to be set by others first.
#include <stdbool.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct connection {
    int state, error;
};

vt_int start(int number);
int poll_connection(struct connection *connection);
int ask(void);
void note(void);

int asked_by_a_variable_of_many_uses_ok(struct connection *connection)
{
    int value = 0, status;
    vt_int task;
    connection->error = 0;
    status = poll_connection(connection);
    if (status == 0)
        status = connection->error;
    if (status == 0)
        task = start(1);
    note();
    if (status == 0 && connection->error == 0)
        status = vt_int_await(task, &value);
    return status;
}

static bool is_ready(int state)
{
    return state == 1;
}

int asked_by_a_helper_ok(struct connection *connection)
{
    int value = 0;
    vt_int task;
    connection->state = 1;
    poll_connection(connection);
    if (is_ready(connection->state))
        task = start(1);
    note();
    if (connection->state == 1)
        vt_int_await(task, &value);
    return value;
}

int stored_by_a_pointer_ok(struct connection *connection, bool is_early)
{
    int value = 0, *state = &connection->state;
    vt_int task = start(1);
    connection->state = 1;
    if (is_early) {
        vt_int_await(task, &value);
        *state = 2;
    }
    poll_connection(connection);
    if (connection->state == 1)
        vt_int_await(task, &value);
    return value;
}

static void set_two(struct connection *connection)
{
    connection->error = 2;
}

static void (*const setters[])(struct connection *) = {set_two};

int stored_by_a_table_ok(struct connection *connection, bool is_early)
{
    int value = 0;
    vt_int task = start(1);
    connection->error = 1;
    if (is_early) {
        vt_int_await(task, &value);
        setters[0](connection);
    }
    poll_connection(connection);
    if (connection->error == 1)
        vt_int_await(task, &value);
    return value;
}

int set_further_down_bad(struct connection *connection)
{
    int value = 0, status = ask();
    if (status < 0)
        return status;
    vt_int task = start(1); // expect: vt-unawaited
    connection->error = 0;
    poll_connection(connection);
    status = connection->error;
    if (status)
        return status;
    status = vt_int_await(task, &value);
    if (status < 0)
        connection->error = 7;
    return status;
}
