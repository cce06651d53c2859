// A mode that another file sets stays what it is where it is but a part of a loop's condition; what code out of sight is given, and is asked of in such a part, may have become another, whatever the other parts ask.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct options {
    bool verify;
    int level;
};

struct conn {
    int fd;
    bool is_at_end;
};

vt_int start(int id);
bool more(void);
void step(int id);
int receive(struct conn *c);
int tell(const struct conn *c);
bool is_refused(void);

extern bool verify;
extern struct options options, *chosen;

int mode_ok(int count)
{
    int value = 0;
    vt_int t;
    if (verify)
        t = start(1);
    for (int i = 0; i < count && verify; i++)
        step(i);
    if (verify)
        vt_int_await(t, &value);
    return value;
}

int mode_asked_first_ok(void)
{
    int value = 0;
    vt_int t;
    if (options.verify)
        t = start(1);
    while (options.verify && more())
        step(1);
    if (options.verify)
        vt_int_await(t, &value);
    return value;
}

int level_ok(int count)
{
    int value = 0;
    vt_int t;
    if (options.level > 1)
        t = start(1);
    for (int i = 0; options.level > 1 && i < count; i++)
        step(i);
    if (options.level > 1)
        vt_int_await(t, &value);
    return value;
}

int chosen_ok(int count)
{
    int value = 0;
    vt_int t;
    if (chosen->verify)
        t = start(1);
    for (int i = 0; i < count && chosen->verify; i++)
        step(i);
    if (chosen->verify)
        vt_int_await(t, &value);
    return value;
}

int mode_bad(int count)
{
    int value = 0;
    vt_int t;
    if (verify)
        t = start(1); // expect: vt-unawaited
    for (int i = 0; i < count && verify; i++)
        step(i);
    if (verify && !is_refused())
        vt_int_await(t, &value);
    return value;
}

/* The whole of what the loop asks is what it waits for. */
int stop_bad(void)
{
    int value = 0;
    vt_int t;
    if (verify)
        t = start(1); // expect: vt-unawaited
    while (verify)
        step(1);
    if (verify)
        vt_int_await(t, &value);
    return value;
}

int received_bad(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_at_end)
        t = start(1); // expect: vt-unawaited
    while (!c->is_at_end && receive(c) > 0)
        step(1);
    if (!c->is_at_end)
        vt_int_await(t, &value);
    return value;
}

int three_parts_bad(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_at_end)
        t = start(1); // expect: vt-unawaited
    while (!c->is_at_end && more() && !is_refused())
        receive(c);
    if (!c->is_at_end)
        vt_int_await(t, &value);
    return value;
}

/* Nobody who could change it gets it. */
int told_ok(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_at_end)
        t = start(1);
    while (!c->is_at_end && tell(c) > 0)
        step(1);
    if (!c->is_at_end)
        vt_int_await(t, &value);
    return value;
}

int received_ok(struct conn *c)
{
    int value = 0;
    const bool was_at_end = c->is_at_end;
    vt_int t;
    if (!was_at_end)
        t = start(1);
    while (!c->is_at_end && receive(c) > 0)
        step(1);
    if (!was_at_end)
        vt_int_await(t, &value);
    return value;
}
