// A loop may wait for a change by a part of its condition, or by what it asks first each turn; that is the same as by its condition.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct peer {
    struct peer *next;
    int id;
};

struct conn {
    bool is_open, is_logged;
    int count;
    struct peer *peers;
};

vt_int start(int id);
void work(struct conn *c);
void ask(struct conn *c, int id);
void note(int id);

int tries_bad(struct conn *c)
{
    int value = 0, tries = 0;
    vt_int t;
    if (!c->is_open)
        t = start(1); // expect: vt-unawaited
    while (!c->is_open && tries++ < 10)
        work(c);
    if (!c->is_open)
        vt_int_await(t, &value);
    return value;
}

int tries_asked_first_bad(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_open)
        t = start(1); // expect: vt-unawaited
    for (int tries = 0; tries < 10 && !c->is_open; tries++)
        work(c);
    if (!c->is_open)
        vt_int_await(t, &value);
    return value;
}

int at_the_end_bad(struct conn *c)
{
    int value = 0, tries = 0;
    vt_int t;
    if (!c->is_open)
        t = start(1); // expect: vt-unawaited
    do
        work(c);
    while (!c->is_open && ++tries < 10);
    if (!c->is_open)
        vt_int_await(t, &value);
    return value;
}

int left_by_break_bad(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_open)
        t = start(1); // expect: vt-unawaited
    for (;;) {
        if (c->is_open)
            break;
        work(c);
    }
    if (!c->is_open)
        vt_int_await(t, &value);
    return value;
}

int left_by_break_and_told_bad(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (!c->is_open)
        t = start(1); // expect: vt-unawaited
    for (int tries = 0; tries < 10; tries++) {
        if (c->is_open) {
            note(tries);
            break;
        }
        work(c);
    }
    if (!c->is_open)
        vt_int_await(t, &value);
    return value;
}

/* Whether there is a task is known by other means. */
int tries_ok(struct conn *c)
{
    int value = 0, tries = 0;
    vt_int t;
    const bool was_open = c->is_open;
    if (!was_open)
        t = start(1);
    while (!c->is_open && tries++ < 10)
        work(c);
    if (!was_open)
        vt_int_await(t, &value);
    return value;
}

int left_by_break_ok(struct conn *c)
{
    int value = 0;
    bool is_under_way = false;
    vt_int t;
    if (!c->is_open) {
        t = start(1);
        is_under_way = true;
    }
    for (;;) {
        if (c->is_open)
            break;
        work(c);
    }
    if (is_under_way)
        vt_int_await(t, &value);
    return value;
}

/* The loop does not ask for that; it asks how many there are, or walks along a list. */
int other_question_ok(struct conn *c)
{
    int value = 0;
    vt_int t;
    if (c->is_logged)
        t = start(1);
    for (int i = 0; i < 8 && i < c->count; i++)
        work(c);
    if (c->is_logged)
        vt_int_await(t, &value);
    return value;
}

int walk_ok(struct conn *c, int limit)
{
    int value = 0;
    vt_int t;
    if (c->is_logged)
        t = start(1);
    for (const struct peer *p = c->peers; p != NULL && p->id < limit; p = p->next) {
        if (c->is_logged)
            ask(c, p->id);
    }
    if (c->is_logged)
        vt_int_await(t, &value);
    return value;
}

/* Not asked first: a way of working that stays as it is. */
int mode_ok(struct conn *c)
{
    int value = 0, rounds = 0;
    vt_int t;
    if (c->is_logged)
        t = start(1);
    for (;;) {
        work(c);
        if (!c->is_logged && ++rounds > 3)
            break;
        if (++rounds > 9)
            break;
    }
    if (c->is_logged)
        vt_int_await(t, &value);
    return value;
}
