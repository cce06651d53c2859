// Which mode something is in may be asked each turn and be the same in all of them: whether there is a task that was made before the loop is asked by it.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum mode { PLAIN, SECURE, RELAYED };

struct connection {
    enum mode mode;
    int fd;
};

extern enum mode default_mode;

vt_int greet(int fd);
bool read_line(struct connection *c);
void show(const char *text);
void set_mode(struct connection *c, enum mode mode);

int switched_each_turn_ok(struct connection *c)
{
    vt_int greeting;
    int result = 0;
    if (c->mode == SECURE)
        greeting = greet(c->fd);
    while (read_line(c)) {
        switch (c->mode) {
        case PLAIN: show("plain"); break;
        case SECURE: show("secure"); break;
        case RELAYED: show("relayed"); break;
        }
    }
    if (c->mode == SECURE)
        result = vt_int_await(greeting, NULL);
    return result;
}

int asked_one_after_the_other_ok(struct connection *c)
{
    vt_int greeting;
    int result = 0;
    if (default_mode == SECURE)
        greeting = greet(c->fd);
    while (read_line(c)) {
        if (default_mode == PLAIN)
            show("plain");
        else if (default_mode == SECURE)
            show("secure");
    }
    if (default_mode == SECURE)
        result = vt_int_await(greeting, NULL);
    return result;
}

int switched_three_times_ok(struct connection *c)
{
    vt_int greeting;
    int result = 0;
    switch (c->mode) {
    case SECURE: greeting = greet(c->fd); break;
    case RELAYED: greeting = greet(-c->fd); break;
    default: break;
    }
    for (;;) {
        if (!read_line(c))
            break;
        switch (c->mode) {
        case PLAIN: show("plain"); break;
        default: show("another"); break;
        }
    }
    switch (c->mode) {
    case SECURE:
    case RELAYED: result = vt_int_await(greeting, NULL); break;
    default: break;
    }
    return result;
}

int lost_in_one_mode_bad(struct connection *c)
{
    vt_int greeting;
    if (c->mode != PLAIN)
        greeting = greet(c->fd); // expect: vt-unawaited greeting
    while (read_line(c)) {
        switch (c->mode) {
        case PLAIN: show("plain"); break;
        case SECURE: show("secure"); break;
        default: break;
        }
    }
    return c->mode == SECURE ? vt_int_await(greeting, NULL) : 0;
}

int made_in_any_mode_bad(struct connection *c)
{
    vt_int greeting = greet(c->fd); // expect: vt-unawaited greeting
    for (;;) {
        switch (c->mode) {
        case PLAIN:
            set_mode(c, SECURE);
            break;
        case SECURE:
            vt_int_await(greeting, NULL);
            return 0;
        default: return -1;
        }
    }
}
