// What was tested before code that is not seen ran is tested again behind it: only a change in between would lead the other way.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void work(void);

struct options {
    bool verbose;
    int level, flags;
    const char *name;
};

struct connection {
    struct options *options;
    int state;
};

extern int mode;
void refresh(struct options *options);
static struct options defaults;
void set_defaults(const struct options *options) { defaults = *options; }

int member_ok(const struct options *options)
{
    int x = 0;
    vt_int t;
    if (options->verbose)
        t = make();
    work();
    if (options->verbose)
        vt_int_await(t, &x);
    return x;
}

int bits_ok(struct options *options)
{
    int x = 0;
    vt_int t;
    if (options->flags & 4)
        t = make();
    work();
    work();
    if (options->flags & 4)
        vt_int_await(t, &x);
    return x;
}

int behind_two_pointers_ok(struct connection *connection)
{
    int x = 0;
    vt_int t;
    if (connection->options->name != NULL)
        t = make();
    work();
    if (connection->options->name == NULL)
        return -1;
    vt_int_await(t, &x);
    return x;
}

static bool wants(const struct options *options)
{
    return options->level > 2;
}

int by_helper_ok(struct connection *connection)
{
    int x = 0;
    vt_int t;
    if (wants(connection->options))
        t = make();
    work();
    if (wants(connection->options))
        vt_int_await(t, &x);
    return x;
}

int cases_ok(void)
{
    int x = 0;
    vt_int t;
    switch (mode) {
    case 1:
    case 2: t = make(); break;
    default: break;
    }
    work();
    switch (mode) {
    case 1: vt_int_await(t, &x); break;
    case 2: vt_int_forget(t); break;
    default: break;
    }
    return x + defaults.level;
}

int other_test_bad(struct options *options)
{
    int x = 0;
    vt_int t;
    if (options->verbose)
        t = make(); // expect: vt-unawaited
    work();
    if (options->level > 2)
        vt_int_await(t, &x);
    return x;
}

int turned_round_bad(const struct options *options)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (options->verbose)
        vt_int_await(t, &x);
    work();
    if (options->verbose)
        vt_int_forget(t); // expect: vt-double-await
    return x;
}

int waits_for_change_bad(struct connection *connection)
{
    connection->state = 0;
    vt_int t = make(); // expect: vt-unawaited
    while (connection->state == 0)
        work();
    (void)t;
    return connection->state;
}

int stored_before_bad(struct connection *connection)
{
    int x = 0;
    connection->state = 0;
    vt_int t = make(); // expect: vt-unawaited
    work();
    if (connection->state != 0)
        return -1;
    vt_int_await(t, &x);
    return x;
}

int handed_over_ok(struct options *options)
{
    int x = 0;
    vt_int t;
    if (options->level == 1)
        t = make();
    refresh(options);
    if (options->level == 1)
        vt_int_await(t, &x);
    return x;
}

/* --- tested before the task was made: then the second test asks for the change --- */

struct watched {
    bool cancelled;
    int level;
};

int step(void);

int cancelled_bad(struct watched *watched)
{
    int x = 0;
    if (watched->cancelled)
        return -1;
    vt_int t = make(); // expect: vt-unawaited
    if (step() < 0)
        goto out;
    if (watched->cancelled)
        return -1;
    vt_int_await(t, &x);
    return x;
out:
    vt_int_forget(t);
    return -1;
}

int loop_bad(struct watched *watched)
{
    int x = 0;
    while (!watched->cancelled) {
        vt_int t = make(); // expect: vt-unawaited
        step();
        if (watched->cancelled)
            break;
        vt_int_await(t, &x);
    }
    return x;
}

int ready_bad(struct watched *watched)
{
    int x = 0;
    if (watched->cancelled)
        return -1;
    vt_int t = vt_int_from_result(3); // expect: vt-unawaited
    step();
    if (watched->cancelled)
        return -1;
    vt_int_await(t, &x);
    return x;
}

int consumed_ok(struct watched *watched)
{
    int x = 0;
    vt_int t = make();
    if (watched->level > 3)
        vt_int_await(t, &x);
    step();
    if (watched->level <= 3)
        vt_int_forget(t);
    return x;
}
